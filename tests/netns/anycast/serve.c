/* SPDX-License-Identifier: MIT */
/* What a peer finds at an anycast address, while its creator lives and after that. */

#include <stdlib.h>
#include <string.h>

#include "netns-row.h"
#include "netns.h"
#include "suite.h"

#define OFF_LINK "fe3f::2000"

static const char *const addresses[] = {"2001:db8:1::53", OFF_LINK, "192.0.2.53"};
#define ADDRESSES (int)(sizeof(addresses) / sizeof(addresses[0]))

static void setup(void)
{
	peer_setup();
	peer_run("ip route add " OFF_LINK "/128 dev peer0");
}

static void create_it(void *addr)
{
	assert_code(create(addr, "eth0"), CODE_SUCCESS);
}

static void delete_it(void *addr)
{
	assert_code(delete (addr, "eth0"), CODE_SUCCESS);
}

START_TEST(a_peer_reaches_the_address_at_once)
{
	assert_code(create(addresses[_i], "eth0"), CODE_SUCCESS);
	prove_served(addresses[_i]);
	delete_ok(addresses[_i], "eth0");
}
END_TEST

/* No warming up: the first thing that happens after Create is the peer's connection. */
START_TEST(a_connection_is_possible_as_soon_as_create_returns)
{
	struct server server = serve(SOCK_STREAM, strchr(addresses[_i], ':') ? "::" : "0.0.0.0");

	assert_code(create(addresses[_i], "eth0"), CODE_SUCCESS);
	ck_assert(tcp_reaches(addresses[_i], server.port));
	stop_serving(server);
}
END_TEST

START_TEST(a_peer_reaches_the_address_after_the_creator_has_ended)
{
	char addr[64];

	strcpy(addr, addresses[_i]);
	in_child(create_it, addr);
	judge_entry(addr, "eth0");
	agree();
	prove_served(addr);
	assert_code(create(addr, "eth0"), CODE_DUPLICATE);
	in_child(delete_it, addr);
	judge_nothing(addr);
	await_no_holders();
}
END_TEST

START_TEST(programs_can_bind_to_the_address_exactly_while_it_is_an_entry)
{
	ck_assert(!can_bind(SOCK_STREAM, addresses[_i]));
	create_ok(addresses[_i], "eth0");
	ck_assert(can_bind(SOCK_STREAM, addresses[_i]));
	ck_assert(can_bind(SOCK_DGRAM, addresses[_i]));
	delete_ok(addresses[_i], "eth0");
	ck_assert(!can_bind(SOCK_STREAM, addresses[_i]));
	ck_assert(!can_bind(SOCK_DGRAM, addresses[_i]));
}
END_TEST

START_TEST(a_peer_no_longer_reaches_a_deleted_address)
{
	struct server server = serve(SOCK_STREAM, strchr(addresses[_i], ':') ? "::" : "0.0.0.0");

	create_ok(addresses[_i], "eth0");
	ck_assert(tcp_reaches(addresses[_i], server.port));
	delete_ok(addresses[_i], "eth0");
	ck_assert(!tcp_reaches(addresses[_i], server.port));
	ck_assert(!neighbour_resolves(addresses[_i]));
	stop_serving(server);
}
END_TEST

/* Without keep_addr_on_down the way back to the peer would be gone; that is not ours to heal. */
START_TEST(a_peer_reaches_the_address_again_when_the_link_was_down)
{
	struct server server;
	char *before = judge_snapshot();

	set_sysctl("net/ipv6/conf/eth0/keep_addr_on_down", "1");
	create_ok(addresses[_i], "eth0");
	server = serve(SOCK_STREAM, addresses[_i]);
	ck_assert(tcp_reaches(addresses[_i], server.port));
	run("ip link set eth0 down");
	agree();
	run("ip link set eth0 up");
	ck_assert(await(is_ready, "eth0"));
	ck_assert(tcp_reaches(addresses[_i], server.port));
	stop_serving(server);
	prove_served(addresses[_i]);
	judge_entry(addresses[_i], "eth0");
	delete_ok(addresses[_i], "eth0");
	judge_unchanged(before);
}
END_TEST

START_TEST(an_entry_made_while_the_link_was_down_answers_when_it_is_up)
{
	set_sysctl("net/ipv6/conf/eth0/keep_addr_on_down", "1");
	run("ip link set eth0 down");
	create_ok(addresses[_i], "eth0");
	run("ip link set eth0 up");
	ck_assert(await(is_ready, "eth0"));
	prove_served(addresses[_i]);
	judge_entry(addresses[_i], "eth0");
}
END_TEST

START_TEST(loss_of_carrier_does_no_harm)
{
	assert_code(create(addresses[_i], "eth0"), CODE_SUCCESS);
	peer_run("ip link set peer0 down");
	agree();
	peer_run("ip link set peer0 up");
	/* the peer's own IPv6 address and routes went with its link */
	peer_run("ip address add " PEER_IPV6 "/64 dev peer0 nodad");
	peer_run("ip route add " OFF_LINK "/128 dev peer0");
	ck_assert(await(is_ready, "eth0"));
	prove_served(addresses[_i]);
}
END_TEST

/* An anycast address is no source by itself: the peer must see the interface's own. */
START_TEST(the_address_is_not_chosen_as_a_source)
{
	char *route;

	create_ok("2001:db8:1::53", "eth0");
	create_ok("2001:db8:1::0", "lo");
	route = output_of("ip -6 route get " PEER_IPV6);
	ck_assert_msg(strstr(route, "src " OUR_IPV6 " "), "%s", route);
	free(route);
}
END_TEST

START_TEST(a_link_local_entry_answers_ping_and_resolution)
{
	peer_give_link_local();
	create_ok("fe80::53", "eth0");
	ck_assert(neighbour_resolves("fe80::53"));
	delete_ok("fe80::53", "eth0");
	judge_nothing("fe80::53");
	ck_assert(!neighbour_resolves("fe80::53"));
}
END_TEST

static bool link_local_served(const void *addr)
{
	return judge_route(addr, 4); /* RTN_ANYCAST, without which the kernel answers nothing */
}

START_TEST(a_link_local_entry_answers_again_when_the_link_was_down)
{
	peer_give_link_local();
	create_ok("fe80::53", "eth0");
	run("ip link set eth0 down");
	run("ip link set eth0 up");
	ck_assert(await(is_ready, "eth0"));
	ck_assert_msg(await(link_local_served, "fe80::53"), "the membership was not renewed");
	agree();
	ck_assert(neighbour_resolves("fe80::53"));
	delete_ok("fe80::53", "eth0");
	judge_nothing("fe80::53");
}
END_TEST

TEST_SUITE("anycast service")
{
	TCase *tcase = netns_tcase(suite, "peer", setup);

	tcase_add_loop_test(tcase, a_connection_is_possible_as_soon_as_create_returns, 0,
			    ADDRESSES);
	tcase_add_loop_test(tcase, a_peer_reaches_the_address_at_once, 0, ADDRESSES);
	tcase_add_loop_test(tcase, a_peer_reaches_the_address_after_the_creator_has_ended, 0,
			    ADDRESSES);
	tcase_add_loop_test(tcase, programs_can_bind_to_the_address_exactly_while_it_is_an_entry, 0,
			    ADDRESSES);
	tcase_add_loop_test(tcase, a_peer_no_longer_reaches_a_deleted_address, 0, ADDRESSES);
	tcase_add_test(tcase, the_address_is_not_chosen_as_a_source);

	tcase = netns_tcase(suite, "link", setup);
	tcase_add_loop_test(tcase, a_peer_reaches_the_address_again_when_the_link_was_down, 0,
			    ADDRESSES);
	tcase_add_loop_test(tcase, an_entry_made_while_the_link_was_down_answers_when_it_is_up, 0,
			    ADDRESSES);
	tcase_add_loop_test(tcase, loss_of_carrier_does_no_harm, 0, ADDRESSES);

	tcase = netns_tcase(suite, "link-local", setup);
	tcase_add_test(tcase, a_link_local_entry_answers_ping_and_resolution);
	tcase_add_test(tcase, a_link_local_entry_answers_again_when_the_link_was_down);
}
