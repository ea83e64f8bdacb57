/* SPDX-License-Identifier: MIT */
/* Addresses that the kernel makes of real router advertisements, and duplicate address detection
 * with a real duplicate. */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/icmp6.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netns.h"
#include "suite.h"
#include "unicast.h"

#define FOREVER 0xffffffffu
#define PREFIX "2001:db8:a::"

/* Runs in the peer's namespace: one advertisement of PREFIX/64 (RFC 4861 4.2, 4.6.2). */
static void advertise(void *lifetimes)
{
	const uint32_t *given = lifetimes;
	struct {
		struct nd_router_advert head;
		struct nd_opt_prefix_info prefix;
	} ra = {.head = {.nd_ra_type = ND_ROUTER_ADVERT, .nd_ra_router_lifetime = htons(1800)}};
	struct sockaddr_in6 to = {.sin6_family = AF_INET6, .sin6_scope_id = index_of("peer0")};
	int fd = socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6);
	unsigned int ifindex = index_of("peer0");
	int hops = 255;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(setsockopt(fd, SOL_IPV6, IPV6_MULTICAST_HOPS, &hops, sizeof(hops)), 0);
	ck_assert_int_eq(setsockopt(fd, SOL_IPV6, IPV6_MULTICAST_IF, &ifindex, sizeof(ifindex)), 0);
	ra.prefix.nd_opt_pi_type = ND_OPT_PREFIX_INFORMATION;
	ra.prefix.nd_opt_pi_len = 4;
	ra.prefix.nd_opt_pi_prefix_len = 64;
	ra.prefix.nd_opt_pi_flags_reserved = ND_OPT_PI_FLAG_ONLINK | ND_OPT_PI_FLAG_AUTO;
	ra.prefix.nd_opt_pi_valid_time = htonl(given[0]);
	ra.prefix.nd_opt_pi_preferred_time = htonl(given[1]);
	ck_assert_int_eq(inet_pton(AF_INET6, PREFIX, &ra.prefix.nd_opt_pi_prefix), 1);
	ck_assert_int_eq(inet_pton(AF_INET6, "ff02::1", &to.sin6_addr), 1);
	ck_assert_msg(sendto(fd, &ra, sizeof(ra), 0, (struct sockaddr *)&to, sizeof(to)) ==
			      sizeof(ra),
		      "sendto: %s", strerror(errno));
	close(fd);
}

/* The address under the prefix that ip shows with (or without) a flag; the caller frees it. */
static char *made_of_prefix(const char *flag, bool with)
{
	char *addr = output_of("ip -j -6 address show dev eth0 | jq -r '.[].addr_info // [] | "
			       ".[] | select(.local // \"\" | startswith(\"2001:db8:a:\")) | "
			       "select(.\"%s\" == %s) | .local'",
			       flag, with ? "true" : "null");

	addr[strcspn(addr, "\n")] = '\0';
	return addr;
}

static bool is_made(const void *flag)
{
	char *addr = made_of_prefix(flag, true);
	bool made = addr[0];

	free(addr);
	return made;
}

static void receive(uint32_t valid, uint32_t preferred, const char *flag)
{
	uint32_t lifetimes[] = {valid, preferred};

	set_sysctl("net/ipv6/conf/eth0/accept_ra", "1");
	in_peer(advertise, lifetimes);
	ck_assert_msg(await(is_made, flag), "no %s address was made", flag);
	ck_assert(await(is_settled, NULL));
}

static void check(const char *addr, NL_PREFIX_ORIGIN prefix, NL_SUFFIX_ORIGIN suffix)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_get(addr, "eth0");

	ck_assert_msg(row.PrefixOrigin == prefix && row.SuffixOrigin == suffix,
		      "%s: origins %d, %d", addr, row.PrefixOrigin, row.SuffixOrigin);
	ck_assert_int_eq(row.DadState, IpDadStatePreferred);
	ck_assert_uint_eq(row.OnLinkPrefixLength, 64);
	unicast_agree();
}

START_TEST(an_advertised_prefix_and_the_hardware_address)
{
	char *addr;
	MIB_UNICASTIPADDRESS_ROW row;

	receive(86400, 14400, "dynamic");
	addr = made_of_prefix("dynamic", true);
	check(addr, IpPrefixOriginRouterAdvertisement, IpSuffixOriginLinkLayerAddress);
	row = unicast_get(addr, "eth0");
	ck_assert_uint_ge(row.ValidLifetime, 86390);
	ck_assert_uint_ge(row.PreferredLifetime, 14390);
	ck_assert_uint_le(row.PreferredLifetime, 14400);
	run("ip link set eth0 address 02:00:5e:00:53:aa");
	check(addr, IpPrefixOriginRouterAdvertisement, IpSuffixOriginLinkLayerAddress);
	free(addr);
}
END_TEST

START_TEST(an_advertised_prefix_without_end)
{
	char *addr;

	receive(FOREVER, FOREVER, "mngtmpaddr");
	addr = made_of_prefix("mngtmpaddr", true);
	check(addr, IpPrefixOriginRouterAdvertisement, IpSuffixOriginLinkLayerAddress);
	ck_assert_uint_eq(unicast_get(addr, "eth0").ValidLifetime, FOREVER);
	free(addr);
}
END_TEST

START_TEST(an_advertised_prefix_and_a_random_suffix)
{
	char *addr;

	/* the kernel makes its secret when the interface comes up */
	run("ip link set eth0 down addrgenmode random && ip link set eth0 up");
	ck_assert(await(is_ready, "eth0"));
	receive(86400, 14400, "stable-privacy");
	addr = made_of_prefix("stable-privacy", true);
	check(addr, IpPrefixOriginRouterAdvertisement, IpSuffixOriginRandom);
	free(addr);
}
END_TEST

START_TEST(an_advertised_prefix_and_a_token)
{
	set_sysctl("net/ipv6/conf/eth0/accept_ra", "1"); /* or the kernel takes none */
	run("ip token set ::1234:5 dev eth0");
	receive(86400, 14400, "dynamic");
	check("2001:db8:a::1234:5", IpPrefixOriginRouterAdvertisement, IpSuffixOriginManual);
}
END_TEST

START_TEST(a_temporary_address_is_random)
{
	char *addr;

	set_sysctl("net/ipv6/conf/eth0/use_tempaddr", "2");
	receive(86400, 14400, "temporary");
	addr = made_of_prefix("temporary", true);
	check(addr, IpPrefixOriginRouterAdvertisement, IpSuffixOriginRandom);
	free(addr);
	addr = made_of_prefix("temporary", false);
	check(addr, IpPrefixOriginRouterAdvertisement, IpSuffixOriginLinkLayerAddress);
	free(addr);
}
END_TEST

static void shorten_life(MIB_UNICASTIPADDRESS_ROW *row)
{
	row->PrefixOrigin = IpPrefixOriginUnchanged;
	row->SuffixOrigin = IpSuffixOriginUnchanged;
	row->ValidLifetime = 5000;
	row->PreferredLifetime = 4000;
}

START_TEST(set_leaves_the_kernel_its_origins)
{
	char *addr;

	receive(86400, 14400, "dynamic");
	addr = made_of_prefix("dynamic", true);
	(void)unicast_set(addr, "eth0", shorten_life);
	check(addr, IpPrefixOriginRouterAdvertisement, IpSuffixOriginLinkLayerAddress);
	/* and the kernel still knows the address for its own */
	receive(90000, 80000, "dynamic");
	ck_assert_uint_ge(unicast_get(addr, "eth0").PreferredLifetime, 79990);
	free(addr);
}
END_TEST

static void detect_duplicates(void)
{
	peer_setup();
	set_sysctl("net/ipv6/conf/eth0/accept_dad", "1");
	peer_run("ip address add 2001:db8:1::d0b/64 dev peer0 nodad");
}

static NL_DAD_STATE state_of(const char *addr)
{
	return unicast_get(addr, "eth0").DadState;
}

static bool is_beyond_tentative(const void *addr)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_row(addr, 64, "eth0");

	assert_code(GetUnicastIpAddressEntry(&row), CODE_SUCCESS);
	return row.DadState != IpDadStateTentative;
}

/* The peer, which would answer at once, has it only when the state has been looked at. */
START_TEST(an_address_that_the_peer_has_becomes_a_duplicate)
{
	set_sysctl("net/ipv6/conf/eth0/dad_transmits", "100"); /* seconds, for slow machines */
	peer_run("ip address del 2001:db8:1::d0b/64 dev peer0");
	unicast_create_ok("2001:db8:1::d0b", 64, "eth0");
	ck_assert_int_eq(state_of("2001:db8:1::d0b"), IpDadStateTentative);
	peer_run("ip address add 2001:db8:1::d0b/64 dev peer0 nodad");
	ck_assert(await(is_beyond_tentative, "2001:db8:1::d0b"));
	ck_assert_int_eq(state_of("2001:db8:1::d0b"), IpDadStateDuplicate);
	ip_says("2001:db8:1::d0b", "eth0", ".dadfailed", "true");
}
END_TEST

START_TEST(an_address_that_nobody_has_becomes_preferred)
{
	set_sysctl("net/ipv6/conf/eth0/dad_transmits", "3");
	unicast_create_ok("2001:db8:1::a", 64, "eth0");
	ck_assert_int_eq(state_of("2001:db8:1::a"), IpDadStateTentative);
	ck_assert(!can_bind(SOCK_DGRAM, "2001:db8:1::a"));
	ck_assert(await(is_beyond_tentative, "2001:db8:1::a"));
	ck_assert_int_eq(state_of("2001:db8:1::a"), IpDadStatePreferred);
	ck_assert(can_bind(SOCK_DGRAM, "2001:db8:1::a"));
}
END_TEST

START_TEST(an_optimistic_address_can_be_used_at_once)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_row("2001:db8:1::a", 64, "eth0");

	set_sysctl("net/ipv6/conf/eth0/optimistic_dad", "1");
	set_sysctl("net/ipv6/conf/eth0/dad_transmits", "100"); /* seconds, for slow machines */
	row.DadState = IpDadStatePreferred;
	assert_code(unicast_create(row), CODE_SUCCESS);
	ip_says("2001:db8:1::a", "eth0", ".optimistic", "true");
	ip_says("2001:db8:1::a", "eth0", ".tentative", "true");
	ck_assert_int_eq(state_of("2001:db8:1::a"), IpDadStatePreferred);
	ck_assert(can_bind(SOCK_DGRAM, "2001:db8:1::a"));
	unicast_agree();
}
END_TEST

static bool is_duplicate(const void *addr)
{
	return try_run("ip -6 address show dev eth0 to %s/128 | grep -q dadfailed",
		       (const char *)addr);
}

START_TEST(an_optimistic_duplicate_is_found_out)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_row("2001:db8:1::d0b", 64, "eth0");

	set_sysctl("net/ipv6/conf/eth0/optimistic_dad", "1");
	row.DadState = IpDadStatePreferred;
	assert_code(unicast_create(row), CODE_SUCCESS);
	ck_assert(await(is_duplicate, "2001:db8:1::d0b"));
	ck_assert_int_eq(state_of("2001:db8:1::d0b"), IpDadStateDuplicate);
}
END_TEST

START_TEST(without_the_administrators_leave_nobody_looks_for_duplicates)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_row("2001:db8:1::a", 64, "eth0");

	row.DadState = IpDadStatePreferred;
	assert_code(unicast_create(row), CODE_SUCCESS);
	ck_assert_int_eq(state_of("2001:db8:1::a"), IpDadStatePreferred);
	ck_assert(can_bind(SOCK_DGRAM, "2001:db8:1::a"));
	ip_says("2001:db8:1::a", "eth0", ".tentative", "null");
	ip_says("2001:db8:1::a", "eth0", ".nodad", "null");
	unicast_agree();
	row = unicast_row("192.0.2.10", 24, "eth0");
	row.DadState = IpDadStatePreferred;
	assert_code(unicast_create(row), CODE_SUCCESS);
	ck_assert_int_eq(state_of("192.0.2.10"), IpDadStatePreferred);
}
END_TEST

START_TEST(another_state_on_input_is_ignored)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_row("2001:db8:1::a", 64, "eth0");

	set_sysctl("net/ipv6/conf/eth0/optimistic_dad", "1");
	row.DadState = IpDadStateDuplicate;
	assert_code(unicast_create(row), CODE_SUCCESS);
	ck_assert_int_eq(state_of("2001:db8:1::a"), IpDadStateTentative);
}
END_TEST

TEST_SUITE("unicast origins")
{
	TCase *tcase = netns_tcase(suite, "router advertisements", peer_setup);

	tcase_add_test(tcase, an_advertised_prefix_and_the_hardware_address);
	tcase_add_test(tcase, an_advertised_prefix_without_end);
	tcase_add_test(tcase, an_advertised_prefix_and_a_random_suffix);
	tcase_add_test(tcase, an_advertised_prefix_and_a_token);
	tcase_add_test(tcase, a_temporary_address_is_random);
	tcase_add_test(tcase, set_leaves_the_kernel_its_origins);

	tcase = netns_tcase(suite, "duplicate address detection", detect_duplicates);
	tcase_add_test(tcase, an_address_that_the_peer_has_becomes_a_duplicate);
	tcase_add_test(tcase, an_address_that_nobody_has_becomes_preferred);
	tcase_add_test(tcase, an_optimistic_address_can_be_used_at_once);
	tcase_add_test(tcase, an_optimistic_duplicate_is_found_out);
	tcase_add_test(tcase, without_the_administrators_leave_nobody_looks_for_duplicates);
	tcase_add_test(tcase, another_state_on_input_is_ignored);
}
