/* SPDX-License-Identifier: MIT */
/* Asking the anycast holder: send, wait, find it again when it has moved or gone. */

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "ask.h"

/* How long we wait for a reply before we look whether the holder is still there, in ms. */
#define FIRST_WAIT 5
#define LONGEST_WAIT 200

/* A holder may leave while our request is under way; then we start another, this often. */
#define STARTS 64

/* and so often we lack memory or descriptors while we wait. */
#define SHORTAGES 16

/* A holder that says it leaves is gone within this, in ms. */
#define LEAVE_WAIT 2000

struct call {
	struct iph_nl *nl;
	const struct iph_holder_task *task;
	struct iph_request request;
	struct iph_reply reply;
	uint32_t port;
	uint32_t groups;
};

int iph_holder_open(struct iph_nl *ret_nl)
{
	/* The kernel demands CAP_NET_ADMIN of whoever connects to a port (netlink_connect()),
	 * whether or not somebody has it. AF_UNSPEC undoes it again. */
	struct sockaddr_nl holder = {.nl_family = AF_NETLINK, .nl_pid = IPH_HOLDER_PORT};
	struct sockaddr_nl nobody = {.nl_family = AF_UNSPEC};
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r;

	r = iph_nl_open(IPH_HOLDER_PROTOCOL, &nl);
	if (r < 0)
		return r;
	if (connect(nl.fd, (struct sockaddr *)&holder, sizeof(holder)) < 0 ||
	    connect(nl.fd, (struct sockaddr *)&nobody, sizeof(nobody)) < 0)
		return -errno;
	ret_nl->fd = iph_take_fd(&nl.fd);
	ret_nl->seq = 0;
	return 0;
}

/* Does not wait for room in the queue behind the port: it may be a squatter's. The group has got
 * the request all the same, and if the queue is the holder's it is sent again. */
static int send_request(const struct call *call)
{
	struct sockaddr_nl to = {.nl_family = AF_NETLINK,
				 .nl_pid = call->port,
				 .nl_groups = call->groups};
	ssize_t n;

	do
		n = sendto(call->nl->fd, &call->request, sizeof(call->request), MSG_DONTWAIT,
			   (struct sockaddr *)&to, sizeof(to));
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : 0;
}

/* Takes one waiting datagram; -EAGAIN when there is none, -ENOMSG when it is not our reply. */
static int take_reply(struct call *call)
{
	struct sockaddr_nl from = {0};
	struct iovec iov = {.iov_base = &call->reply, .iov_len = sizeof(call->reply)};
	struct msghdr mh = {.msg_name = &from,
			    .msg_namelen = sizeof(from),
			    .msg_iov = &iov,
			    .msg_iovlen = 1};
	ssize_t n;

	do
		n = recvmsg(call->nl->fd, &mh, MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	if ((size_t)n != sizeof(call->reply) || (mh.msg_flags & MSG_TRUNC) || from.nl_pid == 0 ||
	    call->reply.version != IPH_PROTO_VERSION || call->reply.op != call->request.op ||
	    call->reply.id != call->request.id)
		return -ENOMSG;
	call->port = from.nl_pid;
	call->groups = 0;
	return 0;
}

/* -EAGAIN when no reply came in time; 0 ms: when none is there. */
static int await_reply(struct call *call, int milliseconds)
{
	struct pollfd pollfd = {.fd = call->nl->fd, .events = POLLIN};
	int r;

	do {
		r = milliseconds ? poll(&pollfd, 1, milliseconds) : 1;
		if (r < 0 && errno != EINTR)
			return -errno;
		if (r == 0)
			return -EAGAIN;
		r = take_reply(call);
	} while (r == -ENOMSG || (r == -EAGAIN && milliseconds));
	return r;
}

static void await_death(pid_t pid)
{
	struct pollfd pollfd = {.events = POLLIN};
	IPH_AUTO_CLOSE int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	pollfd.fd = fd;
	while (fd >= 0 && poll(&pollfd, 1, LEAVE_WAIT) < 0 && errno == EINTR)
		;
}

/* From another PID namespace a process cannot be named, let alone be waited for. Its port can be
 * asked for; the request for nothing that does it is answered by nobody. */
static void await_closing(struct call *call)
{
	int looks;
	int r = 0;

	call->request.op = IPH_OP_NOTHING;
	for (looks = 0; looks < LEAVE_WAIT && (r == 0 || r == -EAGAIN); looks++) {
		r = send_request(call);
		poll(NULL, 0, 1);
	}
	poll(NULL, 0, 1); /* a process ends a little later than its sockets */
}

/* The entry was the last one; what the caller sees next is a namespace without a holder. */
static void await_departure(struct call *call)
{
	uint32_t pidns;

	if (!(call->reply.flags & IPH_REPLY_LEAVING))
		return;
	pidns = iph_pidns();
	if (pidns != 0 && pidns == call->reply.pidns)
		await_death((pid_t)call->reply.pid);
	else
		await_closing(call);
}

static bool shortage(int r)
{
	return r == -ENOMEM || r == -ENOBUFS || r == -EMFILE || r == -ENFILE;
}

/* Nobody has answered: finds out where the holder is, or starts one. Returns 1 when the reply is
 * there after all: a holder may answer and leave between our waiting and our looking, and another
 * one, who knows nothing of that, would do the request a second time. */
static int locate(struct call *call, int *starts)
{
	uint32_t port = 0;
	int found = iph_holder_find(IPH_GROUP_HOLDER, 0, &port);
	int r = await_reply(call, 0);

	if (r != -EAGAIN)
		return r < 0 ? r : 1;
	if (found == 0) {
		call->port = port;
		call->groups = 0;
		return 0;
	}
	if (shortage(found))
		return found;
	/* It has gone, or we are not let look: starting one shows whether there is one. */
	if (++*starts > STARTS)
		return -EAGAIN;
	call->port = IPH_HOLDER_PORT;
	call->groups = IPH_GROUP_HOLDER;
	r = call->task->may_start(call->task->arg);
	return r < 0 ? r : iph_holder_start();
}

/* A repeated request does no harm: the holder knows its id and repeats the answer. Once it is on
 * its way only the answer tells what has become of it, so a shortage on our side is waited out. */
static int exchange(struct call *call)
{
	int wait = FIRST_WAIT;
	bool sent = false;
	int shortages = 0;
	int starts = 0;
	int r;

	for (;;) {
		r = send_request(call);
		if (r == 0 || r == -ECONNREFUSED || r == -EAGAIN)
			sent = true; /* at least to the group */
		else if (!(sent && shortage(r) && shortages++ < SHORTAGES))
			return r;
		r = await_reply(call, r == -ECONNREFUSED ? 0 : wait);
		if (r != -EAGAIN && !(shortage(r) && shortages++ < SHORTAGES))
			return r;
		r = locate(call, &starts);
		if (r > 0)
			return 0;
		if (r < 0 && !(shortage(r) && shortages++ < SHORTAGES))
			return r;
		wait = wait * 2 < LONGEST_WAIT ? wait * 2 : LONGEST_WAIT;
	}
}

int iph_holder_call(struct iph_nl *nl, const struct iph_holder_task *task)
{
	struct call call = {.nl = nl,
			    .task = task,
			    .port = IPH_HOLDER_PORT,
			    .groups = IPH_GROUP_HOLDER,
			    .request = {.version = IPH_PROTO_VERSION, .op = (uint8_t)task->op,
					.type = task->type, .ifindex = task->ifindex}};
	int r;

	if (getrandom(&call.request.id, sizeof(call.request.id), 0) !=
	    (ssize_t)sizeof(call.request.id))
		return -EIO;
	memcpy(call.request.addr, task->addr.bytes, sizeof(call.request.addr));
	r = exchange(&call);
	if (r < 0)
		return r;
	await_departure(&call);
	/* what no errno can be is no answer (MAX_ERRNO, linux/err.h) */
	return call.reply.error > 0 || call.reply.error < -4095 ? -EBADMSG : call.reply.error;
}
