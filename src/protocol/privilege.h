/* SPDX-License-Identifier: MIT */
/* Whether the caller may change the network. */
#pragma once

#include "util.h"

/* 0 when the kernel grants the calling thread CAP_NET_ADMIN over its network namespace, -EPERM when
 * it does not, or -errno when there is no way to ask. Says nothing to a holder, and needs none. */
int iph_privilege_check(void) IPH_MUST_CHECK;
