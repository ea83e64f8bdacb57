/* SPDX-License-Identifier: MIT */
/* Makes rows of Windows from routes of the kernel, and the other way round.
 *
 * Windows has protocols that Linux has not, and the metric 0 of IPv6, where the kernel takes 0 for
 * "the default". So a route of ours may bear a mark: its protocol is one of IPH_ROUTE_MARK and the
 * following, which says what Windows' protocol is, and in IPv6 its metric is higher by one. */

#include <errno.h>
#include <string.h>

#include "mark.h"
#include "row.h"
#include "table/key.h"

#define INFINITE 0xffffffffu
#define TICKS 100 /* of the kernel's clock, in a second */

/* The protocols of Windows that a mark can say: the first is that of IPH_ROUTE_MARK, and so on. The
 * order must never change, because routes in the kernel have these marks. */
/* clang-format off */
static const uint16_t protocols[IPH_ROUTE_MARKS] = {
	RouteProtocolOther, RouteProtocolLocal, RouteProtocolNetMgmt, RouteProtocolIcmp,
	RouteProtocolEgp,   RouteProtocolGgp,	RouteProtocolHello,   RouteProtocolRip,
	RouteProtocolIsIs,  RouteProtocolEsIs,	RouteProtocolCisco,   RouteProtocolBbn,
	RouteProtocolOspf,  RouteProtocolBgp,	RouteProtocolIdpr,    RouteProtocolEigrp,
	RouteProtocolDvmrp, RouteProtocolRpl,	RouteProtocolDhcp,    MIB_IPPROTO_NT_AUTOSTATIC,
	MIB_IPPROTO_NT_STATIC, MIB_IPPROTO_NT_STATIC_NON_DOD,
};
/* clang-format on */

/* What the protocols of Linux are on Windows; all others are "Other". */
static const struct {
	uint8_t linux_protocol;
	NL_ROUTE_PROTOCOL protocol;
} translations[] = {
	{RTPROT_KERNEL, RouteProtocolLocal},   {RTPROT_BOOT, RouteProtocolNetMgmt},
	{RTPROT_STATIC, RouteProtocolNetMgmt}, {RTPROT_REDIRECT, RouteProtocolIcmp},
	{RTPROT_RA, RouteProtocolNetMgmt},     {RTPROT_DHCP, RouteProtocolNetMgmt},
	{RTPROT_RIP, RouteProtocolRip},	       {RTPROT_ISIS, RouteProtocolIsIs},
	{RTPROT_OSPF, RouteProtocolOspf},      {RTPROT_BGP, RouteProtocolBgp},
	{RTPROT_EIGRP, RouteProtocolEigrp},
};

static bool marked(uint8_t protocol)
{
	return protocol >= IPH_ROUTE_MARK && protocol < IPH_ROUTE_MARK + IPH_ROUTE_MARKS;
}

static NL_ROUTE_PROTOCOL protocol_of(const struct iph_route *route)
{
	size_t i;

	if (marked(route->protocol))
		return (NL_ROUTE_PROTOCOL)protocols[route->protocol - IPH_ROUTE_MARK];
	for (i = 0; i < IPH_ARRAY_SIZE(translations); i++)
		if (translations[i].linux_protocol == route->protocol)
			return translations[i].protocol;
	return RouteProtocolOther;
}

static ULONG metric_of(const struct iph_route *route)
{
	bool shifted = marked(route->protocol) && route->dst.family == AF_INET6;

	return shifted && route->priority ? route->priority - 1 : route->priority;
}

/* WellKnown are the routes that the kernel makes by itself for an address or an interface. */
static NL_ROUTE_ORIGIN origin_of(const struct iph_route *route)
{
	switch (route->protocol) {
	case RTPROT_KERNEL:
		return route->type != RTN_UNICAST || iph_addr_link_local(&route->dst) ||
				       iph_addr_multicast(&route->dst)
			       ? NlroWellKnown
			       : NlroManual;
	case RTPROT_RA:
		return NlroRouterAdvertisement;
	case RTPROT_DHCP:
		return NlroDHCP;
	default:
		return NlroManual;
	}
}

/* In seconds, rounded up: a lifetime that has just been set reads as what was set. */
static ULONG lifetime_of(const struct iph_route *route)
{
	return route->expires ? ((ULONG)route->expires + TICKS - 1) / TICKS : INFINITE;
}

bool iph_route_has_row(const struct iph_route *route, const struct iph_route_hop *hop)
{
	switch (route->type) {
	case RTN_UNICAST:
	case RTN_LOCAL:
	case RTN_BROADCAST:
	case RTN_ANYCAST:
	case RTN_MULTICAST:
		return hop->ifindex && !route->tos && !route->src_length &&
		       !iph_route_expired(route);
	default:
		return false;
	}
}

/* Addresses in Windows' rows of routes have no scope id, even when they are link-local.
 *
 * The bytes between the members are 0, too. They are copied from an empty row: for memset() of this
 * size the compiler uses an instruction that takes as long as all else here. */
void iph_route_row(const struct iph_route *route, const struct iph_route_hop *hop,
		   MIB_IPFORWARD_ROW2 *ret_row)
{
	static const struct iph_addr none[2] = {{.family = AF_INET}, {.family = AF_INET6}};
	static const MIB_IPFORWARD_ROW2 empty;
	const struct iph_addr *next_hop = &hop->gateway;

	if (!next_hop->family)
		next_hop = &none[route->dst.family == AF_INET6];
	memcpy(ret_row, &empty, sizeof(*ret_row));
	ret_row->InterfaceIndex = hop->ifindex;
	iph_row_set_addr(&ret_row->DestinationPrefix.Prefix, &route->dst, 0);
	ret_row->DestinationPrefix.PrefixLength = route->dst_length;
	iph_row_set_addr(&ret_row->NextHop, next_hop, 0);
	ret_row->ValidLifetime = ret_row->PreferredLifetime = lifetime_of(route);
	ret_row->Metric = metric_of(route);
	ret_row->Protocol = protocol_of(route);
	ret_row->Loopback = route->type == RTN_LOCAL;
	ret_row->Immortal = route->expires == 0;
	ret_row->Origin = origin_of(route);
}

/* Whether bits behind the prefix length are set. */
static bool has_host_bits(const struct iph_addr *addr, unsigned int length)
{
	unsigned int i;

	for (i = 0; i < iph_addr_len(addr->family); i++) {
		unsigned int kept = length <= 8 * i ? 0 : length - 8 * i;

		if (kept < 8 && addr->bytes[i] & (0xffu >> kept))
			return true;
	}
	return false;
}

/* Whether a next hop fits a destination of this family. Linux takes an IPv6 gateway for an IPv4
 * route. An unspecified next hop becomes family 0, "on the link". */
static bool fits(struct iph_addr *next_hop, uint8_t family)
{
	static const uint8_t zero[16];

	if (next_hop->family == AF_UNSPEC)
		return true;
	if (memcmp(next_hop->bytes, zero, sizeof(zero)) == 0) {
		if (next_hop->family != family)
			return false;
		next_hop->family = 0;
		return true;
	}
	return next_hop->family == family || family == AF_INET;
}

int iph_route_check(const MIB_IPFORWARD_ROW2 *row, struct iph_route_key *ret_key)
{
	struct iph_route_key key = {0};

	if (!row || !iph_row_addr(&row->DestinationPrefix.Prefix, &key.prefix))
		return -EINVAL;
	/* programs that fill a destination alone leave it as InitializeIpForwardEntry() made it */
	if (row->NextHop.si_family != AF_UNSPEC && !iph_row_addr(&row->NextHop, &key.next_hop))
		return -EINVAL;
	key.length = row->DestinationPrefix.PrefixLength;
	if (key.length > 8 * iph_addr_len(key.prefix.family) ||
	    has_host_bits(&key.prefix, key.length) || !fits(&key.next_hop, key.prefix.family))
		return -EINVAL;
	if (row->InterfaceLuid.Value == 0 && row->InterfaceIndex == 0)
		return -EINVAL;
	*ret_key = key;
	return 0;
}

bool iph_route_is(const struct iph_route *route, const struct iph_route_hop *hop,
		  const struct iph_route_key *key)
{
	return route->dst_length == key->length && iph_addr_equal(&route->dst, &key->prefix) &&
	       hop->ifindex == key->ifindex && iph_addr_equal(&hop->gateway, &key->next_hop);
}

static size_t mark_of(NL_ROUTE_PROTOCOL protocol)
{
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(protocols); i++)
		if (protocols[i] == (uint32_t)protocol)
			return i;
	return mark_of(RouteProtocolNetMgmt);
}

void iph_route_encode(const MIB_IPFORWARD_ROW2 *row, uint8_t family, uint8_t *ret_protocol,
		      uint32_t *ret_priority)
{
	uint32_t metric = row->Metric == INFINITE ? 0 : row->Metric;
	size_t mark = mark_of(row->Protocol);
	bool ordinary = protocols[mark] == RouteProtocolNetMgmt;

	if (ordinary && (family == AF_INET || metric != 0)) {
		*ret_protocol = RTPROT_STATIC;
		*ret_priority = metric;
		return;
	}
	*ret_protocol = (uint8_t)(IPH_ROUTE_MARK + mark);
	*ret_priority = family == AF_INET6 ? metric + 1 : metric;
}
