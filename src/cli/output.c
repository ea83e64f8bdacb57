/* SPDX-License-Identifier: MIT */
/* Collecting rows, with the columns that are wanted. */

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>

#include "error.h"
#include "guess.h"
#include "output.h"
#include "rows.h"
#include "util.h"
#include "words.h"

struct iph_output {
	struct iph_rows_view view;
	struct iph_row **rows;
	size_t room;
	bool json;
	bool incomplete;
};

/* Each once: a member of a JSON object has a name of its own. */
static void choose(struct iph_output *output, const struct iph_column *column)
{
	size_t i;

	for (i = 0; i < output->view.column_count; i++)
		if (output->view.columns[i] == column)
			return;
	if (i < IPH_MAX_COLUMNS)
		output->view.columns[output->view.column_count++] = column;
}

static int no_column(const struct iph_args *args, const char *name)
{
	struct iph_guess guess = {.word = name};
	const struct iph_column *column;

	for (column = args->object->columns; column->name; column++)
		iph_guess_try(&guess, column->name);
	return iph_args_wrong(args, "there is no column \"%s\"%s%s%s", name,
			      guess.best ? "; did you mean " : "", guess.best ? guess.best : "",
			      guess.best ? "?" : "");
}

/* Names with commas between them. */
static int choose_named(struct iph_output *output, const struct iph_args *args, const char *names)
{
	for (; *names; names += *names == ',') {
		const struct iph_column *column = args->object->columns;
		size_t length = strcspn(names, ",");
		IPH_AUTO_FREE char *name = strndup(names, length);

		if (!name)
			return IPH_EXIT_FAILED;
		while (column->name && strcmp(column->name, name) != 0)
			column++;
		if (!column->name)
			return no_column(args, name);
		choose(output, column);
		names += length;
	}
	return IPH_EXIT_DONE;
}

static int choose_columns(struct iph_output *output, const struct iph_args *args)
{
	const struct iph_object *object = args->object;
	bool all = iph_args_exact(args);
	const struct iph_column *column;

	for (column = object->columns; column->name && args->timestamps; column++)
		if (column->timestamp)
			choose(output, column);
	if (args->columns)
		return choose_named(output, args, args->columns);
	if (args->brief)
		return choose_named(output, args, object->brief);
	if (!all && args->statistics && object->counters)
		return choose_named(output, args, object->counters);
	if (!all)
		return choose_named(output, args,
				    args->verb->table ? args->verb->table : object->table);
	for (column = object->columns; column->name; column++)
		if ((args->statistics || !column->counter) && !column->timestamp)
			choose(output, column);
	return IPH_EXIT_DONE;
}

static bool wants_colour(const struct iph_args *args)
{
	const char *term = getenv("TERM");

	if (args->colour != IPH_COLOUR_AUTO)
		return args->colour == IPH_COLOUR_ALWAYS;
	return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;
}

static int out_of_memory(void)
{
	iph_error_line("out of memory");
	return IPH_EXIT_FAILED;
}

int iph_output_new(const struct iph_args *args, struct iph_output **ret_output)
{
	struct iph_output *output = calloc(1, sizeof(*output));
	int status;

	if (!output)
		return out_of_memory();
	output->json = args->json;
	output->view.heading = !args->brief;
	output->view.colour = wants_colour(args);
	status = choose_columns(output, args);
	if (status == IPH_EXIT_DONE)
		*ret_output = output;
	else
		iph_output_free(output);
	return status;
}

static void free_row(const struct iph_output *output, struct iph_row *row)
{
	size_t i;

	for (i = 0; i < output->view.column_count; i++)
		free(row->texts[i]);
	free(row);
}

void iph_output_free(struct iph_output *output)
{
	size_t i;

	if (!output)
		return;
	for (i = 0; i < output->view.row_count; i++)
		free_row(output, output->rows[i]);
	free(output->rows);
	free(output);
}

static bool make_room(struct iph_output *output)
{
	size_t room = output->room ? 2 * output->room : 64;
	struct iph_row **rows;

	if (output->view.row_count < output->room)
		return true;
	rows = reallocarray(output->rows, room, sizeof(struct iph_row *));
	if (!rows)
		return false;
	output->rows = rows;
	output->view.rows = rows;
	output->room = room;
	return true;
}

static const char *text_of(const struct iph_column *column, const void *row, struct iph_cell *cell)
{
	cell->member = (const char *)row + column->member;
	if (column->words)
		return iph_words_name(column->words, *(const unsigned int *)cell->member);
	return column->text(cell);
}

static struct iph_row *make_row(const struct iph_output *output, const void *row,
				const struct iph_context *context)
{
	size_t count = output->view.column_count;
	struct iph_row *made = calloc(1, sizeof(*made) + count * sizeof(made->texts[0]));
	struct iph_cell cell;
	size_t i;

	cell.context = context;
	for (i = 0; made && i < count; i++) {
		const char *text = text_of(output->view.columns[i], row, &cell);

		made->texts[i] = text ? strdup(text) : NULL;
		if (!text || made->texts[i])
			continue;
		free_row(output, made);
		return NULL;
	}
	return made;
}

void iph_output_row(struct iph_output *output, unsigned int depth, const void *row,
		    const struct iph_context *context)
{
	struct iph_row *made = make_room(output) ? make_row(output, row, context) : NULL;

	if (!made) {
		output->incomplete = true;
		return;
	}
	made->depth = depth;
	output->view.tree = output->view.tree || depth > 0;
	output->rows[output->view.row_count++] = made;
}

int iph_output_print(const struct iph_output *output)
{
	int r = -ENOMEM;

	if (!output->incomplete)
		r = output->json ? iph_rows_json(&output->view) : iph_rows_table(&output->view);
	return r == 0 ? IPH_EXIT_DONE : out_of_memory();
}

static int write_all(const char *text, size_t size)
{
	struct pollfd room = {.fd = STDOUT_FILENO, .events = POLLOUT};

	while (size > 0) {
		ssize_t n = write(STDOUT_FILENO, text, size);

		if (n < 0 && errno == EAGAIN)
			iph_ignore(poll(&room, 1, -1));
		else if (n < 0 && errno != EINTR)
			return -errno;
		text += n > 0 ? n : 0;
		size -= n > 0 ? (size_t)n : 0;
	}
	return 0;
}

int iph_output_line(const struct iph_output *output, const void *row,
		    const struct iph_context *context)
{
	struct iph_row *made = make_row(output, row, context);
	IPH_AUTO_FREE char *line = NULL;
	size_t size;
	FILE *out;
	int r = -ENOMEM;

	if (!made)
		return r;
	out = open_memstream(&line, &size);
	if (out) {
		r = output->json ? iph_row_json_line(&output->view, made, out)
				 : iph_row_line(&output->view, made, out);
		if (fclose(out) != 0)
			r = -ENOMEM;
	}
	free_row(output, made);
	return r < 0 ? r : write_all(line, size);
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
