/* SPDX-License-Identifier: MIT */
/* Netlink sockets, and single datagrams. */

#include <errno.h>
#include <sys/socket.h>

#include "nl.h"
#include "trace.h"

/* A table that others change without pause is read anew this often before we give up. */
#define DUMP_TRIES 1024

/* A sandbox that withholds netlink says nothing about the protocols of the machine or the caller's
 * privilege. */
static int no_socket(int error)
{
	return error == EAFNOSUPPORT || error == EPERM || error == EACCES ? -EIO : -error;
}

int iph_nl_open(int protocol, struct iph_nl *ret_nl)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);

	if (fd < 0)
		return no_socket(-iph_failed("socket(AF_NETLINK)", -errno));
	ret_nl->fd = fd;
	ret_nl->seq = 0;
	ret_nl->tries = DUMP_TRIES;
	ret_nl->any = ret_nl->heard = ret_nl->pieced = ret_nl->grown = false;
	return 0;
}

void iph_nl_close(struct iph_nl *nl)
{
	iph_closep(&nl->fd);
	nl->fd = -1;
}

int iph_nl_strict(struct iph_nl *nl)
{
	int on = 1;

	if (setsockopt(nl->fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof(on)) < 0)
		return -errno;
	return 0;
}

int iph_nl_send(struct iph_nl *nl, struct iph_msg *msg)
{
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	ssize_t n;

	if (msg->overflow)
		return -EMSGSIZE;
	msg->nlh->nlmsg_seq = ++nl->seq;
	IPH_PROBE3(request, msg->nlh->nlmsg_type, msg->nlh->nlmsg_seq, msg->nlh->nlmsg_flags);
	do
		n = sendto(nl->fd, msg->nlh, msg->nlh->nlmsg_len, 0, (struct sockaddr *)&kernel,
			   sizeof(kernel));
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : 0;
}

int iph_nl_receive_any(int fd, int flags, void *buf, size_t size, size_t *ret_len, bool *ret_notice)
{
	struct sockaddr_nl from = {0};
	struct iovec iov = {.iov_base = buf, .iov_len = size};
	struct msghdr mh = {
		.msg_name = &from, .msg_namelen = sizeof(from), .msg_iov = &iov, .msg_iovlen = 1};
	ssize_t n;

	do {
		n = recvmsg(fd, &mh, flags | MSG_TRUNC);
		if (n >= 0 && from.nl_pid != 0 && flags & MSG_PEEK)
			n = recvmsg(fd, &mh, flags & ~MSG_PEEK);
	} while (n < 0 ? errno == EINTR : from.nl_pid != 0);
	if (n < 0)
		return -errno;
	*ret_len = (size_t)n;
	*ret_notice = from.nl_groups != 0;
	return 0;
}

int iph_nl_receive(int fd, int flags, void *buf, size_t size, size_t *ret_len)
{
	bool notice;

	return iph_nl_receive_any(fd, flags, buf, size, ret_len, &notice);
}
