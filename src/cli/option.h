/* SPDX-License-Identifier: MIT */
/* Options: one dash or two, as with ip(8), and the rest may be abbreviated. */
#pragma once

#include "args.h"

struct iph_option {
	const char *name;
	const char *letter; /* as help shows it, NULL: no short form */
	const char *value;  /* what follows it, NULL: nothing */
	const char *help;   /* NULL: another name of the one before it */
	void (*take)(struct iph_args *args, const char *value);
};

extern const struct iph_option iph_options[]; /* a NULL name ends it */

/* The one that a word with dashes means, or NULL. */
const struct iph_option *iph_option_find(const char *word);

/* What stands behind its "=", or NULL. */
const char *iph_option_value(const char *word);

/* Does what the word says, and takes what follows it. */
void iph_option_take(struct iph_args *args, const char *word);
