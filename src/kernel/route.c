/* SPDX-License-Identifier: MIT */
/* Reads the kernel's routes, and asks the kernel which route a packet takes. */

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>

#include "family.h"
#include "route.h"

struct reader {
	const struct iph_route_sink *sink;
	uint32_t table; /* 0: any */
	uint32_t ifindex;
};

/* RTA_VIA is a gateway of another family than the route: an IPv4 route may have an IPv6 gateway. */
static bool via_of(const struct nlattr *attr, struct iph_addr *ret_addr)
{
	struct {
		uint16_t family;
		uint8_t bytes[16];
	} via;
	struct iph_addr addr = {0};
	size_t len = iph_attr_bytes(attr, &via, sizeof(via));

	if (len < sizeof(via.family) || (via.family != AF_INET && via.family != AF_INET6))
		return false;
	addr.family = (uint8_t)via.family;
	if (len != sizeof(via.family) + iph_addr_len(addr.family))
		return false;
	memcpy(addr.bytes, via.bytes, iph_addr_len(addr.family));
	*ret_addr = addr;
	return true;
}

/* A gateway that cannot be read is an error: without it the route would be shown as another one. */
static int parse_gateway(const struct nlattr *const *tb, uint8_t family, struct iph_addr *ret_addr)
{
	*ret_addr = (struct iph_addr){0};
	if (tb[RTA_GATEWAY] && !iph_attr_addr(tb[RTA_GATEWAY], family, ret_addr))
		return -EBADMSG;
	if (tb[RTA_VIA] && !via_of(tb[RTA_VIA], ret_addr))
		return -EBADMSG;
	return 0;
}

/* Reads one struct rtnexthop, and says how far behind it the next one begins. */
static int parse_hop(uint8_t family, const char *at, size_t left, struct iph_route_hop *ret_hop,
		     size_t *ret_step)
{
	const struct nlattr *tb[RTA_VIA + 1];
	struct rtnexthop hop;
	size_t step;
	int r;

	memcpy(&hop, at, sizeof(hop));
	if (hop.rtnh_len < sizeof(hop) || hop.rtnh_len > left)
		return -EBADMSG;
	r = iph_attr_parse_bytes(at + sizeof(hop), hop.rtnh_len - sizeof(hop), tb, RTA_VIA);
	if (r == 0)
		r = parse_gateway(tb, family, &ret_hop->gateway);
	ret_hop->ifindex = (uint32_t)hop.rtnh_ifindex;
	ret_hop->weight = (uint16_t)(hop.rtnh_hops + 1);
	ret_hop->flags = hop.rtnh_flags;
	step = RTNH_ALIGN(hop.rtnh_len);
	*ret_step = step < left ? step : left; /* the last one may have no padding behind it */
	return r;
}

int iph_route_each_of_several(const struct iph_route *route,
			      int (*each)(const struct iph_route_hop *hop, void *arg), void *arg)
{
	struct iph_route_hop hop;
	const char *at = iph_attr_data(route->others);
	size_t left = iph_attr_len(route->others);
	size_t step;
	int r = 0;

	for (; r == 0 && left >= sizeof(struct rtnexthop); at += step, left -= step) {
		r = parse_hop(route->dst.family, at, left, &hop, &step);
		if (r < 0)
			break;
		r = each(&hop, arg);
	}
	return r;
}

static int parse_first_hop(struct iph_route *route)
{
	size_t step;

	if (iph_attr_len(route->others) < sizeof(struct rtnexthop))
		return -EBADMSG;
	return parse_hop(route->dst.family, iph_attr_data(route->others),
			 iph_attr_len(route->others), &route->hop, &step);
}

static int32_t expires_of(const struct nlattr *attr)
{
	struct rta_cacheinfo info;

	if (iph_attr_len(attr) < sizeof(info))
		return 0;
	memcpy(&info, iph_attr_data(attr), sizeof(info));
	return info.rta_expires;
}

static int take_addr(const struct nlattr *attr, uint8_t family, struct iph_addr *ret_addr)
{
	return iph_attr_addr(attr, family, ret_addr) ? 0 : -EBADMSG;
}

/* What one attribute says of the route. An address that cannot be read is an error: without it the
 * route would be shown as another one. A number of another length counts as absent. */
static int take_attr(const struct nlattr *attr, uint8_t family, struct iph_route *route)
{
	switch (iph_attr_type(attr)) {
	case RTA_DST:
		return take_addr(attr, family, &route->dst);
	case RTA_SRC:
		return take_addr(attr, family, &route->src);
	case RTA_PREFSRC:
		return take_addr(attr, family, &route->prefsrc);
	case RTA_GATEWAY:
		return take_addr(attr, family, &route->hop.gateway);
	case RTA_VIA:
		return via_of(attr, &route->hop.gateway) ? 0 : -EBADMSG;
	case RTA_OIF:
		iph_ignore(iph_attr_u32(attr, &route->hop.ifindex));
		break;
	case RTA_TABLE:
		iph_ignore(iph_attr_u32(attr, &route->table));
		break;
	case RTA_PRIORITY:
		iph_ignore(iph_attr_u32(attr, &route->priority));
		break;
	case RTA_NH_ID:
		iph_ignore(iph_attr_u32(attr, &route->nhid));
		break;
	case RTA_PREF:
		iph_ignore(iph_attr_u8(attr, &route->pref));
		break;
	case RTA_CACHEINFO:
		route->expires = expires_of(attr);
		break;
	case RTA_MULTIPATH:
		route->others = attr;
		break;
	}
	return 0;
}

/* A prefix of length 0 may come without its address, which is all zeroes then. */
static bool is_whole(const struct iph_addr *prefix, uint8_t family, uint8_t length)
{
	return length <= (prefix->family ? 8 * iph_addr_len(family) : 0);
}

/* Each attribute is looked at once, and *route is written at once, without a copy in between,
 * because there may be a million routes. After a failure *route holds something half written. */
static int parse_route(const struct nlmsghdr *nlh, struct iph_route *route)
{
	static const struct iph_route empty;
	const struct rtmsg *rtm = (const struct rtmsg *)(nlh + 1);
	const struct nlattr *attr;
	struct iph_attrs attrs;
	int r = iph_attrs_of(nlh, sizeof(*rtm), &attrs);

	if (r < 0)
		return r;
	if ((nlh->nlmsg_type != RTM_NEWROUTE && nlh->nlmsg_type != RTM_DELROUTE) ||
	    (rtm->rtm_family != AF_INET && rtm->rtm_family != AF_INET6))
		return -EBADMSG;
	memcpy(route, &empty, sizeof(*route)); /* memset() would take longer */
	route->dst_length = rtm->rtm_dst_len;
	route->src_length = rtm->rtm_src_len;
	route->tos = rtm->rtm_tos;
	route->protocol = rtm->rtm_protocol;
	route->scope = rtm->rtm_scope;
	route->type = rtm->rtm_type;
	route->table = rtm->rtm_table;
	route->flags = rtm->rtm_flags;
	route->hop.flags = (uint8_t)rtm->rtm_flags;
	route->hop.weight = 1;
	route->message = nlh;
	while ((r = iph_attrs_next(&attrs, &attr)) > 0) {
		r = take_attr(attr, rtm->rtm_family, route);
		if (r < 0)
			break;
	}
	if (r < 0)
		return r;
	if (!is_whole(&route->dst, rtm->rtm_family, rtm->rtm_dst_len) ||
	    !is_whole(&route->src, rtm->rtm_family, rtm->rtm_src_len))
		return -EBADMSG;
	route->dst.family = rtm->rtm_family;
	return route->others ? parse_first_hop(route) : 0;
}

int iph_route_parse(const struct nlmsghdr *nlh, struct iph_route *ret_route)
{
	struct iph_route route;
	int r = parse_route(nlh, &route);

	if (r == 0)
		*ret_route = route;
	return r;
}

static int is_there(const struct iph_route_hop *hop, void *arg)
{
	return hop->ifindex == *(const uint32_t *)arg;
}

/* Whether the route is one of those that were asked for. Kernels before 4.20 ignore the filters. */
static int asked_for(struct reader *reader, const struct iph_route *route)
{
	if (reader->table && route->table != reader->table)
		return 0;
	return reader->ifindex ? iph_route_each_hop(route, is_there, &reader->ifindex) : 1;
}

static int route_message(const struct nlmsghdr *nlh, void *arg)
{
	struct reader *reader = arg;
	struct iph_route route;
	int r = parse_route(nlh, &route);

	if (r == 0)
		r = asked_for(reader, &route);
	return r > 0 ? reader->sink->entry(&route, reader->sink->arg) : r;
}

static void restart_routes(void *arg)
{
	const struct reader *reader = arg;

	if (reader->sink->restart)
		reader->sink->restart(reader->sink->arg);
}

int iph_route_dump(struct iph_nl *nl, uint8_t family, uint32_t table, uint32_t ifindex,
		   const struct iph_route_sink *sink)
{
	struct reader reader = {.sink = sink, .table = table, .ifindex = ifindex};
	struct iph_nl_sink messages = {
		.message = route_message, .restart = restart_routes, .arg = &reader};
	struct rtmsg *rtm;
	struct iph_msg msg;
	int r;

	/* a kernel that cannot do this sends more routes, which route_message() skips */
	iph_ignore(iph_nl_strict(nl));
	rtm = iph_msg_init(&msg, RTM_GETROUTE, NLM_F_DUMP, sizeof(*rtm));
	rtm->rtm_family = family;
	iph_msg_put_u32(&msg, RTA_TABLE, table);
	if (ifindex)
		iph_msg_put_u32(&msg, RTA_OIF, ifindex);
	r = iph_family_dump(nl, &msg, &messages);
	/* no such table, no such interface */
	return r == -ENOENT || (r == -ENODEV && ifindex) ? 0 : r;
}

int iph_route_ask(struct iph_nl *nl, const struct iph_route_question *question,
		  const struct iph_route_sink *sink)
{
	struct reader reader = {.sink = sink};
	struct iph_nl_sink messages = {.message = route_message, .arg = &reader};
	uint8_t length = (uint8_t)(8 * iph_addr_len(question->to->family));
	struct rtmsg *rtm;
	struct iph_msg msg;
	int r;

	rtm = iph_msg_init(&msg, RTM_GETROUTE, 0, sizeof(*rtm));
	rtm->rtm_family = question->to->family;
	rtm->rtm_flags = question->as_stored ? RTM_F_FIB_MATCH : 0;
	/* without this flag IPv4 names the table "main", whatever table the route is in; IPv6 names
	 * the right one, and refuses the flag on a socket that iph_nl_strict() has been called for
	 * (inet6_rtm_valid_getroute_req(), net/ipv6/route.c) */
	if (question->to->family == AF_INET)
		rtm->rtm_flags |= RTM_F_LOOKUP_TABLE;
	rtm->rtm_dst_len = length;
	iph_msg_put_addr(&msg, RTA_DST, question->to);
	if (question->from) {
		rtm->rtm_src_len = length;
		iph_msg_put_addr(&msg, RTA_SRC, question->from);
	}
	if (question->ifindex)
		iph_msg_put_u32(&msg, RTA_OIF, question->ifindex);
	r = iph_nl_get(nl, &msg, &messages);
	return r == -EOPNOTSUPP ? -EAFNOSUPPORT : r;
}

/* The first four say that there is no route, or that its type is unreachable, prohibit or blackhole
 * (fib_props[], net/ipv4/fib_semantics.c); the last two that the interface is missing or down. */
int iph_route_verdict(int error)
{
	switch (error) {
	case -ENETUNREACH:
	case -EHOSTUNREACH:
	case -EACCES:
	case -EINVAL:
	case -ENODEV:
	case -ENETDOWN:
		return -ENETUNREACH;
	default:
		return error;
	}
}
