/* SPDX-License-Identifier: MIT */
/* src/lib/route/row.c: rows made of routes, and what of a row a route can hold. */

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "mark.h"
#include "route/row.h"
#include "suite.h"

#define FOREVER 0xffffffffu
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct iph_addr addr_of(const char *text)
{
	struct iph_addr addr = {.family = strchr(text, ':') ? AF_INET6 : AF_INET};

	ck_assert_int_eq(inet_pton(addr.family, text, addr.bytes), 1);
	return addr;
}

static struct iph_route unicast_to(const char *prefix, uint8_t length)
{
	struct iph_route route = {.dst = addr_of(prefix),
				  .dst_length = length,
				  .type = RTN_UNICAST,
				  .protocol = RTPROT_STATIC,
				  .table = RT_TABLE_MAIN,
				  .hop = {.ifindex = 3, .weight = 1}};

	return route;
}

/* All bytes are written, whatever was there. */
static MIB_IPFORWARD_ROW2 row_of(const struct iph_route *route)
{
	MIB_IPFORWARD_ROW2 clean;
	MIB_IPFORWARD_ROW2 row;

	memset(&clean, 0, sizeof(clean));
	memset(&row, 0xcc, sizeof(row));
	iph_route_row(route, &route->hop, &clean);
	iph_route_row(route, &route->hop, &row);
	ck_assert_mem_eq(&row, &clean, sizeof(row));
	return row;
}

START_TEST(on_link_row_has_a_next_hop_of_zeros_and_its_family)
{
	struct iph_route route = unicast_to("2001:db8::", 32);
	MIB_IPFORWARD_ROW2 row = row_of(&route);
	struct in6_addr any = IN6ADDR_ANY_INIT;

	ck_assert_uint_eq(row.InterfaceIndex, 3);
	ck_assert_uint_eq(row.InterfaceLuid.Value, 0);
	ck_assert_int_eq(row.DestinationPrefix.Prefix.si_family, AF_INET6);
	ck_assert_uint_eq(row.DestinationPrefix.PrefixLength, 32);
	ck_assert_int_eq(row.NextHop.si_family, AF_INET6);
	ck_assert_mem_eq(&row.NextHop.Ipv6.sin6_addr, &any, sizeof(any));
	ck_assert_uint_eq(row.ValidLifetime, FOREVER);
	ck_assert_uint_eq(row.PreferredLifetime, FOREVER);
	ck_assert_uint_eq(row.Immortal, TRUE);
	ck_assert_uint_eq(row.Loopback, FALSE);
	ck_assert_uint_eq(row.Age, 0);
	ck_assert_int_eq(row.Protocol, RouteProtocolNetMgmt);
	ck_assert_int_eq(row.Origin, NlroManual);
}
END_TEST

/* As on Windows, whose rows have none for link-local next hops either. */
START_TEST(no_address_of_a_row_has_a_zone)
{
	struct iph_route route = unicast_to("fe80::", 64);
	MIB_IPFORWARD_ROW2 row;

	route.hop.gateway = addr_of("fe80::1");
	row = row_of(&route);
	ck_assert_uint_eq(row.DestinationPrefix.Prefix.Ipv6.sin6_scope_id, 0);
	ck_assert_uint_eq(row.NextHop.Ipv6.sin6_scope_id, 0);
}
END_TEST

START_TEST(ipv4_by_way_of_an_ipv6_neighbour_says_so)
{
	struct iph_route route = unicast_to("192.0.2.0", 24);
	struct iph_route_key key;
	MIB_IPFORWARD_ROW2 row;

	route.hop.gateway = addr_of("fe80::1");
	row = row_of(&route);
	ck_assert_int_eq(row.DestinationPrefix.Prefix.si_family, AF_INET);
	ck_assert_int_eq(row.NextHop.si_family, AF_INET6);
	ck_assert_int_eq(iph_route_check(&row, &key), 0);
	key.ifindex = 3;
	ck_assert(iph_route_is(&route, &route.hop, &key));
}
END_TEST

START_TEST(a_lifetime_is_rounded_up)
{
	struct iph_route route = unicast_to("2001:db8::", 32);
	MIB_IPFORWARD_ROW2 row;

	route.expires = 49999999;
	row = row_of(&route);
	ck_assert_uint_eq(row.ValidLifetime, 500000);
	ck_assert_uint_eq(row.PreferredLifetime, 500000);
	ck_assert_uint_eq(row.Immortal, FALSE);
	route.expires = 1;
	ck_assert_uint_eq(row_of(&route).ValidLifetime, 1);
	route.expires = INT32_MAX;
	ck_assert_uint_eq(row_of(&route).ValidLifetime, 21474837);
}
END_TEST

static const struct {
	uint8_t protocol;
	uint8_t type;
	const char *dst;
	NL_ROUTE_PROTOCOL shown;
	NL_ROUTE_ORIGIN origin;
	BOOLEAN loopback;
} kinds[] = {
	{RTPROT_KERNEL, RTN_LOCAL, "10.1.0.1", RouteProtocolLocal, NlroWellKnown, TRUE},
	{RTPROT_KERNEL, RTN_BROADCAST, "10.1.0.255", RouteProtocolLocal, NlroWellKnown, FALSE},
	{RTPROT_KERNEL, RTN_UNICAST, "10.1.0.0", RouteProtocolLocal, NlroManual, FALSE},
	{RTPROT_KERNEL, RTN_UNICAST, "fe80::", RouteProtocolLocal, NlroWellKnown, FALSE},
	{RTPROT_KERNEL, RTN_MULTICAST, "ff00::", RouteProtocolLocal, NlroWellKnown, FALSE},
	{RTPROT_BOOT, RTN_UNICAST, "10.0.0.0", RouteProtocolNetMgmt, NlroManual, FALSE},
	{RTPROT_REDIRECT, RTN_UNICAST, "10.0.0.0", RouteProtocolIcmp, NlroManual, FALSE},
	{RTPROT_RA, RTN_UNICAST, "::", RouteProtocolNetMgmt, NlroRouterAdvertisement, FALSE},
	{RTPROT_DHCP, RTN_UNICAST, "0.0.0.0", RouteProtocolNetMgmt, NlroDHCP, FALSE},
	{RTPROT_BGP, RTN_UNICAST, "10.0.0.0", RouteProtocolBgp, NlroManual, FALSE},
	{RTPROT_BIRD, RTN_UNICAST, "10.0.0.0", RouteProtocolOther, NlroManual, FALSE},
};

START_TEST(protocol_and_origin_follow_who_made_the_route)
{
	struct iph_route route = unicast_to(kinds[_i].dst, 0);
	MIB_IPFORWARD_ROW2 row;

	route.protocol = kinds[_i].protocol;
	route.type = kinds[_i].type;
	row = row_of(&route);
	ck_assert_int_eq(row.Protocol, kinds[_i].shown);
	ck_assert_int_eq(row.Origin, kinds[_i].origin);
	ck_assert_uint_eq(row.Loopback, kinds[_i].loopback);
}
END_TEST

START_TEST(what_no_row_can_say_has_none)
{
	struct iph_route route = unicast_to("2001:db8::", 32);
	uint8_t type;

	for (type = 0; type < RTN_MAX; type++) {
		route.type = type;
		ck_assert_int_eq(iph_route_has_row(&route, &route.hop),
				 type >= RTN_UNICAST && type <= RTN_MULTICAST);
	}
	route.type = RTN_UNICAST;
	route.tos = 4;
	ck_assert(!iph_route_has_row(&route, &route.hop));
	route.tos = 0;
	route.src_length = 1;
	ck_assert(!iph_route_has_row(&route, &route.hop));
	route.src_length = 0;
	route.expires = -1;
	ck_assert(!iph_route_has_row(&route, &route.hop));
	route.expires = 1;
	ck_assert(iph_route_has_row(&route, &route.hop));
	route.hop.ifindex = 0;
	ck_assert(!iph_route_has_row(&route, &route.hop));
}
END_TEST

/* Each legal Protocol with the smallest and the greatest Metric, in both families. */
START_TEST(what_was_given_is_what_is_read)
{
	static const ULONG metrics[] = {0, 1, 255, 1024, 0x7fffffff};
	static const int given[] = {1,	2,  3,	4,  5,	6,  7,	8,  9,	   10,	  11,
				    12, 13, 14, 15, 16, 17, 18, 19, 10002, 10006, 10007};
	MIB_IPFORWARD_ROW2 row = {.Metric = metrics[_i / 2]};
	struct iph_route route = unicast_to(_i % 2 ? "2001:db8::" : "192.0.2.0", 24);
	size_t i;

	for (i = 0; i < COUNT(given); i++) {
		row.Protocol = (NL_ROUTE_PROTOCOL)given[i];
		iph_route_encode(&row, route.dst.family, &route.protocol, &route.priority);
		ck_assert(route.dst.family == AF_INET || route.priority > 0);
		ck_assert_int_eq(row_of(&route).Protocol, given[i]);
		ck_assert_uint_eq(row_of(&route).Metric, row.Metric);
		ck_assert_int_eq(row_of(&route).Origin, NlroManual);
	}
}
END_TEST

START_TEST(what_is_unset_is_a_plain_static_route)
{
	MIB_IPFORWARD_ROW2 row = {.Metric = FOREVER, .Protocol = (NL_ROUTE_PROTOCOL)-1};
	uint32_t priority;
	uint8_t protocol;

	iph_route_encode(&row, AF_INET, &protocol, &priority);
	ck_assert_uint_eq(protocol, RTPROT_STATIC);
	ck_assert_uint_eq(priority, 0);
	row.Metric = 7;
	row.Protocol = (NL_ROUTE_PROTOCOL)0;
	iph_route_encode(&row, AF_INET6, &protocol, &priority);
	ck_assert_uint_eq(protocol, RTPROT_STATIC);
	ck_assert_uint_eq(priority, 7);
}
END_TEST

static void set(SOCKADDR_INET *sockaddr, const char *text)
{
	struct iph_addr addr = addr_of(text);

	memset(sockaddr, 0xcc, sizeof(*sockaddr)); /* port, zone and padding are garbage */
	sockaddr->si_family = addr.family;
	if (addr.family == AF_INET)
		memcpy(&sockaddr->Ipv4.sin_addr, addr.bytes, 4);
	else
		memcpy(&sockaddr->Ipv6.sin6_addr, addr.bytes, 16);
}

static MIB_IPFORWARD_ROW2 named(const char *prefix, uint8_t length, const char *next_hop)
{
	MIB_IPFORWARD_ROW2 row;

	memset(&row, 0xcc, sizeof(row));
	row.InterfaceLuid.Value = 0;
	row.InterfaceIndex = 3;
	set(&row.DestinationPrefix.Prefix, prefix);
	row.DestinationPrefix.PrefixLength = length;
	set(&row.NextHop, next_hop);
	return row;
}

static const struct {
	const char *prefix;
	uint8_t length;
	const char *next_hop;
	bool good;
} names[] = {
	{"0.0.0.0", 0, "192.0.2.1", true},
	{"::", 0, "fe80::1", true},
	{"10.0.0.0", 8, "0.0.0.0", true},
	{"10.128.0.0", 9, "0.0.0.0", true},
	{"255.255.255.255", 32, "0.0.0.0", true},
	{"2001:db8::1", 128, "::", true},
	{"10.0.0.0", 8, "fe80::1", true},
	{"10.0.0.0", 33, "0.0.0.0", false},
	{"2001:db8::", 129, "::", false},
	{"2001:db8::", 255, "::", false},
	{"10.128.0.0", 8, "0.0.0.0", false},
	{"10.0.0.1", 31, "0.0.0.0", false},
	{"2001:db8::1", 127, "::", false},
	{"2001:db8::", 28, "::", false},
	{"10.0.0.0", 8, "::", false},
	{"2001:db8::", 32, "192.0.2.1", false},
	{"2001:db8::", 32, "0.0.0.0", false},
	{"1.0.0.0", 0, "0.0.0.0", false},
};

START_TEST(a_name_has_two_families_that_fit_and_no_host_bits)
{
	MIB_IPFORWARD_ROW2 row = named(names[_i].prefix, names[_i].length, names[_i].next_hop);
	struct iph_route_key key;

	ck_assert_int_eq(iph_route_check(&row, &key), names[_i].good ? 0 : -EINVAL);
}
END_TEST

START_TEST(a_name_has_an_interface_and_two_families)
{
	MIB_IPFORWARD_ROW2 row = named("2001:db8::", 32, "::");
	struct iph_route_key key;

	row.DestinationPrefix.Prefix.si_family = row.NextHop.si_family = 23;
	ck_assert_int_eq(iph_route_check(&row, &key), 0);
	ck_assert_int_eq(key.prefix.family, AF_INET6);
	ck_assert_int_eq(key.next_hop.family, 0);
	row.InterfaceIndex = 0;
	ck_assert_int_eq(iph_route_check(&row, &key), -EINVAL);
	row.InterfaceLuid.Value = 1;
	ck_assert_int_eq(iph_route_check(&row, &key), 0);
	row.NextHop.si_family = 2;
	ck_assert_int_eq(iph_route_check(&row, &key), -EINVAL);
	row.NextHop.si_family = 0; /* whatever the bytes behind it */
	ck_assert_int_eq(iph_route_check(&row, &key), 0);
	ck_assert_int_eq(key.next_hop.family, 0);
	row.NextHop.si_family = 23;
	row.DestinationPrefix.Prefix.si_family = 0;
	ck_assert_int_eq(iph_route_check(&row, &key), -EINVAL);
	ck_assert_int_eq(iph_route_check(NULL, &key), -EINVAL);
}
END_TEST

START_TEST(the_metric_is_no_part_of_the_name)
{
	struct iph_route route = unicast_to("10.0.0.0", 8);
	MIB_IPFORWARD_ROW2 row = named("10.0.0.0", 8, "0.0.0.0");
	struct iph_route_key key;

	ck_assert_int_eq(iph_route_check(&row, &key), 0);
	key.ifindex = 3;
	route.priority = 77;
	ck_assert(iph_route_is(&route, &route.hop, &key));
	route.dst_length = 9;
	ck_assert(!iph_route_is(&route, &route.hop, &key));
	route.dst_length = 8;
	route.hop.gateway = addr_of("192.0.2.1");
	ck_assert(!iph_route_is(&route, &route.hop, &key));
	key.next_hop = route.hop.gateway;
	ck_assert(iph_route_is(&route, &route.hop, &key));
	key.ifindex = 4;
	ck_assert(!iph_route_is(&route, &route.hop, &key));
}
END_TEST

TEST_SUITE("route row")
{
	TCase *tcase = tcase_create("iph_route_row");

	tcase_add_test(tcase, on_link_row_has_a_next_hop_of_zeros_and_its_family);
	tcase_add_test(tcase, no_address_of_a_row_has_a_zone);
	tcase_add_test(tcase, ipv4_by_way_of_an_ipv6_neighbour_says_so);
	tcase_add_test(tcase, a_lifetime_is_rounded_up);
	tcase_add_loop_test(tcase, protocol_and_origin_follow_who_made_the_route, 0,
			    (int)COUNT(kinds));
	tcase_add_test(tcase, what_no_row_can_say_has_none);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("iph_route_encode");
	tcase_add_loop_test(tcase, what_was_given_is_what_is_read, 0, 10);
	tcase_add_test(tcase, what_is_unset_is_a_plain_static_route);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("iph_route_check");
	tcase_add_loop_test(tcase, a_name_has_two_families_that_fit_and_no_host_bits, 0,
			    (int)COUNT(names));
	tcase_add_test(tcase, a_name_has_an_interface_and_two_families);
	tcase_add_test(tcase, the_metric_is_no_part_of_the_name);
	suite_add_tcase(suite, tcase);
}
