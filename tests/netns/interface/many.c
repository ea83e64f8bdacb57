/* SPDX-License-Identifier: MIT */
/* Thousands of interfaces, and others that come and go while they are read. */

#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "netns-row.h"
#include "netns-trace.h"
#include "netns.h"
#include "suite.h"

#define PAIRS 1000
#define PORTS 100	       /* each takes the kernel longer than the one before */
#define STABLE (2 * PAIRS + 1) /* lo */
#define READINGS 6

/* Long enough for a build with sanitizers. */
#define MANY_TIMEOUT 300

/* m1 ... m1000 and their far ends n1 ..., the first m ports of the bridge br0; the first index. */
static NET_IFINDEX first_index;

static void many_setup(void)
{
	run("ip link add br0 type bridge");
	run("{ for i in $(seq %d); do echo link add m$i type veth peer name n$i; done; "
	    "for i in $(seq %d); do echo link set m$i master br0; done; } | ip -batch -",
	    PAIRS, PORTS);
	first_index = index_of("br0");
}

/* Every stable interface exactly once, whole, in order, and nothing that never was. */
static void check_table(MIB_IF_TABLE_LEVEL level)
{
	PMIB_IF_TABLE2 table = NULL;
	unsigned int stable = 0;
	ULONG i;

	assert_code(GetIfTable2Ex(level, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++) {
		const MIB_IF_ROW2 *row = &table->Table[i];

		ck_assert(i == 0 || row->InterfaceIndex > table->Table[i - 1].InterfaceIndex);
		ck_assert_uint_eq(row->InterfaceLuid.Info.NetLuidIndex, row->InterfaceIndex);
		ck_assert_uint_ne(row->Alias[0], 0);
		if (row->Alias[0] == 'm' || row->Alias[0] == 'n') {
			ck_assert_uint_eq(row->TransmitLinkSpeed, 10000000000ULL);
			ck_assert_uint_eq(row->PhysicalAddressLength, 6);
			ck_assert_mem_eq(row->Description, u"veth", 5 * sizeof(WCHAR));
			stable++;
		} else if (row->Alias[0] == 'l' || row->Alias[0] == 'b') {
			stable++;
		} else {
			ck_assert_uint_eq(row->Alias[0], 'z');
		}
	}
	ck_assert_uint_eq(stable, STABLE + 1);
	FreeMibTable(table);
}

static void check_stacks(void)
{
	PMIB_INVERTEDIFSTACK_TABLE inverted = NULL;
	PMIB_IFSTACK_TABLE stack = NULL;
	ULONG i;

	assert_code(GetIfStackTable(&stack), CODE_SUCCESS);
	assert_code(GetInvertedIfStackTable(&inverted), CODE_SUCCESS);
	ck_assert_uint_eq(stack->NumEntries, PORTS);
	ck_assert_uint_eq(inverted->NumEntries, PORTS);
	for (i = 0; i < PORTS; i++) {
		ck_assert_uint_eq(stack->Table[i].HigherLayerInterfaceIndex, first_index);
		ck_assert_uint_eq(inverted->Table[i].HigherLayerInterfaceIndex, first_index);
		ck_assert_uint_eq(stack->Table[i].LowerLayerInterfaceIndex,
				  inverted->Table[i].LowerLayerInterfaceIndex);
		ck_assert(i == 0 || stack->Table[i].LowerLayerInterfaceIndex >
					    stack->Table[i - 1].LowerLayerInterfaceIndex);
	}
	FreeMibTable(stack);
	FreeMibTable(inverted);
}

START_TEST(thousands_of_interfaces_are_in_the_tables)
{
	check_table(MibIfTableNormal);
	check_table(MibIfTableNormalWithoutStatistics);
	check_stacks();
}
END_TEST

static _Noreturn void come_and_go(void *arg)
{
	(void)arg;
	execl("/bin/sh", "sh", "-c",
	      "while echo link add z0 type veth peer name z1 && echo link delete z0; do :; done |"
	      "exec ip -batch -",
	      NULL);
	_exit(127);
}

/* The next index the kernel gives away. */
static NET_IFINDEX next_index(void)
{
	NET_IFINDEX index;

	run("ip link add y0 type ifb");
	index = index_of("y0");
	run("ip link delete y0");
	return index;
}

START_TEST(tables_are_whole_while_interfaces_come_and_go)
{
	NET_IFINDEX before = next_index();
	pid_t pid = start(come_and_go, NULL);
	int i;

	for (i = 0; i < READINGS; i++) {
		check_table(i % 2 ? MibIfTableNormal : MibIfTableNormalWithoutStatistics);
		check_stacks();
	}
	end(pid);
	ck_assert_msg(next_index() > before + READINGS, "there was nothing but rest");
}
END_TEST

static void one_table(void *arg)
{
	PMIB_IF_TABLE2 table;

	(void)arg;
	trace_me();
	_exit(GetIfTable2(&table) != 0);
}

struct calls {
	unsigned int all;
	unsigned int ioctls;
	unsigned int requests;
};

static void count_call(pid_t pid, unsigned long long nr, void *arg)
{
	struct calls *calls = arg;

	(void)pid;
	calls->all++;
	calls->ioctls += nr == SYS_ioctl;
	calls->requests += nr == SYS_sendto;
}

START_TEST(no_system_call_is_made_for_each_interface)
{
	struct calls calls = {0};

	trace_calls(start(one_table, NULL), count_call, &calls);
	ck_assert_uint_eq(calls.ioctls, 0);
	ck_assert_uint_eq(calls.requests, 3);	  /* links, the ethtool family, link modes */
	ck_assert_uint_lt(calls.all, STABLE / 4); /* answers come 32 KiB at a time */
}
END_TEST

TEST_SUITE_LARGE("interface many")
{
	TCase *tcase = netns_tcase(suite, "thousands", many_setup);

	tcase_set_timeout(tcase, MANY_TIMEOUT);
	tcase_add_test(tcase, thousands_of_interfaces_are_in_the_tables);
	tcase_add_test(tcase, tables_are_whole_while_interfaces_come_and_go);
	tcase_add_test(tcase, no_system_call_is_made_for_each_interface);
}
