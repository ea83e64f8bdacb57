/* SPDX-License-Identifier: MIT */
/* Whether a file is a program that can take this one's place. */
#pragma once

#include "util.h"

/* Has it say its version, which takes no longer than 5 s. Returns 0, or -errno: -ETIMEDOUT when it
 * says nothing, -ENOEXEC when it is no anycast-holder. */
int program_check(const char *path) IPH_MUST_CHECK;
