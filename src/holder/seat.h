/* SPDX-License-Identifier: MIT */
/* Becoming the one holder of a network namespace. */
#pragma once

#include "util.h"

/* Takes office: ret_fd is the socket that requests come in on; given is one from systemd that is
 * in the group already, or -1. -EALREADY when another holder has the office, -EPERM without
 * CAP_NET_ADMIN over the namespace. */
int seat_take(int given, int *ret_fd) IPH_MUST_CHECK;
