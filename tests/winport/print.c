/* SPDX-License-Identifier: MIT */
/* src/winport/print.c, stdio.c, wide.c: printf as on Windows, and string.h for UTF-16. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>

#include "suite.h"

/* assert_printed(expected, format, arguments...) */
#define assert_printed(expected, ...)                                                              \
	do {                                                                                       \
		char printed_[256];                                                                \
		int length_ = winport_snprintf(printed_, sizeof(printed_), __VA_ARGS__);           \
		ck_assert_str_eq(printed_, (expected));                                            \
		ck_assert_int_eq(length_, (int)strlen(expected));                                  \
	} while (0)

START_TEST(a_long_has_32_bits)
{
	DWORD dword = 0xffffffff;

	assert_printed("4294967295 -1 ffffffff", "%lu %ld %lx", dword, -1, dword);
	assert_printed("1", "%lu", 0x100000001);
}
END_TEST

START_TEST(sizes_of_windows_are_understood)
{
	assert_printed("1099511627776 -5 7", "%I64u %I64d %I32u", 1ULL << 40, -5LL, 7u);
	assert_printed("1099511627776 8 9", "%llu %zu %Iu", 1ULL << 40, (size_t)8, (size_t)9);
	assert_printed("-1 255 65535 -1", "%hhd %hhu %hu %hd", 255, 255, 65535, 65535);
}
END_TEST

START_TEST(flags_width_and_precision_are_kept)
{
	assert_printed("[   +5][5    ][00005][0x1f][  005]", "[%+5d][%-5d][%05d][%#x][%5.3d]", 5, 5,
		       5, 31, 5);
	assert_printed("[    7][7    ][3.14][3.142e+00]", "[%*d][%*d][%.2f][%.*e]", 5, 7, -5, 7,
		       3.14159, 3, 3.14159);
	assert_printed("100% 2A", "%d%% %.2X", 100, 42);
	assert_printed("2.5", "%Lg", (long double)2.5);
}
END_TEST

START_TEST(a_pointer_has_all_its_digits)
{
	assert_printed(sizeof(void *) == 8 ? "0000000000001234" : "00001234", "%p",
		       (void *)(ULONG_PTR)0x1234);
}
END_TEST

START_TEST(a_narrow_format_takes_both_widths)
{
	assert_printed("a b c d e f", "%s %S %ls %ws %wS %hs", "a", u"b", u"c", u"d", u"e", "f");
	assert_printed("x y", "%c %C", 'x', u'y');
	assert_printed("(null) (null)", "%s %ws", (char *)NULL, (WCHAR *)NULL);
}
END_TEST

START_TEST(columns_are_characters)
{
	assert_printed("[ \u00e9][\u20ac  ][ab]", "[%2ws][%-3s][%.2ws]", u"\u00e9", "\u20ac",
		       u"abc");
	assert_printed("[ab][a ]", "[%.2s][%-2.1s]", "abc", "abc");
}
END_TEST

START_TEST(a_wide_format_takes_wide_strings)
{
	WCHAR text[64];
	char narrow[64];

	ck_assert_int_eq(
		winport_swprintf(text, 64, u"\u00e9 %s %S %hs %c", u"\u20ac", "b", "c", u'd'), 9);
	ck_assert_int_ne(WideCharToMultiByte(CP_UTF8, 0, text, -1, narrow, 64, NULL, NULL), 0);
	ck_assert_str_eq(narrow, "\u00e9 \u20ac b c d");
}
END_TEST

START_TEST(what_does_not_fit_is_cut_and_terminated)
{
	WCHAR wide[4];
	char text[4];

	ck_assert_int_eq(winport_swprintf(wide, 4, u"hello"), -1);
	ck_assert_int_eq(winport_wcscmp(wide, u"hel"), 0);
	ck_assert_int_eq(winport_swprintf(wide, 4, u"hel"), 3);
	ck_assert_int_eq(winport_snprintf(text, 4, "%s", "hello"), 5);
	ck_assert_str_eq(text, "hel");
	ck_assert_int_eq(winport_snprintf(NULL, 0, "%s", "hello"), 5);
}
END_TEST

START_TEST(the_character_0_is_printed)
{
	char text[8] = "xxxxxxx";
	WCHAR wide[8];

	ck_assert_int_eq(winport_snprintf(text, sizeof(text), "%c%3wc%-2c", 0, 0, 0), 6);
	ck_assert_int_eq(memcmp(text, "\0  \0\0 ", 7), 0);
	ck_assert_int_eq(winport_swprintf(wide, 8, u"%ca", 0), 2);
	ck_assert(wide[0] == 0 && wide[1] == u'a');
}
END_TEST

START_TEST(what_is_not_understood_fails)
{
	char text[16];
	int n = 0;

	ck_assert_int_eq(winport_snprintf(text, sizeof(text), "%n", &n), -1);
	ck_assert_int_eq(winport_snprintf(text, sizeof(text), "%"), -1);
	ck_assert_int_eq(winport_snprintf(text, sizeof(text), "%y", 1), -1);
	ck_assert_int_eq(winport_snprintf(text, sizeof(text), "%5"), -1);
}
END_TEST

START_TEST(a_file_gets_both_widths_in_turn)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	ck_assert_int_eq(winport_fprintf(file, "%s,", "a"), 2);
	ck_assert_int_eq(winport_fwprintf(file, u"%s,", u"b"), 2);
	ck_assert_int_eq(fprintf(file, "c"), 1);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_str_eq(text, "a,b,c");
	free(text);
}
END_TEST

START_TEST(wide_strings_are_measured_copied_and_compared)
{
	WCHAR text[8] = u"xxxxxxx";
	WCHAR *copy;

	ck_assert_uint_eq(winport_wcslen(u"eth0"), 4);
	ck_assert_ptr_eq(winport_wcsncpy(text, u"ab", 4), text);
	ck_assert(text[2] == 0 && text[3] == 0 && text[4] == u'x');
	ck_assert_ptr_eq(winport_wcscat(winport_wcscpy(text, u"ab"), u"cd"), text);
	ck_assert_int_eq(winport_wcscmp(text, u"abcd"), 0);
	ck_assert_int_lt(winport_wcscmp(u"ab", u"abc"), 0);
	ck_assert_int_gt(winport_wcscmp(u"b", u"abc"), 0);
	ck_assert_int_eq(winport_wcsncmp(u"abx", u"aby", 2), 0);
	ck_assert_int_eq(winport_wcsicmp(u"ETH0", u"eth0"), 0);
	ck_assert_int_ne(winport_wcsicmp(u"eth", u"eth0"), 0);
	copy = winport_wcsdup(u"eth0");
	ck_assert_int_eq(winport_wcscmp(copy, u"eth0"), 0);
	free(copy);
}
END_TEST

START_TEST(units_are_found)
{
	const WCHAR *text = u"a.b.c";

	ck_assert_ptr_eq(winport_wcschr(text, u'.'), text + 1);
	ck_assert_ptr_eq(winport_wcsrchr(text, u'.'), text + 3);
	ck_assert_ptr_eq(winport_wcschr(text, 0), text + 5);
	ck_assert_ptr_eq(winport_wcsrchr(text, 0), text + 5);
	ck_assert_ptr_null(winport_wcschr(text, u'x'));
	ck_assert_ptr_null(winport_wcsrchr(text, u'x'));
}
END_TEST

START_TEST(numbers_are_read_into_32_bits)
{
	const WCHAR *text = u" 42x";
	WCHAR *end;

	ck_assert_int_eq(winport_wcstol(text, &end, 10), 42);
	ck_assert_ptr_eq(end, text + 3);
	ck_assert_uint_eq(winport_wcstoul(u"0x10", NULL, 0), 16);
	ck_assert_uint_eq(winport_wcstoul(u"99999999999", NULL, 10), 0xffffffff);
	ck_assert_uint_eq(winport_wcstoul(u"-1", NULL, 10), 0xffffffff);
	ck_assert_int_eq(winport_wcstol(u"-99999999999", NULL, 10), -2147483647 - 1);
	ck_assert_int_eq(_wtoi(u"x"), 0);
	ck_assert_int_eq(_wtoi(u"7\u20ac"), 7);
}
END_TEST

TEST_SUITE("winport print")
{
	TCase *tcase = tcase_create("print");

	tcase_add_test(tcase, a_long_has_32_bits);
	tcase_add_test(tcase, sizes_of_windows_are_understood);
	tcase_add_test(tcase, flags_width_and_precision_are_kept);
	tcase_add_test(tcase, a_pointer_has_all_its_digits);
	tcase_add_test(tcase, a_narrow_format_takes_both_widths);
	tcase_add_test(tcase, columns_are_characters);
	tcase_add_test(tcase, a_wide_format_takes_wide_strings);
	tcase_add_test(tcase, what_does_not_fit_is_cut_and_terminated);
	tcase_add_test(tcase, the_character_0_is_printed);
	tcase_add_test(tcase, what_is_not_understood_fails);
	tcase_add_test(tcase, a_file_gets_both_widths_in_turn);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("wide");
	tcase_add_test(tcase, wide_strings_are_measured_copied_and_compared);
	tcase_add_test(tcase, units_are_found);
	tcase_add_test(tcase, numbers_are_read_into_32_bits);
	suite_add_tcase(suite, tcase);
}
