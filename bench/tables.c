/* SPDX-License-Identifier: MIT */
/* What the lines about tables share. */

#include <err.h>

#include <netlink/netlink.h>

#include "heap.h"
#include "tables.h"

#define HEAP_GOAL 65536 /* beside the rows */

int table_get_free(void *arg)
{
	const struct table *table = arg;
	void *memory = NULL;
	DWORD r = table->get(&memory);

	FreeMibTable(memory);
	return (int)r;
}

bool table_is_there(const struct table *table, const char *line)
{
	void *memory = NULL;
	DWORD r = table->get(&memory);

	FreeMibTable(memory);
	if (r == ERROR_NOT_SUPPORTED)
		bench_note(line, 0, "all", "the library does not have this call yet");
	else if (r != NO_ERROR)
		errx(1, "%s: %u", line, r);
	return r == NO_ERROR;
}

void table_heap(const struct table *table, const char *line, long size)
{
	void *memory = NULL;
	size_t rows;
	size_t peak;

	heap_start();
	if (table->get(&memory) != NO_ERROR)
		errx(1, "%s: the table cannot be had", line);
	peak = heap_peak();
	rows = table->first_row + table->row * *(const ULONG *)memory;
	FreeMibTable(memory);
	bench_figure(line, size, "peak heap above the rows", (double)peak - (double)rows, "bytes",
		     HEAP_GOAL);
	bench_figure(line, size, "rows", (double)rows, "bytes", 0);
}

void dumps_init(struct dumps *ret_dumps)
{
	ret_dumps->count = 0;
	raw_open(&ret_dumps->route);
	raw_open_generic(&ret_dumps->generic);
}

static long read_one(struct dumps *dumps, struct dump *dump)
{
	return raw_dump(dump->generic ? &dumps->generic : &dumps->route, &dump->message);
}

void dumps_add(struct dumps *dumps, void (*start)(struct dump *dump), const char *line)
{
	struct dump *dump = &dumps->dumps[dumps->count];

	dump->generic = false;
	start(dump);
	if (read_one(dumps, dump) >= 0)
		dumps->count++;
	else
		bench_note(line, 0, "raw", "this kernel does not have one of the dumps");
}

int dumps_read(void *arg)
{
	struct dumps *dumps = arg;
	long rows = 0;
	int i;

	for (i = 0; i < dumps->count && rows >= 0; i++)
		rows = read_one(dumps, &dumps->dumps[i]);
	return rows < 0 ? (int)rows : 0;
}

int dumps_read_fresh(void *arg)
{
	struct dumps *dumps = arg;
	long rows = 0;
	struct raw raw;
	int i;

	for (i = 0; i < dumps->count && rows >= 0; i++) {
		const bool first = i == 0 || dumps->dumps[i].generic != dumps->dumps[i - 1].generic;

		if (first && dumps->dumps[i].generic)
			raw_open_generic(&raw);
		else if (first)
			raw_open(&raw);
		rows = raw_dump(&raw, &dumps->dumps[i].message);
		if (i + 1 == dumps->count || dumps->dumps[i].generic != dumps->dumps[i + 1].generic)
			raw_close(&raw);
	}
	return rows < 0 ? (int)rows : 0;
}

void nlcache_init(struct nlcache *ret_peer,
		  int (*alloc)(struct nl_sock *sock, struct nl_cache **ret_cache))
{
	ret_peer->alloc = alloc;
	ret_peer->sock = nl_socket_alloc();
	if (!ret_peer->sock || nl_connect(ret_peer->sock, NETLINK_ROUTE) < 0)
		errx(1, "libnl does not start");
}

int nlcache_read(void *arg)
{
	const struct nlcache *peer = arg;
	struct nl_cache *cache;
	int r = peer->alloc(peer->sock, &cache);

	if (r == 0)
		nl_cache_free(cache);
	return r;
}
