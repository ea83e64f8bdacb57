/* SPDX-License-Identifier: MIT */
/* GetBestRoute2() against what "ip route get" says. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forward.h"
#include "suite.h"

static SOCKADDR_INET address(const char *text)
{
	SOCKADDR_INET sockaddr;

	memset(&sockaddr, 0, sizeof(sockaddr));
	sockaddr.si_family = strchr(text, ':') ? AF_INET6 : AF_INET;
	ck_assert_int_eq(inet_pton(sockaddr.si_family, text,
				   sockaddr.si_family == AF_INET
					   ? (void *)&sockaddr.Ipv4.sin_addr
					   : (void *)&sockaddr.Ipv6.sin6_addr),
			 1);
	return sockaddr;
}

struct best {
	MIB_IPFORWARD_ROW2 row;
	SOCKADDR_INET source;
};

/* ifname and from may be NULL. */
static uint32_t ask(const char *to, const char *ifname, const char *from, struct best *ret_best)
{
	SOCKADDR_INET destination = address(to);
	SOCKADDR_INET source = from ? address(from) : destination;

	memset(ret_best, 0xcc, sizeof(*ret_best));
	return (uint32_t)GetBestRoute2(NULL, ifname ? index_of(ifname) : 0, from ? &source : NULL,
				       &destination, 0, &ret_best->row, &ret_best->source);
}

static bool all_zero(const void *memory, size_t size)
{
	const char *bytes = memory;

	return bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0;
}

static void refused(const char *to, const char *ifname, const char *from, uint32_t code)
{
	struct best best;

	assert_code(ask(to, ifname, from, &best), code);
	ck_assert(all_zero(&best.row, sizeof(best.row)));
	ck_assert(all_zero(&best.source, sizeof(best.source)));
}

static const char *text_of(const SOCKADDR_INET *sockaddr, char *text)
{
	if (sockaddr->si_family == AF_INET)
		return inet_ntop(AF_INET, &sockaddr->Ipv4.sin_addr, text, INET6_ADDRSTRLEN);
	return inet_ntop(AF_INET6, &sockaddr->Ipv6.sin6_addr, text, INET6_ADDRSTRLEN);
}

/* "prefix/length next-hop source", where ip(8) says "default", a bare address, or nothing. */
static char *in_words(const struct best *best)
{
	char prefix[INET6_ADDRSTRLEN];
	char hop[INET6_ADDRSTRLEN];
	char source[INET6_ADDRSTRLEN];
	char *text;

	ck_assert_int_gt(asprintf(&text, "%s/%u %s %s\n",
				  text_of(&best->row.DestinationPrefix.Prefix, prefix),
				  best->row.DestinationPrefix.PrefixLength,
				  text_of(&best->row.NextHop, hop), text_of(&best->source, source)),
			 0);
	return text;
}

/* The prefix from the route as it stands, the others from the packet's. */
static char *words_of_ip(const char *to, const char *oif)
{
	int ipv6 = strchr(to, ':') != NULL;

	return output_of("{ ip -j route get fibmatch %s %s; ip -j route get %s %s; } | jq -s -r '"
			 "(.[0][0].dst | if . == \"default\" then \"%s/0\" "
			 "elif contains(\"/\") then . else . + \"/%d\" end) + \" \" + "
			 "(.[1][0] | (.gateway // .via.host // \"%s\") + \" \" + .prefsrc)'",
			 to, oif, to, oif, ipv6 ? "::" : "0.0.0.0", ipv6 ? 128 : 32,
			 ipv6 ? "::" : "0.0.0.0");
}

static void best_setup(void)
{
	forward_setup();
	run_ip("route add default via " PEER_IPV4 " metric 7\n"
	       "route add 10.9.0.0/16 nexthop via " PEER_IPV4 " nexthop via 198.51.100.9\n"
	       "route add 10.11.0.0/16 via inet6 fe80::7 dev eth0\n"
	       "route add 10.12.0.0/16 dev eth1 src " OUR_IPV4 "\n"
	       "route add blackhole 10.20.0.0/16\n"
	       "route add unreachable 10.21.0.0/16\n"
	       "route add prohibit 10.22.0.0/16\n"
	       "route add 10.23.0.0/16 via 198.51.100.9 table 100\n"
	       "rule add priority 5 to 10.23.0.0/16 lookup 100\n"
	       "route add default via 2001:db8:2::9\n"
	       "route add 2001:db8:9::/48 nexthop via 2001:db8:2::7 nexthop via 2001:db8:2::8\n"
	       "route add unreachable 2001:db8:c::/48");
}

static const char *const destinations[] = {
	"203.0.113.1", "10.9.1.1",	   "10.9.1.2",	     "10.9.1.3",       "10.11.1.1",
	"10.12.1.1",   PEER_IPV4,	   OUR_IPV4,	     OTHER_IPV4,       "198.51.100.77",
	"10.23.1.1",   "2001:db8:ffff::1", "2001:db8:9::1",  "2001:db8:9::2",  "2001:db8:9::3",
	PEER_IPV6,     OTHER_IPV6,	   "2001:db8:2::77", "198.51.100.255",
};

START_TEST(the_answer_is_that_of_ip)
{
	const char *to = destinations[_i];
	struct best best;
	char *ours;
	char *of_ip;
	char oif[32];

	assert_code(ask(to, NULL, NULL, &best), CODE_SUCCESS);
	ours = in_words(&best);
	of_ip = words_of_ip(to, "");
	judge_same(ours, of_ip);
	free(ours);
	free(of_ip);
	snprintf(oif, sizeof(oif), "oif %s",
		 best.row.InterfaceIndex == index_of("eth0") ? "eth0" : "eth1");
	assert_code(ask(to, oif + 4, NULL, &best), CODE_SUCCESS);
	ours = in_words(&best);
	of_ip = words_of_ip(to, oif);
	judge_same(ours, of_ip);
	ck_assert_uint_eq(best.row.InterfaceIndex, index_of(oif + 4));
	ck_assert_uint_eq(best.row.InterfaceLuid.Value, luid_of(oif + 4));
	free(ours);
	free(of_ip);
}
END_TEST

START_TEST(the_row_is_that_of_the_table)
{
	struct best best;
	MIB_IPFORWARD_ROW2 row;

	assert_code(ask("203.0.113.1", NULL, NULL, &best), CODE_SUCCESS);
	row = forward_get("0.0.0.0/0", PEER_IPV4, "eth0");
	ck_assert_mem_eq(&best.row, &row, sizeof(row));
	assert_code(ask("2001:db8:2::77", NULL, NULL, &best), CODE_SUCCESS);
	row = forward_get("2001:db8:2::/64", NULL, "eth1");
	ck_assert_mem_eq(&best.row, &row, sizeof(row));
	assert_code(ask(OUR_IPV4, NULL, NULL, &best), CODE_SUCCESS);
	row = forward_get(OUR_IPV4 "/32", NULL, "eth0");
	ck_assert_mem_eq(&best.row, &row, sizeof(row));
}
END_TEST

START_TEST(the_unspecified_address_is_the_default_route)
{
	struct best best;

	assert_code(ask("0.0.0.0", NULL, NULL, &best), CODE_SUCCESS);
	ck_assert_uint_eq(best.row.DestinationPrefix.PrefixLength, 0);
	ck_assert_uint_eq(best.row.InterfaceIndex, index_of("eth0"));
	assert_code(ask("::", NULL, NULL, &best), CODE_SUCCESS);
	ck_assert_uint_eq(best.row.DestinationPrefix.PrefixLength, 0);
	ck_assert_uint_eq(best.row.InterfaceIndex, index_of("eth1"));
}
END_TEST

/* LUID and index in each way that programs give them. */
START_TEST(an_interface_is_named_by_luid_or_index)
{
	SOCKADDR_INET to = address("198.51.100.9");
	NET_LUID zero = {.Value = 0};
	NET_LUID luid = {.Value = luid_of("eth1")};
	MIB_IPFORWARD_ROW2 rows[4];
	SOCKADDR_INET from;
	int i;

	assert_code(GetBestRoute2(NULL, 0, NULL, &to, 0, &rows[0], &from), CODE_SUCCESS);
	assert_code(GetBestRoute2(&zero, index_of("eth1"), NULL, &to, 0, &rows[1], &from),
		    CODE_SUCCESS);
	assert_code(GetBestRoute2(NULL, index_of("eth1"), NULL, &to, 0, &rows[2], &from),
		    CODE_SUCCESS);
	assert_code(GetBestRoute2(&luid, index_of("eth0"), NULL, &to, 0, &rows[3], &from),
		    CODE_SUCCESS);
	for (i = 1; i < 4; i++)
		ck_assert_mem_eq(&rows[i], &rows[0], sizeof(rows[0]));
}
END_TEST

/* The kernel would make one up for IPv4. */
START_TEST(an_interface_without_a_route_has_none)
{
	refused("203.0.113.1", "eth1", NULL, CODE_UNREACHABLE);
	refused("2001:db8:ffff::1", "eth0", NULL, CODE_UNREACHABLE);
	refused("203.0.113.1", "lo", NULL, CODE_UNREACHABLE);
}
END_TEST

START_TEST(a_source_address_selects_its_interface)
{
	struct best best;

	assert_code(ask("10.9.1.1", NULL, OTHER_IPV4, &best), CODE_SUCCESS);
	ck_assert_uint_eq(best.row.InterfaceIndex, index_of("eth1"));
	ck_assert_uint_eq(best.source.Ipv4.sin_addr.s_addr, inet_addr(OTHER_IPV4));
	assert_code(ask("10.9.1.1", "eth0", OUR_IPV4, &best), CODE_SUCCESS);
	ck_assert_uint_eq(best.row.InterfaceIndex, index_of("eth0"));
	assert_code(ask("2001:db8:9::1", NULL, OTHER_IPV6, &best), CODE_SUCCESS);
	refused("203.0.113.1", NULL, OTHER_IPV4, CODE_UNREACHABLE); /* weak hosts would do it */
	refused("2001:db8:ffff::1", NULL, OUR_IPV6, CODE_UNREACHABLE);
	refused("2001:db8:ffff::1", "eth0", OUR_IPV6, CODE_UNREACHABLE);
	refused("10.9.1.1", "eth0", OTHER_IPV4, CODE_UNREACHABLE);
	refused("10.9.1.1", NULL, "198.51.100.200", CODE_UNREACHABLE); /* nobody has it */
	refused("2001:db8:9::1", NULL, "2001:db8:2::200", CODE_UNREACHABLE);
	assert_code(ask("10.9.1.1", NULL, "0.0.0.0", &best), CODE_SUCCESS);
	assert_code(ask("127.0.0.1", NULL, "127.0.0.1", &best), CODE_SUCCESS);
	ck_assert_uint_eq(best.row.InterfaceIndex, 1);
}
END_TEST

/* A rule for the source has it leave by its own interface. */
START_TEST(rules_for_the_source_count)
{
	struct best best;

	run("ip -6 route add default via " PEER_IPV6 " dev eth0 table 100");
	run("ip -6 rule add from " OUR_IPV6 " table 100");
	assert_code(ask("2001:db8:ffff::1", NULL, OUR_IPV6, &best), CODE_SUCCESS);
	ck_assert_uint_eq(best.row.InterfaceIndex, index_of("eth0"));
	assert_code(ask("2001:db8:ffff::1", NULL, OTHER_IPV6, &best), CODE_SUCCESS);
	ck_assert_uint_eq(best.row.InterfaceIndex, index_of("eth1"));
}
END_TEST

/* To a group a host sends from an address of the interface alone; Linux 6.1 from another one, too.
 */
START_TEST(an_interface_without_an_address_has_no_source)
{
	char *source = output_of("ip -j -6 route get ff0e::1 oif far1 | "
				 "jq -r '.[0].prefsrc // \"::\"'");
	SOCKADDR_INET expected;
	struct best best;

	source[strcspn(source, "\n")] = '\0';
	expected = address(source);
	free(source);
	assert_code(ask("ff0e::1", "far1", NULL, &best), CODE_SUCCESS);
	ck_assert_mem_eq(&best.source.Ipv6.sin6_addr, &expected.Ipv6.sin6_addr, 16);
}
END_TEST

START_TEST(routes_that_refuse_packets_are_no_way)
{
	refused("10.20.1.1", NULL, NULL, CODE_UNREACHABLE);
	refused("10.21.1.1", NULL, NULL, CODE_UNREACHABLE);
	refused("10.22.1.1", NULL, NULL, CODE_UNREACHABLE);
	refused("2001:db8:c::1", NULL, NULL, CODE_UNREACHABLE);
	run_ip("link set eth1 down");
	refused("198.51.100.9", "eth1", NULL, CODE_UNREACHABLE);
}
END_TEST

START_TEST(a_link_local_destination_needs_an_interface)
{
	SOCKADDR_INET to = address("fe80::77");
	struct best best;

	refused("fe80::77", NULL, NULL, CODE_BAD_ARGUMENT);
	refused("ff02::1", NULL, NULL, CODE_BAD_ARGUMENT);
	assert_code(ask("fe80::77", "eth0", NULL, &best), CODE_SUCCESS);
	ck_assert_uint_eq(best.row.InterfaceIndex, index_of("eth0"));
	ck_assert_uint_eq(best.source.Ipv6.sin6_scope_id,
			  IN6_IS_ADDR_LINKLOCAL(&best.source.Ipv6.sin6_addr) ? index_of("eth0")
									     : 0);
	to.Ipv6.sin6_scope_id = index_of("eth0");
	assert_code(GetBestRoute2(NULL, 0, NULL, &to, 0, &best.row, &best.source), CODE_SUCCESS);
	ck_assert_uint_eq(best.row.InterfaceIndex, index_of("eth0"));
	to.Ipv6.sin6_scope_id = 9999;
	assert_code(GetBestRoute2(NULL, 0, NULL, &to, 0, &best.row, &best.source),
		    CODE_UNREACHABLE);
}
END_TEST

START_TEST(an_unknown_interface_has_a_code_for_each_name)
{
	SOCKADDR_INET to = address("203.0.113.1");
	NET_LUID luid = {.Value = luid_of("eth0") ^ (1ULL << 48)};
	struct best best;

	assert_code(GetBestRoute2(NULL, 9999, NULL, &to, 0, &best.row, &best.source),
		    CODE_GET_NO_INTERFACE);
	assert_code(GetBestRoute2(&luid, index_of("eth0"), NULL, &to, 0, &best.row, &best.source),
		    CODE_NO_INTERFACE);
	ck_assert(all_zero(&best.row, sizeof(best.row)));
	ck_assert(all_zero(&best.source, sizeof(best.source)));
	set_sysctl("net/ipv6/conf/eth1/disable_ipv6", "1");
	refused("2001:db8:ffff::1", "eth1", NULL, CODE_NO_STACK);
}
END_TEST

/* To a lookup the kernel does not give a route of so many hops; the packet's way it tells. */
START_TEST(a_route_of_hundreds_of_hops_is_one_like_others)
{
	struct best best;

	run("cmd='ip route add 198.18.0.0/15 metric 5'; for i in $(seq 2 254); do "
	    "cmd=\"$cmd nexthop via 192.0.2.$i dev eth0\"; done; $cmd; "
	    "ip route add 198.18.0.0/16 dev eth1; ip route add 198.16.0.0/12 dev eth0");
	assert_code(ask("198.19.1.1", NULL, NULL, &best), CODE_SUCCESS);
	ck_assert_uint_eq(best.row.DestinationPrefix.PrefixLength, 15);
	ck_assert_uint_eq(best.row.Metric, 5);
	ck_assert_uint_eq(best.row.InterfaceIndex, index_of("eth0"));
	ck_assert_uint_eq(best.row.NextHop.Ipv4.sin_addr.s_addr & htonl(0xffffff00),
			  inet_addr("192.0.2.0"));
	ck_assert_uint_eq(best.source.Ipv4.sin_addr.s_addr, inet_addr(OUR_IPV4));
	assert_code(ask("198.18.1.1", NULL, NULL, &best), CODE_SUCCESS);
	ck_assert_uint_eq(best.row.InterfaceIndex, index_of("eth1"));
	assert_code(ask("198.19.1.1", "eth0", NULL, &best), CODE_SUCCESS);
	ck_assert_uint_eq(best.row.DestinationPrefix.PrefixLength, 15);
}
END_TEST

START_TEST(outputs_may_be_the_inputs)
{
	SOCKADDR_INET both = address("203.0.113.1");
	MIB_IPFORWARD_ROW2 row;

	assert_code(GetBestRoute2(NULL, 0, NULL, &both, 0, &row, &both), CODE_SUCCESS);
	ck_assert_uint_eq(both.Ipv4.sin_addr.s_addr, inet_addr(OUR_IPV4));
}
END_TEST

TEST_SUITE("route best")
{
	TCase *tcase = netns_tcase(suite, "GetBestRoute2", best_setup);

	tcase_add_loop_test(tcase, the_answer_is_that_of_ip, 0,
			    (int)(sizeof(destinations) / sizeof(destinations[0])));
	tcase_add_test(tcase, the_row_is_that_of_the_table);
	tcase_add_test(tcase, the_unspecified_address_is_the_default_route);
	tcase_add_test(tcase, an_interface_is_named_by_luid_or_index);
	tcase_add_test(tcase, an_interface_without_a_route_has_none);
	tcase_add_test(tcase, a_source_address_selects_its_interface);
	tcase_add_test(tcase, rules_for_the_source_count);
	tcase_add_test(tcase, an_interface_without_an_address_has_no_source);
	tcase_add_test(tcase, routes_that_refuse_packets_are_no_way);
	tcase_add_test(tcase, a_link_local_destination_needs_an_interface);
	tcase_add_test(tcase, an_unknown_interface_has_a_code_for_each_name);
	tcase_add_test(tcase, a_route_of_hundreds_of_hops_is_one_like_others);
	tcase_add_test(tcase, outputs_may_be_the_inputs);
}
