/* SPDX-License-Identifier: MIT */
/* Replacing the running program by the one that is installed now, with all entries. */
#pragma once

#include "serve.h"

/* Executes holder->path in this process; comes back only when that fails, and then nothing has
 * changed. The keeper guards the entries meanwhile, and goes on as before should the new program
 * not come up. */
void replace(struct holder *holder);

/* In the new program, once it serves: nobody need take over from it. */
void replace_done(void);

/* In the new program: takes over what the option's value says. -EINVAL, or -errno. */
int replace_resume(struct holder *holder, const char *value) IPH_MUST_CHECK;
