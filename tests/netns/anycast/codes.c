/* SPDX-License-Identifier: MIT */
/* Failures of the anycast calls, each provoked by a real state of the kernel. */

#include <stdlib.h>
#include <string.h>

#include "netns-row.h"
#include "netns.h"
#include "suite.h"

/* Nothing has changed, and a holder that was not there before has gone again. */
static void judge_refused(char *before, int holders)
{
	char *after;

	if (holders == 0)
		return judge_unchanged(before);
	after = judge_snapshot();
	judge_same(after, before);
	free(after);
	free(before);
}

static void refuse_all(MIB_ANYCASTIPADDRESS_ROW row, uint32_t change_code, uint32_t get_code)
{
	char *before = judge_snapshot();
	int holders = count_holders();

	refuse_call(call_create, row, change_code);
	refuse_call(call_delete, row, change_code);
	refuse_call(GetAnycastIpAddressEntry, row, get_code);
	judge_refused(before, holders);
}

static void find_no_interface(MIB_ANYCASTIPADDRESS_ROW row)
{
	refuse_call(call_create, row, CODE_NO_INTERFACE);
	refuse_call(call_delete, row, CODE_NO_INTERFACE);
	refuse_call(GetAnycastIpAddressEntry, row, CODE_GET_NO_INTERFACE);
}

static const char *const both[] = {"2001:db8:1::53", "192.0.2.53"};

/* Where no holder runs the library looks for the interface, else the holder does: the codes are
 * the same. Loops run once without a holder, and then with one. */
static void have_holder(bool wanted)
{
	if (wanted)
		create_ok("2001:db8:8::8", "lo");
}

START_TEST(an_entry_that_exists_is_a_duplicate)
{
	create_ok(both[_i], "eth0");
	refuse(call_create, make_row(both[_i], "eth0"), CODE_DUPLICATE);
	refuse(call_create, make_row_by_luid(both[_i], luid_of("eth0"), 0), CODE_DUPLICATE);
	judge_entry(both[_i], "eth0");
	agree();
	delete_ok(both[_i], "eth0");
}
END_TEST

START_TEST(a_link_local_entry_that_exists_is_a_duplicate)
{
	create_ok("fe80::53", "eth0");
	refuse(call_create, make_row("fe80::53", "eth0"), CODE_DUPLICATE);
	delete_ok("fe80::53", "eth0");
}
END_TEST

START_TEST(a_unicast_address_of_the_interface_is_a_duplicate)
{
	run("ip address add 198.51.100.7/32 dev eth0");
	peer_give_link_local();
	refuse(call_create, make_row(OUR_IPV6, "eth0"), CODE_DUPLICATE);
	refuse(call_create, make_row(OUR_IPV4, "eth0"), CODE_DUPLICATE);
	refuse(call_create, make_row("198.51.100.7", "eth0"), CODE_DUPLICATE);
	refuse(call_create, make_row("fe80::1", "eth0"), CODE_DUPLICATE);
}
END_TEST

START_TEST(a_unicast_address_of_an_interface_that_is_down_is_a_duplicate)
{
	set_sysctl("net/ipv6/conf/eth0/keep_addr_on_down", "1");
	run("ip link set eth0 down");
	refuse(call_create, make_row(OUR_IPV6, "eth0"), CODE_DUPLICATE);
	refuse(call_create, make_row(OUR_IPV4, "eth0"), CODE_DUPLICATE);
}
END_TEST

START_TEST(a_unicast_ipv6_address_of_another_interface_is_a_duplicate)
{
	run("ip address add 2001:db8:9::9/128 dev lo");
	refuse(call_create, make_row("2001:db8:9::9", "eth0"), CODE_DUPLICATE);
	refuse(call_create, make_row(OUR_IPV6, "lo"), CODE_DUPLICATE);
}
END_TEST

START_TEST(a_unicast_ipv4_address_of_another_interface_is_no_duplicate)
{
	create_ok(OUR_IPV4, "lo");
	delete_ok(OUR_IPV4, "lo");
	ck_assert(judge_address(OUR_IPV4, 24, "eth0"));
}
END_TEST

/* The interface has the address whatever has become of the way to it. */
START_TEST(a_unicast_ipv4_address_without_its_routes_is_a_duplicate)
{
	run("ip address add 198.51.100.7/24 dev eth0");
	run("ip route delete local 198.51.100.7 dev eth0 table local");
	refuse(call_create, make_row("198.51.100.7", "eth0"), CODE_DUPLICATE);
	run("ip rule delete pref 0");
	refuse(call_create, make_row("198.51.100.7", "eth0"), CODE_DUPLICATE);
	refuse(call_create, make_row(OUR_IPV4, "eth0"), CODE_DUPLICATE);
}
END_TEST

START_TEST(a_unicast_ipv4_address_of_two_interfaces_is_a_duplicate_on_both)
{
	run("ip address add 198.51.100.7/24 dev lo");
	run("ip address add 198.51.100.7/25 dev eth0");
	refuse(call_create, make_row("198.51.100.7", "lo"), CODE_DUPLICATE);
	refuse(call_create, make_row("198.51.100.7", "eth0"), CODE_DUPLICATE);
}
END_TEST

/* The kernel refuses what comes from 0.0.0.0/8 without a look at its addresses. */
START_TEST(an_ipv4_address_of_this_network_is_a_duplicate_like_others)
{
	run("ip address add 0.1.2.3/24 dev eth0");
	refuse(call_create, make_row("0.1.2.3", "eth0"), CODE_DUPLICATE);
	create_ok("0.1.2.4", "eth0");
	delete_ok("0.1.2.4", "eth0");
}
END_TEST

/* A whole prefix that is local by a route gives no interface an address. */
START_TEST(a_local_route_is_no_duplicate)
{
	run("ip route add local 198.51.100.0/24 dev eth0");
	create_ok("198.51.100.7", "eth0");
	delete_ok("198.51.100.7", "eth0");
}
END_TEST

START_TEST(an_unknown_index_is_no_interface)
{
	static const NET_IFINDEX indices[] = {4242, 0x1000001, 0x7fffffff, 0x80000001, 0xffffffff};
	char *before;
	size_t i;

	have_holder(_i > 1);
	before = judge_snapshot();
	for (i = 0; i < sizeof(indices) / sizeof(indices[0]); i++)
		find_no_interface(make_row_by_luid(both[_i % 2], 0, indices[i]));
	judge_refused(before, _i > 1);
}
END_TEST

START_TEST(an_unknown_luid_is_no_interface_whatever_the_index)
{
	uint64_t eth0 = luid_of("eth0");
	const uint64_t luids[] = {
		6ULL << 48 | 4242ULL << 24, /* no such index */
		eth0 ^ 1ULL << 48,	    /* another type */
		eth0 | 1,		    /* bits that are the upper ones of an index */
		eth0 | 0xffffff,
		eth0 & 0xffffffffffff, /* no type */
		6ULL << 48,
		1,
		0xccccccccccccccccULL,
	};
	char *before;
	size_t i;

	have_holder(_i > 1);
	before = judge_snapshot();
	for (i = 0; i < sizeof(luids) / sizeof(luids[0]); i++) {
		find_no_interface(make_row_by_luid(both[_i % 2], luids[i], 0));
		find_no_interface(make_row_by_luid(both[_i % 2], luids[i], index_of("eth0")));
	}
	judge_refused(before, _i > 1);
}
END_TEST

START_TEST(an_interface_that_was_deleted_is_no_interface)
{
	MIB_ANYCASTIPADDRESS_ROW row;

	have_holder(_i > 1);
	run("ip link add dev0 type veth peer name dev1");
	row = make_row_by_luid(both[_i % 2], luid_of("dev0"), index_of("dev0"));
	run("ip link delete dev0");
	refuse_all(row, CODE_NO_INTERFACE, CODE_GET_NO_INTERFACE);
}
END_TEST

START_TEST(an_absent_entry_is_not_found)
{
	refuse(call_delete, make_row(both[_i], "eth0"), CODE_NO_ENTRY);
	refuse(GetAnycastIpAddressEntry, make_row(both[_i], "eth0"), CODE_NO_ENTRY);
	/* an entry of another interface, and another entry of this one, do not count */
	create_ok(both[_i], "lo");
	create_ok("2001:db8:1::54", "eth0");
	create_ok("192.0.2.54", "eth0");
	refuse(call_delete, make_row(both[_i], "eth0"), CODE_NO_ENTRY);
	refuse(GetAnycastIpAddressEntry, make_row(both[_i], "eth0"), CODE_NO_ENTRY);
}
END_TEST

START_TEST(a_unicast_address_is_no_entry)
{
	run("ip address add 198.51.100.7/32 dev eth0");
	run("ip address add 2001:db8:9::9/128 dev lo");
	refuse(call_delete, make_row(OUR_IPV6, "eth0"), CODE_NO_ENTRY);
	refuse(call_delete, make_row(OUR_IPV4, "eth0"), CODE_NO_ENTRY);
	refuse(call_delete, make_row("198.51.100.7", "eth0"), CODE_NO_ENTRY);
	refuse(call_delete, make_row("2001:db8:9::9", "lo"), CODE_NO_ENTRY);
	refuse(GetAnycastIpAddressEntry, make_row(OUR_IPV6, "eth0"), CODE_NO_ENTRY);
	refuse(GetAnycastIpAddressEntry, make_row(OUR_IPV4, "eth0"), CODE_NO_ENTRY);
	refuse(GetAnycastIpAddressEntry, make_row("198.51.100.7", "eth0"), CODE_NO_ENTRY);
	ck_assert_uint_eq(table_count(), 0);
}
END_TEST

/* The service address of an entry belongs to that entry, and is no entry of lo. */
START_TEST(a_service_address_is_no_entry_of_its_own)
{
	create_ok("2001:db8:1::53", "eth0");
	refuse(GetAnycastIpAddressEntry, make_row("2001:db8:1::53", "lo"), CODE_NO_ENTRY);
	refuse(call_delete, make_row("2001:db8:1::53", "lo"), CODE_NO_ENTRY);
	judge_entry("2001:db8:1::53", "eth0");
}
END_TEST

static void refuse_ipv6(const char *ifname)
{
	refuse_all(make_row("2001:db8:1::53", ifname), CODE_NO_STACK, CODE_NO_STACK);
	refuse_all(make_row("fe80::53", ifname), CODE_NO_STACK, CODE_NO_STACK);
	create_ok("192.0.2.53", ifname);
	delete_ok("192.0.2.53", ifname);
}

START_TEST(ipv6_disabled_on_the_interface_is_not_supported)
{
	have_holder(_i > 0);
	/* then a join needs no prefix */
	set_sysctl("net/ipv6/conf/all/forwarding", _i > 1 ? "1" : "0");
	set_sysctl("net/ipv6/conf/eth0/disable_ipv6", "1");
	refuse_ipv6("eth0");
	refuse(call_create, make_row_by_luid("2001:db8:1::53", luid_of("eth0"), 0), CODE_NO_STACK);
	create_ok("2001:db8:1::53", "lo");
}
END_TEST

START_TEST(ipv6_disabled_everywhere_is_not_supported)
{
	set_sysctl("net/ipv6/conf/all/disable_ipv6", "1");
	refuse_ipv6("eth0");
	refuse_ipv6("lo");
	refuse_all(make_row_by_luid("2001:db8:1::53", 0, 4242), CODE_NO_INTERFACE,
		   CODE_GET_NO_INTERFACE);
}
END_TEST

/* The kernel takes IPv6 away below an MTU of 1280, and IPv4 below 68. */
START_TEST(an_mtu_too_small_for_ipv6_is_not_supported)
{
	have_holder(_i > 0);
	run("ip link set eth0 mtu 1000");
	refuse_ipv6("eth0");
}
END_TEST

START_TEST(an_mtu_too_small_for_ipv4_is_not_supported)
{
	run("ip link set lo mtu 60");
	refuse_all(make_row("192.0.2.53", "lo"), CODE_NO_STACK, CODE_NO_STACK);
	create_ok("192.0.2.53", "eth0");
	delete_ok("192.0.2.53", "eth0");
}
END_TEST

/* Programs bind to an entry's service address, and that is on lo. */
START_TEST(ipv6_disabled_on_loopback_alone_is_not_supported)
{
	set_sysctl("net/ipv6/conf/lo/disable_ipv6", "1");
	refuse(call_create, make_row("2001:db8:1::53", "eth0"), CODE_NO_STACK);
}
END_TEST

START_TEST(a_table_of_an_unsupported_interface_is_empty)
{
	set_sysctl("net/ipv6/conf/all/disable_ipv6", "1");
	ck_assert_uint_eq(table_count(), 0);
	free(our_table(AF_INET6));
}
END_TEST

TEST_SUITE("anycast codes")
{
	TCase *tcase = netns_tcase(suite, "duplicate", peer_setup);

	tcase_add_loop_test(tcase, an_entry_that_exists_is_a_duplicate, 0, 2);
	tcase_add_test(tcase, a_link_local_entry_that_exists_is_a_duplicate);
	tcase_add_test(tcase, a_unicast_address_of_the_interface_is_a_duplicate);
	tcase_add_test(tcase, a_unicast_address_of_an_interface_that_is_down_is_a_duplicate);
	tcase_add_test(tcase, a_unicast_ipv6_address_of_another_interface_is_a_duplicate);
	tcase_add_test(tcase, a_unicast_ipv4_address_of_another_interface_is_no_duplicate);
	tcase_add_test(tcase, a_unicast_ipv4_address_without_its_routes_is_a_duplicate);
	tcase_add_test(tcase, a_unicast_ipv4_address_of_two_interfaces_is_a_duplicate_on_both);
	tcase_add_test(tcase, an_ipv4_address_of_this_network_is_a_duplicate_like_others);
	tcase_add_test(tcase, a_local_route_is_no_duplicate);

	tcase = netns_tcase(suite, "no interface", peer_setup);
	tcase_add_loop_test(tcase, an_unknown_index_is_no_interface, 0, 4);
	tcase_add_loop_test(tcase, an_unknown_luid_is_no_interface_whatever_the_index, 0, 4);
	tcase_add_loop_test(tcase, an_interface_that_was_deleted_is_no_interface, 0, 4);

	tcase = netns_tcase(suite, "no entry", peer_setup);
	tcase_add_loop_test(tcase, an_absent_entry_is_not_found, 0, 2);
	tcase_add_test(tcase, a_unicast_address_is_no_entry);
	tcase_add_test(tcase, a_service_address_is_no_entry_of_its_own);

	tcase = netns_tcase(suite, "no stack", peer_setup);
	tcase_add_loop_test(tcase, ipv6_disabled_on_the_interface_is_not_supported, 0, 3);
	tcase_add_test(tcase, ipv6_disabled_everywhere_is_not_supported);
	tcase_add_loop_test(tcase, an_mtu_too_small_for_ipv6_is_not_supported, 0, 2);
	tcase_add_test(tcase, an_mtu_too_small_for_ipv4_is_not_supported);
	tcase_add_test(tcase, ipv6_disabled_on_loopback_alone_is_not_supported);
	tcase_add_test(tcase, a_table_of_an_unsupported_interface_is_empty);
}
