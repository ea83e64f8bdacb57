/* SPDX-License-Identifier: MIT */
/* Tables as FreeMibTable() frees them: one allocation, a count, the rows. */

#include <errno.h>
#include <string.h>

#include "table.h"

#define FIRST_ROOM 16

/* A table grows by its own size, but never by more than this many bytes: that is all a caller
 * pays for rows that do not come. The C library moves large blocks without copying (mremap()). */
#define LARGEST_STEP 65536

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

static int grow(struct iph_table *table)
{
	size_t step = LARGEST_STEP / table->shape->row;

	if (table->room < step)
		step = table->room;
	return resize(table, table->room + (step ? step : 1));
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

	if (count == UINT32_MAX || (count == table->room && grow(table) < 0))
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

/* The direction in which all rows from first on are in order: 1 up, -1 down, 0 neither. */
static int direction(const struct iph_table *table, size_t first,
		     int (*compare)(const void *left, const void *right, void *arg), void *arg)
{
	size_t count = iph_table_count(table);
	int wanted = 0;
	size_t i;

	for (i = first + 1; i < count; i++) {
		int order = compare(iph_table_row(table, i), iph_table_row(table, i - 1), arg);

		if (order == 0 || (order > 0 ? 1 : -1) == -wanted)
			return 0;
		wanted = order > 0 ? 1 : -1;
	}
	return wanted;
}

static void reverse(struct iph_table *table, size_t first)
{
	size_t last = iph_table_count(table);

	for (; first + 1 < last; first++) {
		char *low = iph_table_row(table, first);
		char *high = iph_table_row(table, --last);
		size_t i;

		for (i = 0; i < table->shape->row; i++) {
			char byte = low[i];

			low[i] = high[i];
			high[i] = byte;
		}
	}
}

/* The kernel lists many things in this order or in the opposite one, newest first. Then nothing
 * is left for qsort_r(), which needs memory of its own. */
void iph_table_sort(struct iph_table *table, size_t first,
		    int (*compare)(const void *left, const void *right, void *arg), void *arg)
{
	switch (direction(table, first, compare, arg)) {
	case 1:
		return;
	case -1:
		reverse(table, first);
		return;
	default:
		qsort_r(iph_table_row(table, first), iph_table_count(table) - first,
			table->shape->row, compare, arg);
	}
}

void *iph_table_take(struct iph_table *table)
{
	size_t count = iph_table_count(table);

	/* A table of its exact size, unless there is no memory even for that. */
	iph_ignore(resize(table, count ? count : 1));
	return iph_take(&table->memory);
}
