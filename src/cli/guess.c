/* SPDX-License-Identifier: MIT */
/* "Did you mean ...?" */

#include <string.h>

#include "guess.h"

#define MAX_LENGTH 31

static size_t least(size_t a, size_t b, size_t c)
{
	size_t two = a < b ? a : b;

	return two < c ? two : c;
}

/* How many characters are wrong, missing, too many or exchanged with their neighbour (optimal
 * string alignment). Both are no longer than MAX_LENGTH. */
static size_t distance(const char *a, const char *b)
{
	size_t d[MAX_LENGTH + 1][MAX_LENGTH + 1];
	size_t rows = strlen(a);
	size_t columns = strlen(b);
	size_t i;
	size_t j;

	for (j = 0; j <= columns; j++)
		d[0][j] = j;
	for (i = 1; i <= rows; i++) {
		d[i][0] = i;
		for (j = 1; j <= columns; j++) {
			d[i][j] = least(d[i - 1][j] + 1, d[i][j - 1] + 1,
					d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    d[i - 2][j - 2] + 1 < d[i][j])
				d[i][j] = d[i - 2][j - 2] + 1;
		}
	}
	return d[rows][columns];
}

void iph_guess_try(struct iph_guess *guess, const char *candidate)
{
	size_t length = strlen(candidate);
	size_t found;

	if (strlen(guess->word) > MAX_LENGTH || length > MAX_LENGTH)
		return;
	found = distance(guess->word, candidate);
	if (found > (length + 2) / 4 || (guess->best && found >= guess->distance))
		return;
	guess->best = candidate;
	guess->distance = found;
}
