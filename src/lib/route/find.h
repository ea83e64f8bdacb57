/* SPDX-License-Identifier: MIT */
/* Finds a route of the kernel by what names it on Windows: prefix, next hop and interface. */
#pragma once

#include "link.h"
#include "row.h"

/* Calls sink->entry for the route that has the key, with the hop that has it as route->hop. Of
 * several with other metrics it is the one of lowest metric. The tables are local and main, or that
 * of the interface's VRF. entry may be called more than once: then the last call counts. -ENOENT
 * when there is no such route.
 *
 * link is the interface of the key. In most cases one or two lookups are enough, whatever the
 * number of routes. All routes of the interface are read only when
 *  - the interface has other routes of the same prefix, or longer prefixes cover most of it,
 *  - policy rules, routes that refuse packets, or a missing carrier may hide the route from
 * lookups,
 *  - no IPv6 route was found, because the kernel hides IPv6 routes from lookups in several ways.
 *
 * What hides one route of a key hides all of them. *clear is false at first; it becomes true when a
 * lookup has shown one of them, so that a next search knows that none is hidden. */
int iph_route_find(struct iph_nl *nl, const struct iph_route_key *key, const struct iph_link *link,
		   const struct iph_route_sink *sink, bool *clear) IPH_MUST_CHECK;

/* The same with lookups only: -ENOENT may be wrong unless *clear. expected says that there probably
 * is such a route; it decides what is asked first, and changes no answer. */
int iph_route_look(struct iph_nl *nl, const struct iph_route_key *key, const struct iph_link *link,
		   const struct iph_route_sink *sink, bool expected, bool *clear) IPH_MUST_CHECK;

/* The same with one question, or two: -ENOENT says that the answer was another route. */
int iph_route_shown(struct iph_nl *nl, const struct iph_route_key *key, const struct iph_link *link,
		    const struct iph_route_sink *sink) IPH_MUST_CHECK;

/* Reads all routes of the interface, and calls sink->entry for each that has the key. */
int iph_route_find_all(struct iph_nl *nl, const struct iph_route_key *key,
		       const struct iph_link *link,
		       const struct iph_route_sink *sink) IPH_MUST_CHECK;

/* The interface that has the IPv6 next hop of the key as its own address, or 0. To Windows the own
 * address of the interface as next hop says "on the link". Of several interfaces with the same
 * link-local address it is that of the key. For IPv4 always 0: the kernel keeps such a gateway, and
 * sends on the link. */
uint32_t iph_route_owner(struct iph_nl *nl, const struct iph_route_key *key);
