/* SPDX-License-Identifier: MIT */
/* Commands from a file, as ip(8) has them. */
#pragma once

#include "args.h"

/* Each line is what would stand behind "iphlp", and run does what it says; args has the file and
 * what holds for all lines. Gives the exit status of the first command that failed. */
int iph_batch_run(const struct iph_args *args, int (*run)(struct iph_args *args));
