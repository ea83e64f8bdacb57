/* SPDX-License-Identifier: MIT */
/* Waiting until a point in time. */

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <time.h>

#include "wait.h"

int64_t iph_now(void)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t iph_clock(void)
{
	struct timespec real;

	clock_gettime(CLOCK_REALTIME, &real);
	return (int64_t)real.tv_sec * 1000 + real.tv_nsec / 1000000 - iph_now();
}

/* What adjtimex(2) may slew in half a minute, and the time between the two readings of one. */
#define CLOCK_TOLERANCE 100

bool iph_same_clock(int64_t a, int64_t b)
{
	/* whatever somebody has written into a request */
	return (uint64_t)a - (uint64_t)b + CLOCK_TOLERANCE <= 2 * CLOCK_TOLERANCE;
}

int64_t iph_soon(int64_t milliseconds, int64_t end)
{
	int64_t soon = iph_now() + milliseconds;

	return soon < end ? soon : end;
}

int iph_left(int64_t end)
{
	int64_t left = end - iph_now();

	if (left <= 0)
		return 0;
	return left < INT_MAX ? (int)left : INT_MAX;
}

int iph_await_input(int fd, int64_t end)
{
	struct pollfd pollfd = {.fd = fd, .events = POLLIN};
	int r;

	do
		r = poll(&pollfd, 1, iph_left(end));
	while (r < 0 && errno == EINTR && iph_left(end) > 0);
	if (r > 0)
		return 0;
	if (r == 0 || errno == EINTR)
		return -ETIMEDOUT;
	return errno == ENOMEM ? -ENOMEM : -EIO;
}
