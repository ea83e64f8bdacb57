/* SPDX-License-Identifier: MIT */
/* What --help prints, from the descriptions. */
#pragma once

#include <stdio.h>

#include "args.h"

/* About the object that has been read, or about all. Gives the exit status. */
int iph_help(const struct iph_args *args);

/* Of a verb that takes nothing: stops when a word is left, which may ask for help. */
void iph_help_end(struct iph_args *args);

/* About all. */
void iph_help_summary(const struct iph_args *args, FILE *out);

/* All that is described, one a line, for the tests: "iphlp __describe". */
int iph_help_describe(const struct iph_args *args);
