/* SPDX-License-Identifier: MIT */
/* Interfaces as rows of MIB_IF_TABLE2. */
#pragma once

#include "codes/export.h"
#include "link.h"
#include "table/table.h"

enum iph_statistics {
	IPH_WITHOUT_STATISTICS,
	IPH_WITH_STATISTICS,
};

/* row.c: fills a row, all of it but the speeds, from an RTM_NEWLINK message. fd is any socket: the
 * driver of a device that has hardware behind it is asked for its name there. */
int iph_interface_fill_row(const struct iph_link_message *message, int fd,
			   enum iph_statistics statistics, MIB_IF_ROW2 *ret_row) IPH_MUST_CHECK;
int iph_interface_fill(const struct nlmsghdr *nlh, int fd, enum iph_statistics statistics,
		       MIB_IF_ROW2 *ret_row) IPH_MUST_CHECK;

/* Wi-Fi is Ethernet to that message. */
bool iph_interface_maybe_wifi(const MIB_IF_ROW2 *row);
void iph_interface_set_wifi(MIB_IF_ROW2 *row);

/* read.c: the row of one interface: -ENODEV when there is none, -EINVAL when LUID and index are
 * both 0. And those of all, by index. */
int iph_interface_get(uint64_t luid, uint32_t index, enum iph_statistics statistics,
		      MIB_IF_ROW2 *ret_row) IPH_MUST_CHECK;
int iph_interface_read(enum iph_statistics statistics, struct iph_table *table) IPH_MUST_CHECK;

/* One row or many, sorted by index, each so many bytes behind the one before: they may be the first
 * members of something larger. */
struct iph_interface_rows {
	MIB_IF_ROW2 *first;
	size_t count;
	size_t step;
};

static inline MIB_IF_ROW2 *iph_interface_at(const struct iph_interface_rows *rows, size_t at)
{
	return (MIB_IF_ROW2 *)((char *)rows->first + at * rows->step);
}

/* The index of the only one, or 0 for all, as readers of the kernel take it. */
static inline uint32_t iph_interface_only(const struct iph_interface_rows *rows)
{
	return rows->count == 1 ? rows->first->InterfaceIndex : 0;
}

/* row.c: NULL when there is none. */
MIB_IF_ROW2 *iph_interface_find(const struct iph_interface_rows *rows, uint32_t index);

/* read.c: fills in what the messages about interfaces do not tell. */
int iph_interface_complete(struct iph_interface_rows *rows) IPH_MUST_CHECK;

/* speed.c: of that, the speeds. */
int iph_interface_speeds(struct iph_interface_rows *rows) IPH_MUST_CHECK;
