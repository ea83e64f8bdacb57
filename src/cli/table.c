/* SPDX-License-Identifier: MIT */
/* Rows as a table, which libsmartcols aligns. */

#include <errno.h>
#include <string.h>

#include <libsmartcols.h>

#include "rows.h"
#include "text.h"
#include "util.h"

static int add_columns(struct libscols_table *table, const struct iph_rows_view *view)
{
	size_t i;

	for (i = 0; i < view->column_count; i++) {
		int flags = view->columns[i]->type == IPH_NUMBER ? SCOLS_FL_RIGHT : 0;

		if (view->tree && i == 0)
			flags = SCOLS_FL_TREE;
		if (!scols_table_new_column(table, view->columns[i]->heading, 0, flags))
			return -ENOMEM;
	}
	return 0;
}

/* Green is well and red is not, as in ip(8). */
static const char *state_colour(const char *text)
{
	static const char *const well[] = {"UP", "works", "preferred"};
	static const char *const ill[] = {"DOWN", "LOWERLAYERDOWN", "sleeps", "linkdown",
					  "duplicate"};
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(well); i++)
		if (strcmp(text, well[i]) == 0)
			return "\033[32m";
	for (i = 0; i < IPH_ARRAY_SIZE(ill); i++)
		if (strcmp(text, ill[i]) == 0)
			return "\033[31m";
	return NULL;
}

static const char *colour_of(enum iph_ink ink, const char *text)
{
	switch (ink) {
	case IPH_INK_PLAIN:
		return NULL;
	case IPH_INK_INTERFACE:
		return "\033[36m";
	case IPH_INK_HARDWARE:
		return "\033[33m";
	case IPH_INK_ADDRESS:
		return strchr(text, ':') ? "\033[34m" : "\033[35m";
	case IPH_INK_STATE:
		return state_colour(text);
	}
	return NULL;
}

static int set_cell(const struct iph_rows_view *view, struct libscols_line *line, size_t n,
		    const char *text)
{
	IPH_AUTO_FREE char *safe = iph_text_for_terminal(text ? text : "-");
	const char *colour = view->colour && text ? colour_of(view->columns[n]->ink, text) : NULL;
	int r;

	if (!safe)
		return -ENOMEM;
	r = scols_line_set_data(line, n, safe);
	if (r == 0 && colour)
		r = scols_cell_set_color(scols_line_get_cell(line, n), colour);
	return r;
}

static int add_rows(struct libscols_table *table, const struct iph_rows_view *view)
{
	struct libscols_line *last[IPH_MAX_DEPTH + 1] = {NULL};
	size_t i;
	size_t n;
	int r = 0;

	for (i = 0; i < view->row_count && r == 0; i++) {
		const struct iph_row *row = view->rows[i];
		struct libscols_line *line =
			scols_table_new_line(table, row->depth ? last[row->depth - 1] : NULL);

		if (!line)
			return -ENOMEM;
		last[row->depth] = line;
		for (n = 0; n < view->column_count && r == 0; n++)
			r = set_cell(view, line, n, row->texts[n]);
	}
	return r;
}

int iph_rows_table(const struct iph_rows_view *view)
{
	struct libscols_table *table = scols_new_table();
	int r = table ? 0 : -ENOMEM;

	/* the same on a terminal as in a file, and what must not be there is escaped already */
	if (r == 0)
		r = scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	if (r == 0)
		r = scols_table_enable_noencoding(table, true);
	if (r == 0)
		r = scols_table_enable_noheadings(table, !view->heading);
	if (r == 0)
		r = scols_table_enable_colors(table, view->colour);
	if (r == 0)
		r = add_columns(table, view);
	if (r == 0)
		r = add_rows(table, view);
	if (r == 0)
		r = scols_print_table(table);
	scols_unref_table(table);
	return r == 0 ? 0 : -ENOMEM;
}
