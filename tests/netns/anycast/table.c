/* SPDX-License-Identifier: MIT */
/* GetAnycastIpAddressTable: families, order, and every byte of the rows. */

#include <stdlib.h>
#include <string.h>

#include "netns-row.h"
#include "netns.h"
#include "suite.h"

/* In the order of the table: IPv4 first, then by interface, then by address. dev0 comes after
 * eth0, for it is made later. */
static const struct {
	const char *addr;
	const char *ifname;
} ordered[] = {
	{"192.0.2.200", "lo"},
	{"9.0.0.1", "eth0"},
	{"192.0.2.53", "eth0"},
	{"192.0.2.154", "eth0"},
	{"10.0.0.1", "dev0"},
	{"2001:db8:1::53", "lo"},
	{"::5", "eth0"},
	{"2001:db8:1::53", "eth0"},
	{"2001:db8:1::fffe", "eth0"},
	{"2001:db8:1::1:0", "eth0"},
	{"fe80::53", "eth0"},
	{"2001:db8::1", "dev0"},
	{"fe80::1:53", "dev0"},
};
#define ORDERED (sizeof(ordered) / sizeof(ordered[0]))
#define IPV4_ROWS 5

static void add_interface(void)
{
	peer_setup();
	run_ip("link add dev0 type veth peer name dev1\n"
	       "link set dev0 addrgenmode none up");
}

/* Step and size have no common factor, so that every entry is made, in a jumbled order. */
static void create_jumbled(void)
{
	size_t i;

	for (i = 0; i < ORDERED; i++) {
		size_t at = i * 5 % ORDERED;

		assert_code(create(ordered[at].addr, ordered[at].ifname), CODE_SUCCESS);
	}
}

static void has_rows(ADDRESS_FAMILY family, size_t first, size_t end_row)
{
	static const unsigned char zero[offsetof(MIB_ANYCASTIPADDRESS_TABLE, Table)];
	PMIB_ANYCASTIPADDRESS_TABLE table = NULL;
	size_t i;

	assert_code(GetAnycastIpAddressTable(family, &table), CODE_SUCCESS);
	ck_assert_uint_eq(table->NumEntries, end_row - first);
	ck_assert_mem_eq(&table->NumEntries + 1, zero, sizeof(zero) - sizeof(table->NumEntries));
	for (i = first; i < end_row; i++) {
		MIB_ANYCASTIPADDRESS_ROW expected =
			make_full_row(ordered[i].addr, ordered[i].ifname);

		ck_assert_mem_eq(&table->Table[i - first], &expected, sizeof(expected));
	}
	FreeMibTable(table);
}

START_TEST(rows_are_in_order_and_complete_to_the_last_byte)
{
	create_jumbled();
	has_rows(AF_UNSPEC, 0, ORDERED);
	agree();
}
END_TEST

START_TEST(a_family_gives_its_own_rows)
{
	create_jumbled();
	has_rows(AF_INET, 0, IPV4_ROWS);
	has_rows(AF_INET6, IPV4_ROWS, ORDERED);
	has_rows(23, IPV4_ROWS, ORDERED);
}
END_TEST

START_TEST(every_row_of_the_table_can_be_got_and_deleted_as_it_is)
{
	PMIB_ANYCASTIPADDRESS_TABLE table = NULL;
	ULONG i;

	create_jumbled();
	assert_code(GetAnycastIpAddressTable(AF_UNSPEC, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++) {
		MIB_ANYCASTIPADDRESS_ROW row = table->Table[i];

		assert_code(GetAnycastIpAddressEntry(&row), CODE_SUCCESS);
		ck_assert_mem_eq(&row, &table->Table[i], sizeof(row));
		assert_code(DeleteAnycastIpAddressEntry(&row), CODE_SUCCESS);
	}
	FreeMibTable(table);
	ck_assert_uint_eq(table_count(), 0);
	await_no_holders();
}
END_TEST

START_TEST(an_empty_table_is_a_table)
{
	static const ADDRESS_FAMILY families[] = {AF_UNSPEC, AF_INET, AF_INET6, 23};
	size_t i;

	for (i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		has_rows(families[i], 0, 0);
	assert_code(create("192.0.2.53", "eth0"), CODE_SUCCESS);
	has_rows(AF_INET6, 0, 0);
	assert_code(delete ("192.0.2.53", "eth0"), CODE_SUCCESS);
	assert_code(create("2001:db8:1::53", "eth0"), CODE_SUCCESS);
	has_rows(AF_INET, 0, 0);
}
END_TEST

START_TEST(unicast_addresses_are_no_rows)
{
	peer_give_link_local();
	run("ip address add 198.51.100.7/32 dev lo");
	run("ip address add 2001:db8:9::9/128 dev lo");
	has_rows(AF_UNSPEC, 0, 0);
}
END_TEST

START_TEST(get_fills_in_what_the_caller_left_out)
{
	size_t i;

	create_jumbled();
	for (i = 0; i < ORDERED; i++) {
		MIB_ANYCASTIPADDRESS_ROW expected =
			make_full_row(ordered[i].addr, ordered[i].ifname);
		MIB_ANYCASTIPADDRESS_ROW row;

		assert_code(get(ordered[i].addr, ordered[i].ifname), CODE_SUCCESS);
		row = make_row_by_luid(ordered[i].addr, luid_of(ordered[i].ifname), 0);
		assert_code(GetAnycastIpAddressEntry(&row), CODE_SUCCESS);
		ck_assert_mem_eq(&row, &expected, sizeof(row));
	}
}
END_TEST

TEST_SUITE("anycast table")
{
	TCase *tcase = netns_tcase(suite, "GetAnycastIpAddressTable", add_interface);

	tcase_add_test(tcase, rows_are_in_order_and_complete_to_the_last_byte);
	tcase_add_test(tcase, a_family_gives_its_own_rows);
	tcase_add_test(tcase, every_row_of_the_table_can_be_got_and_deleted_as_it_is);
	tcase_add_test(tcase, an_empty_table_is_a_table);
	tcase_add_test(tcase, unicast_addresses_are_no_rows);

	tcase = netns_tcase(suite, "GetAnycastIpAddressEntry", add_interface);
	tcase_add_test(tcase, get_fills_in_what_the_caller_left_out);
}
