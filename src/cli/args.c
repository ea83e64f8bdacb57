/* SPDX-License-Identifier: MIT */
/* Reading the command line in the manner of ip(8). */

#include <string.h>

#include "args.h"
#include "option.h"

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

bool iph_args_exact(const struct iph_args *args)
{
	return args->json || args->columns || args->details;
}

const struct iph_object *iph_args_object(const struct iph_args *args, const char *word)
{
	const struct iph_object *const *object;

	for (object = args->objects; *object; object++)
		if (iph_args_is(word, (*object)->name) ||
		    ((*object)->alias && iph_args_is(word, (*object)->alias)))
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
