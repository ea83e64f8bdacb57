/* SPDX-License-Identifier: MIT */
/* Waiting until a point in time, not for a span: a span begins anew with each signal. */
#pragma once

#include <stdint.h>

#include "util.h"

/* In ms of CLOCK_MONOTONIC. */
int64_t iph_now(void);

/* The earlier of an end and so many ms from now. */
int64_t iph_soon(int64_t milliseconds, int64_t end);

/* What poll() takes: how many ms are left until an end, 0 when it has passed. */
int iph_left(int64_t end);

/* Until there is something to read, or the other side has closed. -ETIMEDOUT at the end, and
 * -ENOMEM; any other refusal of poll() is none of the request's: -EIO. */
int iph_await_input(int fd, int64_t end) IPH_MUST_CHECK;
