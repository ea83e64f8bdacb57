/* SPDX-License-Identifier: MIT */
/* Doing what a command line says. */
#pragma once

#include "args.h"

/* Reads object and verb and does what they say. Gives the exit status. */
int iph_run(struct iph_args *args);
