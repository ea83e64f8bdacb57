/* SPDX-License-Identifier: MIT */
/* Which change of routes is told how: the table of NotifyIpInterfaceChange(3). */

#include "netns-peer.h"
#include "netns.h"
#include "notes.h"
#include "suite.h"

static HANDLE listen_to_routes(struct notes *notes, ADDRESS_FAMILY family)
{
	HANDLE handle = NULL;

	notes_name(notes, index_of("eth0"), "eth0");
	assert_code(NotifyRouteChange2(family, note_route, notes, FALSE, &handle), CODE_SUCCESS);
	return handle;
}

static void ipv4(void *arg)
{
	struct notes *notes = notes_new();
	HANDLE handle = listen_to_routes(notes, AF_INET);

	(void)arg;
	run("ip route add 10.9.0.0/16 via 192.0.2.2");
	assert_notes(notes, "route add 10.9.0.0/16 192.0.2.2 eth0\n");
	run("ip route append 10.9.0.0/16 via 192.0.2.3");
	assert_notes(notes, "route add 10.9.0.0/16 192.0.2.3 eth0\n");
	/* Windows has one row for both metrics. */
	run("ip route add 10.9.0.0/16 via 192.0.2.2 metric 7");
	assert_notes(notes, "route parameter 10.9.0.0/16 192.0.2.2 eth0\n");
	run("ip route replace 10.9.0.0/16 via 192.0.2.4");
	assert_notes(notes, "route add 10.9.0.0/16 192.0.2.4 eth0\n"
			    "route parameter 10.9.0.0/16 192.0.2.2 eth0\n");
	run("ip route replace 10.9.0.0/16 via 192.0.2.5");
	assert_notes(notes, "route add 10.9.0.0/16 192.0.2.5 eth0\n"
			    "route delete 10.9.0.0/16 192.0.2.4 eth0\n");
	run("ip route del 10.9.0.0/16 metric 7");
	assert_notes(notes, "route delete 10.9.0.0/16 192.0.2.2 eth0\n");
	run("ip route add 10.8.0.0/16 nexthop via 192.0.2.2 nexthop via 192.0.2.3");
	assert_notes(notes, "route add 10.8.0.0/16 192.0.2.2 eth0\n"
			    "route add 10.8.0.0/16 192.0.2.3 eth0\n");
	/* No rows of ours. */
	run("ip route add 10.7.0.0/16 via 192.0.2.2 table 100");
	run("ip route add blackhole 10.7.0.0/16");
	run("ip route del 10.8.0.0/16");
	assert_notes(notes, "route delete 10.8.0.0/16 192.0.2.2 eth0\n"
			    "route delete 10.8.0.0/16 192.0.2.3 eth0\n");
	assert_code(CancelMibChangeNotify2(handle), CODE_SUCCESS);
}

static void ipv6(void *arg)
{
	struct notes *notes = notes_new();
	HANDLE handle = listen_to_routes(notes, AF_INET6);

	(void)arg;
	run("ip -6 route add 2001:db8:9::/64 via 2001:db8:1::7");
	assert_notes(notes, "route add 2001:db8:9::/64 2001:db8:1::7 eth0\n");
	run("ip -6 route append 2001:db8:9::/64 via 2001:db8:1::8");
	assert_notes(notes, "route add 2001:db8:9::/64 2001:db8:1::8 eth0\n");
	run("ip -6 route del 2001:db8:9::/64 via 2001:db8:1::7");
	assert_notes(notes, "route delete 2001:db8:9::/64 2001:db8:1::7 eth0\n");
	run("ip -6 route replace 2001:db8:9::/64 via 2001:db8:1::9");
	assert_notes(notes, "route add 2001:db8:9::/64 2001:db8:1::9 eth0\n"
			    "route delete 2001:db8:9::/64 2001:db8:1::8 eth0\n");
	run("ip route add 10.9.0.0/16 via 192.0.2.2");
	run("ip -6 route del 2001:db8:9::/64");
	assert_notes(notes, "route delete 2001:db8:9::/64 2001:db8:1::9 eth0\n");
	assert_code(CancelMibChangeNotify2(handle), CODE_SUCCESS);
}

/* Of which the kernel says nothing about routes. */
static void gone_without_a_notice(void *arg)
{
	struct notes *notes = notes_new();
	HANDLE handle = listen_to_routes(notes, AF_UNSPEC);

	(void)arg;
	run("ip route add 10.9.0.0/16 via 192.0.2.2");
	run("ip link set eth0 down");
	await_line(notes, "route delete 10.9.0.0/16 192.0.2.2 eth0");
	await_line(notes, "route delete 192.0.2.0/24 0.0.0.0 eth0");
	await_line(notes, "route delete 2001:db8:1::/64 :: eth0");
	forget_notes(notes);
	run("ip link set eth0 up");
	await_line(notes, "route add 192.0.2.0/24 0.0.0.0 eth0");
	run("ip route add 10.9.0.0/16 via 192.0.2.2");
	run("ip addr flush dev eth0");
	await_line(notes, "route delete 10.9.0.0/16 192.0.2.2 eth0");
	await_line(notes, "route delete 192.0.2.1/32 0.0.0.0 eth0");
	run("ip nexthop add id 7 via 192.0.2.2 dev eth0 onlink");
	run("ip route add 10.6.0.0/16 nhid 7");
	await_line(notes, "route add 10.6.0.0/16 192.0.2.2 eth0");
	run("ip nexthop del id 7");
	await_line(notes, "route delete 10.6.0.0/16 192.0.2.2 eth0");
	run("ip route add 10.5.0.0/16 dev eth0");
	await_line(notes, "route add 10.5.0.0/16 0.0.0.0 eth0");
	run("ip link del eth0");
	await_line(notes, "route delete 10.5.0.0/16 0.0.0.0 eth0");
	assert_code(CancelMibChangeNotify2(handle), CODE_SUCCESS);
}

static const child_fn tests[] = {ipv4, ipv6, gone_without_a_notice};

START_TEST(is_told)
{
	in_child(tests[_i], NULL);
}
END_TEST

TEST_SUITE("notify routes")
{
	TCase *tcase = netns_tcase(suite, "routes", peer_setup);

	tcase_add_loop_test(tcase, is_told, 0, sizeof(tests) / sizeof(tests[0]));
}
