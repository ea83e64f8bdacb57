/* SPDX-License-Identifier: MIT */
/* The table of routes: those of the kernel's tables main and local, and of each VRF. */

#include <endian.h>
#include <errno.h>
#include <string.h>

#include "interfaces.h"
#include "read.h"
#include "row.h"
#include "rule.h"
#include "steady.h"
#include "table/key.h"
#include "table/table.h"

static const struct iph_table_shape shape = IPH_TABLE_SHAPE(MIB_IPFORWARD_TABLE2);

struct reading {
	struct iph_nl *nl;
	struct iph_table *table;
	struct iph_interfaces interfaces;
	bool vrf; /* there may be VRFs, and all interfaces have been read */
	uint8_t family;
	size_t first; /* row of the dump that is under way */
};

struct adding {
	const struct reading *reading;
	const struct iph_route *route;
};

static int add_hop(const struct iph_route_hop *hop, void *arg)
{
	const struct adding *adding = arg;
	MIB_IPFORWARD_ROW2 *row;

	if (!iph_route_has_row(adding->route, hop))
		return 0;
	row = iph_table_add(adding->reading->table);
	if (!row)
		return -ENOMEM;
	iph_route_row(adding->route, hop, row);
	return 0;
}

static int add_route(const struct iph_route *route, void *arg)
{
	struct adding adding = {.reading = arg, .route = route};

	return iph_route_each_hop(route, add_hop, &adding);
}

static void restart(void *arg)
{
	const struct reading *reading = arg;

	iph_table_truncate(reading->table, reading->first);
}

static int dump(struct reading *reading, uint32_t table)
{
	struct iph_route_sink sink = {.entry = add_route, .restart = restart, .arg = reading};

	reading->first = iph_table_count(reading->table);
	return iph_route_dump(reading->nl, reading->family, table, 0, &sink);
}

/* Whether no interface before this one names its table. */
static bool is_first(const struct iph_links *links, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (links->links[i].table == links->links[at].table)
			return false;
	return true;
}

static int dump_vrfs(struct reading *reading)
{
	const struct iph_links *links = &reading->interfaces.all;
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && reading->vrf && i < links->count; i++)
		if (links->links[i].table != RT_TABLE_MAIN && is_first(links, i))
			r = dump(reading, links->links[i].table);
	return r;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static uint64_t big_endian(const void *bytes)
{
	uint64_t value;

	memcpy(&value, bytes, sizeof(value));
	return be64toh(value);
}

static int compare_addresses(const SOCKADDR_INET *a, const SOCKADDR_INET *b)
{
	int order = compare_numbers(a->si_family, b->si_family);

	if (order == 0 && a->si_family == AF_INET)
		return compare_numbers(ntohl(a->Ipv4.sin_addr.s_addr),
				       ntohl(b->Ipv4.sin_addr.s_addr));
	if (order == 0)
		order = compare_numbers(big_endian(a->Ipv6.sin6_addr.s6_addr),
					big_endian(b->Ipv6.sin6_addr.s6_addr));
	if (order == 0)
		order = compare_numbers(big_endian(a->Ipv6.sin6_addr.s6_addr + 8),
					big_endian(b->Ipv6.sin6_addr.s6_addr + 8));
	return order;
}

/* What names a route on Windows. AF_INET is less than AF_INET6. */
static int compare_names(const void *left, const void *right, void *arg)
{
	const MIB_IPFORWARD_ROW2 *a = left;
	const MIB_IPFORWARD_ROW2 *b = right;
	int order = compare_addresses(&a->DestinationPrefix.Prefix, &b->DestinationPrefix.Prefix);

	(void)arg;
	if (order == 0)
		order = compare_numbers(b->DestinationPrefix.PrefixLength,
					a->DestinationPrefix.PrefixLength);
	if (order == 0)
		order = compare_numbers(a->InterfaceIndex, b->InterfaceIndex);
	return order ? order : compare_addresses(&a->NextHop, &b->NextHop);
}

/* Notes whether any two have one name: those that are next to each other in the end have been
 * compared, or nobody would know their order. */
static int compare_rows(const void *left, const void *right, void *arg)
{
	const MIB_IPFORWARD_ROW2 *a = left;
	const MIB_IPFORWARD_ROW2 *b = right;
	int order = compare_names(left, right, NULL);

	if (order)
		return order;
	*(bool *)arg = true;
	return compare_numbers(a->Metric, b->Metric);
}

/* Of rows with one name, which are next to each other, the first one stays, or the last one. */
static void drop_doubles(struct iph_table *table, size_t first, bool keep_last)
{
	size_t row = table->shape->row;
	size_t kept = first;
	size_t i;

	for (i = first; i < iph_table_count(table); i++) {
		void *at = iph_table_row(table, i);

		if (kept > first && compare_names(iph_table_row(table, kept - 1), at, NULL) == 0) {
			if (!keep_last)
				continue;
			kept--;
		}
		if (kept != i)
			memcpy(iph_table_row(table, kept), at, row);
		kept++;
	}
	iph_table_truncate(table, kept);
}

/* What the kernel has under one name has the lowest of its metrics. Those that are most come first,
 * and mostly in order, so that they stay where they are. */
static int read_once(struct reading *reading)
{
	size_t first = iph_table_count(reading->table);
	bool doubles = false;
	int r = dump(reading, RT_TABLE_MAIN);

	if (r == 0)
		r = dump_vrfs(reading);
	if (r == 0)
		r = dump(reading, RT_TABLE_LOCAL);
	if (r < 0)
		return r;
	iph_table_sort(reading->table, first, compare_rows, &doubles);
	if (doubles)
		drop_doubles(reading->table, first, false);
	return 0;
}

/* Forgets the rows from first to begin. */
static void keep_from(struct iph_table *table, size_t first, size_t begin)
{
	size_t count = iph_table_count(table) - begin;

	if (first != begin)
		memmove(iph_table_row(table, first), iph_table_row(table, begin),
			count * table->shape->row);
	iph_table_truncate(table, first + count);
}

/* The first reading during which nothing has changed counts. Where others change routes all the
 * time it is what any of the readings has, as the last of them has it: each of them may lack some
 * that have always been there. */
static int read_steadily(struct reading *reading)
{
	IPH_AUTO_STEADY struct iph_steady steady = {.notices = IPH_NL_CLOSED};
	size_t first = iph_table_count(reading->table);
	size_t begin;
	int i;
	int r = 0;

	iph_steady_open(&steady,
			reading->family == AF_INET ? RTNLGRP_IPV4_ROUTE : RTNLGRP_IPV6_ROUTE);
	for (i = 0; i < IPH_STEADY_TRIES; i++) {
		begin = iph_table_count(reading->table);
		r = iph_steady_begin(&steady, reading->nl, i);
		if (r == 0)
			r = read_once(reading);
		if (r < 0)
			return r;
		if (!iph_steady_changed(&steady)) {
			keep_from(reading->table, first, begin);
			return 0;
		}
		if (i == 0)
			continue;
		iph_table_sort(reading->table, first, compare_names, NULL);
		drop_doubles(reading->table, first, true);
	}
	return 0;
}

static int read_family(struct reading *reading, uint8_t family)
{
	struct iph_rules rules;
	int r = iph_rules_read(reading->nl, family, &rules);

	reading->family = family;
	if (r == 0 && rules.vrf && !reading->vrf) {
		r = iph_interfaces_read(&reading->interfaces, reading->nl->tries);
		reading->vrf = r == 0;
	}
	if (r < 0)
		return r;
	return read_steadily(reading);
}

/* With both families asked for, one that the machine lacks has no rows. */
static int read_families(struct reading *reading, uint8_t family)
{
	int r = 0;

	if (family != AF_INET6)
		r = read_family(reading, AF_INET);
	if (r == -EAFNOSUPPORT && family == AF_UNSPEC)
		r = 0;
	if (r == 0 && family != AF_INET)
		r = read_family(reading, AF_INET6);
	return r == -EAFNOSUPPORT && family == AF_UNSPEC ? 0 : r;
}

/* Rows of an interface that has gone in the meantime go with it. */
static int complete(struct reading *reading)
{
	struct iph_table *table = reading->table;
	uint32_t index = 0;
	uint64_t luid = 0;
	size_t kept = 0;
	size_t i;

	for (i = 0; i < iph_table_count(table); i++) {
		MIB_IPFORWARD_ROW2 *row = iph_table_row(table, i);
		int r = 0;

		if (row->InterfaceIndex != index)
			r = iph_interfaces_luid(&reading->interfaces, row->InterfaceIndex, &luid);
		if (r < 0)
			return r;
		index = row->InterfaceIndex;
		row->InterfaceLuid.Value = luid;
		if (luid && kept++ != i)
			memcpy(iph_table_row(table, kept - 1), row, sizeof(*row));
	}
	iph_table_truncate(table, kept);
	return 0;
}

static int read_all(struct iph_nl *nl, uint8_t family, struct iph_table *table)
{
	struct reading reading = {.nl = nl, .table = table, .interfaces = {.nl = nl}};
	int r = read_families(&reading, family);

	if (r == 0)
		r = complete(&reading);
	iph_interfaces_free(&reading.interfaces);
	return r;
}

int iph_route_table(ADDRESS_FAMILY family, MIB_IPFORWARD_TABLE2 **ret_table)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	IPH_AUTO_TABLE struct iph_table table = {0};
	uint8_t linux_family;
	int r;

	if (!ret_table)
		return -EINVAL;
	*ret_table = NULL;
	r = iph_row_family(family, &linux_family);
	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = iph_table_init(&table, &shape);
	if (r == 0)
		r = read_all(&nl, linux_family, &table);
	if (r < 0)
		return r;
	*ret_table = iph_table_take(&table);
	return 0;
}
