/* SPDX-License-Identifier: MIT */
/* Makes the kernel look for a neighbour, and waits until it has found it or given up.
 *
 * The kernel looks for a neighbour when it has a packet for it. To poke it is to give it such a
 * packet, or to say that there is one (NTF_USE). Then the kernel's notices say when to look at the
 * state again. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "entry.h"
#include "file.h"
#include "wait.h"

/* How often the kernel is poked, because others may delete the neighbour while it is looked for. */
#define MOST_POKES 4

/* In milliseconds: how long the notice of a failure may take to come; how long to wait for a notice
 * before looking all the same; by how much the kernel's timers may be late. */
#define NOTICE_TIME 100
#define LOOK_TIME 1000
#define LATENESS 2000

#define KNOWN (NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE)

struct resolving {
	const struct iph_addr *addr;
	const struct iph_link *link;
	const struct iph_addr *source; /* or NULL */
	bool privileged;
	struct iph_nl nl;
	struct iph_nl notices;
	int64_t end; /* 0: nobody has waited yet */
	int pokes;
	bool failed; /* since the last poke the kernel has given up; not: somebody has deleted it */
};

/* A setting of net.ipv4.neigh.IF or net.ipv6.neigh.IF; where it cannot be read, the kernel's
 * default.
 */
static int64_t setting(const struct resolving *resolving, const char *name, int64_t usual)
{
	char path[sizeof("/proc/sys/net/ipv4/neigh//") + IFNAMSIZ + 32];
	uint32_t number;

	snprintf(path, sizeof(path), "/proc/sys/net/ipv%d/neigh/%s/%s",
		 resolving->addr->family == AF_INET ? 4 : 6, resolving->link->name, name);
	return iph_file_read_number(path, &number) < 0 ? usual : number;
}

/* How long the kernel may take, at most, until it has found the neighbour or given up. With a stale
 * neighbour it waits delay_first_probe_time before it asks. */
static int64_t longest(const struct resolving *resolving)
{
	int64_t questions = setting(resolving, "mcast_solicit", 3) +
			    setting(resolving, "ucast_solicit", 3) +
			    setting(resolving, "app_solicit", 0);

	return setting(resolving, "delay_first_probe_time", 5) * 1000 +
	       questions * setting(resolving, "retrans_time_ms", 1000) + LATENESS;
}

/* The datagram leaves by this interface, and the next machine does not forward it. */
static int choose_way(int fd, uint8_t family, uint32_t ifindex)
{
	const uint32_t unicast = htonl(ifindex);
	const struct ip_mreqn multicast = {.imr_ifindex = (int)ifindex};
	const int index = (int)ifindex;
	const int one = 1;

	if (family == AF_INET)
		return setsockopt(fd, SOL_IP, IP_UNICAST_IF, &unicast, sizeof(unicast)) |
		       setsockopt(fd, SOL_IP, IP_MULTICAST_IF, &multicast, sizeof(multicast)) |
		       setsockopt(fd, SOL_SOCKET, SO_DONTROUTE, &one, sizeof(one)) |
		       setsockopt(fd, SOL_IP, IP_TTL, &one, sizeof(one));
	return setsockopt(fd, SOL_IPV6, IPV6_UNICAST_IF, &unicast, sizeof(unicast)) |
	       setsockopt(fd, SOL_IPV6, IPV6_MULTICAST_IF, &index, sizeof(index)) |
	       setsockopt(fd, SOL_IPV6, IPV6_UNICAST_HOPS, &one, sizeof(one));
}

/* Sends an empty datagram, for which the kernel needs the neighbour. It goes to port 0, to which no
 * service can be bound. sendto() refuses that port; a connected socket may send to it. */
static int send_datagram(const struct resolving *resolving)
{
	uint32_t ifindex = resolving->link->index;
	struct sockaddr_storage to;
	struct sockaddr_storage from;
	socklen_t len = iph_addr_sockaddr(resolving->addr, ifindex, &to);
	IPH_AUTO_CLOSE int fd =
		socket(resolving->addr->family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -errno;
	if (choose_way(fd, resolving->addr->family, ifindex) != 0)
		return -EIO;
	if (resolving->source) {
		(void)iph_addr_sockaddr(resolving->source, ifindex, &from);
		if (bind(fd, (struct sockaddr *)&from, len) < 0)
			return -EINVAL;
	}
	if (connect(fd, (struct sockaddr *)&to, len) < 0 || send(fd, "", 0, MSG_NOSIGNAL) < 0)
		return iph_is_shortage(-errno) ? -errno : -EHOSTUNREACH;
	return 0;
}

static int use(struct resolving *resolving)
{
	struct iph_neighbor neighbor = {
		.addr = *resolving->addr, .ifindex = resolving->link->index, .flags = NTF_USE};

	return iph_neighbor_put(&resolving->nl, &neighbor, NLM_F_CREATE);
}

static void take_notice(struct resolving *resolving, const struct nlmsghdr *nlh)
{
	struct iph_neighbor neighbor;

	if (nlh->nlmsg_type != RTM_NEWNEIGH || iph_neighbor_parse(nlh, &neighbor) < 0)
		return;
	if (neighbor.ifindex != resolving->link->index ||
	    !iph_addr_equal(&neighbor.addr, resolving->addr))
		return;
	/* a delete gives the state NUD_FAILED, too (neigh_delete(), net/core/neighbour.c), and its
	 * notice names the process that asked for it */
	if (neighbor.state == NUD_FAILED && nlh->nlmsg_pid == 0)
		resolving->failed = true;
}

/* Each notice is a datagram. Lost ones do not matter much: notices only say when to look. */
static void take_notices(struct resolving *resolving)
{
	_Alignas(struct nlmsghdr) char buf[1024];
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)buf;
	size_t len;
	int r;

	do {
		r = iph_nl_receive(resolving->notices.fd, MSG_DONTWAIT, buf, sizeof(buf), &len);
		if (r == 0 && len <= sizeof(buf) && iph_nl_whole(nlh, (int)len))
			take_notice(resolving, nlh);
	} while (r == 0 || r == -ENOBUFS);
}

/* Makes the kernel look for the neighbour. -EHOSTUNREACH when it was made to often enough.
 *
 * For IPv6 the datagram is better than NTF_USE: with NTF_USE the kernel asks from a link-local
 * address, and asks nobody when the interface has none (ndisc_send_ns(), net/ipv6/ndisc.c). */
static int poke(struct resolving *resolving)
{
	bool may_use = resolving->privileged && !resolving->source;
	int r;

	if (resolving->pokes++ == MOST_POKES)
		return -EHOSTUNREACH;
	take_notices(resolving);
	resolving->failed = false;
	if (may_use && resolving->addr->family == AF_INET)
		return use(resolving);
	r = send_datagram(resolving);
	return r == -EHOSTUNREACH && may_use ? use(resolving) : r;
}

static int find(struct resolving *resolving, struct iph_neighbor *ret_neighbor)
{
	int r = iph_neighbor_get(&resolving->nl, resolving->addr, resolving->link->index,
				 ret_neighbor);

	return r == 0 && iph_neighbor_hidden(ret_neighbor) ? -ENOENT : r;
}

/* Who answers at once has nobody read settings. */
static int await_notice(struct resolving *resolving, int64_t milliseconds)
{
	int r;

	if (resolving->end == 0)
		resolving->end = iph_now() + longest(resolving);
	r = iph_await_input(resolving->notices.fd, iph_soon(milliseconds, resolving->end));
	if (r == -ETIMEDOUT && iph_left(resolving->end) == 0)
		return -EHOSTUNREACH;
	take_notices(resolving);
	return r == -ETIMEDOUT ? 0 : r;
}

/* The state is NUD_FAILED. Either the kernel has given up, which is -EHOSTUNREACH, or somebody has
 * deleted the neighbour, which is about to vanish then: 0, and it is looked for again. */
static int judge_failure(struct resolving *resolving)
{
	struct iph_neighbor neighbor = {0};
	int r = 0;

	take_notices(resolving);
	if (!resolving->failed)
		r = await_notice(resolving, NOTICE_TIME);
	if (r == 0 && !resolving->failed)
		r = find(resolving, &neighbor);
	if (resolving->failed || (r == 0 && neighbor.state == NUD_FAILED))
		return -EHOSTUNREACH;
	return r == -ENOENT ? 0 : r;
}

/* Whether the kernel is not looking for the neighbour: there is none, or its state is from the time
 * before this call. */
static bool is_idle(const struct resolving *resolving, int r, const struct iph_neighbor *neighbor)
{
	if (r == -ENOENT)
		return true;
	return r == 0 && (neighbor->state & NUD_STALE ||
			  (neighbor->state & NUD_FAILED && resolving->pokes == 0));
}

static int await_neighbor(struct resolving *resolving, struct iph_neighbor *ret_neighbor)
{
	int r;

	for (;;) {
		r = find(resolving, ret_neighbor);
		if (r == 0 && ret_neighbor->state & KNOWN)
			return 0;
		if (is_idle(resolving, r, ret_neighbor))
			r = poke(resolving);
		else if (r == 0 && ret_neighbor->state & NUD_FAILED)
			r = judge_failure(resolving);
		else if (r == 0)
			r = await_notice(resolving, LOOK_TIME);
		if (r < 0)
			return r;
	}
}

/* Deletes what the kernel knows of the neighbour, so that it asks anew, as Windows does. A
 * permanent one stays: the kernel would not ask for it. */
static int forget(struct resolving *resolving)
{
	struct iph_neighbor neighbor = {0};
	int r = find(resolving, &neighbor);

	if (r == 0 && !(neighbor.state & (NUD_PERMANENT | NUD_NOARP)))
		r = iph_neighbor_remove(&resolving->nl, resolving->addr, resolving->link->index);
	return r == -ENOENT ? 0 : r;
}

int iph_neighbor_resolve(const struct iph_addr *addr, const struct iph_link *link,
			 const struct iph_addr *source, bool privileged,
			 struct iph_neighbor *ret_neighbor)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	IPH_AUTO_NL struct iph_nl notices = IPH_NL_CLOSED;
	struct resolving resolving = {
		.addr = addr, .link = link, .source = source, .privileged = privileged};
	struct iph_neighbor neighbor = {0};
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &notices);
	if (r == 0)
		r = iph_nl_join(&notices, RTNLGRP_NEIGH);
	if (r < 0)
		return r;
	resolving.nl = nl;
	resolving.notices = notices;
	if (privileged)
		r = forget(&resolving);
	if (r == 0)
		r = await_neighbor(&resolving, &neighbor);
	if (r == 0)
		*ret_neighbor = neighbor;
	return r;
}
