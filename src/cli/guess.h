/* SPDX-License-Identifier: MIT */
/* "Did you mean ...?" */
#pragma once

#include <stddef.h>

struct iph_guess {
	const char *word; /* as written */
	const char *best; /* what it may have been meant to be, or NULL */
	size_t distance;
};

/* Compares the word with one that would have been right. */
void iph_guess_try(struct iph_guess *guess, const char *candidate);
