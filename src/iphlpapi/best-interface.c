/* SPDX-License-Identifier: MIT */
/* GetBestInterface(Ex): the kernel's own choice of a route. */

#include "iphlpapi.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "route.h"
#include "table/key.h"

static int take_index(const struct iph_route *route, void *arg)
{
	*(uint32_t *)arg = route->hop.ifindex;
	return route->hop.ifindex ? 0 : -EBADMSG;
}

static int ask_route(struct iph_nl *nl, const struct iph_addr *addr, uint32_t zone,
		     uint32_t *ret_index)
{
	struct iph_route_question question = {.to = addr, .ifindex = zone};
	struct iph_route_sink sink = {.entry = take_index, .arg = ret_index};

	return iph_route_verdict(iph_route_ask(nl, &question, &sink));
}

/* The default route with the lowest metric, of these the kernel's first. */
struct default_route {
	uint32_t index; /* 0: none, or one on which nothing leaves */
	uint32_t metric;
	bool found;
};

/* Ends with the first next hop that is alive. */
static int take_hop(const struct iph_route_hop *hop, void *arg)
{
	if (hop->flags & RTNH_F_DEAD)
		return 0;
	*(uint32_t *)arg = hop->ifindex;
	return 1;
}

static int take_default(const struct iph_route *route, void *arg)
{
	struct default_route *best = arg;
	struct default_route found = {.metric = route->priority, .found = true};
	int r = 0;

	if (route->dst_length != 0 || route->tos != 0 || route->flags & RTNH_F_DEAD)
		return 0;
	if (route->type == RTN_UNICAST)
		r = iph_route_each_hop(route, take_hop, &found.index);
	if (r >= 0 && (!best->found || found.metric < best->metric))
		*best = found;
	return r < 0 ? r : 0;
}

static void forget_default(void *arg)
{
	*(struct default_route *)arg = (struct default_route){0};
}

/* 0.0.0.0 is the local host for the kernel, and for Windows where everything else leads. */
static int ask_default(struct iph_nl *nl, uint32_t *ret_index)
{
	struct default_route best = {0};
	struct iph_route_sink sink = {
		.entry = take_default, .restart = forget_default, .arg = &best};
	int r = iph_route_dump(nl, AF_INET, RT_TABLE_MAIN, 0, &sink);

	if (r == 0 && best.index == 0)
		return -ENETUNREACH;
	if (r < 0)
		return iph_route_verdict(r);
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
		r = ask_route(&nl, &addr, iph_addr_zoned(&addr) ? copy.Ipv6.sin6_scope_id : 0,
			      &index);
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
