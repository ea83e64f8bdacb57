/* SPDX-License-Identifier: MIT */
/* Whether the network namespace still has a name, or other processes. */
#pragma once

#include <stdbool.h>

#include "util.h"

/* A descriptor that polls POLLPRI when the mount table changes: ret_fd, -1 without /proc. */
void namespace_open(int *ret_fd);

/* Looks at the mount table. Returns 1 when the namespace was bind-mounted somewhere, as
 * ip-netns(8) and container managers do to name it, is not any more, and no process is in it but
 * the holder's. While there are some, *other is a pidfd of one of them: look again when it ends.
 * named and other (-1 at first) keep what was seen the last time. -errno when it could not look:
 * then nothing is known, and nothing tells when to look again. */
int namespace_check(int fd, bool *named, int *other) IPH_MUST_CHECK;
