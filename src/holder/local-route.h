/* SPDX-License-Identifier: MIT */
/* Waiting for the local route of a service address. */
#pragma once

#include "addr.h"
#include "util.h"

/* The socket that hears of new local routes, for the life of the program. */
int local_route_open(void) IPH_MUST_CHECK;
int local_route_fd(void);

/* Before the address is added: what was heard until now is none of its routes. */
void local_route_forget(void);

/* Returns when the route to addr is there. */
void local_route_await(const struct iph_addr *addr);
