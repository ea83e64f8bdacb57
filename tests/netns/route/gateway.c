/* SPDX-License-Identifier: MIT */
/* Gateways that the kernel would not take again as it has them, and those of this machine. */

#include <stdlib.h>
#include <string.h>

#include "forward.h"
#include "suite.h"

#define V4 "203.0.113.0/24"
#define V6 "2001:db8:99::/48"

static const char *const prefixes[] = {V4, V6};
static const char *const covers[] = {"203.0.114.0/24", "2001:db8:55::/64"};
static const char *const far_hops[] = {"203.0.114.1", "2001:db8:55::1"};

/* Adds the routes while a route covers their gateway, and then takes that one away. */
static void add_uncovered(int family, const char *routes)
{
	run("ip route add %s dev eth0", covers[family]);
	run("%s", routes);
	run("ip route del %s dev eth0", covers[family]);
}

START_TEST(a_route_whose_gateway_is_covered_no_more_can_be_set)
{
	MIB_IPFORWARD_ROW2 row = forward_row(prefixes[_i], far_hops[_i], "eth0");

	add_uncovered(_i, _i ? "ip route add " V6 " via 2001:db8:55::1 metric 5"
			     : "ip route add " V4 " via 203.0.114.1 metric 5");
	row.Metric = 6;
	assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
	routes_are(prefixes[_i], _i ? V6 " via 2001:db8:55::1 dev eth0 metric 6 onlink\n"
				    : V4 " via 203.0.114.1 dev eth0 metric 6 onlink\n");
}
END_TEST

/* Of IPv6 the old one has to go before the new one is there. */
START_TEST(so_can_its_protocol)
{
	MIB_IPFORWARD_ROW2 row = forward_row(V6, far_hops[1], "eth0");

	add_uncovered(1, "ip route add " V6 " via 2001:db8:55::1 metric 6 proto 140");
	row.Protocol = RouteProtocolBgp;
	assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
	routes_are(V6, V6 " via 2001:db8:55::1 dev eth0 proto 141 metric 6 onlink\n");
}
END_TEST

/* The kernel takes that gateway in no way any more: so the route stays as it is. */
START_TEST(a_route_whose_gateway_is_of_another_interface_now_stays)
{
	MIB_IPFORWARD_ROW2 row = forward_row(V6, far_hops[1], "eth0");

	add_uncovered(1, "ip route add " V6 " via 2001:db8:55::1 metric 6 proto 140");
	run("ip route add %s dev eth1", covers[1]);
	row.Protocol = RouteProtocolBgp;
	forward_refuse(forward_call_set, row, CODE_CANNOT_CHANGE);
	row.Protocol = (NL_ROUTE_PROTOCOL)-1;
	row.Metric = 7;
	forward_refuse(forward_call_set, row, CODE_CANNOT_CHANGE);
}
END_TEST

START_TEST(a_hop_goes_though_the_gateway_of_another_is_covered_no_more)
{
	add_uncovered(0, "ip route add " V4 " nexthop via 203.0.114.1 dev eth0 "
			 "nexthop via " PEER_IPV4 " dev eth0 nexthop dev eth1");
	forward_delete(V4, PEER_IPV4, "eth0");
	routes_are(V4, V4 " + via 203.0.114.1 dev eth0 weight 1 onlink + dev eth1 weight 1\n");
}
END_TEST

/* The kernel's refusal of the first try has the whole request in it. */
START_TEST(so_does_one_of_a_hundred)
{
	add_uncovered(0, "cmd='ip route add " V4 " nexthop via 203.0.114.1 dev eth0'; "
			 "for i in $(seq 10 109); do "
			 "cmd=\"$cmd nexthop via 192.0.2.$i dev eth0\"; done; $cmd");
	forward_delete(V4, "192.0.2.60", "eth0");
	run("test \"$(ip -4 route show " V4 " | grep -c 'nexthop.*onlink')\" = 100");
	run("! ip -4 route show " V4 " | grep -w 192.0.2.60");
}
END_TEST

/* A request for the second deletes the first, as it cannot say "no gateway". */
START_TEST(a_strangers_route_whose_gateway_is_covered_no_more_stays)
{
	add_uncovered(0, "ip route add " V4 " via 203.0.114.1 dev eth0 proto static && "
			 "ip route append " V4 " dev eth0 scope global proto static");
	forward_delete(V4, NULL, "eth0");
	routes_are(V4, V4 " via 203.0.114.1 dev eth0 proto static onlink\n");
}
END_TEST

static bool is_told_down(const void *unused)
{
	char *output = output_of("ip -4 route show " V4 " | grep -w linkdown || :");
	bool told = *output;

	(void)unused;
	free(output);
	return told;
}

/* Some flags of a hop are the kernel's own, and it refuses a route that is given them. */
START_TEST(a_strangers_route_with_a_hop_without_carrier_stays)
{
	run("ip route add " V4 " proto static nexthop via " PEER_IPV4
	    " dev eth0 nexthop via 198.51.100.9 dev eth1 weight 3");
	run("ip route append " V4 " dev eth0 scope global proto static");
	run("ip link set far1 down");
	ck_assert(await(is_told_down, NULL));
	forward_delete(V4, NULL, "eth0");
	routes_are(V4, V4 " proto static + via " PEER_IPV4
			  " dev eth0 weight 1 + via 198.51.100.9 dev eth1 weight 3 linkdown\n");
}
END_TEST

/* Whichever of them a lookup finds. */
START_TEST(an_own_address_that_two_interfaces_have_is_on_the_link)
{
	static const char *const names[] = {"eth0", "eth1"};

	run_ip("address add fe80::bb/64 dev eth0 nodad\n"
	       "address add fe80::bb/64 dev eth1 nodad");
	ck_assert(await(is_settled, NULL));
	forward_create(V6, "fe80::bb", names[_i]);
	routes_are(V6,
		   _i ? V6 " dev eth1 proto 130 metric 1\n" : V6 " dev eth0 proto 130 metric 1\n");
	forward_refuse(forward_call_create, forward_row(V6, NULL, names[_i]), CODE_DUPLICATE);
	forward_delete(V6, NULL, names[_i]);
}
END_TEST

/* To the kernel what packets are refused by is the same as a route on that link. */
START_TEST(a_strangers_refusal_of_the_same_metric_stays)
{
	MIB_IPFORWARD_ROW2 row = forward_row(V6, NULL, "lo");

	run("ip -6 route add blackhole " V6 " metric 5");
	row.Metric = 5;
	forward_refuse(forward_call_create, row, CODE_DUPLICATE);
}
END_TEST

/* Beside a route for some sources alone no lookup finds it. */
START_TEST(a_strangers_route_that_no_lookup_finds_stays)
{
	MIB_IPFORWARD_ROW2 row = forward_row(V6, PEER_IPV6, "eth0");

	run("ip -6 route add " V6 " via " PEER_IPV6 " dev eth0 metric 5 proto bgp mtu 1300");
	run("ip -6 route add " V6 " from 2001:db8:1::/64 via " PEER_IPV6 " dev eth0 metric 5");
	row.Metric = 5;
	forward_refuse(forward_call_create, row, CODE_DUPLICATE);
}
END_TEST

/* Windows would take it. */
START_TEST(an_address_of_another_interface_is_not_supported)
{
	static const char *const others[] = {OTHER_IPV4, OTHER_IPV6};

	forward_refuse(forward_call_create, forward_row(prefixes[_i], others[_i], "eth0"),
		       CODE_CANNOT_CHANGE);
}
END_TEST

TEST_SUITE("route gateway")
{
	TCase *tcase = netns_tcase(suite, "route gateway", forward_setup);

	tcase_add_loop_test(tcase, a_route_whose_gateway_is_covered_no_more_can_be_set, 0, 2);
	tcase_add_test(tcase, so_can_its_protocol);
	tcase_add_test(tcase, a_route_whose_gateway_is_of_another_interface_now_stays);
	tcase_add_test(tcase, a_hop_goes_though_the_gateway_of_another_is_covered_no_more);
	tcase_add_test(tcase, so_does_one_of_a_hundred);
	tcase_add_test(tcase, a_strangers_route_whose_gateway_is_covered_no_more_stays);
	tcase_add_test(tcase, a_strangers_route_with_a_hop_without_carrier_stays);
	tcase_add_loop_test(tcase, an_own_address_that_two_interfaces_have_is_on_the_link, 0, 2);
	tcase_add_test(tcase, a_strangers_refusal_of_the_same_metric_stays);
	tcase_add_test(tcase, a_strangers_route_that_no_lookup_finds_stays);
	tcase_add_loop_test(tcase, an_address_of_another_interface_is_not_supported, 0, 2);
}
