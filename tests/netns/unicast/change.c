/* SPDX-License-Identifier: MIT */
/* Create, Set and DeleteUnicastIpAddressEntry: every field that can be written, read back with
 * ip(8), and what must not change with it. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "netns-row.h"
#include "netns.h"
#include "suite.h"
#include "unicast.h"

#define FOREVER 0xffffffffu

static const struct {
	const char *addr;
	int prefix_length;
} both[] = {{"198.51.100.7", 24}, {"2001:db8:7::7", 64}};

START_TEST(create_and_delete_leave_no_trace)
{
	char *before = judge_snapshot();

	unicast_create_ok(both[_i].addr, both[_i].prefix_length, "eth0");
	unicast_agree();
	(void)unicast_get(both[_i].addr, "eth0");
	assert_code(unicast_delete(both[_i].addr, "eth0"), CODE_SUCCESS);
	assert_code(unicast_get_code(both[_i].addr, "eth0"), CODE_NO_ENTRY);
	judge_unchanged(before);
}
END_TEST

START_TEST(a_new_address_has_what_initialize_says)
{
	MIB_UNICASTIPADDRESS_ROW row;

	unicast_create_ok(both[_i].addr, both[_i].prefix_length, "eth0");
	ip_says(both[_i].addr, "eth0", ".valid_life_time", "4294967295");
	ip_says(both[_i].addr, "eth0", ".preferred_life_time", "4294967295");
	ip_says(both[_i].addr, "eth0", ".scope", "global");
	row = unicast_get(both[_i].addr, "eth0");
	ck_assert_int_eq(row.PrefixOrigin, IpPrefixOriginManual);
	ck_assert_int_eq(row.SuffixOrigin, IpSuffixOriginManual);
	ck_assert_uint_eq(row.ValidLifetime, FOREVER);
	ck_assert_uint_eq(row.PreferredLifetime, FOREVER);
	ck_assert_uint_eq(row.OnLinkPrefixLength, both[_i].prefix_length);
	ck_assert(!row.SkipAsSource);
}
END_TEST

START_TEST(an_ipv4_address_has_its_broadcast_address)
{
	unicast_create_ok("198.51.100.7", 25, "eth0");
	ip_says("198.51.100.7", "eth0", ".broadcast", "198.51.100.127");
	unicast_create_ok("198.51.100.200", 31, "eth0");
	ip_says("198.51.100.200", "eth0", ".broadcast", "null");
	unicast_create_ok("127.0.0.9", 8, "lo");
	ip_says("127.0.0.9", "lo", ".broadcast", "null");
	ip_says("127.0.0.9", "lo", ".scope", "host");
}
END_TEST

START_TEST(prefix_length_255_is_the_whole_address)
{
	assert_code(unicast_create(unicast_row(both[_i].addr, 255, "eth0")), CODE_SUCCESS);
	ck_assert(judge_address(both[_i].addr, _i ? 128 : 32, "eth0"));
}
END_TEST

START_TEST(lifetimes_reach_the_kernel)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_row(both[_i].addr, both[_i].prefix_length, "eth0");

	row.ValidLifetime = 86400;
	row.PreferredLifetime = 3600;
	assert_code(unicast_create(row), CODE_SUCCESS);
	ip_says(both[_i].addr, "eth0", ".valid_life_time > 86390 and .valid_life_time <= 86400",
		"true");
	ip_says(both[_i].addr, "eth0",
		".preferred_life_time > 3590 and .preferred_life_time <= 3600", "true");
	row = unicast_get(both[_i].addr, "eth0");
	ck_assert_int_eq(row.PrefixOrigin, IpPrefixOriginManual); /* and not DHCP's */
	ck_assert_int_eq(row.SuffixOrigin, IpSuffixOriginManual);
	ck_assert_uint_ge(row.ValidLifetime, 86390);
	ck_assert_uint_le(row.ValidLifetime, 86400);
}
END_TEST

START_TEST(preferred_for_no_time_is_deprecated)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_row(both[_i].addr, both[_i].prefix_length, "eth0");

	set_sysctl("net/ipv6/conf/eth0/accept_dad", "0");
	row.PreferredLifetime = 0;
	assert_code(unicast_create(row), CODE_SUCCESS);
	ip_says(both[_i].addr, "eth0", ".deprecated", "true");
	ck_assert(await(is_settled, NULL));
	ck_assert_int_eq(unicast_get(both[_i].addr, "eth0").DadState, IpDadStateDeprecated);
}
END_TEST

/* All origins, at Create and at Set, read by another process. */
static void each_origin(void *arg)
{
	const char *addr = arg;
	MIB_UNICASTIPADDRESS_ROW row = unicast_row(addr, strchr(addr, ':') ? 64 : 24, "eth0");
	int all;

	for (all = 0; all < 30; all++) {
		row.PrefixOrigin = all % 5;
		row.SuffixOrigin = all / 5;
		if (all % 2)
			assert_code(SetUnicastIpAddressEntry(&row), CODE_SUCCESS);
		else
			assert_code(CreateUnicastIpAddressEntry(&row), CODE_SUCCESS);
		ck_assert(await(is_settled, NULL));
		ck_assert_int_eq(unicast_get(addr, "eth0").PrefixOrigin, all % 5);
		ck_assert_int_eq(unicast_get(addr, "eth0").SuffixOrigin, all / 5);
		if (all % 2)
			assert_code(unicast_delete(addr, "eth0"), CODE_SUCCESS);
	}
}

START_TEST(origins_survive_for_other_processes)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_row(both[_i].addr, both[_i].prefix_length, "eth0");

	in_child(each_origin, (void *)both[_i].addr);
	row.PrefixOrigin = IpPrefixOriginDhcp;
	row.SuffixOrigin = IpSuffixOriginDhcp;
	assert_code(unicast_create(row), CODE_SUCCESS);
	row = unicast_get(both[_i].addr, "eth0");
	ck_assert_int_eq(row.PrefixOrigin, IpPrefixOriginDhcp);
	ck_assert_int_eq(row.SuffixOrigin, IpSuffixOriginDhcp);
}
END_TEST

static void shorten_life(MIB_UNICASTIPADDRESS_ROW *row)
{
	row->ValidLifetime = 5000;
	row->PreferredLifetime = 4000;
	row->PrefixOrigin = IpPrefixOriginUnchanged;
	row->SuffixOrigin = IpSuffixOriginUnchanged;
}

static void live_forever(MIB_UNICASTIPADDRESS_ROW *row)
{
	row->ValidLifetime = FOREVER;
	row->PreferredLifetime = FOREVER;
}

START_TEST(set_changes_the_lifetimes_and_keeps_the_rest)
{
	MIB_UNICASTIPADDRESS_ROW before;
	MIB_UNICASTIPADDRESS_ROW after;

	unicast_create_ok(both[_i].addr, both[_i].prefix_length, "eth0");
	ck_assert(await(is_settled, NULL));
	before = unicast_get(both[_i].addr, "eth0");
	after = unicast_set(both[_i].addr, "eth0", shorten_life);
	ip_says(both[_i].addr, "eth0", ".valid_life_time > 4990 and .valid_life_time <= 5000",
		"true");
	ip_says(both[_i].addr, "eth0",
		".preferred_life_time > 3990 and .preferred_life_time <= 4000", "true");
	after.ValidLifetime = after.PreferredLifetime = FOREVER;
	if (_i == 0) /* older kernels need a new address to change a mark */
		after.CreationTimeStamp = before.CreationTimeStamp;
	ck_assert_mem_eq(&after, &before, sizeof(after));
	after = unicast_set(both[_i].addr, "eth0", live_forever);
	if (_i == 0)
		after.CreationTimeStamp = before.CreationTimeStamp;
	ck_assert_mem_eq(&after, &before, sizeof(after));
}
END_TEST

START_TEST(unchanged_origins_stay_as_they_were)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_row(both[_i].addr, both[_i].prefix_length, "eth0");

	row.PrefixOrigin = IpPrefixOriginRouterAdvertisement;
	row.SuffixOrigin = IpSuffixOriginLinkLayerAddress;
	assert_code(unicast_create(row), CODE_SUCCESS);
	row = unicast_set(both[_i].addr, "eth0", shorten_life);
	ck_assert_int_eq(row.PrefixOrigin, IpPrefixOriginRouterAdvertisement);
	ck_assert_int_eq(row.SuffixOrigin, IpSuffixOriginLinkLayerAddress);
}
END_TEST

START_TEST(what_others_have_set_on_an_address_survives_set)
{
	run("ip address add 198.51.100.7/24 dev eth0 label eth0:x noprefixroute metric 77");
	(void)unicast_set("198.51.100.7", "eth0", shorten_life);
	ip_says("198.51.100.7", "eth0", ".label", "eth0:x");
	ip_says("198.51.100.7", "eth0", ".noprefixroute", "true");
	ip_says("198.51.100.7", "eth0", ".metric", "77");
	run("ip address add 2001:db8:7::7 peer 2001:db8:7::8/127 dev eth0 noprefixroute home "
	    "nodad metric 77");
	(void)unicast_set("2001:db8:7::7", "eth0", shorten_life);
	ip_says("2001:db8:7::7", "eth0", ".noprefixroute", "true");
	ip_says("2001:db8:7::7", "eth0", ".home", "true");
	ip_says("2001:db8:7::7", "eth0", ".nodad", "true");
	ip_says("2001:db8:7::7", "eth0", ".metric", "77");
	ip_says("2001:db8:7::7", "eth0", ".address", "2001:db8:7::8");
}
END_TEST

static void lengthen_prefix(MIB_UNICASTIPADDRESS_ROW *row)
{
	row->OnLinkPrefixLength += 3;
}

static void shorten_prefix(MIB_UNICASTIPADDRESS_ROW *row)
{
	row->OnLinkPrefixLength -= 3;
}

static void check_length(const char *addr, int length, const char *ifname)
{
	char expected[8];

	snprintf(expected, sizeof(expected), "%d", length);
	ip_says(addr, ifname, ".prefixlen", expected); /* and not two of them */
	unicast_agree();
}

START_TEST(set_changes_the_prefix_length)
{
	int length = both[_i].prefix_length;

	unicast_create_ok(both[_i].addr, length, "eth0");
	ck_assert(await(is_settled, NULL));
	ck_assert_int_eq(unicast_set(both[_i].addr, "eth0", lengthen_prefix).OnLinkPrefixLength,
			 length + 3);
	check_length(both[_i].addr, length + 3, "eth0");
	(void)unicast_set(both[_i].addr, "eth0", shorten_prefix);
	check_length(both[_i].addr, length, "eth0");
	if (_i == 1)
		ip_says(both[_i].addr, "eth0", ".nodad", "null");
	else
		ip_says(both[_i].addr, "eth0", ".broadcast", "198.51.100.255");
}
END_TEST

START_TEST(the_prefix_route_follows_the_prefix_length)
{
	unicast_create_ok(both[_i].addr, both[_i].prefix_length, "eth0");
	(void)unicast_set(both[_i].addr, "eth0", lengthen_prefix);
	run(_i ? "ip -6 route show 2001:db8:7::/67 dev eth0 | grep -q ."
	       : "ip route show 198.51.100.0/27 dev eth0 | grep -q .");
	run(_i ? "! ip -6 route show 2001:db8:7::/64 dev eth0 | grep ."
	       : "! ip route show 198.51.100.0/24 dev eth0 | grep .");
}
END_TEST

/* Duplicate address detection has spoken and is not repeated. */
START_TEST(a_new_prefix_length_does_not_make_an_address_tentative)
{
	unicast_create_ok("2001:db8:7::7", 64, "eth0");
	ck_assert(await(is_settled, NULL));
	set_sysctl("net/ipv6/conf/eth0/accept_dad", "1");
	set_sysctl("net/ipv6/conf/eth0/dad_transmits", "5");
	ck_assert_int_eq(unicast_set("2001:db8:7::7", "eth0", lengthen_prefix).DadState,
			 IpDadStatePreferred);
}
END_TEST

static const char *const ours[] = {OUR_IPV4, OUR_IPV6};

START_TEST(connections_survive_every_change)
{
	struct server server = serve(SOCK_STREAM, ours[_i]);
	int fd = peer_connect(ours[_i], server.port);

	ck_assert_int_ge(fd, 0);
	ck_assert(echoes(fd));
	(void)unicast_set(ours[_i], "eth0", shorten_life);
	ck_assert(echoes(fd));
	(void)unicast_set(ours[_i], "eth0", lengthen_prefix);
	ck_assert(echoes(fd));
	(void)unicast_set(ours[_i], "eth0", shorten_prefix);
	ck_assert(echoes(fd));
	close(fd);
	stop_serving(server);
}
END_TEST

static void whole(MIB_UNICASTIPADDRESS_ROW *row)
{
	row->OnLinkPrefixLength = 255;
}

START_TEST(prefix_length_255_is_the_whole_address_for_set_too)
{
	unicast_create_ok(both[_i].addr, both[_i].prefix_length, "eth0");
	ck_assert_uint_eq(unicast_set(both[_i].addr, "eth0", whole).OnLinkPrefixLength,
			  _i ? 128 : 32);
	check_length(both[_i].addr, _i ? 128 : 32, "eth0");
}
END_TEST

/* The kernel's default is to delete the others of the subnet with the first. */
static void make_subnet(void)
{
	set_sysctl("net/ipv4/conf/all/promote_secondaries", "0");
	set_sysctl("net/ipv4/conf/eth0/promote_secondaries", "0");
	run("ip address add 198.51.100.7/24 dev eth0");
	run("ip address add 198.51.100.8/24 dev eth0 label eth0:8 valid_lft 4000 preferred_lft "
	    "4000");
	run("ip address add 198.51.100.9/24 dev eth0");
	ip_says("198.51.100.9", "eth0", ".secondary", "true");
}

START_TEST(the_first_address_of_a_subnet_goes_alone)
{
	make_subnet();
	assert_code(unicast_delete("198.51.100.7", "eth0"), CODE_SUCCESS);
	ck_assert(!ip_has("198.51.100.7", "eth0"));
	ip_says("198.51.100.8", "eth0", ".label", "eth0:8");
	ip_says("198.51.100.8", "eth0", ".valid_life_time > 3900", "true");
	ip_says("198.51.100.8", "eth0", ".secondary", "null");
	ip_says("198.51.100.9", "eth0", ".secondary", "true");
	run("ip route show 198.51.100.0/24 dev eth0 | grep -q 'src 198.51.100.8'");
	unicast_agree();
}
END_TEST

START_TEST(a_secondary_address_goes_alone_and_nothing_is_configured)
{
	make_subnet();
	assert_code(unicast_delete("198.51.100.8", "eth0"), CODE_SUCCESS);
	ck_assert(ip_has("198.51.100.7", "eth0"));
	ck_assert(ip_has("198.51.100.9", "eth0"));
	run("grep -q 0 /proc/sys/net/ipv4/conf/eth0/promote_secondaries");
}
END_TEST

START_TEST(the_first_address_of_a_subnet_changes_alone)
{
	make_subnet();
	(void)unicast_set("198.51.100.7", "eth0", lengthen_prefix);
	check_length("198.51.100.7", 27, "eth0");
	ck_assert(ip_has("198.51.100.8", "eth0"));
	ck_assert(ip_has("198.51.100.9", "eth0"));
}
END_TEST

START_TEST(one_delete_takes_all_that_has_the_address)
{
	run("ip address add 198.51.100.7/24 dev eth0");
	run("ip address add 198.51.100.7/32 dev eth0");
	run("ip address add 198.51.100.7 peer 203.0.113.9/32 dev eth0");
	assert_code(unicast_delete("198.51.100.7", "eth0"), CODE_SUCCESS);
	ck_assert(!ip_has("198.51.100.7", "eth0"));
}
END_TEST

/* The kernel refuses an address whose scope is not that of its subnet. */
START_TEST(an_address_joins_a_subnet_of_another_scope)
{
	run("ip address add 198.51.100.1/24 dev eth0 scope link");
	unicast_create_ok("198.51.100.7", 24, "eth0");
	ip_says("198.51.100.7", "eth0", ".scope", "link");
	unicast_create_ok("198.51.100.9", 27, "eth0");
	(void)unicast_set("198.51.100.9", "eth0", shorten_prefix);
	ip_says("198.51.100.9", "eth0", ".scope", "link");
}
END_TEST

START_TEST(addresses_are_made_on_interfaces_that_are_down)
{
	run("ip link add dev0 type veth peer name dev1");
	unicast_create_ok(both[_i].addr, both[_i].prefix_length, "dev0");
	ck_assert_int_eq(unicast_get(both[_i].addr, "dev0").DadState, IpDadStateTentative);
	assert_code(unicast_delete(both[_i].addr, "dev0"), CODE_SUCCESS);
}
END_TEST

START_TEST(the_same_address_is_made_on_two_interfaces)
{
	run("ip link add dev0 type veth peer name dev1");
	unicast_create_ok(both[_i].addr, both[_i].prefix_length, "eth0");
	unicast_create_ok(both[_i].addr, both[_i].prefix_length, "dev0");
	assert_code(unicast_delete(both[_i].addr, "dev0"), CODE_SUCCESS);
	ck_assert(ip_has(both[_i].addr, "eth0"));
}
END_TEST

static void add_set_tests(Suite *suite)
{
	TCase *tcase = netns_tcase(suite, "Set", peer_setup);

	tcase_add_loop_test(tcase, set_changes_the_lifetimes_and_keeps_the_rest, 0, 2);
	tcase_add_loop_test(tcase, unchanged_origins_stay_as_they_were, 0, 2);
	tcase_add_test(tcase, what_others_have_set_on_an_address_survives_set);
	tcase_add_loop_test(tcase, set_changes_the_prefix_length, 0, 2);
	tcase_add_loop_test(tcase, the_prefix_route_follows_the_prefix_length, 0, 2);
	tcase_add_test(tcase, a_new_prefix_length_does_not_make_an_address_tentative);
	tcase_add_loop_test(tcase, connections_survive_every_change, 0, 2);
	tcase_add_loop_test(tcase, prefix_length_255_is_the_whole_address_for_set_too, 0, 2);
	tcase_add_test(tcase, the_first_address_of_a_subnet_changes_alone);
}

TEST_SUITE("unicast changes")
{
	TCase *tcase = netns_tcase(suite, "Create", peer_setup);

	tcase_add_loop_test(tcase, create_and_delete_leave_no_trace, 0, 2);
	tcase_add_loop_test(tcase, a_new_address_has_what_initialize_says, 0, 2);
	tcase_add_test(tcase, an_ipv4_address_has_its_broadcast_address);
	tcase_add_loop_test(tcase, prefix_length_255_is_the_whole_address, 0, 2);
	tcase_add_loop_test(tcase, lifetimes_reach_the_kernel, 0, 2);
	tcase_add_loop_test(tcase, preferred_for_no_time_is_deprecated, 0, 2);
	tcase_add_loop_test(tcase, origins_survive_for_other_processes, 0, 2);
	tcase_add_test(tcase, an_address_joins_a_subnet_of_another_scope);
	tcase_add_loop_test(tcase, addresses_are_made_on_interfaces_that_are_down, 0, 2);
	tcase_add_loop_test(tcase, the_same_address_is_made_on_two_interfaces, 0, 2);
	add_set_tests(suite);

	tcase = netns_tcase(suite, "Delete", peer_setup);
	tcase_add_test(tcase, the_first_address_of_a_subnet_goes_alone);
	tcase_add_test(tcase, a_secondary_address_goes_alone_and_nothing_is_configured);
	tcase_add_test(tcase, one_delete_takes_all_that_has_the_address);
}
