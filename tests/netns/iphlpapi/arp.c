/* SPDX-License-Identifier: MIT */
/* Neighbours in the rows before netioapi.h, and SendARP: judged by ip(8). */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../neighbor/neighbor.h"
#include "netns-peer.h"
#include "netns-privilege.h"
#include "suite.h"

typedef DWORD (*change_call)(PMIB_IPNETROW row);
static const change_call changes[] = {CreateIpNetEntry, SetIpNetEntry, DeleteIpNetEntry};

#define NEW "192.0.2.9"

static MIB_IPNETROW row_of(const char *addr, const char *ifname, DWORD type, int n)
{
	MIB_IPNETROW row;

	memset(&row, 0xcc, sizeof(row));
	row.dwIndex = index_of(ifname);
	row.dwPhysAddrLen = 6;
	memcpy(row.bPhysAddr, (uint8_t[6]){2, 0, 0, 0, 0, (uint8_t)n}, 6);
	row.dwAddr = inet_addr(addr);
	row.dwType = type;
	return row;
}

/* The call leaves row and, if it fails, neighbours as they are. */
static void call_is(change_call call, const MIB_IPNETROW *row, uint32_t code)
{
	char *before = judge_neighbors();
	MIB_IPNETROW after = *row;

	assert_code(call(&after), code);
	ck_assert_mem_eq(&after, row, sizeof(after));
	if (code)
		judge_unchanged_neighbors(before);
	else
		free(before);
}

/* One that has a carrier: without it its neighbours would go. */
static void make_other(void)
{
	run_ip("link add eth1 type veth peer name far1\nlink set far1 up\nlink set eth1 up");
}

/* "index address hardware-address type" of each that begins with 192.0.2.1 or 198.51.100. */
static void table_is(const char *expected)
{
	PMIB_IPNETTABLE table;
	char seen[1000] = "";
	ULONG size = 0;
	ULONG given;
	DWORD i;

	assert_code(GetIpNetTable(NULL, &size, TRUE), 122);
	table = malloc(size);
	memset(table, 0xcc, size);
	given = size;
	assert_code(GetIpNetTable(table, &given, FALSE), 0);
	ck_assert_uint_eq(size, 4 + table->dwNumEntries * 24);
	for (i = 0; i < table->dwNumEntries; i++) {
		const MIB_IPNETROW *row = &table->table[i];
		const uint8_t *mac = row->bPhysAddr;
		char addr[INET_ADDRSTRLEN];

		inet_ntop(AF_INET, &row->dwAddr, addr, sizeof(addr));
		if (strncmp(addr, "192.0.2.1", 9) != 0 && strncmp(addr, "198.51.100.", 11) != 0)
			continue;
		sprintf(seen + strlen(seen), "%u %s %u %02x%02x %u\n", row->dwIndex, addr,
			row->dwPhysAddrLen, mac[0], mac[5], row->dwType);
	}
	ck_assert_str_eq(seen, expected);
	free(table);
}

/* By interface, and by the value of the address. */
START_TEST(the_table_has_each_state_in_order)
{
	unsigned int eth0 = index_of("eth0");
	unsigned int eth1;
	char expected[500];
	char lines[2][500];

	make_other();
	eth1 = index_of("eth1");
	run_ip("neighbour replace 192.0.2.13 lladdr 02:00:00:00:00:03 dev eth0 nud stale\n"
	       "neighbour replace 192.0.2.12 lladdr 02:00:00:00:00:02 dev eth0 nud reachable\n"
	       "neighbour replace 192.0.2.111 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
	       "neighbour replace 192.0.2.14 lladdr 02:00:00:00:00:04 dev eth0 nud noarp\n"
	       "neighbour replace 198.51.100.1 lladdr 02:00:00:00:00:05 dev eth1 nud permanent\n"
	       "neighbour add proxy 192.0.2.17 dev eth0");
	sprintf(lines[0],
		"%u 192.0.2.12 6 0202 3\n%u 192.0.2.13 6 0203 3\n%u 192.0.2.14 6 0204 4\n"
		"%u 192.0.2.111 6 0201 4\n",
		eth0, eth0, eth0, eth0);
	sprintf(lines[1], "%u 198.51.100.1 6 0205 4\n", eth1);
	snprintf(expected, sizeof(expected), "%s%s", lines[eth1 < eth0], lines[eth1 > eth0]);
	table_is(expected);
}
END_TEST

START_TEST(nobody_is_no_data)
{
	ULONG size = 0xcccccccc;

	run_ip("link delete eth0");
	run("! ip -4 neighbour show nud all | grep -v ' dev lo ' | grep .");
	run_ip("link set lo down");
	assert_code(GetIpNetTable(NULL, &size, TRUE), 232);
	ck_assert_uint_eq(size, 0xcccccccc);
}
END_TEST

START_TEST(a_neighbour_is_made_changed_and_deleted)
{
	MIB_IPNETROW row = row_of(NEW, "eth0", MIB_IPNET_TYPE_STATIC, 7);

	set_sysctl("net/ipv4/neigh/eth0/base_reachable_time_ms", "600000"); /* stays REACHABLE */
	call_is(CreateIpNetEntry, &row, 0);
	judge_neighbor(NEW, "eth0", "lladdr 02:00:00:00:00:07 PERMANENT");
	call_is(CreateIpNetEntry, &row, 5010);
	row.bPhysAddr[5] = 8;
	call_is(SetIpNetEntry, &row, 0);
	judge_neighbor(NEW, "eth0", "lladdr 02:00:00:00:00:08 PERMANENT");
	row.dwType = MIB_IPNET_TYPE_DYNAMIC;
	call_is(SetIpNetEntry, &row, 0);
	judge_neighbor(NEW, "eth0", "lladdr 02:00:00:00:00:08 REACHABLE");
	/* Delete reads none of these */
	row.dwType = 0xcccccccc;
	row.dwPhysAddrLen = 0;
	call_is(DeleteIpNetEntry, &row, 0);
	judge_neighbor(NEW, "eth0", "");
	call_is(DeleteIpNetEntry, &row, 1168);
	row = row_of(NEW, "eth0", MIB_IPNET_TYPE_DYNAMIC, 9);
	call_is(SetIpNetEntry, &row, 1168);
	call_is(CreateIpNetEntry, &row, 0);
	judge_neighbor(NEW, "eth0", "lladdr 02:00:00:00:00:09 REACHABLE");
}
END_TEST

START_TEST(what_cannot_be_a_neighbour_is_a_bad_argument)
{
	MIB_IPNETROW rows[10];
	size_t i;

	for (i = 0; i < 10; i++)
		rows[i] = row_of(NEW, "eth0", MIB_IPNET_TYPE_STATIC, 7);
	rows[0].dwIndex = 4242;
	rows[1].dwIndex = 0;
	rows[2].dwAddr = 0;
	rows[3].dwPhysAddrLen = 0;
	rows[4].dwPhysAddrLen = 5;
	rows[5].dwPhysAddrLen = 8;
	rows[6].dwPhysAddrLen = 9;
	rows[7].dwType = MIB_IPNET_TYPE_OTHER;
	rows[8].dwType = MIB_IPNET_TYPE_INVALID;
	rows[9].dwType = 0;
	for (i = 0; i < 10; i++) {
		call_is(CreateIpNetEntry, &rows[i], 87);
		call_is(SetIpNetEntry, &rows[i], 87);
	}
	for (i = 0; i < 3; i++)
		call_is(DeleteIpNetEntry, &rows[i], 87);
	assert_code(FlushIpNetTable(4242), 87);
	assert_code(FlushIpNetTable(0xffffffff), 87);
	rows[0] = row_of(NEW, "lo", MIB_IPNET_TYPE_STATIC, 7);
	call_is(CreateIpNetEntry, &rows[0], 50);
}
END_TEST

START_TEST(a_flush_leaves_what_is_static_and_other_interfaces)
{
	make_other();
	run_ip("neighbour replace 192.0.2.11 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
	       "neighbour replace 192.0.2.12 lladdr 02:00:00:00:00:02 dev eth0 nud stale\n"
	       "neighbour replace 192.0.2.15 lladdr 02:00:00:00:00:05 dev eth1 nud stale\n"
	       "neighbour replace 2001:db8:1::12 lladdr 02:00:00:00:00:06 dev eth0 nud stale");
	assert_code(FlushIpNetTable(index_of("eth0")), 0);
	judge_neighbor("192.0.2.11", "eth0", "lladdr 02:00:00:00:00:01 PERMANENT");
	judge_neighbor("192.0.2.12", "eth0", "");
	judge_neighbor("192.0.2.15", "eth1", "lladdr 02:00:00:00:00:05 STALE");
	judge_neighbor("2001:db8:1::12", "eth0", "lladdr 02:00:00:00:00:06 STALE");
}
END_TEST

static void change_all(void *way)
{
	MIB_IPNETROW row = row_of(NEW, "eth0", MIB_IPNET_TYPE_STATIC, 7);
	ULONG size = 0;
	int i;

	lose_privilege(*(int *)way);
	for (i = 0; i < 3; i++)
		assert_code(changes[i](&row), 5);
	assert_code(FlushIpNetTable(row.dwIndex), 5);
	row.dwIndex = 4242;
	for (i = 0; i < 3; i++)
		assert_code(changes[i](&row), 5);
	assert_code(GetIpNetTable(NULL, &size, TRUE), 122);
}

START_TEST(changes_need_a_privilege)
{
	run("ip neighbour add " NEW " lladdr 02:00:00:00:00:09 dev eth0");
	in_child(change_all, &_i);
	judge_neighbor(NEW, "eth0", "lladdr 02:00:00:00:00:09 PERMANENT");
}
END_TEST

static void arp_gives(const char *to, const char *from, const char *mac)
{
	uint8_t bytes[16];
	char text[32];
	ULONG length = 8;
	int i;

	memset(bytes, 0xcc, sizeof(bytes));
	assert_code(SendARP(inet_addr(to), inet_addr(from), bytes, &length), 0);
	ck_assert_uint_eq(length, 6);
	for (i = 0; i < 6; i++)
		sprintf(text + 3 * i, i < 5 ? "%02x:" : "%02x", bytes[i]);
	ck_assert_str_eq(text, mac);
	ck_assert_uint_eq(bytes[6], 0xcc);
}

static void arp_fails(const char *to, const char *from, ULONG length, uint32_t code)
{
	uint8_t bytes[16];
	int i;

	memset(bytes, 0xcc, sizeof(bytes));
	assert_code(SendARP(inet_addr(to), inet_addr(from), bytes, &length), code);
	ck_assert_uint_eq(length, 0);
	for (i = 0; i < 16; i++)
		ck_assert_uint_eq(bytes[i], 0xcc);
}

static void ask_peer(void *way)
{
	if (way)
		lose_privilege(*(int *)way);
	arp_gives(PEER_IPV4, "0.0.0.0", "02:00:00:00:0a:0b");
	arp_gives(PEER_IPV4, OUR_IPV4, "02:00:00:00:0a:0b");
}

/* Who has asked is known to the peer. */
START_TEST(arp_gives_the_address_of_the_peer)
{
	char *ours = output_of("ip -j link show dev eth0 | jq -j '.[0].address'");

	peer_run("ip link set peer0 address 02:00:00:00:0a:0b");
	run("ip neighbour flush dev eth0");
	in_child(ask_peer, _i < LOSSES ? &_i : NULL);
	run("ip neighbour show to " PEER_IPV4 " dev eth0 | grep -q 'lladdr 02:00:00:00:0a:0b'");
	peer_run("ip neighbour show to " OUR_IPV4 " | grep -q 'lladdr %s'", ours);
	free(ours);
}
END_TEST

START_TEST(arp_knows_our_own_addresses)
{
	char *ours = output_of("ip -j link show dev eth0 | jq -j '.[0].address'");

	arp_gives(OUR_IPV4, "0.0.0.0", ours);
	arp_fails("127.0.0.1", "0.0.0.0", 6, 67);
	free(ours);
}
END_TEST

START_TEST(arp_has_a_code_for_each_failure)
{
	ULONG length = 6;

	set_sysctl("net/ipv4/neigh/eth0/retrans_time_ms", "20");
	/* it would be found there, but packets go to the router */
	run_ip("route add 203.0.113.0/24 via " PEER_IPV4
	       "\nneighbour add 203.0.113.1 lladdr 02:00:00:00:00:05 dev eth0");
	arp_fails(PEER_IPV4, "0.0.0.0", 5, 111);
	arp_fails(PEER_IPV4, "0.0.0.0", 0, 111);
	arp_fails(PEER_IPV4, "192.0.2.77", 6, 1168);
	arp_fails("192.0.2.77", "0.0.0.0", 6, 67);
	arp_fails("203.0.113.1", "0.0.0.0", 6, 67);
	arp_fails("8.8.8.8", "0.0.0.0", 6, 67);
	arp_fails("0.0.0.0", "0.0.0.0", 6, 87);
	arp_fails("224.0.0.1", "0.0.0.0", 6, 87);
	/* the kernel takes our own hardware address for that of a neighbour there */
	run("ip link set eth0 arp off");
	arp_fails(PEER_IPV4, "0.0.0.0", 6, 67);
	assert_code(SendARP(inet_addr(PEER_IPV4), 0, NULL, &length), 87);
	ck_assert_uint_eq(length, 6);
	assert_code(SendARP(inet_addr(PEER_IPV4), 0, &length, NULL), 87);
}
END_TEST

TEST_SUITE("netns-win32-arp")
{
	TCase *tcase = netns_tcase(suite, "arp", peer_setup);

	tcase_add_test(tcase, the_table_has_each_state_in_order);
	tcase_add_test(tcase, nobody_is_no_data);
	tcase_add_test(tcase, a_neighbour_is_made_changed_and_deleted);
	tcase_add_test(tcase, what_cannot_be_a_neighbour_is_a_bad_argument);
	tcase_add_test(tcase, a_flush_leaves_what_is_static_and_other_interfaces);
	tcase_add_loop_test(tcase, changes_need_a_privilege, 0, LOSSES);
	tcase_add_loop_test(tcase, arp_gives_the_address_of_the_peer, 0, LOSSES + 1);
	tcase_add_test(tcase, arp_knows_our_own_addresses);
	tcase_add_test(tcase, arp_has_a_code_for_each_failure);
}
