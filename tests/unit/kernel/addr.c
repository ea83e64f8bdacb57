/* SPDX-License-Identifier: MIT */
/* src/kernel/addr.c: comparison and classification of addresses. */

#include <arpa/inet.h>
#include <check.h>
#include <string.h>

#include "addr.h"
#include "suite.h"

static struct iph_addr parse(const char *text)
{
	struct iph_addr addr = {.family = strchr(text, ':') ? AF_INET6 : AF_INET};

	ck_assert_int_eq(inet_pton(addr.family, text, addr.bytes), 1);
	return addr;
}

/* Ascending: the numbers of IPv4 addresses in network order, not as host integers. */
static const char *const ordered[] = {
	"0.0.0.1", "1.0.0.0",	  "10.0.0.2",	 "192.0.2.1", "::",
	"::1",	   "2001:db8::1", "2001:db8::2", "fe80::1",   "ff02::1",
};

START_TEST(comparison_orders_ipv4_before_ipv6_and_then_by_bytes)
{
	struct iph_addr mine = parse(ordered[_i]);
	size_t j;

	for (j = 0; j < sizeof(ordered) / sizeof(ordered[0]); j++) {
		struct iph_addr other = parse(ordered[j]);
		int result = iph_addr_compare(&mine, &other);

		if (j < (size_t)_i)
			ck_assert_int_gt(result, 0);
		else if (j == (size_t)_i)
			ck_assert_int_eq(result, 0);
		else
			ck_assert_int_lt(result, 0);
		ck_assert(iph_addr_equal(&mine, &other) == (j == (size_t)_i));
	}
}
END_TEST

START_TEST(bytes_behind_an_ipv4_address_do_not_count)
{
	struct iph_addr a = parse("192.0.2.1");
	struct iph_addr b = a;

	memset(b.bytes + 4, 0xcc, sizeof(b.bytes) - 4);
	ck_assert(iph_addr_equal(&a, &b));
	ck_assert_int_eq(iph_addr_compare(&a, &b), 0);
}
END_TEST

START_TEST(same_bytes_of_two_families_are_not_equal)
{
	struct iph_addr a = {.family = AF_INET, .bytes = {0x20, 1, 0xd, 0xb8}};
	struct iph_addr b = {.family = AF_INET6, .bytes = {0x20, 1, 0xd, 0xb8}};

	ck_assert(!iph_addr_equal(&a, &b));
	ck_assert_int_lt(iph_addr_compare(&a, &b), 0);
}
END_TEST

static const char *const unicast[] = {
	"1.0.0.0",	   "10.0.0.1",	"126.255.255.255", "128.0.0.1",	       "192.0.2.255",
	"223.255.255.255", "240.0.0.1", "255.255.255.254", "169.254.0.1",      "2001:db8::",
	"2001:db8::53",	   "fe80::1",	"febf::1",	   "fec0::1",	       "fd00::1",
	"fe3f::2000",	   "::2",	"::192.0.2.1",	   "64:ff9b::1.2.3.4", "::fffe:192.0.2.1",
	"fe00::1",
};

START_TEST(unicast_form_is_recognised)
{
	struct iph_addr addr = parse(unicast[_i]);

	ck_assert_msg(iph_addr_unicast_form(&addr), "%s", unicast[_i]);
}
END_TEST

static const char *const not_unicast[] = {
	"0.0.0.0",
	"127.0.0.1",
	"127.255.255.255",
	"224.0.0.0",
	"224.0.0.1",
	"239.255.255.255",
	"255.255.255.255",
	"::",
	"::1",
	"ff00::",
	"ff02::1",
	"ffff::1",
	"::ffff:192.0.2.1",
	"::ffff:0.0.0.0",
};

START_TEST(other_forms_are_refused)
{
	struct iph_addr addr = parse(not_unicast[_i]);

	ck_assert_msg(!iph_addr_unicast_form(&addr), "%s", not_unicast[_i]);
}
END_TEST

START_TEST(link_local_is_fe80_slash_10_of_ipv6_alone)
{
	static const struct {
		const char *text;
		bool link_local;
	} rows[] = {
		{"fe80::1", true},	{"febf:ffff::1", true}, {"fe7f::1", false},
		{"fec0::1", false},	{"2001:db8::1", false}, {"254.128.0.1", false},
		{"169.254.0.1", false},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct iph_addr addr = parse(rows[i].text);

		ck_assert_msg(iph_addr_link_local(&addr) == rows[i].link_local, "%s", rows[i].text);
	}
}
END_TEST

static const struct {
	const char *text;
	bool loopback;
	bool multicast;
	bool zoned;
} kinds[] = {
	{"127.0.0.1", true, false, false},
	{"127.255.255.255", true, false, false},
	{"126.255.255.255", false, false, false},
	{"128.0.0.0", false, false, false},
	{"::1", true, false, false},
	{"::2", false, false, false},
	{"::ffff:127.0.0.1", false, false, false},
	{"223.255.255.255", false, false, false},
	{"224.0.0.0", false, true, false},
	{"239.255.255.255", false, true, false},
	{"240.0.0.0", false, false, false},
	{"ff02::1", false, true, true},
	{"ff01::1", false, true, true},
	{"ff32::1", false, true, true},
	{"ff05::1", false, true, false},
	{"ff0e::1", false, true, false},
	{"fe80::1", false, false, true},
	{"febf::1", false, false, true},
	{"fec0::1", false, false, false},
	{"2001:db8::1", false, false, false},
};

START_TEST(loopback_multicast_and_zones_are_recognised)
{
	struct iph_addr addr = parse(kinds[_i].text);

	ck_assert(iph_addr_loopback(&addr) == kinds[_i].loopback);
	ck_assert(iph_addr_multicast(&addr) == kinds[_i].multicast);
	ck_assert(iph_addr_zoned(&addr) == kinds[_i].zoned);
}
END_TEST

START_TEST(an_address_has_as_many_bytes_as_its_family_says)
{
	ck_assert_uint_eq(iph_addr_len(AF_INET), 4);
	ck_assert_uint_eq(iph_addr_len(AF_INET6), 16);
}
END_TEST

#define COUNT(array) (int)(sizeof(array) / sizeof((array)[0]))

TEST_SUITE("addr")
{
	TCase *tcase = tcase_create("iph_addr_compare");

	tcase_add_loop_test(tcase, comparison_orders_ipv4_before_ipv6_and_then_by_bytes, 0,
			    COUNT(ordered));
	tcase_add_test(tcase, bytes_behind_an_ipv4_address_do_not_count);
	tcase_add_test(tcase, same_bytes_of_two_families_are_not_equal);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("iph_addr_unicast_form");
	tcase_add_loop_test(tcase, unicast_form_is_recognised, 0, COUNT(unicast));
	tcase_add_loop_test(tcase, other_forms_are_refused, 0, COUNT(not_unicast));
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("iph_addr_link_local");
	tcase_add_test(tcase, link_local_is_fe80_slash_10_of_ipv6_alone);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("iph_addr_loopback, iph_addr_multicast, iph_addr_zoned");
	tcase_add_loop_test(tcase, loopback_multicast_and_zones_are_recognised, 0, COUNT(kinds));
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("iph_addr_len");
	tcase_add_test(tcase, an_address_has_as_many_bytes_as_its_family_says);
	suite_add_tcase(suite, tcase);
}
