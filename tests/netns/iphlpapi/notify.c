/* SPDX-License-Identifier: MIT */
/* Requests of NotifyAddrChange() in the background. Events are made here as libwinport makes them.
 */

#include <dirent.h>
#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "ntstatus.h"
#include "winbase.h"

#include "event-handle.h"
#include "netns-row.h"
#include "netns.h"
#include "suite.h"

static HANDLE new_event(void)
{
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

	ck_assert_int_ge(fd, 0);
	return iph_event_handle(fd, true);
}

static void close_event(HANDLE event)
{
	ck_assert_int_eq(close(iph_event_fd(event)), 0);
}

static bool is_set(HANDLE event)
{
	struct pollfd pollfd = {.fd = iph_event_fd(event), .events = POLLIN};

	return poll(&pollfd, 1, 0) == 1;
}

static void await_event(HANDLE event)
{
	struct pollfd pollfd = {.fd = iph_event_fd(event), .events = POLLIN};

	ck_assert_int_eq(poll(&pollfd, 1, -1), 1);
}

static void begin(OVERLAPPED *overlapped)
{
	HANDLE handle = NULL;

	assert_code(NotifyAddrChange(&handle, overlapped), 997);
	ck_assert_ptr_eq(handle, overlapped->hEvent);
	ck_assert(!HasOverlappedIoCompleted(overlapped));
	ck_assert(!is_set(overlapped->hEvent));
}

static void assert_ended(const OVERLAPPED *overlapped, ULONG_PTR status)
{
	await_event(overlapped->hEvent);
	ck_assert_uint_eq(overlapped->Internal, status);
	ck_assert_uint_eq(overlapped->InternalHigh, 0);
}

static int count_in(const char *path)
{
	DIR *dir = opendir(path);
	int count = 0;

	ck_assert_ptr_nonnull(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count;
}

static void a_change_sets_the_event(void *arg)
{
	/* Microsoft's example sets nothing but the event. */
	OVERLAPPED overlapped = {.Internal = 0x5555, .InternalHigh = 0x5555, .hEvent = new_event()};

	(void)arg;
	begin(&overlapped);
	run("ip addr add 2001:db8:9::9/64 dev eth0 nodad");
	ck_assert(!is_set(overlapped.hEvent));
	run("ip addr add 198.51.100.1/24 dev eth0");
	assert_ended(&overlapped, STATUS_SUCCESS);
	ck_assert_int_eq(CancelIPChangeNotify(&overlapped), FALSE);
	/* The next request takes a set event back. */
	begin(&overlapped);
	run("ip addr del 198.51.100.1/24 dev eth0");
	assert_ended(&overlapped, STATUS_SUCCESS);
	close_event(overlapped.hEvent);
}

static void a_request_can_be_cancelled_once(void *arg)
{
	OVERLAPPED overlapped = {.hEvent = new_event()};

	(void)arg;
	ck_assert_int_eq(CancelIPChangeNotify(&overlapped), FALSE);
	begin(&overlapped);
	ck_assert_int_eq(CancelIPChangeNotify(&overlapped), TRUE);
	assert_ended(&overlapped, 0xc0000120);
	ck_assert_int_eq(CancelIPChangeNotify(&overlapped), FALSE);
	close_event(overlapped.hEvent);
}

/* pthread_join() and the event are a moment ahead of the directory, and nothing tells. */
static void await_threads(int count)
{
	while (count_in("/proc/self/task") != count)
		usleep(1000);
}

/* The handle is waited for, and is the same for the next request. */
static void without_an_event_there_is_one_to_wait_for(void *arg)
{
	OVERLAPPED overlapped = {0};
	int fds = count_in("/proc/self/fd");
	int threads = count_in("/proc/self/task");
	HANDLE handle = NULL;
	HANDLE again = NULL;

	(void)arg;
	assert_code(NotifyAddrChange(&handle, &overlapped), 997);
	ck_assert_ptr_null(overlapped.hEvent);
	ck_assert(!is_set(handle));
	run("ip addr add 198.51.100.1/24 dev eth0");
	await_event(handle);
	ck_assert_uint_eq(overlapped.Internal, STATUS_SUCCESS);
	assert_code(NotifyAddrChange(&again, &overlapped), 997);
	ck_assert_ptr_eq(again, handle);
	ck_assert(!is_set(handle));
	ck_assert_int_eq(CancelIPChangeNotify(&overlapped), TRUE);
	await_event(handle);
	ck_assert_uint_eq(overlapped.Internal, 0xc0000120);
	await_threads(threads);
	ck_assert_int_eq(count_in("/proc/self/fd"), fds + 1);
	close_event(handle);
}

static void requests_do_not_depend_on_each_other(void *arg)
{
	OVERLAPPED first = {.hEvent = new_event()};
	OVERLAPPED second = {.hEvent = new_event()};
	OVERLAPPED third = {.hEvent = new_event()};
	HANDLE handle = &first;

	(void)arg;
	begin(&first);
	begin(&second);
	begin(&third);
	assert_code(NotifyAddrChange(&handle, &first), 87);
	ck_assert_ptr_eq(handle, &first);
	ck_assert_int_eq(CancelIPChangeNotify(&second), TRUE);
	assert_ended(&second, 0xc0000120);
	ck_assert(!is_set(first.hEvent) && !is_set(third.hEvent));
	run("ip addr add 198.51.100.1/24 dev eth0");
	assert_ended(&first, STATUS_SUCCESS);
	assert_ended(&third, STATUS_SUCCESS);
	close_event(first.hEvent);
	close_event(second.hEvent);
	close_event(third.hEvent);
}

static void an_event_may_be_closed_before_it_is_set(void *arg)
{
	OVERLAPPED overlapped = {.hEvent = new_event()};
	HANDLE kept = iph_event_handle(dup(iph_event_fd(overlapped.hEvent)), true);
	int reader[2];
	char byte;

	(void)arg;
	begin(&overlapped);
	/* Another file gets its number, and must not get what is the event's. */
	close_event(overlapped.hEvent);
	ck_assert_int_eq(pipe(reader), 0);
	run("ip addr add 198.51.100.1/24 dev eth0");
	await_event(kept);
	ck_assert_uint_eq(overlapped.Internal, STATUS_SUCCESS);
	close(reader[1]);
	ck_assert_int_eq(read(reader[0], &byte, 1), 0);
	close(reader[0]);
	close_event(kept);
}

static void cancel_as_child(void *arg)
{
	OVERLAPPED *overlapped = arg;
	int before = count_in("/proc/self/fd");

	ck_assert_int_eq(CancelIPChangeNotify(overlapped), FALSE);
	ck_assert(HasOverlappedIoCompleted(overlapped));
	ck_assert_int_eq(count_in("/proc/self/fd"), before - 3);
	/* and it can have one of its own */
	overlapped->hEvent = new_event();
	begin(overlapped);
	ck_assert_int_eq(CancelIPChangeNotify(overlapped), TRUE);
}

static void a_child_cannot_cancel_what_is_its_parents(void *arg)
{
	OVERLAPPED overlapped = {.hEvent = new_event()};

	(void)arg;
	begin(&overlapped);
	in_child(cancel_as_child, &overlapped);
	ck_assert(!HasOverlappedIoCompleted(&overlapped) && !is_set(overlapped.hEvent));
	run("ip addr add 198.51.100.1/24 dev eth0");
	assert_ended(&overlapped, STATUS_SUCCESS);
	close_event(overlapped.hEvent);
}

static void add_address(int number)
{
	MIB_UNICASTIPADDRESS_ROW row = {.InterfaceIndex = index_of("eth0"),
					.OnLinkPrefixLength = 32,
					.ValidLifetime = 0xffffffff,
					.PreferredLifetime = 0xffffffff};

	row.Address.Ipv4.sin_family = AF_INET;
	row.Address.Ipv4.sin_addr.s_addr = htonl(0xc6336401 + (unsigned int)number);
	assert_code(CreateUnicastIpAddressEntry(&row), 0);
}

/* Of memory, with the stacks of threads that nobody has joined; in pages. */
static long own_size(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	long pages;

	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(fscanf(file, "%ld", &pages), 1);
	fclose(file);
	return pages;
}

static void nothing_stays_of_many_requests(void *arg)
{
	OVERLAPPED overlapped = {.hEvent = new_event()};
	int fds = count_in("/proc/self/fd");
	int threads = count_in("/proc/self/task");
	long size = own_size();
	int i;

	(void)arg;
	/* or each thread that meets another takes 64 MiB of addresses for its malloc() */
#ifdef M_ARENA_MAX /* musl has none */
	ck_assert_int_eq(mallopt(M_ARENA_MAX, 1), 1);
#endif
	for (i = 0; i < 20; i++) {
		begin(&overlapped);
		add_address(i);
		assert_ended(&overlapped, STATUS_SUCCESS);
	}
	await_threads(threads);
	/* A stack has 8 MiB, and glibc keeps 40 MiB of them. */
	ck_assert_int_lt(own_size() - size, (100 << 20) / sysconf(_SC_PAGESIZE));
	for (i = 0; i < many(200); i++) {
		begin(&overlapped);
		ck_assert_int_eq(CancelIPChangeNotify(&overlapped), TRUE);
	}
	ck_assert_int_eq(count_in("/proc/self/fd"), fds);
	await_threads(threads);
	close_event(overlapped.hEvent);
}

static void *cancel_later(void *overlapped)
{
	return CancelIPChangeNotify(overlapped) ? overlapped : NULL;
}

/* Whoever is first: the event is set, and who cancelled knows whether he did. */
static void a_change_and_a_cancel_may_meet(void *arg)
{
	OVERLAPPED overlapped = {.hEvent = new_event()};
	pthread_t thread;
	void *cancelled;
	int i;

	(void)arg;
	for (i = 0; i < many(100); i++) {
		begin(&overlapped);
		ck_assert_int_eq(pthread_create(&thread, NULL, cancel_later, &overlapped), 0);
		add_address(i);
		ck_assert_int_eq(pthread_join(thread, &cancelled), 0);
		assert_ended(&overlapped, cancelled ? 0xc0000120 : STATUS_SUCCESS);
	}
	close_event(overlapped.hEvent);
}

static void nothing(int number)
{
	(void)number;
}

static void the_thread_takes_no_signal(void *arg)
{
	struct sigaction action = {.sa_handler = nothing};
	OVERLAPPED overlapped = {.hEvent = new_event()};
	sigset_t usr1;
	sigset_t pending;

	(void)arg;
	/* Sent to the process, it would be taken by any thread that does not block it. */
	ck_assert_int_eq(sigaction(SIGUSR1, &action, NULL), 0);
	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	begin(&overlapped);
	ck_assert_int_eq(pthread_sigmask(SIG_BLOCK, &usr1, NULL), 0);
	ck_assert_int_eq(kill(getpid(), SIGUSR1), 0);
	ck_assert_int_eq(CancelIPChangeNotify(&overlapped), TRUE);
	ck_assert_int_eq(sigpending(&pending), 0);
	ck_assert_int_eq(sigismember(&pending, SIGUSR1), 1);
	close_event(overlapped.hEvent);
}

/* The test's own process makes its children in another PID namespace, and so can have no thread. */
static const child_fn tests[] = {
	a_change_sets_the_event,
	a_request_can_be_cancelled_once,
	without_an_event_there_is_one_to_wait_for,
	requests_do_not_depend_on_each_other,
	an_event_may_be_closed_before_it_is_set,
	a_child_cannot_cancel_what_is_its_parents,
	nothing_stays_of_many_requests,
	a_change_and_a_cancel_may_meet,
	the_thread_takes_no_signal,
};

START_TEST(in_the_background)
{
	in_child(tests[_i], NULL);
}
END_TEST

TEST_SUITE("netns-win32-notify")
{
	TCase *tcase = netns_tcase(suite, "notify", peer_setup);

	tcase_add_loop_test(tcase, in_the_background, 0, ARRAYSIZE(tests));
}
