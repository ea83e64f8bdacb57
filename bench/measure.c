/* SPDX-License-Identifier: MIT */
/* The one way anything is measured: contenders in turn, round by round, medians of the rounds.
 *
 * Whatever disturbs a round disturbs all contenders in it, so a ratio is the median of the
 * rounds' ratios and not the ratio of two medians. */

#include <err.h>
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "bench.h"
#include "counters.h"
#include "measure.h"

#define MAX_ROUNDS 201
#define BUDGET 6.0     /* seconds for all rounds together, as long as there are enough */
#define BATCH_TIME 2e6 /* ns; much longer than reading a clock, much shorter than a time slice */
#define MAX_BATCH 2000

enum quantity { TIME, CPU, USER, KERNEL, QUANTITIES };

struct samples {
	double of[QUANTITIES][MAX_ROUNDS];
	long batch;
};

struct quartiles {
	double low;
	double median;
	double high;
};

static double nanoseconds(clockid_t clock)
{
	struct timespec ts;

	if (clock_gettime(clock, &ts) < 0)
		return NAN; /* the holder has gone */
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

static double cpu_of_children(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return ((double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec) * 1e9 +
	       ((double)usage.ru_utime.tv_usec + (double)usage.ru_stime.tv_usec) * 1e3;
}

static double cpu_time(pid_t helper)
{
	double time = nanoseconds(CLOCK_PROCESS_CPUTIME_ID) + cpu_of_children();
	clockid_t clock;

	if (helper && clock_getcpuclockid(helper, &clock) == 0)
		time += nanoseconds(clock);
	return time;
}

static void enter(const struct contender *contender)
{
	if (contender->netns && setns(contender->netns, CLONE_NEWNET) < 0)
		err(1, "setns");
}

void measure_call(const struct work *work, const struct contender *contender)
{
	int r = contender->call(contender->arg);

	if (r != 0)
		errx(1, "%s %ld: %s failed with %d", work->line, work->size, contender->name, r);
}

void measure_undo(const struct work *work, const struct contender *contender)
{
	if (contender->undo && contender->undo(contender->arg) != 0)
		errx(1, "%s %ld: %s cannot be undone", work->line, work->size, contender->name);
}

void measure_once(const struct work *work, const struct contender *contender)
{
	enter(contender);
	measure_call(work, contender);
	measure_undo(work, contender);
}

static void run_batch(const struct work *work, const struct contender *contender,
		      struct samples *samples, int round)
{
	double ops = (double)samples->batch * (contender->ops ? contender->ops : 1);
	struct counts counts;
	struct counts counts_before;
	double cpu;
	double time;
	long i;

	enter(contender);
	counts_before = counters_read();
	cpu = cpu_time(contender->helper);
	time = nanoseconds(CLOCK_MONOTONIC);
	for (i = 0; i < samples->batch; i++)
		measure_call(work, contender);
	time = nanoseconds(CLOCK_MONOTONIC) - time;
	cpu = cpu_time(contender->helper) - cpu;
	counts = counters_read();
	samples->of[TIME][round] = time / ops;
	samples->of[CPU][round] = cpu / ops;
	samples->of[USER][round] = (double)(counts.user - counts_before.user) / ops;
	samples->of[KERNEL][round] = (double)(counts.kernel - counts_before.kernel) / ops;
	measure_undo(work, contender);
}

/* How many calls make a batch; returns how long that takes. */
static double prepare(const struct work *work, const struct contender *contender,
		      struct samples *samples)
{
	double time = 0;

	for (samples->batch = 1;; samples->batch *= 2) {
		run_batch(work, contender, samples, 0);
		time = samples->of[TIME][0] * (double)samples->batch *
		       (contender->ops ? contender->ops : 1);
		if (contender->undo || time > BATCH_TIME || samples->batch >= MAX_BATCH)
			return time;
	}
}

static int rounds_for(double round_time)
{
	int least = round_time > 1e9 ? 5 : 11;
	int rounds = (int)(BUDGET * 1e9 / round_time);

	if (bench.quick)
		return 3;
	if (rounds < least)
		return least;
	return rounds < MAX_ROUNDS ? rounds : MAX_ROUNDS;
}

static int compare_values(const void *left, const void *right)
{
	double a = *(const double *)left;
	double b = *(const double *)right;

	return (a > b) - (a < b);
}

static double at_part(const double *sorted, int count, double part)
{
	double place = part * (count - 1);
	int below = (int)place;

	if (below + 1 >= count)
		return sorted[count - 1];
	return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
}

static struct quartiles quartiles_of(const double *values, int count)
{
	struct quartiles quartiles;
	double sorted[MAX_ROUNDS];

	memcpy(sorted, values, (size_t)count * sizeof(*values));
	qsort(sorted, (size_t)count, sizeof(*sorted), compare_values);
	quartiles.low = at_part(sorted, count, 0.25);
	quartiles.median = at_part(sorted, count, 0.5);
	quartiles.high = at_part(sorted, count, 0.75);
	return quartiles;
}

static struct quartiles ratio(const struct samples *a, const struct samples *b,
			      enum quantity quantity, int rounds)
{
	double ratios[MAX_ROUNDS];
	int i;

	for (i = 0; i < rounds; i++)
		ratios[i] = a->of[quantity][i] / b->of[quantity][i];
	return quartiles_of(ratios, rounds);
}

static int count_contenders(const struct work *work)
{
	int count = 0;

	while (count < BENCH_CONTENDERS && work->contenders[count].name)
		count++;
	return count;
}

static int find(const struct work *work, const char *name)
{
	int i;

	for (i = 0; i < count_contenders(work); i++)
		if (strcmp(work->contenders[i].name, name) == 0)
			return i;
	errx(1, "%s has no contender %s", work->line, name);
}

static int first_raw(const struct work *work)
{
	int i;

	for (i = 0; i < count_contenders(work); i++)
		if (work->contenders[i].role == BENCH_RAW)
			return i;
	return 0;
}

static const char *const roles[] = {
	[BENCH_OURS] = "ours",
	[BENCH_RAW] = "raw",
	[BENCH_PEER] = "peer",
	[BENCH_PROCESS] = "process",
};

static void print_number(bool known, double value)
{
	if (known)
		printf("\t%.6g", value);
	else
		printf("\t-");
}

static void print_times(const struct work *work, const struct samples *samples, int rounds)
{
	const struct samples *raw = &samples[first_raw(work)];
	bool counted = counters_have_user();
	int i;

	for (i = 0; i < count_contenders(work); i++) {
		struct quartiles time = quartiles_of(samples[i].of[TIME], rounds);
		struct quartiles to_raw = ratio(&samples[i], raw, TIME, rounds);

		printf("time\t%s\t%ld\t%s\t%s", work->line, work->size, work->contenders[i].name,
		       roles[work->contenders[i].role]);
		printf("\t%.6g\t%.6g\t%.6g", time.median, time.low, time.high);
		printf("\t%.6g\t%.6g\t%.6g", to_raw.median, to_raw.low, to_raw.high);
		print_number(!work->no_cpu, quartiles_of(samples[i].of[CPU], rounds).median);
		print_number(!work->no_cpu, ratio(&samples[i], raw, CPU, rounds).median);
		print_number(counted, quartiles_of(samples[i].of[USER], rounds).median);
		print_number(counted && counters_have_kernel(),
			     quartiles_of(samples[i].of[KERNEL], rounds).median);
		printf("\t%d\t%ld\n", rounds, samples[i].batch);
	}
}

static void print_goals(const struct work *work, const struct samples *samples, int rounds)
{
	int i;

	for (i = 0; i < BENCH_GOALS && work->goals[i].against; i++) {
		const struct goal *goal = &work->goals[i];
		const struct samples *other = &samples[find(work, goal->against)];
		struct quartiles quartiles = ratio(&samples[0], other, TIME, rounds);

		printf("goal\t%s\t%ld\t%s\t%g\t%.4g\t%.4g\t%.4g", work->line, work->size,
		       goal->against, goal->factor, quartiles.median, quartiles.low,
		       quartiles.high);
		print_number(!work->no_cpu, ratio(&samples[0], other, CPU, rounds).median);
		printf("\t%s\n", quartiles.median <= goal->factor ? "met" : "missed");
	}
}

void measure_time(const struct work *work)
{
	struct samples *samples = calloc(BENCH_CONTENDERS, sizeof(*samples));
	int count = count_contenders(work);
	double round_time = 0;
	int rounds;
	int round;
	int i;

	if (!samples)
		err(1, "calloc");
	for (i = 0; i < count; i++)
		round_time += prepare(work, &work->contenders[i], &samples[i]);
	rounds = rounds_for(round_time);
	for (round = 0; round < rounds; round++)
		for (i = 0; i < count; i++) /* nobody always comes first */
			run_batch(work, &work->contenders[(round + i) % count],
				  &samples[(round + i) % count], round);
	print_times(work, samples, rounds);
	print_goals(work, samples, rounds);
	free(samples);
}
