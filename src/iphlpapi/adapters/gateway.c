/* SPDX-License-Identifier: MIT */
/* GetAdaptersAddresses(): gateways, those of the default routes in the main table. */

#include <errno.h>
#include <string.h>

#include "adapters.h"
#include "route.h"
#include "table/key.h"

struct reading {
	struct iph_table *gateways;
	size_t first;
};

struct taking {
	const struct reading *reading;
	uint32_t metric;
};

/* A hop without a gateway is a route on the link. */
static int take_hop(const struct iph_route_hop *hop, void *arg)
{
	const struct taking *taking = arg;
	struct iph_gateway *gateway;

	if (!hop->gateway.family || hop->flags & RTNH_F_DEAD)
		return 0;
	gateway = iph_table_add(taking->reading->gateways);
	if (!gateway)
		return -ENOMEM;
	iph_row_set_addr(&gateway->Address, &hop->gateway, hop->ifindex);
	gateway->InterfaceIndex = hop->ifindex;
	gateway->metric = taking->metric;
	return 0;
}

static int take_route(const struct iph_route *route, void *arg)
{
	struct taking taking = {.reading = arg, .metric = route->priority};

	if (route->dst_length != 0 || route->type != RTN_UNICAST || route->flags & RTNH_F_DEAD)
		return 0;
	return iph_route_each_hop(route, take_hop, &taking);
}

static void forget_gateways(void *arg)
{
	const struct reading *reading = arg;

	iph_table_truncate(reading->gateways, reading->first);
}

static int read_family(struct iph_nl *nl, uint8_t family, struct iph_table *gateways)
{
	struct reading reading = {.gateways = gateways, .first = iph_table_count(gateways)};
	struct iph_route_sink sink = {
		.entry = take_route, .restart = forget_gateways, .arg = &reading};
	int r = iph_route_dump(nl, family, RT_TABLE_MAIN, 0, &sink);

	return r == -EAFNOSUPPORT ? 0 : r;
}

static int compare_gateways(const void *left, const void *right, void *arg)
{
	const struct iph_gateway *a = left;
	const struct iph_gateway *b = right;
	struct iph_addr a_addr = {0};
	struct iph_addr b_addr = {0};

	(void)arg;
	if (a->Address.si_family != b->Address.si_family)
		return a->Address.si_family < b->Address.si_family ? -1 : 1;
	if (a->InterfaceIndex != b->InterfaceIndex)
		return a->InterfaceIndex < b->InterfaceIndex ? -1 : 1;
	if (a->metric != b->metric)
		return a->metric < b->metric ? -1 : 1;
	iph_row_addr(&a->Address, &a_addr);
	iph_row_addr(&b->Address, &b_addr);
	return iph_addr_compare(&a_addr, &b_addr);
}

int iph_adapter_gateways(uint8_t wanted, struct iph_table *gateways)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r < 0)
		return r;
	r = read_family(&nl, AF_INET, gateways);
	if (r == 0 && wanted != AF_INET)
		r = read_family(&nl, AF_INET6, gateways);
	if (r == 0)
		iph_table_sort(gateways, 0, compare_gateways, NULL);
	return r;
}
