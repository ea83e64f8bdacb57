/* SPDX-License-Identifier: MIT */
/* Wi-Fi, where the kernel's simulated radios are loaded (mac80211_hwsim); elsewhere there is
 * nothing to be tested. Asking for the module by name would load it, and give the host two radios.
 */

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>

#include "netns-row.h"
#include "netns.h"
#include "suite.h"

#define HWSIM_FAMILY "MAC80211_HWSIM"
#define HWSIM_CMD_NEW_RADIO 4 /* drivers/net/wireless/mac80211_hwsim.h */

static int family_id(const struct nlattr *attr, void *ret_id)
{
	if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID)
		*(uint16_t *)ret_id = mnl_attr_get_u16(attr);
	return MNL_CB_OK;
}

static int family_row(const struct nlmsghdr *nlh, void *ret_id)
{
	return mnl_attr_parse(nlh, sizeof(struct genlmsghdr), family_id, ret_id);
}

static int ask(uint16_t family, uint8_t command, const char *name, void *ret_id)
{
	struct mnl_socket *sock = mnl_socket_open(NETLINK_GENERIC);
	char buf[16384];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct genlmsghdr *genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	int r;

	ck_assert_ptr_nonnull(sock);
	nlh->nlmsg_type = family;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	genl->cmd = command;
	genl->version = 1;
	if (name)
		mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, name);
	ck_assert_int_gt(mnl_socket_sendto(sock, nlh, nlh->nlmsg_len), 0);
	do
		r = (int)mnl_socket_recvfrom(sock, buf, sizeof(buf));
	while (r > 0 && (r = mnl_cb_run(buf, (size_t)r, 0, 0, family_row, ret_id)) > 0);
	mnl_socket_close(sock);
	return r;
}

/* A radio in this namespace, with an interface that is called wlan and a number. */
static bool make_radio(void)
{
	const char *required = getenv("IPH_TEST_REQUIRE");
	uint16_t family = 0;

	if (access("/sys/module/mac80211_hwsim", F_OK) < 0) {
		ck_assert_msg(!required || !strstr(required, "wifi"), "there are no radios");
		return false;
	}
	ck_assert_int_eq(ask(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, HWSIM_FAMILY, &family), 0);
	ck_assert_uint_ne(family, 0);
	ask(family, HWSIM_CMD_NEW_RADIO, NULL, &family); /* answers with the radio's number */
	return true;
}

static const MIB_IF_ROW2 *find_row(const MIB_IF_TABLE2 *table, IFTYPE type)
{
	ULONG i;

	for (i = 0; i < table->NumEntries; i++)
		if (table->Table[i].Type == type)
			return &table->Table[i];
	return NULL;
}

START_TEST(wifi_is_no_ethernet_for_any_call)
{
	PMIB_IF_TABLE2 table = NULL;
	MIB_IF_ROW2 entry = {0};
	const MIB_IF_ROW2 *row;
	NET_LUID luid;

	if (!make_radio())
		return;
	assert_code(GetIfTable2(&table), CODE_SUCCESS);
	row = find_row(table, 71);
	ck_assert_msg(row != NULL, "no Wi-Fi in: %s", output_of("ip -d link"));
	ck_assert_mem_eq(row->Alias, u"wlan", 4 * sizeof(WCHAR));
	ck_assert_int_eq(row->MediaType, NdisMediumNative802_11);
	ck_assert_int_eq(row->PhysicalMediumType, NdisPhysicalMediumNative802_11);
	ck_assert_mem_eq(row->Description, u"mac80211_hwsim", 15 * sizeof(WCHAR));
	ck_assert_uint_eq(row->InterfaceAndOperStatusFlags.HardwareInterface, 1);
	ck_assert_uint_eq(row->InterfaceLuid.Info.IfType, 71);
	assert_code(ConvertInterfaceIndexToLuid(row->InterfaceIndex, &luid), CODE_SUCCESS);
	ck_assert_uint_eq(luid.Value, row->InterfaceLuid.Value);
	assert_code(ConvertInterfaceAliasToLuid(row->Alias, &luid), CODE_SUCCESS);
	ck_assert_uint_eq(luid.Value, row->InterfaceLuid.Value);
	entry.InterfaceLuid = luid;
	assert_code(GetIfEntry2(&entry), CODE_SUCCESS);
	ck_assert_mem_eq(&entry, row, offsetof(MIB_IF_ROW2, InOctets));
	ck_assert_uint_eq(find_row(table, 6)->PhysicalMediumType, NdisPhysicalMediumUnspecified);
	FreeMibTable(table);
}
END_TEST

static NET_LUID luid_in_address_table(NET_IFINDEX index)
{
	PMIB_ANYCASTIPADDRESS_TABLE table = NULL;
	NET_LUID luid = {.Value = 0};
	ULONG i;

	assert_code(GetAnycastIpAddressTable(AF_INET, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++)
		if (table->Table[i].InterfaceIndex == index)
			luid = table->Table[i].InterfaceLuid;
	FreeMibTable(table);
	return luid;
}

/* Address tables ask for few interfaces one by one, and for many all at once. */
START_TEST(wifi_has_one_luid_in_all_tables)
{
	PMIB_IF_TABLE2 table = NULL;
	const MIB_IF_ROW2 *row;
	char name[IFNAMSIZ];
	int i;

	if (!make_radio())
		return;
	assert_code(GetIfTable2(&table), CODE_SUCCESS);
	row = find_row(table, 71);
	ck_assert_ptr_nonnull(row);
	assert_code(create("192.0.2.77", if_indextoname(row->InterfaceIndex, name)), CODE_SUCCESS);
	ck_assert_uint_eq(luid_in_address_table(row->InterfaceIndex).Value,
			  row->InterfaceLuid.Value);
	for (i = 0; i < 20; i++) {
		run("ip link add i%d type ifb", i);
		snprintf(name, sizeof(name), "i%d", i);
		assert_code(create("192.0.2.78", name), CODE_SUCCESS);
	}
	ck_assert_uint_eq(luid_in_address_table(row->InterfaceIndex).Value,
			  row->InterfaceLuid.Value);
	FreeMibTable(table);
}
END_TEST

TEST_SUITE("wifi")
{
	TCase *tcase = netns_tcase(suite, "simulated", peer_setup);

	tcase_add_test(tcase, wifi_is_no_ethernet_for_any_call);
	tcase_add_test(tcase, wifi_has_one_luid_in_all_tables);
}
