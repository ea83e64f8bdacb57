/* SPDX-License-Identifier: MIT */
/* The conversions, for every kind of interface that this kernel can make. */

#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/route/link.h>

#include "netns-row.h"
#include "netns.h"
#include "suite.h"

#define LONG_NAME "an-alternative-name-longer-than-fifteen"

/* A kernel may lack some. IANA ifType of each: the registry's ethernetCsmacd, bridge, ... */
static const struct {
	const char *command;
	const char *name;
	unsigned int type;
	const char *prefix; /* of the name that Windows makes */
} kinds[] = {
	{"ip link add eth1 type veth peer name eth2", "eth1", 6, "ethernet"},
	{"ip link add br0 type bridge", "br0", 209, "iftype209"},
	{"ip link add dum0 type dummy", "dum0", 6, "ethernet"},
	{"ip link add ifb5 type ifb", "ifb5", 6, "ethernet"},
	{"ip link add mac0 link eth0 type macvlan", "mac0", 6, "ethernet"},
	{"ip link add vx0 type vxlan id 3 dstport 4789", "vx0", 131, "tunnel"},
	{"ip tuntap add tun0 mode tun", "tun0", 53, "iftype53"},
	{"ip tuntap add tap0 mode tap", "tap0", 6, "ethernet"},
	{"ip link add vlan0 link eth0 type vlan id 3", "vlan0", 135, "iftype135"},
	{"ip link add bond9 type bond", "bond9", 161, "iftype161"},
	{"ip link add ipv0 link eth0 type ipvlan", "ipv0", 136, "iftype136"},
	{"ip link add gre5 type gre local 192.0.2.1 remote 192.0.2.2", "gre5", 131, "tunnel"},
	{"ip link add sit5 type sit local 192.0.2.1 remote 192.0.2.2", "sit5", 131, "tunnel"},
	{"ip link add wg0 type wireguard", "wg0", 53, "iftype53"},
};
#define KINDS (int)(sizeof(kinds) / sizeof(kinds[0]))

static void widen(const char *text, WCHAR *ret_wide)
{
	do
		*ret_wide++ = (WCHAR)*text;
	while (*text++);
}

static NET_LUID luid_of_index(unsigned int index)
{
	NET_LUID luid = {.Value = 0xccccccccccccccccULL};

	assert_code(ConvertInterfaceIndexToLuid(index, &luid), CODE_SUCCESS);
	return luid;
}

/* All the conversions from the LUID lead to what libnl says, and all of them back. */
static void converts(unsigned int index, const char *name)
{
	NET_LUID luid = luid_of_index(index);
	char ours[IF_MAX_STRING_SIZE + 1];
	WCHAR wide[IF_MAX_STRING_SIZE + 1];
	WCHAR expected[IF_MAX_STRING_SIZE + 1];
	size_t bytes = (strlen(name) + 1) * sizeof(WCHAR);
	NET_IFINDEX back = 0;
	NET_LUID luid_back;
	GUID guid;

	ck_assert_uint_eq(luid.Info.NetLuidIndex, index);
	ck_assert_uint_eq(luid.Info.Reserved, 0);
	assert_code(ConvertInterfaceLuidToIndex(&luid, &back), CODE_SUCCESS);
	ck_assert_uint_eq(back, index);
	widen(name, expected);

	assert_code(ConvertInterfaceLuidToNameA(&luid, ours, sizeof(ours)), CODE_SUCCESS);
	ck_assert_str_eq(ours, name);
	assert_code(ConvertInterfaceLuidToNameW(&luid, wide, IF_MAX_STRING_SIZE + 1), CODE_SUCCESS);
	ck_assert_mem_eq(wide, expected, bytes);
	memset(wide, 0xcc, sizeof(wide));
	assert_code(ConvertInterfaceLuidToAlias(&luid, wide, IF_MAX_STRING_SIZE + 1), CODE_SUCCESS);
	ck_assert_mem_eq(wide, expected, bytes);

	assert_code(ConvertInterfaceNameToLuidA(name, &luid_back), CODE_SUCCESS);
	ck_assert_uint_eq(luid_back.Value, luid.Value);
	luid_back.Value = 0;
	assert_code(ConvertInterfaceNameToLuidW(expected, &luid_back), CODE_SUCCESS);
	ck_assert_uint_eq(luid_back.Value, luid.Value);
	luid_back.Value = 0;
	assert_code(ConvertInterfaceAliasToLuid(expected, &luid_back), CODE_SUCCESS);
	ck_assert_uint_eq(luid_back.Value, luid.Value);

	memset(&guid, 0xcc, sizeof(guid));
	assert_code(ConvertInterfaceLuidToGuid(&luid, &guid), CODE_SUCCESS);
	luid_back.Value = 0;
	assert_code(ConvertInterfaceGuidToLuid(&guid, &luid_back), CODE_SUCCESS);
	ck_assert_uint_eq(luid_back.Value, luid.Value);
}

static void each_link(void (*with_link)(struct rtnl_link *link, void *arg), void *arg)
{
	struct nl_sock *sock = nl_socket_alloc();
	struct nl_cache *cache;
	struct nl_object *object;

	ck_assert_ptr_nonnull(sock);
	ck_assert_int_eq(nl_connect(sock, NETLINK_ROUTE), 0);
	ck_assert_int_eq(rtnl_link_alloc_cache(sock, AF_UNSPEC, &cache), 0);
	for (object = nl_cache_get_first(cache); object; object = nl_cache_get_next(object))
		with_link((struct rtnl_link *)object, arg);
	nl_cache_free(cache);
	nl_socket_free(sock);
}

static void convert_link(struct rtnl_link *link, void *arg)
{
	converts((unsigned int)rtnl_link_get_ifindex(link), rtnl_link_get_name(link));
	++*(int *)arg;
}

START_TEST(every_interface_converts_both_ways_as_libnl_has_it)
{
	int made = 0;
	int seen = 0;
	int i;

	for (i = 0; i < KINDS; i++)
		made += try_run("%s", kinds[i].command);
	each_link(convert_link, &seen);
	ck_assert_int_ge(seen, made + 2); /* lo, eth0 */
}
END_TEST

START_TEST(every_kind_of_interface_has_its_type_and_windows_name)
{
	NET_LUID luid;
	NET_LUID by_name;
	char name[64];

	if (!try_run("%s", kinds[_i].command))
		return; /* not in this kernel */
	luid = luid_of_index(index_of(kinds[_i].name));
	ck_assert_msg(luid.Info.IfType == kinds[_i].type, "%s has type %u, not %u", kinds[_i].name,
		      (unsigned int)luid.Info.IfType, kinds[_i].type);
	snprintf(name, sizeof(name), "%s_%u", kinds[_i].prefix, index_of(kinds[_i].name));
	assert_code(ConvertInterfaceNameToLuidA(name, &by_name), CODE_SUCCESS);
	ck_assert_uint_eq(by_name.Value, luid.Value);
}
END_TEST

START_TEST(this_kernel_makes_some_kinds_of_interface)
{
	int made = 0;
	int i;

	for (i = 0; i < KINDS; i++)
		made += try_run("%s", kinds[i].command);
	ck_assert_int_ge(made, 3);
}
END_TEST

START_TEST(loopback_is_index_1_of_type_24)
{
	ck_assert_uint_eq(luid_of_index(1).Value, 24ULL << 48 | 1ULL << 24);
	converts(1, "lo");
}
END_TEST

START_TEST(a_luid_with_the_index_of_an_interface_and_another_type_is_not_the_interface)
{
	NET_LUID luid = {.Value = 144ULL << 48 | 1ULL << 24};
	char name[IF_MAX_STRING_SIZE + 1];

	assert_code(ConvertInterfaceLuidToNameA(&luid, name, sizeof(name)), CODE_SUCCESS);
	ck_assert_str_eq(name, "ieee1394_1");
}
END_TEST

START_TEST(an_interface_with_a_large_index_converts_both_ways)
{
	NET_IFINDEX back = 0;
	NET_LUID luid;
	GUID guid;

	run("ip link add big0 index 123456789 type veth peer name big1");
	luid = luid_of_index(123456789);
	ck_assert_uint_eq(luid.Value,
			  6ULL << 48 | (123456789ULL & 0xffffff) << 24 | 123456789ULL >> 24);
	assert_code(ConvertInterfaceLuidToIndex(&luid, &back), CODE_SUCCESS);
	ck_assert_uint_eq(back, 123456789);
	assert_code(ConvertInterfaceLuidToGuid(&luid, &guid), CODE_SUCCESS);
	luid.Value = 0;
	assert_code(ConvertInterfaceGuidToLuid(&guid, &luid), CODE_SUCCESS);
	ck_assert_uint_eq(luid.Value, luid_of_index(123456789).Value);
	assert_code(create("2001:db8:7::53", "big0"), CODE_SUCCESS);
	judge_entry("2001:db8:7::53", "big0");
	assert_code(delete ("2001:db8:7::53", "big0"), CODE_SUCCESS);
}
END_TEST

START_TEST(alternative_names_are_understood)
{
	static const char *const names[] = {"short-alt", LONG_NAME};
	uint64_t expected = luid_of("eth0");
	WCHAR wide[IF_MAX_STRING_SIZE + 1];
	NET_LUID luid;
	size_t i;

	for (i = 0; i < 2; i++) {
		run("ip link property add dev eth0 altname %s", names[i]);
		widen(names[i], wide);
		luid.Value = 0;
		assert_code(ConvertInterfaceNameToLuidA(names[i], &luid), CODE_SUCCESS);
		ck_assert_uint_eq(luid.Value, expected);
		luid.Value = 0;
		assert_code(ConvertInterfaceNameToLuidW(wide, &luid), CODE_SUCCESS);
		ck_assert_uint_eq(luid.Value, expected);
		luid.Value = 0;
		assert_code(ConvertInterfaceAliasToLuid(wide, &luid), CODE_SUCCESS);
		ck_assert_uint_eq(luid.Value, expected);
	}
	converts(index_of("eth0"), "eth0");
}
END_TEST

/* 64 names of 127 characters: twice what the library has ready for an answer. */
START_TEST(an_interface_of_which_there_is_much_to_say_converts)
{
	int i;

	run("printf 'link property add dev eth0 altname %%0127d\\n' $(seq 64) | ip -batch -");
	converts(index_of("eth0"), "eth0");
	for (i = 1; i <= 64; i += 21) {
		char name[128];
		NET_LUID luid = {.Value = 0};

		snprintf(name, sizeof(name), "%0127d", i);
		assert_code(ConvertInterfaceNameToLuidA(name, &luid), CODE_SUCCESS);
		ck_assert_uint_eq(luid.Value, luid_of("eth0"));
	}
}
END_TEST

START_TEST(a_name_follows_the_interface_and_the_luid_stays)
{
	NET_LUID before = luid_of_index(index_of("eth0"));
	NET_LUID luid;

	run("ip link set eth0 down");
	run("ip link set eth0 name web0");
	converts(index_of("web0"), "web0");
	ck_assert_uint_eq(luid_of_index(index_of("web0")).Value, before.Value);
	assert_code(ConvertInterfaceAliasToLuid(u"eth0", &luid), CODE_ALIAS_UNKNOWN);
	assert_code(ConvertInterfaceNameToLuidA("eth0", &luid), CODE_BAD_NAME);
}
END_TEST

/* A real interface's name comes before a name that Windows would make. */
START_TEST(an_interface_may_be_called_like_a_generated_name)
{
	NET_LUID luid;

	run("ip link add ethernet_1 type veth peer name other");
	assert_code(ConvertInterfaceNameToLuidA("ethernet_1", &luid), CODE_SUCCESS);
	ck_assert_uint_eq(luid.Value, luid_of("ethernet_1"));
}
END_TEST

START_TEST(a_deleted_interface_converts_no_more)
{
	unsigned int index;
	NET_LUID luid;
	NET_LUID back;
	NET_IFINDEX index_back = 0xcccccccc;
	WCHAR alias[IF_MAX_STRING_SIZE + 1];
	GUID guid;

	run("ip link add dev0 type veth peer name dev1");
	index = index_of("dev0");
	luid = luid_of_index(index);
	assert_code(ConvertInterfaceLuidToGuid(&luid, &guid), CODE_SUCCESS);
	run("ip link delete dev0");
	back.Value = 0xcc;
	assert_code(ConvertInterfaceIndexToLuid(index, &back), CODE_INDEX_UNKNOWN);
	ck_assert_uint_eq(back.Value, 0);
	assert_code(ConvertInterfaceLuidToIndex(&luid, &index_back), CODE_LUID_UNKNOWN);
	ck_assert_uint_eq(index_back, 0);
	assert_code(ConvertInterfaceLuidToAlias(&luid, alias, 257), CODE_LUID_UNKNOWN);
	back.Value = 0xcc;
	assert_code(ConvertInterfaceGuidToLuid(&guid, &back), CODE_GUID_UNKNOWN);
	ck_assert_uint_eq(back.Value, 0);
	assert_code(ConvertInterfaceLuidToGuid(&luid, &guid), CODE_LUID_UNKNOWN);
}
END_TEST

START_TEST(buffers_of_a_real_name_hold_the_terminator)
{
	NET_LUID luid = luid_of_index(index_of("eth0"));
	WCHAR wide[5] = {0xcccc, 0xcccc, 0xcccc, 0xcccc, 0xcccc};
	char name[5] = "abcd";

	assert_code(ConvertInterfaceLuidToNameA(&luid, name, 4), CODE_BUFFER_TOO_SMALL);
	ck_assert_str_eq(name, "abcd");
	assert_code(ConvertInterfaceLuidToNameA(&luid, name, 5), CODE_SUCCESS);
	ck_assert_str_eq(name, "eth0");
	assert_code(ConvertInterfaceLuidToAlias(&luid, wide, 4), CODE_BUFFER_TOO_SMALL);
	assert_code(ConvertInterfaceLuidToAlias(&luid, wide, 0), CODE_BUFFER_TOO_SMALL);
	assert_code(ConvertInterfaceLuidToNameW(&luid, wide, 4), CODE_BUFFER_TOO_SMALL);
	assert_code(ConvertInterfaceLuidToNameW(&luid, wide, 5), CODE_SUCCESS);
	ck_assert_mem_eq(wide, u"eth0", sizeof(wide));
}
END_TEST

TEST_SUITE("convert")
{
	TCase *tcase = netns_tcase(suite, "interfaces", peer_setup);

	tcase_add_test(tcase, loopback_is_index_1_of_type_24);
	tcase_add_test(tcase,
		       a_luid_with_the_index_of_an_interface_and_another_type_is_not_the_interface);
	tcase_add_test(tcase, every_interface_converts_both_ways_as_libnl_has_it);
	tcase_add_test(tcase, this_kernel_makes_some_kinds_of_interface);
	tcase_add_loop_test(tcase, every_kind_of_interface_has_its_type_and_windows_name, 0, KINDS);
	tcase_add_test(tcase, an_interface_with_a_large_index_converts_both_ways);
	tcase_add_test(tcase, a_deleted_interface_converts_no_more);

	tcase = netns_tcase(suite, "names", peer_setup);
	tcase_add_test(tcase, alternative_names_are_understood);
	tcase_add_test(tcase, an_interface_of_which_there_is_much_to_say_converts);
	tcase_add_test(tcase, a_name_follows_the_interface_and_the_luid_stays);
	tcase_add_test(tcase, an_interface_may_be_called_like_a_generated_name);
	tcase_add_test(tcase, buffers_of_a_real_name_hold_the_terminator);
}
