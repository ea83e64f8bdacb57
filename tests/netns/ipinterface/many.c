/* SPDX-License-Identifier: MIT */
/* Thousands of IP interfaces, some of which come, go and change their names meanwhile. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ipinterface.h"
#include "netns.h"
#include "suite.h"

#define PAIRS 1000
#define READINGS 60
#define WRITINGS 300

/* Long enough for a build with sanitizers. */
#define MANY_TIMEOUT 300

static void add_pairs(void)
{
	run("for i in $(seq %d); do echo link add a$i type veth peer name b$i; done | ip -b -",
	    PAIRS);
}

START_TEST(thousands_of_interfaces_are_all_listed)
{
	PMIB_IPINTERFACE_TABLE table = NULL;

	add_pairs();
	run("for i in 1 500 1000; do echo 1 >/proc/sys/net/ipv4/conf/a$i/forwarding;"
	    "echo 5 >/proc/sys/net/ipv6/conf/b$i/dad_transmits;"
	    "ip ntable change name ndisc_cache dev a$i retrans 300$i; done");
	ipif_agree();
	assert_code(GetIpInterfaceTable(AF_UNSPEC, &table), CODE_SUCCESS);
	ck_assert_uint_eq(table->NumEntries, 2 * (2 * PAIRS + 1));
	FreeMibTable(table);
}
END_TEST

/* Interfaces above the first of this index are not there all the time. */
static void come_and_go(void *arg)
{
	(void)arg;
	for (;;)
		run("for i in $(seq 50); do echo link add x$i type veth peer name y$i; done |"
		    "ip -b -; for i in $(seq 50); do echo link delete x$i; done | ip -b -");
}

/* Every one that stays is there, once for each family, with all that was read of it. */
static void check_table(const MIB_IPINTERFACE_TABLE *table, NET_IFINDEX last)
{
	unsigned int staying[2] = {0, 0};
	ULONG i;

	for (i = 0; i < table->NumEntries; i++) {
		const MIB_IPINTERFACE_ROW *row = &table->Table[i];

		if (i > 0 && row->Family == row[-1].Family)
			ck_assert_uint_gt(row->InterfaceIndex, row[-1].InterfaceIndex);
		staying[row->Family != AF_INET] += row->InterfaceIndex <= last;
		ck_assert_uint_ge(row->ReachableTime, 15000);
		ck_assert_uint_eq(row->BaseReachableTime, 30000);
		ck_assert_uint_eq(row->RetransmitTime, 1000);
		ck_assert_uint_ge(row->NlMtu, 1500);
		if (row->InterfaceIndex <= last)
			ck_assert(row->TransmitOffload.TlStreamChecksumSupported);
	}
	ck_assert_uint_eq(staying[0], last);
	ck_assert_uint_eq(staying[1], last);
}

/* neightbl_dump_info() skips one interface for each that disappears before it. */
START_TEST(tables_are_whole_while_interfaces_come_and_go)
{
	NET_IFINDEX last;
	pid_t pid;
	int i;

	/* the kernel lists the newest first: what comes and goes is before what stays */
	run("for i in $(seq 300); do echo link add a$i type veth peer name b$i; done | ip -b -");
	last = 601; /* and lo */
	ck_assert_uint_le(index_of("a300"), last);
	pid = start(come_and_go, NULL);
	for (i = 0; i < READINGS; i++) {
		PMIB_IPINTERFACE_TABLE table = NULL;

		assert_code(GetIpInterfaceTable(AF_UNSPEC, &table), CODE_SUCCESS);
		check_table(table, last);
		FreeMibTable(table);
	}
	end(pid);
}
END_TEST

/* Two interfaces take turns with one name. */
static void take_turns(void *arg)
{
	(void)arg;
	for (;;)
		run("ip -b - <<'END'\n"
		    "link set v0 name t\nlink set w1 name v0\nlink set t name w1\n"
		    "link set v0 name t\nlink set w1 name v0\nlink set t name w1\nEND");
}

START_TEST(a_change_reaches_its_interface_whatever_it_is_called_meanwhile)
{
	MIB_IPINTERFACE_ROW ours = ipif_init(AF_INET6, "v0");
	MIB_IPINTERFACE_ROW other = ipif_init(AF_INET6, "w1");
	pid_t pid;
	int i;

	run("ip link set v0 down");
	pid = start(take_turns, NULL);
	for (i = 0; i < WRITINGS; i++) {
		ours.DadTransmits = (ULONG)(100 + i);
		ours.DisableDefaultRoutes = i & 1;
		assert_code(SetIpInterfaceEntry(&ours), CODE_SUCCESS);
		assert_code(GetIpInterfaceEntry(&other), CODE_SUCCESS);
		ck_assert_uint_eq(other.DadTransmits, 1);
		ck_assert_uint_eq(other.DisableDefaultRoutes, FALSE);
	}
	end(pid);
	other.InterfaceIndex = ours.InterfaceIndex;
	other.InterfaceLuid.Value = 0;
	assert_code(GetIpInterfaceEntry(&other), CODE_SUCCESS);
	ck_assert_uint_eq(other.DadTransmits, 100 + WRITINGS - 1);
	ck_assert_uint_eq(other.DisableDefaultRoutes, (WRITINGS - 1) & 1);
}
END_TEST

TEST_SUITE_LARGE("ipinterface many")
{
	TCase *tcase = netns_tcase(suite, "many", NULL);

	tcase_set_timeout(tcase, MANY_TIMEOUT);
	tcase_add_test(tcase, thousands_of_interfaces_are_all_listed);
	tcase_add_test(tcase, tables_are_whole_while_interfaces_come_and_go);

	tcase = netns_tcase(suite, "names", ipif_setup);
	tcase_set_timeout(tcase, MANY_TIMEOUT);
	tcase_add_test(tcase, a_change_reaches_its_interface_whatever_it_is_called_meanwhile);
}
