/* SPDX-License-Identifier: MIT */
/* Create, find, get and delete, for every kind of address and state of an interface. */

#include <stdlib.h>
#include <string.h>

#include "netns-row.h"
#include "netns.h"
#include "suite.h"

/* Create, found, got, deleted, and the kernel as before. */
static void round_trip(const char *addr, const char *ifname)
{
	char *before = judge_snapshot();

	assert_code(get(addr, ifname), CODE_NO_ENTRY);
	create_ok(addr, ifname);
	ck_assert_uint_eq(table_count(), 1);
	delete_ok(addr, ifname);
	ck_assert_uint_eq(table_count(), 0);
	judge_nothing(addr);
	judge_unchanged(before);
}

static const struct {
	const char *addr;
	const char *ifname;
} entries[] = {
	{"2001:db8:1::53", "eth0"},
	{"fe3f::2000", "eth0"},
	{"2001:db8:ffff::1", "eth0"},
	{"2001:db8:1::", "eth0"},
	{"fe80::53", "eth0"},
	{"fd00::53", "eth0"},
	{"2001:db8:1:0:ffff:ffff:ffff:fffe", "eth0"},
	{"::5", "eth0"},
	{"2001:db8:2::53", "lo"},
	{"2001:db8:1::53", "lo"},
	{"192.0.2.53", "eth0"},
	{"198.51.100.1", "eth0"},
	{"192.0.2.53", "lo"},
	{"169.254.1.1", "eth0"},
	{"192.0.2.255", "eth0"},
};

START_TEST(an_entry_is_created_found_and_deleted)
{
	round_trip(entries[_i].addr, entries[_i].ifname);
}
END_TEST

/* The example that bindings test on Windows: by LUID, the address off-link. */
START_TEST(the_round_trip_of_windows_bindings_works)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row_by_luid("fe3f::2000", luid_of("eth0"), 0);
	MIB_ANYCASTIPADDRESS_ROW expected = make_full_row("fe3f::2000", "eth0");
	PMIB_ANYCASTIPADDRESS_TABLE table = NULL;

	assert_code(CreateAnycastIpAddressEntry(&row), CODE_SUCCESS);
	assert_code(GetAnycastIpAddressTable(AF_UNSPEC, &table), CODE_SUCCESS);
	ck_assert_uint_eq(table->NumEntries, 1);
	ck_assert_mem_eq(&table->Table[0], &expected, sizeof(expected));
	FreeMibTable(table);
	assert_code(GetAnycastIpAddressEntry(&row), CODE_SUCCESS);
	ck_assert_mem_eq(&row, &expected, sizeof(expected));
	assert_code(DeleteAnycastIpAddressEntry(&row), CODE_SUCCESS);
	ck_assert_uint_eq(table_count(), 0);
}
END_TEST

START_TEST(create_and_delete_do_not_write_to_the_row)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row("2001:db8:1::53", "eth0");
	MIB_ANYCASTIPADDRESS_ROW before = row;

	assert_code(CreateAnycastIpAddressEntry(&row), CODE_SUCCESS);
	assert_code(DeleteAnycastIpAddressEntry(&row), CODE_SUCCESS);
	ck_assert_mem_eq(&row, &before, sizeof(row));
}
END_TEST

START_TEST(windows_number_of_ipv6_is_understood_and_linuxs_is_given)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row("2001:db8:1::53", "eth0");
	MIB_ANYCASTIPADDRESS_ROW expected = make_full_row("2001:db8:1::53", "eth0");

	row.Address.si_family = 23;
	assert_code(CreateAnycastIpAddressEntry(&row), CODE_SUCCESS);
	judge_entry("2001:db8:1::53", "eth0");
	assert_code(GetAnycastIpAddressEntry(&row), CODE_SUCCESS);
	ck_assert_mem_eq(&row, &expected, sizeof(row));
	row.Address.si_family = 23;
	assert_code(DeleteAnycastIpAddressEntry(&row), CODE_SUCCESS);
	judge_nothing("2001:db8:1::53");
}
END_TEST

START_TEST(a_luid_wins_over_an_index_that_says_otherwise)
{
	MIB_ANYCASTIPADDRESS_ROW row;

	row = make_row_by_luid("2001:db8:1::53", luid_of("eth0"), 1);
	assert_code(CreateAnycastIpAddressEntry(&row), CODE_SUCCESS);
	judge_entry("2001:db8:1::53", "eth0");
	row = make_row_by_luid("192.0.2.53", luid_of("eth0"), 424242);
	assert_code(CreateAnycastIpAddressEntry(&row), CODE_SUCCESS);
	judge_entry("192.0.2.53", "eth0");
	agree();

	row = make_row_by_luid("2001:db8:1::53", luid_of("eth0"), 1);
	assert_code(GetAnycastIpAddressEntry(&row), CODE_SUCCESS);
	ck_assert_uint_eq(row.InterfaceIndex, index_of("eth0"));
	row = make_row_by_luid("2001:db8:1::53", luid_of("lo"), index_of("eth0"));
	assert_code(DeleteAnycastIpAddressEntry(&row), CODE_NO_ENTRY);
	row = make_row_by_luid("2001:db8:1::53", luid_of("eth0"), 1);
	assert_code(DeleteAnycastIpAddressEntry(&row), CODE_SUCCESS);
	row = make_row_by_luid("192.0.2.53", luid_of("eth0"), 0xcccccccc);
	assert_code(DeleteAnycastIpAddressEntry(&row), CODE_SUCCESS);
}
END_TEST

START_TEST(an_interface_that_is_down_takes_and_gives_entries)
{
	run("ip link set eth0 down");
	round_trip("2001:db8:1::53", "eth0");
	round_trip("fe3f::2000", "eth0");
	round_trip("fe80::53", "eth0");
	round_trip("192.0.2.53", "eth0");
}
END_TEST

START_TEST(loopback_takes_entries_while_it_is_down)
{
	run("ip link set lo down");
	round_trip("2001:db8:1::53", "lo");
	round_trip("192.0.2.53", "lo");
	round_trip("2001:db8:1::53", "eth0");
}
END_TEST

START_TEST(an_interface_without_a_covering_prefix_takes_entries)
{
	run("ip link add dev0 type veth peer name dev1");
	round_trip("2001:db8:7::53", "dev0");
	round_trip("198.51.100.7", "dev0");
	run("ip link set dev0 up");
	run("ip link set dev1 addrgenmode none up");
	ck_assert(await(is_ready, "dev0"));
	round_trip("2001:db8:7::53", "dev0");
	round_trip("fe80::53", "dev0");
	round_trip("198.51.100.7", "dev0");
}
END_TEST

START_TEST(a_router_takes_entries)
{
	char *before;

	set_sysctl("net/ipv6/conf/all/forwarding", "1");
	before = judge_snapshot();
	assert_code(create("fe3f::2000", "eth0"), CODE_SUCCESS);
	judge_entry("fe3f::2000", "eth0");
	agree();
	assert_code(delete ("fe3f::2000", "eth0"), CODE_SUCCESS);
	judge_unchanged(before);
}
END_TEST

/* Bits 0 and 1 of the address: the covering addresses a join could borrow are taken. */
START_TEST(neighbouring_addresses_do_not_disturb_an_entry)
{
	char *before;

	run("ip address add fe3f::2001/128 dev lo");
	run("ip address add fe3f::2002/128 dev eth0 nodad");
	before = judge_snapshot();
	create_ok("fe3f::2000", "eth0");
	create_ok("fe3f::2003", "eth0");
	create_ok("fe3f::2004", "lo");
	delete_ok("fe3f::2003", "eth0");
	delete_ok("fe3f::2000", "eth0");
	delete_ok("fe3f::2004", "lo");
	judge_unchanged(before);
}
END_TEST

START_TEST(an_entry_can_be_created_again_after_its_deletion)
{
	char *before = judge_snapshot();
	int i;

	for (i = 0; i < 20; i++) {
		assert_code(create("2001:db8:1::53", "eth0"), CODE_SUCCESS);
		assert_code(delete ("2001:db8:1::53", "eth0"), CODE_SUCCESS);
	}
	judge_unchanged(before);
}
END_TEST

START_TEST(a_renamed_interface_keeps_its_entries)
{
	create_ok("192.0.2.53", "eth0");
	create_ok("2001:db8:1::53", "eth0");
	run("ip link set eth0 down");
	run("ip link set eth0 name web0");
	run("ip link set web0 up");
	judge_entry("192.0.2.53", "web0");
	judge_entry("2001:db8:1::53", "web0");
	agree();
	delete_ok("192.0.2.53", "web0");
	delete_ok("2001:db8:1::53", "web0");
}
END_TEST

TEST_SUITE("anycast round trip")
{
	TCase *tcase = netns_tcase(suite, "entries", peer_setup);

	tcase_add_loop_test(tcase, an_entry_is_created_found_and_deleted, 0,
			    (int)(sizeof(entries) / sizeof(entries[0])));
	tcase_add_test(tcase, the_round_trip_of_windows_bindings_works);
	tcase_add_test(tcase, create_and_delete_do_not_write_to_the_row);
	tcase_add_test(tcase, windows_number_of_ipv6_is_understood_and_linuxs_is_given);
	tcase_add_test(tcase, a_luid_wins_over_an_index_that_says_otherwise);
	tcase_add_test(tcase, an_entry_can_be_created_again_after_its_deletion);

	tcase = netns_tcase(suite, "interfaces", peer_setup);
	tcase_add_test(tcase, an_interface_that_is_down_takes_and_gives_entries);
	tcase_add_test(tcase, loopback_takes_entries_while_it_is_down);
	tcase_add_test(tcase, an_interface_without_a_covering_prefix_takes_entries);
	tcase_add_test(tcase, a_router_takes_entries);
	tcase_add_test(tcase, neighbouring_addresses_do_not_disturb_an_entry);
	tcase_add_test(tcase, a_renamed_interface_keeps_its_entries);
}
