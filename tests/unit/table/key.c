/* SPDX-License-Identifier: MIT */
/* src/lib/table/key.c: SOCKADDR_INET in and out. */

#include <errno.h>
#include <string.h>

#include "codes.h"
#include "suite.h"
#include "table/key.h"

static const uint8_t ipv6_bytes[16] = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0,
				       0,    0,	   0,	 0,    0, 0, 0, 0x53};
static const uint8_t link_local_bytes[16] = {0xfe, 0x80, [15] = 7};

START_TEST(families_of_linux_and_windows_are_understood)
{
	static const struct {
		ADDRESS_FAMILY family;
		uint8_t linux_family;
	} rows[] = {{0, AF_UNSPEC}, {2, AF_INET}, {10, AF_INET6}, {23, AF_INET6}};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t family = 0xcc;

		ck_assert_int_eq(iph_row_family(rows[i].family, &family), 0);
		ck_assert_uint_eq(family, rows[i].linux_family);
	}
}
END_TEST

START_TEST(all_other_families_are_refused_and_nothing_is_written)
{
	unsigned int family;
	uint8_t ret = 0xcc;

	for (family = 0; family <= 0xffff; family++) {
		if (family == 0 || family == 2 || family == 10 || family == 23)
			continue;
		ck_assert_int_eq(iph_row_family((ADDRESS_FAMILY)family, &ret), -EINVAL);
		ck_assert_uint_eq(ret, 0xcc);
	}
}
END_TEST

START_TEST(only_family_and_address_are_read)
{
	SOCKADDR_INET sockaddr;
	struct iph_addr addr;

	memset(&sockaddr, 0xcc, sizeof(sockaddr));
	sockaddr.si_family = AF_INET6;
	memcpy(&sockaddr.Ipv6.sin6_addr, ipv6_bytes, 16);
	ck_assert(iph_row_addr(&sockaddr, &addr));
	ck_assert_uint_eq(addr.family, AF_INET6);
	ck_assert_mem_eq(addr.bytes, ipv6_bytes, 16);

	memset(&sockaddr, 0xcc, sizeof(sockaddr));
	sockaddr.si_family = AF_INET;
	memcpy(&sockaddr.Ipv4.sin_addr, "\300\0\2\1", 4);
	ck_assert(iph_row_addr(&sockaddr, &addr));
	ck_assert_uint_eq(addr.family, AF_INET);
	ck_assert_mem_eq(addr.bytes, "\300\0\2\1", 4);
}
END_TEST

START_TEST(windows_number_for_ipv6_becomes_linuxs)
{
	SOCKADDR_INET sockaddr;
	struct iph_addr addr;

	memset(&sockaddr, 0, sizeof(sockaddr));
	sockaddr.si_family = 23;
	memcpy(&sockaddr.Ipv6.sin6_addr, ipv6_bytes, 16);
	ck_assert(iph_row_addr(&sockaddr, &addr));
	ck_assert_uint_eq(addr.family, AF_INET6);
	ck_assert_mem_eq(addr.bytes, ipv6_bytes, 16);
}
END_TEST

START_TEST(an_address_of_no_or_unknown_family_is_refused_and_nothing_is_written)
{
	struct iph_addr addr;
	struct iph_addr before;
	SOCKADDR_INET sockaddr;

	memset(&addr, 0xcc, sizeof(addr));
	before = addr;
	memset(&sockaddr, 0, sizeof(sockaddr));
	ck_assert(!iph_row_addr(&sockaddr, &addr));
	sockaddr.si_family = 99;
	ck_assert(!iph_row_addr(&sockaddr, &addr));
	ck_assert_mem_eq(&addr, &before, sizeof(addr));
}
END_TEST

START_TEST(every_byte_of_an_address_is_written)
{
	uint8_t expected4[28] = {0, 0, 0, 0, 192, 0, 2, 1};
	uint8_t expected6[28] = {0};
	struct iph_addr addr = {.family = AF_INET, .bytes = {192, 0, 2, 1}};
	SOCKADDR_INET sockaddr;

	memcpy(expected4, &(USHORT){AF_INET}, sizeof(USHORT));
	memcpy(expected6, &(USHORT){AF_INET6}, sizeof(USHORT));
	memset(&sockaddr, 0xcc, sizeof(sockaddr));
	iph_row_set_addr(&sockaddr, &addr, 7);
	ck_assert_mem_eq(&sockaddr, expected4, sizeof(expected4));

	addr.family = AF_INET6;
	memcpy(addr.bytes, ipv6_bytes, 16);
	memcpy(expected6 + 8, ipv6_bytes, 16);
	memset(&sockaddr, 0xcc, sizeof(sockaddr));
	iph_row_set_addr(&sockaddr, &addr, 7);
	ck_assert_mem_eq(&sockaddr, expected6, sizeof(expected6));
}
END_TEST

START_TEST(a_link_local_address_carries_its_interface_as_scope)
{
	struct iph_addr addr = {.family = AF_INET6};
	SOCKADDR_INET sockaddr;

	memcpy(addr.bytes, link_local_bytes, 16);
	iph_row_set_addr(&sockaddr, &addr, 7);
	ck_assert_uint_eq(sockaddr.Ipv6.sin6_scope_id, 7);
	ck_assert_uint_eq(iph_row_scope(&addr, 7).Zone, 7);
	ck_assert_uint_eq(iph_row_scope(&addr, 7).Value, 7);
}
END_TEST

START_TEST(other_addresses_have_no_scope)
{
	struct iph_addr addr = {.family = AF_INET, .bytes = {0xfe, 0x80, 0, 1}};

	ck_assert_uint_eq(iph_row_scope(&addr, 7).Value, 0);
	addr.family = AF_INET6;
	memcpy(addr.bytes, ipv6_bytes, 16);
	ck_assert_uint_eq(iph_row_scope(&addr, 7).Value, 0);
}
END_TEST

TEST_SUITE("row")
{
	TCase *tcase = tcase_create("iph_row_family");

	tcase_add_test(tcase, families_of_linux_and_windows_are_understood);
	tcase_add_test(tcase, all_other_families_are_refused_and_nothing_is_written);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("iph_row_addr");
	tcase_add_test(tcase, only_family_and_address_are_read);
	tcase_add_test(tcase, windows_number_for_ipv6_becomes_linuxs);
	tcase_add_test(tcase, an_address_of_no_or_unknown_family_is_refused_and_nothing_is_written);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("iph_row_set_addr, iph_row_scope");
	tcase_add_test(tcase, every_byte_of_an_address_is_written);
	tcase_add_test(tcase, a_link_local_address_carries_its_interface_as_scope);
	tcase_add_test(tcase, other_addresses_have_no_scope);
	suite_add_tcase(suite, tcase);
}
