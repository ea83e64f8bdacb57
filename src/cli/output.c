/* SPDX-License-Identifier: MIT */
/* Tables and JSON. */

#include <errno.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>

#include <libsmartcols.h>

#include "args.h"
#include "error.h"
#include "output.h"
#include "text.h"
#include "util.h"

struct iph_output {
	struct libscols_table *table;
	size_t columns;
	bool json;
	bool incomplete;
};

static int add_column(struct iph_output *output, const struct iph_column *column)
{
	static const int flags[] = {
		[IPH_COLUMN_TEXT] = 0,
		[IPH_COLUMN_NUMBER] = SCOLS_FL_RIGHT,
		[IPH_COLUMN_TREE] = SCOLS_FL_TREE,
	};
	struct libscols_column *added =
		scols_table_new_column(output->table, column->name, 0, flags[column->kind]);

	if (!added)
		return -ENOMEM;
	return scols_column_set_json_type(added, column->kind == IPH_COLUMN_NUMBER
							 ? SCOLS_JSON_NUMBER
							 : SCOLS_JSON_STRING);
}

static int prepare(struct iph_output *output, const char *key, const struct iph_column *columns,
		   size_t count)
{
	size_t i;
	int r;

	output->table = scols_new_table();
	if (!output->table)
		return -ENOMEM;
	output->columns = count;
	r = scols_table_set_name(output->table, key);
	if (r == 0)
		r = scols_table_enable_json(output->table, output->json);
	/* it would let format characters pass */
	if (r == 0 && !output->json)
		r = scols_table_enable_noencoding(output->table, true);
	/* the same on a terminal as in a file */
	if (r == 0)
		r = scols_table_set_termforce(output->table, SCOLS_TERMFORCE_NEVER);
	for (i = 0; i < count && r == 0; i++)
		r = add_column(output, &columns[i]);
	return r;
}

static int set_cell(struct iph_output *output, struct libscols_line *line, size_t n,
		    const char *text)
{
	IPH_AUTO_FREE char *safe = NULL;

	safe = output->json ? iph_text_for_json(text) : iph_text_for_terminal(text);
	return safe ? scols_line_set_data(line, n, safe) : -ENOMEM;
}

struct iph_output *iph_output_new(const char *key, const struct iph_column *columns, size_t count,
				  bool json)
{
	struct iph_output *output = calloc(1, sizeof(*output));

	if (!output)
		return NULL;
	output->json = json;
	if (prepare(output, key, columns, count) == 0)
		return output;
	iph_output_free(output);
	return NULL;
}

void iph_output_free(struct iph_output *output)
{
	if (!output)
		return;
	if (output->table)
		scols_unref_table(output->table);
	free(output);
}

struct iph_output_row *iph_output_row(struct iph_output *output, struct iph_output_row *parent,
				      const char *const *texts)
{
	struct libscols_line *line =
		scols_table_new_line(output->table, (struct libscols_line *)parent);
	size_t i;

	if (!line)
		output->incomplete = true;
	for (i = 0; i < output->columns && !output->incomplete; i++)
		if (set_cell(output, line, i, texts[i]) < 0)
			output->incomplete = true;
	return (struct iph_output_row *)line;
}

int iph_output_print(struct iph_output *output)
{
	if (!output->incomplete && scols_print_table(output->table) == 0)
		return IPH_EXIT_DONE;
	iph_error_line("out of memory");
	return IPH_EXIT_FAILED;
}

int iph_output_close(int status)
{
	bool pending = __fpending(stdout) != 0;
	bool failed = ferror(stdout) != 0;
	int error = 0;

	if (fclose(stdout) != 0)
		error = errno;
	/* A caller that closed standard output loses nothing if there was nothing to say. */
	if (!failed && (!error || (error == EBADF && !pending)))
		return status;
	if (error)
		iph_error_line("cannot write to standard output: %s", strerror(error));
	else
		iph_error_line("cannot write to standard output");
	return status == IPH_EXIT_DONE ? IPH_EXIT_FAILED : status;
}
