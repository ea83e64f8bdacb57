/* SPDX-License-Identifier: MIT */
/* One route of the kernel by what names it on Windows. */
#pragma once

#include "link.h"
#include "row.h"

/* Calls sink->entry for a route with that name, with the hop that has it as route->hop: for the one
 * of lowest metric of those in the tables main and local, or of the VRF. Where several are looked
 * through, it may be called before for some that are less good. -ENOENT when there is none.
 *
 * link is key's interface. Mostly one or two lookups say it, whatever the number of routes: those
 * of the interface are looked through when
 *  - another route of the interface has the same prefix, or longer ones cover most of it,
 *  - policy rules, routes that refuse packets, or the absence of a carrier hide what there is,
 *  - there is none, in IPv6, where the kernel has several ways to hide one.
 *
 * What hides a route hides all of its name. *clear, false in the beginning, says that none is
 * hidden: a lookup has shown one of them. */
int iph_route_find(struct iph_nl *nl, const struct iph_route_key *key, const struct iph_link *link,
		   const struct iph_route_sink *sink, bool *clear) IPH_MUST_CHECK;

/* The same as far as lookups tell it: -ENOENT is a guess unless *clear. expected: there probably is
 * one. */
int iph_route_look(struct iph_nl *nl, const struct iph_route_key *key, const struct iph_link *link,
		   const struct iph_route_sink *sink, bool expected, bool *clear) IPH_MUST_CHECK;

/* Looks through the routes of the interface, and calls sink->entry for each that has the name. */
int iph_route_find_all(struct iph_nl *nl, const struct iph_route_key *key,
		       const struct iph_link *link,
		       const struct iph_route_sink *sink) IPH_MUST_CHECK;

/* The interface that has an IPv6 next hop as an address of its own, or 0: Windows takes an address
 * of the interface itself for "on the link". IPv4 has no need of it: the kernel keeps such a
 * gateway, and then sends by the link. Several interfaces may have one link-local address. */
uint32_t iph_route_owner(struct iph_nl *nl, const struct iph_route_key *key);
