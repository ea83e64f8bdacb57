/* SPDX-License-Identifier: MIT */
/* Paths as rows, and what the calls do with them.
 *
 * Linux has no paths. A row begins as what the kernel keeps of the way to one machine, TCP's
 * metrics or an exception of a route, and is completed by what it says of the way itself. */
#pragma once

#include "codes/export.h"
#include "interface/interface.h"
#include "neighbor.h"
#include "route.h"
#include "table/key.h"
#include "table/table.h"
#include "tcp-metrics.h"

/* What an interface says of the paths by way of it. */
struct iph_path_link {
	uint64_t luid;
	uint32_t mtu[2]; /* of IPv4 and IPv6 */
	uint64_t transmit_speed;
	uint64_t receive_speed;
	bool no_neighbors; /* loopback or point-to-point */
	bool carrier;
};

/* link.c: -ENODEV when there is no such interface. */
int iph_path_link(struct iph_nl *nl, uint32_t index, struct iph_path_link *ret_link) IPH_MUST_CHECK;

/* row.c */

/* How a row begins: all bytes of it. With an index of 0 it has no interface yet. */
void iph_path_row_of_metrics(const struct iph_tcp_metrics *metrics, MIB_IPPATH_ROW *ret_row);
void iph_path_row_of_exception(const struct iph_addr *dst, uint32_t ifindex,
			       MIB_IPPATH_ROW *ret_row);

/* The interface, the next hop and the MTU, if the route has one; and the source if there is none.
 */
void iph_path_take_route(const struct iph_route *route, MIB_IPPATH_ROW *row);

/* What is left, the neighbour being the one of iph_path_hop(), or NULL when it is not known. */
void iph_path_take_link(const struct iph_path_link *link, const struct iph_neighbor *neighbor,
			MIB_IPPATH_ROW *row);

/* The next hop. */
struct iph_addr iph_path_hop(const MIB_IPPATH_ROW *row);

/* What names a path: the destination, the source, the interface. In the order of the table. */
int iph_path_compare(const void *left, const void *right, void *arg);

/* read.c */

struct iph_path_key {
	struct iph_addr dst;
	struct iph_addr src; /* family 0: any */
	uint32_t ifindex;
};

/* The whole of GetIpPathTable(); *ret_table is NULL after a failure. */
int iph_path_table(ADDRESS_FAMILY family, MIB_IPPATH_TABLE **ret_table) IPH_MUST_CHECK;

/* -ENOENT when there is none. */
int iph_path_get(struct iph_nl *nl, const struct iph_path_key *key,
		 MIB_IPPATH_ROW *ret_row) IPH_MUST_CHECK;

/* flush.c: forgets what all paths of a family, or with AF_UNSPEC of both, begin with. Does what it
 * can even if a part of it fails, and returns the first failure. */
int iph_path_flush(uint8_t family) IPH_MUST_CHECK;
