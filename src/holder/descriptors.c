/* SPDX-License-Identifier: MIT */
/* The table of descriptors that holder and keeper share. */

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "descriptors.h"
#include "store.h"

#define MAP_BITS (STORE_SLOTS * 2)

/* No allocation after the start: a take-over must not depend on free memory. */
static uint8_t map[MAP_BITS / 8];

static void mark(int fd)
{
	if (fd >= 0 && (unsigned int)fd < MAP_BITS)
		map[fd / 8] |= (uint8_t)(1u << fd % 8);
}

static bool marked(unsigned int fd)
{
	return map[fd / 8] & 1u << fd % 8;
}

/* Without /dev the root directory does: opened so, it can be neither read nor written. */
int descriptors_null(void)
{
	int fd = open("/dev/null", O_RDWR);

	if (fd < 0)
		fd = open("/", O_PATH);
	return fd < 0 ? -errno : fd;
}

int descriptors_fill(void)
{
	int fd;

	do
		fd = descriptors_null();
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

void descriptors_detach(int null)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (dup2(null, fd) < 0)
			close(fd);
	close(null);
}

static void close_gaps(void)
{
	unsigned int first = 0;
	unsigned int fd;

	for (fd = 0; fd < MAP_BITS; fd++) {
		if (!marked(fd))
			continue;
		if (fd > first)
			(void)syscall(SYS_close_range, first, fd - 1, 0);
		first = fd + 1;
	}
	(void)syscall(SYS_close_range, first, UINT32_MAX, 0);
}

void descriptors_sweep(const int *kept, size_t count)
{
	uint32_t at;
	size_t i;

	memset(map, 0, sizeof(map));
	for (i = 0; i < count; i++)
		mark(kept[i]);
	for (at = 0; at < store_end(); at++)
		if (store_slot(at)->state != SLOT_FREE)
			mark(store_slot(at)->fd);
	close_gaps();
}
