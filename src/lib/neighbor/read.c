/* SPDX-License-Identifier: MIT */
/* Reads all neighbours as rows. */

#include <errno.h>

#include <linux/rtnetlink.h>

#include "address/table.h"
#include "entry.h"

/* A reading that is under way; its rows begin at first. */
struct reading {
	struct iph_table *table;
	size_t first;
};

static int add_row(const struct iph_neighbor *neighbor, void *arg)
{
	const struct reading *reading = arg;
	MIB_IPNET_ROW2 *row = iph_table_add(reading->table);

	if (!row)
		return -ENOMEM;
	iph_neighbor_row(neighbor, row);
	return 0;
}

static void forget_rows(void *arg)
{
	const struct reading *reading = arg;

	iph_table_truncate(reading->table, reading->first);
}

static int read_rows(struct iph_nl *nl, uint8_t family, uint32_t ifindex, struct iph_table *table)
{
	struct reading reading = {.table = table, .first = iph_table_count(table)};
	struct iph_neighbor_sink sink = {.entry = add_row, .restart = forget_rows, .arg = &reading};

	return iph_neighbor_read(nl, family, ifindex, &sink);
}

const struct iph_address_kind iph_neighbor_kind = {
	IPH_ADDRESS_KIND(MIB_IPNET_TABLE2, MIB_IPNET_ROW2),
	.read = read_rows,
	.notices = {RTNLGRP_NEIGH, RTNLGRP_NEIGH},
};
