/* SPDX-License-Identifier: MIT */
/* The command line: words, which may be abbreviated, and options, which may stand anywhere. */
#pragma once

#include <stdbool.h>

enum iph_exit {
	IPH_EXIT_DONE = 0,
	IPH_EXIT_FAILED = 1,
	IPH_EXIT_USAGE = 2,
};

struct iph_args;

struct iph_command {
	const char *name; /* NULL ends a table */
	int (*run)(struct iph_args *args);
	const char *help;
};

struct iph_args {
	char **next;
	const struct iph_command *objects; /* all of them */
	const struct iph_command *object;  /* NULL until it has been read */
	int family;			   /* AF_UNSPEC unless -4 or -6 */
	bool json;
	bool statistics;
	bool words_only; /* after "--" */
	bool stop;	 /* nothing is left to do but to exit with status */
	int status;
};

/* The next word that is not an option; NULL at the end, and when an option said stop. */
const char *iph_args_word(struct iph_args *args);

/* What follows a keyword, whatever it looks like; NULL at the end. */
const char *iph_args_value(struct iph_args *args);

/* Whether word is keyword or the beginning of it. */
bool iph_args_is(const char *word, const char *keyword);

/* Finds a command by name or the beginning of it; as with ip(8) the first in the table counts.
 * When there is none: says so, NULL. */
const struct iph_command *iph_args_command(struct iph_args *args, const struct iph_command *table,
					   const char *word);

/* Runs the verb that comes next, or the given one when there is none. Gives the exit status. */
int iph_args_verb(struct iph_args *args, const struct iph_command *verbs,
		  int (*otherwise)(struct iph_args *args));

/* Says what is wrong with the command line, on one line; gives the exit status. */
int iph_args_wrong(const struct iph_args *args, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

int iph_args_help(struct iph_args *args);
