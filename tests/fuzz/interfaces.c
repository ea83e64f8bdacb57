/* SPDX-License-Identifier: MIT */
/* Interfaces: rows, the stack, link modes and Wi-Fi from messages of any content.
 * Input: messages, one behind the other. */

#include "input.h"

#include "../../src/kernel/addr.c"
#include "../../src/kernel/attr.c"
#include "../../src/kernel/ethtool.c"
#include "../../src/kernel/genl.c"
#include "../../src/kernel/link.c"
#include "../../src/kernel/wifi.c"
#include "../../src/lib/convert/utf.c"
#include "../../src/lib/interface/row.c"
#include "../../src/lib/table/sort.c"
#include "../../src/lib/table/table.c"
#define link_message interface_link_message
#include "../../src/lib/interface/read.c"
#undef link_message
#include "../../src/lib/interface/speed.c"
#define link_message stack_link_message
#include "../../src/lib/interface/stack.c"
#undef link_message

#define NO_SOCKET (-1)

/* Nothing is sent: the answers come from the input. */
int iph_nl_open(int protocol, struct iph_nl *ret_nl)
{
	(void)protocol;
	(void)ret_nl;
	return -ENOSYS;
}

void iph_nl_close(struct iph_nl *nl)
{
	(void)nl;
}

int iph_nl_get(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	return nl && msg && sink ? -ENOSYS : 0;
}

int iph_nl_dump(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	return nl && msg && sink ? -ENOSYS : 0;
}

NETIO_STATUS(iph_status)(enum iph_call call, int result)
{
	(void)call;
	return (NETIO_STATUS)-result;
}

void iph_guid_make(uint64_t luid, GUID *ret_guid)
{
	memset(ret_guid, 0, sizeof(*ret_guid));
	memcpy(ret_guid->Data4, &luid, sizeof(luid));
}

static bool ends(const WCHAR *wide)
{
	size_t i;

	for (i = 0; i < IPH_NAME_SIZE; i++)
		if (!wide[i])
			return true;
	return false;
}

static void check_row(const MIB_IF_ROW2 *row)
{
	CHECK(ends(row->Alias) && ends(row->Description));
	CHECK(row->PhysicalAddressLength <= IF_MAX_PHYS_ADDRESS_LENGTH);
	CHECK(row->InterfaceLuid.Info.IfType == row->Type);
	CHECK(iph_luid_index(row->InterfaceLuid.Value) == row->InterfaceIndex);
	CHECK((row->TunnelType != TUNNEL_TYPE_NONE) == (row->Type == IF_TYPE_TUNNEL));
	CHECK(row->OperStatus >= IfOperStatusUp && row->OperStatus <= IfOperStatusLowerLayerDown);
	CHECK(row->AccessType >= NET_IF_ACCESS_LOOPBACK && row->AccessType < NET_IF_ACCESS_MAXIMUM);
	CHECK(row->TransmitLinkSpeed == 0);
}

/* All bytes of a row are written, whatever was there before. */
static void read_row(const struct nlmsghdr *nlh)
{
	MIB_IF_ROW2 without;
	MIB_IF_ROW2 again;
	MIB_IF_ROW2 row;

	memset(&row, 0xcc, sizeof(row));
	memset(&again, 0x33, sizeof(again));
	if (iph_interface_fill(nlh, NO_SOCKET, IPH_WITH_STATISTICS, &row) < 0)
		return;
	check_row(&row);
	CHECK(iph_interface_fill(nlh, NO_SOCKET, IPH_WITH_STATISTICS, &again) == 0);
	CHECK(memcmp(&row, &again, sizeof(row)) == 0);
	CHECK(iph_interface_fill(nlh, NO_SOCKET, IPH_WITHOUT_STATISTICS, &without) == 0);
	CHECK(memcmp(&row, &without, offsetof(MIB_IF_ROW2, InOctets)) == 0);
	CHECK(without.InOctets == 0 && without.OutDiscards == 0);
	if (iph_interface_maybe_wifi(&row))
		iph_interface_set_wifi(&row);
	check_row(&row);
}

static void read_speed(const struct nlmsghdr *nlh)
{
	MIB_IF_ROW2 at[3] = {{.InterfaceIndex = 1}, {.InterfaceIndex = 2}, {.InterfaceIndex = 7}};
	struct iph_interface_rows rows = {.first = at, .count = 3, .step = sizeof(*at)};
	size_t i;

	iph_ignore(modes_message(nlh, &rows));
	for (i = 0; i < 3; i++) {
		CHECK(at[i].TransmitLinkSpeed == at[i].ReceiveLinkSpeed);
		CHECK(at[i].TransmitLinkSpeed % BITS_PER_MBIT == 0);
	}
}

static void found_wifi(uint32_t ifindex, void *arg)
{
	*(uint32_t *)arg = ifindex;
}

static void read_wifi(const struct nlmsghdr *nlh)
{
	uint32_t ifindex = 0;
	struct family_search search = {.name = NL80211_GENL_NAME};
	struct sink sink = {.found = found_wifi, .arg = &ifindex};

	iph_ignore(family_message(nlh, &search));
	iph_ignore(interface_message(nlh, &sink));
}

static void check_stack(struct iph_table *found, enum member first)
{
	struct iph_table table;
	size_t i;

	CHECK(iph_table_init(&table, &shape) == 0);
	CHECK(add_real_ones(found, first, &table) == 0);
	iph_table_sort(&table, 0, compare_relations, NULL);
	for (i = 0; i < iph_table_count(&table); i++) {
		const struct relation *row = iph_table_row(&table, i);

		CHECK(row->index[0] != row->index[1]);
		CHECK(is_there(found, row->index[0]) && is_there(found, row->index[1]));
		CHECK(i == 0 || compare_pair(iph_table_row(&table, i - 1), row) < 0);
	}
	iph_table_free(&table);
}

/* Returns the bytes taken. What is behind the message may not be read. */
static size_t read_message(const uint8_t *data, size_t left, struct iph_table *found)
{
	struct nlmsghdr *nlh;
	uint32_t length;

	memcpy(&length, data, sizeof(length));
	if (length < sizeof(*nlh) || length > left)
		length = (uint32_t)left;
	nlh = malloc(length);
	CHECK(nlh);
	memcpy(nlh, data, length);
	nlh->nlmsg_len = length;
	read_row(nlh);
	read_speed(nlh);
	read_wifi(nlh);
	iph_ignore(stack_link_message(nlh, found));
	free(nlh);
	return NLMSG_ALIGN(length) < left ? NLMSG_ALIGN(length) : left;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct iph_table found;
	size_t at = 0;

	CHECK(iph_table_init(&found, &shape) == 0);
	while (size - at >= sizeof(struct nlmsghdr))
		at += read_message(data + at, size - at, &found);
	iph_table_sort(&found, 0, compare_relations, NULL);
	check_stack(&found, HIGHER);
	check_stack(&found, LOWER);
	iph_table_free(&found);
	return 0;
}
