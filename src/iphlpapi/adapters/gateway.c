/* SPDX-License-Identifier: MIT */
/* GetAdaptersAddresses(): gateways, those of the default routes in the main table. */

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>

#include "adapters.h"
#include "table/key.h"

struct reading {
	struct iph_table *gateways;
	size_t first;
	uint8_t family;
};

/* RTA_VIA is a gateway of another family than the route's: IPv4 by way of an IPv6 neighbour. */
static bool via_of(const struct nlattr *attr, struct iph_addr *ret_addr)
{
	struct {
		uint16_t family;
		uint8_t bytes[16];
	} via;
	size_t len = iph_attr_bytes(attr, &via, sizeof(via));
	struct iph_addr addr = {0};

	if (len != sizeof(via.family) + 4 && len != sizeof(via))
		return false;
	addr.family = (uint8_t)via.family;
	if ((via.family != AF_INET && via.family != AF_INET6) ||
	    len != sizeof(via.family) + iph_addr_len(addr.family))
		return false;
	memcpy(addr.bytes, via.bytes, iph_addr_len(addr.family));
	*ret_addr = addr;
	return true;
}

/* A hop without a gateway is a route on the link. */
static int add_hop(const struct reading *reading, const struct nlattr *const *tb, uint32_t index,
		   uint32_t metric)
{
	struct iph_gateway *gateway;
	struct iph_addr addr;

	if (!iph_attr_addr(tb[RTA_GATEWAY], reading->family, &addr) && !via_of(tb[RTA_VIA], &addr))
		return 0;
	gateway = iph_table_add(reading->gateways);
	if (!gateway)
		return -ENOMEM;
	iph_row_set_addr(&gateway->Address, &addr, index);
	gateway->InterfaceIndex = index;
	gateway->metric = metric;
	return 0;
}

/* One struct rtnexthop and its attributes behind the other. */
static int add_hops(const struct reading *reading, const struct nlattr *hops, uint32_t metric)
{
	const char *at = mnl_attr_get_payload(hops);
	size_t left = mnl_attr_get_payload_len(hops);
	int r = 0;

	while (r == 0 && left >= sizeof(struct rtnexthop)) {
		const struct nlattr *tb[RTA_VIA + 1];
		struct rtnexthop hop;
		size_t step;

		memcpy(&hop, at, sizeof(hop));
		if (hop.rtnh_len < sizeof(hop) || hop.rtnh_len > left)
			return -EBADMSG;
		r = iph_attr_parse_bytes(at + sizeof(hop), hop.rtnh_len - sizeof(hop), tb, RTA_VIA);
		if (r == 0 && !(hop.rtnh_flags & RTNH_F_DEAD))
			r = add_hop(reading, tb, (uint32_t)hop.rtnh_ifindex, metric);
		step = RTNH_ALIGN(hop.rtnh_len);
		if (step > left)
			break;
		at += step;
		left -= step;
	}
	return r;
}

static int route_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct reading *reading = arg;
	const struct rtmsg *rtm = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[RTA_VIA + 1];
	uint32_t metric = 0;
	uint32_t index = 0;
	int r = iph_attr_parse(nlh, sizeof(*rtm), tb, RTA_VIA);

	if (r < 0)
		return r;
	if (nlh->nlmsg_type != RTM_NEWROUTE || rtm->rtm_family != reading->family)
		return -EBADMSG;
	/* Kernels before 4.20 do not know the filter. */
	if (rtm->rtm_dst_len != 0 || rtm->rtm_type != RTN_UNICAST ||
	    rtm->rtm_table != RT_TABLE_MAIN || rtm->rtm_flags & RTNH_F_DEAD)
		return 0;
	iph_attr_u32(tb[RTA_PRIORITY], &metric);
	if (tb[RTA_MULTIPATH])
		return add_hops(reading, tb[RTA_MULTIPATH], metric);
	iph_attr_u32(tb[RTA_OIF], &index);
	return add_hop(reading, tb, index, metric);
}

static void restart(void *arg)
{
	const struct reading *reading = arg;

	iph_table_truncate(reading->gateways, reading->first);
}

static int read_family(struct iph_nl *nl, uint8_t family, struct iph_table *gateways)
{
	struct reading reading = {
		.gateways = gateways, .first = iph_table_count(gateways), .family = family};
	struct iph_nl_sink sink = {.message = route_message, .restart = restart, .arg = &reading};
	struct iph_msg msg;
	struct rtmsg *rtm = iph_msg_init(&msg, RTM_GETROUTE, NLM_F_DUMP, sizeof(*rtm));
	int r;

	rtm->rtm_family = family;
	rtm->rtm_table = RT_TABLE_MAIN;
	r = iph_nl_dump(nl, &msg, &sink);
	/* no such family, or no route yet and so no table (inet_dump_fib(), fib_frontend.c) */
	return r == -EOPNOTSUPP || r == -ENOENT ? 0 : r;
}

static int compare(const void *left, const void *right, void *arg)
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

int iph_adapter_gateways(struct iph_table *gateways)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r < 0)
		return r;
	iph_ignore(iph_nl_strict(&nl)); /* without it the kernel sends more, which readers skip */
	r = read_family(&nl, AF_INET, gateways);
	if (r == 0)
		r = read_family(&nl, AF_INET6, gateways);
	if (r == 0)
		iph_table_sort(gateways, 0, compare, NULL);
	return r;
}
