/* SPDX-License-Identifier: MIT */
/* The table of descriptors that holder and keeper share. */
#pragma once

#include <stddef.h>

#include "util.h"

/* What nothing comes out of and nothing goes into: /dev/null, where there is one. -errno. */
int descriptors_null(void) IPH_MUST_CHECK;

/* Opens what of the three standard descriptors is closed: else a socket would become one, and what
 * a library writes to standard error would go to the kernel. -errno. */
int descriptors_fill(void) IPH_MUST_CHECK;

/* Makes all three of them null, which is closed. */
void descriptors_detach(int null);

/* Closes all descriptors but those kept and the entries' own. */
void descriptors_sweep(const int *kept, size_t count);
