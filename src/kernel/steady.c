/* SPDX-License-Identifier: MIT */
/* Reading what the kernel continues by counting, without a word when it has changed meanwhile. */

#include <errno.h>
#include <sys/socket.h>

#include <linux/rtnetlink.h>

#include "steady.h"

/* IPv4 routes go without a notice of their own when their interface goes down or their address is
 * deleted. */
static int join_ipv4_routes(struct iph_nl *notices)
{
	int r = iph_nl_join(notices, RTNLGRP_IPV4_ROUTE);

	if (r == 0)
		r = iph_nl_join(notices, RTNLGRP_IPV4_IFADDR);
	if (r == 0)
		r = iph_nl_join(notices, RTNLGRP_LINK);
	return r;
}

void iph_steady_open(struct iph_steady *ret_steady, int group)
{
	int r = iph_nl_open(NETLINK_ROUTE, &ret_steady->notices);

	if (r < 0)
		ret_steady->notices.fd = -1;
	else if (group == RTNLGRP_IPV4_ROUTE)
		r = join_ipv4_routes(&ret_steady->notices);
	else
		r = iph_nl_join(&ret_steady->notices, group);
	ret_steady->told = r == 0;
	ret_steady->early = group == RTNLGRP_IPV4_ROUTE;
}

void iph_steady_close(struct iph_steady *steady)
{
	iph_nl_close(&steady->notices);
}

/* More notices than a socket holds: others may make them faster than they are read here. */
#define MOST_NOTICES 10000

/* Whether any notice was waiting. */
static bool take_notices(const struct iph_nl *notices)
{
	bool taken = false;
	int count;
	int r = 0;

	for (count = 0; count < MOST_NOTICES && (r == 0 || r == -ENOBUFS); count++) {
		struct nlmsghdr nlh;
		size_t len;

		r = iph_nl_receive(notices->fd, MSG_DONTWAIT, &nlh, sizeof(nlh), &len);
		taken = taken || r == -ENOBUFS || (r == 0 && iph_nl_is_notice(&nlh, len));
	}
	return taken;
}

bool iph_steady_changed(struct iph_steady *steady)
{
	if (!steady->told)
		return true;
	if (take_notices(&steady->notices))
		return true;
	if (iph_nl_told(&steady->notices) == 0)
		return false;
	(void)take_notices(&steady->notices); /* those belong to the same reading */
	return true;
}

int iph_steady_again(struct iph_nl *nl, int try)
{
	if (try == 0 || try % 2)
		return 0;
	iph_nl_close(nl);
	return iph_nl_open(NETLINK_ROUTE, nl);
}

int iph_steady_begin(const struct iph_steady *steady, struct iph_nl *nl, int try)
{
	int r = iph_steady_again(nl, try);

	if (r == 0 && steady->early)
		r = iph_nl_told(nl);
	return r < 0 ? r : 0;
}
