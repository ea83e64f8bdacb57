/* SPDX-License-Identifier: MIT */
/* The library's side of the holder: replies, and the two lists in which it looks for the holder.
 * Input: what to do; a list of sockets as a block; then replies and what becomes of calls. */

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "input.h"

static struct {
	struct input input;
	struct input list;
	bool no_diag;
	bool no_proc;
	uint64_t id;
	unsigned int open;
	uint8_t op;
	uint32_t port; /* of the latest request */
	bool whole;    /* the latest datagram was as long as a reply */
	unsigned int starts;
	int64_t now;
} world;

/* sizeof(struct iph_reply), which is not known yet; see take_replies(). */
#define REPLY_SIZE 24

static ssize_t fail(int error)
{
	errno = error;
	return -1;
}

/* Room for credentials and another message, as the kernel writes them. */
static void put_control(struct msghdr *mh, uint8_t what, int32_t pid)
{
	struct ucred cred = {.pid = pid};
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(mh);

	if (what == 0 || mh->msg_controllen < CMSG_SPACE(sizeof(cred))) {
		mh->msg_controllen = 0;
		return;
	}
	cmsg->cmsg_level = SOL_SOCKET;
	cmsg->cmsg_type = what == 1 ? SCM_CREDENTIALS : SCM_RIGHTS;
	cmsg->cmsg_len = CMSG_LEN(sizeof(cred));
	memcpy(CMSG_DATA(cmsg), &cred, sizeof(cred));
	mh->msg_controllen = CMSG_SPACE(sizeof(cred));
}

/* A byte of flags, then the datagram: 1 our id and operation are put in, 2 cut, 4 EINTR,
 * 8 another error, 16 and 32 what comes beside it. */
static ssize_t world_recvmsg(int fd, struct msghdr *mh, int flags)
{
	struct iovec *iov = mh->msg_iov;
	struct input datagram;
	uint8_t how;
	size_t n;

	(void)fd;
	CHECK(flags & MSG_DONTWAIT);
	if (world.input.left == 0)
		return fail(EAGAIN);
	how = input_u8(&world.input);
	if (how & 4)
		return fail(EINTR);
	if (how & 8)
		return fail(how & 16 ? EAGAIN : how & 32 ? ECONNRESET : ENOBUFS);
	datagram = input_block(&world.input);
	n = datagram.left < iov->iov_len ? datagram.left : iov->iov_len;
	if (n > 0)
		memcpy(iov->iov_base, datagram.at, n);
	if (how & 1 && n >= 16) {
		memset((char *)iov->iov_base + n, 0, iov->iov_len - n);
		n = iov->iov_len;
		((uint8_t *)iov->iov_base)[0] = 2;
		((uint8_t *)iov->iov_base)[1] = world.op;
		memcpy((char *)iov->iov_base + 8, &world.id, sizeof(world.id));
	}
	memcpy((char *)mh->msg_name + 4, &(uint32_t){4711}, sizeof(uint32_t)); /* nl_pid */
	mh->msg_flags = how & 2 || n < datagram.left ? MSG_TRUNC : 0;
	world.whole = n == REPLY_SIZE && !mh->msg_flags;
	put_control(mh, how >> 4 & 3, (int32_t)(how & 64 ? input_u32(&world.input) : 4711));
	return (ssize_t)n;
}

static ssize_t world_sendto(int fd, const void *buf, size_t len, int flags,
			    const struct sockaddr *to, socklen_t size)
{
	uint8_t how = input_u8(&world.input);

	(void)fd;
	(void)buf;
	CHECK(flags & MSG_DONTWAIT && (len == 48 || len == 32) && size == 12);
	memcpy(&world.port, (const char *)to + 4, sizeof(world.port));
	CHECK(world.port != 0);
	if (world.input.left == 0)
		return fail(EPERM);
	return how & 1 ? fail(how & 2 ? ECONNREFUSED : how & 4 ? EAGAIN : EINTR) : (ssize_t)len;
}

static int world_poll(struct pollfd *fds, nfds_t count, int milliseconds)
{
	CHECK(!fds && count == 0); /* a pause */
	world.now += milliseconds;
	return 0;
}

int64_t iph_now(void)
{
	return world.now;
}

int64_t iph_clock(void)
{
	return 0;
}

int iph_left(int64_t end)
{
	return end > world.now ? (int)(end - world.now) : 0;
}

int64_t iph_soon(int64_t milliseconds, int64_t end)
{
	return world.now + milliseconds < end ? world.now + milliseconds : end;
}

int iph_await_input(int fd, int64_t end)
{
	uint8_t how = input_u8(&world.input);

	CHECK(fd > 0 && end <= world.now + 30000);
	if (world.input.left > 0 && how & 1)
		return 0;
	if (end > world.now)
		world.now = end;
	return world.input.left > 0 && how & 2 ? -ENOMEM : -ETIMEDOUT;
}

static long world_syscall(long number, int32_t pid, unsigned int flags)
{
	(void)number;
	CHECK(pid > 0 && flags == 0);
	if (pid % 2)
		return fail(ESRCH);
	world.open++;
	return 1000;
}

static int world_close(int fd)
{
	CHECK(fd == 1000 && world.open > 0);
	world.open--;
	return 0;
}

static ssize_t world_getrandom(void *bytes, size_t size, unsigned int flags)
{
	(void)flags;
	CHECK(size == sizeof(world.id));
	memcpy(bytes, &world.id, size);
	return (ssize_t)size;
}

static FILE *world_fopen(const char *path, const char *mode)
{
	CHECK(strstr(path, "/net/netlink") && *mode == 'r');
	if (world.no_proc || world.list.left == 0)
		return NULL;
	return fmemopen((void *)(uintptr_t)world.list.at, world.list.left, "r");
}

#define recvmsg world_recvmsg
#define sendto world_sendto
#define poll world_poll
#define syscall world_syscall
#define close world_close
#define getrandom world_getrandom
#define fopen world_fopen

#include "../../src/kernel/attr.c"
#include "../../src/lib/anycast/ask.c"
#include "../../src/lib/codes/table.c"
#include "../../src/lib/codes/win32.c"
#include "../../src/protocol/anycast-proto.c"

int iph_nl_open(int protocol, struct iph_nl *ret_nl)
{
	if (protocol == NETLINK_SOCK_DIAG && world.no_diag)
		return -EPROTONOSUPPORT;
	ret_nl->fd = 1000;
	world.open++;
	return 0;
}

void iph_nl_close(struct iph_nl *nl)
{
	if (nl->fd >= 0)
		world_close(nl->fd);
	nl->fd = -1;
}

/* The list, once or as if interrupted. */
int iph_nl_dump(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	int tries = world.list.left % 2;
	struct nlmsghdr *nlh = malloc(world.list.left + 1);
	size_t at;
	int r = 0;

	(void)nl;
	CHECK(nlh && !msg->overflow && msg->nlh->nlmsg_flags & NLM_F_DUMP);
	for (; tries >= 0; tries--) {
		for (at = 0; r == 0 && at + sizeof(*nlh) <= world.list.left;) {
			memcpy(nlh, world.list.at + at, world.list.left - at);
			if (nlh->nlmsg_len < sizeof(*nlh) || nlh->nlmsg_len > world.list.left - at)
				break;
			at += NLMSG_ALIGN(nlh->nlmsg_len);
			r = sink->message(nlh, sink->arg);
		}
		if (r == 0 && tries > 0 && sink->restart)
			sink->restart(sink->arg);
	}
	free(nlh);
	return r < 0 ? r : 0;
}

void iph_children_reap(void)
{
}

int iph_holder_start(int64_t end)
{
	uint8_t how = input_u8(&world.input);

	CHECK(++world.starts <= STARTS && end <= world.now + 30000);
	return how & 1 ? -EIO : 0;
}

static void find(uint32_t groups, uint32_t own)
{
	uint32_t port = 0;
	int r = iph_holder_find(groups, own, &port);

	CHECK(r <= 0);
	CHECK(r < 0 ? port == 0 : port != 0 && port != own);
}

/* A reader of the same text that shares no code with ours. */
static void compare_lines(uint32_t groups)
{
	char *text = calloc(1, world.list.left + 1);
	char *save = NULL;
	char *line;
	uint32_t best = 0;
	bool found = false;
	uint32_t port = 0;
	bool plain = true;

	CHECK(text);
	if (world.list.left)
		memcpy(text, world.list.at, world.list.left);
	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		unsigned long long value[3] = {0};
		char *word = line;
		int i;

		plain = plain && strlen(line) < 200;
		plain = plain && strspn(line, "0123456789abcdef ") == strlen(line);
		word += strspn(word, " ");
		word += strcspn(word, " ");
		for (i = 0; i < 3; i++) {
			word += strspn(word, " ");
			plain = plain && strcspn(word, " ") <= (i == 2 ? 8 : 10) && *word;
			value[i] = strtoull(word, &word, i == 2 ? 16 : 10);
			plain = plain && (!*word || *word == ' ') && value[i] <= UINT32_MAX;
		}
		if (value[0] != 10 || value[1] == 0 || (value[2] & groups) != groups)
			continue;
		if (!found || (uint32_t)value[1] - 0x4e495048u < best - 0x4e495048u)
			best = (uint32_t)value[1];
		found = true;
	}
	plain = plain && !memchr(world.list.at, 0, world.list.left);
	if (plain && world.no_diag && !world.no_proc && world.list.left) {
		CHECK((iph_holder_find(groups, 0, &port) == 0) == found);
		CHECK(!found || port == best);
	}
	free(text);
}

static int may_start(void *arg)
{
	CHECK(arg == &world);
	return 0;
}

static void call_holder(void)
{
	const struct iph_holder_task task = {
		.op = world.op,
		.ifindex = 2,
		.addr = {.family = AF_INET6, .bytes = {0x20, 1, 0x0d, 0xb8}},
		.may_start = may_start,
		.arg = &world,
	};
	struct iph_nl nl = {.fd = 3};
	int64_t began = world.now;
	int r = iph_holder_call(&nl, &task);

	CHECK(r <= 0 && world.now <= began + 30000 + 1);
	CHECK((iph_status(IPH_CALL_ADDRESS_CHANGE, r) == NO_ERROR) == (r == 0));
}

static void take_replies(void)
{
	struct iph_nl nl = {.fd = 3};
	struct call call = {.nl = &nl, .request = {.version = 1, .op = world.op, .id = world.id}};

	_Static_assert(sizeof(struct iph_reply) == REPLY_SIZE, "REPLY_SIZE");
	int r;

	while (world.input.left > 0) {
		r = take_reply(&call);
		CHECK(r <= 0);
		if (r < 0)
			continue;
		if (call.reply.error == -EPROTO && call.reply.version == 0)
			continue; /* of another version, and nothing more of it is known */
		CHECK(world.whole && call.reply.id == world.id && call.reply.op == world.op);
		CHECK(call.reply.version == IPH_PROTO_VERSION);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {.at = data, .left = size};
	uint8_t what = input_u8(&input);

	memset(&world, 0, sizeof(world));
	world.no_diag = what & 1;
	world.no_proc = what & 2;
	world.op = what & 4 ? IPH_OP_DELETE : IPH_OP_CREATE;
	world.id = 0x1122334455667788;
	world.list = input_block(&input);
	world.input = input;
	find(IPH_GROUP_HOLDER, 0);
	find(IPH_GROUP_HOLDER | IPH_GROUP_IN_OFFICE, IPH_HOLDER_PORT);
	compare_lines(IPH_GROUP_HOLDER);
	if (what & 8)
		call_holder();
	else
		take_replies();
	CHECK(world.open == 0);
	return 0;
}
