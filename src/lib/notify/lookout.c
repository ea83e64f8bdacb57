/* SPDX-License-Identifier: MIT */
/* One socket that hears of all changes in a network namespace, and what is known of it. */

#include "lookout.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>

#include "codes/export.h"
#include "unicast/watch.h"

/* What the kernel sends unasked is shorter; an interface with hundreds of names is read anew. */
#define BUFFER_SIZE 32768

/* Room for a burst, as far as net.core.rmem_max allows: the default holds 256 routes. */
#define SOCKET_ROOM (1 << 20)

#define BIT(kind) (1u << (kind))
/* Those that need groups besides the ones of interfaces. */
#define JOINED (BIT(IPH_NOTICE_ANYCAST) | BIT(IPH_NOTICE_ROUTE_IPV4) | BIT(IPH_NOTICE_ROUTE_IPV6))

/* So many datagrams more are taken before routes are read that have become doubtful: others may
 * be so, too. */
#define MORE 4096

static enum iph_notice_kind kind_of(const struct iph_route_watch *routes)
{
	return routes->family == AF_INET ? IPH_NOTICE_ROUTE_IPV4 : IPH_NOTICE_ROUTE_IPV6;
}

static bool watches(const struct iph_lookout *lookout, enum iph_notice_kind kind)
{
	return lookout->kinds & BIT(kind);
}

static void tell(const struct iph_notice_key *row, uint32_t type, void *arg)
{
	const struct iph_lookout *lookout = arg;
	struct iph_notice notice = {.key = *row,
				    .luid = iph_ipif_watch_luid(&lookout->interfaces, row->ifindex),
				    .type = type};

	if (row->kind == IPH_NOTICE_ANYCAST && type == MibParameterNotification)
		return; /* what the row does not show */
	lookout->tell(&notice, lookout->arg);
	/* On Windows a change of an IPv4 address is one of the interface, too. */
	if (row->kind == IPH_NOTICE_UNICAST && row->family == AF_INET)
		iph_ipif_watch_touch(&lookout->interfaces, row->ifindex, AF_INET);
}

/* Linux before 5.3 has no nexthop objects and no group for them. */
static int change_groups(struct iph_nl *nl, int option, const int *group)
{
	for (; *group; group++)
		if (setsockopt(nl->fd, SOL_NETLINK, option, group, sizeof(*group)) < 0 &&
		    *group != RTNLGRP_NEXTHOP)
			return -errno;
	return 0;
}

static int join(struct iph_nl *nl)
{
	int r = iph_nl_join(nl, *iph_ipif_groups);

	return r < 0 ? r : change_groups(nl, NETLINK_ADD_MEMBERSHIP, iph_ipif_groups + 1);
}

static bool has_table(void *arg, uint32_t table)
{
	const struct iph_lookout *lookout = arg;

	return iph_ipif_watch_has_table(&lookout->interfaces, table);
}

static void init_routes(struct iph_lookout *lookout)
{
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(lookout->routes); i++) {
		struct iph_route_watch *routes = &lookout->routes[i];

		iph_route_watch_init(routes, i == 0 ? AF_INET : AF_INET6);
		routes->view.tell = tell;
		routes->view.arg = lookout;
		routes->has_table = has_table;
	}
}

int iph_lookout_open(struct iph_lookout *ret_lookout)
{
	const int room = SOCKET_ROOM;
	int r;

	memset(ret_lookout, 0, sizeof(*ret_lookout));
	ret_lookout->nl.fd = -1;
	ret_lookout->interfaces.view.tell = ret_lookout->unicast.tell = tell;
	ret_lookout->interfaces.view.arg = ret_lookout->unicast.arg = ret_lookout;
	ret_lookout->anycast.view.tell = tell;
	ret_lookout->anycast.view.arg = ret_lookout;
	iph_ipif_watch_init(&ret_lookout->interfaces);
	iph_unicast_watch_init(&ret_lookout->unicast);
	iph_anycast_watch_init(&ret_lookout->anycast);
	init_routes(ret_lookout);
	ret_lookout->buf = malloc(BUFFER_SIZE);
	if (!ret_lookout->buf)
		return -ENOMEM;
	r = iph_nl_open(NETLINK_ROUTE, &ret_lookout->nl);
	if (r == 0) /* with less room more is read anew */
		iph_ignore(
			setsockopt(ret_lookout->nl.fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room)));
	if (r == 0)
		r = join(&ret_lookout->nl);
	if (r < 0)
		iph_lookout_close(ret_lookout);
	return r;
}

void iph_lookout_close(struct iph_lookout *lookout)
{
	iph_nl_close(&lookout->nl);
	iph_ipif_watch_free(&lookout->interfaces);
	iph_view_free(&lookout->unicast);
	iph_anycast_watch_free(&lookout->anycast);
	iph_view_free(&lookout->routes[0].view);
	iph_view_free(&lookout->routes[1].view);
	free(iph_take(&lookout->buf));
}

/* Anycast entries go with their interface, without a word of their own, while it is known. */
static int take_message(struct iph_lookout *lookout, const struct nlmsghdr *nlh)
{
	size_t i;
	int r = 0;

	if (watches(lookout, IPH_NOTICE_ANYCAST))
		r = iph_anycast_watch_message(&lookout->anycast, nlh);
	if (r == 0)
		r = iph_ipif_watch_message(&lookout->interfaces, nlh);
	if (r == 0 && watches(lookout, IPH_NOTICE_UNICAST))
		r = iph_unicast_watch_message(&lookout->unicast, nlh);
	for (i = 0; r == 0 && i < IPH_ARRAY_SIZE(lookout->routes); i++)
		if (watches(lookout, kind_of(&lookout->routes[i])))
			r = iph_route_watch_message(&lookout->routes[i], nlh);
	return r;
}

static bool is_news(const struct nlmsghdr *nlh)
{
	switch (nlh->nlmsg_type) {
	case RTM_NEWLINK:
	case RTM_DELLINK:
	case RTM_NEWADDR:
	case RTM_DELADDR:
		return true;
	default:
		return false;
	}
}

/* For whoever looks by himself what has changed, and needs to know that something has. */
static void tell_news(struct iph_lookout *lookout)
{
	const struct iph_notice notice = {.key.kind = IPH_NOTICE_NEWS,
					  .type = MibParameterNotification};

	if (watches(lookout, IPH_NOTICE_NEWS))
		lookout->tell(&notice, lookout->arg);
}

/* 1 when the answer to the request with this number has come. A message that cannot be taken counts
 * as lost. */
static int take_datagram(struct iph_lookout *lookout, int flags, uint32_t seq)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)lookout->buf;
	size_t len = 0;
	bool news = false;
	int answered = 0;
	int left;
	int r = iph_nl_receive(lookout->nl.fd, flags, lookout->buf, BUFFER_SIZE, &len);

	if (r < 0)
		return r;
	if (len > BUFFER_SIZE)
		return -ENOBUFS;
	for (left = (int)len; iph_nl_whole(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
		news |= is_news(nlh);
		if (nlh->nlmsg_type == NLMSG_ERROR && nlh->nlmsg_seq == seq)
			answered = 1;
		else if (nlh->nlmsg_type >= NLMSG_MIN_TYPE && take_message(lookout, nlh) < 0)
			lookout->behind = true;
	}
	if (news)
		tell_news(lookout);
	return answered;
}

/* Takes all that was told before now. The kernel answers a request that is none (netlink_rcv_skb(),
 * af_netlink.c) without a look at anything, and its answer waits behind the notices. -ENOBUFS when
 * something was lost, which the answer may have been. */
static int take_all(struct iph_lookout *lookout)
{
	struct iph_msg msg;
	int r;

	(void)iph_msg_init(&msg, NLMSG_NOOP, NLM_F_ACK, 0);
	r = iph_nl_send(&lookout->nl, &msg);
	if (r < 0)
		return r;
	do
		r = take_datagram(lookout, 0, lookout->nl.seq);
	while (r == 0);
	return r < 0 ? r : 0;
}

static int read_kinds(struct iph_lookout *lookout, unsigned int kinds)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);
	size_t i;

	if (r == 0 && kinds & BIT(IPH_NOTICE_INTERFACE))
		r = iph_ipif_watch_read(&lookout->interfaces, &nl);
	if (r == 0 && kinds & BIT(IPH_NOTICE_UNICAST))
		r = iph_unicast_watch_read(&lookout->unicast, &nl);
	if (r == 0 && kinds & BIT(IPH_NOTICE_ANYCAST))
		r = iph_anycast_watch_read(&lookout->anycast, &nl);
	for (i = 0; r == 0 && i < IPH_ARRAY_SIZE(lookout->routes); i++)
		if (kinds & BIT(kind_of(&lookout->routes[i])))
			r = iph_route_watch_read(&lookout->routes[i], &nl);
	return r;
}

/* What waits in the socket is older than what was lost, so it is taken first. Until the socket is
 * empty the kernel adds nothing to it, not even an answer, and does not say so a second time
 * (netlink_overrun(), af_netlink.c). */
static int read_anew(struct iph_lookout *lookout)
{
	int r;

	do
		r = take_datagram(lookout, MSG_DONTWAIT, 0);
	while (r >= 0 || r == -ENOBUFS);
	if (r == -EAGAIN)
		r = read_kinds(lookout, lookout->kinds);
	lookout->behind = r < 0;
	tell_news(lookout);
	return r;
}

static unsigned int doubtful(const struct iph_lookout *lookout)
{
	unsigned int kinds = 0;
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(lookout->routes); i++)
		if (lookout->routes[i].doubtful && watches(lookout, kind_of(&lookout->routes[i])))
			kinds |= BIT(kind_of(&lookout->routes[i]));
	if (lookout->anycast.doubtful && watches(lookout, IPH_NOTICE_ANYCAST))
		kinds |= BIT(IPH_NOTICE_ANYCAST);
	return kinds;
}

bool iph_lookout_hurries(const struct iph_lookout *lookout)
{
	return lookout->behind || doubtful(lookout);
}

/* What the kernel tells does not say what there is; so that is read. */
static int settle(struct iph_lookout *lookout)
{
	int more = MORE;
	int r = 0;

	while (r >= 0 && more-- > 0)
		r = take_datagram(lookout, MSG_DONTWAIT, 0);
	if (r == -ENOBUFS)
		return read_anew(lookout);
	if (r < 0 && r != -EAGAIN)
		return r;
	return read_kinds(lookout, doubtful(lookout));
}

/* A kernel that has no group of anycast entries knows its number as little as any other. */
static int join_anycast(struct iph_lookout *lookout, int option)
{
	int r = change_groups(&lookout->nl, option, iph_anycast_groups(&lookout->anycast));

	if (r != -EINVAL || lookout->anycast.untold)
		return r;
	lookout->anycast.untold = true;
	return change_groups(&lookout->nl, option, iph_anycast_groups(&lookout->anycast));
}

static int join_kinds(struct iph_lookout *lookout, unsigned int kinds, int option)
{
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < IPH_ARRAY_SIZE(lookout->routes); i++)
		if (kinds & BIT(kind_of(&lookout->routes[i])))
			r = change_groups(&lookout->nl, option,
					  iph_route_groups(&lookout->routes[i]));
	if (r == 0 && kinds & BIT(IPH_NOTICE_ANYCAST))
		r = join_anycast(lookout, option);
	return r;
}

int iph_lookout_watch(struct iph_lookout *lookout, unsigned int kinds)
{
	unsigned int new;
	int r;

	kinds |= BIT(IPH_NOTICE_INTERFACE);
	new = kinds & ~lookout->kinds;
	r = join_kinds(lookout, new, NETLINK_ADD_MEMBERSHIP);
	if (r == 0)
		r = take_all(lookout);
	if (r == -ENOBUFS || (r == 0 && lookout->behind))
		r = read_anew(lookout);
	if (r == 0 && doubtful(lookout))
		r = settle(lookout);
	if (r == 0)
		r = read_kinds(lookout, new);
	if (r == 0)
		lookout->kinds |= new;
	return r;
}

void iph_lookout_reduce(struct iph_lookout *lookout, unsigned int kinds)
{
	unsigned int gone = lookout->kinds & ~kinds & ~BIT(IPH_NOTICE_INTERFACE);
	size_t i;

	lookout->kinds &= ~gone;
	if (gone & BIT(IPH_NOTICE_UNICAST))
		iph_view_free(&lookout->unicast);
	if (gone & BIT(IPH_NOTICE_ANYCAST))
		iph_anycast_watch_free(&lookout->anycast);
	for (i = 0; i < IPH_ARRAY_SIZE(lookout->routes); i++)
		if (gone & BIT(kind_of(&lookout->routes[i])))
			iph_view_free(&lookout->routes[i].view);
	if (!(gone & JOINED))
		return;
	iph_ignore(join_kinds(lookout, gone, NETLINK_DROP_MEMBERSHIP));
	/* they share groups */
	iph_ignore(join_kinds(lookout, lookout->kinds, NETLINK_ADD_MEMBERSHIP));
}

void iph_lookout_take(struct iph_lookout *lookout)
{
	int r = take_datagram(lookout, MSG_DONTWAIT, 0);

	if (r == -ENOBUFS)
		lookout->behind = true;
	if (lookout->behind)
		iph_ignore(read_anew(lookout));
	else if (doubtful(lookout) && settle(lookout) < 0)
		lookout->behind = true;
}
