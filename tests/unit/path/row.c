/* SPDX-License-Identifier: MIT */
/* src/kernel/tcp-metrics.c, route-exception.c and src/lib/path/row.c: messages as the kernel sends
 * them, and such as it should not, become rows or are refused. */

#include <errno.h>
#include <string.h>

#include <linux/genetlink.h>
#include <linux/neighbour.h>
#include <linux/tcp_metrics.h>

#include "codes.h"
#include "path/path.h"
#include "route-exception.h"
#include "suite.h"

static const uint8_t there[16] = {0xfe, 0x80, 0, 7, [15] = 9};
static const uint8_t here[16] = {0xfe, 0x80, 0, 7, [15] = 1};
static const uint8_t gateway[16] = {0xfe, 0x80, 0, 7, [15] = 2};

static void start_metrics(struct iph_msg *msg, uint8_t family, bool source)
{
	bool four = family == AF_INET;

	iph_msg_init(msg, 30, 0, sizeof(struct genlmsghdr));
	iph_msg_put(msg, four ? TCP_METRICS_ATTR_ADDR_IPV4 : TCP_METRICS_ATTR_ADDR_IPV6, there,
		    four ? 4 : 16);
	if (source)
		iph_msg_put(msg, four ? TCP_METRICS_ATTR_SADDR_IPV4 : TCP_METRICS_ATTR_SADDR_IPV6,
			    here, four ? 4 : 16);
}

/* As the kernel stores them, eightfold and fourfold. */
static void put_times(struct iph_msg *msg, uint32_t rtt, uint32_t deviation)
{
	struct nlattr *values = iph_msg_begin(msg, TCP_METRICS_ATTR_VALS);

	iph_msg_put_u32(msg, TCP_METRIC_RTT + 1, 77);
	iph_msg_put_u32(msg, TCP_METRIC_CWND + 1, 10);
	iph_msg_put_u32(msg, TCP_METRIC_RTT_US + 1, rtt);
	iph_msg_put_u32(msg, TCP_METRIC_RTTVAR_US + 1, deviation);
	iph_msg_end(msg, values);
}

static MIB_IPPATH_ROW row_of_metrics(const struct iph_msg *msg)
{
	struct iph_tcp_metrics metrics;
	MIB_IPPATH_ROW row;

	memset(&metrics, 0xcc, sizeof(metrics));
	memset(&row, 0xcc, sizeof(row));
	ck_assert_int_eq(iph_tcp_metrics_parse(msg->nlh, &metrics), 0);
	iph_path_row_of_metrics(&metrics, &row);
	return row;
}

static void start_route(struct iph_msg *msg, uint8_t family, bool by_gateway, uint32_t mtu)
{
	size_t len = family == AF_INET ? 4 : 16;
	struct rtmsg *rtm = iph_msg_init(msg, RTM_NEWROUTE, 0, sizeof(*rtm));
	struct nlattr *metrics;

	rtm->rtm_family = family;
	rtm->rtm_dst_len = (uint8_t)(8 * len);
	rtm->rtm_type = RTN_UNICAST;
	iph_msg_put(msg, RTA_DST, there, len);
	iph_msg_put_u32(msg, RTA_OIF, 5);
	if (by_gateway)
		iph_msg_put(msg, RTA_GATEWAY, gateway, len);
	iph_msg_put(msg, RTA_PREFSRC, here, len);
	metrics = iph_msg_begin(msg, RTA_METRICS);
	iph_msg_put_u32(msg, RTAX_HOPLIMIT, 64);
	if (mtu)
		iph_msg_put_u32(msg, RTAX_MTU, mtu);
	iph_msg_end(msg, metrics);
}

static struct iph_route route_of(const struct iph_msg *msg)
{
	struct iph_route route;

	ck_assert_int_eq(iph_route_parse(msg->nlh, &route), 0);
	return route;
}

static const struct iph_path_link ethernet = {.luid = 6ULL << 48 | 5ULL << 24,
					      .mtu = {1500, 1480},
					      .transmit_speed = 10000000000,
					      .receive_speed = 2500000,
					      .carrier = true};

static SOCKADDR_INET address(uint8_t family, const uint8_t *bytes)
{
	SOCKADDR_INET address;

	memset(&address, 0, sizeof(address));
	address.si_family = family;
	if (family == AF_INET) {
		memcpy(&address.Ipv4.sin_addr, bytes, 4);
		return address;
	}
	memcpy(&address.Ipv6.sin6_addr, bytes, 16);
	address.Ipv6.sin6_scope_id = 5;
	return address;
}

static const uint8_t families[] = {AF_INET, AF_INET6};

START_TEST(every_byte_of_a_row_is_filled)
{
	uint8_t family = families[_i];
	struct iph_neighbor neighbor = {.state = NUD_STALE, .confirmed = 1234, .updated = 77};
	MIB_IPPATH_ROW expected;
	struct iph_route route;
	MIB_IPPATH_ROW row;
	struct iph_msg msg;

	start_metrics(&msg, family, true);
	put_times(&msg, 12345 << 3, 999 << 2);
	row = row_of_metrics(&msg);
	start_route(&msg, family, true, 1300);
	route = route_of(&msg);
	iph_path_take_route(&route, &row);
	iph_path_take_link(&ethernet, &neighbor, &row);
	memset(&expected, 0, sizeof(expected));
	expected.Source = address(family, here);
	expected.Destination = address(family, there);
	expected.CurrentNextHop = address(family, gateway);
	expected.InterfaceLuid.Value = ethernet.luid;
	expected.InterfaceIndex = 5;
	expected.PathMtu = 1300;
	expected.RttMean = 13;
	expected.RttDeviation = 1;
	expected.LastReachable = 12340;
	expected.IsReachable = TRUE;
	expected.LinkTransmitSpeed = 10000000000;
	expected.LinkReceiveSpeed = 2500000;
	ck_assert_mem_eq(&row, &expected, sizeof(row));
}
END_TEST

START_TEST(an_exception_has_no_times_and_the_source_of_its_way)
{
	uint8_t family = families[_i];
	MIB_IPPATH_ROW expected;
	struct iph_route route;
	MIB_IPPATH_ROW row;
	struct iph_msg msg;

	start_route(&msg, family, false, 0);
	route = route_of(&msg);
	memset(&row, 0xcc, sizeof(row));
	iph_path_row_of_exception(&route.dst, 5, &row);
	iph_path_take_route(&route, &row);
	iph_path_take_link(&ethernet, NULL, &row);
	memset(&expected, 0, sizeof(expected));
	expected.Source = address(family, here);
	expected.Destination = expected.CurrentNextHop = address(family, there);
	expected.InterfaceLuid.Value = ethernet.luid;
	expected.InterfaceIndex = 5;
	expected.PathMtu = family == AF_INET ? 1500 : 1480;
	expected.LinkTransmitSpeed = 10000000000;
	expected.LinkReceiveSpeed = 2500000;
	ck_assert_mem_eq(&row, &expected, sizeof(row));
}
END_TEST

START_TEST(times_are_rounded_up_and_0_is_not_known)
{
	static const struct {
		uint32_t scaled;
		uint32_t rtt;
		uint32_t deviation;
	} times[] = {{0, 0, 0},
		     {8, 1, 1},
		     {8000, 1, 2},
		     {8008, 2, 3},
		     {7, 0, 1},
		     {3, 0, 0},
		     {0xffffffff, 536871, 1073742}};
	MIB_IPPATH_ROW row;
	struct iph_msg msg;

	start_metrics(&msg, AF_INET, true);
	put_times(&msg, times[_i].scaled, times[_i].scaled);
	row = row_of_metrics(&msg);
	ck_assert_uint_eq(row.RttMean, times[_i].rtt);
	ck_assert_uint_eq(row.RttDeviation, times[_i].deviation);
}
END_TEST

START_TEST(metrics_may_lack_all_but_the_destination)
{
	MIB_IPPATH_ROW expected;
	MIB_IPPATH_ROW row;
	struct iph_msg msg;

	start_metrics(&msg, AF_INET, false);
	row = row_of_metrics(&msg);
	memset(&expected, 0, sizeof(expected));
	expected.Destination = address(AF_INET, there);
	ck_assert_mem_eq(&row, &expected, sizeof(row));
}
END_TEST

static void refuse_metrics(const struct iph_msg *msg)
{
	struct iph_tcp_metrics metrics;
	struct iph_tcp_metrics before;

	memset(&metrics, 0xcc, sizeof(metrics));
	before = metrics;
	ck_assert_int_eq(iph_tcp_metrics_parse(msg->nlh, &metrics), -EBADMSG);
	ck_assert_mem_eq(&metrics, &before, sizeof(metrics));
}

START_TEST(damaged_metrics_are_refused)
{
	struct iph_msg msg;

	iph_msg_init(&msg, 30, 0, sizeof(struct genlmsghdr));
	refuse_metrics(&msg); /* without a destination */
	iph_msg_put(&msg, TCP_METRICS_ATTR_ADDR_IPV4, there, 5);
	refuse_metrics(&msg);
	start_metrics(&msg, AF_INET, false);
	iph_msg_put(&msg, TCP_METRICS_ATTR_SADDR_IPV6, here, 16);
	refuse_metrics(&msg); /* of two families */
	start_metrics(&msg, AF_INET6, false);
	iph_msg_put(&msg, TCP_METRICS_ATTR_SADDR_IPV6, here, 15);
	refuse_metrics(&msg);
	start_metrics(&msg, AF_INET, true);
	iph_msg_put(&msg, TCP_METRICS_ATTR_VALS, "abcdef", 6);
	refuse_metrics(&msg);
	start_metrics(&msg, AF_INET, true);
	msg.nlh->nlmsg_len -= 2;
	refuse_metrics(&msg);
	msg.nlh->nlmsg_len = sizeof(struct nlmsghdr) + 3;
	refuse_metrics(&msg);
}
END_TEST

static const struct {
	uint16_t state;
	bool reachable;
	uint32_t time;
} states[] = {
	{NUD_INCOMPLETE, false, 0}, {NUD_PROBE, true, 100},	{NUD_DELAY, true, 100},
	{NUD_STALE, true, 100},	    {NUD_REACHABLE, true, 100}, {NUD_PERMANENT, true, 0},
	{NUD_NOARP, true, 0},	    {NUD_FAILED, false, 200},
};
#define STATES (int)(sizeof(states) / sizeof(states[0]))

START_TEST(each_state_of_the_next_hop_has_its_time)
{
	struct iph_neighbor neighbor = {.state = states[_i].state, .confirmed = 10, .updated = 20};
	struct iph_addr dst = {.family = AF_INET, .bytes = {192, 0, 2, 1}};
	MIB_IPPATH_ROW row;

	iph_path_row_of_exception(&dst, 5, &row);
	iph_path_take_link(&ethernet, &neighbor, &row);
	ck_assert_int_eq(row.IsReachable, states[_i].reachable);
	ck_assert_uint_eq(row.LastReachable, states[_i].time);
}
END_TEST

START_TEST(where_nobody_is_looked_for_the_carrier_decides)
{
	struct iph_addr dst = {.family = AF_INET, .bytes = {192, 0, 2, 1}};
	struct iph_path_link link = ethernet;
	MIB_IPPATH_ROW row;
	int carrier;
	int none;

	for (none = 0; none < 2; none++) {
		for (carrier = 0; carrier < 2; carrier++) {
			link.no_neighbors = none;
			link.carrier = carrier;
			iph_path_row_of_exception(&dst, 5, &row);
			iph_path_take_link(&link, NULL, &row);
			ck_assert_int_eq(row.IsReachable, none && carrier);
			ck_assert_uint_eq(row.LastReachable, 0);
		}
	}
}
END_TEST

START_TEST(what_is_an_exception_is_told_by_its_end_or_its_flag)
{
	struct rta_cacheinfo info = {.rta_expires = 59900};
	struct iph_route route;
	struct iph_msg msg;

	start_route(&msg, AF_INET, true, 1300);
	((struct rtmsg *)(msg.nlh + 1))->rtm_flags = RTM_F_CLONED;
	route = route_of(&msg);
	ck_assert(!iph_route_excepted(&route)); /* as all answers of IPv4 are */
	iph_msg_put(&msg, RTA_CACHEINFO, &info, sizeof(info));
	route = route_of(&msg);
	ck_assert(iph_route_excepted(&route));
	start_route(&msg, AF_INET6, true, 1300);
	iph_msg_put(&msg, RTA_CACHEINFO, &info, sizeof(info));
	route = route_of(&msg);
	ck_assert(!iph_route_excepted(&route)); /* a router has told of it for so long */
	((struct rtmsg *)(msg.nlh + 1))->rtm_flags = RTM_F_CLONED;
	route = route_of(&msg);
	ck_assert(iph_route_excepted(&route));
}
END_TEST

START_TEST(no_source_comes_before_any_other)
{
	struct iph_addr dst = {.family = AF_INET6, .bytes = {0x20, 1}};
	struct iph_tcp_metrics metrics = {.dst = dst, .src = dst};
	MIB_IPPATH_ROW without;
	MIB_IPPATH_ROW with;

	iph_path_row_of_metrics(&metrics, &with);
	metrics.src.family = 0;
	iph_path_row_of_metrics(&metrics, &without);
	ck_assert_int_lt(iph_path_compare(&without, &with, NULL), 0);
	ck_assert_int_gt(iph_path_compare(&with, &without, NULL), 0);
	ck_assert_int_eq(iph_path_compare(&without, &without, NULL), 0);
}
END_TEST

TEST_SUITE("path rows")
{
	TCase *tcase = tcase_create("messages");

	tcase_add_loop_test(tcase, every_byte_of_a_row_is_filled, 0, 2);
	tcase_add_loop_test(tcase, an_exception_has_no_times_and_the_source_of_its_way, 0, 2);
	tcase_add_loop_test(tcase, times_are_rounded_up_and_0_is_not_known, 0, 7);
	tcase_add_test(tcase, metrics_may_lack_all_but_the_destination);
	tcase_add_test(tcase, no_source_comes_before_any_other);
	tcase_add_test(tcase, damaged_metrics_are_refused);
	tcase_add_loop_test(tcase, each_state_of_the_next_hop_has_its_time, 0, STATES);
	tcase_add_test(tcase, where_nobody_is_looked_for_the_carrier_decides);
	tcase_add_test(tcase, what_is_an_exception_is_told_by_its_end_or_its_flag);
	suite_add_tcase(suite, tcase);
}
