/* SPDX-License-Identifier: MIT */
/* GetUnicastIpAddressTable and ...Entry: each field against what ip(8), libnl and the clock say. */

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <netlink/route/addr.h>

#include "netns-row.h"
#include "netns.h"
#include "suite.h"
#include "unicast.h"

#define FOREVER 0xffffffffu

static void check_origins(const char *addr, const char *ifname, NL_PREFIX_ORIGIN prefix,
			  NL_SUFFIX_ORIGIN suffix)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_get(addr, ifname);

	ck_assert_msg(row.PrefixOrigin == prefix && row.SuffixOrigin == suffix,
		      "%s: origins %d, %d", addr, row.PrefixOrigin, row.SuffixOrigin);
	ck_assert(!row.SkipAsSource);
}

/* The link-local address of an interface, as ip shows it; the caller frees it. */
static char *link_local(const char *ifname)
{
	char *addr = output_of("ip -j -6 address show dev %s scope link | "
			       "jq -r '.[].addr_info // [] | .[].local // empty'",
			       ifname);

	addr[strcspn(addr, "\n")] = '\0';
	return addr;
}

START_TEST(the_table_is_what_ip_shows)
{
	run("ip address add 198.51.100.7/32 dev eth0");
	run("ip address add 198.51.100.8/31 dev eth0 valid_lft 4000 preferred_lft 3000");
	run("ip address add 198.51.100.9/30 dev lo valid_lft 4000 preferred_lft 0");
	run("ip address add 203.0.113.1 peer 203.0.113.2/32 dev eth0");
	run("ip address add 203.0.113.9/24 dev eth0 label eth0:9");
	run("ip address add 203.0.113.10/24 dev eth0");
	run("ip address add 2001:db8:7::7/48 dev eth0 nodad valid_lft 86400 preferred_lft 0");
	run("ip address add 2001:db8:7::8 peer 2001:db8:7::9/127 dev eth0 nodad");
	run("ip address add 2001:db8:7::7/128 dev lo");
	unicast_agree();
}
END_TEST

START_TEST(loopback_is_well_known)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_get("127.0.0.1", "lo");

	ck_assert_uint_eq(row.InterfaceLuid.Value, luid_of("lo"));
	ck_assert_uint_eq(row.InterfaceIndex, 1);
	ck_assert_uint_eq(row.OnLinkPrefixLength, 8);
	ck_assert_uint_eq(row.ValidLifetime, FOREVER);
	ck_assert_uint_eq(row.PreferredLifetime, FOREVER);
	ck_assert_int_eq(row.DadState, IpDadStatePreferred);
	ck_assert_uint_eq(row.ScopeId.Value, 0);
	check_origins("127.0.0.1", "lo", IpPrefixOriginWellKnown, IpSuffixOriginWellKnown);
	check_origins("::1", "lo", IpPrefixOriginWellKnown, IpSuffixOriginWellKnown);
}
END_TEST

START_TEST(a_link_local_address_has_the_interface_as_its_zone)
{
	char *addr = link_local("eth0");
	MIB_UNICASTIPADDRESS_ROW row = unicast_get(addr, "eth0");

	ck_assert_uint_eq(row.ScopeId.Value, index_of("eth0"));
	ck_assert_uint_eq(row.Address.Ipv6.sin6_scope_id, index_of("eth0"));
	ck_assert_uint_eq(row.InterfaceLuid.Value, luid_of("eth0"));
	row = unicast_get(OUR_IPV6, "eth0");
	ck_assert_uint_eq(row.ScopeId.Value, 0);
	ck_assert_uint_eq(row.Address.Ipv6.sin6_scope_id, 0);
	free(addr);
}
END_TEST

START_TEST(the_kernels_link_local_address_comes_from_the_hardware_address)
{
	char *addr = link_local("eth0");

	check_origins(addr, "eth0", IpPrefixOriginWellKnown, IpSuffixOriginLinkLayerAddress);
	run("ip link set eth0 address 02:00:5e:00:53:aa");
	check_origins(addr, "eth0", IpPrefixOriginWellKnown, IpSuffixOriginLinkLayerAddress);
	free(addr);
	run("ip address add fe80::77/64 dev eth0 nodad");
	check_origins("fe80::77", "eth0", IpPrefixOriginWellKnown, IpSuffixOriginManual);
	run("ip address add fe80::5eff:fe00:53aa/64 dev eth0 nodad");
	check_origins("fe80::5eff:fe00:53aa", "eth0", IpPrefixOriginWellKnown,
		      IpSuffixOriginLinkLayerAddress);
}
END_TEST

START_TEST(a_stable_private_address_is_random)
{
	char *addr;

	run("ip link add dev0 type veth peer name dev1");
	run("ip link set dev0 addrgenmode random");
	run("ip link set dev0 up && ip link set dev1 up");
	ck_assert(await(is_ready, "dev0"));
	addr = link_local("dev0");
	ip_says(addr, "dev0", ".\"stable-privacy\"", "true");
	check_origins(addr, "dev0", IpPrefixOriginWellKnown, IpSuffixOriginRandom);
	free(addr);
}
END_TEST

START_TEST(addresses_set_by_hand_are_manual_and_those_with_a_lifetime_dhcp)
{
	run("ip address add 2001:db8:7::7/64 dev eth0 nodad valid_lft 86400 preferred_lft 4000");
	run("ip address add 198.51.100.7/24 dev eth0 valid_lft 86400 preferred_lft 4000");
	check_origins(OUR_IPV4, "eth0", IpPrefixOriginManual, IpSuffixOriginManual);
	check_origins(OUR_IPV6, "eth0", IpPrefixOriginManual, IpSuffixOriginManual);
	check_origins("2001:db8:7::7", "eth0", IpPrefixOriginDhcp, IpSuffixOriginDhcp);
	check_origins("198.51.100.7", "eth0", IpPrefixOriginDhcp, IpSuffixOriginDhcp);
}
END_TEST

START_TEST(an_expired_preference_is_deprecated)
{
	run("ip address add 2001:db8:7::7/64 dev eth0 nodad preferred_lft 0");
	run("ip address add 198.51.100.7/24 dev eth0 preferred_lft 0");
	ck_assert_int_eq(unicast_get("2001:db8:7::7", "eth0").DadState, IpDadStateDeprecated);
	ck_assert_uint_eq(unicast_get("2001:db8:7::7", "eth0").PreferredLifetime, 0);
	ck_assert_uint_eq(unicast_get("2001:db8:7::7", "eth0").ValidLifetime, FOREVER);
	ck_assert_int_eq(unicast_get("198.51.100.7", "eth0").DadState, IpDadStateDeprecated);
}
END_TEST

START_TEST(addresses_of_an_interface_that_is_down_are_tentative)
{
	set_sysctl("net/ipv6/conf/eth0/keep_addr_on_down", "1");
	run("ip link set eth0 down");
	ck_assert_int_eq(unicast_get(OUR_IPV4, "eth0").DadState, IpDadStateTentative);
	ck_assert_int_eq(unicast_get(OUR_IPV6, "eth0").DadState, IpDadStateTentative);
	run("ip link set eth0 up");
	ck_assert_int_eq(unicast_get(OUR_IPV4, "eth0").DadState, IpDadStatePreferred);
}
END_TEST

START_TEST(a_host_scope_is_skipped_as_source)
{
	run("ip address add 198.51.100.7/32 dev eth0 scope host");
	run("ip address add 198.51.100.8/32 dev eth0 scope link");
	ck_assert(unicast_get("198.51.100.7", "eth0").SkipAsSource);
	ck_assert(!unicast_get("198.51.100.8", "eth0").SkipAsSource);
	ck_assert(!unicast_get("127.0.0.1", "lo").SkipAsSource);
}
END_TEST

static LONGLONG now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_REALTIME, &time);
	return (time.tv_sec + 11644473600LL) * 10000000 + time.tv_nsec / 100;
}

/* Hundredths of a second, from libnl. */
static unsigned int libnl_created(const char *addr)
{
	struct nl_sock *sock = nl_socket_alloc();
	struct rtnl_addr *found;
	struct nl_cache *cache;
	struct nl_addr *local;
	unsigned int created;

	ck_assert_int_eq(nl_connect(sock, NETLINK_ROUTE), 0);
	ck_assert_int_eq(rtnl_addr_alloc_cache(sock, &cache), 0);
	ck_assert_int_eq(nl_addr_parse(addr, AF_UNSPEC, &local), 0);
	nl_addr_set_prefixlen(local, strchr(addr, ':') ? 64 : 24);
	found = rtnl_addr_get(cache, (int)index_of("eth0"), local);
	ck_assert_ptr_nonnull(found);
	created = rtnl_addr_get_create_time(found);
	rtnl_addr_put(found);
	nl_addr_put(local);
	nl_cache_free(cache);
	nl_socket_free(sock);
	return created;
}

/* Ticks begin a moment after the clocks do. In 100 ns. */
#define BOOT_TIME 30000000

START_TEST(the_date_is_when_the_address_was_made)
{
	LONGLONG before = now();
	LONGLONG after;
	LONGLONG apart;
	MIB_UNICASTIPADDRESS_ROW row;

	run("ip address add 198.51.100.7/24 dev eth0");
	after = now();
	row = unicast_get("198.51.100.7", "eth0");
	ck_assert_int_ge(row.CreationTimeStamp.QuadPart, before - BOOT_TIME);
	ck_assert_int_le(row.CreationTimeStamp.QuadPart, after + 200000);
	apart = row.CreationTimeStamp.QuadPart -
		unicast_get(OUR_IPV6, "eth0").CreationTimeStamp.QuadPart;
	ck_assert_int_eq(apart,
			 100000LL * (libnl_created("198.51.100.7") - libnl_created(OUR_IPV6)));
	/* a change of the lifetimes is not a new address */
	run("ip address change 198.51.100.7/24 dev eth0 valid_lft 4000 preferred_lft 3000");
	ck_assert_int_eq(unicast_get("198.51.100.7", "eth0").CreationTimeStamp.QuadPart,
			 row.CreationTimeStamp.QuadPart);
}
END_TEST

static int order_of(const MIB_UNICASTIPADDRESS_ROW *row)
{
	return row->Address.si_family == AF_INET ? 0 : 1;
}

START_TEST(ipv4_comes_first_and_in_a_family_loopback)
{
	PMIB_UNICASTIPADDRESS_TABLE table = NULL;
	ULONG i;

	run("ip address add 1.0.0.1/24 dev eth0");
	run("ip address add ::5/64 dev eth0 nodad");
	assert_code(GetUnicastIpAddressTable(AF_UNSPEC, &table), CODE_SUCCESS);
	ck_assert_uint_eq(table->Table[0].InterfaceIndex, 1);
	for (i = 1; i < table->NumEntries; i++) {
		const MIB_UNICASTIPADDRESS_ROW *a = &table->Table[i - 1];
		const MIB_UNICASTIPADDRESS_ROW *b = &table->Table[i];

		ck_assert_int_le(order_of(a), order_of(b));
		if (order_of(a) != order_of(b))
			ck_assert_uint_eq(b->InterfaceIndex, 1);
		else
			ck_assert_uint_le(a->InterfaceIndex, b->InterfaceIndex);
	}
	FreeMibTable(table);
}
END_TEST

/* 127.0.0.1 and ours; ::1, ours and a link-local one. */
static void has_rows(ADDRESS_FAMILY family, ADDRESS_FAMILY expected, ULONG count)
{
	PMIB_UNICASTIPADDRESS_TABLE table = NULL;
	ULONG i;

	assert_code(GetUnicastIpAddressTable(family, &table), CODE_SUCCESS);
	ck_assert_uint_eq(table->NumEntries, count);
	for (i = 0; i < table->NumEntries; i++)
		ck_assert_uint_eq(table->Table[i].Address.si_family, expected);
	FreeMibTable(table);
}

START_TEST(a_family_gives_its_own_rows)
{
	has_rows(AF_INET, AF_INET, 2);
	has_rows(AF_INET6, AF_INET6, 3);
	has_rows(23, AF_INET6, 3);
}
END_TEST

START_TEST(an_empty_table_is_a_table)
{
	PMIB_UNICASTIPADDRESS_TABLE table = NULL;

	run("ip address flush dev eth0 && ip address flush dev lo");
	set_sysctl("net/ipv6/conf/all/disable_ipv6", "1");
	assert_code(GetUnicastIpAddressTable(AF_UNSPEC, &table), CODE_SUCCESS);
	ck_assert_uint_eq(table->NumEntries, 0);
	FreeMibTable(table);
}
END_TEST

START_TEST(get_finds_by_luid_and_overrules_the_index)
{
	MIB_UNICASTIPADDRESS_ROW expected = unicast_get(OUR_IPV4, "eth0");
	MIB_UNICASTIPADDRESS_ROW row = unicast_row(OUR_IPV4, 0, "lo");

	row.InterfaceLuid.Value = luid_of("eth0");
	assert_code(GetUnicastIpAddressEntry(&row), CODE_SUCCESS);
	ck_assert_mem_eq(&row, &expected, sizeof(row));
	row = unicast_row(OUR_IPV6, 0, "eth0");
	row.Address.si_family = 23;
	assert_code(GetUnicastIpAddressEntry(&row), CODE_SUCCESS);
	ck_assert_uint_eq(row.Address.si_family, AF_INET6);
}
END_TEST

START_TEST(anycast_entries_are_no_rows)
{
	static const char *const entries[] = {"2001:db8:1::53", "fe80::53", "192.0.2.53"};
	size_t i;

	for (i = 0; i < 3; i++)
		create_ok(entries[i], "eth0");
	create_ok("2001:db8:1::54", "lo");
	for (i = 0; i < 3; i++) {
		assert_code(unicast_get_code(entries[i], "eth0"), CODE_NO_ENTRY);
		assert_code(unicast_get_code(entries[i], "lo"), CODE_NO_ENTRY);
	}
	assert_code(unicast_get_code("2001:db8:1::54", "lo"), CODE_NO_ENTRY);
	has_rows(AF_INET, AF_INET, 2);
	has_rows(AF_INET6, AF_INET6, 3);
}
END_TEST

TEST_SUITE("unicast rows from the kernel")
{
	TCase *tcase = netns_tcase(suite, "fields", peer_setup);

	tcase_add_test(tcase, the_table_is_what_ip_shows);
	tcase_add_test(tcase, loopback_is_well_known);
	tcase_add_test(tcase, a_link_local_address_has_the_interface_as_its_zone);
	tcase_add_test(tcase, the_kernels_link_local_address_comes_from_the_hardware_address);
	tcase_add_test(tcase, a_stable_private_address_is_random);
	tcase_add_test(tcase, addresses_set_by_hand_are_manual_and_those_with_a_lifetime_dhcp);
	tcase_add_test(tcase, an_expired_preference_is_deprecated);
	tcase_add_test(tcase, addresses_of_an_interface_that_is_down_are_tentative);
	tcase_add_test(tcase, a_host_scope_is_skipped_as_source);
	tcase_add_test(tcase, the_date_is_when_the_address_was_made);

	tcase = netns_tcase(suite, "GetUnicastIpAddressTable", peer_setup);
	tcase_add_test(tcase, ipv4_comes_first_and_in_a_family_loopback);
	tcase_add_test(tcase, a_family_gives_its_own_rows);
	tcase_add_test(tcase, an_empty_table_is_a_table);
	tcase_add_test(tcase, anycast_entries_are_no_rows);

	tcase = netns_tcase(suite, "GetUnicastIpAddressEntry", peer_setup);
	tcase_add_test(tcase, get_finds_by_luid_and_overrules_the_index);
}
