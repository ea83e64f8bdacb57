/* SPDX-License-Identifier: MIT */
/*
 * An event of libwinport is an eventfd(2), and its HANDLE has the number: so libiphlpapi can signal
 * one without libwinport. Two versions of the libraries may meet in a program: this stays as it is.
 */
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#define IPH_EVENT_TAG 0x5a000000U
#define IPH_EVENT_FD_MAX 0x3fffff
#define IPH_EVENT_MANUAL 2U
#define IPH_EVENT_KEPT 1U /* the library's own, in an OVERLAPPED without an event */

static inline void *iph_event_handle(int fd, bool manual)
{
	return (void *)(uintptr_t)(IPH_EVENT_TAG | (unsigned int)fd << 2 |
				   (manual ? IPH_EVENT_MANUAL : 0));
}

/* Whether a wait leaves it set. */
static inline bool iph_event_is_manual(const void *handle)
{
	return (uintptr_t)handle & IPH_EVENT_MANUAL;
}

/*
 * Its descriptor, or -EBADF for a handle that is none or is closed. Where another file has got the
 * number since, its type tells: only files like eventfds have none (anon_inode_getattr(),
 * fs/anon_inodes.c).
 */
static inline int iph_event_fd(const void *handle)
{
	uintptr_t value = (uintptr_t)handle;
	int fd = (int)(value >> 2 & IPH_EVENT_FD_MAX);
	struct stat status;

	if ((value & ~(uintptr_t)0xffffff) != IPH_EVENT_TAG || fstat(fd, &status) ||
	    status.st_mode & S_IFMT)
		return -EBADF;
	return fd;
}

/*
 * A further descriptor for it, or -errno. QEMU's user emulation knows what one is after dup3() and
 * not after F_DUPFD_CLOEXEC, and then swaps no bytes of it on a machine of the other order.
 */
static inline int iph_event_copy(int event)
{
	int fd = eventfd(0, EFD_CLOEXEC);
	int error;

	if (fd < 0 || dup3(event, fd, O_CLOEXEC) >= 0)
		return fd < 0 ? -errno : fd;
	error = errno;
	close(fd);
	return -error;
}
