/* SPDX-License-Identifier: MIT */
/* src/winport/memory.c, event.c, module.c. */

#include <pthread.h>
#include <string.h>
#include <time.h>

#include <netioapi.h>
#include <windows.h>

#include "winport-suites.h"

START_TEST(memory_is_zero_where_it_must_be)
{
	HANDLE heap = GetProcessHeap();
	unsigned char *memory = HeapAlloc(heap, HEAP_ZERO_MEMORY, 5);
	size_t i;

	ck_assert_ptr_nonnull(memory);
	ck_assert_int_eq(memcmp(memory, "\0\0\0\0\0", 5), 0);
	memset(memory, 0xff, 5);
	memory = HeapReAlloc(heap, HEAP_ZERO_MEMORY, memory, 5000);
	for (i = 0; i < 5000; i++)
		ck_assert_uint_eq(memory[i], i < 5 ? 0xff : 0);
	memset(memory, 0xff, 5000);
	memory = HeapReAlloc(heap, 0, memory, 5);
	memory = HeapReAlloc(heap, HEAP_ZERO_MEMORY, memory, 100);
	for (i = 5; i < 100; i++)
		ck_assert_uint_eq(memory[i], 0);
	ck_assert_ptr_null(HeapReAlloc(heap, HEAP_REALLOC_IN_PLACE_ONLY, memory, 1 << 20));
	ck_assert_ptr_eq(HeapReAlloc(heap, HEAP_REALLOC_IN_PLACE_ONLY, memory, 10), memory);
	ck_assert_ptr_null(HeapReAlloc(heap, 0, NULL, 10));
	ck_assert_int_eq(HeapFree(heap, 0, memory), TRUE);
	ck_assert_int_eq(HeapFree(heap, 0, NULL), TRUE);
}
END_TEST

START_TEST(memory_that_grows_into_used_room_is_zero_there)
{
	HANDLE heap = GetProcessHeap();
	unsigned char *memory = HeapAlloc(heap, 0, 104);
	size_t i;

	memset(memory, 0xff, 104);
	ck_assert_int_eq(HeapFree(heap, 0, memory), TRUE);
	memory = HeapAlloc(heap, 0, 90);
	memory = HeapReAlloc(heap, HEAP_ZERO_MEMORY, memory, 104);
	for (i = 90; i < 104; i++)
		ck_assert_uint_eq(memory[i], 0);
	ck_assert_int_eq(HeapFree(heap, 0, memory), TRUE);
}
END_TEST

START_TEST(local_and_global_memory_is_given_and_taken)
{
	char *memory = LocalAlloc(LPTR, 3);

	ck_assert_int_eq(memcmp(memory, "\0\0\0", 3), 0);
	ck_assert_ptr_null(LocalFree(memory));
	memory = GlobalAlloc(GPTR, 3);
	ck_assert_int_eq(memcmp(memory, "\0\0\0", 3), 0);
	ck_assert_ptr_null(GlobalFree(memory));
	SetLastError(0);
	ck_assert_ptr_null(LocalAlloc(LPTR, SIZE_MAX / 2));
	ck_assert_uint_eq(GetLastError(), ERROR_NOT_ENOUGH_MEMORY);
}
END_TEST

START_TEST(an_event_is_reset_by_the_wait_or_by_hand)
{
	HANDLE automatic = CreateEventA(NULL, FALSE, TRUE, NULL);
	HANDLE manual = CreateEventW(NULL, TRUE, FALSE, NULL);

	ck_assert_uint_eq(WaitForSingleObject(automatic, 0), WAIT_OBJECT_0);
	ck_assert_uint_eq(WaitForSingleObject(automatic, 0), WAIT_TIMEOUT);
	ck_assert_uint_eq(WaitForSingleObject(manual, 0), WAIT_TIMEOUT);
	ck_assert_int_eq(SetEvent(manual), TRUE);
	ck_assert_uint_eq(WaitForSingleObject(manual, INFINITE), WAIT_OBJECT_0);
	ck_assert_uint_eq(WaitForSingleObject(manual, 0), WAIT_OBJECT_0);
	ck_assert_int_eq(ResetEvent(manual), TRUE);
	ck_assert_uint_eq(WaitForSingleObject(manual, 0), WAIT_TIMEOUT);
	ck_assert_int_eq(CloseHandle(automatic), TRUE);
	ck_assert_int_eq(CloseHandle(manual), TRUE);
}
END_TEST

static double seconds(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

START_TEST(a_wait_and_a_sleep_take_their_time)
{
	HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
	double start = seconds();

	ck_assert_uint_eq(WaitForSingleObject(event, 50), WAIT_TIMEOUT);
	ck_assert(seconds() - start >= 0.05);
	start = seconds();
	Sleep(50);
	ck_assert(seconds() - start >= 0.05);
	ck_assert_int_eq(CloseHandle(event), TRUE);
}
END_TEST

static void *set_later(void *event)
{
	Sleep(20);
	(void)SetEvent(event);
	return NULL;
}

START_TEST(another_thread_ends_a_wait)
{
	HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
	pthread_t thread;

	ck_assert_int_eq(pthread_create(&thread, NULL, set_later, event), 0);
	ck_assert_uint_eq(WaitForSingleObject(event, INFINITE), WAIT_OBJECT_0);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	ck_assert_int_eq(CloseHandle(event), TRUE);
}
END_TEST

START_TEST(what_is_no_event_is_refused)
{
	int other = 0;

	SetLastError(0);
	ck_assert_uint_eq(WaitForSingleObject(NULL, 0), WAIT_FAILED);
	ck_assert_uint_eq(GetLastError(), ERROR_INVALID_HANDLE);
	ck_assert_uint_eq(WaitForSingleObject(INVALID_HANDLE_VALUE, 0), WAIT_FAILED);
	ck_assert_int_eq(CloseHandle(&other), FALSE);
	ck_assert_int_eq(SetEvent(NULL), FALSE);
	ck_assert_int_eq(ResetEvent(NULL), FALSE);
	ck_assert_ptr_null(CreateEventA(NULL, FALSE, FALSE, "name"));
	ck_assert_uint_eq(GetLastError(), ERROR_NOT_SUPPORTED);
}
END_TEST

typedef VOID free_table_t(PVOID);

START_TEST(libraries_have_their_names_of_windows)
{
	static const WCHAR *const names[] = {u"iphlpapi.dll", u"IPHLPAPI.DLL", u"IpHlpApi",
					     u"C:\\Windows\\System32\\iphlpapi.dll", u"netio.sys"};
	HMODULE module = LoadLibraryW(names[_i]);
	FARPROC function;

	ck_assert_ptr_nonnull(module);
	function = GetProcAddress(module, "FreeMibTable");
	ck_assert(function != NULL);
	((free_table_t *)function)(NULL);
	ck_assert_ptr_eq(GetModuleHandleW(names[_i]), module);
	ck_assert(GetProcAddress(module, "NoSuchFunction") == NULL);
	ck_assert_uint_eq(GetLastError(), ERROR_PROC_NOT_FOUND);
	ck_assert(GetProcAddress(module, (LPCSTR)1) == NULL);
	ck_assert_int_eq(FreeLibrary(module), TRUE);
	ck_assert_ptr_null(GetModuleHandleW(names[_i]));
}
END_TEST

START_TEST(the_system_is_this_library)
{
	ck_assert_ptr_nonnull(LoadLibraryA("ws2_32.dll"));
	ck_assert_ptr_nonnull(GetModuleHandleA("kernel32"));
	ck_assert_ptr_nonnull(GetModuleHandleA("NTDLL.DLL"));
	ck_assert_ptr_nonnull(LoadLibraryExA("ole32.dll", NULL, LOAD_LIBRARY_SEARCH_SYSTEM32));
	ck_assert_ptr_nonnull(LoadLibraryExW(u"ws2_32.dll", NULL, 0));
	ck_assert_ptr_nonnull(GetModuleHandleA(NULL));
}
END_TEST

START_TEST(other_libraries_are_not_found)
{
	static const char *const names[] = {"user32.dll", "iphlpapi.dll.x", "iphlp", "", "/",
					    "libc.so.6"};

	SetLastError(0);
	ck_assert_ptr_null(LoadLibraryA(names[_i]));
	ck_assert_uint_eq(GetLastError(), ERROR_MOD_NOT_FOUND);
}
END_TEST

START_TEST(no_name_and_no_module_are_refused)
{
	ck_assert_ptr_null(LoadLibraryA(NULL));
	ck_assert_uint_eq(GetLastError(), ERROR_INVALID_PARAMETER);
	ck_assert_ptr_null(LoadLibraryW(NULL));
	ck_assert_int_eq(FreeLibrary(NULL), FALSE);
	ck_assert_uint_eq(GetLastError(), ERROR_INVALID_HANDLE);
	ck_assert(GetProcAddress(NULL, "FreeMibTable") == NULL);
	ck_assert_uint_eq(GetLastError(), ERROR_INVALID_HANDLE);
}
END_TEST

Suite *winport_system_suite(void)
{
	Suite *suite = suite_create("winport system");
	TCase *tcase = tcase_create("memory");

	tcase_add_test(tcase, memory_is_zero_where_it_must_be);
	tcase_add_test(tcase, memory_that_grows_into_used_room_is_zero_there);
	tcase_add_test(tcase, local_and_global_memory_is_given_and_taken);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("events");
	tcase_add_test(tcase, an_event_is_reset_by_the_wait_or_by_hand);
	tcase_add_test(tcase, a_wait_and_a_sleep_take_their_time);
	tcase_add_test(tcase, another_thread_ends_a_wait);
	tcase_add_test(tcase, what_is_no_event_is_refused);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("modules");
	tcase_add_loop_test(tcase, libraries_have_their_names_of_windows, 0, 5);
	tcase_add_test(tcase, the_system_is_this_library);
	tcase_add_loop_test(tcase, other_libraries_are_not_found, 0, 6);
	tcase_add_test(tcase, no_name_and_no_module_are_refused);
	suite_add_tcase(suite, tcase);
	return suite;
}
