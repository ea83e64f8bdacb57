/* SPDX-License-Identifier: MIT */
/* Create, Set and Delete of routes, judged by ip(8). */

#include <stdlib.h>
#include <string.h>

#include "forward.h"
#include "suite.h"

#define V4 "203.0.113.0/24"
#define V6 "2001:db8:99::/48"

static const char *const prefixes[] = {V4, V6};
static const char *const hops[] = {PEER_IPV4, PEER_IPV6};
static const char *const further_hops[] = {"192.0.2.3", "2001:db8:1::3"};
static const char *const other_hops[] = {"198.51.100.9", "2001:db8:2::9"};

START_TEST(a_route_is_made_and_deleted)
{
	static const char *const lines[] = {V4 " via " PEER_IPV4 " dev eth0 proto static\n",
					    V6 " via " PEER_IPV6 " dev eth0 proto 130 metric 1\n"};

	forward_create(prefixes[_i], hops[_i], "eth0");
	routes_are(prefixes[_i], lines[_i]);
	forward_delete(prefixes[_i], hops[_i], "eth0");
	routes_are(prefixes[_i], "");
}
END_TEST

/* With a next hop of zeros, and with none at all. */
START_TEST(a_route_without_next_hop_is_on_the_link)
{
	static const char *const lines[] = {V4 " dev eth0 proto static scope link\n",
					    V6 " dev eth0 proto 130 metric 1\n"};
	static const char *const zeros[] = {"0.0.0.0", "::"};

	forward_create(prefixes[_i], zeros[_i], "eth0");
	routes_are(prefixes[_i], lines[_i]);
	forward_delete(prefixes[_i], NULL, "eth0");
	routes_are(prefixes[_i], "");
	forward_create(prefixes[_i], NULL, "eth0");
	routes_are(prefixes[_i], lines[_i]);
	forward_delete(prefixes[_i], zeros[_i], "eth0");
	routes_are(prefixes[_i], "");
}
END_TEST

START_TEST(a_second_one_is_a_duplicate_whatever_its_metric)
{
	MIB_IPFORWARD_ROW2 row = forward_row(prefixes[_i], hops[_i], "eth0");

	row.Metric = 5;
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	forward_refuse(forward_call_create, row, CODE_DUPLICATE);
	row.Metric = 6;
	forward_refuse(forward_call_create, row, CODE_DUPLICATE);
	row.Metric = 0;
	row.Protocol = RouteProtocolOspf;
	forward_refuse(forward_call_create, row, CODE_DUPLICATE);
	row = forward_row(prefixes[_i], NULL, "eth0");
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	forward_refuse(forward_call_create, row, CODE_DUPLICATE);
}
END_TEST

/* What one makes is a duplicate for the others as well. */
START_TEST(a_route_that_somebody_else_made_is_a_duplicate)
{
	MIB_IPFORWARD_ROW2 row = forward_row(prefixes[_i], hops[_i], "eth0");

	run("ip route add %s via %s dev eth0 metric 77 proto bgp", prefixes[_i], hops[_i]);
	forward_refuse(forward_call_create, row, CODE_DUPLICATE);
	/* of a prefix that is an address' own */
	row = forward_row(_i ? "2001:db8:1::/64" : "192.0.2.0/24", NULL, "eth0");
	forward_refuse(forward_call_create, row, CODE_DUPLICATE);
}
END_TEST

/* Three gateways and the link itself, of one metric; then each goes alone. */
START_TEST(routes_that_differ_in_next_hop_live_side_by_side)
{
	forward_create(prefixes[_i], hops[_i], "eth0");
	forward_create(prefixes[_i], further_hops[_i], "eth0");
	forward_create(prefixes[_i], other_hops[_i], "eth1");
	forward_create(prefixes[_i], NULL, "eth0");
	forward_create(prefixes[_i], NULL, "eth1");
	routes_are(
		prefixes[_i],
		_i ? V6 " proto 130 metric 1 + via " PEER_IPV6 " dev eth0 weight 1 + via "
			"2001:db8:1::3 dev eth0 weight 1 + via 2001:db8:2::9 dev eth1 weight 1\n" V6
			" dev eth0 proto 130 metric 1\n" V6 " dev eth1 proto 130 metric 1\n"
		   : V4 " via " PEER_IPV4 " dev eth0 proto static\n" V4
			" via 192.0.2.3 dev eth0 proto static\n" V4
			" via 198.51.100.9 dev eth1 proto static\n" V4
			" dev eth0 proto static scope link\n" V4
			" dev eth1 proto static scope link\n");
	forward_delete(prefixes[_i], NULL, "eth0");
	forward_delete(prefixes[_i], further_hops[_i], "eth0");
	routes_are(prefixes[_i],
		   _i ? V6 " proto 130 metric 1 + via " PEER_IPV6
			   " dev eth0 weight 1 + via 2001:db8:2::9 dev eth1 weight 1\n" V6
			   " dev eth1 proto 130 metric 1\n"
		      : V4 " via " PEER_IPV4 " dev eth0 proto static\n" V4
			   " via 198.51.100.9 dev eth1 proto static\n" V4
			   " dev eth1 proto static scope link\n");
	forward_delete(prefixes[_i], other_hops[_i], "eth1");
	forward_delete(prefixes[_i], hops[_i], "eth0");
	forward_delete(prefixes[_i], NULL, "eth1");
	routes_are(prefixes[_i], "");
}
END_TEST

START_TEST(delete_takes_all_metrics_of_a_route_and_no_other_route)
{
	run("ip route add %s via %s dev eth0 metric 9 proto bgp", prefixes[_i], hops[_i]);
	run("ip route add %s via %s dev eth0 metric 7", prefixes[_i], hops[_i]);
	run("ip route append %s via %s dev eth0 metric 7", prefixes[_i], further_hops[_i]);
	run("ip route add %s via %s dev eth1 metric 8", prefixes[_i], other_hops[_i]);
	run("ip route add %s via %s dev eth0 metric 7 table 100", prefixes[_i], hops[_i]);
	forward_delete(prefixes[_i], hops[_i], "eth0");
	routes_are(prefixes[_i], _i ? V6 " via 2001:db8:1::3 dev eth0 metric 7\n" V6
					 " via 2001:db8:2::9 dev eth1 metric 8\n"
				    : V4 " via 192.0.2.3 dev eth0 metric 7\n" V4
					 " via 198.51.100.9 dev eth1 metric 8\n");
	run("ip route show table 100 %s | grep -q metric || ip -6 route show table 100 %s | "
	    "grep -q metric",
	    prefixes[_i], prefixes[_i]);
}
END_TEST

/* The kernel's own request for the one deletes the other of these: it would take the first that has
 * the interface, the gateway or the metric. */
static const struct {
	const char *prefix;
	const char *stranger; /* comes first */
	const char *ours;
	const char *next_hop; /* of ours */
	const char *left;     /* after ours has gone */
} strangers[] = {
	/* of IPv4 a request cannot say "no gateway" */
	{V4, "via " PEER_IPV4 " dev eth0 proto static", "dev eth0 scope global proto static", NULL,
	 V4 " via " PEER_IPV4 " dev eth0 proto static\n"},
	/* and the first hop of several stands for all of them */
	{V4, "proto static nexthop via " PEER_IPV4 " dev eth0 nexthop via 192.0.2.3 dev eth0",
	 "via " PEER_IPV4 " dev eth0 proto static", PEER_IPV4, ""},
	{V4, "via " PEER_IPV4 " dev eth0 tos 0x10 proto static", "dev eth0 proto static", NULL,
	 V4 " tos 0x10 via " PEER_IPV4 " dev eth0 proto static\n"},
	/* of IPv6 a nexthop object fits every request, and the type is not looked at */
	{V6, "nhid 7 metric 5 proto static", "via " PEER_IPV6 " dev eth0 metric 5 proto static",
	 PEER_IPV6, V6 " nhid 7 via 2001:db8:1::7 dev eth0 proto static metric 5\n"},
	{V6, "nhid 7 metric 5 proto static", "dev eth0 metric 5 proto static", NULL,
	 V6 " nhid 7 via 2001:db8:1::7 dev eth0 proto static metric 5\n"},
	{V6, "dev eth1 metric 5 proto static", "dev eth0 metric 5 proto static", NULL,
	 V6 " dev eth1 proto static metric 5\n"},
};
#define STRANGERS 6

START_TEST(a_strangers_route_that_comes_first_stays)
{
	bool ipv6 = strchr(strangers[_i].prefix, ':');

	run("ip nexthop add id 7 via 2001:db8:1::7 dev eth0");
	run("ip -%d route add %s %s", ipv6 ? 6 : 4, strangers[_i].prefix, strangers[_i].stranger);
	run("ip -%d route append %s %s", ipv6 ? 6 : 4, strangers[_i].prefix, strangers[_i].ours);
	forward_delete(strangers[_i].prefix, strangers[_i].next_hop, "eth0");
	if (*strangers[_i].left)
		routes_are(strangers[_i].prefix, strangers[_i].left);
	else /* both had the hop, and the other one of the two is left */
		routes_are(V4, V4 " via 192.0.2.3 dev eth0 proto static\n");
}
END_TEST

/* Each hop of a route is a row: the others stay with what they are, whoever made the route. */
static const char *const parts[][3] = {
	{PEER_IPV4, "192.0.2.3", "198.51.100.9"},
	{PEER_IPV6, "2001:db8:1::3", "2001:db8:2::9"},
};

START_TEST(a_hop_of_several_goes_alone)
{
	static const char *const left[2][3] = {
		{V4 " proto bgp metric 3 mtu 1300 + via 192.0.2.3 dev eth0 weight 2 + via "
		    "198.51.100.9 dev eth1 weight 5\n",
		 V4 " proto bgp metric 3 mtu 1300 + via " PEER_IPV4
		    " dev eth0 weight 1 + via 198.51.100.9 dev eth1 weight 5\n",
		 V4 " proto bgp metric 3 mtu 1300 + via " PEER_IPV4
		    " dev eth0 weight 1 + via 192.0.2.3 dev eth0 weight 2\n"},
		{V6 " proto bgp metric 3 mtu 1300 + via 2001:db8:1::3 dev eth0 weight 2 + via "
		    "2001:db8:2::9 dev eth1 weight 5\n",
		 V6 " proto bgp metric 3 mtu 1300 + via " PEER_IPV6
		    " dev eth0 weight 1 + via 2001:db8:2::9 dev eth1 weight 5\n",
		 V6 " proto bgp metric 3 mtu 1300 + via " PEER_IPV6
		    " dev eth0 weight 1 + via 2001:db8:1::3 dev eth0 weight 2\n"},
	};
	int family = _i / 3;
	const char *const *hop = parts[family];

	run("ip route add %s proto bgp metric 3 mtu 1300 nexthop via %s dev eth0 nexthop via %s "
	    "dev eth0 weight 2 nexthop via %s dev eth1 weight 5",
	    prefixes[family], hop[0], hop[1], hop[2]);
	forward_delete(prefixes[family], hop[_i % 3], _i % 3 == 2 ? "eth1" : "eth0");
	routes_are(prefixes[family], left[family][_i % 3]);
}
END_TEST

START_TEST(with_the_last_hop_goes_the_route)
{
	run("ip route add %s nexthop via %s dev eth0 nexthop via %s dev eth1", prefixes[_i],
	    hops[_i], other_hops[_i]);
	forward_delete(prefixes[_i], hops[_i], "eth0");
	forward_delete(prefixes[_i], other_hops[_i], "eth1");
	routes_are(prefixes[_i], "");
}
END_TEST

START_TEST(a_route_of_a_nexthop_object_can_be_deleted)
{
	run("ip nexthop add id 7 via %s dev eth0", hops[_i]);
	run("ip -%d route add %s nhid 7 metric 5", _i ? 6 : 4, prefixes[_i]);
	forward_delete(prefixes[_i], hops[_i], "eth0");
	routes_are(prefixes[_i], "");
}
END_TEST

/* A route for some sources hides the one for all from lookups, the kernel's own included. */
START_TEST(a_route_beside_one_for_some_sources_is_one_like_others)
{
	MIB_IPFORWARD_ROW2 row = forward_row(V6, PEER_IPV6, "eth0");
	static const char theirs[] =
		V6 " from 2001:db8:7::/64 via 2001:db8:1::7 dev eth0 metric 3\n";

	run("ip -6 route add " V6 " from 2001:db8:7::/64 via 2001:db8:1::7 dev eth0 metric 3");
	assert_code(forward_get_code(V6, PEER_IPV6, "eth0"), CODE_NO_ENTRY);
	assert_code(DeleteIpForwardEntry2(&row), CODE_NO_ENTRY);
	row.Metric = 5;
	row.Protocol = MIB_IPPROTO_NETMGMT;
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	ck_assert_uint_eq(forward_get(V6, PEER_IPV6, "eth0").Metric, 5);
	row.Metric = 6;
	forward_refuse(forward_call_create, row, CODE_DUPLICATE);
	assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
	ck_assert_uint_eq(forward_get(V6, PEER_IPV6, "eth0").Metric, 6);
	run("ip -6 route append " V6 " via " PEER_IPV6 " dev eth0 metric 9");
	assert_code(DeleteIpForwardEntry2(&row), CODE_SUCCESS);
	routes_are(V6, theirs);
}
END_TEST

/* More hops than a message usually has room for: the kernel's answer is longer than 4096 bytes,
 * and to a lookup it does not give it. ip(8) does not show such a route. */
START_TEST(a_hop_of_hundreds_goes_alone)
{
	run("cmd='ip route add " V4 " metric 5'; for i in $(seq 2 254); do "
	    "cmd=\"$cmd nexthop via 192.0.2.$i dev eth0\"; done; $cmd");
	forward_delete(V4, "192.0.2.60", "eth0");
	assert_code(forward_get_code(V4, "192.0.2.60", "eth0"), CODE_NO_ENTRY);
	forward_get(V4, "192.0.2.2", "eth0");
	forward_get(V4, "192.0.2.254", "eth0");
}
END_TEST

TEST_SUITE("route change")
{
	TCase *tcase = netns_tcase(suite, "route change", forward_setup);

	tcase_add_loop_test(tcase, a_route_is_made_and_deleted, 0, 2);
	tcase_add_loop_test(tcase, a_route_without_next_hop_is_on_the_link, 0, 2);
	tcase_add_loop_test(tcase, a_second_one_is_a_duplicate_whatever_its_metric, 0, 2);
	tcase_add_loop_test(tcase, a_route_that_somebody_else_made_is_a_duplicate, 0, 2);
	tcase_add_loop_test(tcase, routes_that_differ_in_next_hop_live_side_by_side, 0, 2);
	tcase_add_loop_test(tcase, delete_takes_all_metrics_of_a_route_and_no_other_route, 0, 2);
	tcase_add_loop_test(tcase, a_strangers_route_that_comes_first_stays, 0, STRANGERS);
	tcase_add_loop_test(tcase, a_hop_of_several_goes_alone, 0, 6);
	tcase_add_loop_test(tcase, with_the_last_hop_goes_the_route, 0, 2);
	tcase_add_loop_test(tcase, a_route_of_a_nexthop_object_can_be_deleted, 0, 2);
	tcase_add_test(tcase, a_route_beside_one_for_some_sources_is_one_like_others);
	tcase_add_test(tcase, a_hop_of_hundreds_goes_alone);
}
