/* SPDX-License-Identifier: MIT */
/* Commands from a file. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "batch.h"
#include "error.h"
#include "util.h"

/* The longest command has less than 300 bytes: what is longer is no file of commands. */
#define MAX_LINE 65536
#define MAX_WORDS 256

struct batch {
	int (*run)(struct iph_args *args);
	FILE *file;
	const char *name;
	unsigned long line; /* number of the last one that was read */
	char text[MAX_LINE];
	char *words[MAX_WORDS + 1];
};

static int cannot(const struct batch *batch, const char *why)
{
	iph_error_line("%s:%lu: %s", batch->name, batch->line, why);
	return IPH_EXIT_USAGE;
}

/* A command is a line, and the next one too when a backslash ends it. 1: read, 0: the end, else
 * -errno. */
static int read_command(struct batch *batch)
{
	size_t length = 0;
	int c;

	batch->line++;
	while ((c = getc(batch->file)) != EOF) {
		if (c == '\n' && length > 0 && batch->text[length - 1] == '\\') {
			batch->text[length - 1] = ' ';
			batch->line++;
			continue;
		}
		if (c == '\n')
			break;
		if (c == '\0')
			return -EBADMSG;
		if (length + 1 == sizeof(batch->text))
			return -EMSGSIZE;
		batch->text[length++] = (char)c;
	}
	if (ferror(batch->file))
		return -EIO;
	batch->text[length] = '\0';
	return c != EOF || length > 0;
}

/* A word ends with a blank, or with the quote that it began with. */
static char *split_word(char **at)
{
	char *word = *at;
	char quote = *word == '"' || *word == '\'' ? *word : '\0';
	char *end;

	if (quote)
		word++;
	end = quote ? strchr(word, quote) : word + strcspn(word, " \t\r");
	if (!end)
		return NULL;
	*at = *end ? end + 1 : end;
	*end = '\0';
	return word;
}

/* The number of words, or -errno. What follows a # is a comment. */
static int split(struct batch *batch)
{
	char *at = batch->text;
	int count = 0;

	for (at += strspn(at, " \t\r"); *at && *at != '#'; at += strspn(at, " \t\r")) {
		if (count == MAX_WORDS)
			return -E2BIG;
		batch->words[count] = split_word(&at);
		if (!batch->words[count++])
			return -EINVAL;
	}
	batch->words[count] = NULL;
	return count;
}

static int run_line(struct batch *batch, const struct iph_args *args)
{
	struct iph_args line = *args;
	int count = split(batch);

	if (count == -E2BIG)
		return cannot(batch, "there are too many words");
	if (count < 0)
		return cannot(batch, "a quote has no end");
	if (count == 0)
		return IPH_EXIT_DONE;
	line.next = batch->words;
	line.batch = NULL;
	line.in_batch = true;
	line.words_only = false;
	return batch->run(&line);
}

static int run_file(struct batch *batch, const struct iph_args *args)
{
	int first = IPH_EXIT_DONE;
	int r;

	while ((r = read_command(batch)) > 0) {
		int status = run_line(batch, args);

		fflush(stdout); /* in the order in which errors come */
		if (status == IPH_EXIT_DONE)
			continue;
		iph_error_line("command failed: %s:%lu", batch->name, batch->line);
		first = first == IPH_EXIT_DONE ? status : first;
		if (!args->force)
			return first;
	}
	switch (r) {
	case 0:
		return first;
	case -EMSGSIZE:
		return cannot(batch, "the line is longer than any command");
	case -EBADMSG:
		return cannot(batch, "this is not text");
	default:
		return cannot(batch, "it cannot be read");
	}
}

int iph_batch_run(const struct iph_args *args, int (*run)(struct iph_args *args))
{
	IPH_AUTO_FREE struct batch *batch = calloc(1, sizeof(*batch));
	bool standard = strcmp(args->batch, "-") == 0;
	int status;

	if (!batch) {
		iph_error_line("out of memory");
		return IPH_EXIT_FAILED;
	}
	batch->run = run;
	batch->name = args->batch;
	batch->file = standard ? stdin : fopen(args->batch, "re");
	if (!batch->file) {
		iph_error_line("cannot open %s: %s", args->batch, strerror(errno));
		return IPH_EXIT_FAILED;
	}
	status = run_file(batch, args);
	if (!standard)
		fclose(batch->file);
	return status;
}
