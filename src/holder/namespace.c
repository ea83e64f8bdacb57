/* SPDX-License-Identifier: MIT */
/* Whether the network namespace still has a name.
 *
 * A holder keeps its namespace alive, with all the interfaces in it, as every process does. When
 * the administrator deletes the namespace (ip netns delete) he means the holder too. */

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "namespace.h"

void namespace_open(int *ret_fd)
{
	*ret_fd = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
}

/* How mountinfo writes a mount of this namespace, between two spaces (proc(5), field 4). */
static int root_field(char *ret_text, size_t size)
{
	struct stat st;

	if (stat("/proc/self/ns/net", &st) < 0)
		return -errno;
	snprintf(ret_text, size, " net:[%llu] ", (unsigned long long)st.st_ino);
	return 0;
}

/* The pieces a file comes in may cut the text: each is searched with the end of the one before. */
static int search(int fd, const char *text, bool *ret_found)
{
	char buf[4096];
	size_t len = strlen(text);
	size_t kept = 0;
	off_t at = 0;
	ssize_t n;

	*ret_found = false;
	for (;;) {
		n = pread(fd, buf + kept, sizeof(buf) - kept, at);
		if (n < 0)
			return -errno;
		if (n == 0)
			return 0;
		at += n;
		kept += (size_t)n;
		if (memmem(buf, kept, text, len)) {
			*ret_found = true;
			return 0;
		}
		if (kept >= len) {
			memmove(buf, buf + kept - (len - 1), len - 1);
			kept = len - 1;
		}
	}
}

int namespace_check(int fd, bool *named)
{
	char text[40];
	bool was = *named;
	int r = root_field(text, sizeof(text));

	if (r == 0)
		r = search(fd, text, named);
	if (r < 0) {
		*named = was; /* what cannot be seen has not changed */
		return 0;
	}
	return was && !*named;
}
