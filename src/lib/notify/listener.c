/* SPDX-License-Identifier: MIT */
/* What the thread has that listens in one network namespace. */

#include "listener.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

/* What could not be read for want of memory or descriptors is read after so many milliseconds. */
#define RETRY 200

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71 /* Linux 5.14 */
#endif

int iph_listener_open(void (*tell)(const struct iph_notice *notice, void *listener),
		      struct iph_listener **ret_listener)
{
	IPH_AUTO_LISTENER struct iph_listener *listener = calloc(1, sizeof(*listener));
	socklen_t size = sizeof(listener->namespace);
	int r;

	if (!listener)
		return -ENOMEM;
	listener->wake = -1;
	r = iph_lookout_open(&listener->lookout);
	if (r < 0)
		return r;
	listener->lookout.tell = tell;
	listener->lookout.arg = listener;
	listener->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (listener->wake < 0)
		return -errno;
	if (getsockopt(listener->lookout.nl.fd, SOL_SOCKET, SO_NETNS_COOKIE, &listener->namespace,
		       &size) < 0)
		listener->namespace = 0; /* then it serves one registration */
	*ret_listener = iph_take(&listener);
	return 0;
}

void iph_listener_close(struct iph_listener *listener)
{
	iph_lookout_close(&listener->lookout);
	iph_closep(&listener->wake);
	free(listener);
}

void iph_listener_await(struct iph_listener *listener)
{
	struct pollfd fds[] = {{.fd = listener->wake, .events = POLLIN},
			       {.fd = listener->lookout.nl.fd, .events = POLLIN}};
	int n = poll(fds, 2, iph_lookout_hurries(&listener->lookout) ? RETRY : -1);
	eventfd_t count;

	if (n > 0 && fds[0].revents)
		(void)eventfd_read(listener->wake, &count);
	if (n == 0 || (n > 0 && fds[1].revents))
		iph_lookout_take(&listener->lookout);
}

void iph_listener_wake(const struct iph_listener *listener)
{
	(void)eventfd_write(listener->wake, 1);
}
