/* SPDX-License-Identifier: MIT */
/* The holder's loop: requests, notices, signals, the keeper. */
#pragma once

#include "nl.h"
#include "pair.h"
#include "patience.h"

struct holder {
	int requests; /* the socket of our office */
	int events;
	int signals;
	int mounts;	  /* of the table of mounts, or -1 */
	bool named;	  /* the namespace is mounted somewhere, or was and lives on, */
	int other;	  /* with this process, a pidfd, or -1 */
	struct iph_nl nl; /* asks and changes the kernel */
	struct pair pair;
	bool on_demand;	  /* leave with the last entry */
	bool lingers;	  /* but only after some time without one */
	bool paired;	  /* have a keeper */
	bool behind;	  /* something failed for want of resources: try again soon, */
	bool unsure;	  /* who else lives in the namespace could not be seen: look again, too, */
	bool doubtful;	  /* somebody else has changed records: look whether some are missing, */
	int64_t retry_at; /* at this time, in ms of the monotonic clock */
	struct pair old;  /* the keeper of the program this one has replaced */
	struct patience patience;
	int64_t keeper_since;
	const char *path; /* of this program, to replace it with a newer one */
};

/* Serves until there is nothing left to do. In case of the holder's death the keeper goes on in
 * here. Returns 0 for an orderly end. */
int serve(struct holder *holder) IPH_MUST_CHECK;
