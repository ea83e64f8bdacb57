/* SPDX-License-Identifier: MIT */
/* The table of descriptors that holder and keeper share. */
#pragma once

#include <stddef.h>

/* As many descriptors as the hard limit allows. */
void descriptors_raise_limit(void);

/* Closes all descriptors but those kept and the entries' own. */
void descriptors_sweep(const int *kept, size_t count);
