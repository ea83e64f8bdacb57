/* SPDX-License-Identifier: MIT */
/* What the kernel tells the members of a group unasked. */

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>

#include "nl.h"

#define BUFFER_SIZE 32768

/* Without a port of its own a socket hears nothing: its 0 is the kernel's, which does not tell
 * itself (do_one_broadcast(), af_netlink.c). It gets one once. */
static int take_port(const struct iph_nl *nl)
{
	struct sockaddr_nl own = {.nl_family = AF_NETLINK};
	socklen_t size = sizeof(own);

	if (getsockname(nl->fd, (struct sockaddr *)&own, &size) < 0)
		return -errno;
	if (own.nl_pid == 0 && bind(nl->fd, (struct sockaddr *)&own, sizeof(own)) < 0)
		return -errno;
	return 0;
}

int iph_nl_join(struct iph_nl *nl, int group)
{
	int r = take_port(nl);

	if (r < 0)
		return r;
	if (setsockopt(nl->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) < 0)
		return -errno;
	return 0;
}

int iph_nl_listen(struct iph_nl *nl, const struct iph_nl_sink *sink)
{
	IPH_AUTO_FREE char *buf = malloc(BUFFER_SIZE);
	int r = 0;

	if (!buf)
		return -ENOMEM;
	while (r == 0) {
		const struct nlmsghdr *nlh = (const struct nlmsghdr *)buf;
		size_t len = 0;
		int left;

		r = iph_nl_receive(nl->fd, 0, buf, BUFFER_SIZE, &len);
		if (r == 0 && len > BUFFER_SIZE)
			return -ENOBUFS;
		for (left = (int)len; r == 0 && iph_nl_whole(nlh, left);
		     nlh = NLMSG_NEXT(nlh, left))
			r = sink->message(nlh, sink->arg);
	}
	return r < 0 ? r : 0;
}

static bool set_option(struct iph_nl *nl, int option, int value)
{
	return setsockopt(nl->fd, SOL_NETLINK, option, &value, sizeof(value)) == 0;
}

/* The request of the dump gives the socket its port. */
bool iph_nl_hear(struct iph_nl *nl, const int groups[2])
{
	return groups[0] && set_option(nl, NETLINK_NO_ENOBUFS, 1) &&
	       set_option(nl, NETLINK_ADD_MEMBERSHIP, groups[0]) &&
	       (!groups[1] || set_option(nl, NETLINK_ADD_MEMBERSHIP, groups[1]));
}

/* More than a queue holds, and than a dump has that is left unread in it. */
#define MOST_DATAGRAMS 1000000

/* A queue that is full would keep out the answer to the next request. */
void iph_nl_hear_no_more(struct iph_nl *nl, const int groups[2])
{
	char byte;
	int count = 0;

	(void)set_option(nl, NETLINK_DROP_MEMBERSHIP, groups[0]);
	if (groups[1])
		(void)set_option(nl, NETLINK_DROP_MEMBERSHIP, groups[1]);
	while (count++ < MOST_DATAGRAMS &&
	       (recv(nl->fd, &byte, sizeof(byte), MSG_DONTWAIT) >= 0 || errno == ENOBUFS))
		;
}

/* Where nothing is asked that has an answer of another type. The address of a notice says for which
 * group it is, but not of the groups above 32 (netlink_group_mask(), af_netlink.c). */
bool iph_nl_is_notice(const struct nlmsghdr *nlh, size_t len)
{
	return len < sizeof(*nlh) || nlh->nlmsg_type != NLMSG_ERROR;
}

/* No interface has this index. The kernel says so when it has the lock that all have who change
 * addresses, interfaces and IPv4 routes (rtnetlink_rcv_msg(), net/core/rtnetlink.c), so that they
 * have told by then. Others tell of a change before they let go of the table. */
#define NOBODY 0x7fffffff

/* With the first notice the answer does not matter, and may be lost for want of room. */
int iph_nl_told(struct iph_nl *nl)
{
	_Alignas(struct nlmsghdr) char buf[512];
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)buf;
	struct iph_msg msg;
	struct ifinfomsg *ifi = iph_msg_init(&msg, RTM_GETLINK, 0, sizeof(*ifi));
	size_t len = 0;
	int r;

	ifi->ifi_index = NOBODY;
	r = iph_nl_send(nl, &msg);
	while (r == 0) {
		r = iph_nl_receive(nl->fd, 0, buf, sizeof(buf), &len);
		if (r == -ENOBUFS || (r == 0 && iph_nl_is_notice(nlh, len)))
			return 1;
		if (r == 0 && nlh->nlmsg_seq == nl->seq)
			return 0;
	}
	return r;
}
