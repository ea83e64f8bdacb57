/* SPDX-License-Identifier: MIT */
/* The one place that talks netlink to the kernel: sockets, requests, dumps. */

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <libmnl/libmnl.h>

#include "nl.h"

/* The kernel never fills more into one datagram of a dump (netlink_dump(), af_netlink.c). */
#define BUFFER_SIZE 32768

/* What the kernel says of one object mostly fits into this. */
#define OBJECT_SIZE 4096

/* A table that others change without pause is read anew this often before we give up. */
#define DUMP_TRIES 256

struct reading {
	struct iph_nl *nl;
	const struct iph_rows *rows;
	bool dump;
	bool interrupted;
};

int iph_nl_open(int protocol, struct iph_nl *ret_nl)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);

	if (fd < 0)
		return -errno;
	ret_nl->fd = fd;
	ret_nl->seq = 0;
	ret_nl->tries = DUMP_TRIES;
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

static int send_request(struct iph_nl *nl, struct iph_msg *msg)
{
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	ssize_t n;

	if (msg->overflow)
		return -EMSGSIZE;
	msg->nlh->nlmsg_seq = ++nl->seq;
	do
		n = sendto(nl->fd, msg->nlh, msg->nlh->nlmsg_len, 0, (struct sockaddr *)&kernel,
			   sizeof(kernel));
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : 0;
}

/* Out of memory for a moment the answer may still be there: what was asked for has happened, and
 * only the answer says so. */
#define RECEIVE_TRIES 16

static ssize_t receive_some(int fd, struct msghdr *mh)
{
	int flags = 0;
	int tries = 0;
	ssize_t n;

	do {
		n = recvmsg(fd, mh, flags);
		if (n < 0 && (errno == ENOMEM || errno == ENOBUFS) && tries++ < RECEIVE_TRIES)
			flags = MSG_DONTWAIT;
		else if (n >= 0 || errno != EINTR)
			break;
	} while (true);
	if (n < 0)
		return errno == EAGAIN ? -ENOBUFS : -errno;
	return n;
}

/* One datagram from the kernel itself; what other processes send is dropped unread. */
static int receive(struct iph_nl *nl, char *buf, size_t size, size_t *ret_len)
{
	struct sockaddr_nl from = {0};
	struct iovec iov = {.iov_base = buf, .iov_len = size};
	struct msghdr mh = {.msg_name = &from,
			    .msg_namelen = sizeof(from),
			    .msg_iov = &iov,
			    .msg_iovlen = 1};
	ssize_t n;

	do
		n = receive_some(nl->fd, &mh);
	while (n >= 0 && from.nl_pid != 0);
	if (n < 0)
		return (int)n;
	if (mh.msg_flags & MSG_TRUNC)
		return -EMSGSIZE;
	*ret_len = (size_t)n;
	return 0;
}

static int verdict(const struct nlmsghdr *nlh)
{
	int error;

	if (nlh->nlmsg_len < MNL_NLMSG_HDRLEN + sizeof(error))
		return -EBADMSG;
	memcpy(&error, mnl_nlmsg_get_payload(nlh), sizeof(error));
	if (error < -4095 || error > 4095) /* MAX_ERRNO, linux/err.h */
		return -EBADMSG;
	return error > 0 ? -error : error;
}

/* Returns 1 when the answer is complete, 0 when more is to come. What a row function found
 * before it ended a dump early is true whether or not the rest of the table has changed. */
static int take_row(struct reading *reading, const struct nlmsghdr *nlh)
{
	int r = reading->rows->row(nlh, reading->rows->arg);

	if (r)
		reading->interrupted = false;
	return r || reading->dump ? r : 1;
}

static int take_message(struct reading *reading, const struct nlmsghdr *nlh)
{
	int r;

	if (nlh->nlmsg_seq != reading->nl->seq)
		return 0;
	if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
		reading->interrupted = true;
	switch (nlh->nlmsg_type) {
	case NLMSG_NOOP:
		return 0;
	case NLMSG_OVERRUN:
		return -ENOBUFS;
	case NLMSG_ERROR:
	case NLMSG_DONE:
		r = verdict(nlh);
		if (r == 0 && reading->rows && !reading->dump)
			return -EBADMSG; /* a good end without the object */
		return r ? r : 1;
	default:
		if (!reading->rows)
			return 0;
		return take_row(reading, nlh);
	}
}

static int take_datagram(struct reading *reading, const char *buf, size_t len)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)buf;
	int left = (int)len;
	int r = 0;

	for (; r == 0 && iph_nl_whole(nlh, left); nlh = mnl_nlmsg_next(nlh, &left))
		r = take_message(reading, nlh);
	return r;
}

static int read_answer(struct reading *reading, char *buf, size_t size)
{
	size_t len = 0;
	int r;

	do {
		r = receive(reading->nl, buf, size, &len);
		if (r < 0)
			return r;
		r = take_datagram(reading, buf, len);
	} while (r == 0);
	return r < 0 ? r : 0;
}

int iph_nl_request(struct iph_nl *nl, struct iph_msg *msg)
{
	struct reading reading = {.nl = nl};
	_Alignas(struct nlmsghdr) char buf[1024];
	int r;

	msg->nlh->nlmsg_flags |= NLM_F_ACK;
	r = send_request(nl, msg);
	return r < 0 ? r : read_answer(&reading, buf, sizeof(buf));
}

static int get_into(struct iph_nl *nl, struct iph_msg *msg, const struct iph_rows *rows, char *buf,
		    size_t size)
{
	struct reading reading = {.nl = nl, .rows = rows};
	int r = send_request(nl, msg);

	return r < 0 ? r : read_answer(&reading, buf, size);
}

static int get_long(struct iph_nl *nl, struct iph_msg *msg, const struct iph_rows *rows)
{
	IPH_AUTO_FREE char *buf = malloc(BUFFER_SIZE);

	return buf ? get_into(nl, msg, rows, buf, BUFFER_SIZE) : -ENOMEM;
}

/* An answer that was too long is lost, but can be asked for again. */
int iph_nl_get(struct iph_nl *nl, struct iph_msg *msg, const struct iph_rows *rows)
{
	_Alignas(struct nlmsghdr) char buf[OBJECT_SIZE];
	int r = get_into(nl, msg, rows, buf, sizeof(buf));

	return r == -EMSGSIZE ? get_long(nl, msg, rows) : r;
}

int iph_nl_dump(struct iph_nl *nl, struct iph_msg *msg, const struct iph_rows *rows)
{
	IPH_AUTO_FREE char *buf = malloc(BUFFER_SIZE);
	unsigned int tries;
	int r;

	if (!buf)
		return -ENOMEM;
	for (tries = 0; tries < nl->tries; tries++) {
		struct reading reading = {.nl = nl, .rows = rows, .dump = true};

		r = send_request(nl, msg);
		if (r < 0)
			return r;
		r = read_answer(&reading, buf, BUFFER_SIZE);
		if (r < 0 || !reading.interrupted)
			return r;
		rows->restart(rows->arg);
	}
	return -EAGAIN;
}

/* The kernel is one datagram ahead of who reads a dump (netlink_recvmsg(), af_netlink.c): there is
 * none when it has no more to say. */
static bool dump_ended(const struct iph_nl *nl)
{
	struct sockaddr_nl from = {0};
	struct nlmsghdr nlh;
	struct iovec iov = {.iov_base = &nlh, .iov_len = sizeof(nlh)};
	struct msghdr mh = {.msg_name = &from,
			    .msg_namelen = sizeof(from),
			    .msg_iov = &iov,
			    .msg_iovlen = 1};
	ssize_t n = recvmsg(nl->fd, &mh, MSG_DONTWAIT);

	if (n < 0)
		return errno == EAGAIN;
	return n == sizeof(nlh) && from.nl_pid == 0 && nlh.nlmsg_seq == nl->seq &&
	       nlh.nlmsg_type == NLMSG_DONE;
}

int iph_nl_renew(struct iph_nl *nl)
{
	if (dump_ended(nl))
		return 0;
	iph_nl_close(nl);
	return iph_nl_open(NETLINK_ROUTE, nl);
}

/* Without a port of its own a socket hears nothing: its 0 is the kernel's, which does not tell
 * itself (do_one_broadcast(), af_netlink.c). */
int iph_nl_join(struct iph_nl *nl, int group)
{
	struct sockaddr_nl any = {.nl_family = AF_NETLINK};

	if (bind(nl->fd, (struct sockaddr *)&any, sizeof(any)) < 0)
		return -errno;
	if (setsockopt(nl->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) < 0)
		return -errno;
	return 0;
}

int iph_nl_listen(struct iph_nl *nl, const struct iph_rows *rows)
{
	IPH_AUTO_FREE char *buf = malloc(BUFFER_SIZE);
	int r = 0;

	if (!buf)
		return -ENOMEM;
	while (r == 0) {
		const struct nlmsghdr *nlh = (const struct nlmsghdr *)buf;
		size_t len = 0;
		int left;

		r = receive(nl, buf, BUFFER_SIZE, &len);
		for (left = (int)len; r == 0 && iph_nl_whole(nlh, left);
		     nlh = mnl_nlmsg_next(nlh, &left))
			r = rows->row(nlh, rows->arg);
	}
	return r < 0 ? r : 0;
}
