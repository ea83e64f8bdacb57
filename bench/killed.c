/* SPDX-License-Identifier: MIT */
/* The line anycast-killed: how long entries are away when all that held them has been killed. */

#include <err.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "anycast.h"
#include "bench.h"
#include "holder.h"
#include "world.h"

#define LINE "anycast-killed"
#define ROUNDS 5
#define LONG 5e3	 /* ms; of what takes so long one round must do */
#define LOOK_PAUSE 1000	 /* µs */
#define PATIENCE 600e3	 /* ms */
#define OFF_LINK 1000000 /* the number of an address that no other entry has */

static double milliseconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static void await_death(pid_t pid)
{
	struct pollfd death = {.fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN};

	if (death.fd < 0)
		return;
	poll(&death, 1, -1);
	close(death.fd);
}

/* A stopped process does not see that the other one is killed. */
static void kill_both(void)
{
	pid_t keeper = holder_await_keeper();
	pid_t holder = world_holder();

	if (!holder || !keeper)
		errx(1, "there is no pair to kill");
	kill(holder, SIGSTOP);
	kill(keeper, SIGSTOP);
	kill(holder, SIGKILL);
	kill(keeper, SIGKILL);
	await_death(holder);
	await_death(keeper);
}

static long count_entries(void)
{
	MIB_ANYCASTIPADDRESS_TABLE *table;
	long count;

	if (GetAnycastIpAddressTable(AF_INET6, &table) != NO_ERROR)
		return -1;
	count = (long)table->NumEntries;
	FreeMibTable(table);
	return count;
}

/* From the next Create until the table has them all. That call may end before they are all back,
 * after 30 s. */
static double come_back(MIB_ANYCASTIPADDRESS_ROW *row, long entries)
{
	double begin;
	int r;

	kill_both();
	begin = milliseconds();
	r = anycast_create(row);
	if (r != 0 && r != ERROR_TIMEOUT)
		errx(1, "the next entry is refused with %d", r);
	while (count_entries() < entries + (r == 0)) {
		if (milliseconds() - begin > PATIENCE)
			errx(1, "%ld entries are not back", entries);
		usleep(LOOK_PAUSE);
	}
	begin = milliseconds() - begin;
	if (r == 0 && anycast_delete(row) != 0)
		errx(1, "the next entry cannot be deleted");
	return begin;
}

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left;
	double b = *(const double *)right;

	return (a > b) - (a < b);
}

static void measure(uint32_t ifindex, long entries)
{
	const struct in6_addr addr = world_ipv6(OFF_LINK);
	MIB_ANYCASTIPADDRESS_ROW row = anycast_row(ifindex, AF_INET6, &addr);
	int rounds = bench.quick ? 1 : ROUNDS;
	double times[ROUNDS];
	int round = 0;

	do
		times[round] = come_back(&row, entries);
	while (times[round] < LONG && ++round < rounds);
	rounds = round < rounds ? round + 1 : rounds;
	qsort(times, (size_t)rounds, sizeof(*times), compare);
	bench_figure(LINE, entries, "from the next Create until all are back", times[rounds / 2],
		     "ms", 0);
	bench_figure(LINE, entries, "the longest of the rounds", times[rounds - 1], "ms", 0);
}

void line_anycast_killed(void)
{
	static const long sizes[] = {1, 1000, 16000};
	uint32_t ifindex;
	long n = 0;
	size_t i;

	if (bench.mode != BENCH_TIME)
		return;
	world_begin();
	ifindex = world_ethernet();
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]) && bench_wants(sizes[i]); i++) {
		anycast_create_many(ifindex, n, sizes[i]);
		n = sizes[i];
		measure(ifindex, n);
		fflush(stdout);
	}
}
