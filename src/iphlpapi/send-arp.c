/* SPDX-License-Identifier: MIT */
/* SendARP(): the hardware address behind an IPv4 address of this link. */

#include "iphlpapi.h"

#include <errno.h>
#include <string.h>

#include "interface/interface.h"
#include "neighbor/entry.h"
#include "privilege.h"
#include "route/best.h"
#include "table/key.h"
#include "unicast/unicast.h"

/* "SendARP function": what is less is too small a buffer, whatever the link. */
#define SHORTEST 6

struct hardware {
	size_t length;
	uint8_t bytes[IPH_LLADDR_MAX];
};

static bool given(const struct iph_addr *addr)
{
	static const uint8_t none[4];

	return memcmp(addr->bytes, none, sizeof(none)) != 0;
}

static int find_way(const struct iph_addr *to, const struct iph_addr *from,
		    MIB_IPFORWARD_ROW2 *ret_route)
{
	struct iph_best_question question = {0};
	SOCKADDR_INET unused;

	iph_row_set_addr(&question.destination, to, 0);
	iph_row_set_addr(&question.source, from, 0);
	return iph_route_best(&question, ret_route, &unused);
}

/* An address of our own: nobody is asked, and loopback has none. */
static int own(uint32_t index, struct hardware *ret_hardware)
{
	MIB_IF_ROW2 row;
	int r = iph_interface_get(0, index, IPH_WITHOUT_STATISTICS, &row);

	if (r == 0 && row.PhysicalAddressLength == 0)
		r = -EHOSTUNREACH;
	if (r < 0)
		return r;
	ret_hardware->length = row.PhysicalAddressLength;
	memcpy(ret_hardware->bytes, row.PhysicalAddress, row.PhysicalAddressLength);
	return 0;
}

static int ask(const struct iph_addr *to, const struct iph_addr *from, uint32_t index,
	       struct hardware *ret_hardware)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_neighbor neighbor;
	struct iph_link link;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = iph_link_untyped(&nl, index, &link);
	if (r < 0)
		return r;
	if (link.no_arp || link.arp_off || !link.up)
		return -EHOSTUNREACH;
	r = iph_neighbor_resolve(to, &link, given(from) ? from : NULL, iph_privilege_check() == 0,
				 &neighbor);
	if (r < 0)
		return r;
	ret_hardware->length = neighbor.lladdr_len;
	memcpy(ret_hardware->bytes, neighbor.lladdr, neighbor.lladdr_len);
	return neighbor.lladdr_len ? 0 : -EHOSTUNREACH;
}

static int find(const struct iph_addr *to, const struct iph_addr *from,
		struct hardware *ret_hardware)
{
	struct iph_unicast unicast;
	MIB_IPFORWARD_ROW2 route;
	int r = given(from) ? iph_unicast_find(from, 0, &unicast) : 0;

	if (r == 0)
		r = find_way(to, from, &route);
	if (r < 0)
		return r;
	if (route.Loopback)
		return own(route.InterfaceIndex, ret_hardware);
	if (route.NextHop.si_family != AF_INET || route.NextHop.Ipv4.sin_addr.s_addr)
		return -EHOSTUNREACH; /* it is behind a router */
	return ask(to, from, route.InterfaceIndex, ret_hardware);
}

static int send_arp(IPAddr to, IPAddr from, void *ret_bytes, ULONG *length)
{
	struct iph_addr destination = {.family = AF_INET};
	struct iph_addr source = {.family = AF_INET};
	struct hardware hardware;
	int r;

	if (!ret_bytes || !length)
		return -EINVAL;
	memcpy(destination.bytes, &to, sizeof(to));
	memcpy(source.bytes, &from, sizeof(from));
	if (!iph_addr_unicast_form(&destination) && !iph_addr_loopback(&destination))
		r = -EINVAL;
	else
		r = *length < SHORTEST ? -EOVERFLOW : find(&destination, &source, &hardware);
	if (r == 0 && hardware.length > *length)
		r = -EOVERFLOW;
	*length = r == 0 ? (ULONG)hardware.length : 0;
	if (r == 0)
		memcpy(ret_bytes, hardware.bytes, hardware.length);
	return r;
}

IPH_EXPORT DWORD SendARP(IPAddr DestIP, IPAddr SrcIP, PVOID pMacAddr, PULONG PhyAddrLen)
{
	return iph_status(IPH_CALL_ARP_SEND, send_arp(DestIP, SrcIP, pMacAddr, PhyAddrLen));
}
