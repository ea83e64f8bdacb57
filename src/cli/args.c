/* SPDX-License-Identifier: MIT */
/* Reading the command line in the manner of ip(8). */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "batch.h"
#include "error.h"
#include "guess.h"
#include "help.h"
#include "option.h"
#include "util.h"

const char *iph_args_word(struct iph_args *args)
{
	while (!args->stop && *args->next) {
		const char *word = *args->next++;

		if (*word != '-' || args->words_only)
			return word;
		if (strcmp(word, "--") == 0)
			args->words_only = true;
		else
			iph_option_take(args, word);
	}
	return NULL;
}

const char *iph_args_value(struct iph_args *args)
{
	return *args->next ? *args->next++ : NULL;
}

bool iph_args_is(const char *word, const char *keyword)
{
	return *word && strncmp(word, keyword, strlen(word)) == 0;
}

bool iph_args_asks(const char *word)
{
	return strcmp(word, "help") == 0 || strcmp(word, "?") == 0 || strcmp(word, "/?") == 0;
}

const struct iph_object *iph_args_object(const struct iph_args *args, const char *word)
{
	const struct iph_object *const *object;

	for (object = args->objects; *object; object++)
		if (iph_args_is(word, (*object)->name))
			return *object;
	return NULL;
}

const struct iph_verb *iph_args_verb(const struct iph_object *object, const char *word)
{
	const struct iph_verb *verb;

	for (verb = object->verbs; verb->name; verb++)
		if (iph_args_is(word, verb->name))
			return verb;
	return NULL;
}

static int wrong(const struct iph_args *args, const char *format, va_list list)
{
	IPH_AUTO_FREE char *what = NULL;

	if (vasprintf(&what, format, list) < 0)
		what = NULL;
	iph_error_line("%s (see iphlp %s%shelp)", what ? what : "wrong usage",
		       args->object ? args->object->name : "", args->object ? " --" : "");
	return IPH_EXIT_USAGE;
}

int iph_args_wrong(const struct iph_args *args, const char *format, ...)
{
	va_list list;
	int status;

	va_start(list, format);
	status = wrong(args, format, list);
	va_end(list);
	return status;
}

void iph_args_refuse(struct iph_args *args, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	args->status = wrong(args, format, list);
	va_end(list);
	args->stop = true;
}

static int no_command(const struct iph_args *args, const char *word)
{
	struct iph_guess guess = {.word = word};
	const struct iph_object *const *object;
	const struct iph_verb *verb;

	for (object = args->objects; *object && !args->object; object++)
		iph_guess_try(&guess, (*object)->name);
	for (verb = args->object ? args->object->verbs : NULL; verb && verb->name; verb++)
		iph_guess_try(&guess, verb->name);
	iph_guess_try(&guess, "help");
	return iph_args_wrong(args, "there is no command \"%s\"%s%s%s", word,
			      guess.best ? "; did you mean " : "", guess.best ? guess.best : "",
			      guess.best ? "?" : "");
}

static int help_about(struct iph_args *args)
{
	const char *word = iph_args_word(args);

	if (word && !iph_args_is(word, "help")) {
		const struct iph_object *object = iph_args_object(args, word);

		if (!object)
			return no_command(args, word);
		args->object = object;
	}
	return args->stop ? args->status : iph_help(args);
}

static int run_verb(struct iph_args *args, const struct iph_verb *verb)
{
	args->verb = verb;
	return verb->run(args);
}

static int no_words(const struct iph_args *args)
{
	if (args->in_batch)
		return iph_args_wrong(args, "a command is missing");
	iph_help_summary(args, stderr);
	return IPH_EXIT_USAGE;
}

static int run_object(struct iph_args *args)
{
	const char *word = NULL;
	const struct iph_verb *verb;

	if (!*args->object->verbs->name)
		return run_verb(args, args->object->verbs);
	word = iph_args_word(args);
	if (args->stop)
		return args->status;
	verb = iph_args_verb(args->object, word ? word : "show");
	if (verb)
		return run_verb(args, verb);
	return iph_args_is(word, "help") || iph_args_asks(word) ? iph_help(args)
								: no_command(args, word);
}

int iph_args_run(struct iph_args *args)
{
	const char *word = iph_args_word(args);

	if (args->stop)
		return args->status;
	if (args->batch)
		return word ? iph_args_wrong(args, "with --batch there is no command, not %s", word)
			    : iph_batch_run(args);
	if (!word)
		return no_words(args);
	args->object = iph_args_object(args, word);
	if (args->object)
		return run_object(args);
	return iph_args_is(word, "help") || iph_args_asks(word) ? help_about(args)
								: no_command(args, word);
}
