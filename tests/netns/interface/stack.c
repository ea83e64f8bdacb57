/* SPDX-License-Identifier: MIT */
/* The stack tables, compared with the links between interfaces in /sys/class/net. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "interface.h"
#include "netns-row.h"
#include "netns.h"
#include "suite.h"

/* "higher lower" or "lower higher", as the table has them. */
static char *our_stack(void)
{
	PMIB_IFSTACK_TABLE table = NULL;
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	ULONG i;

	ck_assert_ptr_nonnull(file);
	assert_code(GetIfStackTable(&table), CODE_SUCCESS);
	ck_assert_ptr_nonnull(table);
	for (i = 0; i < table->NumEntries; i++)
		fprintf(file, "%u %u\n", table->Table[i].HigherLayerInterfaceIndex,
			table->Table[i].LowerLayerInterfaceIndex);
	fclose(file);
	FreeMibTable(table);
	return text;
}

static char *our_inverted_stack(void)
{
	PMIB_INVERTEDIFSTACK_TABLE table = NULL;
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	ULONG i;

	ck_assert_ptr_nonnull(file);
	assert_code(GetInvertedIfStackTable(&table), CODE_SUCCESS);
	ck_assert_ptr_nonnull(table);
	for (i = 0; i < table->NumEntries; i++)
		fprintf(file, "%u %u\n", table->Table[i].LowerLayerInterfaceIndex,
			table->Table[i].HigherLayerInterfaceIndex);
	fclose(file);
	FreeMibTable(table);
	return text;
}

/* direction: lower or upper. */
static char *sysfs_links(const char *direction)
{
	return output_of(
		"for l in /sys/class/net/*/%s_*; do [ ! -e $l ] || "
		"echo $(cat ${l%%/*}/ifindex) $(cat $l/ifindex); done | sort -n -k1,1 -k2,2",
		direction);
}

static void agree_with_sysfs(void)
{
	char *ours = our_stack();
	char *theirs = sysfs_links("lower");

	judge_same(ours, theirs);
	free(ours);
	free(theirs);
	ours = our_inverted_stack();
	theirs = sysfs_links("upper");
	judge_same(ours, theirs);
	free(ours);
	free(theirs);
}

static bool sits_on(const char *higher, const char *lower)
{
	char *stack = our_stack();
	char line[64];
	bool found;

	snprintf(line, sizeof(line), "%u %u\n", index_of(higher), index_of(lower));
	found = strncmp(stack, line, strlen(line)) == 0;
	snprintf(line, sizeof(line), "\n%u %u\n", index_of(higher), index_of(lower));
	found = found || strstr(stack, line);
	free(stack);
	return found;
}

static int count_relations(void)
{
	char *stack = our_stack();
	char *inverted = our_inverted_stack();
	int count = 0;
	size_t i;

	ck_assert_uint_eq(strlen(stack), strlen(inverted));
	for (i = 0; stack[i]; i++)
		count += stack[i] == '\n';
	free(stack);
	free(inverted);
	return count;
}

START_TEST(without_relations_the_tables_are_empty)
{
	ck_assert_int_eq(count_relations(), 0);
}
END_TEST

START_TEST(the_ends_of_a_cable_do_not_sit_on_each_other)
{
	run("ip link add v0 type veth peer name v1");
	ck_assert_int_eq(count_relations(), 0);
}
END_TEST

START_TEST(a_bridge_sits_on_its_ports)
{
	run("ip link add v0 type veth peer name v1");
	run("ip link add v2 type veth peer name v3");
	run("ip link add br0 type bridge");
	run("ip link set v0 master br0");
	run("ip link set v2 master br0");
	ck_assert(sits_on("br0", "v0"));
	ck_assert(sits_on("br0", "v2"));
	ck_assert_int_eq(count_relations(), 2);
	run("ip link set v0 nomaster");
	ck_assert(!sits_on("br0", "v0"));
	ck_assert_int_eq(count_relations(), 1);
	run("ip link delete br0");
	ck_assert_int_eq(count_relations(), 0);
}
END_TEST

static const char *const uppers[] = {
	"ip link add up0 link eth0 type macvlan",
	"ip link add up0 link eth0 type macvtap",
	"ip link add up0 type vxlan id 3 dstport 4789 dev eth0",
	"ip link add up0 link eth0 type vlan id 3",
	"ip link add up0 link eth0 type ipvlan",
	"ip link add up0 link eth0 type macsec",
	"ip link add up0 type sit local 192.0.2.1 remote 192.0.2.2 dev eth0",
	"ip link add up0 type gre local 192.0.2.1 remote 192.0.2.2 dev eth0",
	"ip link add up0 type vrf table 9 && ip link set eth0 master up0",
	"ip link add up0 type bond && ip link set eth0 down && ip link set eth0 master up0",
	"ip link add up0 type hsr slave1 eth0 slave2 other0",
};

START_TEST(every_kind_sits_on_its_lower_interface)
{
	run("ip link add other0 type veth peer name other1");
	if (!try_run("%s", uppers[_i]))
		return; /* not in this kernel */
	ck_assert(sits_on("up0", "eth0"));
	ck_assert_int_eq(count_relations(), 1 + (strstr(uppers[_i], "hsr") != NULL));
}
END_TEST

START_TEST(without_a_lower_interface_there_is_no_relation)
{
	run("ip link add vx0 type vxlan id 3 dstport 4789");
	(void)try_run("ip link add sit5 type sit local 192.0.2.1 remote 192.0.2.2");
	ck_assert_int_eq(count_relations(), 0);
}
END_TEST

/* Such a tunnel stays, and names an index that is nobody's. */
START_TEST(a_tunnel_does_not_sit_on_what_is_gone)
{
	run("ip link add v0 type veth peer name v1");
	if (!try_run("ip link add sit5 type sit local 192.0.2.1 remote 192.0.2.2 dev v0"))
		return; /* not in this kernel */
	ck_assert(sits_on("sit5", "v0"));
	run("ip link delete v0");
	ck_assert_int_eq(count_relations(), 0);
}
END_TEST

static void look_from_there(void *lower)
{
	const unsigned int *index = lower;
	char name[IFNAMSIZ];

	/* mac0's lower interface is not here, and yet there is one of its index */
	if (!if_indextoname(*index, name))
		run("ip link add same0 index %u type ifb", *index);
	ck_assert_int_eq(count_relations(), 0);
	run("ip link add br0 type bridge; ip link set mac0 master br0");
	ck_assert(sits_on("br0", "mac0"));
	ck_assert_int_eq(count_relations(), 1);
}

START_TEST(a_lower_interface_of_another_namespace_is_not_in_the_table)
{
	unsigned int lower = index_of("eth0");

	run("ip link add mac0 index 800 link eth0 type macvlan");
	run("ip link add vx0 index 900 type vxlan id 3 dstport 4789 dev eth0");
	ck_assert(sits_on("mac0", "eth0"));
	run("ip link set mac0 netns /proc/%d/fd/%d", getpid(), peer_namespace());
	run("ip link set vx0 netns /proc/%d/fd/%d", getpid(), peer_namespace());
	ck_assert_int_eq(count_relations(), 0);
	in_peer(look_from_there, &lower);
}
END_TEST

START_TEST(the_tables_are_the_links_of_sysfs)
{
	run("mount -t sysfs sysfs /sys");
	interfaces_setup();
	run("ip link add mac1 link mac0 type macvlan");
	run("ip link set mac0 master br0");
	run("ip link set eth2 master br0");
	run("ip link add br1 index 700 type bridge");
	run("ip link add mac2 index 600 link br1 type macvlan");
	agree_with_sysfs();
	ck_assert_int_ge(count_relations(), 7);
}
END_TEST

TEST_SUITE("stack")
{
	TCase *tcase = netns_tcase(suite, "GetIfStackTable, GetInvertedIfStackTable", peer_setup);

	tcase_add_test(tcase, without_relations_the_tables_are_empty);
	tcase_add_test(tcase, the_ends_of_a_cable_do_not_sit_on_each_other);
	tcase_add_test(tcase, a_bridge_sits_on_its_ports);
	tcase_add_loop_test(tcase, every_kind_sits_on_its_lower_interface, 0,
			    (int)(sizeof(uppers) / sizeof(uppers[0])));
	tcase_add_test(tcase, without_a_lower_interface_there_is_no_relation);
	tcase_add_test(tcase, a_tunnel_does_not_sit_on_what_is_gone);
	tcase_add_test(tcase, a_lower_interface_of_another_namespace_is_not_in_the_table);
	tcase_add_test(tcase, the_tables_are_the_links_of_sysfs);
}
