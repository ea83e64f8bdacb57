/* SPDX-License-Identifier: MIT */
/* src/kernel/attr.c: netlink attributes from canned bytes, whole, truncated and overlong. */

#include <check.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <stddef.h>
#include <string.h>

#include "attr.h"
#include "suite.h"

#define MAX 4

/* A message with a struct ifaddrmsg and then these bytes, in the machine's byte order. */
struct canned {
	struct nlmsghdr nlh;
	struct ifaddrmsg ifa;
	uint16_t words[32];
};
#define HEAD (sizeof(struct nlmsghdr) + sizeof(struct ifaddrmsg))

static struct canned canned(const uint16_t *words, size_t len)
{
	struct canned message;

	memset(&message, 0xcc, sizeof(message));
	if (len)
		memcpy(message.words, words, len);
	message.nlh.nlmsg_len = (uint32_t)(HEAD + len);
	return message;
}

static int parse(const struct canned *message, const struct nlattr **tb)
{
	return iph_attr_parse(&message->nlh, sizeof(struct ifaddrmsg), tb, MAX);
}

START_TEST(attributes_are_found_by_their_type)
{
	/* type 1: 4 bytes; type 3: 1 byte and padding; type 4: nothing */
	static const uint16_t words[] = {8, 1, 0x1111, 0x2222, 5, 3, 0x4141, 0, 4, 4};
	struct canned message = canned(words, sizeof(words));
	const struct nlattr *tb[MAX + 1];
	uint32_t value;
	uint8_t byte;

	ck_assert_int_eq(parse(&message, tb), 0);
	ck_assert_ptr_null(tb[0]);
	ck_assert_ptr_null(tb[2]);
	ck_assert_ptr_nonnull(tb[4]);
	ck_assert(iph_attr_u32(tb[1], &value));
	ck_assert_mem_eq(&value, &words[2], sizeof(value));
	ck_assert(iph_attr_u8(tb[3], &byte));
	ck_assert_uint_eq(byte, 0x41);
}
END_TEST

START_TEST(a_message_without_attributes_has_none)
{
	struct canned message = canned(NULL, 0);
	const struct nlattr *tb[MAX + 1];
	int i;

	memset(tb, 0xcc, sizeof(tb));
	ck_assert_int_eq(parse(&message, tb), 0);
	for (i = 0; i <= MAX; i++)
		ck_assert_ptr_null(tb[i]);
}
END_TEST

START_TEST(types_above_the_last_are_skipped)
{
	static const uint16_t words[] = {8, MAX + 1, 1, 2, 8, 0x3fff, 1, 2, 8, 2, 1, 2};
	struct canned message = canned(words, sizeof(words));
	const struct nlattr *tb[MAX + 1];

	ck_assert_int_eq(parse(&message, tb), 0);
	ck_assert_ptr_nonnull(tb[2]);
	ck_assert_ptr_null(tb[1]);
}
END_TEST

START_TEST(flags_in_the_type_do_not_hide_it)
{
	static const uint16_t words[] = {8, NLA_F_NESTED | 2,	     1, 2,
					 8, NLA_F_NET_BYTEORDER | 3, 1, 2};
	struct canned message = canned(words, sizeof(words));
	const struct nlattr *tb[MAX + 1];

	ck_assert_int_eq(parse(&message, tb), 0);
	ck_assert_ptr_nonnull(tb[2]);
	ck_assert_ptr_nonnull(tb[3]);
}
END_TEST

START_TEST(the_last_attribute_needs_no_padding)
{
	static const uint16_t words[] = {5, 1, 0x4141, 0};
	struct canned message = canned(words, 5);
	const struct nlattr *tb[MAX + 1];
	uint8_t byte;

	ck_assert_int_eq(parse(&message, tb), 0);
	ck_assert(iph_attr_u8(tb[1], &byte));
	ck_assert_uint_eq(byte, 0x41);
}
END_TEST

START_TEST(bytes_too_few_for_an_attribute_are_no_attribute)
{
	static const uint16_t words[] = {8, 1, 1, 2, 8, 2};
	const struct nlattr *tb[MAX + 1];
	struct canned message;
	size_t rest;

	for (rest = 1; rest < 4; rest++) {
		message = canned(words, 8 + rest);
		ck_assert_int_eq(parse(&message, tb), 0);
		ck_assert_ptr_nonnull(tb[1]);
		ck_assert_ptr_null(tb[2]);
	}
}
END_TEST

START_TEST(an_attribute_longer_than_the_message_is_a_bad_message)
{
	static const uint16_t words[] = {8, 1, 1, 2};
	static const uint16_t huge[] = {0xffff, 1, 1, 2};
	const struct nlattr *tb[MAX + 1];
	struct canned message;
	size_t len;

	for (len = 4; len < 8; len++) {
		message = canned(words, len);
		ck_assert_int_eq(parse(&message, tb), -EBADMSG);
	}
	message = canned(huge, sizeof(huge));
	ck_assert_int_eq(parse(&message, tb), -EBADMSG);
}
END_TEST

START_TEST(an_attribute_shorter_than_its_own_header_is_a_bad_message)
{
	const struct nlattr *tb[MAX + 1];
	struct canned message;
	uint16_t len;

	for (len = 0; len < 4; len++) {
		uint16_t words[] = {len, 1, 1, 2};

		message = canned(words, sizeof(words));
		ck_assert_int_eq(parse(&message, tb), -EBADMSG);
	}
}
END_TEST

START_TEST(a_message_shorter_than_its_headers_is_a_bad_message)
{
	struct canned message = canned(NULL, 0);
	const struct nlattr *tb[MAX + 1];
	uint32_t len;

	for (len = 0; len < HEAD; len++) {
		message.nlh.nlmsg_len = len;
		ck_assert_int_eq(parse(&message, tb), -EBADMSG);
	}
}
END_TEST

START_TEST(nested_attributes_stay_inside_their_nest)
{
	/* a nest of 12 bytes: one attribute of 8, and behind the nest another one */
	static const uint16_t words[] = {12, NLA_F_NESTED | 1, 8, 2, 1, 2, 8, 3, 1, 2};
	static const uint16_t broken[] = {8, NLA_F_NESTED | 1, 8, 2, 1, 2};
	struct canned message = canned(words, sizeof(words));
	const struct nlattr *tb[MAX + 1];
	const struct nlattr *nest[MAX + 1];

	ck_assert_int_eq(parse(&message, tb), 0);
	ck_assert_int_eq(iph_attr_parse_nested(tb[1], nest, MAX), 0);
	ck_assert_ptr_nonnull(nest[2]);
	ck_assert_ptr_null(nest[3]);

	message = canned(broken, 8);
	ck_assert_int_eq(parse(&message, tb), 0);
	ck_assert_int_eq(iph_attr_parse_nested(tb[1], nest, MAX), -EBADMSG);
}
END_TEST

START_TEST(a_value_of_another_length_is_no_value)
{
	uint16_t words[12] = {0, 1};
	struct iph_addr addr;
	struct canned message;
	uint32_t u32;
	uint16_t len;
	uint8_t u8;

	for (len = 0; len <= 20; len++) {
		const struct nlattr *tb[MAX + 1];

		words[0] = (uint16_t)(4 + len);
		message = canned(words, 4u + len);
		ck_assert_int_eq(parse(&message, tb), 0);
		ck_assert(iph_attr_u8(tb[1], &u8) == (len == 1));
		ck_assert(iph_attr_u32(tb[1], &u32) == (len == 4));
		ck_assert(iph_attr_addr(tb[1], AF_INET, &addr) == (len == 4));
		ck_assert(iph_attr_addr(tb[1], AF_INET6, &addr) == (len == 16));
	}
}
END_TEST

START_TEST(an_absent_attribute_has_no_value_and_nothing_is_written)
{
	struct iph_addr addr = {.family = 0xcc};
	uint32_t u32 = 0xcccccccc;
	char str[4] = "abc";
	uint8_t u8 = 0xcc;

	ck_assert(!iph_attr_u8(NULL, &u8));
	ck_assert(!iph_attr_u32(NULL, &u32));
	ck_assert(!iph_attr_addr(NULL, AF_INET6, &addr));
	ck_assert(!iph_attr_str(NULL, str, sizeof(str)));
	ck_assert_uint_eq(u8, 0xcc);
	ck_assert_uint_eq(u32, 0xcccccccc);
	ck_assert_uint_eq(addr.family, 0xcc);
	ck_assert_str_eq(str, "abc");
}
END_TEST

START_TEST(eight_bytes_are_read_wherever_they_begin)
{
	/* The kernel aligns attributes to 4 bytes, not to 8. */
	static const uint16_t words[] = {4, 2, 12, 1, 0x1111, 0x2222, 0x3333, 0x4444};
	struct canned message = canned(words, sizeof(words));
	const struct nlattr *tb[MAX + 1];
	uint64_t value;

	ck_assert_int_eq(parse(&message, tb), 0);
	ck_assert(iph_attr_u64(tb[1], &value));
	ck_assert_mem_eq(&value, &words[4], sizeof(value));
	ck_assert(!iph_attr_u64(tb[2], &value));
	ck_assert(!iph_attr_u64(NULL, &value));
}
END_TEST

static int add_up(const struct nlattr *attr, void *sum)
{
	uint32_t value;

	if (!iph_attr_u32(attr, &value))
		return -ERANGE;
	*(uint32_t *)sum += value;
	return 0;
}

START_TEST(attributes_of_one_type_are_all_visited)
{
	static const uint16_t words[] = {28, 1, 8, 2, 1, 1, 8, 2, 2, 2, 8, 3, 4, 4};
	struct canned message = canned(words, sizeof(words));
	const struct nlattr *tb[MAX + 1];
	uint32_t sum = 0;

	ck_assert_int_eq(parse(&message, tb), 0);
	ck_assert_int_eq(iph_attr_each(tb[1], add_up, &sum), 0);
	ck_assert_uint_eq(sum, 0x70007);
}
END_TEST

START_TEST(a_visit_ends_with_its_first_error)
{
	static const uint16_t words[] = {24, 1, 8, 2, 1, 1, 4, 2, 8, 2, 2, 2};
	static const uint16_t overlong[] = {16, 1, 8, 2, 1, 1, 8, 2};
	struct canned message = canned(words, sizeof(words));
	const struct nlattr *tb[MAX + 1];
	uint32_t sum = 0;

	ck_assert_int_eq(parse(&message, tb), 0);
	ck_assert_int_eq(iph_attr_each(tb[1], add_up, &sum), -ERANGE);
	ck_assert_uint_eq(sum, 0x10001);
	message = canned(overlong, sizeof(overlong));
	ck_assert_int_eq(parse(&message, tb), 0);
	ck_assert_int_eq(iph_attr_each(tb[1], add_up, &sum), -EBADMSG);
	ck_assert_uint_eq(sum, 0x20002);
}
END_TEST

static const struct nlattr *string_attr(struct canned *ret_message, const char *bytes, size_t len)
{
	static const struct nlattr *tb[MAX + 1];
	uint16_t words[16] = {(uint16_t)(4 + len), 1};

	memcpy(words + 2, bytes, len);
	*ret_message = canned(words, 4 + ((len + 3) & ~(size_t)3));
	ck_assert_int_eq(parse(ret_message, tb), 0);
	return tb[1];
}

START_TEST(a_string_is_terminated_whether_or_not_it_came_so)
{
	struct canned message;
	char str[5];

	ck_assert(iph_attr_str(string_attr(&message, "eth0", 5), str, sizeof(str)));
	ck_assert_str_eq(str, "eth0");
	memset(str, 0xcc, sizeof(str));
	ck_assert(iph_attr_str(string_attr(&message, "eth0", 4), str, sizeof(str)));
	ck_assert_str_eq(str, "eth0");
	ck_assert(iph_attr_str(string_attr(&message, "a\0bcdefgh", 9), str, sizeof(str)));
	ck_assert_str_eq(str, "a");
	ck_assert(iph_attr_str(string_attr(&message, "", 0), str, sizeof(str)));
	ck_assert_str_eq(str, "");
}
END_TEST

START_TEST(a_string_that_does_not_fit_is_no_string)
{
	struct canned message;
	char str[5] = "abcd";

	ck_assert(!iph_attr_str(string_attr(&message, "eth10", 6), str, sizeof(str)));
	ck_assert(!iph_attr_str(string_attr(&message, "eth10", 5), str, sizeof(str)));
	ck_assert_str_eq(str, "abcd");
}
END_TEST

START_TEST(bytes_are_copied_as_far_as_there_is_room)
{
	struct canned message;
	char bytes[5] = "abcd";

	ck_assert_uint_eq(iph_attr_bytes(NULL, bytes, sizeof(bytes)), 0);
	ck_assert_uint_eq(iph_attr_bytes(string_attr(&message, "", 0), bytes, sizeof(bytes)), 0);
	ck_assert_str_eq(bytes, "abcd");
	ck_assert_uint_eq(iph_attr_bytes(string_attr(&message, "xy", 2), bytes, sizeof(bytes)), 2);
	ck_assert_str_eq(bytes, "xycd");
	ck_assert_uint_eq(iph_attr_bytes(string_attr(&message, "12345678", 8), bytes, 4), 8);
	ck_assert_str_eq(bytes, "1234");
}
END_TEST

START_TEST(what_is_put_can_be_parsed)
{
	struct iph_addr addr = {.family = AF_INET6, .bytes = {0x20, 1, [15] = 7}};
	const struct nlattr *tb[MAX + 1];
	struct iph_addr ret;
	struct iph_msg msg;
	uint32_t u32;
	struct ifaddrmsg *ifa;

	memset(&msg, 0xcc, sizeof(msg));
	ifa = iph_msg_init(&msg, RTM_NEWADDR, NLM_F_EXCL, sizeof(*ifa));
	ck_assert_uint_eq(ifa->ifa_index, 0);
	ck_assert_uint_eq(msg.nlh->nlmsg_type, RTM_NEWADDR);
	ck_assert_uint_eq(msg.nlh->nlmsg_flags, NLM_F_REQUEST | NLM_F_EXCL);
	iph_msg_put_u32(&msg, 1, 0x12345678);
	iph_msg_put_addr(&msg, 2, &addr);
	iph_msg_put(&msg, 3, "x", 1);
	ck_assert(!msg.overflow);
	ck_assert_uint_eq(msg.nlh->nlmsg_len, HEAD + 8 + 20 + 8);
	ck_assert_int_eq(iph_attr_parse(msg.nlh, sizeof(*ifa), tb, MAX), 0);
	ck_assert(iph_attr_u32(tb[1], &u32));
	ck_assert_uint_eq(u32, 0x12345678);
	ck_assert(iph_attr_addr(tb[2], AF_INET6, &ret));
	ck_assert_mem_eq(&ret, &addr, sizeof(addr));
}
END_TEST

/* What stood there before is nobody's business, the kernel's neither. */
START_TEST(padding_behind_an_attribute_is_zero)
{
	static const char expected[8] = {5, 0, 3, 0, 'x', 0, 0, 0};
	static const char expected_swapped[8] = {0, 5, 0, 3, 'x', 0, 0, 0};
	bool little_endian = *(const unsigned char *)&(const uint16_t){1};
	struct iph_msg msg;

	memset(&msg, 0xcc, sizeof(msg));
	iph_msg_init(&msg, RTM_NEWADDR, 0, sizeof(struct ifaddrmsg));
	iph_msg_put(&msg, 3, "x", 1);
	ck_assert_mem_eq(msg.buf + HEAD, little_endian ? expected : expected_swapped, 8);
}
END_TEST

START_TEST(an_attribute_without_room_is_left_out_and_remembered)
{
	struct iph_msg msg;
	char big[sizeof(msg.buf)] = {0};
	uint32_t len = 0;

	iph_msg_init(&msg, RTM_NEWADDR, 0, sizeof(struct ifaddrmsg));
	while (!msg.overflow) {
		len = msg.nlh->nlmsg_len;
		ck_assert_uint_le(len, sizeof(msg.buf));
		iph_msg_put_u32(&msg, 1, 1);
	}
	ck_assert_uint_eq(msg.nlh->nlmsg_len, len);
	ck_assert_uint_gt(len + 8, sizeof(msg.buf));

	iph_msg_init(&msg, RTM_NEWADDR, 0, sizeof(struct ifaddrmsg));
	ck_assert(!msg.overflow);
	iph_msg_put(&msg, 1, big, sizeof(big));
	ck_assert(msg.overflow);
	iph_msg_put_u32(&msg, 1, 1); /* which would fit, but does not make it whole again */
	ck_assert(msg.overflow);
}
END_TEST

TEST_SUITE("attr")
{
	TCase *tcase = tcase_create("iph_attr_parse, iph_attr_parse_nested");

	tcase_add_test(tcase, attributes_are_found_by_their_type);
	tcase_add_test(tcase, a_message_without_attributes_has_none);
	tcase_add_test(tcase, types_above_the_last_are_skipped);
	tcase_add_test(tcase, flags_in_the_type_do_not_hide_it);
	tcase_add_test(tcase, the_last_attribute_needs_no_padding);
	tcase_add_test(tcase, bytes_too_few_for_an_attribute_are_no_attribute);
	tcase_add_test(tcase, an_attribute_longer_than_the_message_is_a_bad_message);
	tcase_add_test(tcase, an_attribute_shorter_than_its_own_header_is_a_bad_message);
	tcase_add_test(tcase, a_message_shorter_than_its_headers_is_a_bad_message);
	tcase_add_test(tcase, nested_attributes_stay_inside_their_nest);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("iph_attr_each");
	tcase_add_test(tcase, attributes_of_one_type_are_all_visited);
	tcase_add_test(tcase, a_visit_ends_with_its_first_error);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("iph_attr_u64");
	tcase_add_test(tcase, eight_bytes_are_read_wherever_they_begin);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create(
		"iph_attr_u8, iph_attr_u32, iph_attr_addr, iph_attr_bytes, iph_attr_str");
	tcase_add_test(tcase, a_value_of_another_length_is_no_value);
	tcase_add_test(tcase, an_absent_attribute_has_no_value_and_nothing_is_written);
	tcase_add_test(tcase, a_string_is_terminated_whether_or_not_it_came_so);
	tcase_add_test(tcase, a_string_that_does_not_fit_is_no_string);
	tcase_add_test(tcase, bytes_are_copied_as_far_as_there_is_room);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("iph_msg_init, iph_msg_put");
	tcase_add_test(tcase, what_is_put_can_be_parsed);
	tcase_add_test(tcase, padding_behind_an_attribute_is_zero);
	tcase_add_test(tcase, an_attribute_without_room_is_left_out_and_remembered);
	suite_add_tcase(suite, tcase);
}
