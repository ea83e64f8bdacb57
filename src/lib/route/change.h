/* SPDX-License-Identifier: MIT */
/* Making, changing and removing routes. */
#pragma once

#include "link.h"
#include "route-change.h"
#include "row.h"

/* api.c: a call of netioapi.h but for its code, for the older calls that do the same. */
int iph_route_create_row(const MIB_IPFORWARD_ROW2 *row) IPH_MUST_CHECK;
int iph_route_set_row(const MIB_IPFORWARD_ROW2 *row) IPH_MUST_CHECK;
int iph_route_delete_row(const MIB_IPFORWARD_ROW2 *row) IPH_MUST_CHECK;

/* row has been checked, and link is the interface of key. -EEXIST, -ENOENT, -ENETDOWN, -EOPNOTSUPP
 * for a next hop that Windows takes and Linux does not, ... */
int iph_route_create(struct iph_nl *nl, const MIB_IPFORWARD_ROW2 *row,
		     const struct iph_route_key *key, const struct iph_link *link) IPH_MUST_CHECK;
int iph_route_set(struct iph_nl *nl, const MIB_IPFORWARD_ROW2 *row, const struct iph_route_key *key,
		  const struct iph_link *link) IPH_MUST_CHECK;
int iph_route_delete(struct iph_nl *nl, const struct iph_route_key *key,
		     const struct iph_link *link) IPH_MUST_CHECK;

/* The same for a route of the table main that one lookup shows, and without asking for the
 * interface. -ENOENT: it may be there all the same. */
int iph_route_delete_shown(struct iph_nl *nl, const struct iph_route_key *key) IPH_MUST_CHECK;

/* The route that may be changed, and *key as it has it: an own address as next hop may be none.
 * -EACCES for what comes and goes with the addresses of this machine. clear: see iph_route_find().
 */
int iph_route_find_changeable(struct iph_nl *nl, struct iph_route_key *key,
			      const struct iph_link *link, struct iph_route_copy *ret_copy,
			      bool *clear) IPH_MUST_CHECK;

/* Seconds, 0 for ever, as the kernel wants it. */
static inline uint32_t iph_route_lifetime(const MIB_IPFORWARD_ROW2 *row)
{
	return row->ValidLifetime == 0xffffffffu ? 0 : row->ValidLifetime;
}
