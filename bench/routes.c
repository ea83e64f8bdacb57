/* SPDX-License-Identifier: MIT */
/* The lines about routes: their table, one of them, the best one, and one more of them. */

#include <arpa/inet.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include <linux/rtnetlink.h>
#include <netlink/netlink.h>
#include <netlink/route/route.h>

#include "process.h"
#include "tables.h"
#include "world.h"

/* Its time grows with the square: 24 s for 100000 routes. */
#define LIBNL_MOST 10000

/* A route that is not among the others. */
#define ONE_MORE 2000000

struct subject {
	const char *line;
	int family;
	uint8_t length;
	struct table table;
	void (*dump)(struct dump *dump);
	int (*libnl)(struct nl_sock *sock, struct nl_cache **ret_cache);
	const char *ip[6];
	uint32_t index; /* where the routes are */
};

static DWORD get_ipv4(void **ret_table)
{
	return GetIpForwardTable2(AF_INET, (PMIB_IPFORWARD_TABLE2 *)ret_table);
}

static DWORD get_ipv6(void **ret_table)
{
	return GetIpForwardTable2(AF_INET6, (PMIB_IPFORWARD_TABLE2 *)ret_table);
}

static void start_routes(struct dump *dump, uint8_t family)
{
	struct rtmsg *rtm =
		message_start(&dump->message, RTM_GETROUTE, NLM_F_DUMP, sizeof(struct rtmsg));

	rtm->rtm_family = family;
}

static void start_ipv4(struct dump *dump)
{
	start_routes(dump, AF_INET);
}

static void start_ipv6(struct dump *dump)
{
	start_routes(dump, AF_INET6);
}

static int alloc_ipv4(struct nl_sock *sock, struct nl_cache **ret_cache)
{
	return rtnl_route_alloc_cache(sock, AF_INET, 0, ret_cache);
}

static int alloc_ipv6(struct nl_sock *sock, struct nl_cache **ret_cache)
{
	return rtnl_route_alloc_cache(sock, AF_INET6, 0, ret_cache);
}

static struct subject ipv4 = {
	.line = "route-table-ipv4",
	.family = AF_INET,
	.length = 28,
	.table = TABLE(MIB_IPFORWARD_TABLE2, get_ipv4),
	.dump = start_ipv4,
	.libnl = alloc_ipv4,
	.ip = {"ip", "-4", "-j", "route", NULL},
};

static struct subject ipv6 = {
	.line = "route-table-ipv6",
	.family = AF_INET6,
	.length = 64,
	.table = TABLE(MIB_IPFORWARD_TABLE2, get_ipv6),
	.dump = start_ipv6,
	.libnl = alloc_ipv6,
	.ip = {"ip", "-6", "-j", "route", NULL},
};

/* Route n: 11.0.0.0/28 and on, 2001:db8::/64 and on. Returns the length of the address. */
static size_t prefix_of(const struct subject *subject, long n, uint8_t *ret_addr)
{
	uint32_t word =
		htonl(subject->family == AF_INET ? 0x0b000000u + ((uint32_t)n << 4) : (uint32_t)n);

	memset(ret_addr, 0, 16);
	if (subject->family == AF_INET) {
		memcpy(ret_addr, &word, 4);
		return 4;
	}
	memcpy(ret_addr, "\x20\x01\x0d\xb8", 4);
	memcpy(ret_addr + 4, &word, 4);
	return 16;
}

static int change_route(const struct subject *subject, struct raw *raw, uint16_t type, long n)
{
	struct message message;
	uint16_t flags = type == RTM_NEWROUTE ? NLM_F_CREATE | NLM_F_EXCL : 0;
	struct rtmsg *rtm = message_start(&message, type, flags, sizeof(*rtm));
	uint8_t addr[16];
	size_t len = prefix_of(subject, n, addr);

	rtm->rtm_family = (uint8_t)subject->family;
	rtm->rtm_dst_len = subject->length;
	rtm->rtm_table = RT_TABLE_MAIN;
	rtm->rtm_protocol = RTPROT_STATIC;
	rtm->rtm_scope = RT_SCOPE_LINK;
	rtm->rtm_type = RTN_UNICAST;
	message_put(&message, RTA_DST, addr, len);
	message_put(&message, RTA_OIF, &subject->index, sizeof(subject->index));
	return raw_request(raw, &message);
}

static void add_routes(const struct subject *subject, long from, long to)
{
	struct raw raw;
	int r = 0;

	raw_open(&raw);
	for (; r == 0 && from < to; from++)
		r = change_route(subject, &raw, RTM_NEWROUTE, from);
	raw_close(&raw);
	if (r < 0)
		errx(1, "%s: a route: %s", subject->line, strerror(-r));
}

static void compare_tables(struct subject *subject, struct dumps *dumps, long size)
{
	struct nlcache libnl;
	struct work work = {
		.line = subject->line,
		.size = size,
		.contenders = {CONTENDER("ours", BENCH_OURS, table_get_free, &subject->table),
			       CONTENDER("raw", BENCH_RAW, dumps_read, dumps),
			       CONTENDER("raw, and stored", BENCH_RAW, dumps_store, dumps),
			       CONTENDER("ip -j", BENCH_PROCESS, process_run, subject->ip)},
	};

	if (size >= 1000)
		work.goals[0] = (struct goal){"raw, and stored", 1.25};
	nlcache_init(&libnl, subject->libnl);
	if (size <= LIBNL_MOST) {
		work.contenders[4] = (struct contender)CONTENDER("libnl-3 cache", BENCH_PEER,
								 nlcache_read, &libnl);
		work.goals[size >= 1000] = (struct goal){"libnl-3 cache", 0.5};
	}
	bench_compare(&work);
	nl_socket_free(libnl.sock);
	table_heap(&subject->table, subject->line, size);
}

static MIB_IPFORWARD_ROW2 row_of(const struct subject *subject, long n)
{
	MIB_IPFORWARD_ROW2 row;
	uint8_t addr[16];
	size_t len = prefix_of(subject, n, addr);

	InitializeIpForwardEntry(&row);
	row.InterfaceIndex = subject->index;
	row.DestinationPrefix.PrefixLength = subject->length;
	row.DestinationPrefix.Prefix.si_family = row.NextHop.si_family =
		(ADDRESS_FAMILY)subject->family;
	memcpy(len == 4 ? (void *)&row.DestinationPrefix.Prefix.Ipv4.sin_addr
			: (void *)&row.DestinationPrefix.Prefix.Ipv6.sin6_addr,
	       addr, len);
	return row;
}

static int get_one(void *arg)
{
	MIB_IPFORWARD_ROW2 row = row_of(arg, 5);

	return (int)GetIpForwardEntry2(&row);
}

static int create_delete(void *arg)
{
	MIB_IPFORWARD_ROW2 row = row_of(arg, ONE_MORE);
	DWORD code = CreateIpForwardEntry2(&row);

	return (int)(code ? code : DeleteIpForwardEntry2(&row));
}

static int get_best(void *arg)
{
	const struct subject *subject = arg;
	MIB_IPFORWARD_ROW2 row;
	SOCKADDR_INET from;
	SOCKADDR_INET to;
	uint8_t addr[16];
	size_t len = prefix_of(subject, 5, addr);

	memset(&to, 0, sizeof(to));
	to.si_family = (ADDRESS_FAMILY)subject->family;
	memcpy(len == 4 ? (void *)&to.Ipv4.sin_addr : (void *)&to.Ipv6.sin6_addr, addr, len);
	return (int)GetBestRoute2(NULL, 0, NULL, &to, 0, &row, &from);
}

static int raw_lookup(const struct subject *subject, struct raw *raw, uint32_t flags, bool oif)
{
	struct message message;
	struct rtmsg *rtm = message_start(&message, RTM_GETROUTE, 0, sizeof(*rtm));
	uint8_t addr[16];
	size_t len = prefix_of(subject, 5, addr);

	rtm->rtm_family = (uint8_t)subject->family;
	rtm->rtm_dst_len = (uint8_t)(8 * len);
	rtm->rtm_flags = flags;
	message_put(&message, RTA_DST, addr, len);
	if (oif)
		message_put(&message, RTA_OIF, &subject->index, sizeof(subject->index));
	return raw_get(raw, &message);
}

static int raw_link(const struct subject *subject, struct raw *raw)
{
	struct message message;
	struct ifinfomsg *ifi = message_start(&message, RTM_GETLINK, 0, sizeof(*ifi));

	ifi->ifi_index = (int)subject->index;
	return raw_get(raw, &message);
}

static int raw_one(void *arg)
{
	struct raw raw;
	int r;

	raw_open(&raw);
	r = raw_link(arg, &raw);
	if (r == 0)
		r = raw_lookup(arg, &raw, RTM_F_FIB_MATCH, true);
	raw_close(&raw);
	return r;
}

static int raw_best(void *arg)
{
	struct raw raw;
	int r;

	raw_open(&raw);
	r = raw_lookup(arg, &raw, RTM_F_FIB_MATCH, false);
	if (r == 0)
		r = raw_lookup(arg, &raw, 0, false);
	if (r == 0)
		r = raw_link(arg, &raw);
	raw_close(&raw);
	return r;
}

static int raw_change(void *arg)
{
	static const uint16_t types[] = {RTM_NEWROUTE, RTM_DELROUTE};
	struct raw raw;
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < 2; i++) {
		raw_open(&raw);
		r = change_route(arg, &raw, types[i], ONE_MORE);
		raw_close(&raw);
	}
	return r;
}

static void compare_calls(struct subject *subject, const char *line, int (*ours)(void *arg),
			  int (*raw)(void *arg), long size)
{
	const struct work work = {
		.line = line,
		.size = size,
		.contenders = {CONTENDER("ours", BENCH_OURS, ours, subject),
			       CONTENDER("raw, own socket", BENCH_RAW, raw, subject)},
		.goals = {{"raw, own socket", 2}},
	};

	bench_compare(&work);
}

static bool begin(struct subject *subject)
{
	world_begin();
	if (!table_is_there(&subject->table, subject->line))
		return false;
	subject->index = world_ethernet();
	return true;
}

static void run_tables(struct subject *subject)
{
	static const long sizes[] = {10, 1000, 10000, 100000, 1000000};
	static struct dumps dumps;
	long n = 0;
	size_t i;

	if (!begin(subject))
		return;
	dumps_init(&dumps, &subject->table);
	dumps_add(&dumps, subject->dump, 1, subject->line);
	dumps_add(&dumps, start_links_without_statistics, 0, subject->line);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]) && bench_wants(sizes[i]); i++) {
		add_routes(subject, n, sizes[i]);
		n = sizes[i];
		compare_tables(subject, &dumps, n);
	}
}

static void run_calls(struct subject *subject, const char *get, const char *best,
		      const char *create)
{
	static const long sizes[] = {10, 1000000};
	long n = 0;
	size_t i;

	if (!begin(subject))
		return;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]) && bench_wants(sizes[i]); i++) {
		add_routes(subject, n, sizes[i]);
		n = sizes[i];
		compare_calls(subject, get, get_one, raw_one, n);
		compare_calls(subject, best, get_best, raw_best, n);
		compare_calls(subject, create, create_delete, raw_change, n);
	}
}

void line_route_ipv4(void)
{
	run_tables(&ipv4);
}

void line_route_ipv6(void)
{
	run_tables(&ipv6);
}

void line_route_calls_ipv4(void)
{
	run_calls(&ipv4, "route-get-ipv4", "route-best-ipv4", "route-create-ipv4");
}

void line_route_calls_ipv6(void)
{
	run_calls(&ipv6, "route-get-ipv6", "route-best-ipv6", "route-create-ipv6");
}
