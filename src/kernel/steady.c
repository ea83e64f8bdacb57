/* SPDX-License-Identifier: MIT */
/* Reading what the kernel continues by counting, without a word when it has changed meanwhile. */

#include <errno.h>
#include <sys/socket.h>

#include "steady.h"

void iph_steady_open(struct iph_steady *ret_steady, int group)
{
	ret_steady->notices.fd = -1;
	ret_steady->told = iph_nl_open(NETLINK_ROUTE, &ret_steady->notices) == 0 &&
			   iph_nl_join(&ret_steady->notices, group) == 0;
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
	bool notice = false;
	int count;
	int r = 0;

	for (count = 0; count < MOST_NOTICES && (r == 0 || r == -ENOBUFS); count++) {
		char byte;
		size_t len;

		r = iph_nl_receive_any(notices->fd, MSG_DONTWAIT, &byte, sizeof(byte), &len,
				       &notice);
		taken = taken || r == -ENOBUFS || (r == 0 && notice);
	}
	return taken;
}

bool iph_steady_changed(struct iph_steady *steady)
{
	if (!steady->told)
		return false;
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
