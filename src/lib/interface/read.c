/* SPDX-License-Identifier: MIT */
/* Asking the kernel for interfaces, one or all of them. */

#include <errno.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "interface.h"
#include "link.h"
#include "wifi.h"

struct reader {
	struct iph_nl nl;
	struct iph_table *table;
	MIB_IF_ROW2 *row; /* without a table */
	enum iph_statistics statistics;
};

static int link_message(const struct nlmsghdr *nlh, void *arg)
{
	struct reader *reader = arg;
	MIB_IF_ROW2 *row = reader->table ? iph_table_add(reader->table) : reader->row;

	if (!row)
		return -ENOMEM;
	return iph_interface_fill(nlh, reader->nl.fd, reader->statistics, row);
}

static void forget_rows(void *arg)
{
	const struct reader *reader = arg;

	iph_table_truncate(reader->table, 0);
}

static void set_row_wifi(uint32_t index, void *arg)
{
	MIB_IF_ROW2 *row = iph_interface_find(arg, index);

	if (row)
		iph_interface_set_wifi(row);
}

static int find_wifi(struct iph_interface_rows *rows)
{
	size_t i;

	for (i = 0; i < rows->count; i++)
		if (iph_interface_maybe_wifi(iph_interface_at(rows, i)))
			return iph_wifi_read(iph_interface_only(rows), set_row_wifi, rows);
	return 0;
}

int iph_interface_complete(struct iph_interface_rows *rows)
{
	int r = find_wifi(rows);

	return r < 0 ? r : iph_interface_speeds(rows);
}

static int complete(MIB_IF_ROW2 *first, size_t count)
{
	struct iph_interface_rows rows = {.first = first, .count = count, .step = sizeof(*first)};

	return iph_interface_complete(&rows);
}

int iph_interface_get(uint64_t luid, uint32_t index, enum iph_statistics statistics,
		      MIB_IF_ROW2 *ret_row)
{
	MIB_IF_ROW2 row;
	struct reader reader = {.nl = IPH_NL_CLOSED, .row = &row, .statistics = statistics};
	struct iph_nl_sink sink = {.message = link_message, .arg = &reader};
	int r;

	if (luid == 0 && index == 0)
		return -EINVAL;
	if (luid)
		index = iph_luid_index(luid);
	if (index == 0 || index > INT32_MAX)
		return -ENODEV;
	r = iph_nl_open(NETLINK_ROUTE, &reader.nl);
	if (r < 0)
		return r;
	r = iph_link_ask(&reader.nl, index, &sink);
	iph_nl_close(&reader.nl);
	if (r == 0)
		r = complete(&row, 1);
	if (r < 0)
		return r;
	if (luid && row.InterfaceLuid.Value != luid)
		return -ENODEV;
	memcpy(ret_row, &row, sizeof(row)); /* the padding, too */
	return 0;
}

static int compare_rows(const void *left, const void *right, void *arg)
{
	const MIB_IF_ROW2 *a = left;
	const MIB_IF_ROW2 *b = right;

	(void)arg;
	return (a->InterfaceIndex > b->InterfaceIndex) - (a->InterfaceIndex < b->InterfaceIndex);
}

int iph_interface_read(enum iph_statistics statistics, struct iph_table *table)
{
	struct reader reader = {.nl = IPH_NL_CLOSED, .table = table, .statistics = statistics};
	struct iph_nl_sink sink = {.message = link_message, .restart = forget_rows, .arg = &reader};
	int r = iph_nl_open(NETLINK_ROUTE, &reader.nl);

	if (r < 0)
		return r;
	r = iph_link_ask(&reader.nl, 0, &sink);
	iph_nl_close(&reader.nl);
	if (r < 0)
		return r;
	iph_table_sort(table, 0, compare_rows, NULL);
	return complete(iph_table_row(table, 0), iph_table_count(table));
}
