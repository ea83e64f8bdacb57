/* SPDX-License-Identifier: MIT */
/* NotifyRouteChange(): what ends a wait and what does not, in the background and at once. What it
 * shares with NotifyAddrChange() is in notify.c. */

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "ntstatus.h"
#include "winbase.h"

#include "event-handle.h"
#include "netns-peer.h"
#include "netns-row.h"
#include "netns.h"
#include "suite.h"

static HANDLE new_event(void)
{
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

	ck_assert_int_ge(fd, 0);
	return iph_event_handle(fd, true);
}

static bool is_set(const OVERLAPPED *overlapped, int milliseconds)
{
	struct pollfd pollfd = {.fd = iph_event_fd(overlapped->hEvent), .events = POLLIN};

	return poll(&pollfd, 1, milliseconds) == 1;
}

static void begin(OVERLAPPED *overlapped)
{
	HANDLE handle = NULL;

	assert_code(NotifyRouteChange(&handle, overlapped), 997);
	ck_assert_ptr_eq(handle, overlapped->hEvent);
}

static void assert_ended(const OVERLAPPED *overlapped, ULONG_PTR status)
{
	ck_assert_msg(is_set(overlapped, 30000 * slowness()), "no event");
	ck_assert_uint_eq(overlapped->Internal, status);
	ck_assert_uint_eq(overlapped->InternalHigh, 0);
}

/* Until no socket of this namespace holds a message: then whoever listens has taken all. */
static void await_taken(void)
{
	time_t end = time(NULL) + 30 * slowness();

	while (!try_run("awk 'NR > 1 && $5 > 0 { exit 1 }' /proc/thread-self/net/netlink"))
		ck_assert(time(NULL) < end);
}

static void wakes(OVERLAPPED *overlapped, const char *command)
{
	begin(overlapped);
	ck_assert(!is_set(overlapped, 0));
	run("%s", command);
	assert_ended(overlapped, STATUS_SUCCESS);
	ck_assert_int_eq(CancelIPChangeNotify(overlapped), FALSE);
}

static void does_not_wake(OVERLAPPED *overlapped, const char *command)
{
	begin(overlapped);
	run("%s", command);
	await_taken();
	ck_assert_msg(CancelIPChangeNotify(overlapped), "woken with 0x%lx by: %s",
		      (unsigned long)overlapped->Internal, command);
	assert_ended(overlapped, 0xc0000120);
}

static void a_change_of_a_row_sets_the_event(void *arg)
{
	OVERLAPPED overlapped = {.Internal = 0x5555, .InternalHigh = 0x5555, .hEvent = new_event()};

	(void)arg;
	wakes(&overlapped, "ip route add 10.0.0.0/8 via 192.0.2.2");
	wakes(&overlapped, "ip route replace 10.0.0.0/8 via 192.0.2.3");
	wakes(&overlapped, "ip route append 10.0.0.0/8 via 192.0.2.4 metric 7");
	wakes(&overlapped, "ip route del 10.0.0.0/8 via 192.0.2.3");
	wakes(&overlapped, "ip addr add 198.51.100.1/24 dev eth0");
	/* without a message of its own */
	wakes(&overlapped, "ip link set eth0 down");
	wakes(&overlapped, "ip link set eth0 up");
	wakes(&overlapped, "ip link del eth0");
	close(iph_event_fd(overlapped.hEvent));
}

static void what_changes_no_row_does_not_set_it(void *arg)
{
	OVERLAPPED overlapped = {.hEvent = new_event()};

	(void)arg;
	run("ip route add 10.0.0.0/8 via 192.0.2.2");
	run("ip link add dummy0 type veth peer name dummy1");
	does_not_wake(&overlapped, "ip -6 route add 2001:db8:9::/48 via " PEER_IPV6);
	does_not_wake(&overlapped, "ip addr add 2001:db8:9::9/64 dev eth0 nodad");
	does_not_wake(&overlapped, "ip route add 10.0.0.0/8 via 192.0.2.2 table 77");
	does_not_wake(&overlapped, "ip route replace 10.0.0.0/8 via 192.0.2.2");
	does_not_wake(&overlapped, "ip link set dummy0 up; ip link set dummy0 down");
	does_not_wake(&overlapped, "ip link del dummy0");
	does_not_wake(&overlapped, "ip link set eth0 mtu 1400");
	close(iph_event_fd(overlapped.hEvent));
}

static void both_kinds_of_requests_stand_side_by_side(void *arg)
{
	OVERLAPPED routes = {.hEvent = new_event()};
	OVERLAPPED addresses = {.hEvent = new_event()};
	HANDLE handle;

	(void)arg;
	begin(&routes);
	assert_code(NotifyAddrChange(&handle, &addresses), 997);
	/* one OVERLAPPED is for one request */
	assert_code(NotifyRouteChange(&handle, &addresses), 87);
	run("ip route add 10.0.0.0/8 via 192.0.2.2");
	assert_ended(&routes, STATUS_SUCCESS);
	begin(&routes);
	run("ip addr add 198.51.100.1/24 dev eth0");
	assert_ended(&addresses, STATUS_SUCCESS);
	assert_ended(&routes, STATUS_SUCCESS);
	close(iph_event_fd(routes.hEvent));
	close(iph_event_fd(addresses.hEvent));
}

static void cancel_as_child(void *arg)
{
	OVERLAPPED *overlapped = arg;

	ck_assert_int_eq(CancelIPChangeNotify(overlapped), FALSE);
	ck_assert(HasOverlappedIoCompleted(overlapped));
	overlapped->hEvent = new_event();
	wakes(overlapped, "ip route add 10.0.0.0/8 via 192.0.2.2 table main");
}

static void a_child_cannot_cancel_what_is_its_parents(void *arg)
{
	OVERLAPPED overlapped = {.hEvent = new_event()};

	(void)arg;
	begin(&overlapped);
	in_child(cancel_as_child, &overlapped);
	assert_ended(&overlapped, STATUS_SUCCESS);
	close(iph_event_fd(overlapped.hEvent));
}

static void *wait_at_once(void *arg)
{
	(void)arg;
	assert_code(NotifyRouteChange(NULL, NULL), 0);
	return NULL;
}

/* With RTMGRP_IPV4_ROUTE among its groups. */
static void await_listener(void)
{
	time_t end = time(NULL) + 30 * slowness();

	while (!try_run("awk '$2 == 0 && $4 ~ /[4-7c-f].$/ { found = 1 } END { exit !found }' "
			"/proc/thread-self/net/netlink"))
		ck_assert(time(NULL) < end);
}

static bool has_ended(pthread_t thread)
{
	struct timespec end;

	clock_gettime(CLOCK_REALTIME, &end);
	end.tv_nsec += 100000000;
	end.tv_sec += end.tv_nsec / 1000000000;
	end.tv_nsec %= 1000000000;
	return pthread_timedjoin_np(thread, NULL, &end) == 0;
}

/* Nothing tells from when on a change counts: so there are several. */
static void without_arguments_it_waits(void *arg)
{
	time_t end = time(NULL) + 30 * slowness();
	pthread_t thread;

	(void)arg;
	ck_assert_int_eq(pthread_create(&thread, NULL, wait_at_once, NULL), 0);
	await_listener();
	ck_assert(!has_ended(thread));
	do {
		ck_assert(time(NULL) < end);
		run("ip route add 10.0.0.0/8 via 192.0.2.2; ip route del 10.0.0.0/8");
	} while (!has_ended(thread));
}

static void the_wait_may_be_cancelled(void *arg)
{
	int fds = atoi(output_of("ls /proc/%d/fd | wc -l", getpid()));
	pthread_t thread;
	void *result;

	(void)arg;
	ck_assert_int_eq(pthread_create(&thread, NULL, wait_at_once, NULL), 0);
	await_listener();
	ck_assert_int_eq(pthread_cancel(thread), 0);
	ck_assert_int_eq(pthread_join(thread, &result), 0);
	ck_assert_ptr_eq(result, PTHREAD_CANCELED);
	ck_assert_int_eq(atoi(output_of("ls /proc/%d/fd | wc -l", getpid())), fds);
}

/* The test's own process makes its children in another PID namespace, and so can have no thread. */
static const child_fn tests[] = {
	a_change_of_a_row_sets_the_event,
	what_changes_no_row_does_not_set_it,
	both_kinds_of_requests_stand_side_by_side,
	a_child_cannot_cancel_what_is_its_parents,
	without_arguments_it_waits,
	the_wait_may_be_cancelled,
};

START_TEST(works)
{
	in_child(tests[_i], NULL);
}
END_TEST

TEST_SUITE("netns-win32-notify-route")
{
	TCase *tcase = netns_tcase(suite, "routes", peer_setup);

	tcase_add_loop_test(tcase, works, 0, ARRAYSIZE(tests));
}
