/* SPDX-License-Identifier: MIT */
/* Sheds what the holder has inherited from the process that started it.
 *
 * The first caller in a network namespace starts the holder, and the holder serves all later
 * callers, too. So it must not be bound by the first one's limits, priority and control group.
 * What the kernel does not let it change stays: anycast-holder(8) has the whole list. */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "control-group.h"
#include "shed.h"
#include "store.h"
#include "util.h"

#define STACK (8u << 20)	/* the kernel's default */
#define TIMER_SLACK 50000	/* the same, in ns */
#define CPU_LONGS 256		/* of a mask with more processors than Linux can have */
#define OOM_NEVER (-1000)	/* OOM_SCORE_ADJ_MIN, linux/oom.h */
#define IOPRIO_WHO_PROCESS 1	/* linux/ioprio.h, since 5.15 only */
#define IOPRIO_BY_NICENESS 0	/* no class of its own */
#define POLICY_OF_THE_MACHINE 0 /* SCHED_OTHER, and MPOL_DEFAULT */

/* Raises the soft limit to what is wanted, and the hard limit with it where the kernel lets us;
 * otherwise the soft limit to the hard one. */
static void raise_limit(int resource, rlim_t wanted)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit) < 0 || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = wanted;
	if (limit.rlim_max < wanted) {
		const struct rlimit more = {.rlim_cur = wanted, .rlim_max = wanted};

		if (setrlimit(resource, &more) == 0)
			return;
		limit.rlim_cur = limit.rlim_max;
	}
	(void)setrlimit(resource, &limit);
}

/* The kernel takes no limit above the sysctl fs.nr_open. So smaller and smaller ones are tried;
 * where the first one is taken the others change nothing. */
static void raise_descriptors(void)
{
	rlim_t wanted;

	for (wanted = STORE_SLOTS; wanted >= 1024; wanted /= 2)
		raise_limit(RLIMIT_NOFILE, wanted);
}

static int write_number(int fd, int number)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%d", number);

	return write(fd, text, (size_t)len) < 0 ? -errno : 0;
}

static int read_number(int fd, int *ret_number)
{
	char text[16] = "";

	if (read(fd, text, sizeof(text) - 1) <= 0)
		return -EIO;
	*ret_number = atoi(text);
	return 0;
}

/* A process with CAP_SYS_RESOURCE may set any value. Others may not go below the least value that a
 * process with that capability has set for them. The kernel does not tell this value, so it is
 * searched for by trying. */
static void be_last_for_oom_killer(void)
{
	IPH_AUTO_CLOSE int fd = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC);
	int least = OOM_NEVER;
	int most;
	int middle;

	if (fd < 0 || write_number(fd, least) == 0 || read_number(fd, &most) < 0)
		return;
	while (least < most) {
		middle = least + (most - least) / 2;
		if (write_number(fd, middle) == 0)
			most = middle;
		else
			least = middle + 1;
	}
}

void shed_limits(void)
{
	static const int resources[] = {RLIMIT_AS,     RLIMIT_CPU,	 RLIMIT_DATA,
					RLIMIT_FSIZE,  RLIMIT_MEMLOCK,	 RLIMIT_NPROC,
					RLIMIT_RTTIME, RLIMIT_SIGPENDING};
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(resources); i++)
		raise_limit(resources[i], RLIM_INFINITY);
	raise_limit(RLIMIT_STACK, STACK);
	raise_descriptors();
	(void)signal(SIGXFSZ, SIG_IGN); /* see store_open() */
	(void)signal(SIGALRM, SIG_DFL); /* see replace() */
	be_last_for_oom_killer();
	(void)umask(S_IRWXG | S_IRWXO);
}

/* System calls by their numbers, because musl has no functions for them. What is refused stays as
 * it was. */
static void shed_scheduling(void)
{
	unsigned long processors[CPU_LONGS];
	const int priority = 0;

	(void)syscall(SYS_sched_setscheduler, 0, POLICY_OF_THE_MACHINE, &priority);
	(void)setpriority(PRIO_PROCESS, 0, 0);
	/* all processors: the kernel leaves out those that the control group forbids */
	memset(processors, 0xff, sizeof(processors));
	(void)syscall(SYS_sched_setaffinity, 0, sizeof(processors), processors);
	(void)syscall(SYS_set_mempolicy, POLICY_OF_THE_MACHINE, NULL, 0);
	(void)syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IOPRIO_BY_NICENESS);
	(void)prctl(PR_SET_TIMERSLACK, TIMER_SLACK, 0, 0, 0);
}

void shed_caller(void)
{
	control_group_leave();
	shed_scheduling();
}
