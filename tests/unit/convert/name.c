/* SPDX-License-Identifier: MIT */
/* src/lib/convert/name.c: names that a LUID alone makes, and what the name calls refuse. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "codes.h"
#include "convert/convert.h"
#include "suite.h"

#define GARBAGE 0xccccccccccccccccULL
#define LUID(type, index) ((uint64_t)(type) << 48 | (uint64_t)(index) << 24)

/* LUIDs that no interface has, so the names are the generated ones: Wine's tests 2775-2808. */
static const struct {
	uint64_t luid;
	const char *name;
	const WCHAR *wide;
} names[] = {
	{LUID(1, 9999999), "other_9999999", u"other_9999999"},
	{LUID(6, 32768 + 9000000), "ethernet_9032768", u"ethernet_9032768"},
	{LUID(9, 5), "tokenring_5", u"tokenring_5"},
	{LUID(23, 9000000), "ppp_9000000", u"ppp_9000000"},
	{LUID(24, 0), "loopback_0", u"loopback_0"},
	{LUID(37, 0), "atm_0", u"atm_0"},
	{LUID(71, 9000000), "wireless_9000000", u"wireless_9000000"},
	{LUID(131, 9000000), "tunnel_9000000", u"tunnel_9000000"},
	{LUID(144, 9000000), "ieee1394_9000000", u"ieee1394_9000000"},
	{LUID(7, 9000000), "iftype7_9000000", u"iftype7_9000000"},
	{LUID(65535, 0xffffff), "iftype65535_16777215", u"iftype65535_16777215"},
};
#define NAMES (int)(sizeof(names) / sizeof(names[0]))

static const char *const bad_names[] = {
	"",
	"_",
	"_1",
	"ethernet",
	"ethernet_",
	"ethernet_x",
	"ethernet_1x",
	"ethernet_ 1",
	"ethernet_-1",
	"ethernet_+1",
	"ethernet_16777216",
	"ethernet_99999999999999999999",
	"Ethernet_1",
	"ethernet1",
	"iftype_1",
	"iftype65536_1",
	"iftypex_1",
	"nothing_1",
	"ethernet_1 ",
	" ethernet_1",
	"{6E657469-6F61-8070-0000-000000000006}",
	"no such name",
};
#define BAD_NAMES (int)(sizeof(bad_names) / sizeof(bad_names[0]))

static void widen(const char *name, WCHAR *ret_wide)
{
	do
		*ret_wide++ = (WCHAR)*name;
	while (*name++);
}

START_TEST(a_luid_without_interface_has_the_generated_name)
{
	NET_LUID luid = {.Value = names[_i].luid};
	char name[IF_MAX_STRING_SIZE + 1];
	WCHAR wide[IF_MAX_STRING_SIZE + 1];

	assert_code(ConvertInterfaceLuidToNameA(&luid, name, sizeof(name)), CODE_SUCCESS);
	ck_assert_str_eq(name, names[_i].name);
	assert_code(ConvertInterfaceLuidToNameW(&luid, wide, IF_MAX_STRING_SIZE + 1), CODE_SUCCESS);
	ck_assert_mem_eq(wide, names[_i].wide, (strlen(name) + 1) * sizeof(WCHAR));
}
END_TEST

START_TEST(a_generated_name_gives_its_luid_with_or_without_interface)
{
	NET_LUID luid = {.Value = GARBAGE};

	assert_code(ConvertInterfaceNameToLuidA(names[_i].name, &luid), CODE_SUCCESS);
	ck_assert_uint_eq(luid.Value, names[_i].luid);
	luid.Value = GARBAGE;
	assert_code(ConvertInterfaceNameToLuidW(names[_i].wide, &luid), CODE_SUCCESS);
	ck_assert_uint_eq(luid.Value, names[_i].luid);
}
END_TEST

START_TEST(a_bad_name_zeroes_the_luid)
{
	NET_LUID luid = {.Value = GARBAGE};
	WCHAR wide[IF_MAX_STRING_SIZE + 1];

	assert_code(ConvertInterfaceNameToLuidA(bad_names[_i], &luid), CODE_BAD_NAME);
	ck_assert_uint_eq(luid.Value, 0);
	luid.Value = GARBAGE;
	widen(bad_names[_i], wide);
	assert_code(ConvertInterfaceNameToLuidW(wide, &luid), CODE_BAD_NAME);
	ck_assert_uint_eq(luid.Value, 0);
}
END_TEST

START_TEST(narrow_name_null_is_a_bad_name_and_the_luid_untouched)
{
	NET_LUID luid = {.Value = GARBAGE};

	assert_code(ConvertInterfaceNameToLuidA(NULL, &luid), CODE_BAD_NAME);
	ck_assert_uint_eq(luid.Value, GARBAGE);
	assert_code(ConvertInterfaceNameToLuidA(NULL, NULL), CODE_BAD_NAME);
	assert_code(ConvertInterfaceNameToLuidA("ethernet_1", NULL), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(wide_name_null_is_a_bad_name_and_the_luid_zeroed)
{
	NET_LUID luid = {.Value = GARBAGE};

	assert_code(ConvertInterfaceNameToLuidW(NULL, &luid), CODE_BAD_NAME);
	ck_assert_uint_eq(luid.Value, 0);
	assert_code(ConvertInterfaceNameToLuidW(NULL, NULL), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceNameToLuidW(u"ethernet_1", NULL), CODE_BAD_ARGUMENT);
}
END_TEST

/* 256 characters are the most a name may have: the docs of both calls. */
START_TEST(too_long_a_name_has_a_code_of_its_own_when_narrow)
{
	char name[IF_MAX_STRING_SIZE + 2];
	WCHAR wide[IF_MAX_STRING_SIZE + 2];
	NET_LUID luid = {.Value = GARBAGE};

	memset(name, 'x', sizeof(name));
	name[IF_MAX_STRING_SIZE + 1] = '\0';
	widen(name, wide);
	assert_code(ConvertInterfaceNameToLuidA(name, &luid), CODE_NAME_TOO_LONG);
	assert_code(ConvertInterfaceNameToLuidW(wide, &luid), CODE_BAD_NAME);
	ck_assert_uint_eq(luid.Value, 0);
	name[IF_MAX_STRING_SIZE] = '\0';
	wide[IF_MAX_STRING_SIZE] = 0;
	assert_code(ConvertInterfaceNameToLuidA(name, &luid), CODE_BAD_NAME);
	assert_code(ConvertInterfaceNameToLuidW(wide, &luid), CODE_BAD_NAME);
}
END_TEST

START_TEST(a_wide_name_beyond_ascii_is_a_bad_name)
{
	static const WCHAR *const wide_names[] = {u"\u0145thernet_1", u"ethernet_\u0661", u"\xd800",
						  u"\u00e9"};
	size_t i;

	for (i = 0; i < sizeof(wide_names) / sizeof(wide_names[0]); i++) {
		NET_LUID luid = {.Value = GARBAGE};

		assert_code(ConvertInterfaceNameToLuidW(wide_names[i], &luid), CODE_BAD_NAME);
		ck_assert_uint_eq(luid.Value, 0);
	}
}
END_TEST

START_TEST(luid_to_narrow_name_judges_the_luid_first_and_then_the_buffer)
{
	NET_LUID luid = {.Value = LUID(9, 5)};
	char name[8] = "sevenxx";

	assert_code(ConvertInterfaceLuidToNameA(NULL, name, sizeof(name)), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceLuidToNameA(NULL, NULL, 0), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceLuidToNameA(&luid, NULL, 257), CODE_BUFFER_TOO_SMALL);
	assert_code(ConvertInterfaceLuidToNameA(&luid, NULL, 0), CODE_BUFFER_TOO_SMALL);
	assert_code(ConvertInterfaceLuidToNameA(&luid, name, 0), CODE_BUFFER_TOO_SMALL);
	assert_code(ConvertInterfaceLuidToNameA(&luid, name, sizeof(name)), CODE_BUFFER_TOO_SMALL);
	ck_assert_str_eq(name, "sevenxx");
}
END_TEST

START_TEST(luid_to_wide_name_wants_luid_and_buffer)
{
	NET_LUID luid = {.Value = LUID(9, 5)};
	WCHAR name[8];

	assert_code(ConvertInterfaceLuidToNameW(NULL, name, 8), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceLuidToNameW(&luid, NULL, 8), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceLuidToNameW(NULL, NULL, 0), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceLuidToNameW(&luid, name, 0), CODE_BUFFER_TOO_SMALL);
	assert_code(ConvertInterfaceLuidToNameW(&luid, name, 8), CODE_BUFFER_TOO_SMALL);
}
END_TEST

START_TEST(a_buffer_must_hold_the_terminator_and_needs_no_more)
{
	NET_LUID luid = {.Value = LUID(9, 5)};
	char name[12];
	WCHAR wide[12];

	assert_code(ConvertInterfaceLuidToNameA(&luid, name, 11), CODE_BUFFER_TOO_SMALL);
	assert_code(ConvertInterfaceLuidToNameA(&luid, name, 12), CODE_SUCCESS);
	ck_assert_str_eq(name, "tokenring_5");
	assert_code(ConvertInterfaceLuidToNameW(&luid, wide, 11), CODE_BUFFER_TOO_SMALL);
	assert_code(ConvertInterfaceLuidToNameW(&luid, wide, 12), CODE_SUCCESS);
	ck_assert_mem_eq(wide, u"tokenring_5", sizeof(wide));
}
END_TEST

START_TEST(narrowing_takes_what_fits_as_utf8)
{
	char name[5];

	ck_assert_int_eq(iph_name_narrow(u"eth0", name, sizeof(name)), 0);
	ck_assert_str_eq(name, "eth0");
	ck_assert_int_eq(iph_name_narrow(u"eth10", name, sizeof(name)), -ENAMETOOLONG);
	ck_assert_int_eq(iph_name_narrow(u"\u00e9", name, sizeof(name)), 0);
	ck_assert_str_eq(name, "\xc3\xa9");
	ck_assert_int_eq(iph_name_narrow(u"\U0001f310", name, sizeof(name)), 0);
	ck_assert_str_eq(name, "\xf0\x9f\x8c\x90");
	ck_assert_int_eq(iph_name_narrow((const WCHAR[]){0xd83c, 'a', 0}, name, sizeof(name)),
			 -ENODEV);
	ck_assert_int_eq(iph_name_narrow(u"", name, sizeof(name)), -EINVAL);
}
END_TEST

START_TEST(widening_stops_at_the_end_of_the_buffer)
{
	WCHAR wide[5] = {0xcccc, 0xcccc, 0xcccc, 0xcccc, 0xcccc};

	ck_assert_int_eq(iph_name_widen("eth0", wide, 4), -ERANGE);
	ck_assert_uint_eq(wide[0], 0xcccc);
	ck_assert_int_eq(iph_name_widen("eth0", wide, 5), 0);
	ck_assert_mem_eq(wide, u"eth0", sizeof(wide));
	ck_assert_int_eq(iph_name_widen("", wide, 0), -ERANGE);
	ck_assert_int_eq(iph_name_widen("\xf0\x9f\x8c\x90", wide, 5), 0);
	ck_assert_mem_eq(wide, u"\U0001f310", 3 * sizeof(*wide));
	ck_assert_int_eq(iph_name_widen("\xff", wide, 5), 0);
	ck_assert_mem_eq(wide, u"\ufffd", 2 * sizeof(*wide));
}
END_TEST

TEST_SUITE("name")
{
	TCase *tcase = tcase_create("ConvertInterfaceNameToLuidA, W");

	tcase_add_test(tcase, narrow_name_null_is_a_bad_name_and_the_luid_untouched);
	tcase_add_test(tcase, wide_name_null_is_a_bad_name_and_the_luid_zeroed);
	tcase_add_loop_test(tcase, a_bad_name_zeroes_the_luid, 0, BAD_NAMES);
	tcase_add_test(tcase, too_long_a_name_has_a_code_of_its_own_when_narrow);
	tcase_add_test(tcase, a_wide_name_beyond_ascii_is_a_bad_name);
	tcase_add_loop_test(tcase, a_generated_name_gives_its_luid_with_or_without_interface, 0,
			    NAMES);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("ConvertInterfaceLuidToNameA, W");
	tcase_add_test(tcase, luid_to_narrow_name_judges_the_luid_first_and_then_the_buffer);
	tcase_add_test(tcase, luid_to_wide_name_wants_luid_and_buffer);
	tcase_add_test(tcase, a_buffer_must_hold_the_terminator_and_needs_no_more);
	tcase_add_loop_test(tcase, a_luid_without_interface_has_the_generated_name, 0, NAMES);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("iph_name_narrow, iph_name_widen");
	tcase_add_test(tcase, narrowing_takes_what_fits_as_utf8);
	tcase_add_test(tcase, widening_stops_at_the_end_of_the_buffer);
	suite_add_tcase(suite, tcase);
}
