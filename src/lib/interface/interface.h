/* SPDX-License-Identifier: MIT */
/* Interfaces as rows of MIB_IF_TABLE2. */
#pragma once

#include "codes/export.h"
#include "nl.h"
#include "table/table.h"

enum iph_statistics {
	IPH_WITHOUT_STATISTICS,
	IPH_WITH_STATISTICS,
};

/* Fills a row, all of it but the speeds, from an RTM_NEWLINK message. fd is any socket: the driver
 * of a device that has hardware behind it is asked for its name there. */
int iph_interface_fill(const struct nlmsghdr *nlh, int fd, enum iph_statistics statistics,
		       MIB_IF_ROW2 *ret_row) IPH_MUST_CHECK;

/* Wi-Fi is Ethernet to that message. */
bool iph_interface_maybe_wifi(const MIB_IF_ROW2 *row);
void iph_interface_set_wifi(MIB_IF_ROW2 *row);

/* The row of one interface: -ENODEV when there is none, -EINVAL when LUID and index are both 0.
 * And those of all, by index. */
int iph_interface_get(uint64_t luid, uint32_t index, enum iph_statistics statistics,
		      MIB_IF_ROW2 *ret_row) IPH_MUST_CHECK;
int iph_interface_read(enum iph_statistics statistics, struct iph_table *table) IPH_MUST_CHECK;

/* One row or many, sorted by index; find gives NULL when there is none. */
struct iph_interface_rows {
	MIB_IF_ROW2 *at;
	size_t count;
};

MIB_IF_ROW2 *iph_interface_find(const struct iph_interface_rows *rows, uint32_t index);

/* Fills in what the messages about interfaces do not tell. */
int iph_interface_complete(struct iph_interface_rows *rows) IPH_MUST_CHECK;

/* Of that, the speeds. */
int iph_interface_speeds(struct iph_interface_rows *rows) IPH_MUST_CHECK;
