/* SPDX-License-Identifier: MIT */
/* Waiting for the local route of a service address.
 *
 * The kernel adds it from a work queue, after RTM_NEWADDR has returned (addrconf_dad_start(),
 * net/ipv6/addrconf.c). */

#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <libmnl/libmnl.h>
#include <linux/filter.h>
#include <linux/rtnetlink.h>

#include "anycast-proto.h"
#include "local-route.h"
#include "nl.h"
#include "parts.h"

/* More routes of others than come in between. */
#define OTHER_ROUTES 1000

/* Opened once: to attach a filter takes the kernel longer than all else that a Create does. */
static int listener = -1;

static int hear_local_routes(int fd)
{
	/* nlmsghdr.nlmsg_type, rtmsg.rtm_type; the kernel loads in network byte order */
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 4),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(RTM_NEWROUTE), 0, 3),
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, NLMSG_HDRLEN + offsetof(struct rtmsg, rtm_type)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RTN_LOCAL, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	const struct sock_fprog filter = {.len = IPH_ARRAY_SIZE(code), .filter = code};
	struct sockaddr_nl addr = {.nl_family = AF_NETLINK,
				   .nl_pid = IPH_HOLDER_PORT, /* see iph_holder_is_missing() */
				   .nl_groups = RTMGRP_IPV6_ROUTE};
	const struct timeval wait = {.tv_usec = KERNEL_ROUTE_WAIT * 1000};

	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)) < 0)
		return -errno;
	if (bind(fd, (const struct sockaddr *)&addr, sizeof(addr)) == 0)
		return 0;
	addr.nl_pid = 0; /* somebody else has that port */
	return bind(fd, (const struct sockaddr *)&addr, sizeof(addr)) < 0 ? -errno : 0;
}

int local_route_open(void)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = hear_local_routes(nl.fd);
	if (r == 0)
		listener = iph_take_fd(&nl.fd);
	return r;
}

int local_route_fd(void)
{
	return listener;
}

/* A queue that has overflowed says so once, ENOBUFS, and then gives what it has. */
void local_route_forget(void)
{
	int others = 0;
	char byte;

	while (others++ < OTHER_ROUTES &&
	       (recv(listener, &byte, sizeof(byte), MSG_DONTWAIT) >= 0 || errno == ENOBUFS))
		;
}

static bool is_route_to(const struct nlmsghdr *nlh, size_t len, const struct iph_addr *addr)
{
	const struct nlattr *tb[RTA_DST + 1];
	struct iph_addr to;

	return iph_nl_whole(nlh, (int)len) &&
	       iph_attr_parse(nlh, sizeof(struct rtmsg), tb, RTA_DST) == 0 &&
	       iph_attr_addr(tb[RTA_DST], AF_INET6, &to) && iph_addr_equal(&to, addr);
}

/* Should the notice get lost the route is merely a little late. */
void local_route_await(const struct iph_addr *addr)
{
	_Alignas(struct nlmsghdr) char buf[4096];
	int others = 0;
	ssize_t n;

	while (others++ < OTHER_ROUTES) {
		n = recv(listener, buf, sizeof(buf), 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || is_route_to((const struct nlmsghdr *)buf, (size_t)n, addr))
			return;
	}
}
