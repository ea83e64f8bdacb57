/* SPDX-License-Identifier: MIT */
/* GetBestInterface(Ex): the kernel's own choice of a route. */

#include "iphlpapi.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>

#include "table/key.h"

static int route_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct nlattr *tb[RTA_OIF + 1];
	int r = iph_attr_parse(nlh, sizeof(struct rtmsg), tb, RTA_OIF);

	if (r < 0)
		return r;
	return nlh->nlmsg_type == RTM_NEWROUTE && iph_attr_u32(tb[RTA_OIF], arg) ? 0 : -EBADMSG;
}

/* What the kernel answers when no packet would leave: there is no route, or one of the types
 * unreachable, prohibit and blackhole (fib_props[], fib_semantics.c); or no such zone. */
static int explain(int error)
{
	switch (error) {
	case -ENETUNREACH:
	case -EHOSTUNREACH:
	case -EACCES:
	case -EINVAL:
	case -ENODEV:
	case -ENETDOWN:
		return -ENETUNREACH;
	case -EOPNOTSUPP:
		return -EAFNOSUPPORT; /* nobody handles requests of this family */
	default:
		return error;
	}
}

static int ask(struct iph_nl *nl, const struct iph_addr *addr, uint32_t zone, uint32_t *ret_index)
{
	struct iph_nl_sink sink = {.message = route_message, .arg = ret_index};
	struct rtmsg *rtm;
	struct iph_msg msg;

	rtm = iph_msg_init(&msg, RTM_GETROUTE, 0, sizeof(*rtm));
	rtm->rtm_family = addr->family;
	rtm->rtm_dst_len = (uint8_t)(8 * iph_addr_len(addr->family));
	iph_msg_put_addr(&msg, RTA_DST, addr);
	if (zone)
		iph_msg_put_u32(&msg, RTA_OIF, zone);
	return explain(iph_nl_get(nl, &msg, &sink));
}

/* The default route with the lowest metric, of these the kernel's first. */
struct default_route {
	uint32_t index; /* 0: none, or one on which nothing leaves */
	uint32_t metric;
	bool found;
};

/* The first next hop that is alive, and 0 where there is none. */
static uint32_t hop_index(const struct nlattr *hops)
{
	const char *at = mnl_attr_get_payload(hops);
	size_t left = mnl_attr_get_payload_len(hops);
	struct rtnexthop hop;
	size_t step;

	while (left >= sizeof(hop)) {
		memcpy(&hop, at, sizeof(hop));
		step = RTNH_ALIGN(hop.rtnh_len);
		if (!(hop.rtnh_flags & RTNH_F_DEAD))
			return (uint32_t)hop.rtnh_ifindex;
		if (step < sizeof(hop) || step > left)
			break;
		at += step;
		left -= step;
	}
	return 0;
}

static int default_message(const struct nlmsghdr *nlh, void *arg)
{
	struct default_route *best = arg;
	const struct rtmsg *rtm = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[RTA_MULTIPATH + 1];
	struct default_route route = {.found = true};
	int r = iph_attr_parse(nlh, sizeof(*rtm), tb, RTA_MULTIPATH);

	if (r < 0)
		return r;
	/* Kernels before 4.20 do not know the filter. */
	if (rtm->rtm_family != AF_INET || rtm->rtm_dst_len != 0 || rtm->rtm_tos != 0 ||
	    rtm->rtm_table != RT_TABLE_MAIN || rtm->rtm_flags & RTNH_F_DEAD)
		return 0;
	iph_attr_u32(tb[RTA_PRIORITY], &route.metric);
	if (rtm->rtm_type == RTN_UNICAST && tb[RTA_MULTIPATH])
		route.index = hop_index(tb[RTA_MULTIPATH]);
	else if (rtm->rtm_type == RTN_UNICAST)
		iph_attr_u32(tb[RTA_OIF], &route.index);
	if (!best->found || route.metric < best->metric)
		*best = route;
	return 0;
}

static void forget_default(void *arg)
{
	*(struct default_route *)arg = (struct default_route){0};
}

/* 0.0.0.0 is the local host for the kernel, and for Windows where everything else leads. */
static int ask_default(struct iph_nl *nl, uint32_t *ret_index)
{
	struct default_route best = {0};
	struct iph_nl_sink sink = {
		.message = default_message, .restart = forget_default, .arg = &best};
	struct rtmsg *rtm;
	struct iph_msg msg;
	int r;

	iph_ignore(iph_nl_strict(nl)); /* without it the kernel sends more, which readers skip */
	rtm = iph_msg_init(&msg, RTM_GETROUTE, NLM_F_DUMP, sizeof(*rtm));
	rtm->rtm_family = AF_INET;
	rtm->rtm_table = RT_TABLE_MAIN;
	r = iph_nl_dump(nl, &msg, &sink);
	if (r == -ENOENT || (r == 0 && best.index == 0)) /* -ENOENT: not even the table */
		return -ENETUNREACH;
	if (r < 0)
		return explain(r);
	*ret_index = best.index;
	return 0;
}

/* A scope id means something where the address has a zone, and nowhere else. */
static int best(const struct sockaddr *dest, DWORD *ret_index)
{
	static const struct iph_addr any = {.family = AF_INET};
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_addr addr;
	SOCKADDR_INET copy;
	uint8_t family;
	uint32_t index;
	int r;

	if (!dest || !ret_index || iph_row_family(dest->sa_family, &family) < 0)
		return -EINVAL;
	memcpy(&copy, dest, family == AF_INET6 ? sizeof(copy.Ipv6) : sizeof(copy.Ipv4));
	if (!iph_row_addr(&copy, &addr))
		return -EINVAL;
	r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r < 0)
		return r;
	if (iph_addr_equal(&addr, &any))
		r = ask_default(&nl, &index);
	else
		r = ask(&nl, &addr, iph_addr_zoned(&addr) ? copy.Ipv6.sin6_scope_id : 0, &index);
	if (r == 0)
		*ret_index = index;
	return r;
}

static int best_ipv4(IPAddr dest, DWORD *ret_index)
{
	struct sockaddr_in sockaddr = {.sin_family = AF_INET, .sin_addr.s_addr = dest};

	return best((const struct sockaddr *)&sockaddr, ret_index);
}

IPH_EXPORT DWORD GetBestInterface(IPAddr dwDestAddr, PDWORD pdwBestIfIndex)
{
	return iph_status(IPH_CALL_BEST_INTERFACE, best_ipv4(dwDestAddr, pdwBestIfIndex));
}

IPH_EXPORT DWORD GetBestInterfaceEx(struct sockaddr *pDestAddr, PDWORD pdwBestIfIndex)
{
	return iph_status(IPH_CALL_BEST_INTERFACE, best(pDestAddr, pdwBestIfIndex));
}
