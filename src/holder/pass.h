/* SPDX-License-Identifier: MIT */
/* Sends descriptors from one process to another over a socket. */
#pragma once

#include <stddef.h>

#include "util.h"

#define PASS_MOST 2 /* descriptors at once */

/* Sends bytes with at most PASS_MOST descriptors, without waiting. 0 or -errno. */
int pass_descriptors(int sock, const void *bytes, size_t len, const int *fds,
		     size_t count) IPH_MUST_CHECK;

/* Receives one byte with exactly count descriptors, which are the caller's then. -EBADMSG when the
 * message is another one, or -errno. */
int pass_receive(int sock, int *ret_fds, size_t count) IPH_MUST_CHECK;
