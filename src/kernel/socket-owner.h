/* SPDX-License-Identifier: MIT */
/* Which process a socket belongs to. The kernel does not say it with the socket: its descriptors
 * are looked for in /proc, in one pass for all sockets. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "util.h"

struct iph_socket_owner {
	uint32_t inode; /* of the socket */
	uint32_t pid;	/* the lowest one that has it; 0: none that can be seen */
};

/* Finds the owners of count sockets, which are sorted by inode here. Processes whose descriptors
 * the caller may not see, or which are not in the /proc of the caller, own nothing. */
int iph_socket_owners(struct iph_socket_owner *owners, size_t count) IPH_MUST_CHECK;

/* The owner of one; 0 for none. */
uint32_t iph_socket_owner(const struct iph_socket_owner *owners, size_t count, uint32_t inode);
