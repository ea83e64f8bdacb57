/* SPDX-License-Identifier: MIT */
/* Paths as the kernel comes to know them, and every member of their rows. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "netns-trace.h"
#include "path.h"
#include "suite.h"

#define MANY 400

static const char *const ours[] = {OUR_IPV4, OUR_IPV6};
static const char *const peers[] = {PEER_IPV4, PEER_IPV6};
static const char *const fars[] = {FAR_IPV4, FAR_IPV6};

/* A row as it must be, but for what the kernel alone can know. */
static MIB_IPPATH_ROW expected_row(const char *src, const char *dst, const char *hop, ULONG mtu)
{
	MIB_IF_ROW2 link = {.InterfaceIndex = index_of("eth0")};
	MIB_IPPATH_ROW row = path_row(dst, src, "eth0");
	MIB_IPPATH_ROW clean = {.InterfaceIndex = index_of("eth0"),
				.InterfaceLuid.Value = luid_of("eth0"),
				.PathMtu = mtu,
				.IsReachable = TRUE};

	assert_code(GetIfEntry2(&link), CODE_SUCCESS);
	clean.LinkTransmitSpeed = link.TransmitLinkSpeed;
	clean.LinkReceiveSpeed = link.ReceiveLinkSpeed;
	clean.CurrentNextHop = path_row(hop, NULL, "eth0").Destination;
	clean.Source = row.Source;
	clean.Destination = row.Destination;
	return clean;
}

static void same_address(const SOCKADDR_INET *seen, const SOCKADDR_INET *expected)
{
	SOCKADDR_INET clean = {.si_family = expected->si_family};

	if (expected->si_family == AF_INET)
		clean.Ipv4.sin_addr = expected->Ipv4.sin_addr;
	else
		clean.Ipv6.sin6_addr = expected->Ipv6.sin6_addr;
	ck_assert_mem_eq(seen, &clean, sizeof(clean));
}

static void check_row(const MIB_IPPATH_ROW *row, const MIB_IPPATH_ROW *expected)
{
	same_address(&row->Source, &expected->Source);
	same_address(&row->Destination, &expected->Destination);
	same_address(&row->CurrentNextHop, &expected->CurrentNextHop);
	ck_assert_uint_eq(row->InterfaceIndex, expected->InterfaceIndex);
	ck_assert_uint_eq(row->InterfaceLuid.Value, expected->InterfaceLuid.Value);
	ck_assert_uint_eq(row->PathMtu, expected->PathMtu);
	ck_assert_uint_eq(row->IsReachable, expected->IsReachable);
	ck_assert_uint_eq(row->LinkTransmitSpeed, expected->LinkTransmitSpeed);
	ck_assert_uint_eq(row->LinkReceiveSpeed, expected->LinkReceiveSpeed);
	ck_assert_uint_gt(row->LinkTransmitSpeed, 0);
}

/* In milliseconds, rounded up, of what ip tcp_metrics has in microseconds or milliseconds. */
static ULONG judge_time(const char *dst, const char *name)
{
	char *text = output_of("ip tcp_metrics show %s | sed 's/.* %s \\([0-9.]*[mu]*s\\).*/\\1/'",
			       dst, name);
	char *unit;
	double time = strtod(text, &unit);

	if (strncmp(unit, "us", 2) == 0)
		time /= 1000;
	else
		ck_assert_msg(strncmp(unit, "ms", 2) == 0, "%s: %s", name, text);
	free(text);
	return (ULONG)time + (time > (ULONG)time);
}

START_TEST(a_connection_that_has_ended_gives_a_path)
{
	MIB_IPPATH_ROW expected = expected_row(ours[_i], peers[_i], peers[_i], 1500);
	char list[INET6_ADDRSTRLEN + 2];
	MIB_IPPATH_ROW row;

	paths_are(AF_UNSPEC, "");
	path_learn_rtt(peers[_i]);
	snprintf(list, sizeof(list), "%s ", peers[_i]);
	metrics_are(list);
	paths_are(AF_UNSPEC, list);
	paths_are(_i ? AF_INET6 : AF_INET, list);
	paths_are(_i ? AF_INET : 23, "");
	assert_code(path_get(peers[_i], NULL, "eth0", &row), CODE_SUCCESS);
	check_row(&row, &expected);
	ck_assert_uint_eq(row.RttMean, judge_time(peers[_i], "rtt"));
	ck_assert_uint_eq(row.RttDeviation, judge_time(peers[_i], "rttvar"));
	ck_assert_uint_ge(row.RttMean, 1);
}
END_TEST

START_TEST(a_learned_mtu_gives_a_path)
{
	MIB_IPPATH_ROW expected = expected_row(ours[_i], fars[_i], peers[_i], 1300);
	char list[INET6_ADDRSTRLEN + 2];
	MIB_IPPATH_ROW row;

	assert_code(path_get(fars[_i], NULL, "eth0", &row), CODE_NO_ENTRY);
	path_learn_mtu(fars[_i]);
	ck_assert(path_is_excepted(fars[_i]));
	snprintf(list, sizeof(list), "%s ", fars[_i]);
	paths_are(AF_UNSPEC, list);
	assert_code(path_get(fars[_i], ours[_i], "eth0", &row), CODE_SUCCESS);
	check_row(&row, &expected);
	ck_assert_uint_eq(row.RttMean, 0);
	ck_assert_uint_eq(row.RttDeviation, 0);
}
END_TEST

START_TEST(both_together_are_one_path)
{
	MIB_IPPATH_ROW expected = expected_row(ours[_i], fars[_i], peers[_i], 1300);
	char list[INET6_ADDRSTRLEN + 2];
	MIB_IPPATH_ROW row;

	path_learn_rtt(fars[_i]);
	path_learn_mtu(fars[_i]);
	snprintf(list, sizeof(list), "%s ", fars[_i]);
	metrics_are(list);
	paths_are(AF_UNSPEC, list);
	assert_code(path_get(fars[_i], NULL, "eth0", &row), CODE_SUCCESS);
	check_row(&row, &expected);
	ck_assert_uint_eq(row.RttMean, judge_time(fars[_i], "rtt"));
}
END_TEST

START_TEST(a_path_is_named_by_destination_source_and_interface)
{
	static const char *const others[] = {"192.0.2.77", "2001:db8:1::77"};
	MIB_IPPATH_ROW row;

	path_learn_rtt(peers[_i]);
	run("ip address add %s/32 dev eth0", others[0]);
	run("ip address add %s/128 dev eth0 nodad", others[1]);
	assert_code(path_get(peers[_i], ours[_i], "eth0", &row), CODE_SUCCESS);
	assert_code(path_get(peers[_i], _i ? "::" : "0.0.0.0", "eth0", &row), CODE_SUCCESS);
	assert_code(path_get(peers[_i], others[_i], "eth0", &row), CODE_NO_ENTRY);
	assert_code(path_get(fars[_i], ours[_i], "eth0", &row), CODE_NO_ENTRY);
	assert_code(path_get(peers[_i], ours[_i], "lo", &row), CODE_NO_ENTRY);
	assert_code(path_get(peers[_i], NULL, "eth1", &row), CODE_NO_ENTRY);
	row = path_row(peers[_i], NULL, "eth1");
	row.InterfaceLuid.Value = luid_of("eth0");
	assert_code(GetIpPathEntry(&row), CODE_SUCCESS);
	ck_assert_uint_eq(row.InterfaceIndex, index_of("eth0"));
}
END_TEST

START_TEST(two_sources_are_two_paths_in_order)
{
	static const char *const lists[] = {PEER_IPV4 " " PEER_IPV4 " ",
					    PEER_IPV6 " " PEER_IPV6 " "};
	static const char *const greater[] = {"192.0.2.77", "2001:db8:1::77"};
	MIB_IPPATH_ROW first = path_row(ours[_i], NULL, "lo");
	MIB_IPPATH_ROW row;

	run("ip address add %s/%d dev eth0 %s", greater[_i], _i ? 64 : 24, _i ? "nodad" : "");
	run("ip route replace %s dev eth0 src %s", peers[_i], greater[_i]);
	path_learn_rtt(peers[_i]);
	run("ip route replace %s dev eth0 src %s", peers[_i], ours[_i]);
	path_learn_rtt(peers[_i]);
	paths_are(AF_UNSPEC, lists[_i]);
	assert_code(path_get(peers[_i], NULL, "eth0", &row), CODE_SUCCESS);
	same_address(&row.Source, &first.Destination);
	first = path_row(greater[_i], NULL, "lo");
	assert_code(path_get(peers[_i], greater[_i], "eth0", &row), CODE_SUCCESS);
	same_address(&row.Source, &first.Destination);
}
END_TEST

static void get_one(void *unused)
{
	MIB_IPPATH_ROW row;

	(void)unused;
	trace_me();
	_exit(path_get(PEER_IPV4, OUR_IPV4, "eth0", &row) != CODE_SUCCESS);
}

static void count_answers(pid_t pid, unsigned long long nr, void *arg)
{
	(void)pid;
	*(unsigned int *)arg += nr == SYS_recvmsg;
}

/* So many that the kernel needs several datagrams to tell of them. */
START_TEST(a_path_with_its_source_is_found_without_reading_others)
{
	unsigned int alone = 0;
	unsigned int among_many = 0;
	char addr[INET6_ADDRSTRLEN];
	int i;

	path_learn_rtt(PEER_IPV4);
	trace_calls(start(get_one, NULL), count_answers, &alone);
	for (i = 0; i < MANY; i++) {
		snprintf(addr, sizeof(addr), "2001:db8:2::%x", i + 3);
		path_learn_rtt(addr);
	}
	trace_calls(start(get_one, NULL), count_answers, &among_many);
	ck_assert_uint_eq(among_many, alone);
}
END_TEST

START_TEST(the_next_hop_is_what_the_kernel_knows_of_it)
{
	MIB_IPPATH_ROW row;

	path_learn_rtt(fars[_i]);
	run("ip neighbour replace %s lladdr 02:00:00:00:00:09 dev eth0 nud permanent", peers[_i]);
	assert_code(path_get(fars[_i], NULL, "eth0", &row), CODE_SUCCESS);
	ck_assert_uint_eq(row.IsReachable, 1);
	ck_assert_uint_eq(row.LastReachable, 0);
	run("ip neighbour replace %s dev eth0 nud failed", peers[_i]);
	assert_code(path_get(fars[_i], NULL, "eth0", &row), CODE_SUCCESS);
	ck_assert_uint_eq(row.IsReachable, 0);
	run("ip neighbour delete %s dev eth0", peers[_i]);
	assert_code(path_get(fars[_i], NULL, "eth0", &row), CODE_SUCCESS);
	ck_assert_uint_eq(row.IsReachable, 0);
	ck_assert_uint_eq(row.LastUnreachable, 0);
}
END_TEST

/* The path follows the route. */
START_TEST(where_no_way_leads_is_no_path)
{
	MIB_IPPATH_ROW row;

	path_learn_rtt(fars[_i]);
	run("ip route replace %s via %s dev eth0 mtu lock 1290", fars[_i], peers[_i]);
	assert_code(path_get(fars[_i], NULL, "eth0", &row), CODE_SUCCESS);
	ck_assert_uint_eq(row.PathMtu, 1290);
	run("ip route replace unreachable %s metric %d", fars[_i], _i ? 1024 : 0);
	paths_are(AF_UNSPEC, "");
	assert_code(path_get(fars[_i], NULL, "eth0", &row), CODE_NO_ENTRY);
	run("ip tcp_metrics show %s | grep -q rtt", fars[_i]);
}
END_TEST

START_TEST(a_path_to_oneself_is_by_loopback)
{
	MIB_IPPATH_ROW row;

	path_learn_rtt(ours[_i]);
	assert_code(path_get(ours[_i], ours[_i], "lo", &row), CODE_SUCCESS);
	ck_assert_uint_eq(row.InterfaceLuid.Value, luid_of("lo"));
	ck_assert_uint_eq(row.PathMtu, 65536);
	ck_assert_uint_eq(row.IsReachable, 1);
	ck_assert_uint_ge(row.RttMean, 1);
	same_address(&row.CurrentNextHop, &row.Destination);
}
END_TEST

START_TEST(a_link_local_path_has_the_interface_of_its_source)
{
	MIB_IPPATH_ROW row;

	peer_give_link_local();
	run("ip address add fe80::99/64 dev eth1 nodad");
	path_learn_rtt("fe80::2");
	paths_are(AF_INET6, "fe80::2 ");
	assert_code(path_get("fe80::2", NULL, "eth0", &row), CODE_SUCCESS);
	ck_assert_uint_eq(row.Destination.Ipv6.sin6_scope_id, index_of("eth0"));
	ck_assert_uint_eq(row.Source.Ipv6.sin6_scope_id, index_of("eth0"));
	ck_assert_uint_eq(row.CurrentNextHop.Ipv6.sin6_scope_id, index_of("eth0"));
	assert_code(path_get("fe80::2", NULL, "eth1", &row), CODE_NO_ENTRY);
}
END_TEST

/* A longer prefix hides it, and the kernel keeps it. */
START_TEST(an_exception_that_is_not_used_is_no_path)
{
	MIB_IPPATH_ROW row;

	path_learn_mtu(FAR_IPV6);
	run("ip route add " FAR_IPV6 " via " PEER_IPV6 " dev eth0");
	exceptions6_are(FAR_IPV6 " ");
	paths_are(AF_UNSPEC, "");
	assert_code(path_get(FAR_IPV6, NULL, "eth0", &row), CODE_NO_ENTRY);
	assert_code(FlushIpPathTable(AF_INET6), CODE_SUCCESS);
	run("ip route delete " FAR_IPV6 " via " PEER_IPV6 " dev eth0");
	paths_are(AF_UNSPEC, FAR_IPV6 " ");
	assert_code(FlushIpPathTable(AF_INET6), CODE_SUCCESS);
	exceptions6_are("");
	paths_are(AF_UNSPEC, "");
}
END_TEST

START_TEST(a_nexthop_object_may_have_exceptions)
{
	run_ip("route delete 198.51.100.0/24\n"
	       "route delete 2001:db8:2::/64\n"
	       "nexthop add id 7 via " PEER_IPV4 " dev eth0\n"
	       "nexthop add id 8 via " PEER_IPV6 " dev eth0\n"
	       "route add 198.51.100.0/24 nhid 7\n"
	       "route add 2001:db8:2::/64 nhid 8");
	path_learn_mtu(FAR_IPV4);
	path_learn_mtu(FAR_IPV6);
	paths_are(AF_UNSPEC, FAR_IPV4 " " FAR_IPV6 " ");
	assert_code(FlushIpPathTable(AF_INET), CODE_SUCCESS);
	assert_code(FlushIpPathTable(AF_INET6), CODE_SUCCESS);
	paths_are(AF_UNSPEC, "");
	ck_assert(!path_is_excepted(FAR_IPV6));
}
END_TEST

TEST_SUITE("paths in the kernel")
{
	TCase *tcase = netns_tcase(suite, "paths", path_setup);

	tcase_add_loop_test(tcase, a_connection_that_has_ended_gives_a_path, 0, 2);
	tcase_add_loop_test(tcase, a_learned_mtu_gives_a_path, 0, 2);
	tcase_add_loop_test(tcase, both_together_are_one_path, 0, 2);
	tcase_add_loop_test(tcase, a_path_is_named_by_destination_source_and_interface, 0, 2);
	tcase_add_loop_test(tcase, two_sources_are_two_paths_in_order, 0, 2);
	tcase_add_test(tcase, a_path_with_its_source_is_found_without_reading_others);
	tcase_add_loop_test(tcase, the_next_hop_is_what_the_kernel_knows_of_it, 0, 2);
	tcase_add_loop_test(tcase, where_no_way_leads_is_no_path, 0, 2);
	tcase_add_loop_test(tcase, a_path_to_oneself_is_by_loopback, 0, 2);
	tcase_add_test(tcase, a_link_local_path_has_the_interface_of_its_source);
	tcase_add_test(tcase, an_exception_that_is_not_used_is_no_path);
	tcase_add_test(tcase, a_nexthop_object_may_have_exceptions);
}
