/* SPDX-License-Identifier: MIT */
/* Tables as FreeMibTable() frees them: one allocation, a count, the rows. */

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "table.h"

#define FIRST_ROOM 16

/* A table grows by its own size, but never by more than this many bytes: that is all a caller
 * pays for rows that do not come, and with the 32 KiB that a dump is read into less than 64 KiB.
 * The C library moves large blocks without copying (mremap()). */
#define LARGEST_STEP 28672

static int resize(struct iph_table *table, size_t room)
{
	void *memory = realloc(table->memory, table->shape->rows + room * table->shape->row);

	if (!memory)
		return -ENOMEM;
	table->memory = memory;
	table->room = room;
	return 0;
}

int iph_table_grow(struct iph_table *table)
{
	size_t step = LARGEST_STEP / table->shape->row;

	if (table->room < step)
		step = table->room;
	if (step == 0)
		step = 1;
	if (table->room > UINT32_MAX - step) /* NumEntries */
		return -ENOMEM;
	return resize(table, table->room + step);
}

int iph_table_reshape(struct iph_table *table, const struct iph_table_shape *shape, size_t room)
{
	struct iph_table reshaped = {.shape = shape, .memory = table->memory};
	int r = room > UINT32_MAX ? -ENOMEM : resize(&reshaped, room ? room : 1);

	if (r == 0)
		*table = reshaped;
	return r;
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

void iph_table_truncate(struct iph_table *table, size_t count)
{
	*(ULONG *)table->memory = (ULONG)count;
}

void *iph_table_take(struct iph_table *table)
{
	size_t count = iph_table_count(table);

	/* A table of its exact size, unless there is no memory even for that. */
	iph_ignore(resize(table, count ? count : 1));
	return iph_take(&table->memory);
}
