/* SPDX-License-Identifier: MIT */
/* The one place that talks netlink to the kernel: sockets, requests, dumps. */

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <libmnl/libmnl.h>

#include "nl-trace.h"
#include "nl.h"
#include "trace.h"

/* The kernel fills no more than this into one datagram of a dump (netlink_dump(), af_netlink.c),
 * unless a single object takes more: an interface with hundreds of alternative names does. */
#define BUFFER_SIZE 32768

/* What the kernel says of one object mostly fits into this. */
#define OBJECT_SIZE 4096

/* A table that others change without pause is read anew this often before we give up. */
#define DUMP_TRIES 1024

struct reading {
	struct iph_nl *nl;
	const struct iph_nl_sink *sink;
	char *buf;
	size_t size;
	char *owned;	/* buf, unless that is the caller's */
	size_t longest; /* of the datagrams, those that were cut included */
	bool dump;
	bool interrupted;
};

static void free_reading(struct reading *reading)
{
	free(reading->owned);
}

#define AUTO_READING __attribute__((cleanup(free_reading)))

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

int iph_nl_receive(int fd, int flags, void *buf, size_t size, size_t *ret_len)
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
	return 0;
}

/* Out of memory for a moment the answer may still be there: what was asked for has happened, and
 * only the answer says so. */
#define RECEIVE_TRIES 16

/* -EMSGSIZE for a datagram that was cut; the reading knows how long it was. */
static int receive(struct reading *reading, int flags, size_t *ret_len)
{
	int tries = 0;
	size_t len = 0;
	int r;

	do {
		r = iph_nl_receive(reading->nl->fd, flags, reading->buf, reading->size, &len);
		flags |= MSG_DONTWAIT;
	} while ((r == -ENOMEM || r == -ENOBUFS) && tries++ < RECEIVE_TRIES);
	if (r < 0)
		return r == -EAGAIN && tries > 0 ? -ENOBUFS : r;
	if (len > reading->longest)
		reading->longest = len;
	if (len > reading->size)
		return -EMSGSIZE;
	*ret_len = len;
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

/* Returns 1 when the answer is complete, 0 when more is to come. What was found
 * before it ended a dump early is true whether or not the rest of the table has changed. */
static int give(struct reading *reading, const struct nlmsghdr *nlh)
{
	int r = reading->sink->message(nlh, reading->sink->arg);

	if (r)
		reading->interrupted = false;
	return r || reading->dump ? r : 1;
}

static void begin_anew(const struct iph_nl_sink *sink)
{
	if (sink->restart)
		sink->restart(sink->arg);
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
		if (r == 0 && reading->sink && !reading->dump)
			return -EBADMSG; /* a good end without the object */
		return r ? r : 1;
	default:
		if (!reading->sink)
			return 0;
		return give(reading, nlh);
	}
}

static int take_datagram(struct reading *reading, size_t len)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)reading->buf;
	int left = (int)len;
	int r = 0;

	for (; r == 0 && iph_nl_whole(nlh, left); nlh = NLMSG_NEXT(nlh, left))
		r = take_message(reading, nlh);
	return r;
}

static int read_answer(struct reading *reading)
{
	size_t len = 0;
	int r;

	do {
		r = receive(reading, 0, &len);
		if (r == 0)
			r = take_datagram(reading, len);
	} while (r == 0);
	return r < 0 ? r : 0;
}

static int make_room(struct reading *reading, size_t size)
{
	char *larger = malloc(size);

	if (!larger)
		return -ENOMEM;
	free(reading->owned);
	reading->owned = reading->buf = larger;
	reading->size = size;
	return 0;
}

int iph_nl_request(struct iph_nl *nl, struct iph_msg *msg)
{
	_Alignas(struct nlmsghdr) char buf[1024];
	AUTO_READING struct reading reading = {.nl = nl, .buf = buf, .size = sizeof(buf)};
	int r = 0;

	/* the request comes back behind the verdict */
	if (msg->nlh->nlmsg_len > sizeof(buf) / 2)
		r = make_room(&reading, msg->nlh->nlmsg_len + OBJECT_SIZE);
	msg->nlh->nlmsg_flags |= NLM_F_ACK;
	if (r == 0)
		r = iph_nl_send(nl, msg);
	return iph_nl_verdict(nl, msg, r < 0 ? r : read_answer(&reading));
}

/* A dump cannot begin before the one before has ended. The kernel is one datagram ahead of who
 * reads (netlink_recvmsg(), af_netlink.c): there is none when it has no more to say. */
static int end_dump(struct reading *reading)
{
	size_t len;
	int r;

	do
		r = receive(reading, MSG_DONTWAIT, &len);
	while (r == 0 || r == -EMSGSIZE);
	return r == -EAGAIN ? 0 : r;
}

/* What was cut is lost, but can be asked for again. */
static int ask_whole(struct reading *reading, struct iph_msg *msg)
{
	int r;

	for (;;) {
		reading->interrupted = false;
		r = iph_nl_send(reading->nl, msg);
		r = iph_nl_verdict(reading->nl, msg, r < 0 ? r : read_answer(reading));
		if (r != -EMSGSIZE || reading->longest <= reading->size)
			return r; /* or it is the kernel's verdict */
		if (reading->dump) {
			r = end_dump(reading);
			begin_anew(reading->sink);
		}
		if (r == 0 || r == -EMSGSIZE)
			r = make_room(reading, reading->longest + OBJECT_SIZE);
		if (r < 0)
			return r;
	}
}

int iph_nl_get(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	_Alignas(struct nlmsghdr) char buf[OBJECT_SIZE];
	AUTO_READING struct reading reading = {
		.nl = nl, .sink = sink, .buf = buf, .size = sizeof(buf)};

	return ask_whole(&reading, msg);
}

int iph_nl_get_into(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink,
		    void *buf, size_t size)
{
	struct reading reading = {.nl = nl, .sink = sink, .buf = buf, .size = size};
	int r = iph_nl_send(nl, msg);

	return iph_nl_verdict(nl, msg, r < 0 ? r : read_answer(&reading));
}

static int ignore_message(const struct nlmsghdr *nlh, void *arg)
{
	(void)nlh;
	(void)arg;
	return 0;
}

int iph_nl_probe(struct iph_nl *nl, struct iph_msg *msg)
{
	const struct iph_nl_sink sink = {.message = ignore_message};

	return iph_nl_get(nl, msg, &sink);
}

int iph_nl_dump(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	AUTO_READING struct reading reading = {.nl = nl, .sink = sink, .dump = true};
	unsigned int tries;
	int r = make_room(&reading, BUFFER_SIZE);

	for (tries = 0; r == 0 && tries < nl->tries; tries++) {
		r = ask_whole(&reading, msg);
		if (r < 0 || !reading.interrupted)
			return r;
		begin_anew(sink);
	}
	return r < 0 ? r : -EAGAIN;
}

/* The kernel is one datagram ahead of who reads a dump (netlink_recvmsg(), af_netlink.c): there is
 * none when it has no more to say. */
static bool dump_ended(const struct iph_nl *nl)
{
	struct sockaddr_nl from = {0};
	struct nlmsghdr nlh;
	struct iovec iov = {.iov_base = &nlh, .iov_len = sizeof(nlh)};
	struct msghdr mh = {
		.msg_name = &from, .msg_namelen = sizeof(from), .msg_iov = &iov, .msg_iovlen = 1};
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
