/* SPDX-License-Identifier: MIT */
/* CreateIpForwardEntry, SetIpForwardEntry, DeleteIpForwardEntry: judged by ip(8). */

#include <stdlib.h>
#include <string.h>

#include "../route/forward.h"
#include "netns-privilege.h"
#include "suite.h"

#define NET "203.0.113.0"
#define PREFIX NET "/24"

typedef DWORD (*change_call)(PMIB_IPFORWARDROW row);
static const change_call changes[] = {CreateIpForwardEntry, SetIpForwardEntry,
				      DeleteIpForwardEntry};

/* Whatever no call reads is garbage. */
static MIB_IPFORWARDROW row_of(const char *next_hop, const char *ifname, DWORD metric)
{
	MIB_IPFORWARDROW row;

	memset(&row, 0xcc, sizeof(row));
	row.dwForwardDest = inet_addr(NET);
	row.dwForwardMask = inet_addr("255.255.255.0");
	row.dwForwardNextHop = inet_addr(next_hop);
	row.dwForwardIfIndex = index_of(ifname);
	row.dwForwardProto = MIB_IPPROTO_NETMGMT;
	row.dwForwardMetric1 = metric;
	return row;
}

static void succeed(change_call call, const MIB_IPFORWARDROW *row)
{
	MIB_IPFORWARDROW after = *row;

	assert_code(call(&after), 0);
	ck_assert_mem_eq(&after, row, sizeof(after));
}

/* The call fails with this code; neither row nor kernel change. */
static void refuse_row(change_call call, const MIB_IPFORWARDROW *row, uint32_t code)
{
	char *before = judge_snapshot();
	MIB_IPFORWARDROW after = *row;
	char *now;

	assert_code(call(&after), code);
	now = judge_snapshot();
	judge_same(now, before);
	ck_assert_mem_eq(&after, row, sizeof(after));
	free(before);
	free(now);
}

START_TEST(a_route_is_made_set_and_deleted)
{
	MIB_IPFORWARDROW row = row_of(PEER_IPV4, "eth0", 7);

	succeed(CreateIpForwardEntry, &row);
	routes_are(PREFIX, PREFIX " via " PEER_IPV4 " dev eth0 proto static metric 7\n");
	row.dwForwardMetric1 = 0;
	succeed(SetIpForwardEntry, &row);
	routes_are(PREFIX, PREFIX " via " PEER_IPV4 " dev eth0 proto static\n");
	/* Delete reads neither */
	row.dwForwardProto = 0xcccccccc;
	row.dwForwardMetric1 = 0xcccccccc;
	succeed(DeleteIpForwardEntry, &row);
	routes_are(PREFIX, "");
	refuse_row(DeleteIpForwardEntry, &row, 1168);
}
END_TEST

START_TEST(a_metric_that_is_not_used_is_none)
{
	MIB_IPFORWARDROW row = row_of(PEER_IPV4, "eth0", MIB_IPROUTE_METRIC_UNUSED);

	succeed(CreateIpForwardEntry, &row);
	routes_are(PREFIX, PREFIX " via " PEER_IPV4 " dev eth0 proto static\n");
}
END_TEST

/* 0, and each address of the interface itself, say the same. */
START_TEST(an_own_address_as_next_hop_is_on_the_link)
{
	static const char *const own[] = {"0.0.0.0", OUR_IPV4, "192.0.1.200"};
	MIB_IPFORWARDROW row = row_of(own[_i], "eth0", 3);

	run("ip address add 192.0.1.200/32 dev eth0");
	succeed(CreateIpForwardEntry, &row);
	routes_are(PREFIX, PREFIX " dev eth0 proto static scope link metric 3\n");
	refuse_row(CreateIpForwardEntry, &row, 5010);
	row.dwForwardMetric1 = 4;
	row.dwForwardNextHop = inet_addr(own[(_i + 1) % 3]);
	succeed(SetIpForwardEntry, &row);
	routes_are(PREFIX, PREFIX " dev eth0 proto static scope link metric 4\n");
	row.dwForwardNextHop = inet_addr(own[(_i + 2) % 3]);
	succeed(DeleteIpForwardEntry, &row);
	routes_are(PREFIX, "");
}
END_TEST

/* Somebody else has made it so, and Linux keeps the gateway. */
START_TEST(a_route_whose_gateway_is_an_own_address_can_be_deleted)
{
	MIB_IPFORWARDROW row = row_of(OUR_IPV4, "eth0", 0);

	if (!try_run("ip route add " PREFIX " via " OUR_IPV4 " dev eth0 onlink"))
		return; /* a kernel that does not take it has none */
	succeed(DeleteIpForwardEntry, &row);
	routes_are(PREFIX, "");
}
END_TEST

/* Microsoft's example of all three pages: it changes the default gateway by rows of the table. */
START_TEST(the_default_gateway_is_changed_by_rows_of_the_table)
{
	unsigned char buffer[8192];
	PMIB_IPFORWARDTABLE table = (PMIB_IPFORWARDTABLE)(void *)buffer;
	ULONG size = sizeof(buffer);
	MIB_IPFORWARDROW kept = {0};
	unsigned int deleted = 0;
	DWORD i;

	run_ip("route add default via " PEER_IPV4 "\n"
	       "route add default via 198.51.100.254 metric 50 proto dhcp");
	assert_code(GetIpForwardTable(table, &size, FALSE), 0);
	for (i = 0; i < table->dwNumEntries; i++) {
		if (table->table[i].dwForwardDest != 0)
			continue;
		if (deleted++ == 0)
			kept = table->table[i];
		assert_code(DeleteIpForwardEntry(&table->table[i]), 0);
	}
	ck_assert_uint_eq(deleted, 2);
	run("! ip route show default | grep .");
	kept.dwForwardNextHop = inet_addr("192.0.2.254");
	assert_code(CreateIpForwardEntry(&kept), 0);
	run("test \"$(ip route show default | xargs)\" = "
	    "'default via 192.0.2.254 dev eth0 proto static'");
}
END_TEST

/* Each row that is no route of an address of our own goes, and what the table had comes back. */
START_TEST(rows_of_the_table_delete_what_they_tell_of)
{
	unsigned char buffer[8192];
	PMIB_IPFORWARDTABLE table = (PMIB_IPFORWARDTABLE)(void *)buffer;
	ULONG size = sizeof(buffer);
	DWORD i;

	run_ip("route add " PREFIX " nexthop via " PEER_IPV4 " nexthop via 198.51.100.9\n"
	       "route add 203.0.114.0/24 dev eth0 metric 4\n"
	       "route add 203.0.114.0/24 dev eth1 metric 5");
	assert_code(GetIpForwardTable(table, &size, TRUE), 0);
	for (i = 0; i < table->dwNumEntries; i++) {
		DWORD code = DeleteIpForwardEntry(&table->table[i]);

		ck_assert_msg(code == 0 || (code == 5 && table->table[i].dwForwardProto == 2),
			      "row %u: %u", i, code);
	}
	run("! ip -4 route show | grep .");
}
END_TEST

START_TEST(what_cannot_be_a_route_is_a_bad_argument)
{
	MIB_IPFORWARDROW rows[8];
	size_t i;

	for (i = 0; i < 8; i++)
		rows[i] = row_of(PEER_IPV4, "eth0", 0);
	rows[0].dwForwardMask = inet_addr("255.0.255.0");
	rows[1].dwForwardMask = inet_addr("0.0.0.255");
	rows[2].dwForwardMask = inet_addr("255.255.254.0");
	rows[3].dwForwardIfIndex = 0;
	rows[4].dwForwardProto = MIB_IPPROTO_LOCAL;
	rows[5].dwForwardProto = 0;
	rows[6].dwForwardMetric1 = 0x80000000;
	rows[7].dwForwardNextHop = inet_addr("224.0.0.1");
	for (i = 0; i < 8; i++)
		refuse_row(CreateIpForwardEntry, &rows[i], 87);
	run("ip route add " PREFIX " via " PEER_IPV4);
	for (i = 0; i < 7; i++)
		refuse_row(SetIpForwardEntry, &rows[i], 87);
	for (i = 0; i < 4; i++)
		refuse_row(DeleteIpForwardEntry, &rows[i], 87);
	for (i = 0; i < 3; i++)
		assert_code(changes[i](NULL), 87);
}
END_TEST

START_TEST(what_is_not_there_has_its_code)
{
	MIB_IPFORWARDROW row = row_of(PEER_IPV4, "eth0", 0);

	refuse_row(SetIpForwardEntry, &row, 1168);
	refuse_row(DeleteIpForwardEntry, &row, 1168);
	row.dwForwardIfIndex = 4242;
	refuse_row(CreateIpForwardEntry, &row, 2);
	refuse_row(SetIpForwardEntry, &row, 2);
	refuse_row(DeleteIpForwardEntry, &row, 2);
	run("ip link set eth1 down");
	row = row_of("198.51.100.9", "eth1", 0);
	refuse_row(CreateIpForwardEntry, &row, 2);
	run("ip link set lo mtu 60");
	row = row_of("0.0.0.0", "lo", 0);
	refuse_row(CreateIpForwardEntry, &row, 50);
}
END_TEST

START_TEST(a_second_one_is_there_already_whatever_its_metric)
{
	MIB_IPFORWARDROW row = row_of(PEER_IPV4, "eth0", 7);

	succeed(CreateIpForwardEntry, &row);
	refuse_row(CreateIpForwardEntry, &row, 5010);
	row.dwForwardMetric1 = 8;
	refuse_row(CreateIpForwardEntry, &row, 5010);
}
END_TEST

/* Those of the table local. */
START_TEST(routes_of_own_addresses_are_not_to_be_changed)
{
	MIB_IPFORWARDROW row = row_of(OUR_IPV4, "eth0", 0);

	row.dwForwardDest = inet_addr(OUR_IPV4);
	row.dwForwardMask = 0xffffffff;
	refuse_row(DeleteIpForwardEntry, &row, 5);
	refuse_row(SetIpForwardEntry, &row, 5);
}
END_TEST

static void change_all(void *way)
{
	MIB_IPFORWARDROW rows[2] = {row_of(PEER_IPV4, "eth0", 0), row_of(OUR_IPV4, "eth0", 0)};
	int i;

	lose_privilege(*(int *)way);
	for (i = 0; i < 6; i++) {
		assert_code(changes[i % 3](&rows[i / 3]), 5);
		rows[i / 3].dwForwardIfIndex = 4242;
		assert_code(changes[i % 3](&rows[i / 3]), 5);
		rows[i / 3].dwForwardIfIndex = 0;
		assert_code(changes[i % 3](&rows[i / 3]), 87);
		rows[i / 3].dwForwardIfIndex = index_of("eth0");
	}
}

START_TEST(changes_need_a_privilege)
{
	in_child(change_all, &_i);
}
END_TEST

TEST_SUITE("netns-win32-forward-change")
{
	TCase *tcase = netns_tcase(suite, "forward change", forward_setup);

	tcase_add_test(tcase, a_route_is_made_set_and_deleted);
	tcase_add_test(tcase, a_metric_that_is_not_used_is_none);
	tcase_add_loop_test(tcase, an_own_address_as_next_hop_is_on_the_link, 0, 3);
	tcase_add_test(tcase, a_route_whose_gateway_is_an_own_address_can_be_deleted);
	tcase_add_test(tcase, the_default_gateway_is_changed_by_rows_of_the_table);
	tcase_add_test(tcase, rows_of_the_table_delete_what_they_tell_of);
	tcase_add_test(tcase, what_cannot_be_a_route_is_a_bad_argument);
	tcase_add_test(tcase, what_is_not_there_has_its_code);
	tcase_add_test(tcase, a_second_one_is_there_already_whatever_its_metric);
	tcase_add_test(tcase, routes_of_own_addresses_are_not_to_be_changed);
	tcase_add_loop_test(tcase, changes_need_a_privilege, 0, LOSSES);
}
