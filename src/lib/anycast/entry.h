/* SPDX-License-Identifier: MIT */
/* The rooms of the anycast family. */
#pragma once

#include "address/table.h"
#include "anycast-proto.h"

/* row.c: all of a row but its LUID. */
void iph_anycast_row(const struct iph_addr *addr, uint32_t ifindex,
		     MIB_ANYCASTIPADDRESS_ROW *ret_row);

/* read.c: the interface that has the entry. -ENOENT when it has no such entry, else as
 * iph_key_link(). */
int iph_anycast_get(const struct iph_key *key, struct iph_link *ret_link) IPH_MUST_CHECK;

/* change.c: IPH_OP_CREATE or IPH_OP_DELETE. */
int iph_anycast_change(enum iph_op op, const struct iph_key *key) IPH_MUST_CHECK;
