/* SPDX-License-Identifier: MIT */
/* Rows as JSON (RFC 8259): an array of objects, one a line. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "rows.h"
#include "text.h"
#include "util.h"

static int print_string(FILE *out, const char *text)
{
	IPH_AUTO_FREE char *safe = iph_text_for_json(text);

	if (!safe)
		return -ENOMEM;
	fprintf(out, "\"%s\"", safe);
	return 0;
}

static int print_value(FILE *out, enum iph_type type, const char *text)
{
	if (!text)
		fputs("null", out);
	else if (type == IPH_TEXT)
		return print_string(out, text);
	else if (type == IPH_BOOLEAN)
		fputs(strcmp(text, "on") == 0 ? "true" : "false", out);
	else
		fputs(text, out);
	return 0;
}

static int print_members(const struct iph_rows_view *view, const struct iph_row *row, FILE *out)
{
	size_t i;
	int r = 0;

	for (i = 0; i < view->column_count && r == 0; i++) {
		fprintf(out, "%s\"%s\":", i ? "," : "", view->columns[i]->name);
		r = print_value(out, view->columns[i]->type, row->texts[i]);
	}
	return r;
}

int iph_row_json_line(const struct iph_rows_view *view, const struct iph_row *row, FILE *out)
{
	int r;

	fputc('{', out);
	r = print_members(view, row, out);
	fputs("}\n", out);
	return r;
}

int iph_rows_json(const struct iph_rows_view *view)
{
	unsigned int depth = 0;
	size_t i;
	int r = 0;

	fputs("[", stdout);
	for (i = 0; i < view->row_count && r == 0; i++) {
		const struct iph_row *row = view->rows[i];

		if (row->depth > depth) {
			fputs(",\"children\":[", stdout);
		} else {
			for (; depth > row->depth; depth--)
				fputs("}]", stdout);
			fputs(i ? "},\n" : "", stdout);
		}
		depth = row->depth;
		fputs("{", stdout);
		r = print_members(view, row, stdout);
	}
	for (; depth > 0; depth--)
		fputs("}]", stdout);
	fputs(view->row_count ? "}]\n" : "]\n", stdout);
	return r;
}
