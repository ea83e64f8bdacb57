/* SPDX-License-Identifier: MIT */
/* What the lines about tables share. */
#pragma once

#include <iphlpapi.h>
#include <winsock2.h>
#include <ws2tcpip.h>

#include <netlink/cache.h>

#include "bench.h"
#include "raw.h"

/* A table of the library: every one begins with its number of rows. */
struct table {
	DWORD (*get)(void **ret_table);
	size_t first_row; /* offset */
	size_t row;	  /* size */
};

#define TABLE(type, function)                                                                      \
	{                                                                                          \
		.get = function, .first_row = offsetof(type, Table),                               \
		.row = sizeof(((type *)0)->Table[0])                                               \
	}

int table_get_free(void *arg); /* arg: a struct table */

/* False, and said so, when the library does not have it yet. */
bool table_is_there(const struct table *table, const char *line);

/* Peak heap of one call, beside the goal of its rows and 64 KiB. */
void table_heap(const struct table *table, const char *line, long size);

/* Dumps of the kernel, one after the other. */
#define MOST_DUMPS 4

struct dump {
	struct message message;
	bool generic;	   /* by a socket of generic netlink */
	unsigned int rows; /* that come of a message; 0: it only adds to those of others */
};

struct dumps {
	struct raw route;
	struct raw generic;
	int count;
	struct dump dumps[MOST_DUMPS];
	const struct table *table; /* what dumps_store() makes room for */
};

void dumps_init(struct dumps *ret_dumps, const struct table *table);
void dumps_add(struct dumps *dumps, void (*start)(struct dump *dump), unsigned int rows,
	       const char *line);
int dumps_read(void *arg);
int dumps_read_fresh(void *arg); /* by sockets that are opened and closed, as the library does */

/* By sockets of their own, and a row is written for each that the table has: in size like those of
 * the library, in a table that grows like its tables, and of a message's bytes as they are. */
int dumps_store(void *arg);

/* For the types, of which LUIDs are made. */
void start_links_without_statistics(struct dump *dump);

/* A cache of libnl-3, filled and thrown away. */
struct nlcache {
	struct nl_sock *sock;
	int (*alloc)(struct nl_sock *sock, struct nl_cache **ret_cache);
};
void nlcache_init(struct nlcache *ret_peer,
		  int (*alloc)(struct nl_sock *sock, struct nl_cache **ret_cache));
int nlcache_read(void *arg);
