/* SPDX-License-Identifier: MIT */
/* The line anycast-killed: how long entries are away when all that held them has been killed, and
 * how long the kernel takes to make as many by hand, the first time and again. */

#include <err.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
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

/* How long something took, in ms. */
struct spent {
	double time;
	double cpu;
};

static double read_clock(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static double milliseconds(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

/* Of a process since its start, 0 when it has ended. */
static double cpu_of(pid_t pid)
{
	clockid_t clock;

	return pid && clock_getcpuclockid(pid, &clock) == 0 ? read_clock(clock) : 0;
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
static struct spent come_back(MIB_ANYCASTIPADDRESS_ROW *row, long entries)
{
	struct spent spent;
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
	spent.time = milliseconds() - begin;
	spent.cpu = cpu_of(world_holder());
	if (r == 0 && anycast_delete(row) != 0)
		errx(1, "the next entry cannot be deleted");
	return spent;
}

static void tell(long entries, const char *what, struct spent spent)
{
	char name[100];

	bench_figure(LINE, entries, what, spent.time, "ms", 0);
	snprintf(name, sizeof(name), "%s: processor time", what);
	bench_figure(LINE, entries, name, spent.cpu, "ms", 0);
}

static int compare(const void *left, const void *right)
{
	double a = ((const struct spent *)left)->time;
	double b = ((const struct spent *)right)->time;

	return (a > b) - (a < b);
}

static void measure(uint32_t ifindex, long entries)
{
	const struct in6_addr addr = world_ipv6(OFF_LINK);
	MIB_ANYCASTIPADDRESS_ROW row = anycast_row(ifindex, AF_INET6, &addr);
	int rounds = bench.quick ? 1 : ROUNDS;
	struct spent spent[ROUNDS];
	int round = 0;

	do
		spent[round] = come_back(&row, entries);
	while (spent[round].time < LONG && ++round < rounds);
	rounds = round < rounds ? round + 1 : rounds;
	qsort(spent, (size_t)rounds, sizeof(*spent), compare);
	tell(entries, "from the next Create until all are back", spent[rounds / 2]);
	bench_figure(LINE, entries, "the longest of the rounds", spent[rounds - 1].time, "ms", 0);
}

/* In a process of its own, which takes the memberships along when it ends. */
static void by_hand(uint32_t ifindex, long entries, const char *what,
		    void (*make)(uint32_t ifindex, long entries))
{
	pid_t pid = fork();
	struct spent spent;

	if (pid == 0) {
		spent.time = milliseconds();
		make(ifindex, entries);
		spent.time = milliseconds() - spent.time;
		spent.cpu = cpu_of(getpid());
		tell(entries, what, spent);
		fflush(stdout);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, NULL, 0) < 0)
		err(1, "no further process");
}

static void make_first(uint32_t ifindex, long entries)
{
	anycast_raw6_many(ifindex, 0, entries);
}

/* What the kernel alone takes, in a namespace of its own. */
static void measure_by_hand(long entries)
{
	const int here = world_this_namespace();
	const int there = world_new_namespace();
	const uint32_t ifindex = world_ethernet();

	fflush(stdout);
	by_hand(ifindex, entries, "raw, made the first time", make_first);
	by_hand(ifindex, entries, "raw, made again", anycast_raw6_again);
	world_empty();
	if (setns(here, CLONE_NEWNET) < 0)
		err(1, "setns");
	close(here);
	close(there);
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
		measure_by_hand(sizes[i]);
		anycast_create_many(ifindex, n, sizes[i]);
		n = sizes[i];
		measure(ifindex, n);
		fflush(stdout);
	}
}
