/* SPDX-License-Identifier: MIT */
/* Waiting until a point in time, not for a span: a span begins anew with each signal. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "util.h"

/* In ms of CLOCK_MONOTONIC. */
int64_t iph_now(void);

/* Each time namespace has a CLOCK_MONOTONIC of its own. What tells them apart is by how much
 * CLOCK_REALTIME, of which there is one only, is ahead of it, in ms: this, which costs no system
 * call. Two readings are of the same clock unless somebody has set the time in between. */
int64_t iph_clock(void);
bool iph_same_clock(int64_t a, int64_t b);

/* The earlier of an end and so many ms from now. */
int64_t iph_soon(int64_t milliseconds, int64_t end);

/* What poll() takes: how many ms are left until an end, 0 when it has passed. */
int iph_left(int64_t end);

/* Until there is something to read, or the other side has closed. -ETIMEDOUT at the end, and
 * -ENOMEM; any other refusal of poll() is none of the request's: -EIO. */
int iph_await_input(int fd, int64_t end) IPH_MUST_CHECK;
