/* SPDX-License-Identifier: MIT */
/* Packets take the routes that were made, and no longer when those are gone; and what becomes of
 * routes when their interface goes down, away or elsewhere. */

#include <stdlib.h>
#include <string.h>

#include "forward.h"
#include "suite.h"

#define V4 "203.0.113.0/24"
#define V6 "2001:db8:99::/48"

static const char *const prefixes[] = {V4, V6};
static const char *const hops[] = {PEER_IPV4, PEER_IPV6};
static const char *const far[] = {"203.0.113.9", "2001:db8:99::9"};

static bool reaches(const char *addr)
{
	return try_run("ping -n -c 1 -W 10 %s >/dev/null 2>&1", addr);
}

static void far_setup(void)
{
	forward_setup();
	peer_run("ip address add 203.0.113.9/32 dev lo; "
		 "ip address add 2001:db8:99::9/128 dev lo nodad");
}

/* By way of a neighbour, and on the link itself, where the peer answers for the address. */
START_TEST(packets_take_the_route_until_it_is_deleted)
{
	ck_assert(!reaches(far[_i]));
	forward_create(prefixes[_i], hops[_i], "eth0");
	ck_assert(reaches(far[_i]));
	forward_delete(prefixes[_i], hops[_i], "eth0");
	ck_assert(!reaches(far[_i]));
}
END_TEST

/* The address of the interface itself as next hop is no next hop. */
START_TEST(an_own_address_as_next_hop_is_on_the_link)
{
	MIB_IPFORWARD_ROW2 row;
	const char *own = _i ? OUR_IPV6 : OUR_IPV4;

	peer_run("ip address del 2001:db8:99::9/128 dev lo; "
		 "ip address add 2001:db8:99::9/128 dev peer0 nodad");
	forward_create(prefixes[_i], own, "eth0");
	ck_assert(reaches(far[_i]));
	row = forward_row(prefixes[_i], own, "eth0");
	assert_code(CreateIpForwardEntry2(&row), CODE_DUPLICATE);
	assert_code(GetIpForwardEntry2(&row), CODE_SUCCESS);
	row = forward_row(prefixes[_i], own, "eth0");
	row.Metric = 9;
	assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
	routes_are(prefixes[_i], _i ? V6 " dev eth0 proto static metric 9\n"
				    : V4 " via " OUR_IPV4 " dev eth0 proto static metric 9\n");
	assert_code(DeleteIpForwardEntry2(&row), CODE_SUCCESS);
	ck_assert(!reaches(far[_i]));
	assert_code(DeleteIpForwardEntry2(&row), CODE_NO_ENTRY);
}
END_TEST

/* No route covers it, and yet it is there. */
START_TEST(a_next_hop_outside_every_subnet_is_reached)
{
	static const char *const beyond[] = {"10.99.0.1", "fd00:99::1"};

	peer_run("ip address add 10.99.0.1/32 dev peer0; "
		 "ip address add fd00:99::1/128 dev peer0 nodad");
	forward_create(prefixes[_i], beyond[_i], "eth0");
	routes_are(prefixes[_i], _i ? V6 " via fd00:99::1 dev eth0 proto 130 metric 1 onlink\n"
				    : V4 " via 10.99.0.1 dev eth0 proto static onlink\n");
	ck_assert(reaches(far[_i]));
	forward_delete(prefixes[_i], beyond[_i], "eth0");
	ck_assert(!reaches(far[_i]));
}
END_TEST

START_TEST(ipv4_goes_by_way_of_an_ipv6_neighbour)
{
	MIB_IPFORWARD_ROW2 row = forward_row(V4, PEER_IPV6, "eth0");

	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	routes_are(V4, V4 " via inet6 " PEER_IPV6 " dev eth0 proto static\n");
	ck_assert(reaches(far[0]));
	assert_code(CreateIpForwardEntry2(&row), CODE_DUPLICATE);
	row.Metric = 7;
	assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
	routes_are(V4, V4 " via inet6 " PEER_IPV6 " dev eth0 proto static metric 7\n");
	assert_code(DeleteIpForwardEntry2(&row), CODE_SUCCESS);
	routes_are(V4, "");
}
END_TEST

/* The kernel takes them, IPv4's without a word to anybody, and gives none of them back. */
START_TEST(link_down_takes_the_routes)
{
	MIB_IPFORWARD_ROW2 row = forward_row(prefixes[_i], hops[_i], "eth0");

	forward_create(prefixes[_i], hops[_i], "eth0");
	run("ip link set eth0 down");
	ck_assert_uint_eq(forward_get_code(prefixes[_i], hops[_i], "eth0"), CODE_NO_ENTRY);
	assert_code(DeleteIpForwardEntry2(&row), CODE_NO_ENTRY);
	run("ip link set eth0 up");
	ck_assert(await(is_ready, "eth0"));
	ck_assert_uint_eq(forward_get_code(prefixes[_i], hops[_i], "eth0"), CODE_NO_ENTRY);
	if (_i)
		run("ip address replace " OUR_IPV6 "/64 dev eth0 nodad");
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	ck_assert(reaches(far[_i]));
}
END_TEST

START_TEST(a_route_goes_with_its_interface)
{
	MIB_IPFORWARD_ROW2 row = forward_row(prefixes[_i], NULL, "eth1");

	row.InterfaceLuid.Value = luid_of("eth1");
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	run("ip link delete eth1");
	assert_code(DeleteIpForwardEntry2(&row), CODE_NO_INTERFACE);
	assert_code(CreateIpForwardEntry2(&row), CODE_NO_INTERFACE);
	routes_are(prefixes[_i], "");
}
END_TEST

START_TEST(a_renamed_interface_keeps_its_routes)
{
	MIB_IPFORWARD_ROW2 row = forward_row(prefixes[_i], hops[_i], "eth0");

	row.InterfaceLuid.Value = luid_of("eth0");
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	/* before Linux 6.2 only one that is down, and so has no routes */
	if (!try_run("ip link set eth0 name wan0"))
		return;
	assert_code(CreateIpForwardEntry2(&row), CODE_DUPLICATE);
	assert_code(DeleteIpForwardEntry2(&row), CODE_SUCCESS);
	routes_are(prefixes[_i], "");
}
END_TEST

START_TEST(an_enslaved_interface_keeps_its_routes)
{
	run("ip link add br0 type bridge");
	forward_create(prefixes[_i], NULL, "eth1");
	run("ip link set eth1 master br0");
	forward_delete(prefixes[_i], NULL, "eth1");
	routes_are(prefixes[_i], "");
}
END_TEST

START_TEST(without_a_carrier_routes_are_made_and_deleted)
{
	run("ip link set far1 down");
	set_sysctl("net/ipv4/conf/eth1/ignore_routes_with_linkdown", "1");
	set_sysctl("net/ipv6/conf/eth1/ignore_routes_with_linkdown", "1");
	forward_create(prefixes[_i], NULL, "eth1");
	forward_create(prefixes[_i], _i ? "2001:db8:2::9" : "198.51.100.9", "eth1");
	forward_delete(prefixes[_i], NULL, "eth1");
	forward_delete(prefixes[_i], _i ? "2001:db8:2::9" : "198.51.100.9", "eth1");
	routes_are(prefixes[_i], "");
}
END_TEST

TEST_SUITE("route packets")
{
	TCase *tcase = netns_tcase(suite, "route packets", far_setup);

	tcase_add_loop_test(tcase, packets_take_the_route_until_it_is_deleted, 0, 2);
	tcase_add_loop_test(tcase, an_own_address_as_next_hop_is_on_the_link, 0, 2);
	tcase_add_loop_test(tcase, a_next_hop_outside_every_subnet_is_reached, 0, 2);
	tcase_add_test(tcase, ipv4_goes_by_way_of_an_ipv6_neighbour);
	tcase_add_loop_test(tcase, link_down_takes_the_routes, 0, 2);
	tcase_add_loop_test(tcase, a_route_goes_with_its_interface, 0, 2);
	tcase_add_loop_test(tcase, a_renamed_interface_keeps_its_routes, 0, 2);
	tcase_add_loop_test(tcase, an_enslaved_interface_keeps_its_routes, 0, 2);
	tcase_add_loop_test(tcase, without_a_carrier_routes_are_made_and_deleted, 0, 2);
}
