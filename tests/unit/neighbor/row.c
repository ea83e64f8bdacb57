/* SPDX-License-Identifier: MIT */
/* src/kernel/neighbor.c and src/lib/neighbor/row.c: messages as the kernel sends them, and such as
 * it should not, become rows or are refused. */

#include <errno.h>
#include <string.h>

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "codes.h"
#include "neighbor/entry.h"
#include "suite.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const uint8_t lladdr[32] = {2, 0, 0, 0, 0, 9, 7};

/* A neighbour of interface 5, with a hardware address unless len is 0. */
static struct ndmsg *start(struct iph_msg *msg, uint8_t family, uint16_t state, size_t len)
{
	static const uint8_t addr[16] = {0xfe, 0x80, 0, 7, [15] = 9};
	struct ndmsg *ndm = iph_msg_init(msg, RTM_NEWNEIGH, 0, sizeof(*ndm));

	ndm->ndm_family = family;
	ndm->ndm_ifindex = 5;
	ndm->ndm_state = state;
	iph_msg_put(msg, NDA_DST, addr, family == AF_INET ? 4 : 16);
	if (len)
		iph_msg_put(msg, NDA_LLADDR, lladdr, len);
	return ndm;
}

static void put_times(struct iph_msg *msg, uint32_t confirmed, uint32_t used, uint32_t updated)
{
	struct nda_cacheinfo info = {
		.ndm_confirmed = confirmed, .ndm_used = used, .ndm_updated = updated};

	iph_msg_put(msg, NDA_CACHEINFO, &info, sizeof(info));
}

static MIB_IPNET_ROW2 row_of(const struct iph_msg *msg)
{
	struct iph_neighbor neighbor;
	MIB_IPNET_ROW2 row;

	memset(&neighbor, 0xcc, sizeof(neighbor));
	memset(&row, 0xcc, sizeof(row));
	ck_assert_int_eq(iph_neighbor_parse(msg->nlh, &neighbor), 0);
	iph_neighbor_row(&neighbor, &row);
	return row;
}

START_TEST(every_byte_of_a_row_is_filled)
{
	MIB_IPNET_ROW2 expected;
	MIB_IPNET_ROW2 row;
	struct iph_msg msg;

	start(&msg, AF_INET6, NUD_STALE, 6)->ndm_flags = NTF_ROUTER;
	put_times(&msg, 1234, 99, 77);
	row = row_of(&msg);
	memset(&expected, 0, sizeof(expected));
	expected.Address.si_family = AF_INET6;
	memcpy(&expected.Address.Ipv6.sin6_addr, (uint8_t[16]){0xfe, 0x80, 0, 7, [15] = 9}, 16);
	expected.Address.Ipv6.sin6_scope_id = 5;
	expected.InterfaceIndex = 5;
	memcpy(expected.PhysicalAddress, lladdr, 6);
	expected.PhysicalAddressLength = 6;
	expected.State = NlnsStale;
	expected.Flags = 1; /* IsRouter is the lowest bit */
	expected.ReachabilityTime.LastReachable = 12340;
	ck_assert_mem_eq(&row, &expected, sizeof(row));
}
END_TEST

static const struct {
	uint16_t state;
	int row;	/* the numbers are Microsoft's */
	uint32_t times; /* which of the two below */
} states[] = {
	{NUD_INCOMPLETE, 1, 0},
	{NUD_PROBE, 2, 100},
	{NUD_DELAY, 3, 100},
	{NUD_STALE, 4, 100},
	{NUD_REACHABLE, 5, 100},
	{NUD_PERMANENT, 6, 0},
	{NUD_NOARP, 6, 0},
	{NUD_FAILED, 0, 200},
	{NUD_PERMANENT | NUD_REACHABLE, 6, 0}, /* the kernel takes it */
	{NUD_NONE, 0, 200},
	{0x4000, 0, 200},
};

START_TEST(each_state_has_its_number_and_its_time)
{
	MIB_IPNET_ROW2 row;
	struct iph_msg msg;

	start(&msg, AF_INET, states[_i].state, 6);
	put_times(&msg, 10, 15, 20);
	row = row_of(&msg);
	ck_assert_int_eq(row.State, states[_i].row);
	ck_assert_uint_eq(row.ReachabilityTime.LastReachable, states[_i].times);
	ck_assert_uint_eq(row.IsUnreachable, states[_i].row == 0);
	ck_assert_uint_eq(row.IsRouter, 0);
}
END_TEST

START_TEST(a_time_too_long_for_the_row_is_the_longest)
{
	struct iph_msg msg;

	start(&msg, AF_INET, NUD_STALE, 6);
	put_times(&msg, 0xffffffff, 0, 0);
	ck_assert_uint_eq(row_of(&msg).ReachabilityTime.LastReachable, 0xffffffff);
	start(&msg, AF_INET, NUD_STALE, 6);
	put_times(&msg, 0x19999999, 0, 0);
	ck_assert_uint_eq(row_of(&msg).ReachabilityTime.LastReachable, 0xfffffffa);
}
END_TEST

START_TEST(without_hardware_address_and_times_they_are_zero)
{
	static const UCHAR none[32];
	MIB_IPNET_ROW2 row;
	struct iph_msg msg;

	start(&msg, AF_INET, NUD_FAILED, 0);
	row = row_of(&msg);
	ck_assert_uint_eq(row.PhysicalAddressLength, 0);
	ck_assert_mem_eq(row.PhysicalAddress, none, sizeof(none));
	ck_assert_uint_eq(row.ReachabilityTime.LastUnreachable, 0);
}
END_TEST

START_TEST(the_longest_hardware_address_fits)
{
	struct iph_neighbor neighbor;
	MIB_IPNET_ROW2 row;
	struct iph_msg msg;
	uint8_t longer[33] = {0};

	start(&msg, AF_INET, NUD_STALE, 32);
	row = row_of(&msg);
	ck_assert_uint_eq(row.PhysicalAddressLength, 32);
	ck_assert_mem_eq(row.PhysicalAddress, lladdr, 32);
	start(&msg, AF_INET, NUD_STALE, 0);
	iph_msg_put(&msg, NDA_LLADDR, longer, sizeof(longer));
	ck_assert_int_eq(iph_neighbor_parse(msg.nlh, &neighbor), -EBADMSG);
}
END_TEST

START_TEST(what_is_no_neighbour_of_ip_is_refused)
{
	static const uint8_t families[] = {0, 1, 7, 28, 23, 255};
	struct iph_neighbor neighbor;
	struct iph_msg msg;
	size_t i;

	for (i = 0; i < COUNT(families); i++) {
		start(&msg, families[i], NUD_STALE, 6);
		ck_assert_int_eq(iph_neighbor_parse(msg.nlh, &neighbor), -EBADMSG);
	}
	start(&msg, AF_INET, NUD_STALE, 6);
	msg.nlh->nlmsg_type = RTM_NEWADDR;
	ck_assert_int_eq(iph_neighbor_parse(msg.nlh, &neighbor), -EBADMSG);
	iph_msg_init(&msg, RTM_NEWNEIGH, 0, sizeof(struct ndmsg));
	((struct ndmsg *)(msg.nlh + 1))->ndm_family = AF_INET;
	ck_assert_int_eq(iph_neighbor_parse(msg.nlh, &neighbor), -EBADMSG);
	msg.nlh->nlmsg_len -= 4;
	ck_assert_int_eq(iph_neighbor_parse(msg.nlh, &neighbor), -EBADMSG);
}
END_TEST

START_TEST(what_only_shares_the_list_is_hidden)
{
	struct iph_neighbor neighbor;
	struct iph_msg msg;

	start(&msg, AF_INET6, NUD_STALE, 6);
	ck_assert_int_eq(iph_neighbor_parse(msg.nlh, &neighbor), 0);
	ck_assert(!iph_neighbor_hidden(&neighbor));
	neighbor.flags = NTF_PROXY;
	ck_assert(iph_neighbor_hidden(&neighbor));
	neighbor.flags = NTF_ROUTER;
	neighbor.state = NUD_NONE;
	ck_assert(iph_neighbor_hidden(&neighbor));
	neighbor.state = NUD_NOARP;
	ck_assert(!iph_neighbor_hidden(&neighbor));
	memset(neighbor.addr.bytes, 0, sizeof(neighbor.addr.bytes));
	ck_assert(iph_neighbor_hidden(&neighbor));
}
END_TEST

TEST_SUITE("neighbor rows")
{
	TCase *tcase = tcase_create("messages");

	tcase_add_test(tcase, every_byte_of_a_row_is_filled);
	tcase_add_loop_test(tcase, each_state_has_its_number_and_its_time, 0, (int)COUNT(states));
	tcase_add_test(tcase, a_time_too_long_for_the_row_is_the_longest);
	tcase_add_test(tcase, without_hardware_address_and_times_they_are_zero);
	tcase_add_test(tcase, the_longest_hardware_address_fits);
	tcase_add_test(tcase, what_is_no_neighbour_of_ip_is_refused);
	tcase_add_test(tcase, what_only_shares_the_list_is_hidden);
	suite_add_tcase(suite, tcase);
}
