/* SPDX-License-Identifier: MIT */
/* Routes of the kernel and rows of Windows. */
#pragma once

#include "codes/export.h"
#include "route.h"

/* What makes a route the same one for Windows: the metric does not. */
struct iph_route_key {
	struct iph_addr prefix;
	struct iph_addr next_hop; /* family 0: on the link */
	uint32_t ifindex;
	uint8_t length;
};

/* Reads prefix and next hop, which no look at the system can make good: -EINVAL. The interface is
 * left to the caller, but one must be named. */
int iph_route_check(const MIB_IPFORWARD_ROW2 *row, struct iph_route_key *ret_key) IPH_MUST_CHECK;

bool iph_route_is(const struct iph_route *route, const struct iph_route_hop *hop,
		  const struct iph_route_key *key);

/* Whether a row can say what it is. It cannot when packets are refused (blackhole and its kin),
 * when it is for some sources or types of service alone, and when no interface is named. */
bool iph_route_has_row(const struct iph_route *route, const struct iph_route_hop *hop);

/* All of a row but the LUID. */
void iph_route_row(const struct iph_route *route, const struct iph_route_hop *hop,
		   MIB_IPFORWARD_ROW2 *ret_row);

/* The kernel's protocol and metric for a row, so that iph_route_row() gives the same Protocol and
 * Metric. Those that are unset (-1, or another illegal Protocol) are NetMgmt and 0. */
void iph_route_encode(const MIB_IPFORWARD_ROW2 *row, uint8_t family, uint8_t *ret_protocol,
		      uint32_t *ret_priority);
