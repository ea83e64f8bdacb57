/* SPDX-License-Identifier: MIT */
/* GetIpForwardTable2() and GetIpForwardEntry2() against what ip(8) and libnl-route say. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/rtnetlink.h>
#include <netlink/netlink.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>

#include "forward.h"
#include "suite.h"

/* Lines "prefix/length next-hop index metric", in the order of sort(1). */
struct lines {
	char *text[512];
	size_t count;
};

static void add_line(struct lines *lines, const char *dst, unsigned int length, const char *hop,
		     unsigned int index, unsigned int metric)
{
	char *text;

	ck_assert_uint_lt(lines->count, sizeof(lines->text) / sizeof(lines->text[0]));
	ck_assert_int_gt(asprintf(&text, "%s/%u %s %u %u\n", dst, length, hop, index, metric), 0);
	lines->text[lines->count++] = text;
}

static int compare_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Joins and frees them. */
static char *joined(struct lines *lines)
{
	char *all = calloc(1, 80 * lines->count + 1);
	size_t i;

	ck_assert_ptr_nonnull(all);
	qsort(lines->text, lines->count, sizeof(lines->text[0]), compare_text);
	for (i = 0; i < lines->count; i++) {
		strcat(all, lines->text[i]);
		free(lines->text[i]);
	}
	return all;
}

static const char *text_of(const SOCKADDR_INET *sockaddr, char *text)
{
	if (sockaddr->si_family == AF_INET)
		return inet_ntop(AF_INET, &sockaddr->Ipv4.sin_addr, text, INET6_ADDRSTRLEN);
	return inet_ntop(AF_INET6, &sockaddr->Ipv6.sin6_addr, text, INET6_ADDRSTRLEN);
}

static char *our_lines(ADDRESS_FAMILY family)
{
	PMIB_IPFORWARD_TABLE2 table;
	struct lines lines = {.count = 0};
	char dst[INET6_ADDRSTRLEN];
	char hop[INET6_ADDRSTRLEN];
	ULONG i;

	assert_code(GetIpForwardTable2(family, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++) {
		const MIB_IPFORWARD_ROW2 *row = &table->Table[i];

		add_line(&lines, text_of(&row->DestinationPrefix.Prefix, dst),
			 row->DestinationPrefix.PrefixLength, text_of(&row->NextHop, hop),
			 row->InterfaceIndex, row->Metric);
	}
	FreeMibTable(table);
	return joined(&lines);
}

/* ip(8), all but what a row cannot say. */
static char *lines_of_ip(int family)
{
	return output_of(
		"for table in main local; do ip -N -d -j -%d route show table $table; done | "
		"jq -r --slurpfile links /dev/fd/3 '"
		"($links[0] | map({(.ifname): .ifindex}) | add) as $index | "
		".[] | select((.type | tonumber? // .) as $t | "
		"[1, 2, 3, 4, 5, \"unicast\", \"local\", \"broadcast\", \"anycast\", "
		"\"multicast\"] "
		"| index([$t])) | select((.tos or .from) | not) | . as $route | "
		"(.dst | if . == \"default\" then \"%s/0\" elif contains(\"/\") then . "
		"else . + \"/%d\" end) as $dst | (.nexthops // [.])[] | "
		"\"\\($dst) \\(.gateway // .via.host // \"%s\") \\($index[.dev]) "
		"\\($route.metric // 0)\"' 3<<END | LC_ALL=C sort\n$(ip -j link)\nEND",
		family, family == 4 ? "0.0.0.0" : "::", family == 4 ? 32 : 128,
		family == 4 ? "0.0.0.0" : "::");
}

static void add_nl_hop(struct rtnl_nexthop *hop, void *arg)
{
	struct nl_addr *gateway = rtnl_route_nh_get_gateway(hop);
	struct lines *lines = arg;
	struct rtnl_route *route = (struct rtnl_route *)lines->text[511];
	struct nl_addr *dst = rtnl_route_get_dst(route);
	bool ipv4 = rtnl_route_get_family(route) == AF_INET;
	char dst_text[64];
	char hop_text[64];
	char *slash;

	if (!gateway)
		gateway = rtnl_route_nh_get_via(hop);
	nl_addr2str(dst, dst_text, sizeof(dst_text));
	slash = strchr(dst_text, '/');
	if (slash)
		*slash = '\0';
	if (strcmp(dst_text, "none") == 0 || strcmp(dst_text, "default") == 0)
		snprintf(dst_text, sizeof(dst_text), ipv4 ? "0.0.0.0" : "::");
	snprintf(hop_text, sizeof(hop_text), ipv4 ? "0.0.0.0" : "::");
	if (gateway)
		nl_addr2str(gateway, hop_text, sizeof(hop_text));
	add_line(lines, dst_text, nl_addr_get_prefixlen(dst), hop_text,
		 (unsigned int)rtnl_route_nh_get_ifindex(hop), rtnl_route_get_priority(route));
}

static void add_nl_route(struct nl_object *object, void *arg)
{
	struct rtnl_route *route = (struct rtnl_route *)object;
	struct lines *lines = arg;

	if ((rtnl_route_get_table(route) != RT_TABLE_MAIN &&
	     rtnl_route_get_table(route) != RT_TABLE_LOCAL) ||
	    rtnl_route_get_type(route) > RTN_MULTICAST || rtnl_route_get_tos(route) ||
	    (rtnl_route_get_src(route) && nl_addr_get_prefixlen(rtnl_route_get_src(route))))
		return;
	lines->text[511] = (char *)route; /* for the callback, which has but one argument */
	rtnl_route_foreach_nexthop(route, add_nl_hop, lines);
}

static char *lines_of_libnl(int family)
{
	struct nl_sock *sock = nl_socket_alloc();
	struct lines lines = {.count = 0};
	struct nl_cache *cache;

	ck_assert_ptr_nonnull(sock);
	ck_assert_int_eq(nl_connect(sock, NETLINK_ROUTE), 0);
	ck_assert_int_eq(rtnl_route_alloc_cache(sock, family, 0, &cache), 0);
	nl_cache_foreach(cache, add_nl_route, &lines);
	nl_cache_free(cache);
	nl_socket_free(sock);
	return joined(&lines);
}

/* Routes of all kinds that there are, and some that no row can tell of. */
static void rich_setup(void)
{
	forward_setup();
	run_ip("route add default via " PEER_IPV4 " metric 7\n"
	       "route add 10.0.0.0/8 dev eth0\n"
	       "route add 10.0.0.0/16 via " PEER_IPV4 "\n"
	       "route add 10.0.0.0/24 via 198.51.100.9 metric 4294967295\n"
	       "route add 10.9.0.0/16 nexthop via " PEER_IPV4 " nexthop via 198.51.100.9\n"
	       "route add 10.11.0.0/16 via inet6 fe80::7 dev eth0\n"
	       "route add 10.12.0.0/16 dev eth0 metric 3\n"
	       "route append 10.12.0.0/16 dev eth1 metric 3\n"
	       "route add 10.13.0.0/16 via 10.77.0.1 dev eth0 onlink\n"
	       "route add blackhole 10.20.0.0/16\n"
	       "route add unreachable 10.20.1.0/24\n"
	       "route add prohibit 10.20.2.0/24\n"
	       "route add throw 10.20.3.0/24\n"
	       "route add 10.21.0.0/16 tos 8 dev eth0\n"
	       "route add 10.22.0.0/16 dev eth0 table 100\n"
	       "route add default via 2001:db8:2::9\n"
	       "route add 2001:db8::/32 dev eth0\n"
	       "route add 2001:db8:9::/48 nexthop via 2001:db8:2::7 nexthop via 2001:db8:2::8\n"
	       "route add 2001:db8:a::/48 dev eth0 expires 1000\n"
	       "route add 2001:db8:b::/48 dev eth0 metric 5\n"
	       "route append 2001:db8:b::/48 dev eth1 metric 5\n"
	       "route add unreachable 2001:db8:c::/48\n"
	       "route add 2001:db8:e::/48 dev eth0 table 100");
	run("ip -6 route add 2001:db8:d::/48 from 2001:db8:f::/48 dev eth0 2>/dev/null || true");
}

START_TEST(ip_sees_the_same_routes)
{
	char *ours = our_lines(_i ? AF_INET6 : AF_INET);
	char *of_ip = lines_of_ip(_i ? 6 : 4);

	ck_assert_ptr_nonnull(
		strstr(ours, _i ? "2001:db8:9::/48 2001:db8:2::8" : "10.9.0.0/16 198.51.100.9"));
	judge_same(ours, of_ip);
	free(ours);
	free(of_ip);
}
END_TEST

/* It takes two routes of one prefix and metric for one, so there are none here. */
START_TEST(libnl_sees_the_same_routes)
{
	ADDRESS_FAMILY family = _i ? AF_INET6 : AF_INET;
	char *of_libnl;
	char *ours;

	run_ip("route delete 10.12.0.0/16 dev eth1\n"
	       "route delete 2001:db8:b::/48 dev eth1");
	run("ip -6 route flush table local root ff00::/8 && ip -6 route flush root fe80::/10");
	of_libnl = lines_of_libnl(family);
	ours = our_lines(family);
	judge_same(ours, of_libnl);
	free(ours);
	free(of_libnl);
}
END_TEST

static int compare_prefixes(const MIB_IPFORWARD_ROW2 *a, const MIB_IPFORWARD_ROW2 *b)
{
	const SOCKADDR_INET *p = &a->DestinationPrefix.Prefix;
	const SOCKADDR_INET *q = &b->DestinationPrefix.Prefix;

	if (p->si_family != q->si_family)
		return p->si_family == AF_INET ? -1 : 1;
	return p->si_family == AF_INET ? memcmp(&p->Ipv4.sin_addr, &q->Ipv4.sin_addr, 4)
				       : memcmp(&p->Ipv6.sin6_addr, &q->Ipv6.sin6_addr, 16);
}

/* All families and addresses of next hops here begin with the family, which is the same. */
static int compare_order(const MIB_IPFORWARD_ROW2 *a, const MIB_IPFORWARD_ROW2 *b)
{
	int order = compare_prefixes(a, b);

	if (order == 0)
		order = b->DestinationPrefix.PrefixLength - a->DestinationPrefix.PrefixLength;
	if (order == 0)
		order = (int)a->InterfaceIndex - (int)b->InterfaceIndex;
	return order ? order : memcmp(&a->NextHop, &b->NextHop, sizeof(a->NextHop));
}

START_TEST(rows_are_in_their_order_and_each_is_there_once)
{
	PMIB_IPFORWARD_TABLE2 table;
	ULONG i;

	assert_code(GetIpForwardTable2(AF_UNSPEC, &table), CODE_SUCCESS);
	for (i = 1; i < table->NumEntries; i++)
		ck_assert_int_lt(compare_order(&table->Table[i - 1], &table->Table[i]), 0);
	FreeMibTable(table);
}
END_TEST

/* By index and by LUID; what is not read may be anything. */
static void find_again(const MIB_IPFORWARD_ROW2 *row, bool by_luid)
{
	MIB_IPFORWARD_ROW2 found;

	memset(&found, 0xcc, sizeof(found));
	found.InterfaceLuid.Value = by_luid ? row->InterfaceLuid.Value : 0;
	found.InterfaceIndex = by_luid ? 0xcccc : row->InterfaceIndex;
	found.DestinationPrefix = row->DestinationPrefix;
	found.NextHop = row->NextHop;
	assert_code(GetIpForwardEntry2(&found), CODE_SUCCESS);
	ck_assert_uint_le(row->ValidLifetime - found.ValidLifetime, 30);
	found.ValidLifetime = row->ValidLifetime;
	found.PreferredLifetime = row->PreferredLifetime;
	ck_assert_mem_eq(&found, row, sizeof(found));
}

static void find_all_again(void)
{
	PMIB_IPFORWARD_TABLE2 table;
	ULONG i;

	assert_code(GetIpForwardTable2(AF_UNSPEC, &table), CODE_SUCCESS);
	ck_assert_uint_gt(table->NumEntries, 20);
	for (i = 0; i < table->NumEntries; i++)
		find_again(&table->Table[i], i % 2);
	FreeMibTable(table);
}

START_TEST(each_row_is_found_again)
{
	find_all_again();
}
END_TEST

/* What a lookup does not show then. */
START_TEST(each_row_is_found_beside_policy_rules)
{
	run_ip("rule add priority 5 to 10.0.0.0/8 lookup 100\n"
	       "rule add priority 6 to 192.0.2.0/24 blackhole\n"
	       "route add unreachable default table 100\n"
	       "route add unreachable default table 100 metric 5");
	run("ip -6 rule add priority 5 to 2001:db8::/32 lookup 100 && "
	    "ip -6 route add unreachable default table 100");
	find_all_again();
}
END_TEST

START_TEST(each_row_is_found_without_a_carrier)
{
	set_sysctl("net/ipv4/conf/eth1/ignore_routes_with_linkdown", "1");
	set_sysctl("net/ipv6/conf/eth1/ignore_routes_with_linkdown", "1");
	run_ip("link set far1 down");
	ck_assert(await(is_settled, NULL));
	find_all_again();
}
END_TEST

START_TEST(a_route_by_way_of_a_neighbour_that_failed_is_found)
{
	run_ip("route add 2001:db8:77::/48 via 2001:db8:2::77\n"
	       "neigh add 2001:db8:2::77 nud failed dev eth1");
	assert_code(forward_get_code("2001:db8:77::/48", "2001:db8:2::77", "eth1"), CODE_SUCCESS);
	find_all_again();
}
END_TEST

static const struct {
	const char *prefix;
	const char *next_hop;
	const char *ifname;
} absent[] = {
	{"10.12.0.0/16", PEER_IPV4, "eth0"},
	{"10.9.0.0/17", PEER_IPV4, "eth0"},
	{"10.9.0.0/16", PEER_IPV4, "eth1"},
	{"10.20.0.0/16", NULL, "lo"},
	{"10.20.1.0/24", NULL, "eth0"},
	{"10.21.0.0/16", NULL, "eth0"},
	{"10.22.0.0/16", NULL, "eth0"},
	{"0.0.0.0/0", NULL, "eth0"},
	{"0.0.0.0/0", "198.51.100.9", "eth1"},
	{"203.0.113.5/32", NULL, "eth1"},
	{"::/0", NULL, "eth1"},
	{"2001:db8:c::/48", NULL, "lo"},
	{"2001:db8:e::/48", NULL, "eth0"},
	{"2001:db8:d::/48", NULL, "eth0"},
	{"2001:db8:9::/48", "2001:db8:2::9", "eth1"},
	{"2001:db8:8000::/33", NULL, "eth0"},
	{"2001:db8:9::/48", "2001:db8:2::7", "eth0"},
	{"224.0.0.0/4", NULL, "eth0"},
	{"255.255.255.255/32", NULL, "eth0"},
	{"0.0.0.0/32", NULL, "eth0"},
};

START_TEST(what_is_not_there_is_not_found)
{
	assert_code(forward_get_code(absent[_i].prefix, absent[_i].next_hop, absent[_i].ifname),
		    CODE_NO_ENTRY);
}
END_TEST

START_TEST(of_two_metrics_the_lowest_is_shown)
{
	run_ip("route add 10.30.0.0/16 dev eth0 metric 20\n"
	       "route add 10.30.0.0/16 dev eth0 metric 10 proto static\n"
	       "route add 2001:db8:30::/48 dev eth0 metric 20\n"
	       "route add 2001:db8:30::/48 dev eth0 metric 10");
	ck_assert_uint_eq(forward_get("10.30.0.0/16", NULL, "eth0").Metric, 10);
	ck_assert_uint_eq(forward_get("2001:db8:30::/48", NULL, "eth0").Metric, 10);
}
END_TEST

START_TEST(the_code_for_no_interface_is_that_for_no_route)
{
	MIB_IPFORWARD_ROW2 row = forward_row("10.0.0.0/8", NULL, "eth0");

	row.InterfaceIndex = 9999;
	assert_code(GetIpForwardEntry2(&row), CODE_NO_INTERFACE);
	row.InterfaceLuid.Value = luid_of("eth0") ^ (1ULL << 48);
	assert_code(GetIpForwardEntry2(&row), CODE_NO_INTERFACE);
}
END_TEST

START_TEST(without_ipv6_on_the_interface_it_has_no_ipv6_route)
{
	set_sysctl("net/ipv6/conf/eth1/disable_ipv6", "1");
	assert_code(forward_get_code("::/0", "2001:db8:2::9", "eth1"), CODE_NO_STACK);
}
END_TEST

START_TEST(a_downed_interface_has_no_ipv4_route_left)
{
	char *lines;

	run_ip("link set eth0 down");
	lines = our_lines(AF_INET);
	ck_assert_ptr_null(strstr(lines, "10.0.0.0/8"));
	ck_assert_ptr_nonnull(strstr(lines, "198.51.100.0/24"));
	free(lines);
	assert_code(forward_get_code("10.0.0.0/8", NULL, "eth0"), CODE_NO_ENTRY);
	run_ip("link delete eth0");
	lines = our_lines(AF_INET6);
	ck_assert_ptr_null(strstr(lines, "2001:db8:a::/48"));
	free(lines);
}
END_TEST

TEST_SUITE("route table")
{
	TCase *tcase = netns_tcase(suite, "GetIpForwardTable2", rich_setup);

	tcase_add_loop_test(tcase, ip_sees_the_same_routes, 0, 2);
	tcase_add_loop_test(tcase, libnl_sees_the_same_routes, 0, 2);
	tcase_add_test(tcase, rows_are_in_their_order_and_each_is_there_once);
	tcase_add_test(tcase, of_two_metrics_the_lowest_is_shown);
	tcase_add_test(tcase, a_downed_interface_has_no_ipv4_route_left);
	tcase = netns_tcase(suite, "GetIpForwardEntry2", rich_setup);
	tcase_add_test(tcase, each_row_is_found_again);
	tcase_add_test(tcase, each_row_is_found_beside_policy_rules);
	tcase_add_test(tcase, each_row_is_found_without_a_carrier);
	tcase_add_test(tcase, a_route_by_way_of_a_neighbour_that_failed_is_found);
	tcase_add_loop_test(tcase, what_is_not_there_is_not_found, 0,
			    (int)(sizeof(absent) / sizeof(absent[0])));
	tcase_add_test(tcase, the_code_for_no_interface_is_that_for_no_route);
	tcase_add_test(tcase, without_ipv6_on_the_interface_it_has_no_ipv6_route);
}
