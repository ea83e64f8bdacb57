/* SPDX-License-Identifier: MIT */
/* Failures of the neighbour calls, each provoked by a real state of the kernel, and flushes. */

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "neighbor.h"
#include "netns-privilege.h"
#include "netns.h"
#include "suite.h"

typedef NETIO_STATUS (*neighbor_call)(PMIB_IPNET_ROW2 row);

static NETIO_STATUS create_row(PMIB_IPNET_ROW2 row)
{
	return CreateIpNetEntry2(row);
}

static NETIO_STATUS delete_row(PMIB_IPNET_ROW2 row)
{
	return DeleteIpNetEntry2(row);
}

static const neighbor_call changes[] = {create_row, SetIpNetEntry2, delete_row};
#define CHANGES 3
static const char *const both[] = {"192.0.2.9", "2001:db8:1::9"};

/* The call fails with this code and leaves the row alone. */
static void refuse_row(neighbor_call call, MIB_IPNET_ROW2 row, uint32_t code)
{
	MIB_IPNET_ROW2 after = row;

	assert_code(call(&after), code);
	ck_assert_mem_eq(&after, &row, sizeof(row));
}

static void refuse_changes(MIB_IPNET_ROW2 row, uint32_t code)
{
	int i;

	for (i = 0; i < CHANGES; i++)
		refuse_row(changes[i], row, code);
}

START_TEST(an_unknown_interface_is_none)
{
	static const NET_IFINDEX indices[] = {4242, 0x7fffffff, 0x80000001, 0xffffffff};
	MIB_IPNET_ROW2 row = neighbor_row(both[_i], "eth0", 9);
	const uint64_t luids[] = {6ULL << 48 | 4242ULL << 24, luid_of("eth0") ^ 1ULL << 48, 1};
	char *before = judge_neighbors();
	size_t i;

	for (i = 0; i < sizeof(indices) / sizeof(indices[0]); i++) {
		row.InterfaceIndex = indices[i];
		refuse_changes(row, CODE_NO_INTERFACE);
		refuse_row(GetIpNetEntry2, row, CODE_GET_NO_INTERFACE);
		assert_code(FlushIpNetTable2(AF_UNSPEC, indices[i]), CODE_NO_INTERFACE);
	}
	for (i = 0; i < sizeof(luids) / sizeof(luids[0]); i++) {
		row.InterfaceLuid.Value = luids[i];
		row.InterfaceIndex = index_of("eth0");
		refuse_changes(row, CODE_NO_INTERFACE);
		refuse_row(GetIpNetEntry2, row, CODE_GET_NO_INTERFACE);
	}
	judge_unchanged_neighbors(before);
}
END_TEST

/* One that does not lose its carrier, with which its neighbours would go. */
static void make_other(void)
{
	run_ip("link add eth1 type veth peer name far1\nlink set far1 up\nlink set eth1 up");
}

START_TEST(an_absent_neighbour_is_not_found)
{
	char *before;

	make_other();
	run("ip neighbour add %s lladdr 02:00:00:00:00:09 dev eth1", both[_i]);
	before = judge_neighbors();
	refuse_row(SetIpNetEntry2, neighbor_row(both[_i], "eth0", 9), CODE_NO_ENTRY);
	refuse_row(delete_row, neighbor_row(both[_i], "eth0", 9), CODE_NO_ENTRY);
	refuse_row(GetIpNetEntry2, neighbor_row(both[_i], "eth0", 9), CODE_NO_ENTRY);
	judge_unchanged_neighbors(before);
}
END_TEST

/* The kernel cuts a longer one, and what it refuses may stay in its list without a state. */
START_TEST(a_hardware_address_of_another_length_is_refused)
{
	static const ULONG lengths[] = {0, 1, 5, 7, 8, 20, 32, 33, 0xffffffff};
	MIB_IPNET_ROW2 row = neighbor_row(both[_i], "eth0", 9);
	char *before = judge_neighbors();
	size_t i;

	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		row.PhysicalAddressLength = lengths[i];
		refuse_row(create_row, row, CODE_BAD_ARGUMENT);
	}
	judge_unchanged_neighbors(before);
	run("ip neighbour add %s lladdr 02:00:00:00:00:08 dev eth0", both[_i]);
	before = judge_neighbors();
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		row.PhysicalAddressLength = lengths[i];
		refuse_row(SetIpNetEntry2, row, CODE_BAD_ARGUMENT);
	}
	judge_unchanged_neighbors(before);
}
END_TEST

START_TEST(a_family_that_is_not_there_is_not_supported)
{
	set_sysctl("net/ipv6/conf/eth0/disable_ipv6", "1");
	refuse_changes(neighbor_row(both[1], "eth0", 9), CODE_NO_STACK);
	refuse_row(GetIpNetEntry2, neighbor_row(both[1], "eth0", 9), CODE_NO_STACK);
	run("ip link set lo mtu 60");
	refuse_changes(neighbor_row(both[0], "lo", 9), CODE_NO_STACK);
	assert_code(FlushIpNetTable2(AF_INET6, index_of("eth0")), CODE_SUCCESS);
}
END_TEST

static void without_privilege(void *way)
{
	MIB_IPNET_ROW2 row = neighbor_row(both[0], "eth0", 9);
	MIB_IPNET_ROW2 bad = row;
	PMIB_IPNET_TABLE2 table = NULL;
	int i;

	lose_privilege(*(int *)way);
	for (i = 0; i < CHANGES; i++) {
		assert_code(changes[i](&row), CODE_NOT_PRIVILEGED);
		bad.InterfaceIndex = 4242; /* looked at later */
		assert_code(changes[i](&bad), CODE_NOT_PRIVILEGED);
		bad.InterfaceIndex = 0; /* and earlier */
		assert_code(changes[i](&bad), CODE_BAD_ARGUMENT);
	}
	assert_code(FlushIpNetTable2(AF_UNSPEC, 0), CODE_NOT_PRIVILEGED);
	assert_code(FlushIpNetTable2(AF_INET, 4242), CODE_NOT_PRIVILEGED);
	assert_code(FlushIpNetTable2(1, 0), CODE_BAD_ARGUMENT);
	assert_code(GetIpNetEntry2(&row), CODE_SUCCESS);
	assert_code(GetIpNetTable2(AF_UNSPEC, &table), CODE_SUCCESS);
	ck_assert_uint_ge(table->NumEntries, 1);
	FreeMibTable(table);
}

START_TEST(changes_need_a_privilege_and_reading_does_not)
{
	run("ip neighbour add %s lladdr 02:00:00:00:00:09 dev eth0 nud stale", both[0]);
	in_child(without_privilege, &_i);
	run("ip neighbour show to %s dev eth0 | grep -q 02:00:00:00:00:09", both[0]);
}
END_TEST

static void without_descriptors(void *unused)
{
	MIB_IPNET_ROW2 row = neighbor_row(both[0], "eth0", 9);
	struct rlimit limit = {0};
	PMIB_IPNET_TABLE2 table = NULL;
	int i;

	(void)unused;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	for (i = 0; i < CHANGES; i++)
		assert_code(changes[i](&row), CODE_NO_MEMORY);
	assert_code(GetIpNetEntry2(&row), CODE_NO_MEMORY);
	assert_code(FlushIpNetTable2(AF_UNSPEC, 0), CODE_NO_MEMORY);
	assert_code(GetIpNetTable2(AF_UNSPEC, &table), CODE_NO_MEMORY);
	ck_assert_ptr_null(table);
}

START_TEST(want_of_descriptors_is_want_of_memory)
{
	in_child(without_descriptors, NULL);
}
END_TEST

/* Of each kind, on two interfaces. */
static void make_neighbours(void)
{
	run_ip("neighbour replace 192.0.2.11 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
	       "neighbour replace 192.0.2.12 lladdr 02:00:00:00:00:02 dev eth0 nud stale\n"
	       "neighbour replace 192.0.2.13 lladdr 02:00:00:00:00:03 dev eth0 nud reachable\n"
	       "neighbour replace 192.0.2.14 lladdr 02:00:00:00:00:04 dev eth0 nud noarp\n"
	       "neighbour replace 192.0.2.15 lladdr 02:00:00:00:00:05 dev eth1 nud stale\n"
	       "neighbour replace 192.0.2.16 dev eth0 nud failed\n"
	       "neighbour replace 2001:db8:1::12 lladdr 02:00:00:00:00:06 dev eth0 nud stale\n"
	       "neighbour replace 2001:db8:1::11 lladdr 02:00:00:00:00:07 dev eth0 nud permanent\n"
	       "neighbour replace 2001:db8:1::15 lladdr 02:00:00:00:00:08 dev eth1 nud stale");
}

/* Of these the last parts that are left, both families. */
static void judge_left(const char *expected)
{
	char *left = output_of("ip neighbour show nud all | grep -E '^(192.0.2.1|2001:db8:1::1)' | "
			       "sed 's/ .*//; s/.*[.:]//' | sort | tr '\\n' ' '");

	ck_assert_str_eq(left, expected);
	free(left);
}

START_TEST(a_flush_leaves_what_is_fixed)
{
	make_other();
	make_neighbours();
	judge_left("11 11 12 12 13 14 15 15 16 ");
	assert_code(FlushIpNetTable2(AF_INET, index_of("eth0")), CODE_SUCCESS);
	judge_left("11 11 12 14 15 15 ");
	make_neighbours();
	assert_code(FlushIpNetTable2(23, 0), CODE_SUCCESS);
	judge_left("11 11 12 13 14 15 16 ");
	make_neighbours();
	assert_code(FlushIpNetTable2(AF_UNSPEC, index_of("eth1")), CODE_SUCCESS);
	judge_left("11 11 12 12 13 14 16 ");
	make_neighbours();
	assert_code(FlushIpNetTable2(AF_UNSPEC, 0), CODE_SUCCESS);
	judge_left("11 11 14 ");
	assert_code(FlushIpNetTable2(AF_UNSPEC, 0), CODE_SUCCESS);
}
END_TEST

TEST_SUITE("neighbor codes")
{
	TCase *tcase = netns_tcase(suite, "neighbour codes", peer_setup);

	tcase_add_loop_test(tcase, an_unknown_interface_is_none, 0, 2);
	tcase_add_loop_test(tcase, an_absent_neighbour_is_not_found, 0, 2);
	tcase_add_loop_test(tcase, a_hardware_address_of_another_length_is_refused, 0, 2);
	tcase_add_test(tcase, a_family_that_is_not_there_is_not_supported);
	tcase_add_loop_test(tcase, changes_need_a_privilege_and_reading_does_not, 0, LOSSES);
	tcase_add_test(tcase, want_of_descriptors_is_want_of_memory);
	tcase_add_test(tcase, a_flush_leaves_what_is_fixed);
}
