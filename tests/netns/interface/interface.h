/* SPDX-License-Identifier: MIT */
/* An interface of every kind that this kernel can make. */
#pragma once

#include "codes.h"

struct interface_kind {
	const char *command; /* what makes it; eth0 is there already */
	const char *name;
	IFTYPE type;
	TUNNEL_TYPE tunnel;
	NDIS_MEDIUM medium;
	NET_IF_ACCESS_TYPE access;
	const char *description;
};

extern const struct interface_kind interface_kinds[];
extern const int interface_kind_count;

/* All of them, below a bridge, with names as above, some up, some down, some without carrier, and
 * with traffic behind them. Needs peer_setup(). Returns how many of the list there are. */
int interfaces_setup(void);

/* That table, or row of it; the test fails if there is none. */
PMIB_IF_TABLE2 interface_table(MIB_IF_TABLE_LEVEL level);
const MIB_IF_ROW2 *interface_row(const MIB_IF_TABLE2 *table, const char *name);
