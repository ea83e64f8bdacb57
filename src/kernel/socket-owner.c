/* SPDX-License-Identifier: MIT */
/* Which process a socket belongs to: one pass over the descriptors of all processes. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "socket-owner.h"

struct search {
	struct iph_socket_owner *owners;
	size_t count;
	size_t wanted; /* those that nobody has been found for */
};

static int compare_inodes(const void *left, const void *right)
{
	const struct iph_socket_owner *a = left;
	const struct iph_socket_owner *b = right;

	return (a->inode > b->inode) - (a->inode < b->inode);
}

/* The first of those with an inode that is not lower. */
static size_t place_of(const struct iph_socket_owner *owners, size_t count, uint32_t inode)
{
	size_t low = 0;
	size_t high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (owners[middle].inode < inode)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t iph_socket_owner(const struct iph_socket_owner *owners, size_t count, uint32_t inode)
{
	size_t at = place_of(owners, count, inode);

	return inode && at < count && owners[at].inode == inode ? owners[at].pid : 0;
}

static void closedirp(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

#define AUTO_DIR __attribute__((cleanup(closedirp)))

/* A number and nothing else, greater than 0. */
static uint32_t number_of(const char *text)
{
	unsigned long number = 0;

	for (; *text >= '0' && *text <= '9' && number < UINT32_MAX / 16; text++)
		number = number * 10 + (unsigned long)(*text - '0');
	return *text ? 0 : (uint32_t)number;
}

static void found(struct search *search, uint32_t inode, uint32_t pid)
{
	size_t at = place_of(search->owners, search->count, inode);

	for (; at < search->count && search->owners[at].inode == inode; at++) {
		uint32_t *owner = &search->owners[at].pid;

		if (*owner == 0)
			search->wanted--;
		if (*owner == 0 || *owner > pid)
			*owner = pid;
	}
}

/* What cannot be opened is gone, or not for the caller to see; but for want of what can be had
 * later the result would be another one. */
static int open_dir(int at, const char *name, DIR **ret_dir)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r = fd < 0 ? -errno : 0;

	if (r == 0) {
		*ret_dir = fdopendir(fd);
		if (!*ret_dir) {
			r = -errno;
			close(fd);
		}
	}
	return r;
}

static void look_at(struct search *search, int dir, const char *name, uint32_t pid)
{
	char target[sizeof("socket:[4294967295]")];
	ssize_t n = readlinkat(dir, name, target, sizeof(target));
	unsigned long inode;

	if (n <= 0 || (size_t)n == sizeof(target) || strncmp(target, "socket:[", 8) != 0)
		return;
	target[n - 1] = '\0'; /* for ] */
	inode = strtoul(target + 8, NULL, 10);
	if (inode > 0 && inode <= UINT32_MAX)
		found(search, (uint32_t)inode, pid);
}

static int search_process(struct search *search, int proc, uint32_t pid)
{
	char path[sizeof("4294967295/fd")];
	AUTO_DIR DIR *dir = NULL;
	const struct dirent *entry;
	int r;

	(void)snprintf(path, sizeof(path), "%u/fd", pid);
	r = open_dir(proc, path, &dir);
	if (r < 0)
		return iph_is_shortage(r) ? r : 0;
	while ((entry = readdir(dir)))
		if (*entry->d_name != '.')
			look_at(search, dirfd(dir), entry->d_name, pid);
	return 0;
}

int iph_socket_owners(struct iph_socket_owner *owners, size_t count)
{
	struct search search = {.owners = owners, .count = count, .wanted = count};
	AUTO_DIR DIR *proc = NULL;
	const struct dirent *entry;
	size_t i;
	int r;

	for (i = 0; i < count; i++)
		owners[i].pid = 0;
	if (count == 0)
		return 0;
	qsort(owners, count, sizeof(*owners), compare_inodes);
	r = open_dir(AT_FDCWD, "/proc", &proc);
	if (r < 0)
		return iph_is_shortage(r) ? r : 0;
	/* the kernel lists them by number, so that the first one is the lowest */
	while (r == 0 && search.wanted > 0 && (entry = readdir(proc))) {
		uint32_t pid = number_of(entry->d_name);

		if (pid)
			r = search_process(&search, dirfd(proc), pid);
	}
	return r;
}
