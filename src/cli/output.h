/* SPDX-License-Identifier: MIT */
/* Results as a table or as JSON. */
#pragma once

#include "cell.h"

struct iph_output;

/* Of the object and verb that args has, with the columns that the command line chose. Gives the
 * exit status, and says what is wrong. */
int iph_output_new(const struct iph_args *args, struct iph_output **ret_output);
void iph_output_free(struct iph_output *output);

/* Takes the texts of the chosen columns from a row of the object. Being out of memory is remembered
 * for iph_output_print(). depth is 0, or in a tree 1 more than that of the row which has it. */
void iph_output_row(struct iph_output *output, unsigned int depth, const void *row,
		    const struct iph_context *context);

/* Gives the exit status. What could not be written shows when standard output is closed. */
int iph_output_print(const struct iph_output *output);

/* Writes one row at once, as a line of text or as one JSON object; one thread at a time may do so.
 * Gives 0 or -errno. */
int iph_output_line(const struct iph_output *output, const void *row,
		    const struct iph_context *context);

/* Closes standard output; turns success into a failure when not all could be written. */
int iph_output_close(int status);

static inline void iph_output_freep(struct iph_output **output)
{
	iph_output_free(*output);
}

#define IPH_AUTO_OUTPUT __attribute__((cleanup(iph_output_freep)))
