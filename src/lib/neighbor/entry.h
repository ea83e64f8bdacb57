/* SPDX-License-Identifier: MIT */
/* Neighbours as rows, and what the calls do with them. */
#pragma once

#include "codes/export.h"
#include "link.h"
#include "neighbor.h"

/* row.c: all bytes of a row but the LUID, which is 0. */
void iph_neighbor_row(const struct iph_neighbor *neighbor, MIB_IPNET_ROW2 *ret_row);

/* change.c */

/* A neighbour that stays until somebody deletes it, with the hardware address of the row, which
 * has the length of the link's. -EEXIST, -ENOENT, -EPERM, ... */
int iph_neighbor_create(struct iph_nl *nl, const MIB_IPNET_ROW2 *row, const struct iph_addr *addr,
			const struct iph_link *link) IPH_MUST_CHECK;
int iph_neighbor_set(struct iph_nl *nl, const MIB_IPNET_ROW2 *row, const struct iph_addr *addr,
		     const struct iph_link *link) IPH_MUST_CHECK;
int iph_neighbor_delete(struct iph_nl *nl, const struct iph_addr *addr,
			const struct iph_link *link) IPH_MUST_CHECK;

/* Forgets what was learned: the neighbours of a family or with AF_UNSPEC of both, of one interface
 * or with ifindex 0 of all of them, that neither an administrator nor the kernel has fixed. */
int iph_neighbor_flush(struct iph_nl *nl, uint8_t family, uint32_t ifindex) IPH_MUST_CHECK;

/* resolve.c: makes the kernel look for a neighbour and waits until it has found it, or has given
 * up: -EHOSTUNREACH. Who is privileged has what is known of it forgotten first. source is the
 * address that asks, or NULL; -EINVAL when it is not ours. */
int iph_neighbor_resolve(const struct iph_addr *addr, const struct iph_link *link,
			 const struct iph_addr *source, bool privileged,
			 struct iph_neighbor *ret_neighbor) IPH_MUST_CHECK;
