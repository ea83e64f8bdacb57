/* SPDX-License-Identifier: MIT */
/* Results as a table or as JSON, through libsmartcols. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct iph_column {
	const char *name;
	bool number;
};

struct iph_output;

/* key names the array in JSON. NULL when out of memory. */
struct iph_output *iph_output_new(const char *key, const struct iph_column *columns, size_t count,
				  bool json);
void iph_output_free(struct iph_output *output);

/* One text per column. Being out of memory is remembered for iph_output_print(). */
void iph_output_row(struct iph_output *output, const char *const *texts);

/* Gives the exit status. What could not be written shows when standard output is closed. */
int iph_output_print(struct iph_output *output);

/* Closes standard output; turns success into a failure when not all could be written. */
int iph_output_close(int status);

static inline void iph_output_freep(struct iph_output **output)
{
	iph_output_free(*output);
}

#define IPH_AUTO_OUTPUT __attribute__((cleanup(iph_output_freep)))
