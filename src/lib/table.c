/* SPDX-License-Identifier: MIT */
/* Tables as FreeMibTable() frees them: one allocation, a count, the rows. */

#include <errno.h>
#include <string.h>

#include "table.h"

#define FIRST_ROOM 16

static ULONG *count_of(const struct iph_table *table)
{
	return table->memory;
}

static int resize(struct iph_table *table, size_t room)
{
	void *memory = realloc(table->memory, table->shape->rows + room * table->shape->row);

	if (!memory)
		return -ENOMEM;
	table->memory = memory;
	table->room = room;
	return 0;
}

int iph_table_init(struct iph_table *ret_table, const struct iph_table_shape *shape)
{
	struct iph_table table = {.shape = shape};
	int r = resize(&table, FIRST_ROOM);

	if (r < 0)
		return r;
	memset(table.memory, 0, shape->rows);
	*ret_table = table;
	return 0;
}

void iph_table_free(struct iph_table *table)
{
	free(iph_take(&table->memory));
}

void *iph_table_add(struct iph_table *table)
{
	size_t count = iph_table_count(table);
	void *row;

	if (count == UINT32_MAX || (count == table->room && resize(table, count * 2) < 0))
		return NULL;
	row = iph_table_row(table, count);
	memset(row, 0, table->shape->row);
	++*count_of(table);
	return row;
}

size_t iph_table_count(const struct iph_table *table)
{
	return *count_of(table);
}

void *iph_table_row(const struct iph_table *table, size_t at)
{
	return (char *)table->memory + table->shape->rows + at * table->shape->row;
}

void iph_table_truncate(struct iph_table *table, size_t count)
{
	*count_of(table) = (ULONG)count;
}

void iph_table_sort(struct iph_table *table, size_t first,
		    int (*compare)(const void *left, const void *right, void *arg), void *arg)
{
	qsort_r(iph_table_row(table, first), iph_table_count(table) - first, table->shape->row,
		compare, arg);
}

void *iph_table_take(struct iph_table *table)
{
	size_t count = iph_table_count(table);

	/* A table of its exact size, unless there is no memory even for that. */
	iph_ignore(resize(table, count ? count : 1));
	return iph_take(&table->memory);
}
