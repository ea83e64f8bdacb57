/* SPDX-License-Identifier: MIT */
/* A second network namespace at the far end of eth0, and what it can reach from there. */

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netns-peer.h"
#include "netns-settle.h"

/* Milliseconds; resolving an anycast neighbour may take 1 s, RFC 4861. Not times slowness(): who
 * must not be reached takes all of it. */
#define PATIENCE 5000

static const char hello[] = "are you there?";

static int home_fd = -1;
static int peer_fd = -1;

struct destination {
	struct sockaddr_storage addr;
	socklen_t len;
};

static struct destination destination(const char *addr, uint16_t port, const char *ifname)
{
	struct destination to = {.len = sizeof(struct sockaddr_in)};
	struct sockaddr_in *four = (struct sockaddr_in *)&to.addr;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)&to.addr;

	if (!strchr(addr, ':') && inet_pton(AF_INET, addr, &four->sin_addr) == 1) {
		four->sin_family = AF_INET;
		four->sin_port = htons(port);
		return to;
	}
	ck_assert_int_eq(inet_pton(AF_INET6, addr, &six->sin6_addr), 1);
	six->sin6_family = AF_INET6;
	six->sin6_port = htons(port);
	if (IN6_IS_ADDR_LINKLOCAL(&six->sin6_addr))
		six->sin6_scope_id = index_of(ifname);
	to.len = sizeof(*six);
	return to;
}

int peer_namespace(void)
{
	return peer_fd;
}

static void enter(int namespace)
{
	ck_assert_msg(setns(namespace, CLONE_NEWNET) == 0, "setns: %s", strerror(errno));
}

struct call {
	child_fn function;
	void *arg;
};

static void call_there(void *arg)
{
	struct call *call = arg;

	enter(peer_fd);
	call->function(call->arg);
}

void in_peer(child_fn function, void *arg)
{
	struct call call = {.function = function, .arg = arg};

	in_child(call_there, &call);
}

static void run_it(void *command)
{
	run("%s", (const char *)command);
}

void peer_run(const char *format, ...)
{
	char command[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	in_peer(run_it, command);
}

static void prepare_peer(void *arg)
{
	(void)arg;
	set_sysctl("net/ipv6/conf/default/accept_dad", "0");
	set_sysctl("net/ipv4/ping_group_range", "0 0");
}

static void raise_peer(void *arg)
{
	(void)arg;
	run_ip("link set lo up\n"
	       "link set peer0 up\n"
	       "address add " PEER_IPV6 "/64 dev peer0 nodad\n"
	       "address add " PEER_IPV4 "/24 dev peer0");
}

static void await_ready(void *ifname)
{
	ck_assert(await(is_ready, ifname));
}

void peer_setup(void)
{
	char here[] = "eth0";
	char there[] = "peer0";

	home_fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	ck_assert_int_ge(home_fd, 0);
	ck_assert_int_eq(unshare(CLONE_NEWNET), 0);
	peer_fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	ck_assert_int_ge(peer_fd, 0);
	enter(home_fd);
	in_peer(prepare_peer, NULL);
	/* Not eth0's index: a link that seems to be its own lower one is told of its carrier only
	 * once a second (linkwatch_urgent_event(), net/core/link_watch.c). */
	run_ip("link add eth0 type veth peer name peer0 index 1000 netns /proc/%d/fd/%d\n"
	       "link set eth0 up\n"
	       "address add " OUR_IPV6 "/64 dev eth0 nodad\n"
	       "address add " OUR_IPV4 "/24 dev eth0",
	       getpid(), peer_fd);
	in_peer(raise_peer, NULL);
	await_ready(here);
	in_peer(await_ready, there);
}

void peer_give_link_local(void)
{
	run("ip address add fe80::1/64 dev eth0 nodad");
	peer_run("ip address add fe80::2/64 dev peer0 nodad");
}

static void echo_stream(int listener)
{
	char buf[256];
	ssize_t n;
	int fd;

	for (;;) {
		fd = accept(listener, NULL, NULL);
		if (fd < 0)
			continue;
		while ((n = read(fd, buf, sizeof(buf))) > 0 && write(fd, buf, (size_t)n) == n)
			;
		close(fd);
	}
}

/* What IP_PKTINFO and IPV6_PKTINFO tell about a datagram is what its answer has to say. */
static void echo_datagrams(int fd)
{
	_Alignas(struct cmsghdr) char control[256];
	struct sockaddr_storage from;
	char buf[256];
	ssize_t n;

	for (;;) {
		struct iovec iov = {.iov_base = buf, .iov_len = sizeof(buf)};
		struct msghdr mh = {.msg_name = &from,
				    .msg_namelen = sizeof(from),
				    .msg_iov = &iov,
				    .msg_iovlen = 1,
				    .msg_control = control,
				    .msg_controllen = sizeof(control)};

		n = recvmsg(fd, &mh, 0);
		if (n < 0)
			continue;
		iov.iov_len = (size_t)n;
		(void)sendmsg(fd, &mh, 0);
	}
}

static int bound_socket(int type, const char *addr, struct destination *ret_addr)
{
	struct destination own = destination(addr, 0, "eth0");
	int fd = socket(own.addr.ss_family, type | SOCK_CLOEXEC, 0);
	int on = 1;

	ck_assert_int_ge(fd, 0);
	if (own.addr.ss_family == AF_INET6)
		ck_assert_int_eq(setsockopt(fd, SOL_IPV6, IPV6_RECVPKTINFO, &on, sizeof(on)), 0);
	else
		ck_assert_int_eq(setsockopt(fd, SOL_IP, IP_PKTINFO, &on, sizeof(on)), 0);
	if (bind(fd, (struct sockaddr *)&own.addr, own.len) < 0) {
		close(fd);
		return -1;
	}
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&own.addr, &own.len), 0);
	*ret_addr = own;
	return fd;
}

struct server serve(int type, const char *addr)
{
	struct destination own;
	struct server server;
	int fd = bound_socket(type, addr, &own);

	ck_assert_msg(fd >= 0, "bind to %s: %s", addr, strerror(errno));
	if (type == SOCK_STREAM)
		ck_assert_int_eq(listen(fd, 8), 0);
	server.port = ntohs(((struct sockaddr_in *)&own.addr)->sin_port); /* sin6_port's place */
	server.pid = fork();
	ck_assert_int_ge(server.pid, 0);
	if (server.pid == 0) {
		if (type == SOCK_STREAM)
			echo_stream(fd);
		else
			echo_datagrams(fd);
	}
	close(fd);
	return server;
}

void stop_serving(struct server server)
{
	end(server.pid);
}

bool can_bind(int type, const char *addr)
{
	struct destination own;
	int fd = bound_socket(type, addr, &own);

	if (fd < 0)
		return false;
	close(fd);
	return true;
}

static bool ready(int fd, short events)
{
	struct pollfd pollfd = {.fd = fd, .events = events};

	return poll(&pollfd, 1, PATIENCE) == 1;
}

static bool connected(int fd, const struct destination *to)
{
	socklen_t len = sizeof(int);
	int error = 0;

	if (connect(fd, (const struct sockaddr *)&to->addr, to->len) < 0 && errno != EINPROGRESS)
		return false;
	return ready(fd, POLLOUT) && getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) == 0 &&
	       error == 0;
}

bool echoes(int fd)
{
	char buf[sizeof(hello)];

	return write(fd, hello, sizeof(hello)) == sizeof(hello) && ready(fd, POLLIN) &&
	       read(fd, buf, sizeof(buf)) == sizeof(buf) && memcmp(buf, hello, sizeof(buf)) == 0;
}

/* Not connected, so an answer from anywhere would arrive. */
static bool answered_by(int fd, const struct destination *to, const void *request, size_t len)
{
	struct sockaddr_storage from;
	socklen_t from_len = sizeof(from);
	char buf[256];

	if (sendto(fd, request, len, 0, (const struct sockaddr *)&to->addr, to->len) < 0 ||
	    !ready(fd, POLLIN) ||
	    recvfrom(fd, buf, sizeof(buf), 0, (struct sockaddr *)&from, &from_len) < (ssize_t)len)
		return false;
	if (to->addr.ss_family == AF_INET)
		return ((struct sockaddr_in *)&from)->sin_addr.s_addr ==
		       ((const struct sockaddr_in *)&to->addr)->sin_addr.s_addr;
	return IN6_ARE_ADDR_EQUAL(&((struct sockaddr_in6 *)&from)->sin6_addr,
				  &((const struct sockaddr_in6 *)&to->addr)->sin6_addr);
}

static bool answers_ping(int fd, const struct destination *to)
{
	struct icmphdr request4 = {.type = ICMP_ECHO, .un.echo.sequence = htons(1)};
	struct icmp6_hdr request6 = {.icmp6_type = ICMP6_ECHO_REQUEST};

	return to->addr.ss_family == AF_INET ? answered_by(fd, to, &request4, sizeof(request4))
					     : answered_by(fd, to, &request6, sizeof(request6));
}

/* A socket stays in the namespace where it was made. */
static int peer_socket(const char *addr, uint16_t port, int type, bool icmp,
		       struct destination *ret_to)
{
	int protocol = 0;
	int fd;

	enter(peer_fd);
	*ret_to = destination(addr, port, "peer0");
	if (icmp)
		protocol = strchr(addr, ':') ? (int)IPPROTO_ICMPV6 : (int)IPPROTO_ICMP;
	fd = socket(ret_to->addr.ss_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
	enter(home_fd);
	ck_assert_msg(fd >= 0, "socket: %s", strerror(errno));
	return fd;
}

int peer_connect(const char *addr, uint16_t port)
{
	struct destination to;
	int fd = peer_socket(addr, port, SOCK_STREAM, false, &to);

	if (connected(fd, &to))
		return fd;
	close(fd);
	return -1;
}

bool tcp_reaches(const char *addr, uint16_t port)
{
	int fd = peer_connect(addr, port);
	bool result = fd >= 0 && echoes(fd);

	if (fd >= 0)
		close(fd);
	return result;
}

bool udp_reaches(const char *addr, uint16_t port)
{
	struct destination to;
	int fd = peer_socket(addr, port, SOCK_DGRAM, false, &to);
	bool result = answered_by(fd, &to, hello, sizeof(hello));

	close(fd);
	return result;
}

bool ping_reaches(const char *addr)
{
	struct destination to;
	int fd = peer_socket(addr, 0, SOCK_DGRAM, true, &to);
	bool result = answers_ping(fd, &to);

	close(fd);
	return result;
}

bool neighbour_resolves(const char *addr)
{
	bool result;

	peer_run("ip neighbour flush dev peer0");
	(void)ping_reaches(addr); /* any answer, or none: it has to be resolved for it */
	enter(peer_fd);
	result = try_run("ip neighbour show to %s dev peer0 | grep -q lladdr", addr);
	enter(home_fd);
	return result;
}

void prove_served(const char *addr)
{
	const char *const bound[] = {strchr(addr, ':') ? "::" : "0.0.0.0", addr};
	struct server server;
	int i;

	ck_assert_msg(neighbour_resolves(addr), "%s does not resolve", addr);
	ck_assert_msg(ping_reaches(addr), "%s does not answer ping", addr);
	for (i = 0; i < 2; i++) {
		server = serve(SOCK_STREAM, bound[i]);
		ck_assert_msg(tcp_reaches(addr, server.port), "TCP to %s, bound to %s", addr,
			      bound[i]);
		stop_serving(server);
		server = serve(SOCK_DGRAM, bound[i]);
		ck_assert_msg(udp_reaches(addr, server.port), "UDP to %s, bound to %s", addr,
			      bound[i]);
		stop_serving(server);
	}
}
