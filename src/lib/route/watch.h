/* SPDX-License-Identifier: MIT */
/* The routes of a family in a network namespace, kept up to date by what the kernel tells. */
#pragma once

#include "nl.h"
#include "notify/view.h"

struct iph_route_watch {
	struct iph_view view; /* whose tell and arg are the owner's */
	uint8_t family;
	bool doubtful; /* something has happened of which the kernel does not tell all */
	/* Whether a table other than main and local counts: that of a VRF. */
	bool (*has_table)(void *arg, uint32_t table);
};

/* The groups of notices that it needs besides those of interfaces, with 0 at the end. */
const int *iph_route_groups(const struct iph_route_watch *watch);

void iph_route_watch_init(struct iph_route_watch *watch, uint8_t family);

/* Reads all anew. */
int iph_route_watch_read(struct iph_route_watch *watch, struct iph_nl *nl) IPH_MUST_CHECK;

/* Any notice of the kernel's. Afterwards it may be doubtful; then it is to be read anew as soon as
 * there is no further notice. */
int iph_route_watch_message(struct iph_route_watch *watch,
			    const struct nlmsghdr *nlh) IPH_MUST_CHECK;
