/* SPDX-License-Identifier: MIT */
/* One socket that hears of all changes in a network namespace, and what is known of it. No thread
 * and no lock: one thread at a time may use a lookout. */
#pragma once

#include "anycast/watch.h"
#include "ipinterface/watch.h"
#include "nl.h"
#include "notice.h"
#include "route/watch.h"

struct iph_lookout {
	struct iph_nl nl;
	struct iph_ipif_watch interfaces; /* always, for the LUIDs */
	struct iph_view unicast;
	struct iph_anycast_watch anycast;
	struct iph_route_watch routes[2]; /* of IPv4 and IPv6 */
	unsigned int kinds; /* of enum iph_notice_kind, a bit for each, what else is watched */
	bool behind;	    /* something was lost and could not be read anew */
	char *buf;
	void (*tell)(const struct iph_notice *notice, void *arg);
	void *arg;
};

/* Opens the socket alone, in the network namespace of the calling thread. What is told goes to
 * tell. */
int iph_lookout_open(struct iph_lookout *ret_lookout) IPH_MUST_CHECK;
void iph_lookout_close(struct iph_lookout *lookout);

/* Watches these kinds, too, and returns when all has been told that happened before. Of a kind that
 * is new that is everything there is, as if it had just come: who asks for it must not listen yet.
 */
int iph_lookout_watch(struct iph_lookout *lookout, unsigned int kinds) IPH_MUST_CHECK;

/* Stops watching all other kinds. */
void iph_lookout_reduce(struct iph_lookout *lookout, unsigned int kinds);

/* Whether it has to be called again in a little while, although the socket has nothing. */
bool iph_lookout_hurries(const struct iph_lookout *lookout) IPH_MUST_CHECK;

/* Takes what the socket has, without waiting for more: one datagram; or if something was lost, or
 * the kernel does not tell all of it, what has become of everything. */
void iph_lookout_take(struct iph_lookout *lookout);
