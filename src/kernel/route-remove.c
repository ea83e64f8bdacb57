/* SPDX-License-Identifier: MIT */
/* Deletes exactly one route, or one hop of it. */

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>

#include "route-draft.h"

/* How many routes of others may fit the request, and come before the one that is to be deleted. */
#define MOST_STRANGERS 16

static uint32_t seconds_left(const struct iph_route *route)
{
	return route->expires > 0 ? ((uint32_t)route->expires + 99) / 100 : 0;
}

/* As long as a route can be: the kernel itself could not list a longer one. */
#define LONGEST_ROUTE 32768

/* A route that was deleted, and the request that makes it again. The memory for both is allocated
 * before anything is deleted, because afterwards there may be none. */
struct gone {
	struct iph_route_copy copy;
	struct iph_draft again;
};

static void free_gone(struct gone *gone)
{
	iph_route_copy_free(&gone->copy);
	iph_draft_free(&gone->again);
}

static int make_room(struct gone *gone)
{
	*gone = (struct gone){.copy.message = malloc(LONGEST_ROUTE)};
	if (gone->copy.message && iph_draft_reserve(&gone->again, LONGEST_ROUTE + 1024) == 0)
		return 0;
	free_gone(gone);
	return -ENOMEM;
}

/* Makes a route again that was deleted by mistake. The kernel puts a new route in front of those of
 * the same metric, and there it was before. */
static int put_back(struct iph_nl *nl, struct gone *gone)
{
	int tries;
	int r = iph_draft_start(&gone->again, RTM_NEWROUTE, NLM_F_CREATE, &gone->copy);

	if (r < 0)
		return r;
	iph_draft_put_kept(&gone->again, &gone->copy, true);
	iph_draft_put_life(&gone->again, gone->copy.route.priority,
			   seconds_left(&gone->copy.route));
	r = iph_draft_add(nl, &gone->again);
	for (tries = 0; iph_route_short(r) && tries < IPH_ROUTE_TRIES; tries++)
		r = iph_draft_add(nl, &gone->again);
	return r;
}

/* Makes a request to delete a route, which says of the route all that a request can say.
 *
 * IPv6: each of several hops has a protocol of its own, of which the kernel tells the first one
 * only; so the request names none. The gateway "::" says that the route must not have one. */
static int describe(struct iph_draft *draft, const struct iph_route_copy *copy,
		    const struct iph_route_hop *hop)
{
	const struct iph_route *route = &copy->route;
	bool ipv6 = route->dst.family == AF_INET6;
	struct iph_addr gateway = hop->gateway;
	struct rtmsg *rtm;
	int r = iph_draft_start(draft, RTM_DELROUTE, NLM_F_ECHO, copy);

	if (r < 0)
		return r;
	rtm = mnl_nlmsg_get_payload(draft->nlh);
	rtm->rtm_flags = 0;
	rtm->rtm_protocol = ipv6 && route->others ? RTPROT_UNSPEC : route->protocol;
	if (ipv6 && !gateway.family)
		gateway = (struct iph_addr){.family = AF_INET6};
	iph_draft_put(draft, RTA_DST, route->dst.bytes, iph_addr_len(route->dst.family));
	if (route->src.family)
		iph_draft_put(draft, RTA_SRC, route->src.bytes, iph_addr_len(route->src.family));
	if (!ipv6 && route->prefsrc.family)
		iph_draft_put(draft, RTA_PREFSRC, route->prefsrc.bytes,
			      iph_addr_len(route->prefsrc.family));
	iph_draft_put_u32(draft, RTA_TABLE, route->table);
	iph_draft_put_life(draft, route->priority, 0);
	if (route->nhid) {
		iph_draft_put_u32(draft, RTA_NH_ID, route->nhid);
	} else if (!ipv6 && route->others) {
		iph_draft_put(draft, RTA_MULTIPATH, iph_attr_data(route->others),
			      iph_attr_len(route->others));
	} else {
		iph_draft_put_u32(draft, RTA_OIF, hop->ifindex);
		iph_draft_put_gateway(draft, &gateway, route->dst.family);
	}
	return 0;
}

struct nth {
	size_t left;
	struct iph_route_hop *ret_hop;
};

static int take_nth(const struct iph_route_hop *hop, void *arg)
{
	struct nth *nth = arg;

	*nth->ret_hop = *hop;
	return nth->left-- == 0;
}

static bool hop_at(const struct iph_route *route, size_t at, struct iph_route_hop *ret_hop)
{
	struct nth nth = {.left = at, .ret_hop = ret_hop};

	return iph_route_each_hop(route, take_nth, &nth) == 1;
}

static bool same_hops(const struct iph_route *a, const struct iph_route *b)
{
	struct iph_route_hop ours;
	struct iph_route_hop theirs;
	size_t i;

	for (i = 0; hop_at(a, i, &ours); i++)
		if (!hop_at(b, i, &theirs) || !iph_route_same_hop(&ours, &theirs))
			return false;
	return !hop_at(b, i, &theirs);
}

/* Whether the route that the kernel has deleted is the one that was meant. */
static bool was_meant(const struct iph_route *gone, const struct iph_route *meant,
		      const struct iph_route_hop *hop)
{
	bool part = meant->dst.family == AF_INET6 && meant->others;

	if (gone->nhid != meant->nhid || gone->type != meant->type || gone->scope != meant->scope ||
	    gone->tos != meant->tos || gone->priority != meant->priority)
		return false;
	if (part && !meant->nhid)
		return !gone->others && iph_route_same_hop(&gone->hop, hop);
	return gone->protocol == meant->protocol && same_hops(gone, meant);
}

/* nlh may be the memory of the copy itself. */
static int take_gone(const struct nlmsghdr *nlh, void *arg)
{
	struct iph_route_copy *copy = arg;

	memmove(copy->message, nlh, nlh->nlmsg_len);
	/* iph_route_parse() takes no other type, and a deleted route comes as RTM_DELROUTE */
	copy->message->nlmsg_type = RTM_NEWROUTE;
	return iph_route_parse(copy->message, &copy->route);
}

/* Deletes the first route that fits the request. The kernel echoes which one that was. */
static int delete_first(struct iph_nl *nl, const struct iph_draft *draft, struct gone *ret_gone)
{
	struct iph_msg msg = {.nlh = draft->nlh};
	const struct iph_nl_sink sink = {.message = take_gone, .arg = &ret_gone->copy};
	int r = make_room(ret_gone);

	if (r < 0)
		return r;
	r = iph_nl_get_into(nl, &msg, &sink, ret_gone->copy.message, LONGEST_ROUTE);
	if (r < 0)
		free_gone(ret_gone);
	return r == -ESRCH ? -ENOENT : r;
}

/* A route of somebody else may fit the request, too, and come first: an IPv6 route with a nexthop
 * object or of another type, or an IPv4 route with a gateway when the request has none. The kernel
 * deletes that one then, so the next request is sent until the right one is gone, and afterwards
 * the others are made again. */
static int delete_exactly(struct iph_nl *nl, const struct iph_route_copy *copy,
			  const struct iph_route_hop *hop)
{
	struct gone gone[MOST_STRANGERS];
	IPH_AUTO_DRAFT struct iph_draft draft = {0};
	size_t strangers = 0;
	int r = describe(&draft, copy, hop);

	for (; r == 0 && strangers < MOST_STRANGERS; strangers++) {
		r = delete_first(nl, &draft, &gone[strangers]);
		if (r < 0)
			break;
		if (was_meant(&gone[strangers].copy.route, &copy->route, hop)) {
			free_gone(&gone[strangers]);
			break;
		}
	}
	if (strangers == MOST_STRANGERS)
		r = -EOPNOTSUPP;
	while (strangers-- > 0) {
		/* if this fails, there is nothing more to try */
		iph_ignore(put_back(nl, &gone[strangers]));
		free_gone(&gone[strangers]);
	}
	return r;
}

int iph_route_take_back(struct iph_nl *nl, const struct iph_route_copy *copy,
			const struct iph_route_hop *hop)
{
	int r = delete_exactly(nl, copy, hop);
	int tries;

	for (tries = 0; iph_route_short(r) && tries < IPH_ROUTE_TRIES; tries++)
		r = delete_exactly(nl, copy, hop);
	return r;
}

/* Copies one struct rtnexthop without the flags that a request may not have. */
static void put_hop(struct iph_draft *draft, const char *at, size_t len)
{
	char *to = mnl_nlmsg_get_payload_tail(draft->nlh);
	struct rtnexthop hop;

	memcpy(to, at, len);
	memcpy(&hop, at, sizeof(hop));
	hop.rtnh_flags &= IPH_ROUTE_ASKED_FLAGS;
	memcpy(to, &hop, sizeof(hop));
	draft->nlh->nlmsg_len += (uint32_t)RTNH_ALIGN(len);
}

/* Puts all hops but one, each with all its attributes. */
static void put_others(struct iph_draft *draft, const struct iph_route *route,
		       const struct iph_route_hop *without)
{
	const char *at = iph_attr_data(route->others);
	struct nlattr *nest = mnl_attr_nest_start(draft->nlh, RTA_MULTIPATH);
	struct iph_route_hop this;
	bool found = false;
	size_t i;

	for (i = 0; hop_at(route, i, &this); i++) {
		struct rtnexthop hop;

		memcpy(&hop, at, sizeof(hop));
		if (!found && iph_route_same_hop(&this, without))
			found = true;
		else
			put_hop(draft, at, hop.rtnh_len);
		at += RTNH_ALIGN(hop.rtnh_len);
	}
	mnl_attr_nest_end(draft->nlh, nest);
}

/* IPv4 has no request that deletes one hop of several. A request that replaces a route will not do:
 * it replaces the first route of that metric, whoever has made it. So a route with the other hops
 * is made first, and then the old one is deleted. */
static int remove_ipv4_hop(struct iph_nl *nl, const struct iph_route_copy *copy,
			   const struct iph_route_hop *hop)
{
	IPH_AUTO_DRAFT struct iph_draft draft = {0};
	IPH_AUTO_ROUTE struct iph_route_copy others = IPH_ROUTE_NO_COPY;
	bool made;
	int r = iph_draft_start(&draft, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_APPEND, copy);

	if (r < 0)
		return r;
	iph_draft_put_kept(&draft, copy, false);
	iph_draft_put_life(&draft, copy->route.priority, 0);
	put_others(&draft, &copy->route, hop);
	r = iph_route_copy(draft.nlh, &others);
	if (r < 0)
		return r;
	r = iph_draft_add(nl, &draft);
	made = r == 0;
	if (r < 0 && r != -EEXIST)
		return r == -ENETDOWN ? -EOPNOTSUPP : r; /* another hop is down */
	r = delete_exactly(nl, copy, hop);
	if (r < 0 && made)
		iph_ignore(iph_route_take_back(nl, &others, &others.route.hop));
	return r;
}

int iph_route_remove(struct iph_nl *nl, const struct iph_route_copy *copy,
		     const struct iph_route_hop *hop)
{
	if (!copy->route.others)
		return delete_exactly(nl, copy, hop);
	if (copy->route.nhid)
		return -EOPNOTSUPP;
	return copy->route.dst.family == AF_INET ? remove_ipv4_hop(nl, copy, hop)
						 : delete_exactly(nl, copy, hop);
}
