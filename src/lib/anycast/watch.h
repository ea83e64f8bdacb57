/* SPDX-License-Identifier: MIT */
/* The anycast entries of a network namespace, kept up to date by what the kernel tells. */
#pragma once

#include "nl.h"
#include "notify/view.h"

struct iph_anycast_watch {
	struct iph_view view; /* whose tell and arg are the owner's */
	struct iph_set leaving;
	bool untold;   /* this kernel does not tell of IPv6 entries: it has no group for them */
	bool doubtful; /* something has happened that may have changed IPv6 entries */
};

/* The groups of notices that it needs besides those of interfaces, with 0 at the end. Where the
 * kernel does not have them, untold is to be set, and they are others. */
const int *iph_anycast_groups(const struct iph_anycast_watch *watch);

void iph_anycast_watch_init(struct iph_anycast_watch *watch);
void iph_anycast_watch_free(struct iph_anycast_watch *watch);

/* Reads all anew. When it is doubtful afterwards, it is to be read once more a little later. */
int iph_anycast_watch_read(struct iph_anycast_watch *watch, struct iph_nl *nl) IPH_MUST_CHECK;

/* Any notice of the kernel's, while the interface that it is about is known. Afterwards it may be
 * doubtful; then it is to be read anew as soon as there is no further notice. */
int iph_anycast_watch_message(struct iph_anycast_watch *watch,
			      const struct nlmsghdr *nlh) IPH_MUST_CHECK;
