/* SPDX-License-Identifier: MIT */
/* The command line: words, which may be abbreviated, and options, which may stand anywhere. */
#pragma once

#include "describe.h"

enum iph_exit {
	IPH_EXIT_DONE = 0,
	IPH_EXIT_FAILED = 1,
	IPH_EXIT_USAGE = 2,
};

enum iph_colour {
	IPH_COLOUR_NEVER, /* unless -c says otherwise */
	IPH_COLOUR_AUTO,
	IPH_COLOUR_ALWAYS,
};

struct iph_args {
	char **next;
	const struct iph_object *const *objects; /* all of them, NULL at the end */
	const struct iph_object *object;	 /* NULL until it has been read */
	const struct iph_verb *verb;		 /* likewise */
	int family;				 /* AF_UNSPEC unless -4 or -6 */
	const char *columns;			 /* of -o */
	const char *batch;			 /* file */
	enum iph_colour colour;
	bool json;
	bool statistics;
	bool timestamps;
	bool details;
	bool brief;
	bool if_exists;
	bool force;
	bool in_batch;	 /* the words are a line of a file */
	bool words_only; /* after "--" */
	bool help;	 /* --help: it is printed when all words that count have been read */
	bool stop;	 /* nothing is left to do but to exit with status */
	int status;
};

/* Whether numbers are to be printed as they are; otherwise large ones may be rounded. */
bool iph_args_exact(const struct iph_args *args);

/* The next word that is not an option; NULL at the end, and when an option said stop. */
const char *iph_args_word(struct iph_args *args);

/* By name or the beginning of it; as with ip(8) the first in the table counts. NULL: none. */
const struct iph_object *iph_args_object(const struct iph_args *args, const char *word);
const struct iph_verb *iph_args_verb(const struct iph_object *object, const char *word);

/* usage.c */

/* What follows a keyword, whatever it looks like; NULL at the end. */
const char *iph_args_value(struct iph_args *args);

/* Whether word is keyword or the beginning of it. */
bool iph_args_is(const char *word, const char *keyword);

/* Whether the word asks for help: "help", "?", "/?". */
bool iph_args_asks(const char *word);

/* Says what is wrong with the command line, on one line; gives the exit status. */
int iph_args_wrong(const struct iph_args *args, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same, and that nothing else is to be done. */
void iph_args_refuse(struct iph_args *args, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
