/* SPDX-License-Identifier: MIT */
/* src/kernel/route.c: routes from canned RTM_NEWROUTE messages. */

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <string.h>

#include "route.h"
#include "suite.h"

static struct rtmsg *start(struct iph_msg *ret_msg, uint8_t family, uint8_t length)
{
	struct rtmsg *rtm = iph_msg_init(ret_msg, RTM_NEWROUTE, 0, sizeof(*rtm));

	rtm->rtm_family = family;
	rtm->rtm_dst_len = length;
	rtm->rtm_type = RTN_UNICAST;
	rtm->rtm_table = RT_TABLE_MAIN;
	return rtm;
}

static struct iph_addr addr_of(const char *text)
{
	struct iph_addr addr = {.family = strchr(text, ':') ? AF_INET6 : AF_INET};

	ck_assert_int_eq(inet_pton(addr.family, text, addr.bytes), 1);
	return addr;
}

static void put_addr(struct iph_msg *msg, uint16_t type, const char *text)
{
	struct iph_addr addr = addr_of(text);

	iph_msg_put_addr(msg, type, &addr);
}

static void put_via(struct iph_msg *msg, uint16_t family, const char *text, size_t len)
{
	struct {
		uint16_t family;
		uint8_t bytes[16];
	} via = {.family = family};
	struct iph_addr addr = addr_of(text);

	memcpy(via.bytes, addr.bytes, sizeof(via.bytes));
	iph_msg_put(msg, RTA_VIA, &via, sizeof(via.family) + len);
}

/* A struct rtnexthop and its attributes; returns it, for a test that makes it a wrong one. */
static struct rtnexthop *put_hop(struct iph_msg *msg, int ifindex, uint8_t flags, const char *via)
{
	char *at = msg->buf + msg->nlh->nlmsg_len;
	struct rtnexthop *hop = (struct rtnexthop *)at;

	hop->rtnh_ifindex = ifindex;
	hop->rtnh_flags = flags;
	hop->rtnh_hops = (uint8_t)(ifindex - 1);
	msg->nlh->nlmsg_len += sizeof(*hop);
	if (via)
		put_addr(msg, RTA_GATEWAY, via);
	hop->rtnh_len = (uint16_t)(msg->buf + msg->nlh->nlmsg_len - at);
	return hop;
}

static void is_addr(const struct iph_addr *addr, const char *text)
{
	struct iph_addr expected = addr_of(text);

	ck_assert(iph_addr_equal(addr, &expected));
}

static struct iph_route parsed(const struct iph_msg *msg)
{
	struct iph_route route;

	ck_assert(!msg->overflow);
	ck_assert_int_eq(iph_route_parse(msg->nlh, &route), 0);
	return route;
}

static void refused(const struct iph_msg *msg)
{
	struct iph_route route;
	struct iph_route before;

	memset(&route, 0xcc, sizeof(route));
	memcpy(&before, &route, sizeof(before));
	ck_assert_int_eq(iph_route_parse(msg->nlh, &route), -EBADMSG);
	ck_assert_mem_eq(&route, &before, sizeof(route));
}

START_TEST(ipv4_route_has_all_that_the_message_says)
{
	struct iph_msg msg;
	struct rtmsg *rtm = start(&msg, AF_INET, 24);
	struct iph_route route;

	rtm->rtm_protocol = RTPROT_DHCP;
	rtm->rtm_scope = RT_SCOPE_LINK;
	rtm->rtm_tos = 8;
	rtm->rtm_flags = RTNH_F_LINKDOWN | RTM_F_OFFLOAD;
	put_addr(&msg, RTA_DST, "198.51.100.0");
	put_addr(&msg, RTA_GATEWAY, "192.0.2.1");
	put_addr(&msg, RTA_PREFSRC, "192.0.2.7");
	iph_msg_put_u32(&msg, RTA_OIF, 5);
	iph_msg_put_u32(&msg, RTA_PRIORITY, 0xffffffff);
	iph_msg_put_u32(&msg, RTA_TABLE, 1000);
	iph_msg_put_u32(&msg, RTA_NH_ID, 9);
	route = parsed(&msg);
	is_addr(&route.dst, "198.51.100.0");
	is_addr(&route.prefsrc, "192.0.2.7");
	is_addr(&route.hop.gateway, "192.0.2.1");
	ck_assert_uint_eq(route.dst_length, 24);
	ck_assert_uint_eq(route.src.family, 0);
	ck_assert_uint_eq(route.hop.ifindex, 5);
	ck_assert_uint_eq(route.hop.weight, 1);
	ck_assert_uint_eq(route.hop.flags, RTNH_F_LINKDOWN);
	ck_assert_uint_eq(route.flags, RTNH_F_LINKDOWN | RTM_F_OFFLOAD);
	ck_assert_uint_eq(route.protocol, RTPROT_DHCP);
	ck_assert_uint_eq(route.scope, RT_SCOPE_LINK);
	ck_assert_uint_eq(route.type, RTN_UNICAST);
	ck_assert_uint_eq(route.tos, 8);
	ck_assert_uint_eq(route.priority, 0xffffffff);
	ck_assert_uint_eq(route.table, 1000);
	ck_assert_uint_eq(route.nhid, 9);
	ck_assert_int_eq(route.expires, 0);
	ck_assert_ptr_null(route.others);
}
END_TEST

START_TEST(ipv6_route_has_lifetime_preference_and_source)
{
	struct rta_cacheinfo info = {.rta_expires = -250};
	const uint8_t pref = 3;
	struct iph_msg msg;
	struct rtmsg *rtm = start(&msg, AF_INET6, 32);
	struct iph_route route;

	rtm->rtm_src_len = 48;
	put_addr(&msg, RTA_DST, "2001:db8::");
	put_addr(&msg, RTA_SRC, "2001:db8:5::");
	iph_msg_put(&msg, RTA_CACHEINFO, &info, sizeof(info));
	iph_msg_put(&msg, RTA_PREF, &pref, sizeof(pref));
	route = parsed(&msg);
	is_addr(&route.dst, "2001:db8::");
	is_addr(&route.src, "2001:db8:5::");
	ck_assert_uint_eq(route.src_length, 48);
	ck_assert_uint_eq(route.pref, 3);
	ck_assert_int_eq(route.expires, -250);
	ck_assert(iph_route_expired(&route));
	ck_assert_uint_eq(route.hop.gateway.family, 0);
	ck_assert_uint_eq(route.hop.ifindex, 0);
}
END_TEST

START_TEST(default_route_has_no_address)
{
	struct iph_msg msg;
	struct iph_route route;

	start(&msg, AF_INET6, 0);
	route = parsed(&msg);
	is_addr(&route.dst, "::");
	start(&msg, AF_INET, 0);
	route = parsed(&msg);
	is_addr(&route.dst, "0.0.0.0");
	ck_assert_uint_eq(route.table, RT_TABLE_MAIN);
}
END_TEST

START_TEST(via_is_a_gateway_of_the_other_family)
{
	struct iph_msg msg;
	struct iph_route route;

	start(&msg, AF_INET, 0);
	put_via(&msg, AF_INET6, "fe80::1", 16);
	route = parsed(&msg);
	is_addr(&route.hop.gateway, "fe80::1");
	start(&msg, AF_INET, 0);
	put_via(&msg, AF_INET, "192.0.2.1", 16);
	refused(&msg);
	start(&msg, AF_INET, 0);
	put_via(&msg, AF_PACKET, "fe80::1", 16);
	refused(&msg);
	start(&msg, AF_INET, 0);
	iph_msg_put(&msg, RTA_VIA, "", 1);
	refused(&msg);
}
END_TEST

struct hops {
	struct iph_route_hop hops[4];
	size_t count;
	int answer;
};

static int note_hop(const struct iph_route_hop *hop, void *arg)
{
	struct hops *hops = arg;

	ck_assert_uint_lt(hops->count, 4);
	hops->hops[hops->count++] = *hop;
	return hops->answer;
}

START_TEST(hops_come_in_turn)
{
	struct hops hops = {.count = 0};
	struct iph_msg msg;
	struct iph_route route;
	struct nlattr *nest;

	start(&msg, AF_INET6, 0);
	nest = iph_msg_begin(&msg, RTA_MULTIPATH);
	put_hop(&msg, 3, 0, "fe80::1");
	put_hop(&msg, 7, RTNH_F_DEAD, NULL);
	put_hop(&msg, 2, RTNH_F_ONLINK, "2001:db8::9");
	iph_msg_end(&msg, nest);
	route = parsed(&msg);
	ck_assert_ptr_nonnull(route.others);
	ck_assert_uint_eq(route.hop.ifindex, 3);
	ck_assert_int_eq(iph_route_each_hop(&route, note_hop, &hops), 0);
	ck_assert_uint_eq(hops.count, 3);
	is_addr(&hops.hops[0].gateway, "fe80::1");
	ck_assert_uint_eq(hops.hops[0].weight, 3);
	ck_assert_uint_eq(hops.hops[1].gateway.family, 0);
	ck_assert_uint_eq(hops.hops[1].ifindex, 7);
	ck_assert_uint_eq(hops.hops[1].flags, RTNH_F_DEAD);
	is_addr(&hops.hops[2].gateway, "2001:db8::9");
	ck_assert_uint_eq(hops.hops[2].flags, RTNH_F_ONLINK);
	hops = (struct hops){.answer = 1};
	ck_assert_int_eq(iph_route_each_hop(&route, note_hop, &hops), 1);
	ck_assert_uint_eq(hops.count, 1);
}
END_TEST

START_TEST(single_hop_comes_once)
{
	struct hops hops = {.answer = -EINTR};
	struct iph_msg msg;
	struct iph_route route;

	start(&msg, AF_INET, 0);
	put_addr(&msg, RTA_GATEWAY, "192.0.2.1");
	iph_msg_put_u32(&msg, RTA_OIF, 4);
	route = parsed(&msg);
	ck_assert_int_eq(iph_route_each_hop(&route, note_hop, &hops), -EINTR);
	ck_assert_uint_eq(hops.count, 1);
	ck_assert_uint_eq(hops.hops[0].ifindex, 4);
	is_addr(&hops.hops[0].gateway, "192.0.2.1");
}
END_TEST

/* The length of the first hop is seen at once, that of another when it is its turn. */
START_TEST(broken_hops_are_refused)
{
	static const uint16_t lengths[] = {0, sizeof(struct rtnexthop) - 1, 200, UINT16_MAX};
	struct hops hops = {.count = 0};
	struct iph_msg msg;
	struct iph_route route;
	struct nlattr *nest;
	struct rtnexthop *hop;

	start(&msg, AF_INET, 0);
	nest = iph_msg_begin(&msg, RTA_MULTIPATH);
	put_hop(&msg, 3, 0, NULL)->rtnh_len = lengths[_i];
	iph_msg_end(&msg, nest);
	refused(&msg);
	start(&msg, AF_INET, 0);
	nest = iph_msg_begin(&msg, RTA_MULTIPATH);
	put_hop(&msg, 3, 0, NULL);
	hop = put_hop(&msg, 4, 0, NULL);
	hop->rtnh_len = lengths[_i];
	iph_msg_end(&msg, nest);
	route = parsed(&msg);
	ck_assert_int_eq(iph_route_each_hop(&route, note_hop, &hops), -EBADMSG);
	ck_assert_uint_eq(hops.count, 1);
	start(&msg, AF_INET, 0);
	nest = iph_msg_begin(&msg, RTA_MULTIPATH);
	iph_msg_end(&msg, nest);
	refused(&msg);
}
END_TEST

START_TEST(what_is_no_route_is_refused)
{
	struct iph_msg msg;

	start(&msg, AF_INET, 33);
	put_addr(&msg, RTA_DST, "192.0.2.0");
	refused(&msg);
	start(&msg, AF_INET6, 129);
	put_addr(&msg, RTA_DST, "2001:db8::");
	refused(&msg);
	start(&msg, AF_INET, 24); /* of what? */
	refused(&msg);
	start(&msg, AF_INET, 24);
	put_addr(&msg, RTA_DST, "2001:db8::");
	refused(&msg);
	start(&msg, AF_PACKET, 0);
	refused(&msg);
	start(&msg, AF_INET, 0);
	put_addr(&msg, RTA_GATEWAY, "fe80::1");
	refused(&msg);
	start(&msg, AF_INET, 0);
	put_addr(&msg, RTA_PREFSRC, "fe80::1");
	refused(&msg);
	start(&msg, AF_INET6, 0)->rtm_src_len = 64;
	refused(&msg);
	start(&msg, AF_INET, 0);
	msg.nlh->nlmsg_type = RTM_GETROUTE;
	refused(&msg);
	start(&msg, AF_INET, 0);
	msg.nlh->nlmsg_len -= 1;
	refused(&msg);
}
END_TEST

TEST_SUITE("kernel route")
{
	TCase *tcase = tcase_create("iph_route_parse");

	tcase_add_test(tcase, ipv4_route_has_all_that_the_message_says);
	tcase_add_test(tcase, ipv6_route_has_lifetime_preference_and_source);
	tcase_add_test(tcase, default_route_has_no_address);
	tcase_add_test(tcase, via_is_a_gateway_of_the_other_family);
	tcase_add_test(tcase, what_is_no_route_is_refused);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("iph_route_each_hop");
	tcase_add_test(tcase, hops_come_in_turn);
	tcase_add_test(tcase, single_hop_comes_once);
	tcase_add_loop_test(tcase, broken_hops_are_refused, 0, 4);
	suite_add_tcase(suite, tcase);
}
