/* SPDX-License-Identifier: MIT */
/* The line anycast-parallel: the same number of operations by eight processes and by one. */

#include <arpa/inet.h>
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "anycast.h"
#include "bench.h"
#include "world.h"

#define MOST_WORKERS 8
#define PAIRS 160 /* in a call, of all workers together */

struct team {
	int workers;
	int orders[MOST_WORKERS]; /* pipes: one byte is an order */
	int reports;		  /* a pipe: one byte from each when it is done */
};

static _Noreturn void work_for(MIB_ANYCASTIPADDRESS_ROW *row, int pairs, int orders, int reports)
{
	char byte;
	int i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (read(orders, &byte, 1) == 1) {
		byte = 0;
		for (i = 0; i < pairs && !byte; i++)
			byte = (char)anycast_create_delete(row);
		if (write(reports, &byte, 1) != 1)
			break;
	}
	_exit(0);
}

static void hire(struct team *team, int workers, uint32_t ifindex, int family, long first)
{
	int reports[2];
	int orders[2];
	int i;

	team->workers = workers;
	if (pipe(reports) < 0)
		err(1, "pipe");
	team->reports = reports[0];
	for (i = 0; i < workers; i++) {
		const struct in6_addr ipv6 = world_ipv6(first + i);
		const struct in_addr ipv4 = world_ipv4(first + i);
		const void *addr = family == AF_INET ? (const void *)&ipv4 : &ipv6;
		MIB_ANYCASTIPADDRESS_ROW row = anycast_row(ifindex, family, addr);

		if (pipe(orders) < 0)
			err(1, "pipe");
		if (fork() == 0) {
			close(orders[1]);
			work_for(&row, PAIRS / workers, orders[0], reports[1]);
		}
		close(orders[0]);
		team->orders[i] = orders[1];
	}
	close(reports[1]);
}

static int give_orders(void *arg)
{
	const struct team *team = arg;
	char byte = 0;
	int i;

	for (i = 0; i < team->workers; i++)
		if (write(team->orders[i], &byte, 1) != 1)
			return -1;
	for (i = 0; i < team->workers; i++)
		if (read(team->reports, &byte, 1) != 1 || byte != 0)
			return byte ? byte : -1;
	return 0;
}

static void compare(const char *line, uint32_t ifindex, int family, long first)
{
	static struct team many;
	static struct team one;
	struct work work = {
		.line = line,
		.size = MOST_WORKERS,
		.contenders = {CONTENDER("8 processes", BENCH_OURS, give_orders, &many,
					 .ops = PAIRS),
			       CONTENDER("1 process", BENCH_RAW, give_orders, &one, .ops = PAIRS)},
		.goals = {{"1 process", 1.0}},
		.no_cpu = true,
	};

	hire(&one, 1, ifindex, family, first);
	hire(&many, MOST_WORKERS, ifindex, family, first + 1);
	bench_compare(&work);
}

void line_anycast_parallel(void)
{
	uint32_t ifindex;

	world_begin();
	ifindex = world_ethernet();
	anycast_create_many(ifindex, 0, 1); /* the holder stays */
	compare("anycast-parallel-ipv6", ifindex, AF_INET6, 1000);
	compare("anycast-parallel-ipv4", ifindex, AF_INET, 2000);
}
