/* SPDX-License-Identifier: MIT */
/* Two processes that share one table of descriptors: no single kill closes any of them. */
#pragma once

#include <signal.h>
#include <sys/types.h>

#include "util.h"

/* Tells the keeper that the holder has died. */
#define PAIR_DEATH SIGUSR1

struct pair {
	int keeper; /* pidfd of the other, or -1 */
	pid_t pid;  /* the same one's number */
};

/* Starts the keeper. Returns 0 in the holder; the keeper returns 1, once the holder has died
 * and it is the holder itself. Until then it passes on the signals that signal_fd gives. */
int pair_start(struct pair *pair, int signal_fd) IPH_MUST_CHECK;

/* Forgets a keeper that has died. */
void pair_forget(struct pair *pair);

/* Ends the keeper and waits until it is gone. One that cannot be ended, because a filter of system
 * calls refuses even that, finds out by itself when it takes over: see serve.c. */
void pair_stop(struct pair *pair);
