/* SPDX-License-Identifier: MIT */
/* Whether the network namespace still has a name, or other processes.
 *
 * A holder keeps its namespace alive, with all the interfaces in it, as every process does. When
 * the administrator deletes the namespace (ip netns delete) he means the holder too. But a name can
 * also have been a further one, of a namespace that lives without it: then there are processes. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

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

/* A file below /proc/PID/net has the number of its directory entry, and each network namespace has
 * entries of its own (proc_get_inode(), fs/proc/inode.c). Unlike /proc/PID/ns/net anybody may look.
 */
static int identity(const char *pid, ino_t *ret_ino)
{
	char path[300];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/%s/net/dev", pid);
	if (stat(path, &st) < 0)
		return -errno;
	*ret_ino = st.st_ino;
	return 0;
}

static bool is_one_of_us(const char *pid)
{
	char path[300];
	char comm[16] = "";
	int fd;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%s/comm", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, comm, sizeof(comm) - 1);
	close(fd);
	return n > 0 &&
	       (strcmp(comm, "anycast-holder\n") == 0 || strcmp(comm, "anycast-keeper\n") == 0);
}

static bool lives_here(const char *pid, ino_t here)
{
	ino_t ino;

	return *pid >= '1' && *pid <= '9' && identity(pid, &ino) == 0 && ino == here &&
	       !is_one_of_us(pid);
}

/* A process other than ours in this namespace: ret_fd, its pidfd, or -1. One that was there and has
 * ended is none; that the kernel refuses a pidfd, for want of descriptors or because of a filter of
 * system calls, does not mean so: -EAGAIN. */
static int find_other(int *ret_fd)
{
	const struct dirent *entry;
	bool refused = false;
	int fd = -1;
	ino_t here;
	DIR *dir;
	int r = identity("self", &here);

	if (r < 0)
		return r;
	dir = opendir("/proc");
	if (!dir)
		return -errno;
	while (fd < 0 && (entry = readdir(dir))) {
		if (!lives_here(entry->d_name, here))
			continue;
		fd = (int)syscall(SYS_pidfd_open, atoi(entry->d_name), 0);
		refused = refused || (fd < 0 && errno != ESRCH);
	}
	closedir(dir);
	*ret_fd = fd;
	return fd < 0 && refused ? -EAGAIN : 0;
}

int namespace_check(int fd, bool *named, int *other)
{
	char text[40];
	bool found = false;
	int r = root_field(text, sizeof(text));

	if (r == 0)
		r = search(fd, text, &found);
	if (*other >= 0)
		close(*other);
	*other = -1;
	if (r == 0 && *named && !found)
		r = find_other(other);
	if (r < 0)
		return r;
	if (*named && !found && *other < 0)
		return 1;
	*named |= found;
	return 0;
}
