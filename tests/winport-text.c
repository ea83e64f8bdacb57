/* SPDX-License-Identifier: MIT */
/* src/winport/text.c, wide.c, guid.c, socket.c: text of all kinds. */

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include <objbase.h>
#include <windows.h>
#include <ws2tcpip.h>

#include "winport-suites.h"

#define WINDOWS_AF_INET6 23

START_TEST(text_makes_the_round_trip)
{
	const char *text = "a\u00e9\u20ac\U0001F600";
	WCHAR wide[16];
	char back[16];

	ck_assert_int_eq(MultiByteToWideChar(CP_ACP, 0, text, -1, NULL, 0), 6);
	ck_assert_int_eq(MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, 6), 6);
	ck_assert_int_eq(winport_wcscmp(wide, u"a\u00e9\u20ac\U0001F600"), 0);
	ck_assert_int_eq(WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL), 11);
	ck_assert_int_eq(WideCharToMultiByte(CP_UTF8, 0, wide, -1, back, 11, NULL, NULL), 11);
	ck_assert_str_eq(back, text);
	ck_assert_int_eq(MultiByteToWideChar(CP_UTF8, 0, "abc", 2, wide, 16), 2);
	ck_assert_int_eq(WideCharToMultiByte(CP_UTF8, 0, u"abc", 2, back, 16, NULL, NULL), 2);
}
END_TEST

START_TEST(text_makes_the_round_trip_by_the_names_of_c)
{
	const char *text = "a\u00e9\u20ac\U0001F600";
	WCHAR wide[8];
	char back[16];

	ck_assert_uint_eq(winport_mbstowcs(NULL, text, 0), 5);
	ck_assert_uint_eq(winport_mbstowcs(wide, text, 8), 5);
	ck_assert_int_eq(winport_wcscmp(wide, u"a\u00e9\u20ac\U0001F600"), 0);
	ck_assert_uint_eq(winport_wcstombs(NULL, wide, 0), 10);
	ck_assert_uint_eq(winport_wcstombs(back, wide, sizeof(back)), 10);
	ck_assert_str_eq(back, text);
	ck_assert_uint_eq(winport_wcstombs(back, u"", sizeof(back)), 0);
	ck_assert_str_eq(back, "");
}
END_TEST

START_TEST(a_character_that_does_not_fit_is_not_begun)
{
	WCHAR wide[8] = u"xxxxxxx";
	char text[8] = "xxxxxxx";

	ck_assert_uint_eq(winport_wcstombs(text, u"ab\u20ac", 4), 2);
	ck_assert_str_eq(text, "abxxxxx");
	ck_assert_uint_eq(winport_wcstombs(text, u"\u20ac\u20ac", 6), 6);
	ck_assert_str_eq(text, "\u20ac\u20acx");
	ck_assert_uint_eq(winport_wcstombs(text, u"ab", 0), 0);
	ck_assert_uint_eq(winport_mbstowcs(wide, "ab\U0001F600", 3), 2);
	ck_assert_int_eq(winport_wcscmp(wide, u"abxxxxx"), 0);
	ck_assert_uint_eq(winport_mbstowcs(wide, "abc", 3), 3);
	ck_assert_int_eq(winport_wcscmp(wide, u"abcxxxx"), 0);
}
END_TEST

START_TEST(the_names_of_c_refuse_what_is_not_unicode)
{
	static const char *const wrong[] = {"a\x80", "\xc3", "\xc3(", "\xe2\x82", "\xed\xa0\x80",
					    "\xf0\x9f\x98"};
	static const WCHAR half[] = {'a', 0xd83d, 0}, other[] = {0xde00, 'a', 0};
	WCHAR wide[8];
	char text[8];
	size_t i;

	for (i = 0; i < ARRAYSIZE(wrong); i++) {
		errno = 0;
		ck_assert_uint_eq(winport_mbstowcs(wide, wrong[i], 8), SIZE_MAX);
		ck_assert_int_eq(errno, EILSEQ);
	}
	errno = 0;
	ck_assert_uint_eq(winport_wcstombs(text, half, 8), SIZE_MAX);
	ck_assert_int_eq(errno, EILSEQ);
	ck_assert_uint_eq(winport_wcstombs(NULL, other, 0), SIZE_MAX);
}
END_TEST

START_TEST(what_is_not_unicode_is_replaced_or_refused)
{
	static const char *const wrong[] = {"\x80", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80",
					    "\xf4\x90\x80\x80", "\xf8", "\xc3", "\xe2\x82"};
	static const WCHAR halves[] = {0xd83d, 'a', 0xde00, 0};
	WCHAR wide[16];
	char text[16];
	size_t i;

	for (i = 0; i < ARRAYSIZE(wrong); i++) {
		ck_assert_int_gt(MultiByteToWideChar(CP_UTF8, 0, wrong[i], -1, wide, 16), 1);
		ck_assert_uint_eq(wide[0], 0xfffd);
		ck_assert_int_eq(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, wrong[i], -1,
						     wide, 16),
				 0);
		ck_assert_uint_eq(GetLastError(), ERROR_NO_UNICODE_TRANSLATION);
	}
	ck_assert_int_eq(WideCharToMultiByte(CP_UTF8, 0, halves, -1, text, 16, NULL, NULL), 8);
	ck_assert_str_eq(text, "\xef\xbf\xbd" "a" "\xef\xbf\xbd");
	ck_assert_int_eq(WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, halves, -1, text, 16,
					     NULL, NULL),
			 0);
	ck_assert_uint_eq(GetLastError(), ERROR_NO_UNICODE_TRANSLATION);
}
END_TEST

#define assert_fails(code, call)                                                                   \
	do {                                                                                       \
		SetLastError(0);                                                                   \
		ck_assert_int_eq((call), 0);                                                       \
		ck_assert_uint_eq(GetLastError(), (code));                                         \
	} while (0)

START_TEST(wrong_arguments_of_a_conversion_have_their_codes)
{
	const DWORD wrong = ERROR_INVALID_PARAMETER;
	BOOL used = TRUE;
	WCHAR wide[4];
	char text[4];

	assert_fails(ERROR_INSUFFICIENT_BUFFER, MultiByteToWideChar(CP_UTF8, 0, "abcd", -1, wide, 4));
	assert_fails(wrong, MultiByteToWideChar(CP_UTF8, 0, NULL, -1, wide, 4));
	assert_fails(wrong, MultiByteToWideChar(CP_UTF8, 0, "a", 0, wide, 4));
	assert_fails(wrong, MultiByteToWideChar(CP_UTF8, 0, "a", -2, wide, 4));
	assert_fails(wrong, MultiByteToWideChar(CP_UTF8, 0, "a", 1, NULL, 4));
	assert_fails(wrong, MultiByteToWideChar(1252, 0, "a", 1, wide, 4));
	assert_fails(ERROR_INVALID_FLAGS, MultiByteToWideChar(CP_UTF8, 1, "a", 1, wide, 4));
	assert_fails(ERROR_INSUFFICIENT_BUFFER,
		     WideCharToMultiByte(CP_UTF8, 0, u"\u20ac\u20ac", -1, text, 4, NULL, NULL));
	assert_fails(wrong, WideCharToMultiByte(CP_UTF8, 0, u"a", 1, text, 4, "?", NULL));
	assert_fails(wrong, WideCharToMultiByte(CP_UTF8, 0, u"a", 1, text, 4, NULL, &used));
	assert_fails(ERROR_INVALID_FLAGS,
		     WideCharToMultiByte(CP_UTF8, WC_NO_BEST_FIT_CHARS, u"a", 1, text, 4, NULL, NULL));
	ck_assert_int_eq(WideCharToMultiByte(CP_ACP, 0, u"a", 1, text, 4, "?", &used), 1);
	ck_assert_int_eq(used, FALSE);
}
END_TEST

static const GUID guid = {
	0x01234567, 0x89ab, 0xcdef, {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef}};
#define GUID_TEXT u"{01234567-89AB-CDEF-0123-456789ABCDEF}"

START_TEST(a_guid_makes_the_round_trip)
{
	WCHAR text[40];
	GUID back;

	ck_assert_int_eq(StringFromGUID2(&guid, text, 39), 39);
	ck_assert_int_eq(winport_wcscmp(text, GUID_TEXT), 0);
	ck_assert_int_eq(CLSIDFromString(text, &back), S_OK);
	ck_assert(IsEqualGUID(&guid, &back));
	ck_assert_int_eq(IIDFromString(u"{01234567-89ab-cdef-0123-456789abcdef}", &back), S_OK);
	ck_assert(IsEqualGUID(&guid, &back));
	ck_assert_int_eq(StringFromGUID2(&guid, text, 38), 0);
	ck_assert_int_eq(StringFromGUID2(NULL, text, 39), 0);
}
END_TEST

START_TEST(what_is_no_guid_is_refused)
{
	static const WCHAR *const wrong[] = {u"", u"{", GUID_TEXT u" ",
					     u"01234567-89AB-CDEF-0123-456789ABCDEF",
					     u"{01234567-89AB-CDEF-0123-456789ABCDEG}",
					     u"{01234567+89AB-CDEF-0123-456789ABCDEF}"};
	GUID unset = guid;
	size_t i;

	for (i = 0; i < ARRAYSIZE(wrong); i++)
		ck_assert_int_eq(CLSIDFromString(wrong[i], &unset), CO_E_CLASSSTRING);
	ck_assert(IsEqualGUID(&guid, &unset));
	ck_assert_int_eq(CLSIDFromString(GUID_TEXT, NULL), E_INVALIDARG);
	ck_assert_int_eq(CLSIDFromString(NULL, &unset), S_OK);
	ck_assert_uint_eq(unset.Data1, 0);
}
END_TEST

START_TEST(addresses_are_read_and_written_in_both_widths)
{
	static const int families[] = {AF_INET6, WINDOWS_AF_INET6};
	IN6_ADDR six;
	IN_ADDR four;
	char text[64];
	WCHAR wide[64];

	ck_assert_int_eq(InetPtonA(AF_INET, "192.0.2.1", &four), 1);
	ck_assert_uint_eq(four.S_un.S_un_b.s_b1, 192);
	ck_assert_int_eq(InetPtonW(families[_i], u"2001:db8::53", &six), 1);
	ck_assert_uint_eq(six.u.Byte[15], 0x53);
	ck_assert_str_eq(InetNtopA(AF_INET, &four, text, 10), "192.0.2.1");
	ck_assert_ptr_eq(InetNtopW(families[_i], &six, wide, 13), wide);
	ck_assert_int_eq(winport_wcscmp(wide, u"2001:db8::53"), 0);
}
END_TEST

START_TEST(what_is_no_address_is_refused)
{
	IN6_ADDR six = {0};
	WCHAR wide[13];
	char text[4];

	ck_assert_int_eq(InetPtonA(AF_INET, "192.0.2", &six), 0);
	ck_assert_int_eq(InetPtonW(AF_INET6, u"\u20ac::1", &six), 0);
	ck_assert_int_eq(InetPtonW(AF_INET6, u"0000:0000:0000:0000:0000:0000:0000:0000:0000:0000",
				   &six),
			 0);
	ck_assert_int_eq(InetPtonA(77, "::1", &six), -1);
	ck_assert_int_eq(WSAGetLastError(), WSAEAFNOSUPPORT);
	ck_assert_int_eq(InetPtonW(AF_INET6, NULL, &six), -1);
	ck_assert_int_eq(WSAGetLastError(), WSAEFAULT);
	ck_assert_ptr_null(InetNtopA(AF_INET, &six, text, 4));
	ck_assert_int_eq(WSAGetLastError(), WSA_INVALID_PARAMETER);
	ck_assert_ptr_null(InetNtopW(77, &six, wide, 13));
	ck_assert_int_eq(WSAGetLastError(), WSAEAFNOSUPPORT);
	ck_assert_ptr_null(InetNtopW(AF_INET6, &six, NULL, 13));
}
END_TEST

START_TEST(sockets_are_started_in_versions_up_to_2_2)
{
	WSADATA data;

	ck_assert_int_eq(WSAStartup(MAKEWORD(2, 2), &data), 0);
	ck_assert_uint_eq(data.wVersion, MAKEWORD(2, 2));
	ck_assert_int_eq(WSAStartup(MAKEWORD(1, 1), &data), 0);
	ck_assert_uint_eq(data.wVersion, MAKEWORD(1, 1));
	ck_assert_int_eq(WSAStartup(MAKEWORD(3, 0), &data), 0);
	ck_assert_uint_eq(data.wVersion, MAKEWORD(2, 2));
	ck_assert_int_eq(WSAStartup(0, &data), WSAVERNOTSUPPORTED);
	ck_assert_int_eq(WSAStartup(MAKEWORD(2, 2), NULL), WSAEFAULT);
	ck_assert_int_eq(WSACleanup(), 0);
}
END_TEST

Suite *winport_text_suite(void)
{
	Suite *suite = suite_create("winport text");
	TCase *tcase = tcase_create("text");

	tcase_add_test(tcase, text_makes_the_round_trip);
	tcase_add_test(tcase, text_makes_the_round_trip_by_the_names_of_c);
	tcase_add_test(tcase, a_character_that_does_not_fit_is_not_begun);
	tcase_add_test(tcase, the_names_of_c_refuse_what_is_not_unicode);
	tcase_add_test(tcase, what_is_not_unicode_is_replaced_or_refused);
	tcase_add_test(tcase, wrong_arguments_of_a_conversion_have_their_codes);
	tcase_add_test(tcase, a_guid_makes_the_round_trip);
	tcase_add_test(tcase, what_is_no_guid_is_refused);
	tcase_add_loop_test(tcase, addresses_are_read_and_written_in_both_widths, 0, 2);
	tcase_add_test(tcase, what_is_no_address_is_refused);
	tcase_add_test(tcase, sockets_are_started_in_versions_up_to_2_2);
	suite_add_tcase(suite, tcase);
	return suite;
}
