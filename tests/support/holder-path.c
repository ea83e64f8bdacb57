/* SPDX-License-Identifier: MIT */
/* In place of src/lib/anycast/holder-path.c, in test programs only: the holder that IPH_TEST_HOLDER
 * names, else the one that was built with the program. */

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "anycast/holder-path.h"

const char *iph_holder_path(void)
{
	static char path[PATH_MAX + sizeof("/anycast-holder")];
	const char *given = getenv("IPH_TEST_HOLDER");
	ssize_t n;

	if (given)
		return given;
	n = readlink("/proc/self/exe", path, PATH_MAX);
	if (n <= 0)
		return "";
	path[n] = '\0';
	strcpy(strrchr(path, '/'), "/anycast-holder");
	return path;
}
