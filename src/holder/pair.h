/* SPDX-License-Identifier: MIT */
/* Two processes that share one table of descriptors: no single kill closes any of them. */
#pragma once

#include <stdbool.h>

#include "util.h"

struct pair {
	int self;   /* pidfd of this process */
	int keeper; /* pidfd of the other, or -1 */
};

int pair_open(struct pair *ret_pair) IPH_MUST_CHECK;

/* Starts the keeper. Returns 0 in the holder; the keeper returns 1, once the holder has died
 * and it is the holder itself. Until then it passes on the signals that signal_fd gives. */
int pair_start(struct pair *pair, int signal_fd) IPH_MUST_CHECK;

/* Ends the keeper and waits until it is gone. */
void pair_stop(struct pair *pair);
