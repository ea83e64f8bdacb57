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

bool iph_steady_changed(struct iph_steady *steady)
{
	char byte;
	int count = 0;

	while (count < MOST_NOTICES &&
	       (recv(steady->notices.fd, &byte, sizeof(byte), MSG_DONTWAIT) >= 0 ||
		errno == ENOBUFS))
		count++;
	return count > 0;
}

int iph_steady_again(struct iph_nl *nl, int try)
{
	if (try == 0 || try % 2)
		return 0;
	iph_nl_close(nl);
	return iph_nl_open(NETLINK_ROUTE, nl);
}
