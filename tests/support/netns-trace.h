/* SPDX-License-Identifier: MIT */
/* A child whose system calls are seen one by one. */
#pragma once

#include <sys/types.h>

#include "netns.h"

/* @nr: number of the call that the child is about to make. It waits until this returns. */
typedef void (*trace_fn)(pid_t pid, unsigned long long nr, void *arg);

/* In a child from start(): waits until its parent has called trace_calls(). */
void trace_me(void);

/* Until the child has ended. Its assertions and its status count as with finish(). */
void trace_calls(pid_t pid, trace_fn see, void *arg);
