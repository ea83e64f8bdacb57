/* SPDX-License-Identifier: MIT */
/* src/winport/memory.c, event.c, module.c. */

#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <netioapi.h>
#include <ntstatus.h>
#include <windows.h>

#include "suite.h"

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

START_TEST(the_first_of_several_events_that_is_set_ends_a_wait)
{
	HANDLE events[] = {CreateEventA(NULL, TRUE, FALSE, NULL),
			   CreateEventA(NULL, FALSE, FALSE, NULL),
			   CreateEventA(NULL, TRUE, FALSE, NULL)};
	pthread_t thread;

	ck_assert_uint_eq(WaitForMultipleObjects(3, events, FALSE, 0), WAIT_TIMEOUT);
	ck_assert_int_eq(SetEvent(events[1]) && SetEvent(events[1]) && SetEvent(events[2]), TRUE);
	ck_assert_uint_eq(WaitForMultipleObjects(3, events, FALSE, INFINITE), WAIT_OBJECT_0 + 1);
	ck_assert_uint_eq(WaitForMultipleObjects(3, events, FALSE, INFINITE), WAIT_OBJECT_0 + 2);
	ck_assert_uint_eq(WaitForMultipleObjects(2, events, FALSE, 10), WAIT_TIMEOUT);
	ck_assert_int_eq(pthread_create(&thread, NULL, set_later, events[0]), 0);
	ck_assert_uint_eq(WaitForMultipleObjects(2, events, FALSE, INFINITE), WAIT_OBJECT_0);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	ck_assert_uint_eq(WaitForMultipleObjects(1, events, TRUE, 0), WAIT_OBJECT_0);
	/* of all, none is taken before the last one is set */
	ck_assert_uint_eq(WaitForMultipleObjects(3, events, TRUE, 10), WAIT_TIMEOUT);
	ck_assert_int_eq(SetEvent(events[0]) && SetEvent(events[1]) && SetEvent(events[2]), TRUE);
	ck_assert_uint_eq(WaitForMultipleObjects(3, events, TRUE, INFINITE), WAIT_OBJECT_0);
	ck_assert_uint_eq(WaitForMultipleObjects(0, events, FALSE, 0), WAIT_FAILED);
	ck_assert_uint_eq(WaitForMultipleObjects(MAXIMUM_WAIT_OBJECTS + 1, events, FALSE, 0),
			  WAIT_FAILED);
	ck_assert_uint_eq(GetLastError(), ERROR_INVALID_PARAMETER);
	ck_assert_int_eq(CloseHandle(events[1]), TRUE);
	ck_assert_uint_eq(WaitForMultipleObjects(3, events, FALSE, 0), WAIT_FAILED);
	ck_assert_uint_eq(GetLastError(), ERROR_INVALID_HANDLE);
}
END_TEST

struct taker {
	HANDLE event;
	int *taken;
};

static void *take_some(void *arg)
{
	struct taker *taker = arg;

	while (WaitForSingleObject(taker->event, INFINITE) == WAIT_OBJECT_0 &&
	       __atomic_add_fetch(taker->taken, 1, __ATOMIC_SEQ_CST) < 200)
		(void)SetEvent(taker->event);
	(void)SetEvent(taker->event);
	return NULL;
}

/* Four threads hand one event on: each SetEvent() lets a single one go. */
START_TEST(an_automatic_event_wakes_one_thread)
{
	int taken = 0;
	struct taker taker = {.event = CreateEventA(NULL, FALSE, TRUE, NULL), .taken = &taken};
	pthread_t threads[4];
	size_t i;

	for (i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, take_some, &taker), 0);
	for (i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
	ck_assert_int_eq(taken, 203);
}
END_TEST

START_TEST(a_result_is_there_when_it_is_no_longer_pending)
{
	OVERLAPPED overlapped = {.Internal = STATUS_PENDING,
				 .InternalHigh = 7,
				 .hEvent = CreateEventA(NULL, FALSE, FALSE, NULL)};
	DWORD bytes = 5;

	ck_assert(!HasOverlappedIoCompleted(&overlapped));
	ck_assert_int_eq(GetOverlappedResult(NULL, &overlapped, &bytes, FALSE), FALSE);
	ck_assert_uint_eq(GetLastError(), ERROR_IO_INCOMPLETE);
	ck_assert_int_eq(
		GetOverlappedResult(NULL, &(OVERLAPPED){.Internal = STATUS_PENDING}, &bytes, TRUE),
		FALSE);
	ck_assert_uint_eq(GetLastError(), ERROR_INVALID_HANDLE);
	ck_assert_uint_eq(bytes, 5);
	overlapped.Internal = (ULONG)STATUS_CANCELLED;
	ck_assert_int_eq(GetOverlappedResult(NULL, &overlapped, &bytes, TRUE), FALSE);
	ck_assert_uint_eq(GetLastError(), ERROR_OPERATION_ABORTED);
	overlapped.Internal = STATUS_SUCCESS;
	ck_assert(HasOverlappedIoCompleted(&overlapped));
	ck_assert_int_eq(GetOverlappedResult(NULL, &overlapped, &bytes, TRUE), TRUE);
	ck_assert_uint_eq(bytes, 7);
}
END_TEST

START_TEST(what_is_no_event_is_refused)
{
	HANDLE closed = CreateEventA(NULL, FALSE, FALSE, NULL);
	int other = 0;
	int ends[2];

	SetLastError(0);
	ck_assert_uint_eq(WaitForSingleObject(NULL, 0), WAIT_FAILED);
	ck_assert_uint_eq(GetLastError(), ERROR_INVALID_HANDLE);
	ck_assert_uint_eq(WaitForSingleObject(INVALID_HANDLE_VALUE, 0), WAIT_FAILED);
	ck_assert_int_eq(CloseHandle(&other), FALSE);
	ck_assert_int_eq(CloseHandle(closed), TRUE);
	ck_assert_int_eq(SetEvent(closed), FALSE);
	/* A file that has got its number is none. */
	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(CloseHandle(closed), FALSE);
	ck_assert_int_eq(SetEvent(closed), FALSE);
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
	/* Both stay: somebody may be registered. */
	ck_assert_ptr_eq(GetModuleHandleW(names[_i]), module);
}
END_TEST

typedef DWORD notify_t(PHANDLE handle, LPOVERLAPPED overlapped);
typedef BOOL cancel_t(LPOVERLAPPED overlapped);

START_TEST(a_request_outlives_the_handle_of_its_library)
{
	OVERLAPPED overlapped = {.hEvent = CreateEventA(NULL, FALSE, FALSE, NULL)};
	HMODULE module = LoadLibraryA("iphlpapi.dll");
	notify_t *notify = (notify_t *)GetProcAddress(module, "NotifyAddrChange");
	cancel_t *cancel = (cancel_t *)GetProcAddress(module, "CancelIPChangeNotify");
	HANDLE handle;

	ck_assert_uint_eq(notify(&handle, &overlapped), ERROR_IO_PENDING);
	ck_assert_int_eq(FreeLibrary(module), TRUE);
	/* FALSE: this machine has got an address in between. */
	if (cancel(&overlapped))
		ck_assert_uint_eq(overlapped.Internal, (ULONG)STATUS_CANCELLED);
	ck_assert_uint_eq(WaitForSingleObject(handle, INFINITE), WAIT_OBJECT_0);
	ck_assert_int_eq(CloseHandle(overlapped.hEvent), TRUE);
}
END_TEST

START_TEST(a_request_without_an_event_has_a_result)
{
	OVERLAPPED overlapped = {0};
	HMODULE module = LoadLibraryA("iphlpapi.dll");
	notify_t *notify = (notify_t *)GetProcAddress(module, "NotifyAddrChange");
	cancel_t *cancel = (cancel_t *)GetProcAddress(module, "CancelIPChangeNotify");
	HANDLE handle = NULL;
	DWORD bytes;
	BOOL done;

	ck_assert_uint_eq(notify(&handle, &overlapped), ERROR_IO_PENDING);
	/* FALSE: this machine has got an address in between. */
	done = !cancel(&overlapped);
	ck_assert_uint_eq(WaitForSingleObject(handle, INFINITE), WAIT_OBJECT_0);
	ck_assert_int_eq(GetOverlappedResult(handle, &overlapped, &bytes, TRUE), done);
	if (!done)
		ck_assert_uint_eq(GetLastError(), ERROR_OPERATION_ABORTED);
	ck_assert_int_eq(CloseHandle(handle), TRUE);
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
	static const char *const names[] = {"user32.dll", "iphlpapi.dll.x", "iphlp", "",
					    "/",	  "libc.so.6"};

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

TEST_SUITE("winport system")
{
	TCase *tcase = tcase_create("memory");

	tcase_add_test(tcase, memory_is_zero_where_it_must_be);
	tcase_add_test(tcase, memory_that_grows_into_used_room_is_zero_there);
	tcase_add_test(tcase, local_and_global_memory_is_given_and_taken);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("events");
	tcase_add_test(tcase, an_event_is_reset_by_the_wait_or_by_hand);
	tcase_add_test(tcase, a_wait_and_a_sleep_take_their_time);
	tcase_add_test(tcase, another_thread_ends_a_wait);
	tcase_add_test(tcase, the_first_of_several_events_that_is_set_ends_a_wait);
	tcase_add_test(tcase, an_automatic_event_wakes_one_thread);
	tcase_add_test(tcase, a_result_is_there_when_it_is_no_longer_pending);
	tcase_add_test(tcase, what_is_no_event_is_refused);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("modules");
	tcase_add_loop_test(tcase, libraries_have_their_names_of_windows, 0, 5);
	tcase_add_test(tcase, a_request_outlives_the_handle_of_its_library);
	tcase_add_test(tcase, a_request_without_an_event_has_a_result);
	tcase_add_test(tcase, the_system_is_this_library);
	tcase_add_loop_test(tcase, other_libraries_are_not_found, 0, 6);
	tcase_add_test(tcase, no_name_and_no_module_are_refused);
	suite_add_tcase(suite, tcase);
}
