/* SPDX-License-Identifier: MIT */
/* How long a process puts up with a poll() that fails. */
#pragma once

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "wait.h"

/* A want of memory passes; a limit of descriptors below what poll() is given, or a filter that
 * refuses it, does not. Then the other process of the two may fare better, or a new holder. In ms.
 */
#define PATIENCE 2000
#define PATIENCE_PAUSE 10

struct patience {
	int64_t since; /* the first failure in a row, or 0 */
};

/* For the result of each poll(): whether it has failed all this time. */
static inline bool patience_ends(struct patience *patience, int result)
{
	const struct timespec pause = {.tv_nsec = PATIENCE_PAUSE * 1000000};

	if (result >= 0) {
		patience->since = 0;
		return false;
	}
	if (patience->since == 0)
		patience->since = iph_now();
	if (iph_now() - patience->since > PATIENCE)
		return true;
	nanosleep(&pause, NULL);
	return false;
}
