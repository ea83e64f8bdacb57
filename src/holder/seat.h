/* SPDX-License-Identifier: MIT */
/* Becoming the one holder of a network namespace. */
#pragma once

#include "util.h"

/* Takes office: ret_fd is the socket that requests come in on. -EALREADY when another holder
 * has it, -EPERM without CAP_NET_ADMIN over the namespace. */
int seat_take(int *ret_fd) IPH_MUST_CHECK;
