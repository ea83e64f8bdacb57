/* SPDX-License-Identifier: MIT */
/* Asking the anycast holder: send, wait, find it again when it has moved or gone. */

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "ask.h"
#include "children.h"
#include "trace.h"
#include "wait.h"

/* A call ends this long after its deadline, since the holder's answer must still find us, whatever
 * becomes of the holder; all waits below end then, too. In ms. */
#define ANSWER_WAIT 2000
#define LONGEST_CALL (IPH_DEADLINE + ANSWER_WAIT)

/* So long a reply is waited for, in ms, before it is looked whether the holder is still there:
 * first the shorter time, then twice as long each time. */
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
	int64_t end;
};

/* Sends a request to the port of the holder and to its group. It does not wait for room in the
 * queue behind the port, for that may be a squatter's queue; the group has got the request all the
 * same, and if the queue is the holder's the request is sent again. */
static int send_bytes(const struct call *call, size_t len)
{
	struct sockaddr_nl to = {
		.nl_family = AF_NETLINK, .nl_pid = call->port, .nl_groups = call->groups};
	ssize_t n;

	do
		n = sendto(call->nl->fd, &call->request, len, MSG_DONTWAIT, (struct sockaddr *)&to,
			   sizeof(to));
	while (n < 0 && errno == EINTR && iph_left(call->end) > 0);
	if (n < 0)
		return errno == EINTR ? -EAGAIN : -errno;
	return 0;
}

static int send_request(const struct call *call)
{
	return send_bytes(call, sizeof(call->request));
}

/* Takes one waiting datagram; -EAGAIN when there is none, -ENOMSG when it is not our reply. */
static int take_reply(struct call *call)
{
	struct sockaddr_nl from = {0};
	struct iovec iov = {.iov_base = &call->reply, .iov_len = sizeof(call->reply)};
	struct msghdr mh = {
		.msg_name = &from, .msg_namelen = sizeof(from), .msg_iov = &iov, .msg_iovlen = 1};
	ssize_t n;

	do
		n = recvmsg(call->nl->fd, &mh, MSG_DONTWAIT);
	while (n < 0 && errno == EINTR && iph_left(call->end) > 0);
	if (n < 0)
		return errno == EINTR ? -EAGAIN : -errno;
	if ((size_t)n < IPH_REQUEST_HEAD || from.nl_pid == 0 || call->reply.id != call->request.id)
		return -ENOMSG;
	if (call->reply.version != IPH_PROTO_VERSION) { /* no more of it is known */
		call->reply = (struct iph_reply){.error = -EPROTO};
		return 0;
	}
	if ((size_t)n != sizeof(call->reply) || (mh.msg_flags & MSG_TRUNC) ||
	    call->reply.op != call->request.op)
		return -ENOMSG;
	call->port = from.nl_pid;
	call->groups = 0;
	return 0;
}

/* -EAGAIN when no reply came until then; 0: when none is there. */
static int await_reply(struct call *call, int64_t until)
{
	int r;

	do {
		r = until ? iph_await_input(call->nl->fd, until) : 0;
		if (r < 0)
			return r == -ETIMEDOUT ? -EAGAIN : r;
		r = take_reply(call);
	} while (r == -ENOMSG || (r == -EAGAIN && until));
	return r;
}

/* Waits until a process has ended. False where that cannot be done: old filters of system calls
 * refuse pidfd_open(). */
static bool await_death(pid_t pid, int64_t end)
{
	IPH_AUTO_CLOSE int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	return fd >= 0 ? iph_await_input(fd, end) != -EIO : errno == ESRCH;
}

/* Waits until the holder's socket is closed, for when its process cannot be named because it is in
 * another PID namespace. A port can be asked for: a request that asks for nothing, and is answered
 * by nobody, arrives as long as there is one. */
static void await_closing(struct call *call, int64_t end)
{
	int r = 0;

	call->request.op = IPH_OP_NOTHING;
	while ((r == 0 || r == -EAGAIN) && iph_left(end) > 0) {
		r = send_request(call);
		poll(NULL, 0, 1);
	}
	poll(NULL, 0, 1); /* a process ends a little later than its sockets */
}

/* After the last entry has been deleted the holder leaves, and this waits for that: what the caller
 * sees next is a namespace without a holder. */
static void await_departure(struct call *call)
{
	int64_t end = iph_soon(LEAVE_WAIT, call->end);
	uint32_t pidns;

	if (!(call->reply.flags & IPH_REPLY_LEAVING))
		return;
	pidns = iph_pidns();
	if (pidns == 0 || pidns != call->reply.pidns || !await_death((pid_t)call->reply.pid, end))
		await_closing(call, end);
	iph_children_reap();
}

/* Finds out where the holder is after nobody has answered. Returns 1 when the reply has come after
 * all: a holder may answer and leave between the wait for its reply and the look for it, and the
 * next holder, which knows nothing of that, would do the request a second time. -ESRCH when there
 * is no holder, or it cannot be seen whether there is one: to start one shows it. */
static int locate(struct call *call)
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
	return iph_is_shortage(found) ? found : -ESRCH;
}

/* Starts a holder. What it says when it cannot start is the answer to the call, because the next
 * one would say the same. */
static int start_holder(struct call *call)
{
	int r = call->task->may_start(call->task->arg);

	call->port = IPH_HOLDER_PORT;
	call->groups = IPH_GROUP_HOLDER;
	return r < 0 ? r : iph_holder_start(call->end);
}

/* A holder that is there and says nothing may be one of version 1, which does not take a longer
 * request for a request. Its answer to a short one says that it is of another version. */
static void ask_in_short(const struct call *call)
{
	(void)send_bytes(call, IPH_REQUEST_V1);
}

/* Sends the request, again and again, until there is an answer. To repeat it does no harm: the
 * holder knows its number and repeats the answer. Once it is on its way only the answer tells what
 * has become of it, so a shortage of memory on this side is waited out. */
static int exchange(struct call *call)
{
	int wait = FIRST_WAIT;
	bool sent = false;
	int shortages = 0;
	int starts = 0;
	int r;

	do {
		r = send_request(call);
		if (r == 0 || r == -ECONNREFUSED || r == -EAGAIN)
			sent = true; /* at least to the group */
		else if (!(sent && iph_is_shortage(r) && shortages++ < SHORTAGES))
			return r;
		if (wait == LONGEST_WAIT)
			ask_in_short(call);
		r = await_reply(call, r == -ECONNREFUSED ? 0 : iph_soon(wait, call->end));
		if (r != -EAGAIN && !(iph_is_shortage(r) && shortages++ < SHORTAGES))
			return r;
		r = locate(call);
		if (r == -ESRCH) {
			r = starts++ < STARTS ? start_holder(call) : -EAGAIN;
			if (r < 0)
				return r;
		}
		if (r > 0)
			return 0;
		if (r < 0 && !(iph_is_shortage(r) && shortages++ < SHORTAGES))
			return r;
		wait = wait * 2 < LONGEST_WAIT ? wait * 2 : LONGEST_WAIT;
	} while (iph_left(call->end) > 0);
	return -ETIMEDOUT;
}

int iph_holder_call(struct iph_nl *nl, const struct iph_holder_task *task)
{
	struct call call = {.nl = nl,
			    .task = task,
			    .port = IPH_HOLDER_PORT,
			    .groups = IPH_GROUP_HOLDER,
			    .request = {.version = IPH_PROTO_VERSION,
					.op = (uint8_t)task->op,
					.type = task->type,
					.ifindex = task->ifindex}};
	int r;

	call.end = iph_now() + LONGEST_CALL;
	call.request.deadline = call.end - ANSWER_WAIT;
	call.request.clock = iph_clock();
	if (getrandom(&call.request.id, sizeof(call.request.id), 0) !=
	    (ssize_t)sizeof(call.request.id))
		return -EIO;
	memcpy(call.request.addr, task->addr.bytes, sizeof(call.request.addr));
	r = exchange(&call);
	if (r < 0)
		return r;
	await_departure(&call);
	/* what no errno can be is no answer (MAX_ERRNO, linux/err.h) */
	r = call.reply.error > 0 || call.reply.error < -4095 ? -EBADMSG : call.reply.error;
	return iph_failed("answer of the anycast holder", r);
}
