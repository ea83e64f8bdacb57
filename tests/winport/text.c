/* SPDX-License-Identifier: MIT */
/* src/winport/text.c, wide.c, guid.c, socket.c: text of all kinds. */

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <ip2string.h>
#include <objbase.h>
#include <windows.h>
#include <ws2tcpip.h>

#include "suite.h"

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
	static const char *const wrong[] = {"a\x80",	"\xc3",		"\xc3(",
					    "\xe2\x82", "\xed\xa0\x80", "\xf0\x9f\x98"};
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
	static const char *const wrong[] = {"\x80",	    "\xc0\x80",		"\xe0\x80\x80",
					    "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8",
					    "\xc3",	    "\xe2\x82"};
	static const WCHAR halves[] = {0xd83d, 'a', 0xde00, 0};
	WCHAR wide[16];
	char text[16];
	size_t i;

	for (i = 0; i < ARRAYSIZE(wrong); i++) {
		ck_assert_int_gt(MultiByteToWideChar(CP_UTF8, 0, wrong[i], -1, wide, 16), 1);
		ck_assert_uint_eq(wide[0], 0xfffd);
		ck_assert_int_eq(
			MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, wrong[i], -1, wide, 16),
			0);
		ck_assert_uint_eq(GetLastError(), ERROR_NO_UNICODE_TRANSLATION);
	}
	ck_assert_int_eq(WideCharToMultiByte(CP_UTF8, 0, halves, -1, text, 16, NULL, NULL), 8);
	ck_assert_str_eq(text, "\xef\xbf\xbd"
			       "a"
			       "\xef\xbf\xbd");
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

	assert_fails(ERROR_INSUFFICIENT_BUFFER,
		     MultiByteToWideChar(CP_UTF8, 0, "abcd", -1, wide, 4));
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
	assert_fails(ERROR_INVALID_FLAGS, WideCharToMultiByte(CP_UTF8, WC_NO_BEST_FIT_CHARS, u"a",
							      1, text, 4, NULL, NULL));
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
	static const WCHAR *const wrong[] = {u"",
					     u"{",
					     GUID_TEXT u" ",
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
	ck_assert_int_eq(
		InetPtonW(AF_INET6, u"0000:0000:0000:0000:0000:0000:0000:0000:0000:0000", &six), 0);
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

static const struct {
	const char *text;
	const char *address;
	USHORT family;
	USHORT port;
	DWORD scope;
} addresses[] = {
	{"192.0.2.1", "192.0.2.1", AF_INET, 0, 0},
	{"192.0.2.1:65535", "192.0.2.1", AF_INET, 65535, 0},
	{"2001:db8::1", "2001:db8::1", AF_INET6, 0, 0},
	{"fe80::1%2", "fe80::1", AF_INET6, 0, 2},
	{"[2001:db8::1]:80", "2001:db8::1", AF_INET6, 80, 0},
	{"[fe80:1111:2222:3333:4444:5555:c633:6464%4294967295]:65535",
	 "fe80:1111:2222:3333:4444:5555:c633:6464", 23, 65535, 0xffffffff},
};

START_TEST(the_text_of_a_socket_address_has_scope_and_port)
{
	SOCKADDR_INET inet = {.si_family = addresses[_i].family};
	WCHAR wide[70];
	char text[70];
	DWORD size = sizeof(text);
	DWORD needed;

	inet.Ipv4.sin_port = htons(addresses[_i].port);
	ck_assert_int_eq(InetPtonA(inet.si_family, addresses[_i].address,
				   inet.si_family == AF_INET ? (void *)&inet.Ipv4.sin_addr
							     : &inet.Ipv6.sin6_addr),
			 1);
	if (inet.si_family != AF_INET)
		inet.Ipv6.sin6_scope_id = addresses[_i].scope;
	ck_assert_int_eq(
		WSAAddressToStringA((struct sockaddr *)&inet, sizeof(inet), NULL, text, &size), 0);
	ck_assert_str_eq(text, addresses[_i].text);
	ck_assert_uint_eq(size, strlen(text) + 1);
	needed = size;
	ck_assert_int_eq(
		WSAAddressToStringW((struct sockaddr *)&inet, sizeof(inet), NULL, wide, &size), 0);
	ck_assert_uint_eq(winport_wcslen(wide), strlen(text));
	size--;
	text[0] = 'x';
	ck_assert_int_eq(
		WSAAddressToStringA((struct sockaddr *)&inet, sizeof(inet), NULL, text, &size),
		SOCKET_ERROR);
	ck_assert_int_eq(WSAGetLastError(), WSAEFAULT);
	ck_assert_uint_eq(size, needed);
	ck_assert_int_eq(text[0], 'x');
	ck_assert_int_eq(WSAAddressToStringA((struct sockaddr *)&inet, 15, NULL, text, &size),
			 SOCKET_ERROR);
	ck_assert_int_eq(WSAGetLastError(), WSAEINVAL);
}
END_TEST

static const struct {
	const char *text;
	int end; /* or -1 */
	BOOLEAN strict;
	const char *address;
} beginnings[] = {
	{"192.0.2.1", 9, TRUE, "192.0.2.1"},
	{"192.0.2.1/24", 9, TRUE, "192.0.2.1"},
	{"192.0.2.1:80", 9, FALSE, "192.0.2.1"},
	{"192.0.513", 9, FALSE, "192.0.2.1"},
	{"0xc0.0.0x2.1 ", 12, FALSE, "192.0.2.1"},
	{"192.0.513", -1, TRUE, NULL},
	{"256.0.2.1", -1, TRUE, NULL},
	{"", -1, TRUE, NULL},
	{"", -1, FALSE, NULL},
	{"1111111111111111111111111111111111111111111111111111111111", -1, FALSE, NULL},
	{"2001:db8::1", 11, TRUE, "2001:db8::1"},
	{"2001:DB8::1%eth0", 11, TRUE, "2001:db8::1"},
	{"::192.0.2.1]", 11, TRUE, "::192.0.2.1"},
	{"2001:db8:::1", -1, TRUE, NULL},
	{"1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb", -1, TRUE, NULL},
};

START_TEST(an_address_is_read_from_the_beginning_of_a_text)
{
	bool ipv6 = strchr(beginnings[_i].text, ':') && strncmp(beginnings[_i].text, "192", 3) != 0;
	NTSTATUS expected = beginnings[_i].end < 0 ? (NTSTATUS)0xc000000d : 0;
	const char *text = beginnings[_i].text;
	unsigned char wanted[16] = {0};
	unsigned char got[2][16] = {{0}};
	NTSTATUS status[2];
	WCHAR wide[80];
	PCWSTR wide_end;
	PCSTR end;

	ck_assert_uint_lt(winport_mbstowcs(wide, text, 80), 80);
	if (ipv6) {
		status[0] = RtlIpv6StringToAddressA(text, &end, (IN6_ADDR *)got[0]);
		status[1] = RtlIpv6StringToAddressW(wide, &wide_end, (IN6_ADDR *)got[1]);
	} else {
		status[0] = RtlIpv4StringToAddressA(text, beginnings[_i].strict, &end,
						    (IN_ADDR *)got[0]);
		status[1] = RtlIpv4StringToAddressW(wide, beginnings[_i].strict, &wide_end,
						    (IN_ADDR *)got[1]);
	}
	ck_assert_int_eq(status[0], expected);
	ck_assert_int_eq(status[1], expected);
	if (expected)
		return;
	ck_assert_int_eq(end - text, beginnings[_i].end);
	ck_assert_int_eq(wide_end - wide, beginnings[_i].end);
	ck_assert_int_eq(InetPtonA(ipv6 ? AF_INET6 : AF_INET, beginnings[_i].address, wanted), 1);
	ck_assert_mem_eq(got[0], wanted, 16);
	ck_assert_mem_eq(got[1], wanted, 16);
}
END_TEST

START_TEST(what_does_not_fit_is_empty)
{
	WCHAR wide[4];
	char text[4];

	ck_assert_int_eq(strcpy_s(text, 4, "abc") + strcat_s(text, 4, ""), 0);
	ck_assert_str_eq(text, "abc");
	ck_assert_int_eq(strcpy_s(text, 4, "a") + strcat_s(text, 4, "bc"), 0);
	ck_assert_str_eq(text, "abc");
	ck_assert_int_eq(strcat_s(text, 4, "d"), 34);
	ck_assert_str_eq(text, "");
	ck_assert_int_eq(strcpy_s(text, 4, "abcd"), 34);
	ck_assert_str_eq(text, "");
	ck_assert_int_eq(wcscpy_s(wide, 4, u"a") + wcscat_s(wide, 4, u"bc"), 0);
	ck_assert_int_eq(winport_wcscmp(wide, u"abc"), 0);
	ck_assert_int_eq(wcscpy_s(wide, 4, u"abcd"), 34);
	ck_assert_uint_eq(wide[0], 0);
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

TEST_SUITE("winport text")
{
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
	tcase_add_loop_test(tcase, the_text_of_a_socket_address_has_scope_and_port, 0,
			    ARRAYSIZE(addresses));
	tcase_add_loop_test(tcase, an_address_is_read_from_the_beginning_of_a_text, 0,
			    ARRAYSIZE(beginnings));
	tcase_add_test(tcase, what_does_not_fit_is_empty);
	tcase_add_test(tcase, sockets_are_started_in_versions_up_to_2_2);
	suite_add_tcase(suite, tcase);
}
