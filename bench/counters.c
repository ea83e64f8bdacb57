/* SPDX-License-Identifier: MIT */
/* Instructions of this process and its children as the processor counts them. */

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "counters.h"

static int user_fd = -1;
static int kernel_fd = -1;

static int open_counter(bool kernel)
{
	struct perf_event_attr attr = {.type = PERF_TYPE_HARDWARE,
				       .size = sizeof(attr),
				       .config = PERF_COUNT_HW_INSTRUCTIONS,
				       .inherit = 1,
				       .exclude_hv = 1};

	attr.exclude_user = kernel;
	attr.exclude_kernel = !kernel;
	return (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

void counters_open(void)
{
	user_fd = open_counter(false);
	kernel_fd = open_counter(true);
}

bool counters_have_user(void)
{
	return user_fd >= 0;
}

bool counters_have_kernel(void)
{
	return kernel_fd >= 0;
}

static uint64_t value(int fd)
{
	uint64_t count = 0;

	if (fd < 0 || read(fd, &count, sizeof(count)) != (ssize_t)sizeof(count))
		return 0;
	return count;
}

struct counts counters_read(void)
{
	struct counts counts = {.user = value(user_fd), .kernel = value(kernel_fd)};

	return counts;
}
