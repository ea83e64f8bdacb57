/* SPDX-License-Identifier: MIT */
/* netioapi-bench: runs one line of measurements and writes it as tab-separated values. */

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_TOGGLE_COLLECT ((void)0)
#define CALLGRIND_DUMP_STATS_AT(name) ((void)(name))
#endif

#include "bench.h"
#include "counters.h"
#include "measure.h"
#include "world.h"

#define MANY_OPS 10	    /* under strace and callgrind, to level what comes late */
#define LARGEST_COUNT 10000 /* rows under callgrind */
#define LARGEST_TRACE 10
#define LARGEST_QUICK 1000

struct bench_settings bench;

static const struct {
	const char *name;
	void (*run)(void);
} lines[] = {
	{"anycast-create-ipv4", line_anycast_create_ipv4},
	{"anycast-create-ipv6", line_anycast_create_ipv6},
	{"anycast-first", line_anycast_first},
	{"anycast-killed", line_anycast_killed},
	{"anycast-parallel", line_anycast_parallel},
	{"anycast-table", line_anycast_table},
	{"anycast-get", line_anycast_get},
	{"unicast-table", line_unicast_table},
	{"if-table", line_if_table},
	{"adapters-info", line_adapters_info},
	{"ipinterface-table", line_ipinterface_table},
	{"multicast-table", line_multicast_table},
	{"route-ipv4", line_route_ipv4},
	{"route-ipv6", line_route_ipv6},
	{"route-calls-ipv4", line_route_calls_ipv4},
	{"route-calls-ipv6", line_route_calls_ipv6},
	{"neighbor-table", line_neighbor_table},
	{"neighbor-resolve", line_neighbor_resolve},
	{"notify", line_notify},
	{"convert", line_convert},
};

bool bench_wants(long size)
{
	if (bench.quick && size > LARGEST_QUICK)
		return false;
	if (bench.mode == BENCH_COUNT)
		return size <= LARGEST_COUNT;
	return bench.mode == BENCH_TIME || size <= LARGEST_TRACE;
}

void bench_figure(const char *line, long size, const char *name, double value, const char *unit,
		  double goal)
{
	if (bench.mode != BENCH_TIME)
		return;
	printf("figure\t%s\t%ld\t%s\t%.6g\t%s", line, size, name, value, unit);
	if (goal > 0)
		printf("\t%g\t%s\n", goal, value <= goal ? "met" : "missed");
	else
		printf("\t-\t-\n");
}

void bench_note(const char *line, long size, const char *who, const char *format, ...)
{
	va_list args;

	if (bench.mode != BENCH_TIME)
		return;
	printf("note\t%s\t%ld\t%s\t", line, size, who);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

/* The description becomes part of what callgrind writes about these calls. */
static void count(const struct work *work, const struct contender *contender)
{
	char name[256];
	int i;

	snprintf(name, sizeof(name), "%s\t%ld\t%s\t%u", work->line, work->size, contender->name,
		 MANY_OPS * (contender->ops ? contender->ops : 1));
	measure_once(work, contender);
	for (i = 0; i < MANY_OPS; i++) {
		CALLGRIND_TOGGLE_COLLECT;
		measure_call(work, contender);
		CALLGRIND_TOGGLE_COLLECT;
		measure_undo(work, contender);
	}
	CALLGRIND_DUMP_STATS_AT(name); /* and begins anew at zero */
}

/* A system call that does nothing but be seen. */
static void mark(const char *what, const struct work *work, const struct contender *contender)
{
	char text[256];
	int len = snprintf(text, sizeof(text), "bench %s\t%s\t%ld\t%s\t%u", what, work->line,
			   work->size, contender->name,
			   MANY_OPS * (contender->ops ? contender->ops : 1));

	if (write(-1, text, (size_t)len) >= 0)
		abort();
}

static void trace(const struct work *work, const struct contender *contender)
{
	int i;

	measure_once(work, contender);
	mark("begin", work, contender);
	for (i = 0; i < MANY_OPS; i++) {
		measure_call(work, contender);
		measure_undo(work, contender);
	}
	mark("end", work, contender);
}

void bench_compare(const struct work *work)
{
	const struct contender *contender;

	fprintf(stderr, "  %s %ld\n", work->line, work->size);
	if (bench.mode == BENCH_TIME) {
		measure_time(work);
		fflush(stdout);
		return;
	}
	for (contender = work->contenders; contender->name; contender++) {
		if (contender->role == BENCH_PROCESS || work->no_cpu)
			continue;
		if (bench.mode == BENCH_COUNT)
			count(work, contender);
		else
			trace(work, contender);
	}
}

static int usage(void)
{
	fprintf(stderr, "Usage: netioapi-bench [--quick] [--count | --trace] LINE\n"
			"       netioapi-bench --list\n"
			"       netioapi-bench --counters\n");
	return 2;
}

static int run(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		if (strcmp(lines[i].name, name) == 0) {
			lines[i].run();
			world_end();
			return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
		}
	}
	return usage();
}

static int list(void)
{
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		puts(lines[i].name);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	static const struct option known[] = {
		{"quick", no_argument, NULL, 'q'},    {"count", no_argument, NULL, 'c'},
		{"trace", no_argument, NULL, 't'},    {"list", no_argument, NULL, 'l'},
		{"counters", no_argument, NULL, 'p'}, {0},
	};
	int c;

	counters_open();
	while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (c) {
		case 'q':
			bench.quick = true;
			break;
		case 'c':
			bench.mode = BENCH_COUNT;
			break;
		case 't':
			bench.mode = BENCH_TRACE;
			break;
		case 'l':
			return list();
		case 'p':
			return counters_have_user() ? EXIT_SUCCESS : EXIT_FAILURE;
		default:
			return usage();
		}
	}
	return optind + 1 == argc ? run(argv[optind]) : usage();
}
