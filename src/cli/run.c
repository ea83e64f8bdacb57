/* SPDX-License-Identifier: MIT */
/* Doing what a command line says, in the manner of ip(8). */

#include <stdio.h>

#include "batch.h"
#include "guess.h"
#include "help.h"
#include "run.h"

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

static int run_words(struct iph_args *args)
{
	const char *word = iph_args_word(args);

	if (args->stop)
		return args->status;
	if (args->batch)
		return word ? iph_args_wrong(args, "with --batch there is no command, not %s", word)
			    : iph_batch_run(args, iph_run);
	if (!word)
		return no_words(args);
	args->object = iph_args_object(args, word);
	if (args->object)
		return run_object(args);
	return iph_args_is(word, "help") || iph_args_asks(word) ? help_about(args)
								: no_command(args, word);
}

int iph_run(struct iph_args *args)
{
	int status = run_words(args);

	return args->help ? iph_help(args) : status;
}
