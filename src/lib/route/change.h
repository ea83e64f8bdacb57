/* SPDX-License-Identifier: MIT */
/* Making, changing and removing routes. */
#pragma once

#include "link.h"
#include "row.h"

/* row has been checked, and link is the interface of key. -EEXIST, -ENOENT, -ENETDOWN, -EOPNOTSUPP
 * for a next hop that Windows takes and Linux does not, ... */
int iph_route_create(struct iph_nl *nl, const MIB_IPFORWARD_ROW2 *row,
		     const struct iph_route_key *key, const struct iph_link *link) IPH_MUST_CHECK;
int iph_route_set(struct iph_nl *nl, const MIB_IPFORWARD_ROW2 *row, const struct iph_route_key *key,
		  const struct iph_link *link) IPH_MUST_CHECK;
int iph_route_delete(struct iph_nl *nl, const struct iph_route_key *key,
		     const struct iph_link *link) IPH_MUST_CHECK;
