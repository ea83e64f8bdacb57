/* SPDX-License-Identifier: MIT */
/* The sockets that the memberships of entries are on. */

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "parts.h"
#include "sockets.h"
#include "store.h"

#define MOST_FDS (1 << 21) /* above the kernel's default limit of descriptors, fs.nr_open */

static uint32_t members[MOST_FDS]; /* of each socket, by its number */
static int above;		   /* all that have some */
static int current = -1;	   /* the one that was opened last; it stays open without members */

static void name_socket(uint32_t at, int fd)
{
	store_slot(at)->fd = fd;
	store_set_state(at, store_slot(at)->state);
}

/* The slot names the socket before: who takes over after us then knows where to leave. */
static int join_on(uint32_t at, int fd)
{
	struct iph_addr addr = store_addr(at);
	int r;

	name_socket(at, fd);
	r = kernel_join(fd, &addr, store_slot(at)->ifindex);
	if (r < 0) {
		name_socket(at, -1);
		return r;
	}
	members[fd]++;
	if (fd >= above)
		above = fd + 1;
	return 0;
}

static int open_current(void)
{
	int r = kernel_socket(&current);

	if (r == 0 && current >= MOST_FDS) {
		close(current);
		r = -EMFILE;
	}
	if (r < 0)
		current = -1;
	return r;
}

static int join_on_current(uint32_t at)
{
	int r = 0;

	if (current < 0 || members[current] >= SOCKET_SHARE)
		r = open_current();
	if (r == 0)
		r = join_on(at, current);
	if (r != -ENOMEM || current < 0 || members[current] == 0)
		return r;
	r = open_current(); /* it is full, by the kernel's own measure */
	return r < 0 ? r : join_on(at, current);
}

int sockets_join(uint32_t at)
{
	int full = join_on_current(at);
	int r = full;
	int fd;

	if (!iph_is_shortage(full))
		return full;
	for (fd = 0; fd < above && iph_is_shortage(r); fd++)
		if (members[fd] && fd != current)
			r = join_on(at, fd);
	return iph_is_shortage(r) ? full : r;
}

/* Left before it is not named any more, so that a kill in between leaves none that nobody knows of;
 * closed after, since the number could soon be another descriptor's, and who takes over after us
 * would close that. */
void sockets_leave(uint32_t at)
{
	struct iph_addr addr = store_addr(at);
	int fd = store_slot(at)->fd;

	if (fd < 0)
		return;
	kernel_leave(fd, &addr, store_slot(at)->ifindex);
	name_socket(at, -1);
	if (--members[fd] == 0 && fd != current)
		close(fd);
}

void sockets_recount(void)
{
	uint32_t at;
	int fd;

	memset(members, 0, (size_t)above * sizeof(*members));
	above = 0;
	current = -1;
	for (at = 0; at < store_end(); at++) {
		fd = store_slot(at)->state == SLOT_FREE ? -1 : store_slot(at)->fd;
		if (fd < 0)
			continue;
		members[fd]++;
		if (fd >= above)
			above = fd + 1;
	}
}
