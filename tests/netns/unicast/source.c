/* SPDX-License-Identifier: MIT */
/* SkipAsSource: what the kernel chooses then, and what a row says of it. */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "netns.h"
#include "suite.h"
#include "unicast.h"

#define FOREVER 0xffffffffu

static void skip(MIB_UNICASTIPADDRESS_ROW *row)
{
	row->SkipAsSource = TRUE;
}

static void use(MIB_UNICASTIPADDRESS_ROW *row)
{
	row->SkipAsSource = FALSE;
}

static void create_skipped(const char *addr, int prefix_length, const char *ifname)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_row(addr, prefix_length, ifname);

	row.SkipAsSource = TRUE;
	assert_code(unicast_create(row), CODE_SUCCESS);
	ck_assert(await(is_settled, NULL));
}

/* An address of ours that the peer routes packets to, and everything beyond. */
static void route_to_peer(void)
{
	peer_setup();
	run("ip -4 route add default via " PEER_IPV4);
	run("ip -6 route add default via " PEER_IPV6);
}

START_TEST(an_ipv6_address_is_skipped_and_yet_preferred)
{
	MIB_UNICASTIPADDRESS_ROW row;

	/* closer to the destination than ours, so that the kernel would take it (RFC 6724 rule 8)
	 */
	run("ip address add 2001:db8:9::6/64 dev eth0 nodad");
	ck_assert(await(is_settled, NULL));
	source_is("2001:db8:9::9", "2001:db8:9::6");
	run("ip address delete 2001:db8:9::6/64 dev eth0");
	create_skipped("2001:db8:9::6", 64, "eth0");
	source_is("2001:db8:9::9", OUR_IPV6);
	row = unicast_get("2001:db8:9::6", "eth0");
	ck_assert(row.SkipAsSource);
	ck_assert_int_eq(row.DadState, IpDadStatePreferred);
	ck_assert_uint_eq(row.PreferredLifetime, FOREVER);
	ck_assert_uint_eq(row.ValidLifetime, FOREVER);
	ck_assert_int_eq(row.PrefixOrigin, IpPrefixOriginManual);
	ck_assert_int_eq(row.SuffixOrigin, IpSuffixOriginManual);
	ip_says("2001:db8:9::6", "eth0", ".deprecated", "true");
}
END_TEST

START_TEST(set_changes_whether_an_ipv6_address_is_skipped)
{
	unicast_create_ok("2001:db8:9::6", 64, "eth0");
	ck_assert(await(is_settled, NULL));
	source_is("2001:db8:9::9", "2001:db8:9::6");
	ck_assert(unicast_set("2001:db8:9::6", "eth0", skip).SkipAsSource);
	source_is("2001:db8:9::9", OUR_IPV6);
	ck_assert(!unicast_set("2001:db8:9::6", "eth0", use).SkipAsSource);
	source_is("2001:db8:9::9", "2001:db8:9::6");
	ip_says("2001:db8:9::6", "eth0", ".preferred_life_time", "4294967295");
}
END_TEST

START_TEST(a_skipped_ipv6_address_has_its_valid_lifetime_twice)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_row("2001:db8:9::6", 64, "eth0");

	row.SkipAsSource = TRUE;
	row.ValidLifetime = 5000;
	row.PreferredLifetime = 100;
	assert_code(unicast_create(row), CODE_SUCCESS);
	ck_assert(await(is_settled, NULL));
	row = unicast_get("2001:db8:9::6", "eth0");
	ck_assert_uint_ge(row.ValidLifetime, 4990);
	ck_assert_uint_eq(row.PreferredLifetime, row.ValidLifetime);
}
END_TEST

START_TEST(a_skipped_address_can_be_bound_to_and_answers)
{
	static const char *const addrs[] = {"2001:db8:1::6", "192.0.2.6"};

	create_skipped(addrs[_i], _i ? 32 : 128, "eth0");
	ck_assert(can_bind(SOCK_STREAM, addrs[_i]));
	ck_assert(ping_reaches(addrs[_i]));
}
END_TEST

/* Without the wish the kernel takes the first address of the interface. */
START_TEST(an_ipv4_address_of_its_own_is_skipped)
{
	run("ip address flush dev eth0");
	run("ip link set eth0 up && ip -4 address add 192.0.2.6/32 dev eth0");
	run("ip address add 203.0.113.1/32 dev lo");
	run("ip route add default dev eth0");
	source_is("198.51.100.1", "192.0.2.6");
	run("ip -4 address flush dev eth0");
	create_skipped("192.0.2.6", 32, "eth0");
	run("ip route replace default dev eth0");
	source_is("198.51.100.1", "203.0.113.1");
	ck_assert(unicast_get("192.0.2.6", "eth0").SkipAsSource);
	ip_says("192.0.2.6", "eth0", ".scope", "host");
}
END_TEST

START_TEST(set_changes_whether_an_ipv4_address_is_skipped)
{
	struct server server;
	int fd;

	unicast_create_ok("192.0.2.6", 32, "eth0");
	peer_run("ip route add 192.0.2.6/32 dev peer0");
	server = serve(SOCK_STREAM, "192.0.2.6");
	fd = peer_connect("192.0.2.6", server.port);
	ck_assert(unicast_set("192.0.2.6", "eth0", skip).SkipAsSource);
	ip_says("192.0.2.6", "eth0", ".scope", "host");
	ck_assert(echoes(fd));
	ck_assert(!unicast_set("192.0.2.6", "eth0", use).SkipAsSource);
	ip_says("192.0.2.6", "eth0", ".scope", "global");
	ck_assert(echoes(fd));
	unicast_agree();
	close(fd);
	stop_serving(server);
}
END_TEST

/* The kernel chooses none but the first of a subnet. */
START_TEST(an_ipv4_address_beside_another_of_its_subnet_is_skipped)
{
	create_skipped("192.0.2.6", 24, "eth0");
	ck_assert(unicast_get("192.0.2.6", "eth0").SkipAsSource);
	ip_says("192.0.2.6", "eth0", ".secondary", "true");
	source_is(PEER_IPV4, OUR_IPV4);
	source_is("198.51.100.1", OUR_IPV4);
	ck_assert(!unicast_set("192.0.2.6", "eth0", use).SkipAsSource);
	ck_assert(unicast_set("192.0.2.6", "eth0", skip).SkipAsSource);
}
END_TEST

/* What the manual page says cannot be done. */
START_TEST(the_first_ipv4_address_of_a_subnet_keeps_the_wish_only)
{
	create_skipped("198.51.100.6", 24, "eth0");
	ck_assert(unicast_get("198.51.100.6", "eth0").SkipAsSource);
	source_is("198.51.100.1", "198.51.100.6");
	source_is("203.0.113.1", OUR_IPV4);
	/* and does not keep others from adding theirs */
	run("ip address add 198.51.100.7/24 dev eth0");
}
END_TEST

static void to_subnet(MIB_UNICASTIPADDRESS_ROW *row)
{
	row->OnLinkPrefixLength = 24;
}

START_TEST(a_skipped_ipv4_address_can_move_into_a_subnet)
{
	create_skipped("192.0.2.6", 32, "eth0");
	ck_assert(unicast_set("192.0.2.6", "eth0", to_subnet).SkipAsSource);
	ip_says("192.0.2.6", "eth0", ".scope", "global");
	ip_says("192.0.2.6", "eth0", ".prefixlen", "24");
	source_is("198.51.100.1", OUR_IPV4);
}
END_TEST

START_TEST(others_that_change_the_address_take_the_mark_away)
{
	create_skipped("2001:db8:9::6", 64, "eth0");
	run("ip address change 2001:db8:9::6/64 dev eth0 preferred_lft 1000 valid_lft 2000");
	ck_assert(!unicast_get("2001:db8:9::6", "eth0").SkipAsSource);
	source_is("2001:db8:9::9", "2001:db8:9::6");
}
END_TEST

TEST_SUITE("SkipAsSource")
{
	TCase *tcase = netns_tcase(suite, "SkipAsSource", route_to_peer);

	tcase_add_test(tcase, an_ipv6_address_is_skipped_and_yet_preferred);
	tcase_add_test(tcase, set_changes_whether_an_ipv6_address_is_skipped);
	tcase_add_test(tcase, a_skipped_ipv6_address_has_its_valid_lifetime_twice);
	tcase_add_loop_test(tcase, a_skipped_address_can_be_bound_to_and_answers, 0, 2);
	tcase_add_test(tcase, an_ipv4_address_of_its_own_is_skipped);
	tcase_add_test(tcase, set_changes_whether_an_ipv4_address_is_skipped);
	tcase_add_test(tcase, an_ipv4_address_beside_another_of_its_subnet_is_skipped);
	tcase_add_test(tcase, the_first_ipv4_address_of_a_subnet_keeps_the_wish_only);
	tcase_add_test(tcase, a_skipped_ipv4_address_can_move_into_a_subnet);
	tcase_add_test(tcase, others_that_change_the_address_take_the_mark_away);
}
