/* SPDX-License-Identifier: MIT */
/* The line notify: how long after the kernel's notice a callback runs, how many notices a second it
 * can be told, and what a registration costs in time and memory. */

#include <err.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <winsock2.h>
#include <ws2tcpip.h>

#include <iphlpapi.h>

#include <linux/rtnetlink.h>

#include "bench.h"
#include "heap.h"
#include "raw.h"
#include "world.h"

#define LINE "notify"
#define CHANGES 500  /* each waited for */
#define BURST 50000  /* none waited for */
#define PAIRS 200    /* of registering and cancelling */
#define MANY 1000000 /* routes that an address-only registration must not pay for */
#define LATER 100    /* µs: the goal */

static uint32_t ifindex;

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

static void change_route(struct raw *raw, uint16_t type, long n)
{
	uint32_t addr = htonl(0x0b000000u + ((uint32_t)n << 4));
	struct message message;
	struct rtmsg *rtm = message_start(
		&message, type, type == RTM_NEWROUTE ? NLM_F_CREATE | NLM_F_EXCL : 0, sizeof(*rtm));
	int r;

	rtm->rtm_family = AF_INET;
	rtm->rtm_dst_len = 28;
	rtm->rtm_table = RT_TABLE_MAIN;
	rtm->rtm_protocol = RTPROT_STATIC;
	rtm->rtm_scope = RT_SCOPE_LINK;
	rtm->rtm_type = RTN_UNICAST;
	message_put(&message, RTA_DST, &addr, sizeof(addr));
	message_put(&message, RTA_OIF, &ifindex, sizeof(ifindex));
	r = raw_request(raw, &message);
	if (r < 0)
		errx(1, LINE ": a route: %s", strerror(-r));
}

static void change_routes(uint16_t type, long from, long to)
{
	struct raw raw;

	raw_open(&raw);
	for (; from < to; from++)
		change_route(&raw, type, from);
	raw_close(&raw);
}

/* When each of both has heard of the latest change. */
struct hearing {
	double raw;
	double callback;
	sem_t heard;
	atomic_long calls;
	int fd;
};

static VOID WINAPI called(PVOID context, PMIB_IPFORWARD_ROW2 row, MIB_NOTIFICATION_TYPE type)
{
	struct hearing *hearing = context;

	(void)row;
	(void)type;
	hearing->callback = now();
	hearing->calls++;
	sem_post(&hearing->heard);
}

static void *listen_raw(void *arg)
{
	struct hearing *hearing = arg;
	char buf[8192];

	while (recv(hearing->fd, buf, sizeof(buf), 0) > 0) {
		hearing->raw = now();
		sem_post(&hearing->heard);
	}
	return NULL;
}

static HANDLE begin(struct hearing *hearing)
{
	HANDLE handle;

	sem_init(&hearing->heard, 0, 0);
	if (NotifyRouteChange2(AF_INET, called, hearing, FALSE, &handle) != NO_ERROR)
		errx(1, LINE ": cannot register");
	return handle;
}

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left;
	double b = *(const double *)right;

	return (a > b) - (a < b);
}

static void latency(void)
{
	static double later[CHANGES];
	struct hearing hearing = {0};
	HANDLE handle = begin(&hearing);
	struct sockaddr_nl addr = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_IPV4_ROUTE};
	pthread_t thread;
	struct raw raw;
	int i;

	raw_open(&raw);
	hearing.fd = raw.fd;
	if (bind(raw.fd, (struct sockaddr *)&addr, sizeof(addr)) < 0 ||
	    pthread_create(&thread, NULL, listen_raw, &hearing))
		errx(1, LINE ": cannot listen");
	for (i = 0; i < CHANGES; i++) {
		change_routes(i % 2 ? RTM_DELROUTE : RTM_NEWROUTE, 0, 1);
		sem_wait(&hearing.heard);
		sem_wait(&hearing.heard);
		later[i] = hearing.callback - hearing.raw;
	}
	qsort(later, CHANGES, sizeof(later[0]), compare);
	bench_figure(LINE, CHANGES, "callback after a raw listener, median", later[CHANGES / 2],
		     "us", LATER);
	bench_figure(LINE, CHANGES, "callback after a raw listener, 9 of 10",
		     later[CHANGES * 9 / 10], "us", LATER);
	pthread_cancel(thread);
	pthread_join(thread, NULL);
	raw_close(&raw);
	CancelMibChangeNotify2(handle);
}

/* From the first change to the last callback; and how long the changes alone take. */
static void rate(long burst)
{
	struct hearing hearing = {0};
	HANDLE handle = begin(&hearing);
	double start = now();
	double made;

	change_routes(RTM_NEWROUTE, 0, burst);
	made = now();
	while (hearing.calls < burst)
		usleep(100);
	bench_figure(LINE, burst, "changes made, a second", (double)burst / (made - start) * 1e6,
		     "1/s", 0);
	bench_figure(LINE, burst, "callbacks, a second",
		     (double)burst / (hearing.callback - start) * 1e6, "1/s", 0);
	CancelMibChangeNotify2(handle);
	change_routes(RTM_DELROUTE, 0, burst);
}

static VOID WINAPI no_matter(PVOID context, PMIB_UNICASTIPADDRESS_ROW row,
			     MIB_NOTIFICATION_TYPE type)
{
	(void)context;
	(void)row;
	(void)type;
}

static HANDLE register_addresses(void)
{
	HANDLE handle;

	if (NotifyUnicastIpAddressChange(AF_UNSPEC, no_matter, NULL, FALSE, &handle) != NO_ERROR)
		errx(1, LINE ": cannot register");
	return handle;
}

static void cost(const char *name)
{
	double start = now();
	int i;

	for (i = 0; i < PAIRS; i++)
		CancelMibChangeNotify2(register_addresses());
	bench_figure(LINE, PAIRS, name, (now() - start) / PAIRS, "us", 0);
}

static void memory(long routes)
{
	struct hearing hearing = {0};
	HANDLE handle;
	double start;

	change_routes(RTM_NEWROUTE, 0, routes);
	heap_start();
	handle = register_addresses();
	bench_figure(LINE, routes, "heap of an address registration", (double)heap_peak() / 1e3,
		     "KB", 200);
	CancelMibChangeNotify2(handle);
	start = now();
	heap_start();
	handle = begin(&hearing);
	bench_figure(LINE, routes, "heap of a route registration, for each route",
		     (double)heap_peak() / (double)routes, "bytes", bench.quick ? 0 : 340);
	bench_figure(LINE, routes, "time of a route registration", (now() - start) / 1e3, "ms", 0);
	CancelMibChangeNotify2(handle);
	change_routes(RTM_DELROUTE, 0, routes);
}

void line_notify(void)
{
	HANDLE other;

	if (bench.mode != BENCH_TIME)
		return;
	world_begin();
	ifindex = world_ethernet();
	latency();
	rate(bench.quick ? BURST / 50 : BURST);
	cost("registering and cancelling, the only one");
	other = register_addresses();
	cost("registering and cancelling, beside another");
	CancelMibChangeNotify2(other);
	memory(bench.quick ? MANY / 1000 : MANY);
}
