/* SPDX-License-Identifier: MIT */
/* Small files of the system, read whole. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "file.h"

/* Nonblocking: nothing that is there in place of the file may hold us up. */
int iph_file_read(const char *path, char *buf, size_t size, size_t *ret_length)
{
	IPH_AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	size_t length = 0;
	ssize_t n;

	if (fd < 0)
		return -errno;
	do {
		n = read(fd, buf + length, size - length);
		if (n > 0)
			length += (size_t)n;
	} while (n > 0 || (n < 0 && errno == EINTR));
	if (n < 0)
		return -errno;
	*ret_length = length;
	return 0;
}

int iph_file_read_number(const char *path, uint32_t *ret_number)
{
	char text[24];
	char *end;
	unsigned long number;
	size_t length;
	int r = iph_file_read(path, text, sizeof(text) - 1, &length);

	if (r < 0)
		return r;
	text[length] = '\0';
	number = strtoul(text, &end, 10);
	if (end == text || text[0] == '-' || number > UINT32_MAX)
		return -EBADMSG;
	*ret_number = (uint32_t)number;
	return 0;
}

int iph_file_write_number(int fd, int64_t number)
{
	char text[24];
	int length = snprintf(text, sizeof(text), "%lld", (long long)number);
	int r;

	do
		r = pwrite(fd, text, (size_t)length, 0) < 0 ? -errno : 0;
	while (r == -EINTR);
	return r;
}
