/* SPDX-License-Identifier: MIT */
/* Requests and dumps. nl-socket.c has the sockets, nl-notices.c what comes unasked; nobody else
 * talks netlink to the kernel. */

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <libmnl/libmnl.h>

#include "nl-trace.h"
#include "nl.h"

/* The kernel fills no more than this into one datagram of a dump (netlink_dump(), af_netlink.c),
 * unless a single object takes more: an interface with hundreds of alternative names does. */
#define BUFFER_SIZE 32768

/* What the kernel says of one object mostly fits into this. */
#define OBJECT_SIZE 4096

struct reading {
	struct iph_nl *nl;
	const struct iph_nl_sink *sink;
	char *buf;
	size_t size;
	char *owned;	     /* buf, unless that is the caller's */
	size_t longest;	     /* of the datagrams, those that were cut included */
	unsigned int pieces; /* datagrams with messages for the sink */
	bool dump;
	bool counted; /* the kernel continues the dump by counting */
	bool hears;   /* of changes meanwhile */
	bool deaf;    /* it shall not, because the time before there was no room for the dump */
	bool interrupted;
	bool given;   /* the datagram has some */
	bool stopped; /* by the sink, before the end */
};

static void free_reading(struct reading *reading)
{
	free(reading->owned);
}

#define AUTO_READING __attribute__((cleanup(free_reading)))

/* Out of memory for a moment the answer may still be there: what was asked for has happened, and
 * only the answer says so. */
#define RECEIVE_TRIES 16

/* The echo of a request bears the group that was told of the same (nlmsg_notify(),
 * net/netlink/af_netlink.c), and is the answer. It names who asked, and for what. */
static bool is_echo(const struct reading *reading, size_t len)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)reading->buf;
	struct sockaddr_nl own = {0};
	socklen_t size = sizeof(own);

	return len >= sizeof(*nlh) && nlh->nlmsg_seq == reading->nl->seq &&
	       getsockname(reading->nl->fd, (struct sockaddr *)&own, &size) == 0 &&
	       nlh->nlmsg_pid == own.nl_pid;
}

/* An answer. That a notice came before it is kept in mind. */
static int receive_answer(struct reading *reading, int flags, size_t *ret_len)
{
	struct iph_nl *nl = reading->nl;
	bool notice;
	int r;

	do {
		r = iph_nl_receive_any(nl->fd, flags, reading->buf, reading->size, ret_len,
				       &notice);
		notice = r == 0 && notice && !is_echo(reading, *ret_len);
		if (notice)
			nl->heard = true;
	} while (notice);
	return r;
}

/* -EMSGSIZE for a datagram that was cut; the reading knows how long it was. */
static int receive(struct reading *reading, int flags, size_t *ret_len)
{
	int tries = 0;
	size_t len = 0;
	int r;

	do {
		r = receive_answer(reading, flags, &len);
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

	reading->given = true;
	if (r)
		reading->interrupted = false;
	if (r > 0)
		reading->stopped = true;
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

	reading->given = false;
	for (; r == 0 && iph_nl_whole(nlh, left); nlh = NLMSG_NEXT(nlh, left))
		r = take_message(reading, nlh);
	reading->pieces += reading->given;
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
		reading->pieces = 0;
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

/* No message about an address is longer. */
#define LONGEST_ADDRESS 1024

/* A datagram that had room for one more was filled without a break: nothing was skipped. Its room
 * is the kernel's NLMSG_GOODSIZE (somewhat less than a page, and than 8 KiB), or, once it has seen
 * how much we read at once and if it has the memory, that. */
static bool continued(const struct reading *reading, bool grown)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t least = page < 8192 ? page : 8192;

	if (reading->pieces > 1)
		return true;
	if (reading->longest > least)
		return !grown || reading->longest > BUFFER_SIZE - 2 * LONGEST_ADDRESS;
	return reading->longest > least - 2 * LONGEST_ADDRESS;
}

/* Returns 1 when others may have changed the table meanwhile. */
static int judge(const struct reading *reading, bool grown)
{
	struct iph_nl *nl = reading->nl;

	if (!reading->counted)
		return reading->interrupted;
	if (!continued(reading, grown))
		return 0;
	nl->pieced = true;
	if (nl->any)
		return 0;
	if (reading->interrupted || nl->heard || reading->deaf)
		return 1;
	return reading->hears ? iph_nl_told(nl) : 0;
}

static int read_table(struct reading *reading, struct iph_msg *msg)
{
	struct iph_nl *nl = reading->nl;
	const int *groups = reading->sink->notices;
	bool grown = nl->grown;
	int r;

	nl->heard = false;
	reading->longest = 0;
	reading->hears = !nl->any && !reading->deaf && iph_nl_hear(nl, groups);
	r = ask_whole(reading, msg);
	nl->grown = true;
	if (r == 0 && !reading->stopped)
		r = judge(reading, grown);
	if (reading->hears && !reading->stopped)
		iph_nl_hear_no_more(nl, groups);
	/* Notices may come faster than they are read, and leave no room for the dump. What comes in
	 * one piece does not need them. */
	reading->deaf = r == -ENOBUFS && reading->hears;
	return reading->deaf ? 1 : r;
}

int iph_nl_dump(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	AUTO_READING struct reading reading = {
		.nl = nl, .sink = sink, .dump = true, .counted = sink->notices[0] != 0};
	unsigned int tries;
	int r = make_room(&reading, BUFFER_SIZE);

	for (tries = 0; r == 0 && tries < nl->tries; tries++) {
		r = read_table(&reading, msg);
		if (r <= 0)
			return r;
		begin_anew(sink);
		r = 0;
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
