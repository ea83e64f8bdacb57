/* SPDX-License-Identifier: MIT */
/* Neighbours that are made, changed, listed, found and taken away, judged by ip(8). */

#include <stdlib.h>
#include <string.h>

#include "neighbor.h"
#include "netns.h"
#include "suite.h"

static const char *const both[] = {"192.0.2.9", "2001:db8:1::9"};

/* The row of the table, or NULL; and that no other is of it. */
static const MIB_IPNET_ROW2 *listed(PMIB_IPNET_TABLE2 table, const MIB_IPNET_ROW2 *key)
{
	const MIB_IPNET_ROW2 *found = NULL;
	ULONG i;

	for (i = 0; i < table->NumEntries; i++) {
		if (table->Table[i].InterfaceIndex != key->InterfaceIndex ||
		    memcmp(&table->Table[i].Address, &key->Address, sizeof(key->Address)) != 0)
			continue;
		ck_assert_ptr_null(found);
		found = &table->Table[i];
	}
	return found;
}

/* Get and table say the same, every byte of it. */
static void check_listed(const MIB_IPNET_ROW2 *row)
{
	PMIB_IPNET_TABLE2 table = NULL;
	const MIB_IPNET_ROW2 *found;

	assert_code(GetIpNetTable2(row->Address.si_family, &table), CODE_SUCCESS);
	found = listed(table, row);
	ck_assert_ptr_nonnull(found);
	ck_assert_mem_eq(found, row, sizeof(*row));
	FreeMibTable(table);
}

START_TEST(a_new_neighbour_is_permanent_and_has_its_row)
{
	MIB_IPNET_ROW2 expected;
	MIB_IPNET_ROW2 row;

	assert_code(neighbor_create(both[_i], "eth0", 9), CODE_SUCCESS);
	judge_neighbor(both[_i], "eth0", "lladdr 02:00:00:00:00:09 PERMANENT");
	assert_code(neighbor_get(both[_i], "eth0", &row), CODE_SUCCESS);

	memset(&expected, 0, sizeof(expected));
	expected.Address.si_family = _i ? AF_INET6 : AF_INET;
	if (_i)
		expected.Address.Ipv6.sin6_addr = row.Address.Ipv6.sin6_addr;
	else
		expected.Address.Ipv4.sin_addr = row.Address.Ipv4.sin_addr;
	expected.InterfaceIndex = index_of("eth0");
	expected.InterfaceLuid.Value = luid_of("eth0");
	expected.PhysicalAddress[0] = 2;
	expected.PhysicalAddress[5] = 9;
	expected.PhysicalAddressLength = 6;
	expected.State = NlnsPermanent;
	ck_assert_mem_eq(&row, &expected, sizeof(row));
	check_listed(&row);

	assert_code(neighbor_delete(both[_i], "eth0"), CODE_SUCCESS);
	judge_neighbor(both[_i], "eth0", "");
	assert_code(neighbor_get(both[_i], "eth0", &row), CODE_NO_ENTRY);
}
END_TEST

static char *lladdr_of(const char *addr)
{
	return output_of("ip neighbour show nud all to %s dev eth0 | sed 's/ [A-Z]* *$//'", addr);
}

/* To the kernel a second one is a success that changes nothing. */
START_TEST(a_second_one_is_a_duplicate_whatever_the_state)
{
	static const char *const states[] = {"permanent", "reachable", "stale", "failed", "noarp"};
	char *before;
	char *after;
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		run("ip neighbour replace %s lladdr 02:00:00:00:00:09 dev eth0 nud %s", both[_i],
		    states[i]);
		before = lladdr_of(both[_i]);
		assert_code(neighbor_create(both[_i], "eth0", 9), CODE_DUPLICATE);
		assert_code(neighbor_create(both[_i], "eth0", 8), CODE_DUPLICATE);
		after = lladdr_of(both[_i]);
		ck_assert_str_eq(after, before);
		free(before);
		free(after);
	}
}
END_TEST

/* What a request that the kernel refused leaves behind is no neighbour. */
START_TEST(an_entry_without_a_state_is_none)
{
	MIB_IPNET_ROW2 row = neighbor_row(both[_i], "eth0", 9);
	PMIB_IPNET_TABLE2 table = NULL;

	run("ip neighbour add %s dev eth0 nud none", both[_i]);
	run("ip neighbour show nud all to %s dev eth0 | grep -q .", both[_i]);
	assert_code(GetIpNetTable2(AF_UNSPEC, &table), CODE_SUCCESS);
	ck_assert_ptr_null(listed(table, &row));
	FreeMibTable(table);
	assert_code(GetIpNetEntry2(&row), CODE_NO_ENTRY);
	assert_code(SetIpNetEntry2(&row), CODE_NO_ENTRY);
	assert_code(DeleteIpNetEntry2(&row), CODE_NO_ENTRY);
	assert_code(CreateIpNetEntry2(&row), CODE_SUCCESS);
	judge_neighbor(both[_i], "eth0", "lladdr 02:00:00:00:00:09 PERMANENT");
}
END_TEST

START_TEST(set_changes_the_hardware_address_and_nothing_else)
{
	MIB_IPNET_ROW2 row = neighbor_row(both[_i], "eth0", 8);

	assert_code(SetIpNetEntry2(&row), CODE_NO_ENTRY);
	judge_neighbor(both[_i], "eth0", "");
	assert_code(neighbor_create(both[_i], "eth0", 9), CODE_SUCCESS);
	assert_code(SetIpNetEntry2(&row), CODE_SUCCESS);
	judge_neighbor(both[_i], "eth0", "lladdr 02:00:00:00:00:08 PERMANENT");
	run("ip neighbour replace %s lladdr 02:00:00:00:00:07 dev eth0 nud stale router", both[_i]);
	assert_code(SetIpNetEntry2(&row), CODE_SUCCESS);
	judge_neighbor(both[_i], "eth0", "lladdr 02:00:00:00:00:08 router PERMANENT");
	assert_code(neighbor_get(both[_i], "eth0", &row), CODE_SUCCESS);
	ck_assert_uint_eq(row.IsRouter, 1);
	ck_assert_uint_eq(row.Flags, 1);
}
END_TEST

/* A link-local and a multicast address, too; the LUID alone, and Windows' number of the family. */
START_TEST(each_kind_of_address_can_be_a_neighbour)
{
	static const char *const addrs[] = {"fe80::9",	   "ff02::1:9", "224.0.0.22",
					    "169.254.7.7", "10.9.9.9",	"2001:db8:9::9"};
	MIB_IPNET_ROW2 row = neighbor_row(addrs[_i], "eth0", 9);

	row.InterfaceLuid.Value = luid_of("eth0");
	row.InterfaceIndex = 0xcccccccc;
	if (row.Address.si_family == AF_INET6)
		row.Address.si_family = 23;
	assert_code(CreateIpNetEntry2(&row), CODE_SUCCESS);
	judge_neighbor(addrs[_i], "eth0", "lladdr 02:00:00:00:00:09 PERMANENT");
	assert_code(GetIpNetEntry2(&row), CODE_SUCCESS);
	ck_assert_uint_eq(row.InterfaceIndex, index_of("eth0"));
	ck_assert_uint_eq(row.Address.Ipv6.sin6_scope_id,
			  addrs[_i][0] == 'f' ? index_of("eth0") : 0);
	check_listed(&row);
	assert_code(DeleteIpNetEntry2(&row), CODE_SUCCESS);
	judge_neighbor(addrs[_i], "eth0", "");
}
END_TEST

/* The kernel makes 0.0.0.0 of whatever is added there: two neighbours would be one. */
START_TEST(an_interface_without_arp_has_no_ipv4_neighbours)
{
	static const char *const ifnames[] = {"tun0", "lo"};
	PMIB_IPNET_TABLE2 table = NULL;
	MIB_IPNET_ROW2 row;
	int i;

	run_ip("tuntap add tun0 mode tun\nlink set tun0 up\naddress add 10.8.0.1/24 dev tun0");
	for (i = 0; i < 2; i++) {
		row = neighbor_row("10.8.0.2", ifnames[i], 9);
		row.PhysicalAddressLength = i ? 6 : 0;
		assert_code(CreateIpNetEntry2(&row), CODE_NO_STACK);
		assert_code(SetIpNetEntry2(&row), CODE_NO_STACK);
		judge_neighbor("0.0.0.0/0", ifnames[i], "");
		run("ip neighbour add 10.8.0.2 lladdr 02:00:00:00:00:01 dev %s", ifnames[i]);
		assert_code(GetIpNetEntry2(&row), CODE_NO_ENTRY);
		assert_code(DeleteIpNetEntry2(&row), CODE_NO_ENTRY);
	}
	assert_code(GetIpNetTable2(AF_INET, &table), CODE_SUCCESS);
	ck_assert_uint_eq(table->NumEntries, 0);
	FreeMibTable(table);
}
END_TEST

START_TEST(a_point_to_point_interface_has_ipv6_neighbours)
{
	MIB_IPNET_ROW2 row;
	int i;

	run_ip("tuntap add tun0 mode tun\nlink set tun0 up");
	for (i = 2; i < 4; i++) {
		row = neighbor_row(i == 2 ? "2001:db8:8::2" : "2001:db8:8::3", "tun0", 9);
		assert_code(CreateIpNetEntry2(&row), CODE_BAD_ARGUMENT);
		row.PhysicalAddressLength = 0;
		assert_code(CreateIpNetEntry2(&row), CODE_SUCCESS);
		assert_code(CreateIpNetEntry2(&row), CODE_DUPLICATE);
		assert_code(GetIpNetEntry2(&row), CODE_SUCCESS);
		ck_assert_uint_eq(row.PhysicalAddressLength, 0);
		ck_assert_int_eq(row.State, NlnsPermanent);
	}
	assert_code(neighbor_delete("2001:db8:8::2", "tun0"), CODE_SUCCESS);
	assert_code(neighbor_get("2001:db8:8::3", "tun0", &row), CODE_SUCCESS);
	run("ip -6 neighbour show nud all dev tun0 | grep -c . | grep -qx 1");
}
END_TEST

START_TEST(proxies_are_no_neighbours)
{
	PMIB_IPNET_TABLE2 table = NULL;
	MIB_IPNET_ROW2 row = neighbor_row(both[_i], "eth0", 9);

	run("ip neighbour add proxy %s dev eth0", both[_i]);
	assert_code(GetIpNetTable2(AF_UNSPEC, &table), CODE_SUCCESS);
	ck_assert_ptr_null(listed(table, &row));
	FreeMibTable(table);
	assert_code(GetIpNetEntry2(&row), CODE_NO_ENTRY);
	assert_code(CreateIpNetEntry2(&row), CODE_SUCCESS);
	assert_code(DeleteIpNetEntry2(&row), CODE_SUCCESS);
	assert_code(FlushIpNetTable2(AF_UNSPEC, 0), CODE_SUCCESS);
	run("ip neighbour show proxy dev eth0 | grep -q '^%s '", both[_i]);
}
END_TEST

/* States that last, as ip sets them; the kernel's own times go on by themselves. */
START_TEST(states_are_the_kernels)
{
	static const struct {
		const char *nud;
		int state;
		int reachable; /* whether there is a time since when */
	} states[] = {{"reachable", 5, 1},
		      {"stale", 4, 1},

		      {"noarp", 6, 0},
		      {"failed", 0, 1}};
	MIB_IPNET_ROW2 row;
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		run("ip neighbour replace %s lladdr 02:00:00:00:00:09 dev eth0 nud %s", both[_i],
		    states[i].nud);
		assert_code(neighbor_get(both[_i], "eth0", &row), CODE_SUCCESS);
		ck_assert_int_eq(row.State, states[i].state);
		ck_assert_uint_eq(row.IsUnreachable, states[i].state == 0);
		if (!states[i].reachable)
			ck_assert_uint_eq(row.ReachabilityTime.LastReachable, 0);
		ck_assert_uint_lt(row.ReachabilityTime.LastReachable, 600000);
	}
}
END_TEST

/* As real programs get to know a neighbour: they send it something. */
START_TEST(a_neighbour_that_answered_is_reachable)
{
	const char *peer = _i ? PEER_IPV6 : PEER_IPV4;
	MIB_IPNET_ROW2 row;

	run("ping -c 1 -W 5 %s >/dev/null", peer);
	assert_code(neighbor_get(peer, "eth0", &row), CODE_SUCCESS);
	ck_assert_int_eq(row.State, NlnsReachable);
	ck_assert_uint_lt(row.ReachabilityTime.LastReachable, 60000);
}
END_TEST

TEST_SUITE("neighbors")
{
	TCase *tcase = netns_tcase(suite, "neighbours", peer_setup);

	tcase_add_loop_test(tcase, a_new_neighbour_is_permanent_and_has_its_row, 0, 2);
	tcase_add_loop_test(tcase, a_second_one_is_a_duplicate_whatever_the_state, 0, 2);
	tcase_add_loop_test(tcase, an_entry_without_a_state_is_none, 0, 2);
	tcase_add_loop_test(tcase, set_changes_the_hardware_address_and_nothing_else, 0, 2);
	tcase_add_loop_test(tcase, each_kind_of_address_can_be_a_neighbour, 0, 6);
	tcase_add_test(tcase, an_interface_without_arp_has_no_ipv4_neighbours);
	tcase_add_test(tcase, a_point_to_point_interface_has_ipv6_neighbours);
	tcase_add_loop_test(tcase, proxies_are_no_neighbours, 0, 2);
	tcase_add_loop_test(tcase, states_are_the_kernels, 0, 2);
	tcase_add_loop_test(tcase, a_neighbour_that_answered_is_reachable, 0, 2);
}
