/* SPDX-License-Identifier: MIT */
/* src/winport: last error, messages, and that RtlNtStatusToDosError agrees with both gates. */

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

/* Both gates in one program, each under names of its own. */
#include "codes/table.c"
#define any_call win32_any_call
#undef iph_status
#define iph_status win32_status
NETIO_STATUS win32_status(enum iph_call call, int result);
#include "codes/win32.c"
#undef any_call
#undef iph_status
#define any_call nt_any_call
#define iph_status nt_status
NETIO_STATUS nt_status(enum iph_call call, int result);
#include "codes/nt.c"
#undef any_call
#undef iph_status

#include <windows.h>
#include <winsock2.h>
#include <winternl.h>

#include "suite.h"

#define LAST_ERROR 600

/*
 * Where Microsoft's page of a call gives two codes that RtlNtStatusToDosError does not pair:
 * kernel mode has one code for a missing interface and a missing entry, or takes a missing
 * interface for a wrong argument. The last is our own: Windows' calls never wait for another
 * process.
 */
static const struct {
	NTSTATUS status;
	DWORD code;
} differing[] = {
	{STATUS_NOT_FOUND, ERROR_FILE_NOT_FOUND},
	{STATUS_INVALID_PARAMETER, ERROR_FILE_NOT_FOUND},
	{STATUS_NAME_TOO_LONG, ERROR_BUFFER_OVERFLOW},
	{STATUS_IO_TIMEOUT, ERROR_TIMEOUT},
};

static bool agree(NTSTATUS status, DWORD code)
{
	size_t i;

	for (i = 0; i < ARRAYSIZE(differing); i++)
		if (differing[i].status == status && differing[i].code == code)
			return true;
	return RtlNtStatusToDosError(status) == code;
}

START_TEST(both_gates_agree_with_the_translation_of_codes)
{
	enum iph_call call;
	int error;
	size_t i;

	for (i = 0; i < ARRAYSIZE(codes); i++) {
		call = codes[i].call;
		if (codes[i].nt == (uint32_t)NO_STATUS)
			continue; /* libnetio does not have the call */
		for (error = 0; error <= LAST_ERROR; error++) {
			DWORD code = (DWORD)win32_status(call, -error);
			NTSTATUS status = nt_status(call, -error);

			ck_assert_msg(agree(status, code), "call %d, errno %d: 0x%08x is not %u",
				      call, error, (unsigned int)status, code);
		}
	}
}
END_TEST

START_TEST(an_unknown_status_has_its_own_code)
{
	ck_assert_uint_eq(RtlNtStatusToDosError((NTSTATUS)0xC0FFEE00), ERROR_MR_MID_NOT_FOUND);
	ck_assert_uint_eq(RtlNtStatusToDosError(STATUS_SUCCESS), NO_ERROR);
	ck_assert_uint_eq(RtlNtStatusToDosError(STATUS_ACCESS_DENIED), ERROR_ACCESS_DENIED);
}
END_TEST

static DWORD message(DWORD flags, LPCVOID source, DWORD code, char *ret_text, DWORD size)
{
	return FormatMessageA(flags, source, code, 0, ret_text, size, NULL);
}

START_TEST(every_code_of_both_gates_has_a_text)
{
	char text[128];
	size_t i;

	for (i = 0; i < ARRAYSIZE(codes); i++) {
		ck_assert_uint_ne(message(FORMAT_MESSAGE_FROM_SYSTEM, NULL, codes[i].win32, text,
					  sizeof(text)),
				  0);
		ck_assert_uint_ne(message(FORMAT_MESSAGE_FROM_HMODULE,
					  GetModuleHandleA("ntdll.dll"), codes[i].nt, text,
					  sizeof(text)),
				  0);
	}
}
END_TEST

START_TEST(a_text_ends_as_the_width_asks)
{
	char text[128];
	DWORD length = message(FORMAT_MESSAGE_FROM_SYSTEM, NULL, ERROR_NOT_FOUND, text, 128);

	ck_assert_str_eq(text, "It was not found.\r\n");
	ck_assert_uint_eq(length, strlen(text));
	(void)message(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_MAX_WIDTH_MASK, NULL,
		      (DWORD)HRESULT_FROM_WIN32(ERROR_NOT_FOUND), text, 128);
	ck_assert_str_eq(text, "It was not found. ");
}
END_TEST

START_TEST(a_buffer_can_be_allocated_in_both_widths)
{
	const DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_ALLOCATE_BUFFER |
			    FORMAT_MESSAGE_IGNORE_INSERTS;
	char *text = NULL;
	WCHAR *wide = NULL;
	DWORD length;

	length = FormatMessageA(flags, NULL, ERROR_NOT_FOUND, 0, (LPSTR)(void *)&text, 0, NULL);
	ck_assert_uint_eq(length, strlen(text));
	ck_assert_uint_eq(
		FormatMessageW(flags, NULL, ERROR_NOT_FOUND, 0, (LPWSTR)(void *)&wide, 500, NULL),
		length);
	ck_assert_uint_eq(winport_wcslen(wide), length);
	wide[499] = u'x';
	ck_assert_ptr_null(LocalFree(text));
	ck_assert_ptr_null(LocalFree(wide));
}
END_TEST

START_TEST(failures_of_a_message_are_the_last_error)
{
	const DWORD system = FORMAT_MESSAGE_FROM_SYSTEM;
	char text[8] = "before";
	WCHAR wide[4];

	ck_assert_uint_eq(message(system, NULL, ERROR_NOT_FOUND, text, sizeof(text)), 0);
	ck_assert_uint_eq(GetLastError(), ERROR_INSUFFICIENT_BUFFER);
	ck_assert_uint_eq(FormatMessageW(system, NULL, 2, 0, wide, 4, NULL), 0);
	ck_assert_uint_eq(GetLastError(), ERROR_INSUFFICIENT_BUFFER);
	ck_assert_uint_eq(message(system, NULL, 123456, text, sizeof(text)), 0);
	ck_assert_uint_eq(GetLastError(), ERROR_MR_MID_NOT_FOUND);
	ck_assert_uint_eq(message(0, NULL, 2, text, sizeof(text)), 0);
	ck_assert_uint_eq(GetLastError(), ERROR_INVALID_PARAMETER);
	ck_assert_uint_eq(message(system, NULL, 2, NULL, 0), 0);
	ck_assert_uint_eq(GetLastError(), ERROR_INVALID_PARAMETER);
	ck_assert_uint_eq(message(FORMAT_MESSAGE_FROM_STRING, "%1", 0, text, sizeof(text)), 0);
	ck_assert_uint_eq(GetLastError(), ERROR_NOT_SUPPORTED);
	ck_assert_str_eq(text, "before");
}
END_TEST

static void *other_thread(void *ret_seen)
{
	*(DWORD *)ret_seen = GetLastError();
	SetLastError(2);
	return NULL;
}

START_TEST(each_thread_has_a_last_error)
{
	pthread_t thread;
	DWORD seen = 1;

	SetLastError(7);
	ck_assert_int_eq(pthread_create(&thread, NULL, other_thread, &seen), 0);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	ck_assert_uint_eq(seen, 0);
	ck_assert_uint_eq(GetLastError(), 7);
}
END_TEST

START_TEST(a_socket_call_that_failed_has_its_windows_code)
{
	errno = 0;
	ck_assert_int_eq(send(-1, "", 1, 0), SOCKET_ERROR);
	ck_assert_int_eq(WSAGetLastError(), WSAENOTSOCK);
	WSASetLastError(WSAEFAULT);
	ck_assert_int_eq(WSAGetLastError(), WSAEFAULT);
	ck_assert_uint_eq(GetLastError(), WSAEFAULT);
	errno = ECONNREFUSED;
	ck_assert_int_eq(WSAGetLastError(), WSAECONNREFUSED);
	errno = ENOTTY;
	ck_assert_int_eq(WSAGetLastError(), WSASYSCALLFAILURE);
}
END_TEST

TEST_SUITE("winport codes")
{
	TCase *tcase = tcase_create("codes");

	tcase_add_test(tcase, both_gates_agree_with_the_translation_of_codes);
	tcase_add_test(tcase, an_unknown_status_has_its_own_code);
	tcase_add_test(tcase, every_code_of_both_gates_has_a_text);
	tcase_add_test(tcase, a_text_ends_as_the_width_asks);
	tcase_add_test(tcase, a_buffer_can_be_allocated_in_both_widths);
	tcase_add_test(tcase, failures_of_a_message_are_the_last_error);
	tcase_add_test(tcase, each_thread_has_a_last_error);
	tcase_add_test(tcase, a_socket_call_that_failed_has_its_windows_code);
	suite_add_tcase(suite, tcase);
}
