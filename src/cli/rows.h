/* SPDX-License-Identifier: MIT */
/* What output.c has collected, and the two ways to print it. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "describe.h"

#define IPH_MAX_COLUMNS 32 /* no object has more */
#define IPH_MAX_DEPTH 16

struct iph_row {
	unsigned int depth;
	char *texts[]; /* one for each chosen column, NULL where nothing is known */
};

struct iph_rows_view {
	const struct iph_column *columns[IPH_MAX_COLUMNS];
	size_t column_count;
	struct iph_row *const *rows;
	size_t row_count;
	bool tree;
	bool heading;
	bool colour;
};

/* Both give 0 or -ENOMEM. */
int iph_rows_table(const struct iph_rows_view *view);
int iph_rows_json(const struct iph_rows_view *view);

/* The same of one row, as a line of its own. */
int iph_row_line(const struct iph_rows_view *view, const struct iph_row *row, FILE *out);
int iph_row_json_line(const struct iph_rows_view *view, const struct iph_row *row, FILE *out);
