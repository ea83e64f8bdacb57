/* SPDX-License-Identifier: MIT */
/* Waiting for a change of IPv4 addresses or of IPv4 routes: what to listen to, and what counts. */

#include "change.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include <linux/rtnetlink.h>

#define ROUTES (1u << IPH_NOTICE_ROUTE_IPV4)

/* What could not be read for want of memory or descriptors is read after so many milliseconds. */
#define RETRY 200

static void tell(const struct iph_notice *notice, void *arg)
{
	struct iph_change *change = arg;

	change->seen |= notice->key.kind == IPH_NOTICE_ROUTE_IPV4;
}

static int open_addresses(struct iph_nl *nl)
{
	int r = iph_nl_open(NETLINK_ROUTE, nl);

	if (r == 0)
		r = iph_nl_join(nl, RTNLGRP_IPV4_IFADDR);
	/* What is no news, such as a message that is not the kernel's, must not keep who waits. */
	if (r == 0 && fcntl(nl->fd, F_SETFL, O_NONBLOCK) < 0)
		r = -errno;
	return r;
}

static int open_routes(struct iph_change *change)
{
	int r = iph_lookout_open(&change->lookout);

	if (r < 0)
		return r;
	change->lookout.tell = tell;
	change->lookout.arg = change;
	r = iph_lookout_watch(&change->lookout, ROUTES);
	change->seen = false; /* it has told of all that was there before */
	return r;
}

int iph_change_open(struct iph_change *ret_change, bool routes)
{
	int r;

	memset(ret_change, 0, sizeof(*ret_change));
	ret_change->routes = routes;
	ret_change->addresses.fd = ret_change->lookout.nl.fd = -1;
	r = routes ? open_routes(ret_change) : open_addresses(&ret_change->addresses);
	if (r < 0)
		iph_change_close(ret_change);
	return r;
}

void iph_change_close(struct iph_change *change)
{
	iph_nl_close(&change->addresses);
	if (change->routes)
		iph_lookout_close(&change->lookout);
}

void iph_change_forget(struct iph_change *change)
{
	iph_nl_close(&change->addresses);
	iph_nl_close(&change->lookout.nl);
}

int iph_change_fd(const struct iph_change *change)
{
	return change->routes ? change->lookout.nl.fd : change->addresses.fd;
}

int iph_change_timeout(const struct iph_change *change)
{
	return change->routes && change->lookout.behind ? RETRY : -1;
}

/* The group has nothing but addresses that come, change and go. */
static int any_change(const struct nlmsghdr *nlh, void *arg)
{
	(void)arg;
	return nlh->nlmsg_type == RTM_NEWADDR || nlh->nlmsg_type == RTM_DELADDR;
}

int iph_change_take(struct iph_change *change)
{
	struct iph_nl_sink sink = {.message = any_change};
	int r;

	if (change->routes) {
		iph_lookout_take(&change->lookout);
		return change->seen ? 0 : -EAGAIN;
	}
	r = iph_nl_listen(&change->addresses, &sink);
	return r == -ENOBUFS ? 0 : r; /* so many changes that some were lost */
}
