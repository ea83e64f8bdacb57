/* SPDX-License-Identifier: MIT */
/* What a route is given is what Get returns, at first and after Set; judged by ip(8), too. */

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "forward.h"
#include "suite.h"

#define V4 "203.0.113.0/24"
#define V6 "2001:db8:99::/48"
#define FOREVER 0xffffffffu

static const char *const prefixes[] = {V4, V6};
static const char *const hops[] = {PEER_IPV4, PEER_IPV6};

static MIB_IPFORWARD_ROW2 route(int i)
{
	return forward_row(prefixes[i], hops[i], "eth0");
}

static MIB_IPFORWARD_ROW2 got(int i)
{
	return forward_get(prefixes[i], hops[i], "eth0");
}

START_TEST(an_unset_row_has_the_defaults)
{
	MIB_IPFORWARD_ROW2 row;

	forward_create(prefixes[_i], hops[_i], "eth0");
	row = got(_i);
	ck_assert_uint_eq(row.Metric, 0);
	ck_assert_int_eq(row.Protocol, RouteProtocolNetMgmt);
	ck_assert_uint_eq(row.ValidLifetime, FOREVER);
	ck_assert_uint_eq(row.PreferredLifetime, FOREVER);
	ck_assert_int_eq(row.Origin, NlroManual);
	ck_assert_uint_eq(row.InterfaceIndex, index_of("eth0"));
	ck_assert_uint_eq(row.InterfaceLuid.Value, luid_of("eth0"));
}
END_TEST

static const ULONG metrics[] = {0, 1, 2, 255, 256, 1023, 1024, 1025, 0x7ffffffe, 0x7fffffff};
#define METRICS 10

START_TEST(a_metric_is_kept)
{
	MIB_IPFORWARD_ROW2 row = route(_i % 2);

	row.Metric = metrics[_i / 2];
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	ck_assert_uint_eq(got(_i % 2).Metric, metrics[_i / 2]);
	row.Protocol = RouteProtocolOspf;
	assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
	ck_assert_uint_eq(got(_i % 2).Metric, metrics[_i / 2]);
	ck_assert_int_eq(got(_i % 2).Protocol, RouteProtocolOspf);
	row.Protocol = RouteProtocolNetMgmt;
	assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
	ck_assert_uint_eq(got(_i % 2).Metric, metrics[_i / 2]);
	ck_assert_int_eq(got(_i % 2).Protocol, RouteProtocolNetMgmt);
	assert_code(DeleteIpForwardEntry2(&row), CODE_SUCCESS);
	routes_are(prefixes[_i % 2], "");
}
END_TEST

/* One after the other, so that each is set from each. */
START_TEST(each_metric_can_be_set_from_each)
{
	MIB_IPFORWARD_ROW2 row = route(_i);
	size_t from;
	size_t to;

	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	for (from = 0; from < METRICS; from++)
		for (to = 0; to < METRICS; to++) {
			row.Metric = metrics[from];
			assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
			row.Metric = metrics[to];
			assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
			ck_assert_uint_eq(got(_i).Metric, metrics[to]);
		}
	run("test $(ip -%d route show %s | wc -l) = 1", _i ? 6 : 4, prefixes[_i]);
}
END_TEST

START_TEST(each_protocol_is_kept)
{
	static const int protocols[] = {1,  2,	3,  4,	5,  6,	7,  8,	9,     10,    11,
					12, 13, 14, 15, 16, 17, 18, 19, 10002, 10006, 10007};
	MIB_IPFORWARD_ROW2 row = route(_i);
	size_t i;

	for (i = 0; i < sizeof(protocols) / sizeof(protocols[0]); i++) {
		row.Protocol = (NL_ROUTE_PROTOCOL)protocols[i];
		row.Metric = i % 2 ? 7 : 0;
		assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
		ck_assert_int_eq(got(_i).Protocol, protocols[i]);
		ck_assert_uint_eq(got(_i).Metric, i % 2 ? 7 : 0);
		assert_code(DeleteIpForwardEntry2(&row), CODE_SUCCESS);
	}
}
END_TEST

START_TEST(an_unset_member_stays_with_set)
{
	MIB_IPFORWARD_ROW2 row = route(_i);

	row.Metric = 9;
	row.Protocol = RouteProtocolRip;
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	row.Metric = 0xffffffff;
	row.Protocol = (NL_ROUTE_PROTOCOL)-1;
	assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
	ck_assert_uint_eq(got(_i).Metric, 9);
	ck_assert_int_eq(got(_i).Protocol, RouteProtocolRip);
}
END_TEST

/* Set changes the one that is shown, and nothing but what it is told. */
START_TEST(set_changes_the_lowest_metric_and_keeps_what_it_does_not_know)
{
	MIB_IPFORWARD_ROW2 row;

	run("ip route add %s via %s dev eth0 metric 30 proto bgp", prefixes[_i], hops[_i]);
	run("ip route add %s via %s dev eth0 metric 20 proto dhcp mtu 1300", prefixes[_i],
	    hops[_i]);
	row = got(_i);
	ck_assert_uint_eq(row.Metric, 20);
	row.Metric = 10;
	assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
	routes_are(prefixes[_i],
		   _i ? V6 " via " PEER_IPV6 " dev eth0 proto dhcp metric 10 mtu 1300\n" V6
			   " via " PEER_IPV6 " dev eth0 proto bgp metric 30\n"
		      : V4 " via " PEER_IPV4 " dev eth0 proto dhcp metric 10 mtu 1300\n" V4
			   " via " PEER_IPV4 " dev eth0 proto bgp metric 30\n");
}
END_TEST

/* Rows from the table, passed back: nothing is other than before. */
START_TEST(a_row_of_the_table_changes_nothing)
{
	PMIB_IPFORWARD_TABLE2 table = NULL;
	char *before;
	ULONG i;

	run("ip route add " V4 " via " PEER_IPV4 " dev eth0 proto bgp metric 4294967295 mtu 1300");
	run("ip -6 route add " V6 " via " PEER_IPV6 " dev eth0 proto ra metric 7");
	run("ip route add 203.0.112.0/24 nexthop via " PEER_IPV4 " nexthop via 198.51.100.9");
	before = judge_snapshot();
	assert_code(GetIpForwardTable2(AF_UNSPEC, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++) {
		uint32_t code = (uint32_t)SetIpForwardEntry2(&table->Table[i]);

		/* of an address: not for anybody to change */
		ck_assert_msg(code == CODE_SUCCESS || code == CODE_MADE_BY_OTHERS, "%u", code);
	}
	FreeMibTable(table);
	judge_unchanged(before);
}
END_TEST

START_TEST(a_hop_of_several_can_be_set_alone)
{
	MIB_IPFORWARD_ROW2 row;

	run("ip route add %s proto bgp metric 3 nexthop via %s dev eth0 nexthop via %s dev eth1",
	    prefixes[_i], hops[_i], _i ? "2001:db8:2::9" : "198.51.100.9");
	row = got(_i);
	row.Metric = 9;
	assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
	routes_are(prefixes[_i], _i ? V6 " via 2001:db8:2::9 dev eth1 proto bgp metric 3\n" V6
					 " via " PEER_IPV6 " dev eth0 proto bgp metric 9\n"
				    : V4 " via 198.51.100.9 dev eth1 proto bgp metric 3\n" V4
					 " via " PEER_IPV4 " dev eth0 proto bgp metric 9\n");
}
END_TEST

START_TEST(a_route_on_the_link_keeps_its_source)
{
	MIB_IPFORWARD_ROW2 row = forward_get("192.0.2.0/24", NULL, "eth0");

	row.Metric = 50;
	assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
	routes_are("192.0.2.0/24",
		   "192.0.2.0/24 dev eth0 proto kernel scope link src " OUR_IPV4 " metric 50\n");
}
END_TEST

START_TEST(a_lifetime_is_kept_and_changed)
{
	MIB_IPFORWARD_ROW2 row = route(1);

	row.ValidLifetime = row.PreferredLifetime = 3600;
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	ck_assert_uint_le(got(1).ValidLifetime, 3600);
	ck_assert_uint_gt(got(1).ValidLifetime, 3500);
	routes_are(V6, V6 " via " PEER_IPV6 " dev eth0 proto 130 metric 1 expires\n");
	row.ValidLifetime = 7200;
	assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
	ck_assert_uint_gt(got(1).ValidLifetime, 7100);
	row.ValidLifetime = row.PreferredLifetime = FOREVER;
	assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
	ck_assert_uint_eq(got(1).ValidLifetime, FOREVER);
	routes_are(V6, V6 " via " PEER_IPV6 " dev eth0 proto 130 metric 1\n");
	row.ValidLifetime = 500;
	row.PreferredLifetime = 400;
	assert_code(SetIpForwardEntry2(&row), CODE_SUCCESS);
	ck_assert_uint_le(got(1).ValidLifetime, 500);
	routes_are(V6, V6 " via " PEER_IPV6 " dev eth0 proto 130 metric 1 expires\n");
}
END_TEST

/* The kernel keeps it for up to half a minute, and to it the new one would be the same. */
START_TEST(a_route_whose_lifetime_has_ended_can_be_made_again)
{
	const struct timespec tick = {.tv_nsec = 20000000};
	MIB_IPFORWARD_ROW2 row = forward_row(V6, _i ? NULL : PEER_IPV6, "eth0");
	time_t end = time(NULL) + 60;
	uint32_t code;

	row.Metric = 5;
	row.ValidLifetime = row.PreferredLifetime = 1;
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	/* nobody tells when it ends */
	while (forward_get_code(V6, _i ? NULL : PEER_IPV6, "eth0") == CODE_SUCCESS) {
		ck_assert_int_lt(time(NULL), end);
		nanosleep(&tick, NULL);
	}
	row.ValidLifetime = row.PreferredLifetime = FOREVER;
	row.Protocol = RouteProtocolBgp;
	row.Metric = 4; /* with the mark of its protocol, 5 to the kernel */
	/* for a hundredth of a second the kernel says of it what it says of one without end: 0 */
	while ((code = (uint32_t)CreateIpForwardEntry2(&row)) == CODE_DUPLICATE) {
		ck_assert_int_lt(time(NULL), end);
		nanosleep(&tick, NULL);
	}
	assert_code(code, CODE_SUCCESS);
	routes_are(V6, _i ? V6 " dev eth0 proto 141 metric 5\n"
			  : V6 " via " PEER_IPV6 " dev eth0 proto 141 metric 5\n");
}
END_TEST

TEST_SUITE("route set")
{
	TCase *tcase = netns_tcase(suite, "route set", forward_setup);

	tcase_add_loop_test(tcase, an_unset_row_has_the_defaults, 0, 2);
	tcase_add_loop_test(tcase, a_metric_is_kept, 0, 2 * METRICS);
	tcase_add_loop_test(tcase, each_metric_can_be_set_from_each, 0, 2);
	tcase_add_loop_test(tcase, each_protocol_is_kept, 0, 2);
	tcase_add_loop_test(tcase, an_unset_member_stays_with_set, 0, 2);
	tcase_add_loop_test(tcase, set_changes_the_lowest_metric_and_keeps_what_it_does_not_know, 0,
			    2);
	tcase_add_test(tcase, a_row_of_the_table_changes_nothing);
	tcase_add_loop_test(tcase, a_hop_of_several_can_be_set_alone, 0, 2);
	tcase_add_test(tcase, a_route_on_the_link_keeps_its_source);
	tcase_add_test(tcase, a_lifetime_is_kept_and_changed);
	tcase_add_loop_test(tcase, a_route_whose_lifetime_has_ended_can_be_made_again, 0, 2);
}
