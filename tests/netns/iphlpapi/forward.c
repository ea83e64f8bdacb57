/* SPDX-License-Identifier: MIT */
/* GetIpForwardTable and GetBestRoute: what Linux has, in the rows before netioapi.h. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../route/forward.h"
#include "netns-privilege.h"
#include "suite.h"

/* The table in memory of its own, behind which nothing may be written. */
static PMIB_IPFORWARDTABLE table_of(BOOL sorted)
{
	PMIB_IPFORWARDTABLE table;
	ULONG size = 0;
	ULONG given;

	assert_code(GetIpForwardTable(NULL, &size, sorted), 122);
	table = malloc(size);
	ck_assert_ptr_nonnull(table);
	memset(table, 0xcc, size);
	given = size;
	assert_code(GetIpForwardTable(table, &given, sorted), 0);
	ck_assert_uint_eq(given, size);
	ck_assert_uint_eq(size, 4 + table->dwNumEntries * 56);
	return table;
}

static const char *text_of(DWORD addr)
{
	static char texts[8][INET_ADDRSTRLEN];
	static int last;

	last = (last + 1) % 8;
	return inet_ntop(AF_INET, &addr, texts[last], sizeof(texts[last]));
}

/* "mask next-hop index type protocol metric" of the rows to a destination, a line each. */
static void rows_are(const char *destination, const char *expected)
{
	PMIB_IPFORWARDTABLE table = table_of(FALSE);
	char seen[1000] = "";
	DWORD i;

	for (i = 0; i < table->dwNumEntries; i++) {
		const MIB_IPFORWARDROW *row = &table->table[i];

		if (row->dwForwardDest != inet_addr(destination))
			continue;
		ck_assert_uint_eq(row->dwForwardPolicy | row->dwForwardNextHopAS |
					  row->dwForwardMetric2 | row->dwForwardMetric3 |
					  row->dwForwardMetric4 | row->dwForwardMetric5,
				  0);
		sprintf(seen + strlen(seen), "%s %s %u %u %u %u\n", text_of(row->dwForwardMask),
			text_of(row->dwForwardNextHop), row->dwForwardIfIndex, row->dwForwardType,
			row->dwForwardProto, row->dwForwardMetric1);
	}
	ck_assert_str_eq(seen, expected);
	free(table);
}

START_TEST(each_kind_of_route_has_its_row)
{
	unsigned int eth0 = index_of("eth0");
	unsigned int eth1 = index_of("eth1");
	char expected[400];

	run_ip("route add 203.0.113.0/24 via " PEER_IPV4 " metric 7\n"
	       "route add 203.0.114.0/25 dev eth1 proto static\n"
	       "route add default via 192.0.2.254 proto dhcp metric 4294967295\n"
	       "route add 203.0.115.4/30 proto ospf nexthop via " PEER_IPV4
	       " nexthop via 198.51.100.9\n"
	       "route add 203.0.116.1 via inet6 2001:db8:1::2 dev eth0\n"
	       "route add unreachable 203.0.117.0/24");
	snprintf(expected, sizeof(expected), "255.255.255.0 " PEER_IPV4 " %u 4 3 7\n", eth0);
	rows_are("203.0.113.0", expected);
	snprintf(expected, sizeof(expected), "255.255.255.128 " OTHER_IPV4 " %u 3 3 0\n", eth1);
	rows_are("203.0.114.0", expected);
	snprintf(expected, sizeof(expected), "0.0.0.0 192.0.2.254 %u 4 3 4294967295\n", eth0);
	rows_are("0.0.0.0", expected);
	snprintf(expected, sizeof(expected),
		 "255.255.255.252 " PEER_IPV4 " %u 4 13 0\n255.255.255.252 198.51.100.9 %u 4 13 "
		 "0\n",
		 eth0, eth1);
	rows_are("203.0.115.4", expected);
	snprintf(expected, sizeof(expected), "255.255.255.255 0.0.0.0 %u 1 3 0\n", eth0);
	rows_are("203.0.116.1", expected);
	rows_are("203.0.117.0", "");
	snprintf(expected, sizeof(expected), "255.255.255.0 " OUR_IPV4 " %u 3 2 0\n", eth0);
	rows_are("192.0.2.0", expected);
	rows_are("127.0.0.0", "255.0.0.0 127.0.0.1 1 3 2 0\n");
	rows_are("127.0.0.1", "255.255.255.255 127.0.0.1 1 3 2 0\n");
}
END_TEST

/* The first of several addresses is told, as Windows' table of unicast addresses has it. */
START_TEST(a_route_on_the_link_tells_the_first_address_of_its_interface)
{
	char expected[100];

	run_ip("address add 192.0.1.200/32 dev eth0\naddress add 10.200.0.1/24 dev eth1\n"
	       "route add 203.0.113.0/24 dev eth0\nlink add eth7 type veth peer name eth8\n"
	       "link set eth7 up\nlink set eth8 up\nroute add 203.0.114.0/24 dev eth7\n"
	       "link add eth9 type veth peer name far9\naddress add 10.201.0.1/24 dev eth9");
	snprintf(expected, sizeof(expected), "255.255.255.0 192.0.1.200 %u 3 3 0\n",
		 index_of("eth0"));
	rows_are("203.0.113.0", expected);
	snprintf(expected, sizeof(expected), "255.255.255.0 0.0.0.0 %u 3 3 0\n", index_of("eth7"));
	rows_are("203.0.114.0", expected);
}
END_TEST

/* What Wine's tests assert of Windows, row by row. */
START_TEST(rows_and_order_are_those_of_the_newer_table)
{
	PMIB_IPFORWARDTABLE table;
	PMIB_IPFORWARD_TABLE2 newer;
	DWORD i;

	run_ip("route add default via " PEER_IPV4 "\nroute add 203.0.113.0/24 via " PEER_IPV4
	       " metric 9\nroute add 10.0.0.0/8 dev eth1");
	table = table_of(FALSE);
	assert_code(GetIpForwardTable2(AF_INET, &newer), 0);
	ck_assert_uint_eq(table->dwNumEntries, newer->NumEntries);
	for (i = 0; i < newer->NumEntries; i++) {
		const MIB_IPFORWARD_ROW2 *route = &newer->Table[i];
		const MIB_IPFORWARDROW *row = &table->table[i];
		ULONG mask;

		ConvertLengthToIpv4Mask(route->DestinationPrefix.PrefixLength, &mask);
		ck_assert_uint_eq(row->dwForwardDest,
				  route->DestinationPrefix.Prefix.Ipv4.sin_addr.s_addr);
		ck_assert_uint_eq(row->dwForwardMask, mask);
		ck_assert_uint_eq(row->dwForwardIfIndex, route->InterfaceIndex);
		ck_assert_uint_eq(row->dwForwardProto, (DWORD)route->Protocol);
		ck_assert_uint_eq(row->dwForwardMetric1, route->Metric);
		ck_assert_uint_eq(row->dwForwardType, route->NextHop.Ipv4.sin_addr.s_addr ? 4 : 3);
	}
	FreeMibTable(newer);
	free(table);
}
END_TEST

/* By the value of the address, not by its bytes in the memory of a little-endian machine; then by
 * protocol before next hop. */
START_TEST(a_sorted_table_goes_by_destination_protocol_and_next_hop)
{
	static const char *const expected[] = {
		"10.0.0.2 13 198.51.100.9", "10.0.0.2 13 198.51.100.10", "10.0.0.2 14 192.0.2.3",
		"10.0.1.1 3 192.0.2.2",	    "11.0.0.0 3 192.0.2.2",
	};
	PMIB_IPFORWARDTABLE table;
	char text[100];
	size_t found = 0;
	DWORD i;

	run_ip("route add 11.0.0.0/8 via 192.0.2.2\nroute add 10.0.1.1 via 192.0.2.2\n"
	       "route add 10.0.0.2 via 192.0.2.3 proto bgp\n"
	       "route add 10.0.0.2 via 198.51.100.10 proto ospf metric 1\n"
	       "route add 10.0.0.2 via 198.51.100.9 proto ospf metric 2");
	table = table_of(TRUE);
	for (i = 0; i < table->dwNumEntries; i++) {
		const MIB_IPFORWARDROW *row = &table->table[i];

		ck_assert(i == 0 ||
			  ntohl(table->table[i - 1].dwForwardDest) <= ntohl(row->dwForwardDest));
		if (ntohl(row->dwForwardDest) >> 25 != 5)
			continue;
		snprintf(text, sizeof(text), "%s %u %s", text_of(row->dwForwardDest),
			 row->dwForwardProto, text_of(row->dwForwardNextHop));
		ck_assert_uint_lt(found, 5);
		ck_assert_str_eq(text, expected[found++]);
	}
	ck_assert_uint_eq(found, 5);
	free(table);
}
END_TEST

START_TEST(too_small_a_buffer_is_left_alone)
{
	PMIB_IPFORWARDTABLE table = table_of(FALSE);
	ULONG needed = 4 + table->dwNumEntries * 56;
	unsigned char *buffer = malloc(needed + 8);
	ULONG size;
	ULONG given;
	ULONG i;

	for (size = 0; size < needed; size += size + 60 < needed ? 60 : 1) {
		memset(buffer, 0xcc, needed);
		given = size;
		assert_code(GetIpForwardTable((PMIB_IPFORWARDTABLE)(void *)buffer, &given, TRUE),
			    122);
		ck_assert_uint_eq(given, needed);
		for (i = 0; i < needed; i++)
			ck_assert_uint_eq(buffer[i], 0xcc);
	}
	memset(buffer, 0xcc, needed + 8);
	assert_code(GetIpForwardTable((PMIB_IPFORWARDTABLE)(void *)buffer, &given, FALSE), 0);
	ck_assert_mem_eq(buffer, table, needed);
	for (i = 0; i < 8; i++)
		ck_assert_uint_eq(buffer[needed + i], 0xcc);
	assert_code(GetIpForwardTable(table, NULL, FALSE), 87);
	free(buffer);
	free(table);
}
END_TEST

START_TEST(a_table_without_routes_is_no_data)
{
	ULONG size = 0xcccccccc;

	run_ip("link delete eth0\nlink delete eth1\nlink set lo down");
	assert_code(GetIpForwardTable(NULL, &size, FALSE), 232);
	ck_assert_uint_eq(size, 0xcccccccc);
}
END_TEST

/* The kernel keeps them, and Windows' older table does not tell of them. */
START_TEST(routes_of_an_interface_without_carrier_are_left_out)
{
	PMIB_IPFORWARD_TABLE2 newer;
	PMIB_IPFORWARDTABLE table;
	char expected[100];

	run("ip route add 203.0.113.0/24 via " PEER_IPV4);
	snprintf(expected, sizeof(expected), "255.255.255.0 " PEER_IPV4 " %u 4 3 0\n",
		 index_of("eth0"));
	rows_are("203.0.113.0", expected);
	peer_run("ip link set peer0 down");
	run("ip route show 203.0.113.0/24 | grep -q .");
	rows_are("203.0.113.0", "");
	table = table_of(FALSE);
	assert_code(GetIpForwardTable2(AF_INET, &newer), 0);
	ck_assert_uint_lt(table->dwNumEntries, newer->NumEntries);
	FreeMibTable(newer);
	free(table);
	peer_run("ip link set peer0 up");
	rows_are("203.0.113.0", expected);
}
END_TEST

/* What "ip route get" says: "next-hop interface", without a next hop our address there. */
START_TEST(the_best_route_is_that_of_ip_route_get)
{
	static const char *const ways[][2] = {
		{"203.0.113.9", "203.0.113.0"},	  {"8.8.8.8", "0.0.0.0"},
		{"198.51.100.7", "198.51.100.0"}, {"192.0.2.2", "192.0.2.0"},
		{"127.0.0.1", "127.0.0.1"},
	};
	MIB_IPFORWARDROW row;
	size_t i;

	run_ip("route add 203.0.113.0/24 via " PEER_IPV4 "\nroute add default via 198.51.100.254");
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		char *judged = output_of("ip -j route get %s | jq -j '.[0] | .gateway // \"\", "
					 "\" \", .dev'",
					 ways[i][0]);
		char seen[100];

		memset(&row, 0xcc, sizeof(row));
		assert_code(GetBestRoute(inet_addr(ways[i][0]), 0, &row), 0);
		snprintf(seen, sizeof(seen), "%s %s",
			 row.dwForwardType == MIB_IPROUTE_TYPE_INDIRECT
				 ? text_of(row.dwForwardNextHop)
				 : "",
			 row.dwForwardIfIndex == index_of("eth0")   ? "eth0"
			 : row.dwForwardIfIndex == index_of("eth1") ? "eth1"
								    : "lo");
		ck_assert_str_eq(seen, judged);
		ck_assert_str_eq(text_of(row.dwForwardDest), ways[i][1]);
		free(judged);
	}
}
END_TEST

START_TEST(the_source_chooses_the_best_route)
{
	MIB_IPFORWARDROW row;
	MIB_IPFORWARDROW before;

	run_ip("route add 203.0.113.0/24 via " PEER_IPV4 " metric 1\n"
	       "route add 203.0.113.0/24 via 198.51.100.9 metric 2");
	assert_code(GetBestRoute(inet_addr("203.0.113.1"), 0, &row), 0);
	ck_assert_str_eq(text_of(row.dwForwardNextHop), PEER_IPV4);
	assert_code(GetBestRoute(inet_addr("203.0.113.1"), inet_addr(OTHER_IPV4), &row), 0);
	ck_assert_str_eq(text_of(row.dwForwardNextHop), "198.51.100.9");
	ck_assert_uint_eq(row.dwForwardMetric1, 2);
	before = row;
	assert_code(GetBestRoute(inet_addr("203.0.113.1"), inet_addr("192.0.2.77"), &row), 1231);
	assert_code(GetBestRoute(inet_addr("8.8.8.8"), 0, &row), 1231);
	assert_code(GetBestRoute(inet_addr("8.8.8.8"), 0, NULL), 87);
	ck_assert_mem_eq(&row, &before, sizeof(row));
}
END_TEST

static void read_all(void *way)
{
	MIB_IPFORWARDROW row;
	ULONG size = 0;

	lose_privilege(*(int *)way);
	assert_code(GetIpForwardTable(NULL, &size, FALSE), 122);
	assert_code(GetBestRoute(inet_addr(PEER_IPV4), 0, &row), 0);
	ck_assert_str_eq(text_of(row.dwForwardNextHop), OUR_IPV4);
	ck_assert_uint_eq(row.dwForwardType, 3);
}

START_TEST(reading_needs_no_privilege)
{
	in_child(read_all, &_i);
}
END_TEST

TEST_SUITE("netns-win32-forward")
{
	TCase *tcase = netns_tcase(suite, "forward", forward_setup);

	tcase_add_test(tcase, each_kind_of_route_has_its_row);
	tcase_add_test(tcase, a_route_on_the_link_tells_the_first_address_of_its_interface);
	tcase_add_test(tcase, rows_and_order_are_those_of_the_newer_table);
	tcase_add_test(tcase, a_sorted_table_goes_by_destination_protocol_and_next_hop);
	tcase_add_test(tcase, too_small_a_buffer_is_left_alone);
	tcase_add_test(tcase, a_table_without_routes_is_no_data);
	tcase_add_test(tcase, routes_of_an_interface_without_carrier_are_left_out);
	tcase_add_test(tcase, the_best_route_is_that_of_ip_route_get);
	tcase_add_test(tcase, the_source_chooses_the_best_route);
	tcase_add_loop_test(tcase, reading_needs_no_privilege, 0, LOSSES);
}
