/* SPDX-License-Identifier: MIT */
/* Descriptors that go from one process to another. */
#pragma once

#include <stddef.h>

#include "util.h"

#define PASS_MOST 2

/* Sends bytes with at most PASS_MOST descriptors, and waits for nobody; -errno. */
int pass_descriptors(int sock, const void *bytes, size_t len, const int *fds,
		     size_t count) IPH_MUST_CHECK;

/* One byte with exactly so many, which become ours; -EBADMSG for anything else, or -errno. */
int pass_receive(int sock, int *ret_fds, size_t count) IPH_MUST_CHECK;
