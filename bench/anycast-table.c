/* SPDX-License-Identifier: MIT */
/* The lines anycast-table and anycast-get. */

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include <linux/rtnetlink.h>

#include "anycast.h"
#include "process.h"
#include "tables.h"
#include "world.h"

#define GET_SIZE 16000

static DWORD get_anycast(void **ret_table)
{
	return GetAnycastIpAddressTable(AF_INET6, (PMIB_ANYCASTIPADDRESS_TABLE *)ret_table);
}

static struct table anycast_table = TABLE(MIB_ANYCASTIPADDRESS_TABLE, get_anycast);

static void start_dump(struct message *message, uint32_t ifindex)
{
	struct ifaddrmsg *ifa = message_start(message, RTM_GETANYCAST, NLM_F_DUMP, sizeof(*ifa));

	ifa->ifa_family = AF_INET6;
	ifa->ifa_index = ifindex;
}

static void start_whole_dump(struct dump *dump)
{
	start_dump(&dump->message, 0);
}

static void compare_table(struct dumps *dumps, long size)
{
	static char proc[] = "/proc/self/net/anycast6";
	/* the entries are mere memberships here, so that their routes are still there */
	static const char *ip[] = {"ip",    "-j",    "-6",   "route",	"show",
				   "table", "local", "type", "anycast", NULL};
	struct work work = {
		.line = "anycast-table",
		.size = size,
		.contenders = {CONTENDER("ours", BENCH_OURS, table_get_free, &anycast_table),
			       CONTENDER("raw", BENCH_RAW, dumps_read, dumps),
			       CONTENDER("raw, own socket", BENCH_RAW, dumps_read_fresh, dumps),
			       CONTENDER("raw, and stored", BENCH_RAW, dumps_store, dumps),
			       CONTENDER("/proc/net/anycast6", BENCH_PEER, process_read_file, proc),
			       CONTENDER("ip -j route", BENCH_PROCESS, process_run, ip)},
		.goals = {{"raw", 1.1}, {"raw, own socket", 1.1}},
	};

	bench_compare(&work);
	table_heap(&anycast_table, work.line, size);
}

void line_anycast_table(void)
{
	static const long sizes[] = {10, 100, 1000, 4100, 16000};
	static struct dumps dumps;
	uint32_t ifindex;
	long n = 0;
	size_t i;

	world_begin();
	ifindex = world_ethernet();
	dumps_init(&dumps, &anycast_table);
	dumps_add(&dumps, start_whole_dump, 1, "anycast-table");
	dumps_add(&dumps, start_links_without_statistics, 0, "anycast-table");
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]) && bench_wants(sizes[i]); i++) {
		world_join(ifindex, n, sizes[i]);
		n = sizes[i];
		compare_table(&dumps, n);
	}
}

/* The kernel has no other question that is answered by exactly one interface's membership:
 * a dump of that interface, read until the address is found. Which address it is goes round. */
struct search {
	uint32_t ifindex;
	long size;
	long next;
	struct message message;
};

static long next_entry(struct search *search)
{
	search->next = (search->next + 6151) % search->size; /* a prime: through all of them */
	return search->next;
}

static int get_entry(void *arg)
{
	struct search *search = arg;
	const struct in6_addr addr = world_ipv6(next_entry(search));
	MIB_ANYCASTIPADDRESS_ROW row = anycast_row(search->ifindex, AF_INET6, &addr);

	return (int)GetAnycastIpAddressEntry(&row);
}

static int find_entry(void *arg)
{
	struct search *search = arg;
	const struct in6_addr addr = world_ipv6(next_entry(search));
	struct raw raw;
	int found;

	raw_open(&raw); /* one whose dump was given up is of no use any more */
	raw_strict(&raw);
	found = raw_dump_find(&raw, &search->message, sizeof(struct ifaddrmsg) + NLA_HDRLEN, &addr);
	raw_close(&raw);
	return !found;
}

void line_anycast_get(void)
{
	const long size = bench_wants(GET_SIZE) ? GET_SIZE : 1000;
	struct search ours = {.size = size};
	struct search raw = {.size = size};
	struct work work = {
		.line = "anycast-get",
		.size = size,
		.contenders = {CONTENDER("ours", BENCH_OURS, get_entry, &ours),
			       CONTENDER("raw", BENCH_RAW, find_entry, &raw)},
		.goals = {{"raw", 1.25}},
	};

	world_begin();
	ours.ifindex = raw.ifindex = world_ethernet();
	start_dump(&raw.message, raw.ifindex);
	world_join(ours.ifindex, 0, size);
	bench_compare(&work);
}
