/* SPDX-License-Identifier: MIT */
/* What all lines of the bench share: work that several contenders do, and how it is compared. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define BENCH_CONTENDERS 7
#define BENCH_GOALS 4

enum bench_mode {
	BENCH_TIME,  /* clocks and, where the machine has them, instruction counters */
	BENCH_COUNT, /* user instructions, under callgrind */
	BENCH_TRACE, /* marks around each operation, under strace */
};

struct bench_settings {
	enum bench_mode mode;
	bool quick; /* a trial of the bench, no measurement */
};

extern struct bench_settings bench;

enum bench_role {
	BENCH_OURS,
	BENCH_RAW, /* the first one is what all others are set in relation to */
	BENCH_PEER,
	BENCH_PROCESS, /* a peer that is a program of its own */
};

struct contender {
	const char *name;
	enum bench_role role;
	int (*call)(void *arg); /* 0 when the operation has been done */
	void *arg;
	int (*undo)(void *arg); /* afterwards, not measured; the batch is then one call */
	unsigned int ops;	/* operations in a call, 0 for one */
	int netns;		/* namespace to be in for the call, 0 for any */
	pid_t helper;		/* whose processor time is this one's, too, or 0 */
};

#define CONTENDER(name_, role_, call_, arg_, ...)                                                  \
	{                                                                                          \
		.name = name_, .role = role_, .call = call_, .arg = arg_, __VA_ARGS__              \
	}

/* The first contender takes at most factor times as long as the one named. */
struct goal {
	const char *against;
	double factor;
};

struct work {
	const char *line;
	long size;
	struct contender contenders[BENCH_CONTENDERS]; /* ends with a name of NULL */
	struct goal goals[BENCH_GOALS];
	bool no_cpu; /* other processes do the work */
};

/* Runs the contenders in turn, round by round, and writes what came of it. */
void bench_compare(const struct work *work);

/* A single figure; goal 0: none. */
void bench_figure(const char *line, long size, const char *name, double value, const char *unit,
		  double goal);

/* A word beside the figures: why something is left out, say. */
void bench_note(const char *line, long size, const char *who, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Whether a size is worth its while: trials and slow tools see the small ones only. */
bool bench_wants(long size);

/* The lines; each runs in a network namespace of its own. */
void line_anycast_create_ipv4(void);
void line_anycast_create_ipv6(void);
void line_anycast_first(void);
void line_anycast_killed(void);
void line_anycast_parallel(void);
void line_anycast_table(void);
void line_anycast_get(void);
void line_unicast_table(void);
void line_if_table(void);
void line_ipinterface_table(void);
void line_adapters_info(void);
void line_multicast_table(void);
void line_route_ipv4(void);
void line_route_ipv6(void);
void line_route_calls_ipv4(void);
void line_route_calls_ipv6(void);
void line_neighbor_table(void);
void line_neighbor_resolve(void);
void line_notify(void);
void line_convert(void);
