/* SPDX-License-Identifier: MIT */
/* Asking the kernel for paths, one or all. */

#include <errno.h>

#include "family.h"
#include "path.h"
#include "route-exception.h"

static const struct iph_table_shape shape = IPH_TABLE_SHAPE(MIB_IPPATH_TABLE);

struct reading {
	struct iph_nl *nl;
	struct iph_table *table;
	const struct iph_path_key *key; /* NULL: all */
	uint8_t family;
	size_t first; /* row of the dump that is under way */
};

static void forget_rows(void *arg)
{
	const struct reading *reading = arg;

	iph_table_truncate(reading->table, reading->first);
}

static bool asked_for(const struct reading *reading, const struct iph_tcp_metrics *metrics)
{
	const struct iph_path_key *key = reading->key;

	if (reading->family != AF_UNSPEC && metrics->dst.family != reading->family)
		return false;
	return !key || (iph_addr_equal(&key->dst, &metrics->dst) &&
			(!key->src.family || iph_addr_equal(&key->src, &metrics->src)));
}

static int add_metrics(const struct iph_tcp_metrics *metrics, void *arg)
{
	const struct reading *reading = arg;
	MIB_IPPATH_ROW *row;

	if (!asked_for(reading, metrics))
		return 0;
	row = iph_table_add(reading->table);
	if (!row)
		return -ENOMEM;
	iph_path_row_of_metrics(metrics, row);
	return 0;
}

/* Those of a destination with any source have to be looked for among all. */
static int ask_metrics(const struct iph_path_key *key, struct iph_tcp_metrics_way *way,
		       const struct iph_tcp_metrics_sink *sink)
{
	int r;

	if (!key || !key->src.family)
		return iph_tcp_metrics_read(way, sink);
	r = iph_tcp_metrics_get(way, &key->dst, &key->src, sink);
	return r == -ESRCH ? 0 : r;
}

/* A kernel that has no metrics, or does not tell of them, has paths by exceptions alone. */
static int read_metrics(struct reading *reading)
{
	struct iph_tcp_metrics_sink sink = {
		.entry = add_metrics, .restart = forget_rows, .arg = reading};
	struct iph_tcp_metrics_way way;
	int r = iph_tcp_metrics_open(&way);

	if (r == -EOPNOTSUPP || r == -EAFNOSUPPORT)
		return 0;
	if (r < 0)
		return r;
	reading->first = iph_table_count(reading->table);
	r = ask_metrics(reading->key, &way, &sink);
	iph_nl_close(&way.nl);
	return r;
}

static int add_exception(const struct iph_route *route, void *arg)
{
	const struct reading *reading = arg;
	MIB_IPPATH_ROW *row;

	if (route->hop.ifindex == 0)
		return 0;
	row = iph_table_add(reading->table);
	if (!row)
		return -ENOMEM;
	iph_path_row_of_exception(&route->dst, route->hop.ifindex, row);
	return 0;
}

static int read_exceptions(struct reading *reading, uint8_t family)
{
	struct iph_route_sink sink = {
		.entry = add_exception, .restart = forget_rows, .arg = reading};

	reading->first = iph_table_count(reading->table);
	return iph_route_exceptions(reading->nl, family, &sink);
}

struct asking {
	MIB_IPPATH_ROW *row;
	bool exception; /* and without one there is no path */
	bool found;
};

static int take_way(const struct iph_route *route, void *arg)
{
	struct asking *asking = arg;

	asking->found = (route->type == RTN_UNICAST || route->type == RTN_LOCAL) &&
			route->hop.ifindex != 0 &&
			route->dst.family == asking->row->Destination.si_family &&
			(!asking->exception || iph_route_excepted(route));
	if (asking->found)
		iph_path_take_route(route, asking->row);
	return 0;
}

static int take_owner(const struct iph_route *route, void *arg)
{
	if (route->type == RTN_LOCAL)
		*(uint32_t *)arg = route->hop.ifindex;
	return 0;
}

/* TCP's metrics have no interface, and link-local addresses mean nothing without: it is the one
 * that has the source. */
static int find_zone(struct iph_nl *nl, const struct iph_addr *src, uint32_t *ret_ifindex)
{
	struct iph_route_question question = {.to = src, .as_stored = true};
	struct iph_route_sink sink = {.entry = take_owner, .arg = ret_ifindex};
	int r;

	*ret_ifindex = 0;
	if (!iph_addr_zoned(src))
		return -ENETUNREACH;
	r = iph_route_verdict(iph_route_ask(nl, &question, &sink));
	return r == 0 && *ret_ifindex == 0 ? -ENETUNREACH : r;
}

/* The way that a packet takes now. Where there is none is no path. */
static int ask_way(struct iph_nl *nl, MIB_IPPATH_ROW *row, bool *ret_found)
{
	struct asking asking = {.row = row, .exception = row->InterfaceIndex != 0};
	struct iph_route_sink sink = {.entry = take_way, .arg = &asking};
	struct iph_addr dst = {0};
	struct iph_addr src = {0};
	struct iph_route_question question = {.to = &dst, .ifindex = row->InterfaceIndex};
	int r = 0;

	(void)iph_row_addr(&row->Destination, &dst);
	if (iph_row_addr(&row->Source, &src))
		question.from = &src;
	if (iph_addr_zoned(&dst) && question.ifindex == 0)
		r = find_zone(nl, &src, &question.ifindex);
	if (r == 0)
		r = iph_route_verdict(iph_route_ask(nl, &question, &sink));
	*ret_found = asking.found;
	return r == -ENETUNREACH ? 0 : r;
}

static bool is_wanted(const struct reading *reading, const MIB_IPPATH_ROW *row)
{
	const struct iph_path_key *key = reading->key;
	struct iph_addr src = {0};

	(void)iph_row_addr(&row->Source, &src);
	return !key || (row->InterfaceIndex == key->ifindex &&
			(!key->src.family || iph_addr_equal(&key->src, &src)));
}

/* Drops the rows that are no paths. */
static int find_ways(struct reading *reading)
{
	struct iph_table *table = reading->table;
	size_t kept = 0;
	size_t i;

	for (i = 0; i < iph_table_count(table); i++) {
		MIB_IPPATH_ROW *row = iph_table_row(table, i);
		bool found = false;
		int r = ask_way(reading->nl, row, &found);

		if (r < 0)
			return r;
		if (found && is_wanted(reading, row))
			memmove(iph_table_row(table, kept++), row, sizeof(*row));
	}
	iph_table_truncate(table, kept);
	return 0;
}

static int compare_interfaces(const void *left, const void *right, void *arg)
{
	const MIB_IPPATH_ROW *a = left;
	const MIB_IPPATH_ROW *b = right;

	(void)arg;
	return (a->InterfaceIndex > b->InterfaceIndex) - (a->InterfaceIndex < b->InterfaceIndex);
}

static int complete_row(struct iph_nl *nl, const struct iph_path_link *link, MIB_IPPATH_ROW *row)
{
	struct iph_addr hop = iph_path_hop(row);
	struct iph_neighbor neighbor;
	int r = iph_neighbor_get(nl, &hop, row->InterfaceIndex, &neighbor);
	bool known = r == 0 && !iph_neighbor_hidden(&neighbor);

	if (r < 0 && r != -ENOENT && r != -ENODEV)
		return r;
	iph_path_take_link(link, known ? &neighbor : NULL, row);
	return 0;
}

/* The paths of an interface that has gone meanwhile go with it. */
static int complete(struct reading *reading)
{
	struct iph_table *table = reading->table;
	struct iph_path_link link;
	uint32_t index = 0;
	size_t kept = 0;
	size_t i;
	int r = 0;

	iph_table_sort(table, 0, compare_interfaces, NULL);
	for (i = 0; i < iph_table_count(table); i++) {
		MIB_IPPATH_ROW *row = iph_table_row(table, i);

		if (row->InterfaceIndex != index)
			r = iph_path_link(reading->nl, row->InterfaceIndex, &link);
		index = row->InterfaceIndex;
		if (r == -ENODEV)
			continue;
		if (r == 0)
			r = complete_row(reading->nl, &link, row);
		if (r < 0)
			return r;
		memmove(iph_table_row(table, kept++), row, sizeof(*row));
	}
	iph_table_truncate(table, kept);
	return 0;
}

/* Metrics and exceptions of one path: the row of the metrics came first, and has what the exception
 * says, too. */
static void drop_doubles(struct iph_table *table)
{
	size_t kept = 0;
	size_t i;

	for (i = 0; i < iph_table_count(table); i++) {
		MIB_IPPATH_ROW *row = iph_table_row(table, i);

		if (kept && iph_path_compare(iph_table_row(table, kept - 1), row, NULL) == 0)
			continue;
		memmove(iph_table_row(table, kept++), row, sizeof(*row));
	}
	iph_table_truncate(table, kept);
}

static int finish(struct reading *reading)
{
	int r = find_ways(reading);

	if (r == 0)
		r = complete(reading);
	if (r < 0)
		return r;
	iph_table_sort(reading->table, 0, iph_path_compare, NULL);
	drop_doubles(reading->table);
	return 0;
}

/* With both families asked for, one that the machine lacks has no rows. */
static int read_family(struct reading *reading, uint8_t family)
{
	int r = 0;

	if (reading->family == AF_UNSPEC || reading->family == family) {
		r = iph_family_check(family);
		if (r == 0)
			r = read_exceptions(reading, family);
	}
	return r == -EAFNOSUPPORT && reading->family == AF_UNSPEC ? 0 : r;
}

static int read_all(struct reading *reading)
{
	int r = read_metrics(reading);

	if (r == 0)
		r = read_family(reading, AF_INET);
	if (r == 0)
		r = read_family(reading, AF_INET6);
	return r == 0 ? finish(reading) : r;
}

int iph_path_table(ADDRESS_FAMILY family, MIB_IPPATH_TABLE **ret_table)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	IPH_AUTO_TABLE struct iph_table table = {0};
	struct reading reading = {.nl = &nl, .table = &table};
	int r;

	if (!ret_table)
		return -EINVAL;
	*ret_table = NULL;
	r = iph_row_family(family, &reading.family);
	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = iph_table_init(&table, &shape);
	if (r == 0)
		r = read_all(&reading);
	if (r < 0)
		return r;
	*ret_table = iph_table_take(&table);
	return 0;
}

/* The answer about the way says whether there is an exception: nobody looks through all of them. */
int iph_path_get(struct iph_nl *nl, const struct iph_path_key *key, MIB_IPPATH_ROW *ret_row)
{
	IPH_AUTO_TABLE struct iph_table table = {0};
	struct reading reading = {.nl = nl, .table = &table, .key = key, .family = key->dst.family};
	MIB_IPPATH_ROW *row = NULL;
	int r = iph_table_init(&table, &shape);

	if (r == 0)
		r = read_metrics(&reading);
	if (r < 0)
		return r;
	row = iph_table_add(&table);
	if (!row)
		return -ENOMEM;
	iph_path_row_of_exception(&key->dst, key->ifindex, row);
	r = finish(&reading);
	if (r == 0 && iph_table_count(&table) == 0)
		r = -ENOENT;
	if (r == 0)
		memcpy(ret_row, iph_table_row(&table, 0), sizeof(*ret_row));
	return r;
}
