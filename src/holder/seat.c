/* SPDX-License-Identifier: MIT */
/* Becoming the one holder of a network namespace.
 *
 * Who binds the known port has the office, unless somebody without privilege squats there: then
 * any port does, for what identifies a holder is its group, which only the privileged join. Two
 * candidates may end up on different ports only when a squatter comes or goes between them; the
 * one of higher rank (anycast-proto.h) waits until the other is in office or has given up. Each
 * joins the group before it looks for others, so at least one of two sees the other. */

#include <errno.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>

#include "anycast-proto.h"
#include "nl.h"
#include "seat.h"

#define RANDOM_PORTS 16
#define RIVAL_LOOKS 1000

static int bind_port(int fd, uint32_t port)
{
	struct sockaddr_nl addr = {
		.nl_family = AF_NETLINK, .nl_pid = port, .nl_groups = IPH_GROUP_HOLDER};

	return bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0 ? -errno : 0;
}

/* Not even all ports that a squatter can take are many among these. */
static int bind_random_port(int fd, uint32_t *ret_port)
{
	uint32_t port;
	int i;
	int r = -EADDRINUSE;

	for (i = 0; i < RANDOM_PORTS && r == -EADDRINUSE; i++) {
		if (getrandom(&port, sizeof(port), 0) != (ssize_t)sizeof(port))
			return -EIO;
		port |= 1u << 30 | 1u; /* no process id, never 0 */
		r = bind_port(fd, port);
	}
	if (r == 0)
		*ret_port = port;
	return r;
}

static int bind_some_port(int fd, uint32_t *ret_port)
{
	uint32_t other;
	int r = bind_port(fd, IPH_HOLDER_PORT);

	if (r != -EADDRINUSE) {
		*ret_port = IPH_HOLDER_PORT;
		return r;
	}
	r = iph_holder_find(IPH_GROUP_HOLDER, 0, &other);
	if (r == -ESRCH)
		return bind_random_port(fd, ret_port);
	/* Where we cannot look we believe that it is a holder. */
	return r == 0 || r == -ENOSYS ? -EALREADY : r;
}

/* 0: nobody else is there, or nobody that we can know of. -EAGAIN: a rival is undecided. */
static int look_for_rivals(uint32_t own)
{
	uint32_t other;
	int r = iph_holder_find(IPH_GROUP_HOLDER, own, &other);

	if (r == -ESRCH || r == -ENOSYS)
		return 0;
	if (r < 0)
		return r;
	if (iph_holder_rank(other) < iph_holder_rank(own))
		return -EALREADY;
	r = iph_holder_find(IPH_GROUP_HOLDER | IPH_GROUP_IN_OFFICE, own, &other);
	return r == -ESRCH ? -EAGAIN : r == 0 ? -EALREADY : r;
}

/* The kernel has no event for another socket's group, hence the looking again. */
static int await_rivals(uint32_t own)
{
	const struct timespec pause = {.tv_nsec = 1000000};
	int looks;
	int r = -EAGAIN;

	for (looks = 0; looks < RIVAL_LOOKS && r == -EAGAIN; looks++) {
		if (looks > 0)
			nanosleep(&pause, NULL);
		r = look_for_rivals(own);
	}
	return r;
}

/* Whoever gave us the socket had to be privileged to put it into the group, so it will do. */
static int port_of_given(int fd, uint32_t *ret_port)
{
	struct sockaddr_nl addr = {0};
	socklen_t size = sizeof(addr);
	int protocol = -1;
	socklen_t protocol_size = sizeof(protocol);

	if (getsockname(fd, (struct sockaddr *)&addr, &size) < 0 ||
	    getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &protocol_size) < 0)
		return -errno;
	if (addr.nl_family != AF_NETLINK || protocol != IPH_HOLDER_PROTOCOL ||
	    !(addr.nl_groups & IPH_GROUP_HOLDER))
		return -EPROTOTYPE;
	*ret_port = addr.nl_pid;
	return 0;
}

static int take_port(int given, struct iph_nl *nl, uint32_t *ret_port)
{
	int r;

	if (given >= 0) {
		nl->fd = given;
		return port_of_given(given, ret_port);
	}
	r = iph_nl_open(IPH_HOLDER_PROTOCOL, nl);
	return r < 0 ? r : bind_some_port(nl->fd, ret_port);
}

int seat_take(int given, int *ret_fd)
{
	int in_office = __builtin_ctz(IPH_GROUP_IN_OFFICE) + 1;
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	uint32_t port;
	int r = take_port(given, &nl, &port);

	if (r == 0)
		r = await_rivals(port);
	if (r < 0)
		return r;
	if (setsockopt(nl.fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &in_office, sizeof(in_office)) <
	    0)
		return -errno;
	*ret_fd = iph_take_fd(&nl.fd);
	return 0;
}
