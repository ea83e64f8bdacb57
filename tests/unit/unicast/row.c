/* SPDX-License-Identifier: MIT */
/* src/lib/unicast/read.c, unicast-row.c: rows made of addresses as kernels old and new describe
 * them. */

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>

#include "anycast-proto.h"
#include "mark.h"
#include "suite.h"
#include "unicast/unicast.h"

#define FOREVER 0xffffffffu
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* 100 ns from 1601 to 1970, from the calendar: 369 years with 89 leap days. */
#define EPOCH ((369LL * 365 + 89) * 86400 * 10000000)

START_TEST(a_date_is_the_boot_and_what_was_on_the_clock_then)
{
	struct iph_clock clock = {.uptime = 100 * 3600, .boot = 1700000000LL * 1000000000};

	ck_assert_int_eq(iph_clock_date(&clock, 0), EPOCH + 1700000000LL * 10000000);
	ck_assert_int_eq(iph_clock_date(&clock, 100), EPOCH + 1700000001LL * 10000000);
	ck_assert_int_eq(iph_clock_date(&clock, 100 * 3600),
			 EPOCH + (1700000000LL + 3600) * 10000000);
	/* the kernel's tick was a little ahead */
	ck_assert_int_eq(iph_clock_date(&clock, 100 * 3600 + 3),
			 EPOCH + (1700000000LL + 3600) * 10000000 + 300000);
}
END_TEST

START_TEST(a_date_survives_the_wrap_after_497_days)
{
	const uint64_t wrap = 1ULL << 32;
	struct iph_clock clock = {.uptime = wrap + 500, .boot = 0};

	/* before the wrap, after it, and a little ahead of the clock at the wrap itself */
	ck_assert_int_eq(iph_clock_date(&clock, 0xffffffff), EPOCH + (int64_t)(wrap - 1) * 100000);
	ck_assert_int_eq(iph_clock_date(&clock, 400), EPOCH + (int64_t)(wrap + 400) * 100000);
	clock.uptime = wrap - 1;
	ck_assert_int_eq(iph_clock_date(&clock, 1), EPOCH + (int64_t)(wrap + 1) * 100000);
	clock.uptime = 3 * wrap + 10;
	ck_assert_int_eq(iph_clock_date(&clock, 20000),
			 EPOCH + (int64_t)(2 * wrap + 20000) * 100000);
}
END_TEST

START_TEST(the_clock_gives_the_same_boot_every_time)
{
	struct iph_clock first = iph_clock_now();
	int i;

	for (i = 0; i < 1000; i++)
		ck_assert_int_eq(iph_clock_now().boot, first.boot);
}
END_TEST

static const struct iph_link ethernet = {.index = 7,
					 .type = 6,
					 .up = true,
					 .ipv4 = true,
					 .ipv6 = true,
					 .name = "eth0",
					 .eui64 = {2, 0, 0x5e, 0xff, 0xfe, 0, 0x53, 1}};

/* What the kernel tells of an address, and the origins a row has for it. */
static const struct {
	const char *addr;
	uint8_t prefix_length;
	uint32_t flags;
	uint8_t proto;
	uint32_t valid;
	NL_PREFIX_ORIGIN prefix;
	NL_SUFFIX_ORIGIN suffix;
} described[] = {
	{"127.0.0.1", 8, IFA_F_PERMANENT, IFAPROT_KERNEL_LO, FOREVER, 2, 2},
	{"127.0.0.1", 8, IFA_F_PERMANENT, 0, FOREVER, 2, 2},
	{"::1", 128, IFA_F_PERMANENT, IFAPROT_KERNEL_LO, FOREVER, 2, 2},
	{"::1", 128, IFA_F_PERMANENT, 0, FOREVER, 2, 2},
	{"192.0.2.1", 24, IFA_F_PERMANENT, 0, FOREVER, 1, 1},
	{"192.0.2.1", 24, 0, 0, 600, 3, 3},
	{"2001:db8::1", 64, IFA_F_PERMANENT, 0, FOREVER, 1, 1},
	{"2001:db8::1", 128, 0, 0, 600, 3, 3},
	{"2001:db8::1", 64, 0, 0, 600, 3, 3},
	/* the kernel's own, as Linux 5.18 and later tell */
	{"2001:db8::200:5eff:fe00:5301", 64, 0, IFAPROT_KERNEL_RA, 600, 4, 4},
	{"2001:db8::200:5eff:fe00:9999", 64, 0, IFAPROT_KERNEL_RA, 600, 4, 4},
	{"2001:db8::7", 64, 0, IFAPROT_KERNEL_RA, 600, 4, 1},
	{"2001:db8::7", 64, IFA_F_STABLE_PRIVACY, IFAPROT_KERNEL_RA, 600, 4, 5},
	{"2001:db8::7", 64, IFA_F_MANAGETEMPADDR, IFAPROT_KERNEL_RA, FOREVER, 4, 1},
	{"2001:db8::7", 64, IFA_F_TEMPORARY, 0, 600, 4, 5},
	{"fe80::200:5eff:fe00:5301", 64, IFA_F_PERMANENT, IFAPROT_KERNEL_LL, FOREVER, 2, 4},
	{"fe80::7", 64, IFA_F_PERMANENT, IFAPROT_KERNEL_LL, FOREVER, 2, 4},
	{"fe80::7", 64, IFA_F_PERMANENT | IFA_F_STABLE_PRIVACY, IFAPROT_KERNEL_LL, FOREVER, 2, 5},
	/* the same from older kernels */
	{"2001:db8::200:5eff:fe00:5301", 64, 0, 0, 600, 4, 4},
	{"2001:db8::200:5eff:fe00:5301", 80, 0, 0, 600, 3, 3},
	{"2001:db8::7", 64, IFA_F_STABLE_PRIVACY, 0, 600, 4, 5},
	{"2001:db8::7", 64, IFA_F_MANAGETEMPADDR, 0, FOREVER, 4, 1},
	{"fe80::200:5eff:fe00:5301", 64, IFA_F_PERMANENT, 0, FOREVER, 2, 4},
	{"fe80::7", 64, IFA_F_PERMANENT, 0, FOREVER, 2, 1},
	{"fe80::7", 64, IFA_F_PERMANENT | IFA_F_STABLE_PRIVACY, 0, FOREVER, 2, 5},
	/* what others write there is nothing to us */
	{"192.0.2.1", 24, IFA_F_PERMANENT, 4, FOREVER, 1, 1},
	{"192.0.2.1", 24, IFA_F_PERMANENT, 0xff, FOREVER, 1, 1},
	{"192.0.2.1", 24, IFA_F_PERMANENT, 0x80 | 5 << 3, FOREVER, 1, 1},
	{"192.0.2.1", 24, IFA_F_PERMANENT, 0x80 | 6, FOREVER, 1, 1},
};

static struct iph_unicast unicast_of(const char *text, uint8_t prefix_length)
{
	struct iph_unicast unicast = {.ifindex = 7, .prefix_length = prefix_length};

	unicast.addr.family = strchr(text, ':') ? AF_INET6 : AF_INET;
	ck_assert_int_eq(inet_pton(unicast.addr.family, text, unicast.addr.bytes), 1);
	unicast.peer = unicast.addr;
	return unicast;
}

static MIB_UNICASTIPADDRESS_ROW row_of(const struct iph_unicast *unicast)
{
	struct iph_clock clock = {0};
	MIB_UNICASTIPADDRESS_ROW row;

	iph_unicast_row(unicast, &clock, &row);
	iph_unicast_row_finish(&row, &ethernet);
	return row;
}

START_TEST(origins_follow_from_what_the_kernel_tells)
{
	struct iph_unicast unicast = unicast_of(described[_i].addr, described[_i].prefix_length);
	MIB_UNICASTIPADDRESS_ROW row;

	unicast.flags = described[_i].flags;
	unicast.proto = described[_i].proto;
	unicast.valid = unicast.preferred = described[_i].valid;
	row = row_of(&unicast);
	ck_assert_int_eq(row.PrefixOrigin, described[_i].prefix);
	ck_assert_int_eq(row.SuffixOrigin, described[_i].suffix);
	ck_assert(!row.SkipAsSource);
}
END_TEST

/* Every wish comes back, and where the kernel says the same of itself there is no mark. */
START_TEST(every_wish_survives_as_a_mark)
{
	struct iph_unicast unicast = unicast_of(described[_i].addr, described[_i].prefix_length);
	MIB_UNICASTIPADDRESS_ROW wish = {0};
	MIB_UNICASTIPADDRESS_ROW row;
	int all;

	unicast.flags = described[_i].flags;
	unicast.valid = unicast.preferred = described[_i].valid;
	for (all = 0; all < 5 * 6 * 2; all++) {
		wish.PrefixOrigin = all % 5;
		wish.SuffixOrigin = all / 5 % 6;
		wish.SkipAsSource = all >= 30;
		unicast.proto = described[_i].proto;
		unicast.proto = iph_unicast_mark(&unicast, &ethernet, &wish);
		row = row_of(&unicast);
		ck_assert_int_eq(row.PrefixOrigin, wish.PrefixOrigin);
		ck_assert_int_eq(row.SuffixOrigin, wish.SuffixOrigin);
		ck_assert_int_eq(row.SkipAsSource, wish.SkipAsSource);
		ck_assert_int_ne(unicast.proto, IPH_IFA_PROTO);
		if (wish.PrefixOrigin == described[_i].prefix && !wish.SkipAsSource &&
		    wish.SuffixOrigin == described[_i].suffix)
			ck_assert_int_eq(unicast.proto, described[_i].proto);
	}
}
END_TEST

static const struct {
	uint32_t flags;
	uint8_t proto;
	bool down;
	NL_DAD_STATE state;
} states[] = {
	{IFA_F_PERMANENT, 0, false, IpDadStatePreferred},
	{0, 0, false, IpDadStatePreferred},
	{IFA_F_TENTATIVE, 0, false, IpDadStateTentative},
	{IFA_F_TENTATIVE | IFA_F_DEPRECATED, 0, false, IpDadStateTentative},
	{IFA_F_TENTATIVE | IFA_F_OPTIMISTIC, 0, false, IpDadStatePreferred},
	{IFA_F_TENTATIVE | IFA_F_DADFAILED, 0, false, IpDadStateDuplicate},
	{IFA_F_DADFAILED, 0, true, IpDadStateDuplicate},
	{IFA_F_DEPRECATED, 0, false, IpDadStateDeprecated},
	{IFA_F_DEPRECATED, IPH_MARK | IPH_MARK_SKIP | 1 << 3 | 1, false, IpDadStatePreferred},
	{IFA_F_DEPRECATED, IPH_MARK | 1 << 3 | 1, false, IpDadStateDeprecated},
	{IFA_F_PERMANENT, 0, true, IpDadStateTentative},
	{IFA_F_DEPRECATED, 0, true, IpDadStateTentative},
};

START_TEST(states_follow_from_flags_and_interface)
{
	struct iph_unicast unicast = unicast_of("2001:db8::1", 64);
	struct iph_link link = ethernet;
	struct iph_clock clock = {0};
	MIB_UNICASTIPADDRESS_ROW row;

	unicast.flags = states[_i].flags;
	unicast.proto = states[_i].proto;
	link.up = !states[_i].down;
	iph_unicast_row(&unicast, &clock, &row);
	iph_unicast_row_finish(&row, &link);
	ck_assert_int_eq(row.DadState, states[_i].state);
}
END_TEST

static struct nlmsghdr *message(char *buf, uint8_t family, uint8_t prefix_length)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct ifaddrmsg *ifa;

	nlh->nlmsg_type = RTM_NEWADDR;
	ifa = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifa));
	ifa->ifa_family = family;
	ifa->ifa_prefixlen = prefix_length;
	ifa->ifa_flags = IFA_F_PERMANENT;
	ifa->ifa_index = 7;
	return nlh;
}

static void put_life(struct nlmsghdr *nlh)
{
	const struct ifa_cacheinfo life = {
		.ifa_prefered = 10, .ifa_valid = 20, .cstamp = 30, .tstamp = 40};

	mnl_attr_put(nlh, IFA_CACHEINFO, sizeof(life), &life);
}

static const uint8_t four[] = {192, 0, 2, 1};
static const uint8_t other[] = {192, 0, 2, 2};

START_TEST(a_message_becomes_an_address)
{
	_Alignas(8) char buf[512];
	struct nlmsghdr *nlh = message(buf, AF_INET, 24);
	struct iph_unicast unicast;

	mnl_attr_put(nlh, IFA_ADDRESS, sizeof(other), other);
	mnl_attr_put(nlh, IFA_LOCAL, sizeof(four), four);
	mnl_attr_put_strz(nlh, IFA_LABEL, "eth0:1");
	mnl_attr_put_u32(nlh, IFA_FLAGS, IFA_F_NOPREFIXROUTE);
	mnl_attr_put_u8(nlh, IFA_PROTO, 9);
	put_life(nlh);
	ck_assert_int_eq(iph_unicast_parse(nlh, &unicast), 0);
	ck_assert_mem_eq(unicast.addr.bytes, four, sizeof(four));
	ck_assert_mem_eq(unicast.peer.bytes, other, sizeof(other));
	ck_assert_uint_eq(unicast.preferred, 10);
	ck_assert_uint_eq(unicast.valid, 20);
	ck_assert_uint_eq(unicast.created, 30);
	ck_assert_uint_eq(unicast.flags, IFA_F_NOPREFIXROUTE); /* not those of the header */
	ck_assert_uint_eq(unicast.proto, 9);
	ck_assert_uint_eq(unicast.ifindex, 7);
	ck_assert_str_eq(unicast.label, "eth0:1");
}
END_TEST

START_TEST(messages_that_are_cut_or_contradict_are_bad)
{
	_Alignas(8) char buf[512];
	struct nlmsghdr *nlh = message(buf, AF_INET, 24);
	struct iph_unicast unicast;

	put_life(nlh);
	ck_assert_int_eq(iph_unicast_parse(nlh, &unicast), -EBADMSG); /* no address */
	mnl_attr_put(nlh, IFA_LOCAL, 3, four);
	ck_assert_int_eq(iph_unicast_parse(nlh, &unicast), -EBADMSG);
	nlh = message(buf, AF_INET, 24);
	mnl_attr_put(nlh, IFA_LOCAL, sizeof(four), four);
	ck_assert_int_eq(iph_unicast_parse(nlh, &unicast), -EBADMSG); /* no lifetimes */
	put_life(nlh);
	ck_assert_int_eq(iph_unicast_parse(nlh, &unicast), 0);
	((struct ifaddrmsg *)mnl_nlmsg_get_payload(nlh))->ifa_prefixlen = 33;
	ck_assert_int_eq(iph_unicast_parse(nlh, &unicast), -EBADMSG);
	nlh = message(buf, AF_UNIX, 24);
	mnl_attr_put(nlh, IFA_LOCAL, sizeof(four), four);
	put_life(nlh);
	ck_assert_int_eq(iph_unicast_parse(nlh, &unicast), -EBADMSG);
	nlh->nlmsg_len = MNL_NLMSG_HDRLEN + 4;
	ck_assert_int_eq(iph_unicast_parse(nlh, &unicast), -EBADMSG);
}
END_TEST

START_TEST(addresses_of_anycast_entries_are_none_of_ours)
{
	_Alignas(8) char buf[512];
	struct nlmsghdr *nlh = message(buf, AF_INET, 32);
	struct iph_unicast unicast;

	mnl_attr_put(nlh, IFA_LOCAL, sizeof(four), four);
	put_life(nlh);
	mnl_attr_put_u8(nlh, IFA_PROTO, IPH_IFA_PROTO);
	ck_assert_int_eq(iph_unicast_parse(nlh, &unicast), -ENODATA);
	nlh = message(buf, AF_INET, 32);
	mnl_attr_put(nlh, IFA_LOCAL, sizeof(four), four);
	put_life(nlh);
	mnl_attr_put_strz(nlh, IFA_LABEL, IPH_IFA_LABEL);
	ck_assert_int_eq(iph_unicast_parse(nlh, &unicast), -ENODATA);
	nlh = message(buf, AF_INET6, 128);
	mnl_attr_put(nlh, IFA_ADDRESS, 16, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1");
	put_life(nlh);
	ck_assert_int_eq(iph_unicast_parse(nlh, &unicast), 0);
	mnl_attr_put_u8(nlh, IFA_PROTO, IPH_IFA_PROTO);
	ck_assert_int_eq(iph_unicast_parse(nlh, &unicast), -ENODATA);
}
END_TEST

TEST_SUITE("unicast rows")
{
	TCase *tcase = tcase_create("dates");

	tcase_add_test(tcase, a_date_is_the_boot_and_what_was_on_the_clock_then);
	tcase_add_test(tcase, a_date_survives_the_wrap_after_497_days);
	tcase_add_test(tcase, the_clock_gives_the_same_boot_every_time);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("rows");
	tcase_add_loop_test(tcase, origins_follow_from_what_the_kernel_tells, 0,
			    (int)COUNT(described));
	tcase_add_loop_test(tcase, every_wish_survives_as_a_mark, 0, (int)COUNT(described));
	tcase_add_loop_test(tcase, states_follow_from_flags_and_interface, 0, (int)COUNT(states));
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("iph_unicast_parse");
	tcase_add_test(tcase, a_message_becomes_an_address);
	tcase_add_test(tcase, messages_that_are_cut_or_contradict_are_bad);
	tcase_add_test(tcase, addresses_of_anycast_entries_are_none_of_ours);
	suite_add_tcase(suite, tcase);
}
