/* SPDX-License-Identifier: MIT */
/* Forgetting paths: TCP's metrics, and exceptions of routes. */

#include <errno.h>

#include "family.h"
#include "path.h"
#include "route-exception.h"

/* So often exceptions are looked for: a dump may skip some while others change routes. */
#define TRIES 4

/* What a flush goes through. The rows have no table of Windows': it is the library's own. */
struct item {
	uint64_t unused; /* where a table of Windows' has its count */
	struct doomed {
		struct iph_addr dst;
		uint32_t table;
		uint32_t ifindex;
	} Table[1];
};

static const struct iph_table_shape shape = IPH_TABLE_SHAPE(struct item);

struct listing {
	struct iph_table *table;
	uint8_t family;
};

static int add(struct iph_table *table, const struct iph_addr *dst, uint32_t rt_table,
	       uint32_t ifindex)
{
	struct doomed *doomed = iph_table_add(table);

	if (!doomed)
		return -ENOMEM;
	*doomed = (struct doomed){.dst = *dst, .table = rt_table, .ifindex = ifindex};
	return 0;
}

static int add_metrics(const struct iph_tcp_metrics *metrics, void *arg)
{
	const struct listing *listing = arg;

	if (metrics->dst.family != listing->family)
		return 0;
	return add(listing->table, &metrics->dst, 0, 0);
}

static int add_exception(const struct iph_route *route, void *arg)
{
	const struct listing *listing = arg;

	return add(listing->table, &route->dst, route->table, route->hop.ifindex);
}

static void restart(void *arg)
{
	const struct listing *listing = arg;

	iph_table_truncate(listing->table, 0);
}

/* The kernel forgets those of one machine or all, but not those of one family. */
static int flush_family(struct iph_tcp_metrics_way *way, uint8_t family)
{
	IPH_AUTO_TABLE struct iph_table table = {0};
	struct listing listing = {.table = &table, .family = family};
	struct iph_tcp_metrics_sink sink = {
		.entry = add_metrics, .restart = restart, .arg = &listing};
	size_t i;
	int r = iph_table_init(&table, &shape);

	if (r == 0)
		r = iph_tcp_metrics_read(way, &sink);
	for (i = 0; r == 0 && i < iph_table_count(&table); i++) {
		const struct doomed *doomed = iph_table_row(&table, i);

		r = iph_tcp_metrics_forget(way, &doomed->dst);
		if (r == -ESRCH) /* it has gone with another one of the same machine */
			r = 0;
	}
	return r;
}

static int flush_metrics(uint8_t family)
{
	struct iph_tcp_metrics_way way;
	int r = iph_tcp_metrics_open(&way);

	if (r == -EOPNOTSUPP || r == -EAFNOSUPPORT)
		return 0;
	if (r < 0)
		return r;
	r = family == AF_UNSPEC ? iph_tcp_metrics_forget(&way, NULL) : flush_family(&way, family);
	iph_nl_close(&way.nl);
	return r;
}

/* How many of the listed are gone now. */
static int delete_exceptions(struct iph_nl *nl, const struct iph_table *table, size_t *ret_gone)
{
	size_t i;
	int r;

	*ret_gone = 0;
	for (i = 0; i < iph_table_count(table); i++) {
		const struct doomed *doomed = iph_table_row(table, i);

		r = iph_route_exception_delete(nl, &doomed->dst, doomed->table, doomed->ifindex);
		if (r < 0 && r != -ESRCH)
			return r;
		*ret_gone += r == 0;
	}
	return 0;
}

static int flush_exceptions6(void)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	IPH_AUTO_TABLE struct iph_table table = {0};
	struct listing listing = {.table = &table};
	struct iph_route_sink sink = {.entry = add_exception, .restart = restart, .arg = &listing};
	size_t gone = 1;
	int tries;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = iph_table_init(&table, &shape);
	for (tries = 0; r == 0 && gone > 0 && tries < TRIES; tries++) {
		iph_table_truncate(&table, 0);
		r = iph_route_exceptions(&nl, AF_INET6, &sink);
		if (r == 0)
			r = delete_exceptions(&nl, &table, &gone);
	}
	return r;
}

static int first_of(int r, int next)
{
	return r < 0 ? r : next;
}

/* A family that the machine lacks has nothing to forget, unless it alone is asked for. */
int iph_path_flush(uint8_t family)
{
	int stack4 = family == AF_INET6 ? -EAFNOSUPPORT : iph_family_check(AF_INET);
	int stack6 = family == AF_INET ? -EAFNOSUPPORT : iph_family_check(AF_INET6);
	int r;

	if (family != AF_UNSPEC && stack4 < 0 && stack6 < 0)
		return family == AF_INET ? stack4 : stack6;
	r = flush_metrics(family);
	if (stack4 == 0)
		r = first_of(r, iph_route_exceptions_flush());
	else if (stack4 != -EAFNOSUPPORT)
		r = first_of(r, stack4);
	if (stack6 == 0)
		r = first_of(r, flush_exceptions6());
	else if (stack6 != -EAFNOSUPPORT)
		r = first_of(r, stack6);
	return r;
}
