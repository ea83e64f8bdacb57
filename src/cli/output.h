/* SPDX-License-Identifier: MIT */
/* Results as a table or as JSON, through libsmartcols. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum iph_column_kind {
	IPH_COLUMN_TEXT,
	IPH_COLUMN_NUMBER,
	IPH_COLUMN_TREE, /* draws what belongs to what */
};

struct iph_column {
	const char *name;
	enum iph_column_kind kind;
};

struct iph_output;

/* key names the array in JSON. NULL when out of memory. */
struct iph_output *iph_output_new(const char *key, const struct iph_column *columns, size_t count,
				  bool json);
void iph_output_free(struct iph_output *output);

/* One text per column. Being out of memory is remembered for iph_output_print(). parent is the
 * row under which a tree has this one, or NULL; returns the row, for its own children. */
struct iph_output_row;
struct iph_output_row *iph_output_row(struct iph_output *output, struct iph_output_row *parent,
				      const char *const *texts);

/* Gives the exit status. What could not be written shows when standard output is closed. */
int iph_output_print(struct iph_output *output);

/* Closes standard output; turns success into a failure when not all could be written. */
int iph_output_close(int status);

static inline void iph_output_freep(struct iph_output **output)
{
	iph_output_free(*output);
}

#define IPH_AUTO_OUTPUT __attribute__((cleanup(iph_output_freep)))
