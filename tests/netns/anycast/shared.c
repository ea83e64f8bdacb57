/* SPDX-License-Identifier: MIT */
/* The same address as an entry of several interfaces: one service address for all of them. */

#include <unistd.h>

#include "netns-row.h"
#include "netns.h"
#include "suite.h"

#define IPV6 "2001:db8:1::53"
#define IPV4 "192.0.2.53"

static const char *const interfaces[] = {"eth0", "dev0", "lo"};

static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
#define ORDERS 6

static void add_interface(void)
{
	peer_setup();
	run_ip("link add dev0 type veth peer name dev1\n"
	       "link set dev0 up\n"
	       "link set dev1 up");
	ck_assert(await(is_ready, "dev0"));
	ck_assert(await(is_ready, "dev1"));
}

/* Those of an order from a place on, and no others, have the entry. */
static void only_from(const int *order, int first, const char *addr)
{
	int i;

	for (i = 0; i < 3; i++) {
		const char *ifname = interfaces[order[i]];

		assert_code(get(addr, ifname), i < first ? CODE_NO_ENTRY : CODE_SUCCESS);
		if (i >= first)
			judge_entry(addr, ifname);
	}
	agree();
}

static void come_and_go(const char *addr, const int *coming, const int *going)
{
	char *before = judge_snapshot();
	int i;

	for (i = 0; i < 3; i++)
		create_ok(addr, interfaces[coming[i]]);
	ck_assert_uint_eq(table_count(), 3);
	for (i = 0; i < 3; i++) {
		only_from(going, i, addr);
		assert_code(create(addr, interfaces[going[i]]), CODE_DUPLICATE);
		delete_ok(addr, interfaces[going[i]]);
	}
	judge_nothing(addr);
	judge_unchanged(before);
}

/* Step and number have no common factor, so that all pairs come, and the first few differ. */
START_TEST(three_interfaces_share_an_ipv6_address_in_any_order)
{
	int pair = _i * 11 % (ORDERS * ORDERS);

	come_and_go(IPV6, orders[pair / ORDERS], orders[pair % ORDERS]);
}
END_TEST

START_TEST(three_interfaces_share_an_ipv4_address_in_any_order)
{
	come_and_go(IPV4, orders[_i], orders[ORDERS - 1 - _i]);
}
END_TEST

START_TEST(three_interfaces_share_a_link_local_address_in_any_order)
{
	come_and_go("fe80::53", orders[_i], orders[ORDERS - 1 - _i]);
}
END_TEST

START_TEST(the_address_answers_as_long_as_one_interface_has_it)
{
	struct server server;

	create_ok(IPV6, "eth0");
	create_ok(IPV6, "dev0");
	create_ok(IPV6, "lo");
	server = serve(SOCK_STREAM, IPV6);
	ck_assert(tcp_reaches(IPV6, server.port));
	delete_ok(IPV6, "lo");
	ck_assert(tcp_reaches(IPV6, server.port));
	delete_ok(IPV6, "dev0");
	ck_assert(tcp_reaches(IPV6, server.port));
	ck_assert(ping_reaches(IPV6));
	stop_serving(server);
}
END_TEST

START_TEST(a_connection_survives_the_coming_and_going_of_other_interfaces)
{
	struct server server;
	int connection;

	create_ok(IPV6, "eth0");
	server = serve(SOCK_STREAM, "::");
	connection = peer_connect(IPV6, server.port);
	ck_assert_int_ge(connection, 0);
	ck_assert(echoes(connection));
	create_ok(IPV6, "dev0");
	ck_assert(echoes(connection));
	create_ok(IPV6, "lo");
	ck_assert(echoes(connection));
	delete_ok(IPV6, "dev0");
	delete_ok(IPV6, "lo");
	ck_assert(echoes(connection));
	close(connection);
	stop_serving(server);
}
END_TEST

START_TEST(a_further_interface_that_fails_disturbs_nothing)
{
	create_ok(IPV6, "eth0");
	set_sysctl("net/ipv6/conf/dev0/disable_ipv6", "1");
	refuse(call_create, make_row(IPV6, "dev0"), CODE_NO_STACK);
	refuse(call_create, make_row_by_luid(IPV6, 0, 4242), CODE_NO_INTERFACE);
	judge_entry(IPV6, "eth0");
	prove_served(IPV6);
}
END_TEST

START_TEST(an_interface_that_is_down_shares_too)
{
	char *before;

	run("ip link set dev1 down");
	run("ip link set dev0 down");
	before = judge_snapshot();
	create_ok(IPV6, "eth0");
	create_ok(IPV6, "dev0");
	delete_ok(IPV6, "eth0");
	judge_entry(IPV6, "dev0");
	delete_ok(IPV6, "dev0");
	judge_unchanged(before);
}
END_TEST

START_TEST(a_deleted_interface_leaves_the_address_to_the_others)
{
	create_ok(IPV6, "eth0");
	create_ok(IPV6, "dev0");
	run("ip link delete dev0");
	agree();
	judge_entry(IPV6, "eth0");
	ck_assert_uint_eq(table_count(), 1);
	prove_served(IPV6);
	delete_ok(IPV6, "eth0");
	judge_nothing(IPV6);
	await_no_holders();
}
END_TEST

TEST_SUITE("anycast on several interfaces")
{
	TCase *tcase = netns_tcase(suite, "orders", add_interface);

	tcase_add_loop_test(tcase, three_interfaces_share_an_ipv6_address_in_any_order, 0,
			    many(ORDERS * ORDERS));
	tcase_add_loop_test(tcase, three_interfaces_share_an_ipv4_address_in_any_order, 0, ORDERS);
	tcase_add_loop_test(tcase, three_interfaces_share_a_link_local_address_in_any_order, 0,
			    ORDERS);

	tcase = netns_tcase(suite, "service", add_interface);
	tcase_add_test(tcase, the_address_answers_as_long_as_one_interface_has_it);
	tcase_add_test(tcase, a_connection_survives_the_coming_and_going_of_other_interfaces);
	tcase_add_test(tcase, a_further_interface_that_fails_disturbs_nothing);
	tcase_add_test(tcase, an_interface_that_is_down_shares_too);
	tcase_add_test(tcase, a_deleted_interface_leaves_the_address_to_the_others);
}
