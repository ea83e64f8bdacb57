/* SPDX-License-Identifier: MIT */
/* What the files of the neighbour family share. */
#pragma once

#include "codes/export.h"
#include "link.h"
#include "neighbor.h"

/* row.c: writes all bytes of a row; the LUID is 0 and left to the caller. */
void iph_neighbor_row(const struct iph_neighbor *neighbor, MIB_IPNET_ROW2 *ret_row);

/* change.c */

/* Create or change a neighbour. It has that state: NUD_PERMANENT stays until somebody deletes it.
 * The length of its hardware address is the link's. -EEXIST, -ENOENT, -EPERM, ... */
int iph_neighbor_create(struct iph_nl *nl, const struct iph_neighbor *wish) IPH_MUST_CHECK;
int iph_neighbor_set(struct iph_nl *nl, const struct iph_neighbor *wish) IPH_MUST_CHECK;
int iph_neighbor_delete(struct iph_nl *nl, const struct iph_addr *addr,
			const struct iph_link *link) IPH_MUST_CHECK;

/* Deletes the neighbours that the kernel has learned, and leaves those with the states
 * NUD_PERMANENT and NUD_NOARP. Of a family, or with AF_UNSPEC of both; of an interface, or with
 * ifindex 0 of all.
 */
int iph_neighbor_flush(struct iph_nl *nl, uint8_t family, uint32_t ifindex) IPH_MUST_CHECK;

/* api.c: calls of netioapi.h but for their codes, for the older calls that do the same. state is
 * that of the new or changed neighbour. */
typedef int (*iph_neighbor_change)(struct iph_nl *nl, const struct iph_neighbor *wish);
int iph_neighbor_change_row(const MIB_IPNET_ROW2 *row, uint16_t state,
			    iph_neighbor_change function) IPH_MUST_CHECK;
int iph_neighbor_delete_row(const MIB_IPNET_ROW2 *row) IPH_MUST_CHECK;
int iph_neighbor_flush_rows(ADDRESS_FAMILY family, NET_IFINDEX index) IPH_MUST_CHECK;

/* resolve.c: makes the kernel look for a neighbour, and waits until it has found it or given up:
 * -EHOSTUNREACH. With privileged, what the kernel knows of the neighbour is deleted first. source
 * is the address that asks, or NULL; -EINVAL when this machine does not have it. */
int iph_neighbor_resolve(const struct iph_addr *addr, const struct iph_link *link,
			 const struct iph_addr *source, bool privileged,
			 struct iph_neighbor *ret_neighbor) IPH_MUST_CHECK;
