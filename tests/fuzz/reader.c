/* SPDX-License-Identifier: MIT */
/* The netlink reader, and what is built on it, against datagrams of any content.
 * Input: what to call, then datagrams, each a byte of flags and a block. */

#include <errno.h>
#include <sanitizer/asan_interface.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "input.h"

enum {
	FOREIGN = 1,   /* another process sent it */
	CUT = 2,       /* it was longer than the buffer */
	OUR_SEQ = 4,   /* its messages answer the latest request */
	INTERRUPT = 8, /* EINTR comes first */
	FAIL = 16,     /* an error instead: the block's first byte */
};

static struct {
	struct input input;
	uint32_t seq;
	unsigned int open;
	unsigned int sent;
	bool cut;     /* something from the kernel did not fit */
	bool foreign; /* what came last is not the kernel's */
	void *poisoned;
	size_t poisoned_size;
} world;

static void unpoison(void)
{
	if (world.poisoned)
		ASAN_UNPOISON_MEMORY_REGION(world.poisoned, world.poisoned_size);
	world.poisoned = NULL;
}

/* What is behind the datagram in the buffer may not be read. */
static void poison(char *from, size_t size)
{
	world.poisoned = from;
	world.poisoned_size = size;
	ASAN_POISON_MEMORY_REGION(from, size);
}

static ssize_t fail(int error)
{
	errno = error;
	return -1;
}

static void set_seq(char *buf, size_t len)
{
	struct {
		uint32_t len;
		uint16_t type;
		uint16_t flags;
		uint32_t seq;
	} head;
	size_t at = 0;

	while (at + 16 <= len) {
		memcpy(&head, buf + at, sizeof(head));
		head.seq = world.seq;
		memcpy(buf + at, &head, sizeof(head));
		if (head.len < 16 || head.len > len - at)
			break;
		at += (head.len + 3u) & ~3u;
	}
}

static ssize_t world_recvmsg(int fd, struct msghdr *mh, int flags)
{
	struct iovec *iov = mh->msg_iov;
	uint32_t port;
	struct input datagram;
	uint8_t how;
	size_t n;

	(void)fd;
	unpoison();
	if (world.input.left == 0)
		return fail(flags & MSG_DONTWAIT ? EAGAIN : EIO);
	how = input_u8(&world.input);
	if (how & INTERRUPT && world.input.left)
		return fail(EINTR);
	datagram = input_block(&world.input);
	if (how & FAIL)
		return fail(datagram.left && datagram.at[0] ? datagram.at[0] : ENOBUFS);
	n = datagram.left < iov->iov_len ? datagram.left : iov->iov_len;
	if (n > 0)
		memcpy(iov->iov_base, datagram.at, n);
	if (how & CUT) { /* one that does not fit has filled the buffer */
		memset((char *)iov->iov_base + n, 0, iov->iov_len - n);
		n = iov->iov_len;
	}
	if (how & OUR_SEQ)
		set_seq(iov->iov_base, n);
	poison((char *)iov->iov_base + n, iov->iov_len - n);
	port = how & FOREIGN ? 4711 : 0;
	memcpy((char *)mh->msg_name + 4, &port, sizeof(port)); /* nl_pid */
	world.foreign = how & FOREIGN;
	if (!(how & CUT) && n == datagram.left)
		return (ssize_t)n;
	world.cut = world.cut || !world.foreign;
	if (!(flags & MSG_TRUNC))
		return (ssize_t)n;
	return (ssize_t)(datagram.left > iov->iov_len ? datagram.left : iov->iov_len + 1);
}

static ssize_t world_sendto(int fd, const void *buf, size_t len, int flags,
			    const struct sockaddr *to, socklen_t size)
{
	(void)fd;
	(void)flags;
	(void)to;
	(void)size;
	CHECK(len >= 16);
	memcpy(&world.seq, (const char *)buf + 8, sizeof(world.seq));
	world.sent++;
	world.cut = false;
	return (ssize_t)len;
}

static int world_socket(int family, int type, int protocol)
{
	(void)family;
	(void)type;
	(void)protocol;
	world.open++;
	return 1000;
}

static int world_close(int fd)
{
	CHECK(fd == 1000 && world.open > 0);
	world.open--;
	return 0;
}

static int world_setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
	(void)fd;
	(void)level;
	(void)name;
	(void)value;
	(void)size;
	return 0;
}

/* There may be Wi-Fi here. */
static int world_access(const char *path, int mode)
{
	(void)path;
	(void)mode;
	return 0;
}

#define access world_access
#define recvmsg world_recvmsg
#define sendto world_sendto
#define socket world_socket
#define close world_close
#define setsockopt world_setsockopt

#include "../../src/base/wait.c"
#include "../../src/kernel/addr.c"
#include "../../src/kernel/addresses.c"
#include "../../src/kernel/attr.c"
#include "../../src/kernel/family.c"
#include "../../src/kernel/genl.c"
#include "../../src/kernel/link.c"
#include "../../src/kernel/wifi.c"
#define iph_nl_request nl_request
#define iph_nl_get nl_get
#define iph_nl_probe nl_probe
#define iph_nl_renew nl_renew
#define iph_nl_told nl_told
#include "../../src/kernel/nl-notices.c"
#undef iph_nl_told
#include "../../src/kernel/nl-socket.c"
#include "../../src/kernel/nl-trace.c"
#include "../../src/kernel/nl.c"
#undef iph_nl_request
#undef iph_nl_get
#undef iph_nl_probe
#undef iph_nl_renew
#define search socket_search
#include "../../src/protocol/anycast-proto.c"
#undef search
#include "../../src/holder/local-route.c"
#include "../../src/holder/parts.c"
#include "../../src/kernel/anycast.c"
#include "../../src/kernel/record-ipv4.c"

/* The buffers of these are on the stack, which others use afterwards. */
int iph_nl_request(struct iph_nl *nl, struct iph_msg *msg)
{
	int r = nl_request(nl, msg);

	unpoison();
	return r;
}

int iph_nl_get(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	int r = nl_get(nl, msg, sink);

	unpoison();
	return r;
}

int iph_nl_probe(struct iph_nl *nl, struct iph_msg *msg)
{
	int r = nl_probe(nl, msg);

	unpoison();
	return r;
}

int iph_nl_told(struct iph_nl *nl)
{
	int r = nl_told(nl);

	unpoison();
	return r;
}

int iph_nl_renew(struct iph_nl *nl)
{
	int r = nl_renew(nl);

	unpoison();
	return r;
}

struct seen {
	unsigned int rows;
	unsigned int restarts;
	uint8_t sum;
	int last;
};

static int take(const struct nlmsghdr *nlh, void *arg)
{
	const uint8_t *bytes = (const uint8_t *)nlh;
	struct seen *seen = arg;
	uint32_t i;

	CHECK(nlh->nlmsg_seq == world.seq && !world.cut && !world.foreign);
	for (i = 0; i < nlh->nlmsg_len; i++)
		seen->sum ^= bytes[i];
	seen->rows++;
	seen->last = nlh->nlmsg_len > 16 && bytes[16] == 0xfe	? 1
		     : nlh->nlmsg_len > 16 && bytes[16] == 0xff ? -EXDEV
								: 0;
	CHECK(seen->last == 0 || seen->rows > 0);
	return seen->last;
}

static void take_again(void *arg)
{
	struct seen *seen = arg;

	CHECK(seen->last == 0);
	seen->rows = 0;
	seen->restarts++;
}

static void call_reader(unsigned int what)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct seen seen = {0};
	struct iph_nl_sink sink = {.message = take, .restart = take_again, .arg = &seen};
	struct iph_msg msg;
	int r;

	CHECK(iph_nl_open(0, &nl) == 0);
	iph_msg_init(&msg, RTM_GETADDR, what == 0 ? NLM_F_DUMP : 0, sizeof(struct ifaddrmsg));
	r = what == 0	? iph_nl_dump(&nl, &msg, &sink)
	    : what == 1 ? iph_nl_get(&nl, &msg, &sink)
			: iph_nl_request(&nl, &msg);
	unpoison();
	CHECK(r <= 0);
	CHECK(!world.cut || r < 0);
	/* one object that was too long is asked for again */
	CHECK(what == 0 || seen.restarts == 0);
	CHECK(what != 2 || world.sent == 1);
	CHECK(what != 0 ||
	      world.sent == seen.restarts + (r != -EAGAIN || world.sent < DUMP_TRIES) ||
	      (r < 0 && world.sent == seen.restarts));
	CHECK(what != 1 || seen.rows == (r == 0 || seen.last));
	CHECK(what != 2 || seen.rows == 0);
	CHECK(seen.last != -EXDEV || r == -EXDEV);
	CHECK(seen.last != 1 || r == 0);
}

static void call_link(bool by_name)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_link link;
	int r;

	memset(&link, 0xff, sizeof(link));
	CHECK(iph_nl_open(0, &nl) == 0);
	r = by_name ? iph_link_by_name(&nl, "eth0", &link) : iph_link_resolve(&nl, 0, 2, &link);
	unpoison();
	CHECK(r <= 0);
	if (r == 0)
		CHECK(strnlen(link.name, sizeof(link.name)) < sizeof(link.name));
}

static int count_entry(const struct iph_addr *addr, uint32_t ifindex, void *arg)
{
	CHECK(addr->family == AF_INET || addr->family == AF_INET6);
	(void)ifindex;
	++*(unsigned int *)arg;
	return 0;
}

static int count_service(const struct iph_addr *addr, void *arg)
{
	return count_entry(addr, 1, arg);
}

static void forget_count(void *arg)
{
	*(unsigned int *)arg = 0;
}

static void call_entries(unsigned int what)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	const struct iph_addr addr = {.family = what % 2 ? AF_INET : AF_INET6,
				      .bytes = {0x20, 0x01, 0x0d, 0xb8, [15] = 1}};
	unsigned int count = 0;
	struct iph_anycast_sink sink = {
		.entry = count_entry, .restart = forget_count, .arg = &count};
	uint32_t port = 0;
	int r;

	CHECK(iph_nl_open(0, &nl) == 0);
	switch (what) {
	case 0:
	case 1:
		r = iph_anycast_read(&nl, addr.family, 0, &sink);
		break;
	case 2:
	case 3:
		r = iph_anycast_find(&addr, 2);
		break;
	case 4:
		r = kernel_service_each(&nl, count_service, forget_count, &count);
		break;
	case 5:
		r = iph_anycast_ipv4_create(&nl, &addr, 2);
		break;
	case 6:
		r = kernel_anycast_route_find(&nl, &addr, 2);
		break;
	case 7:
		r = iph_anycast_ipv4_delete(&nl, &addr, 2);
		break;
	case 8:
		r = search_diag(&(struct socket_search){.groups = IPH_GROUP_HOLDER});
		break;
	default:
		r = kernel_routes_sweep(&nl);
		break;
	}
	unpoison();
	CHECK(r <= 0);
	(void)port;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {.at = data, .left = size};
	uint8_t what = input_u8(&input) % 15;

	world.input = input;
	world.seq = world.sent = 0;
	world.cut = world.foreign = false;
	if (what < 3)
		call_reader(what);
	else if (what < 5)
		call_link(what == 4);
	else
		call_entries(what - 5u);
	unpoison();
	CHECK(world.open == 0);
	return 0;
}
