/* SPDX-License-Identifier: MIT */
/* Tables as FreeMibTable() frees them: one allocation, a count, the rows. */
#pragma once

#include "codes/export.h"
#include "util.h"

/* The shape of one kind of table; every one of them begins with ULONG NumEntries. */
struct iph_table_shape {
	size_t rows; /* offset of the first row */
	size_t row;  /* size of a row */
};

#define IPH_TABLE_SHAPE(type)                                                                      \
	{                                                                                          \
		.rows = offsetof(type, Table), .row = sizeof(((type *)0)->Table[0])                \
	}

struct iph_table {
	const struct iph_table_shape *shape;
	void *memory;
	size_t room;
};

/* An empty table. Free an unfinished one with iph_table_free(). */
int iph_table_init(struct iph_table *ret_table, const struct iph_table_shape *shape) IPH_MUST_CHECK;
void iph_table_free(struct iph_table *table);
#define IPH_AUTO_TABLE __attribute__((cleanup(iph_table_free)))

static inline size_t iph_table_count(const struct iph_table *table)
{
	return *(const ULONG *)table->memory;
}

static inline void *iph_table_row(const struct iph_table *table, size_t at)
{
	return (char *)table->memory + table->shape->rows + at * table->shape->row;
}

/* -ENOMEM. */
int iph_table_grow(struct iph_table *table) IPH_MUST_CHECK;

/* A new row at the end, which the caller fills, all bytes of it; NULL when out of memory. It stays
 * where it is only until the next one is added. */
static inline void *iph_table_add(struct iph_table *table)
{
	size_t count = iph_table_count(table);

	if (count == table->room && iph_table_grow(table) < 0)
		return NULL;
	*(ULONG *)table->memory = (ULONG)count + 1;
	return iph_table_row(table, count);
}

/* Makes room for that many rows of another shape whose first row is at the same place, and then
 * leaves as many of them as there were; what is in them is for the caller to say. */
int iph_table_reshape(struct iph_table *table, const struct iph_table_shape *shape,
		      size_t room) IPH_MUST_CHECK;

/* Forgets the rows from count on. */
void iph_table_truncate(struct iph_table *table, size_t count);

/* Sorts the rows from first on. */
void iph_table_sort(struct iph_table *table, size_t first,
		    int (*compare)(const void *left, const void *right, void *arg), void *arg);

/* What a row is sorted by, as so many words, of which the first is the most significant one. */
struct iph_table_words {
	unsigned int places;
	uint64_t (*word)(const void *row, unsigned int place, const void *arg);
};

/* Before iph_table_sort(), for what comes in no order at all: then rows are moved twice and not a
 * dozen times. Leaves all else as it is; rows that are equal may change places. */
void iph_table_spread(struct iph_table *table, size_t first, const struct iph_table_words *words,
		      const void *arg);

/* Hands the memory over, without room to spare. */
void *iph_table_take(struct iph_table *table);
