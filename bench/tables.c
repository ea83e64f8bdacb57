/* SPDX-License-Identifier: MIT */
/* What the lines about tables share. */

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/netlink.h>

#include "heap.h"
#include "tables.h"

#define HEAP_GOAL 65536 /* beside the rows */
#define STEP 28672	/* by which a table grows, as in src/lib/table/table.c */

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

void dumps_init(struct dumps *ret_dumps, const struct table *table)
{
	ret_dumps->count = 0;
	ret_dumps->table = table;
	raw_open(&ret_dumps->route);
	raw_open_generic(&ret_dumps->generic);
}

static long read_one(struct dumps *dumps, struct dump *dump)
{
	return raw_dump(dump->generic ? &dumps->generic : &dumps->route, &dump->message);
}

void dumps_add(struct dumps *dumps, void (*start)(struct dump *dump), unsigned int rows,
	       const char *line)
{
	struct dump *dump = &dumps->dumps[dumps->count];

	dump->generic = false;
	dump->rows = rows;
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

struct store {
	const struct table *table;
	unsigned int rows; /* of a message */
	char *memory;
	size_t used;
	size_t room;
};

static void store(const struct nlmsghdr *nlh, void *arg)
{
	struct store *rows = arg;
	const size_t size = rows->table->row;
	const size_t part = nlh->nlmsg_len < size ? nlh->nlmsg_len : size;
	unsigned int i;

	for (i = 0; i < rows->rows; i++) {
		if (rows->used + size > rows->room) {
			rows->room += STEP;
			rows->memory = realloc(rows->memory, rows->room);
			if (!rows->memory)
				err(1, "realloc");
		}
		memcpy(rows->memory + rows->used, nlh, part);
		memset(rows->memory + rows->used + part, 0, size - part);
		rows->used += size;
	}
}

/* With a store, or NULL. */
static int read_fresh(struct dumps *dumps, struct store *rows)
{
	long count = 0;
	struct raw raw;
	int i;

	for (i = 0; i < dumps->count && count >= 0; i++) {
		struct dump *dump = &dumps->dumps[i];

		if (i == 0 || dump->generic != dump[-1].generic)
			dump->generic ? raw_open_generic(&raw) : raw_open(&raw);
		if (rows)
			rows->rows = dump->rows;
		count = rows && dump->rows ? raw_dump_each(&raw, &dump->message, store, rows)
					   : raw_dump(&raw, &dump->message);
		if (i + 1 == dumps->count || dump->generic != dump[1].generic)
			raw_close(&raw);
	}
	return count < 0 ? (int)count : 0;
}

int dumps_read_fresh(void *arg)
{
	return read_fresh(arg, NULL);
}

int dumps_store(void *arg)
{
	struct dumps *dumps = arg;
	struct store rows = {.table = dumps->table};
	int r = read_fresh(dumps, &rows);

	free(rows.memory);
	return r;
}

void start_links_without_statistics(struct dump *dump)
{
	const uint32_t mask = RTEXT_FILTER_SKIP_STATS;

	message_start(&dump->message, RTM_GETLINK, NLM_F_DUMP, sizeof(struct ifinfomsg));
	message_put(&dump->message, IFLA_EXT_MASK, &mask, sizeof(mask));
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
