/* SPDX-License-Identifier: MIT */
/* What has been told of one kind of rows, so that coming, going and changing can be told apart. */

#include "view.h"

#include <errno.h>

#include "codes/export.h"

uint64_t iph_view_print(uint64_t print, const void *bytes, size_t size)
{
	const unsigned char *at = bytes;
	size_t i;

	for (i = 0; i < size; i++)
		print = (print ^ at[i]) * 0x100000001b3u; /* FNV-1a */
	return print;
}

static void tell(const struct iph_view *view, const struct iph_notice_key *row, uint32_t type)
{
	view->tell(row, type, view->arg);
}

static int add(struct iph_view *view, const struct iph_notice_key *thing, uint64_t print)
{
	struct iph_set_entry *entry;
	struct iph_set_entry *row;
	struct iph_notice_key key;

	view->row_of(thing, &key);
	row = iph_set_add(&view->rows, &key);
	if (!row)
		return -ENOMEM;
	entry = iph_set_add(&view->things, thing);
	if (!entry) {
		if (row->value == 0)
			iph_set_remove(&view->rows, row);
		return -ENOMEM;
	}
	entry->value = print;
	entry->generation = view->generation;
	tell(view, &key, row->value++ == 0 ? MibAddInstance : MibParameterNotification);
	return 0;
}

int iph_view_put(struct iph_view *view, const struct iph_notice_key *thing, uint64_t print)
{
	struct iph_set_entry *entry = iph_set_find(&view->things, thing);
	struct iph_notice_key row;

	if (!entry)
		return add(view, thing, print);
	entry->generation = view->generation;
	if (entry->value == print)
		return 0;
	entry->value = print;
	view->row_of(thing, &row);
	tell(view, &row, MibParameterNotification);
	return 0;
}

static void drop(struct iph_view *view, struct iph_set_entry *entry)
{
	struct iph_set_entry *row;
	struct iph_notice_key key;
	bool last;

	view->row_of(&entry->key, &key);
	iph_set_remove(&view->things, entry);
	row = iph_set_find(&view->rows, &key);
	last = --row->value == 0;
	if (last)
		iph_set_remove(&view->rows, row);
	tell(view, &key, last ? MibDeleteInstance : MibParameterNotification);
}

void iph_view_drop(struct iph_view *view, const struct iph_notice_key *thing)
{
	struct iph_set_entry *entry = iph_set_find(&view->things, thing);

	if (entry)
		drop(view, entry);
}

void iph_view_begin(struct iph_view *view)
{
	view->generation++;
}

/* Another one may come into the place of one that goes, also round the end of the memory. That one
 * has been looked at or is looked at again. */
void iph_view_end(struct iph_view *view)
{
	struct iph_set *things = &view->things;
	size_t i = 0;

	while (i < things->room) {
		if (things->entries[i].used && things->entries[i].generation != view->generation)
			drop(view, &things->entries[i]);
		else
			i++;
	}
}

void iph_view_free(struct iph_view *view)
{
	iph_set_free(&view->things);
	iph_set_free(&view->rows);
}
