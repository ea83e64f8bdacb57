/* SPDX-License-Identifier: MIT */
/* What the kernel keeps of the way to a machine, and what it says of it, become a row of Windows'.
 */

#include <string.h>

#include <linux/neighbour.h>

#include "path.h"
#include "route-exception.h"

/* The kernel believes that it can be sent to. */
#define REACHABLE (NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE)

/* Up, so that 0 is what is not known. */
static ULONG milliseconds(uint32_t microseconds)
{
	return microseconds / 1000 + (microseconds % 1000 != 0);
}

void iph_path_row_of_metrics(const struct iph_tcp_metrics *metrics, MIB_IPPATH_ROW *ret_row)
{
	memset(ret_row, 0, sizeof(*ret_row));
	iph_row_set_addr(&ret_row->Destination, &metrics->dst, 0);
	if (metrics->src.family)
		iph_row_set_addr(&ret_row->Source, &metrics->src, 0);
	ret_row->RttMean = milliseconds(metrics->rtt);
	ret_row->RttDeviation = milliseconds(metrics->rtt_deviation);
}

void iph_path_row_of_exception(const struct iph_addr *dst, uint32_t ifindex,
			       MIB_IPPATH_ROW *ret_row)
{
	memset(ret_row, 0, sizeof(*ret_row));
	iph_row_set_addr(&ret_row->Destination, dst, ifindex);
	ret_row->InterfaceIndex = ifindex;
}

/* Of IPv4 the next hop may be one of IPv6. */
void iph_path_take_route(const struct iph_route *route, MIB_IPPATH_ROW *row)
{
	const struct iph_addr *gateway = &route->hop.gateway;
	uint32_t ifindex = route->hop.ifindex;
	struct iph_addr addr;

	row->InterfaceIndex = ifindex;
	if (iph_row_addr(&row->Destination, &addr)) {
		iph_row_set_addr(&row->Destination, &addr, ifindex);
		iph_row_set_addr(&row->CurrentNextHop, gateway->family ? gateway : &addr, ifindex);
	}
	if (iph_row_addr(&row->Source, &addr))
		iph_row_set_addr(&row->Source, &addr, ifindex);
	else if (route->prefsrc.family)
		iph_row_set_addr(&row->Source, &route->prefsrc, ifindex);
	row->PathMtu = iph_route_mtu(route);
}

struct iph_addr iph_path_hop(const MIB_IPPATH_ROW *row)
{
	struct iph_addr hop = {0};

	(void)iph_row_addr(&row->CurrentNextHop, &hop);
	return hop;
}

static ULONG time_of(uint32_t hundredths)
{
	return hundredths > UINT32_MAX / 10 ? UINT32_MAX : hundredths * 10;
}

/* What is fixed was never asked, and who has not answered yet has not been given up. */
static void take_neighbor(const struct iph_neighbor *neighbor, MIB_IPPATH_ROW *row)
{
	row->IsReachable = !!(neighbor->state & REACHABLE);
	if (neighbor->state & (NUD_PERMANENT | NUD_NOARP))
		return;
	if (row->IsReachable)
		row->LastReachable = time_of(neighbor->confirmed);
	else if (neighbor->state & NUD_FAILED)
		row->LastUnreachable = time_of(neighbor->updated);
}

void iph_path_take_link(const struct iph_path_link *link, const struct iph_neighbor *neighbor,
			MIB_IPPATH_ROW *row)
{
	size_t family = row->Destination.si_family == AF_INET6;

	row->InterfaceLuid.Value = link->luid;
	row->LinkTransmitSpeed = link->transmit_speed;
	row->LinkReceiveSpeed = link->receive_speed;
	if (row->PathMtu == 0)
		row->PathMtu = link->mtu[family];
	if (neighbor)
		take_neighbor(neighbor, row);
	else
		row->IsReachable = link->no_neighbors && link->carrier;
}

/* None comes first. */
static int compare_addresses(const SOCKADDR_INET *left, const SOCKADDR_INET *right)
{
	struct iph_addr a = {0};
	struct iph_addr b = {0};

	(void)iph_row_addr(left, &a);
	(void)iph_row_addr(right, &b);
	return a.family == b.family ? iph_addr_compare(&a, &b) : a.family - b.family;
}

int iph_path_compare(const void *left, const void *right, void *arg)
{
	const MIB_IPPATH_ROW *a = left;
	const MIB_IPPATH_ROW *b = right;
	int order = compare_addresses(&a->Destination, &b->Destination);

	(void)arg;
	if (order == 0)
		order = compare_addresses(&a->Source, &b->Source);
	if (order == 0)
		order = (a->InterfaceIndex > b->InterfaceIndex) -
			(a->InterfaceIndex < b->InterfaceIndex);
	return order;
}
