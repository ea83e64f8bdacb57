/* SPDX-License-Identifier: MIT */
/* Waiting for a change of IPv4 addresses or of IPv4 routes: what to listen to, and what counts. */
#pragma once

#include "notify/lookout.h"

/* The kernel says of every message about an address that something has changed. What it says of
 * routes takes a lookout to understand: IPv4 routes go with their interface without a message. */
struct iph_change {
	bool routes;
	bool seen; /* of routes: the lookout has told of one */
	struct iph_nl addresses;
	struct iph_lookout lookout;
};

/* Listens from now on. Must stay where it is until it is closed. */
int iph_change_open(struct iph_change *ret_change, bool routes) IPH_MUST_CHECK;
void iph_change_close(struct iph_change *change);

/* In a child that has it from its parent, whose thread may have been in the middle of something:
 * closes the descriptor, and leaves the memory alone. */
void iph_change_forget(struct iph_change *change);

/* For poll(2): the descriptor, and the milliseconds after which to look even without news. */
int iph_change_fd(const struct iph_change *change);
int iph_change_timeout(const struct iph_change *change);

/* Takes what there is, without waiting. 0 when it is a change, -EAGAIN when it is not. */
int iph_change_take(struct iph_change *change) IPH_MUST_CHECK;
