/* SPDX-License-Identifier: MIT */
/* The calls about routes. What each does without a fault is found out first; with one it has done
 * the same, or it has failed and the kernel has what it had before. */

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "inject.h"

enum route_call { CREATE, SET, DELETE, GET, TABLE, BEST };

struct route_case {
	enum route_call call;
	const char *prefix;
	uint8_t length;
	const char *next_hop; /* NULL: none */
	ULONG metric;
	ULONG lifetime;	    /* 0: for ever */
	const char *before; /* for ip -batch */
	uint32_t code;	    /* without a fault */
};

struct result {
	uint32_t code;
	MIB_IPFORWARD_ROW2 row;
	SOCKADDR_INET source;
	MIB_IPFORWARD_TABLE2 *table;
};

#define V4 "203.0.113.0", 24
#define V6 "2001:db8:f::", 48
#define ROUTE4 "route add 203.0.113.0/24 "
#define ROUTE6 "route add 2001:db8:f::/48 "
#define VIA4 "via 192.0.0.2 dev eth0 "
#define VIA6 "via 2001:db8:1::2 dev eth0 "
#define LIKE(...)                                                                                  \
	&(const struct route_case)                                                                 \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}
#define SCENARIO(name, ...)                                                                        \
	{                                                                                          \
		name, OP_FAMILY, {NULL, NULL}, HOLDER_NONE, ROLE_CALLER, NULL, &routes,            \
			LIKE(__VA_ARGS__)                                                          \
	}

static const struct family routes;

/* clang-format off */
const struct scenario route_scenarios[] = {
	SCENARIO("create IPv4", CREATE, V4, "192.0.0.2", 5, 0, ""),
	SCENARIO("create by a gateway that nothing leads to", CREATE, V4, "198.51.100.1", 0, 0, ""),
	SCENARIO("create beside others", CREATE, V4, NULL, 0, 0, ROUTE4 VIA4),
	SCENARIO("create IPv6", CREATE, V6, "2001:db8:1::2", 0, 600, ""),
	SCENARIO("create IPv6 by an own address", CREATE, V6, "2001:db8:1::10", 0, 0, ""),
	SCENARIO("create IPv6 beside others", CREATE, V6, "2001:db8:1::3", 7, 0,
		 ROUTE6 VIA6 "metric 7"),
	SCENARIO("create what is there", CREATE, V4, "192.0.0.2", 5, 0, ROUTE4 VIA4,
		 ERROR_OBJECT_ALREADY_EXISTS),

	SCENARIO("set IPv4", SET, V4, "192.0.0.2", 9, 0, ROUTE4 VIA4 "metric 5 mtu 1300"),
	SCENARIO("set one hop", SET, V4, "192.0.0.2", 9, 0,
		 ROUTE4 "nexthop " VIA4 "nexthop via 192.0.0.3 dev eth0"),
	SCENARIO("set IPv6", SET, V6, "2001:db8:1::2", 9, 0, ROUTE6 VIA6 "metric 5"),
	SCENARIO("set IPv6, the same metric", SET, V6, "2001:db8:1::2", 5, 900,
		 ROUTE6 VIA6 "metric 5"),

	SCENARIO("delete IPv4", DELETE, V4, "192.0.0.2", 0, 0, ROUTE4 VIA4),
	SCENARIO("delete IPv4, two metrics", DELETE, V4, "192.0.0.2", 0, 0,
		 ROUTE4 VIA4 "metric 5\n" ROUTE4 VIA4 "metric 6"),
	SCENARIO("delete IPv4 behind others'", DELETE, V4, NULL, 0, 0,
		 ROUTE4 "dev eth0\n"
		 "route prepend 203.0.113.0/24 " VIA4 "\n"
		 "route prepend 203.0.113.0/24 via 192.0.0.3 dev eth0"),
	SCENARIO("delete IPv4, one hop", DELETE, V4, "192.0.0.3", 0, 0,
		 ROUTE4 "nexthop " VIA4 "nexthop via 192.0.0.3 dev eth0"),
	SCENARIO("delete IPv6", DELETE, V6, "2001:db8:1::2", 0, 0, ROUTE6 VIA6),
	SCENARIO("delete IPv6, two metrics", DELETE, V6, "2001:db8:1::2", 0, 0,
		 ROUTE6 VIA6 "metric 5\n" ROUTE6 VIA6 "metric 6"),
	SCENARIO("delete IPv6, one hop", DELETE, V6, "2001:db8:1::3", 0, 0,
		 ROUTE6 "nexthop " VIA6 "nexthop via 2001:db8:1::3 dev eth0"),
	SCENARIO("delete what is not there", DELETE, V6, "2001:db8:1::2", 0, 0, "",
		 ERROR_NOT_FOUND),

	SCENARIO("get IPv4", GET, V4, "192.0.0.2", 0, 0, ROUTE4 VIA4),
	SCENARIO("get IPv4 behind others'", GET, V4, NULL, 0, 0, ROUTE4 "dev eth0 metric 9\n"
		 ROUTE4 VIA4 "metric 5"),
	SCENARIO("get IPv6", GET, V6, "2001:db8:1::2", 0, 0, ROUTE6 VIA6),
	SCENARIO("get what is not there", GET, V6, "2001:db8:1::2", 0, 0, "",
		 ERROR_NOT_FOUND),
	SCENARIO("table", TABLE, V4, NULL, 0, 0, ROUTE4 VIA4),
	SCENARIO("best IPv4", BEST, V4, NULL, 0, 0, ROUTE4 VIA4),
	SCENARIO("best IPv6", BEST, V6, NULL, 0, 0, ROUTE6 VIA6),
};
/* clang-format on */

const size_t route_scenario_count = sizeof(route_scenarios) / sizeof(route_scenarios[0]);

static struct picture in_the_beginning, before, after, now;
static struct result clean;

/* The time since a route was used goes on, and what is left of its life. */
static void stop_clock(const struct nlattr *attr)
{
	struct rta_cacheinfo *info = mnl_attr_get_payload(attr);

	*info = (struct rta_cacheinfo){.rta_expires = info->rta_expires != 0};
}

static bool without_time(struct nlmsghdr *nlh)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct rtmsg))
	{
		if (mnl_attr_get_type(attr) == RTA_CACHEINFO)
			stop_clock(attr);
	}
	return true;
}

static void look(struct picture *picture)
{
	look_at(RTM_GETROUTE, sizeof(struct rtmsg), without_time, picture);
}

static MIB_IPFORWARD_ROW2 route_row(const struct route_case *c)
{
	MIB_IPFORWARD_ROW2 row;

	InitializeIpForwardEntry(&row);
	row.InterfaceIndex = (NET_IFINDEX)eth0;
	set_address(c->prefix, &row.DestinationPrefix.Prefix);
	row.DestinationPrefix.PrefixLength = c->length;
	if (c->next_hop)
		set_address(c->next_hop, &row.NextHop);
	row.Metric = c->metric;
	if (c->lifetime)
		row.ValidLifetime = row.PreferredLifetime = c->lifetime;
	return row;
}

static uint32_t do_call(const struct route_case *c, struct result *result)
{
	MIB_IPFORWARD_ROW2 *row = &result->row;

	switch (c->call) {
	case CREATE:
		return CreateIpForwardEntry2(row);
	case SET:
		return SetIpForwardEntry2(row);
	case DELETE:
		return DeleteIpForwardEntry2(row);
	case GET:
		return GetIpForwardEntry2(row);
	case TABLE:
		return GetIpForwardTable2(AF_UNSPEC, &result->table);
	case BEST:
		return GetBestRoute2(NULL, 0, NULL, &row->DestinationPrefix.Prefix, 0, row,
				     &result->source);
	}
	return 0;
}

static bool same_table(const MIB_IPFORWARD_TABLE2 *a, const MIB_IPFORWARD_TABLE2 *b)
{
	return a->NumEntries == b->NumEntries &&
	       memcmp(a->Table, b->Table, a->NumEntries * sizeof(a->Table[0])) == 0;
}

/* The functions that make changes have only read the row; after a failure none has written. */
static bool untouched(const struct route_case *c, const struct result *result)
{
	static const struct result zero;
	MIB_IPFORWARD_ROW2 row = route_row(c);

	if (c->call == TABLE)
		return !result->table;
	if (c->call == BEST)
		row = zero.row;
	return memcmp(&result->row, &row, sizeof(row)) == 0 &&
	       memcmp(&result->source, &zero.source, sizeof(zero.source)) == 0;
}

static void call_route(const struct scenario *s)
{
	const struct route_case *c = s->what;
	struct result result = {.row = route_row(c)};
	bool fails;

	syscall(MARK_BEGIN);
	result.code = do_call(c, &result);
	syscall(MARK_END);
	told->code = result.code;
	fails = result.code != 0;
	told->untouched = !fails || untouched(c, &result);
	told->right = fails || (memcmp(&result.row, &clean.row, sizeof(clean.row)) == 0 &&
				memcmp(&result.source, &clean.source, sizeof(clean.source)) == 0);
	if (!fails && c->call == TABLE) {
		told->right = same_table(result.table, clean.table);
		FreeMibTable(result.table);
	}
}

static void run_ip(const struct route_case *c, const char *what)
{
	run_batch(strchr(c->prefix, ':') ? "-6" : "-4", what);
}

/* ip(8) flushes several hops of IPv6 one by one, and fails when they have gone with the first. */
static void set_routes(const struct route_case *c, const char *routes)
{
	long limit = now_ms() + HANG;
	char flush[64];

	snprintf(flush, sizeof(flush), "route flush root %s/%u", c->prefix, c->length);
	for (look(&now); !same_picture(&now, &in_the_beginning) && now_ms() < limit; look(&now))
		run_ip(c, flush);
	run_ip(c, routes);
	look(&now);
}

static void begin_routes(const struct scenario *s)
{
	const struct route_case *c = s->what;

	if (!in_the_beginning.length)
		look(&in_the_beginning);
	set_routes(c, c->before);
	before = now;
	if (clean.table)
		FreeMibTable(clean.table);
	clean = (struct result){.row = route_row(c)};
	clean.code = do_call(c, &clean);
	learn_code(clean.code, c->code);
	look(&after);
	now = after;
}

static void prepare_routes(const struct scenario *s)
{
	const struct route_case *c = s->what;

	if (same_picture(&now, &before))
		return;
	set_routes(c, c->before);
	if (!same_picture(&now, &before))
		complain("the routes cannot be made again", 0);
}

static void check_routes(void)
{
	bool done = call_done();

	look(&now);
	if (same_picture(&now, done ? &after : &before))
		return;
	complain(done ? "the routes are not as after it" : "the routes are not as before",
		 told->code);
	if (getenv("IPH_INJECT_VERBOSE"))
		(void)!system("ip route show table all; ip -6 route show table all");
}

static void end_routes(const struct scenario *s)
{
	set_routes(s->what, "");
	if (!same_picture(&now, &in_the_beginning))
		complain("in the end there are other routes than in the beginning", 0);
}

static const struct family routes = {
	.begin = begin_routes,
	.prepare = prepare_routes,
	.call = call_route,
	.check = check_routes,
	.end = end_routes,
};
