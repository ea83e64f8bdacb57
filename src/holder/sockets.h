/* SPDX-License-Identifier: MIT */
/* The sockets that the memberships of entries are on. Several share one: else a limit of
 * descriptors, which the first caller may have handed down to us, would be one of entries. */
#pragma once

#include <stdint.h>

#include "util.h"

/* So many share a socket while there are descriptors for more of them: the kernel looks for a
 * membership through all of its socket's. How many there can be is net.core.optmem_max by 32: 640
 * before Linux 6.7, 4095 since. */
#define SOCKET_SHARE 512

/* Joins the address of a slot, which says on which socket before that is done. After a failure it
 * names none. */
int sockets_join(uint32_t at) IPH_MUST_CHECK;

/* Ends the membership that a slot may have on the socket that it names, and that it names it. */
void sockets_leave(uint32_t at);

/* For a process that takes over: how many each has is counted anew. What no slot names has been
 * closed before. */
void sockets_recount(void);
