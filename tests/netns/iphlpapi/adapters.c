/* SPDX-License-Identifier: MIT */
/* GetAdaptersAddresses(): its lists against what ip(8) says of the same network. */

#include <stdlib.h>
#include <string.h>

#include "lines.h"
#include "netns.h"
#include "suite.h"

static void print_identity(FILE *file, const IP_ADAPTER_ADDRESSES *adapter)
{
	ULONG i;

	fprintf(file, "%u %u ", adapter->IfIndex, adapter->Ipv6IfIndex);
	print_wide(file, adapter->FriendlyName);
	fprintf(file, " %u ", adapter->Mtu);
	for (i = 0; i < adapter->PhysicalAddressLength; i++)
		fprintf(file, "%s%02x", i ? ":" : "", adapter->PhysicalAddress[i]);
	fprintf(file, " %d\n", !adapter->NoMulticast);
}

static void print_unicast(FILE *file, const IP_ADAPTER_ADDRESSES *adapter)
{
	const IP_ADAPTER_UNICAST_ADDRESS *unicast = adapter->FirstUnicastAddress;

	for (; unicast; unicast = unicast->Next) {
		fprintf(file, "%u ", adapter->IfIndex);
		print_address(file, &unicast->Address);
		fprintf(file, "/%u %u\n", unicast->OnLinkPrefixLength, unicast->ValidLifetime);
	}
}

static void print_anycast(FILE *file, const IP_ADAPTER_ADDRESSES *adapter)
{
	print_list(file, adapter, adapter->FirstAnycastAddress);
}

static void print_multicast(FILE *file, const IP_ADAPTER_ADDRESSES *adapter)
{
	print_list(file, adapter, adapter->FirstMulticastAddress);
}

static void print_gateways(FILE *file, const IP_ADAPTER_ADDRESSES *adapter)
{
	print_list(file, adapter, adapter->FirstGatewayAddress);
}

/* A tunnel's address may be 0.0.0.0, and some tunnels have no IPv6. */
#define IDENTITY                                                                                   \
	"{ ip -j link; ip -j -6 netconf; } | jq -rs '(.[1] | map(.interface)) as $six | "          \
	".[0][] | .ifname as $name | \"\\(.ifindex) \\("                                           \
	"if $six | index($name) then .ifindex else 0 end) \\(.ifname) \\(.mtu) \\("                \
	"if .address | test(\"^[0:.]*$\") then \"\" else .address end) \\("                        \
	"if (.flags | index(\"MULTICAST\")) then 1 else 0 end)\"'"
#define UNICAST                                                                                    \
	"ip -j addr | jq -r '.[] as $link | $link.addr_info[] | "                                  \
	"\"\\($link.ifindex) \\(.local)/\\(.prefixlen) \\(.valid_life_time)\"'"
#define MULTICAST                                                                                  \
	"ip -j maddr | jq -r '.[] as $link | $link.maddr[] | select(.family) | "                   \
	"\"\\($link.ifindex) \\(.address)\"'"

START_TEST(every_interface_is_an_adapter)
{
	run("ip link add eth8 type veth peer name eth9 mtu 1400 && "
	    "ip link set eth8 multicast off");
	agrees(AF_UNSPEC, 0, print_identity, IDENTITY);
	agrees(AF_INET, 0, print_identity, IDENTITY);
	agrees(23, 0, print_identity, IDENTITY " | grep -v '^[0-9]* 0 '");
	agrees(AF_UNSPEC, GAA_FLAG_INCLUDE_ALL_INTERFACES, print_identity, IDENTITY);
}
END_TEST

START_TEST(unicast_addresses_are_those_of_the_kernel)
{
	run("ip addr add 198.51.100.9/28 dev eth0 && ip addr add 2001:db8:9::9/77 dev lo nodad");
	agrees(AF_UNSPEC, 0, print_unicast, UNICAST);
	agrees(AF_INET, 0, print_unicast, UNICAST " | grep -v :");
	agrees(AF_INET6, 0, print_unicast, UNICAST " | grep :");
}
END_TEST

START_TEST(multicast_addresses_are_those_of_the_kernel)
{
	agrees(AF_UNSPEC, 0, print_multicast, MULTICAST);
	agrees(AF_INET, 0, print_multicast, MULTICAST " | grep -v :");
	agrees(AF_INET6, 0, print_multicast, MULTICAST " | grep :");
}
END_TEST

START_TEST(anycast_addresses_are_on_their_adapter_and_nowhere_else)
{
	char *theirs;

	create_ok("2001:db8:1::53", "eth0");
	create_ok("2001:db8:7::53", "lo");
	create_ok("192.0.2.53", "eth0");
	theirs = judge_table();
	run("cat >/run/theirs <<'END'\n%sEND", theirs);
	agrees(AF_UNSPEC, 0, print_anycast, "cat /run/theirs");
	agrees(AF_INET, 0, print_anycast, "grep -v : /run/theirs");
	agrees(AF_INET6, 0, print_anycast, "grep : /run/theirs");
	/* and what serves them is nobody's unicast address */
	agrees(AF_UNSPEC, 0, print_unicast, UNICAST " | grep -v '53/32 \\|53/128 '");
	delete_ok("2001:db8:1::53", "eth0");
	delete_ok("2001:db8:7::53", "lo");
	delete_ok("192.0.2.53", "eth0");
	free(theirs);
}
END_TEST

START_TEST(gateways_are_those_of_the_default_routes_in_the_main_table)
{
	unsigned int eth0 = index_of("eth0");
	char expected[600];
	unsigned int eth8;

	run("ip link add eth8 type veth peer name eth9 && ip link set eth8 up && "
	    "ip link set eth9 up && ip addr add 198.51.100.1/24 dev eth8");
	run("ip route add default metric 10 nexthop via 192.0.2.253 nexthop via 198.51.100.254 && "
	    "ip route add default via 192.0.2.254 metric 50 && "
	    "ip route add default via inet6 fe80::99 dev eth8 metric 60 && "
	    "ip route add default dev eth8 metric 70 && "
	    "ip route add 203.0.113.0/24 via 192.0.2.252 && "
	    "ip route add default via 192.0.2.251 table 77");
	run("ip -6 route add default via 2001:db8:1::fe && "
	    "ip -6 route append default via fe80::fd dev eth8 && "
	    "ip -6 route add unreachable default metric 4000");
	eth8 = index_of("eth8");
	snprintf(expected, sizeof(expected),
		 "printf '%%s\\n' '%u 192.0.2.253' '%u 192.0.2.254' '%u 2001:db8:1::fe' "
		 "'%u 198.51.100.254' '%u fe80::99' '%u fe80::fd'",
		 eth0, eth0, eth0, eth8, eth8, eth8);
	agrees(AF_UNSPEC, GAA_FLAG_INCLUDE_GATEWAYS, print_gateways, expected);
}
END_TEST

START_TEST(without_a_flag_there_are_neither_gateways_nor_prefixes)
{
	IP_ADAPTER_ADDRESSES *adapters;

	run("ip route add default via 192.0.2.254");
	adapters = get_adapters(AF_UNSPEC, 0);
	ck_assert_ptr_null(find_adapter(adapters, "eth0")->FirstGatewayAddress);
	ck_assert_ptr_null(find_adapter(adapters, "eth0")->FirstPrefix);
	free(adapters);
	adapters = get_adapters(AF_UNSPEC, GAA_FLAG_INCLUDE_GATEWAYS | GAA_FLAG_INCLUDE_PREFIX);
	ck_assert_ptr_nonnull(find_adapter(adapters, "eth0")->FirstGatewayAddress);
	ck_assert_ptr_nonnull(find_adapter(adapters, "eth0")->FirstPrefix);
	free(adapters);
}
END_TEST

START_TEST(what_is_to_be_skipped_is_not_there)
{
	const IP_ADAPTER_ADDRESSES *eth0;
	IP_ADAPTER_ADDRESSES *adapters;

	create_ok("2001:db8:1::53", "eth0");
	adapters =
		get_adapters(AF_UNSPEC, GAA_FLAG_SKIP_UNICAST | GAA_FLAG_SKIP_ANYCAST |
						GAA_FLAG_SKIP_MULTICAST | GAA_FLAG_SKIP_DNS_SERVER);
	eth0 = find_adapter(adapters, "eth0");
	ck_assert_ptr_null(eth0->FirstUnicastAddress);
	ck_assert_ptr_null(eth0->FirstAnycastAddress);
	ck_assert_ptr_null(eth0->FirstMulticastAddress);
	ck_assert_ptr_null(eth0->FirstDnsServerAddress);
	ck_assert_ptr_nonnull(eth0->Description);
	free(adapters);
	delete_ok("2001:db8:1::53", "eth0");
}
END_TEST

/* As on Windows: find_adapter() looks for it. */
/* 10.2.2.0/24 is not on the link, 172.16.0.0/24 is: the prefix length is that of the other end. */
START_TEST(the_prefix_of_another_end_is_not_ours)
{
	IP_ADAPTER_ADDRESSES *adapters;
	const IP_ADAPTER_PREFIX *prefix;
	unsigned int ours = 0;

	run("ip addr add 10.2.2.1 peer 172.16.0.1/24 dev eth0");
	adapters = get_adapters(AF_INET, GAA_FLAG_INCLUDE_PREFIX);
	prefix = find_adapter(adapters, "eth0")->FirstPrefix;
	for (; prefix; prefix = prefix->Next) {
		const SOCKADDR_IN *addr = (const SOCKADDR_IN *)(void *)prefix->Address.lpSockaddr;

		if ((addr->sin_addr.s_addr & inet_addr("255.255.255.0")) != inet_addr("10.2.2.0"))
			continue;
		ck_assert_uint_eq(addr->sin_addr.s_addr, inet_addr("10.2.2.1"));
		ck_assert_uint_eq(prefix->PrefixLength, 32);
		ours++;
	}
	ck_assert_uint_eq(ours, 1);
	free(adapters);
}
END_TEST

START_TEST(the_friendly_name_cannot_be_skipped)
{
	IP_ADAPTER_ADDRESSES *adapters = get_adapters(AF_UNSPEC, GAA_FLAG_SKIP_FRIENDLY_NAME);
	ULONG with = 0;
	ULONG without = 0;

	ck_assert_ptr_nonnull(find_adapter(adapters, "eth0")->FriendlyName);
	free(adapters);
	assert_code(GetAdaptersAddresses(AF_UNSPEC, 0, NULL, NULL, &with), 111);
	assert_code(
		GetAdaptersAddresses(AF_UNSPEC, GAA_FLAG_SKIP_FRIENDLY_NAME, NULL, NULL, &without),
		111);
	ck_assert_uint_eq(with, without);
}
END_TEST

START_TEST(an_adapter_without_the_family_is_listed_only_with_all)
{
	IP_ADAPTER_ADDRESSES *adapters;
	ULONG size = 0;

	set_sysctl("net/ipv6/conf/eth0/disable_ipv6", "1");
	adapters = get_adapters(AF_INET6, 0);
	ck_assert(has_adapter(adapters, "lo"));
	ck_assert(!has_adapter(adapters, "eth0"));
	free(adapters);
	adapters = get_adapters(AF_INET6, GAA_FLAG_INCLUDE_ALL_INTERFACES);
	ck_assert_uint_eq(find_adapter(adapters, "eth0")->Ipv6IfIndex, 0);
	ck_assert_uint_eq(find_adapter(adapters, "eth0")->Ipv6Enabled, 0);
	ck_assert_uint_eq(find_adapter(adapters, "eth0")->ZoneIndices[ScopeLevelLink], 0);
	ck_assert_uint_eq(find_adapter(adapters, "lo")->Ipv6Enabled, 1);
	free(adapters);
	set_sysctl("net/ipv6/conf/all/disable_ipv6", "1");
	assert_code(GetAdaptersAddresses(AF_INET6, 0, NULL, NULL, &size), 232);
	ck_assert_uint_eq(size, 0);
}
END_TEST

TEST_SUITE("netns-adapters")
{
	TCase *tcase = netns_tcase(suite, "adapters", peer_and_run);

	tcase_add_test(tcase, every_interface_is_an_adapter);
	tcase_add_test(tcase, unicast_addresses_are_those_of_the_kernel);
	tcase_add_test(tcase, multicast_addresses_are_those_of_the_kernel);
	tcase_add_test(tcase, anycast_addresses_are_on_their_adapter_and_nowhere_else);
	tcase_add_test(tcase, gateways_are_those_of_the_default_routes_in_the_main_table);
	tcase_add_test(tcase, without_a_flag_there_are_neither_gateways_nor_prefixes);
	tcase_add_test(tcase, what_is_to_be_skipped_is_not_there);
	tcase_add_test(tcase, the_prefix_of_another_end_is_not_ours);
	tcase_add_test(tcase, the_friendly_name_cannot_be_skipped);
	tcase_add_test(tcase, an_adapter_without_the_family_is_listed_only_with_all);
}
