/* SPDX-License-Identifier: MIT */
/* Makes rows of Windows from routes of the kernel, and the other way round. */
#pragma once

#include "codes/export.h"
#include "route.h"

/* What names a route on Windows. The metric does not belong to it. */
struct iph_route_key {
	struct iph_addr prefix;
	struct iph_addr next_hop; /* family 0: on the link */
	uint32_t ifindex;
	uint8_t length;
};

/* Reads prefix and next hop from a row; -EINVAL when they are wrong, or when the row names no
 * interface. ret_key->ifindex is left to the caller, who looks for the interface. */
int iph_route_check(const MIB_IPFORWARD_ROW2 *row, struct iph_route_key *ret_key) IPH_MUST_CHECK;

/* Whether a hop of a route has the key. */
bool iph_route_is(const struct iph_route *route, const struct iph_route_hop *hop,
		  const struct iph_route_key *key);

/* Whether a row can describe a route. It cannot when the route refuses packets (as a blackhole
 * does), when it is only for some sources or types of service, and when it names no interface. */
bool iph_route_has_row(const struct iph_route *route, const struct iph_route_hop *hop);

/* Writes all bytes of a row; the LUID is 0 and left to the caller. */
void iph_route_row(const struct iph_route *route, const struct iph_route_hop *hop,
		   MIB_IPFORWARD_ROW2 *ret_row);

/* Gives the kernel's protocol and metric for a row, of which iph_route_row() makes the same
 * Protocol and Metric again. An illegal Protocol, such as -1, is NetMgmt, and the Metric -1 is 0.
 */
void iph_route_encode(const MIB_IPFORWARD_ROW2 *row, uint8_t family, uint8_t *ret_protocol,
		      uint32_t *ret_priority);
