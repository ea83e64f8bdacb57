/* SPDX-License-Identifier: MIT */
/* What the kernel answers for a family that it does not have. This stands for a kernel without
 * IPv6, which has nobody for IPv6 as no kernel has anybody for this one: tests/vm/no-ipv6.c runs on
 * one. */

#include <errno.h>

#include <linux/rtnetlink.h>

#include "addresses.h"
#include "family.h"
#include "neighbor.h"
#include "netns-peer.h"
#include "netns.h"
#include "route.h"
#include "suite.h"

#define NOBODYS AF_NETBEUI /* reserved since Linux 2.2, and never taken */

static int count_message(const struct nlmsghdr *nlh, void *count)
{
	(void)nlh;
	++*(int *)count;
	return 0;
}

static int count_route(const struct iph_route *route, void *count)
{
	(void)route;
	++*(int *)count;
	return 0;
}

static int count_neighbor(const struct iph_neighbor *neighbor, void *count)
{
	(void)neighbor;
	++*(int *)count;
	return 0;
}

static int read_addresses(struct iph_nl *nl, uint8_t family, int *count)
{
	const struct iph_nl_sink sink = {.message = count_message, .arg = count};

	return iph_addresses_dump(nl, RTM_GETADDR, family, 0, &sink);
}

static int read_routes(struct iph_nl *nl, uint8_t family, int *count)
{
	const struct iph_route_sink sink = {.entry = count_route, .arg = count};

	return iph_route_dump(nl, family, RT_TABLE_LOCAL, 0, &sink);
}

static int read_neighbors(struct iph_nl *nl, uint8_t family, int *count)
{
	const struct iph_neighbor_sink sink = {.entry = count_neighbor, .arg = count};

	return iph_neighbor_read(nl, family, 0, &sink);
}

typedef int (*reading)(struct iph_nl *nl, uint8_t family, int *count);
static const reading readings[] = {read_addresses, read_routes, read_neighbors};
#define READINGS 3

static void make_some(void)
{
	peer_setup();
	run_ip("neighbour add 192.0.2.9 lladdr 02:00:00:00:00:09 dev eth0\n"
	       "neighbour add 2001:db8:1::9 lladdr 02:00:00:00:00:09 dev eth0");
}

START_TEST(a_family_that_nobody_has_is_not_supported)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int count = 0;

	ck_assert_int_eq(iph_nl_open(NETLINK_ROUTE, &nl), 0);
	ck_assert_int_eq(readings[_i](&nl, NOBODYS, &count), -EAFNOSUPPORT);
	ck_assert_int_eq(count, 0);
	ck_assert_int_eq(iph_family_check(NOBODYS), -EAFNOSUPPORT);
	/* the socket can be used for more */
	ck_assert_int_eq(readings[_i](&nl, AF_INET, &count), 0);
	ck_assert_int_gt(count, 0);
}
END_TEST

START_TEST(of_one_family_there_are_none_of_the_other)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int four = 0;
	int six = 0;
	int both = 0;

	ck_assert_int_eq(iph_nl_open(NETLINK_ROUTE, &nl), 0);
	ck_assert_int_eq(readings[_i](&nl, AF_INET, &four), 0);
	ck_assert_int_eq(readings[_i](&nl, AF_INET6, &six), 0);
	ck_assert_int_eq(readings[_i](&nl, AF_UNSPEC, &both), 0);
	ck_assert_int_gt(four, 0);
	ck_assert_int_gt(six, 0);
	ck_assert_int_eq(both, four + six);
}
END_TEST

static void forget_all(void)
{
	run("ip link set lo down");
}

START_TEST(an_empty_table_of_a_family_that_is_there_is_one)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int count = 0;

	ck_assert_int_eq(iph_nl_open(NETLINK_ROUTE, &nl), 0);
	ck_assert_int_eq(readings[_i](&nl, AF_INET6, &count), 0);
	ck_assert_int_eq(count, 0);
	ck_assert_int_eq(iph_family_check(AF_INET6), 0);
}
END_TEST

TEST_SUITE("family")
{
	TCase *tcase = netns_tcase(suite, "family", make_some);

	tcase_add_loop_test(tcase, a_family_that_nobody_has_is_not_supported, 0, READINGS);
	tcase_add_loop_test(tcase, of_one_family_there_are_none_of_the_other, 0, READINGS);
	tcase = netns_tcase(suite, "nothing there", forget_all);
	tcase_add_loop_test(tcase, an_empty_table_of_a_family_that_is_there_is_one, 0, READINGS);
}
