/* SPDX-License-Identifier: MIT */
/* Failures of the calls that change routes, each provoked by a real state of the kernel. */

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "forward.h"
#include "netns-privilege.h"
#include "suite.h"

#define V4 "203.0.113.0/24"
#define V6 "2001:db8:99::/48"

static const char *const prefixes[] = {V4, V6};
static const char *const hops[] = {PEER_IPV4, PEER_IPV6};

static void refuse_changes(MIB_IPFORWARD_ROW2 row, uint32_t code)
{
	int i;

	for (i = 0; i < FORWARD_CHANGES; i++)
		forward_refuse(forward_changes[i], row, code);
}

static MIB_IPFORWARD_ROW2 route(int i)
{
	return forward_row(prefixes[i], hops[i], "eth0");
}

START_TEST(a_row_that_names_no_route_is_a_wrong_argument)
{
	MIB_IPFORWARD_ROW2 row = route(_i);

	row.DestinationPrefix.Prefix.si_family = 0;
	refuse_changes(row, CODE_BAD_ARGUMENT);
	row.DestinationPrefix.Prefix.si_family = 17;
	refuse_changes(row, CODE_BAD_ARGUMENT);
	row = route(_i);
	row.NextHop.si_family = 17;
	refuse_changes(row, CODE_BAD_ARGUMENT);
	row = route(_i);
	row.InterfaceIndex = 0;
	refuse_changes(row, CODE_BAD_ARGUMENT);
	row = route(_i);
	row.DestinationPrefix.PrefixLength = _i ? 129 : 33;
	refuse_changes(row, CODE_BAD_ARGUMENT);
	row.DestinationPrefix.PrefixLength = _i ? 28 : 20; /* with bits set behind it */
	refuse_changes(row, CODE_BAD_ARGUMENT);
	row.DestinationPrefix.PrefixLength = 255;
	refuse_changes(row, CODE_BAD_ARGUMENT);
	refuse_changes(forward_row(V6, "192.0.2.2", "eth0"), CODE_BAD_ARGUMENT);
	assert_code(CreateIpForwardEntry2(NULL), CODE_BAD_ARGUMENT);
	assert_code(SetIpForwardEntry2(NULL), CODE_BAD_ARGUMENT);
	assert_code(DeleteIpForwardEntry2(NULL), CODE_BAD_ARGUMENT);
}
END_TEST

/* Delete reads none of these. */
START_TEST(a_value_that_cannot_be_is_a_wrong_argument)
{
	MIB_IPFORWARD_ROW2 rows[5];
	size_t i;

	for (i = 0; i < 5; i++)
		rows[i] = route(_i);
	rows[0].SitePrefixLength = rows[0].DestinationPrefix.PrefixLength + 1;
	rows[1].ValidLifetime = 0;
	rows[1].PreferredLifetime = 0;
	rows[2].ValidLifetime = 99;
	rows[2].PreferredLifetime = 100;
	rows[3].Metric = 0x80000000;
	rows[4].Metric = 0xfffffffe;
	for (i = 0; i < 5; i++)
		forward_refuse(forward_call_create, rows[i], CODE_BAD_ARGUMENT);
	forward_create(prefixes[_i], hops[_i], "eth0");
	for (i = 0; i < 5; i++)
		forward_refuse(forward_call_set, rows[i], CODE_BAD_ARGUMENT);
	assert_code(DeleteIpForwardEntry2(&rows[1]), CODE_SUCCESS);
}
END_TEST

START_TEST(a_next_hop_that_is_no_neighbour_is_a_wrong_argument)
{
	static const char *const bad[2][2] = {{"224.0.0.5", "192.0.2.255"}, {"ff02::2", "ff0e::2"}};
	int i;

	for (i = 0; i < 2; i++)
		forward_refuse(forward_call_create, forward_row(prefixes[_i], bad[_i][i], "eth0"),
			       CODE_BAD_ARGUMENT);
}
END_TEST

/* Windows would take these. */
START_TEST(a_next_hop_of_another_interface_is_not_supported)
{
	static const char *const others[] = {OTHER_IPV4, "2001:db8:2::9"};

	forward_refuse(forward_call_create, forward_row(prefixes[_i], others[_i], "eth0"),
		       CODE_CANNOT_CHANGE);
}
END_TEST

START_TEST(an_ipv4_route_has_no_lifetime)
{
	MIB_IPFORWARD_ROW2 row = route(0);

	row.ValidLifetime = 3600;
	row.PreferredLifetime = 1800;
	forward_refuse(forward_call_create, row, CODE_CANNOT_CHANGE);
	forward_create(V4, PEER_IPV4, "eth0");
	forward_refuse(forward_call_set, row, CODE_CANNOT_CHANGE);
	row.ValidLifetime = 0xffffffff; /* alone it says nothing */
	assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
}
END_TEST

START_TEST(an_unknown_interface_is_not_found)
{
	static const NET_IFINDEX indices[] = {4242, 0x7fffffff, 0xffffffff};
	const uint64_t luids[] = {6ULL << 48 | 4242ULL << 24, luid_of("eth0") ^ 1ULL << 48, 1};
	MIB_IPFORWARD_ROW2 row = route(_i);
	size_t i;

	for (i = 0; i < 3; i++) {
		row.InterfaceIndex = indices[i];
		refuse_changes(row, CODE_NO_INTERFACE);
	}
	row = route(_i);
	for (i = 0; i < 3; i++) {
		row.InterfaceLuid.Value = luids[i];
		refuse_changes(row, CODE_NO_INTERFACE);
	}
	row.InterfaceLuid.Value = luid_of("eth0");
	row.InterfaceIndex = 4242;
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
}
END_TEST

START_TEST(on_an_interface_that_is_down_nothing_is_made)
{
	run("ip link set eth1 down");
	forward_refuse(forward_call_create, forward_row(prefixes[_i], NULL, "eth1"),
		       CODE_NO_INTERFACE);
	forward_refuse(forward_call_create,
		       forward_row(prefixes[_i], _i ? "2001:db8:2::9" : "198.51.100.9", "eth1"),
		       CODE_NO_INTERFACE);
}
END_TEST

START_TEST(a_route_that_is_not_there_is_not_found)
{
	static const char *const further[] = {"192.0.2.3", "2001:db8:1::3"};

	run("ip route add %s via %s dev eth0", prefixes[_i], further[_i]);
	run("ip route append %s dev eth1", prefixes[_i]);
	run("ip route add %s via %s dev eth0 table 100", prefixes[_i], hops[_i]);
	forward_refuse(forward_call_set, route(_i), CODE_NO_ENTRY);
	forward_refuse(forward_call_delete, route(_i), CODE_NO_ENTRY);
	forward_refuse(forward_call_delete, forward_row(prefixes[_i], NULL, "eth0"), CODE_NO_ENTRY);
	forward_refuse(forward_call_delete,
		       forward_row(_i ? "2001:db8:98::/47" : "203.0.112.0/23", further[_i], "eth0"),
		       CODE_NO_ENTRY);
	forward_refuse(forward_call_delete,
		       forward_row(_i ? "2001:db8:99::/49" : "203.0.113.0/25", further[_i], "eth0"),
		       CODE_NO_ENTRY);
}
END_TEST

START_TEST(the_route_of_an_address_is_not_ours_to_change)
{
	MIB_IPFORWARD_ROW2 row = forward_row(_i ? OUR_IPV6 "/128" : OUR_IPV4 "/32", NULL, "eth0");

	forward_refuse(forward_call_create, row, CODE_DUPLICATE);
	row.Metric = 7;
	forward_refuse(forward_call_set, row, CODE_MADE_BY_OTHERS);
	forward_refuse(forward_call_delete, row, CODE_MADE_BY_OTHERS);
}
END_TEST

START_TEST(a_route_of_a_nexthop_object_is_as_that_is)
{
	MIB_IPFORWARD_ROW2 row = route(_i);

	run("ip nexthop add id 7 via %s dev eth0", hops[_i]);
	run("ip nexthop add id 8 via %s dev eth1", _i ? "2001:db8:2::9" : "198.51.100.9");
	run("ip nexthop add id 9 group 7/8");
	run("ip -%d route add %s nhid 9 metric 5", _i ? 6 : 4, prefixes[_i]);
	row.Metric = 7;
	forward_refuse(forward_call_create, row, CODE_DUPLICATE);
	forward_refuse(forward_call_set, row, CODE_CANNOT_CHANGE);
	forward_refuse(forward_call_delete, row, CODE_CANNOT_CHANGE);
}
END_TEST

START_TEST(a_family_that_is_not_there_is_not_supported)
{
	set_sysctl("net/ipv6/conf/eth0/disable_ipv6", "1");
	refuse_changes(route(1), CODE_NO_STACK);
	run("ip link set lo mtu 60"); /* less than IPv4 needs */
	refuse_changes(forward_row(V4, NULL, "lo"), CODE_NO_STACK);
}
END_TEST

static void without_privilege(void *arg)
{
	const int *way = arg;
	MIB_IPFORWARD_ROW2 row = route(*way % 2);
	MIB_IPFORWARD_ROW2 bad = row;
	int i;

	lose_privilege(*way / 2);
	for (i = 0; i < FORWARD_CHANGES; i++) {
		assert_code(forward_changes[i](&row), CODE_NOT_PRIVILEGED);
		bad.InterfaceIndex = 4242; /* looked at later */
		assert_code(forward_changes[i](&bad), CODE_NOT_PRIVILEGED);
		bad.InterfaceIndex = 0; /* and earlier */
		assert_code(forward_changes[i](&bad), CODE_BAD_ARGUMENT);
	}
}

/* Whether the route is there, or is not. */
START_TEST(changes_need_a_privilege)
{
	char *before = judge_snapshot();
	int way = _i;

	in_child(without_privilege, &way);
	judge_unchanged(before);
	forward_create(prefixes[_i % 2], hops[_i % 2], "eth0");
	before = judge_snapshot();
	in_child(without_privilege, &way);
	judge_unchanged(before);
}
END_TEST

static void without_descriptors(void *unused)
{
	MIB_IPFORWARD_ROW2 row = route(0);
	struct rlimit limit = {0};
	int i;

	(void)unused;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	for (i = 0; i < FORWARD_CHANGES; i++)
		assert_code(forward_changes[i](&row), CODE_NO_MEMORY);
}

START_TEST(want_of_descriptors_is_want_of_memory)
{
	in_child(without_descriptors, NULL);
}
END_TEST

/* Each further fault of these comes later in the order of the page. */
START_TEST(of_several_faults_the_first_decides)
{
	MIB_IPFORWARD_ROW2 row = route(0);

	row.InterfaceIndex = 4242;
	row.ValidLifetime = row.PreferredLifetime = 9;
	refuse_changes(row, CODE_NO_INTERFACE);
	row.Metric = 0x80000000;
	forward_refuse(forward_call_create, row, CODE_BAD_ARGUMENT);
	row = forward_row(V4, OTHER_IPV4, "eth0");
	row.ValidLifetime = row.PreferredLifetime = 9;
	forward_refuse(forward_call_create, row, CODE_CANNOT_CHANGE);
	run("ip link set lo mtu 60");
	row.InterfaceIndex = 1;
	forward_refuse(forward_call_create, row, CODE_NO_STACK);
	forward_refuse(forward_call_delete, row, CODE_NO_STACK);
}
END_TEST

TEST_SUITE("route refuse")
{
	TCase *tcase = netns_tcase(suite, "route refuse", forward_setup);

	tcase_add_loop_test(tcase, a_row_that_names_no_route_is_a_wrong_argument, 0, 2);
	tcase_add_loop_test(tcase, a_value_that_cannot_be_is_a_wrong_argument, 0, 2);
	tcase_add_loop_test(tcase, a_next_hop_that_is_no_neighbour_is_a_wrong_argument, 0, 2);
	tcase_add_loop_test(tcase, a_next_hop_of_another_interface_is_not_supported, 0, 2);
	tcase_add_test(tcase, an_ipv4_route_has_no_lifetime);
	tcase_add_loop_test(tcase, an_unknown_interface_is_not_found, 0, 2);
	tcase_add_loop_test(tcase, on_an_interface_that_is_down_nothing_is_made, 0, 2);
	tcase_add_loop_test(tcase, a_route_that_is_not_there_is_not_found, 0, 2);
	tcase_add_loop_test(tcase, the_route_of_an_address_is_not_ours_to_change, 0, 2);
	tcase_add_loop_test(tcase, a_route_of_a_nexthop_object_is_as_that_is, 0, 2);
	tcase_add_test(tcase, a_family_that_is_not_there_is_not_supported);
	tcase_add_loop_test(tcase, changes_need_a_privilege, 0, 2 * LOSSES);
	tcase_add_test(tcase, want_of_descriptors_is_want_of_memory);
	tcase_add_test(tcase, of_several_faults_the_first_decides);
}
