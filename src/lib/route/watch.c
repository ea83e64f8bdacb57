/* SPDX-License-Identifier: MIT */
/* The routes of a family in a network namespace, kept up to date by what the kernel tells. */

#include "watch.h"

#include <errno.h>
#include <net/if.h>

#include <libmnl/libmnl.h>

#include "row.h"
#include "steady.h"

static const int groups[][3] = {
	{RTNLGRP_IPV4_ROUTE, RTNLGRP_NEXTHOP, 0},
	{RTNLGRP_IPV6_ROUTE, RTNLGRP_NEXTHOP, 0},
};

const int *iph_route_groups(const struct iph_route_watch *watch)
{
	return groups[watch->family == AF_INET6];
}

static void row_of(const struct iph_notice_key *thing, struct iph_notice_key *ret_row)
{
	*ret_row = *thing;
	ret_row->detail = 0;
}

void iph_route_watch_init(struct iph_route_watch *watch, uint8_t family)
{
	watch->view.row_of = row_of;
	watch->family = family;
}

/* Of one that is not told the family alone is written. */
static uint64_t add_address(uint64_t sum, const struct iph_addr *addr)
{
	sum = iph_view_print(sum, &addr->family, sizeof(addr->family));
	return addr->family ? iph_view_print(sum, addr->bytes, iph_addr_len(addr->family)) : sum;
}

static uint64_t add_hop(uint64_t sum, const struct iph_route_hop *hop)
{
	uint8_t flags = hop->flags & RTNH_F_ONLINK;

	sum = add_address(sum, &hop->gateway);
	sum = iph_view_print(sum, &hop->ifindex, sizeof(hop->ifindex));
	sum = iph_view_print(sum, &hop->weight, sizeof(hop->weight));
	return iph_view_print(sum, &flags, sizeof(flags));
}

static int each_hop(const struct iph_route_hop *hop, void *sum)
{
	*(uint64_t *)sum = add_hop(*(uint64_t *)sum, hop);
	return 0;
}

/* What else makes an IPv4 route another one (fib_find_info(), net/ipv4/fib_semantics.c). */
static uint64_t detail_of_ipv4(const struct iph_route *route, uint64_t sum)
{
	const struct nlattr *metrics =
		iph_attr_find(route->message, sizeof(struct rtmsg), RTA_METRICS);

	sum = iph_view_print(sum, &route->tos, sizeof(route->tos));
	sum = iph_view_print(sum, &route->protocol, sizeof(route->protocol));
	sum = iph_view_print(sum, &route->scope, sizeof(route->scope));
	sum = iph_view_print(sum, &route->type, sizeof(route->type));
	sum = iph_view_print(sum, &route->nhid, sizeof(route->nhid));
	sum = add_address(sum, &route->prefsrc);
	if (metrics)
		sum = iph_view_print(sum, iph_attr_data(metrics), iph_attr_len(metrics));
	iph_ignore(iph_route_each_hop(route, each_hop, &sum));
	return sum;
}

/* Of IPv6 the metric and the way are enough, and what is told of a hop depends on those beside it.
 */
static uint64_t detail_of(const struct iph_route *route)
{
	uint64_t sum = iph_view_print(1, &route->table, sizeof(route->table));

	sum = iph_view_print(sum, &route->priority, sizeof(route->priority));
	if (route->dst.family == AF_INET)
		return detail_of_ipv4(route, sum);
	sum = add_address(sum, &route->src);
	return iph_view_print(sum, &route->src_length, sizeof(route->src_length));
}

static struct iph_notice_key key_of(const struct iph_route *route, const struct iph_route_hop *hop,
				    uint64_t detail)
{
	struct iph_notice_key key = {.ifindex = hop->ifindex,
				     .kind = route->dst.family == AF_INET ? IPH_NOTICE_ROUTE_IPV4
									  : IPH_NOTICE_ROUTE_IPV6,
				     .family = route->dst.family,
				     .length = route->dst_length,
				     .hop_family = hop->gateway.family,
				     .detail = detail};

	memcpy(key.address, route->dst.bytes, iph_addr_len(route->dst.family));
	if (hop->gateway.family)
		memcpy(key.hop, hop->gateway.bytes, iph_addr_len(hop->gateway.family));
	return key;
}

/* Seconds that pass are no change. */
static uint64_t print_of(const struct iph_route *route, const struct iph_route_hop *hop)
{
	MIB_IPFORWARD_ROW2 row;

	iph_route_row(route, hop, &row);
	row.ValidLifetime = row.PreferredLifetime = 0;
	return iph_view_print(0, &row, sizeof(row));
}

struct taking {
	struct iph_route_watch *watch;
	const struct iph_route *route;
	uint64_t detail;
};

static int put_hop(const struct iph_route_hop *hop, void *arg)
{
	const struct taking *taking = arg;
	struct iph_notice_key key = key_of(taking->route, hop, taking->detail);

	if (!iph_route_has_row(taking->route, hop))
		return 0;
	return iph_view_put(&taking->watch->view, &key, print_of(taking->route, hop));
}

/* What is not known cannot go; whatever it is, the table says it. */
static int drop_hop(const struct iph_route_hop *hop, void *arg)
{
	const struct taking *taking = arg;
	struct iph_notice_key key = key_of(taking->route, hop, taking->detail);

	if (iph_set_find(&taking->watch->view.things, &key))
		iph_view_drop(&taking->watch->view, &key);
	else if (iph_route_has_row(taking->route, hop))
		taking->watch->doubtful = true;
	return 0;
}

static bool counts(const struct iph_route_watch *watch, const struct iph_route *route)
{
	return !(route->flags & RTM_F_CLONED) &&
	       (route->table == RT_TABLE_MAIN || route->table == RT_TABLE_LOCAL ||
		watch->has_table(watch->view.arg, route->table));
}

static int put_route(const struct iph_route *route, void *arg)
{
	struct taking taking = {.watch = arg, .route = route, .detail = detail_of(route)};

	return counts(arg, route) ? iph_route_each_hop(route, put_hop, &taking) : 0;
}

/* Dumps skip routes while others change, without a word. The first reading counts in which nothing
 * changed; else what any of them had, because for each of these that has gone since a notice waits.
 */
int iph_route_watch_read(struct iph_route_watch *watch, struct iph_nl *nl)
{
	const struct iph_route_sink sink = {.entry = put_route, .arg = watch};
	IPH_AUTO_STEADY struct iph_steady steady = {.notices = IPH_NL_CLOSED};
	int r = 0;
	int i;

	watch->doubtful = false;
	iph_view_begin(&watch->view);
	iph_steady_open(&steady, iph_route_groups(watch)[0]);
	for (i = 0; r == 0 && i < IPH_STEADY_TRIES; i++) {
		r = iph_steady_begin(&steady, nl, i);
		if (r == 0)
			r = iph_route_dump(nl, watch->family, 0, 0, &sink);
		if (r == 0 && !iph_steady_changed(&steady))
			break;
	}
	if (r == -EAFNOSUPPORT)
		r = 0;
	if (r == 0)
		iph_view_end(&watch->view);
	else
		watch->doubtful = true;
	return r;
}

static int about_route(struct iph_route_watch *watch, const struct nlmsghdr *nlh)
{
	const struct rtmsg *rtm = mnl_nlmsg_get_payload(nlh);
	struct taking taking = {.watch = watch};
	struct iph_route route;
	int r;

	if (nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*rtm)))
		return -EBADMSG;
	if (rtm->rtm_family != watch->family)
		return 0;
	r = iph_route_parse(nlh, &route);
	if (r < 0 || !counts(watch, &route))
		return r;
	if (nlh->nlmsg_type == RTM_NEWROUTE) {
		/* of what was replaced there is no notice */
		watch->doubtful |= (nlh->nlmsg_flags & NLM_F_REPLACE) != 0;
		return put_route(&route, watch);
	}
	taking.route = &route;
	taking.detail = detail_of(&route);
	return iph_route_each_hop(&route, drop_hop, &taking);
}

/* IPv4 routes go without a notice when their interface is down or has lost its last address
 * (fib_flush(), net/ipv4/fib_frontend.c), routes of both families with a nexthop object. */
static bool may_take_routes(const struct iph_route_watch *watch, const struct nlmsghdr *nlh)
{
	const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);

	switch (nlh->nlmsg_type) {
	case RTM_NEWNEXTHOP:
	case RTM_DELNEXTHOP:
		return true;
	case RTM_DELLINK:
	case RTM_DELADDR:
		return watch->family == AF_INET;
	case RTM_NEWLINK:
		return watch->family == AF_INET && nlh->nlmsg_len >= NLMSG_LENGTH(sizeof(*ifi)) &&
		       !(ifi->ifi_flags & IFF_UP);
	default:
		return false;
	}
}

int iph_route_watch_message(struct iph_route_watch *watch, const struct nlmsghdr *nlh)
{
	if (nlh->nlmsg_type == RTM_NEWROUTE || nlh->nlmsg_type == RTM_DELROUTE)
		return about_route(watch, nlh);
	watch->doubtful |= may_take_routes(watch, nlh);
	return 0;
}
