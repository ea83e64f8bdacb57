/* SPDX-License-Identifier: MIT */
/* What the shells offer behind a part of a command line. */
#pragma once

#include "args.h"

/* "iphlp __complete WORD...": prints what the last word, which may be empty, can become: one a
 * line, and a tab and what it means behind it. Gives the exit status. */
int iph_complete(struct iph_args *args, char **words);
