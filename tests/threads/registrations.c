/* SPDX-License-Identifier: MIT */
/*
 * Sixteen threads register for notices of every kind and cancel at once, while links, addresses and
 * routes come and go. Started by threads.sh in a throw-away world, under ThreadSanitizer, which
 * sees when a callback meets the end of its registration. The argument is how many pairs.
 */

#include <dirent.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <iphlpapi.h>
#include <iphlpapi/ext.h>
#include <winbase.h>
#include <winsock2.h>
#include <ws2tcpip.h>

#include "event-handle.h"

#define THREADS 16
#define KINDS 8
#define STABLE_TABLE 4 /* the one kind without an initial call */
#define NO_HANDLE 6
#define PENDING 997

struct worker {
	pthread_t thread;
	unsigned int number;
	unsigned int pairs;
	char fault[160]; /* the first thing that was wrong */
};

/* What a callback gets. Nothing but the end of the registration orders its accesses. */
struct context {
	HANDLE handle;
	unsigned int calls;
	bool initial;
	bool cancels; /* its own registration, in the first call that is not the initial one */
	bool cancelled;
	bool over; /* after the cancel: not to be called any more */
	bool wrong;
};

static atomic_ulong calls;

static void called(struct context *context, MIB_NOTIFICATION_TYPE type)
{
	MIB_UNICASTIPADDRESS_TABLE *table = NULL;
	DWORD code;

	calls++;
	context->wrong |= context->over || context->cancelled;
	context->initial |= type == MibInitialNotification;
	if (++context->calls % 16 == 0 && GetUnicastIpAddressTable(AF_UNSPEC, &table) == NO_ERROR)
		FreeMibTable(table);
	if (context->cancels && type != MibInitialNotification) {
		context->cancelled = true;
		code = CancelMibChangeNotify2(context->handle);
		context->wrong |= code != NO_ERROR && code != NO_HANDLE; /* who is first? */
	}
}

static VOID WINAPI on_interface(PVOID context, PMIB_IPINTERFACE_ROW row, MIB_NOTIFICATION_TYPE type)
{
	(void)row;
	called(context, type);
}

static VOID WINAPI on_unicast(PVOID context, PMIB_UNICASTIPADDRESS_ROW row,
			      MIB_NOTIFICATION_TYPE type)
{
	(void)row;
	called(context, type);
}

static VOID WINAPI on_anycast(PVOID context, PMIB_ANYCASTIPADDRESS_ROW row,
			      MIB_NOTIFICATION_TYPE type)
{
	(void)row;
	called(context, type);
}

static VOID WINAPI on_route(PVOID context, PMIB_IPFORWARD_ROW2 row, MIB_NOTIFICATION_TYPE type)
{
	(void)row;
	called(context, type);
}

static VOID WINAPI on_teredo(PVOID context, USHORT port, MIB_NOTIFICATION_TYPE type)
{
	(void)port;
	called(context, type);
}

static VOID WINAPI on_stable(PVOID context, PMIB_UNICASTIPADDRESS_TABLE table)
{
	FreeMibTable(table);
	called(context, MibInitialNotification);
}

static DWORD begin(unsigned int kind, struct context *context)
{
	ADDRESS_FAMILY family = kind % 3 ? AF_UNSPEC : AF_INET6;
	MIB_UNICASTIPADDRESS_TABLE *table;
	DWORD code;

	switch (kind % KINDS) {
	case 0:
		return NotifyIpInterfaceChange(family, on_interface, context, TRUE,
					       &context->handle);
	case 1:
		return IphlpNotifyAnycastIpAddressChange(family, on_anycast, context, TRUE,
							 &context->handle);
	case 2:
		return NotifyRouteChange2(family, on_route, context, TRUE, &context->handle);
	case 3:
		return NotifyTeredoPortChange(on_teredo, context, TRUE, &context->handle);
	case STABLE_TABLE:
		code = NotifyStableUnicastIpAddressTable(family, &table, on_stable, context,
							 &context->handle);
		FreeMibTable(table);
		return code;
	default:
		context->cancels = kind % 7 == 0;
		return NotifyUnicastIpAddressChange(family, on_unicast, context, TRUE,
						    &context->handle);
	}
}

/* Whether the registration is there to be cancelled: not if a table was stable at once. */
static bool is_registered(const struct context *context, DWORD code)
{
	return code == PENDING || (code == NO_ERROR && context->handle);
}

static bool is_right(const struct context *context, unsigned int kind, DWORD code, DWORD ended)
{
	if (ended != NO_ERROR || context->wrong)
		return false;
	if (kind % KINDS == STABLE_TABLE)
		return code == NO_ERROR || code == PENDING;
	return code == NO_ERROR && context->initial;
}

static void pair(struct worker *worker, unsigned int kind)
{
	struct context *context = calloc(1, sizeof(*context));
	DWORD code = begin(kind, context);
	DWORD ended = NO_ERROR;

	if (is_registered(context, code)) {
		if (kind % 5 == 0)
			usleep(kind % 1000);
		ended = CancelMibChangeNotify2(context->handle);
	}
	if (ended == NO_HANDLE && context->cancels)
		return; /* the callback was first, may still be running, and keeps the context */
	context->over = true;
	if (!is_right(context, kind, code, ended) && !worker->fault[0])
		snprintf(worker->fault, sizeof(worker->fault),
			 "kind %u: registered with %u, cancelled with %u", kind, code, ended);
	free(context);
}

/* The older way: an event, and a cancel that may meet a change. */
static void request(struct worker *worker, unsigned int kind, HANDLE event)
{
	DWORD(WINAPI *const wait)
	(PHANDLE handle, LPOVERLAPPED) = kind % 2 ? NotifyRouteChange : NotifyAddrChange;
	OVERLAPPED overlapped = {.hEvent = event};
	struct pollfd pollfd = {.fd = iph_event_fd(event), .events = POLLIN};
	HANDLE handle;
	DWORD code = wait(&handle, &overlapped);

	if (code == PENDING)
		(void)CancelIPChangeNotify(&overlapped);
	if ((code != PENDING || poll(&pollfd, 1, 60000) != 1) && !worker->fault[0])
		snprintf(worker->fault, sizeof(worker->fault), "request %u: %u", kind, code);
}

static void *work(void *arg)
{
	struct worker *worker = arg;
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	HANDLE event = iph_event_handle(fd, true);
	unsigned int i;

	for (i = 0; i < worker->pairs; i++) {
		pair(worker, worker->number + i);
		if (i % 8 == 0)
			request(worker, i / 8, event);
	}
	close(fd);
	return NULL;
}

static pid_t change_the_world(void)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)execl("/bin/sh", "sh", "-c",
		    "while :; do"
		    " for i in 1 2 3 4; do"
		    "	printf '%s\\n' \"addr add 198.51.100.$i/24 dev eth0\""
		    "	\"addr add 2001:db8:1::c$i/64 dev eth0\""
		    "	\"route add 10.$i.0.0/16 via 198.51.100.9\" \"link set eth1 mtu 140$i\""
		    "	\"-6 route add 2001:db8:c$i::/48 dev eth0\" 'link set eth1 down';"
		    " done;"
		    " printf '%s\\n' 'link set eth1 up' 'addr flush dev eth0 to 198.51.100.0/24'"
		    "	'addr flush dev eth0 to 2001:db8:1::c0/124' '-6 route flush root "
		    "2001:db8:c0::/44';"
		    "done | ip -force -batch - >/dev/null 2>&1",
		    (char *)NULL);
	_exit(127);
}

static int count_in(const char *path)
{
	DIR *dir = opendir(path);
	int count = 0;

	while (dir && readdir(dir))
		count++;
	if (dir)
		closedir(dir);
	return count;
}

/* A listener ends a moment after its last registration. */
static bool nothing_is_left(int threads, int fds)
{
	time_t end = time(NULL) + 60;

	while (count_in("/proc/self/task") > threads || count_in("/proc/self/fd") > fds) {
		if (time(NULL) >= end)
			return false;
		usleep(10000);
	}
	return true;
}

static void *do_nothing(void *arg)
{
	return arg;
}

/* ThreadSanitizer has a thread of its own as soon as there is another one. */
static int count_threads(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, do_nothing, NULL) || pthread_join(thread, NULL))
		exit(2);
	return count_in("/proc/self/task");
}

int main(int argc, char **argv)
{
	unsigned int pairs = (unsigned int)(argc > 1 ? atoi(argv[1]) : 1000);
	pid_t world = change_the_world();
	int threads = count_threads();
	int fds = count_in("/proc/self/fd");
	struct worker workers[THREADS] = {0};
	const char *fault = "";
	bool left;
	int i;

	for (i = 0; i < THREADS; i++) {
		workers[i].number = (unsigned int)i;
		workers[i].pairs = pairs / THREADS;
		if (pthread_create(&workers[i].thread, NULL, work, &workers[i]))
			return 2;
	}
	for (i = 0; i < THREADS; i++) {
		pthread_join(workers[i].thread, NULL);
		if (workers[i].fault[0])
			fault = workers[i].fault;
	}
	left = !nothing_is_left(threads, fds);
	kill(world, SIGKILL);
	waitpid(world, NULL, 0);
	printf("%s %u pairs of registering and cancelling in %d threads, %lu calls%s%s\n",
	       *fault ? "FAIL" : "PASS", pairs, THREADS, calls, *fault ? ": " : "", fault);
	printf("%s no thread and no descriptor is left of them\n", left ? "FAIL" : "PASS");
	return *fault || left;
}
