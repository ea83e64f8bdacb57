/* SPDX-License-Identifier: MIT */
/* The routes before netioapi.h: IPv4 alone, in rows without a LUID. They are those of the route
 * family, which these calls put into the older row, and take from it. */

#include "iphlpapi.h"

#include <errno.h>
#include <string.h>

#include "address/table.h"
#include "links.h"
#include "route/best.h"
#include "route/change.h"
#include "route/read.h"
#include "sized.h"
#include "unicast/unicast.h"

static const struct iph_table_shape unicast_shape = IPH_TABLE_SHAPE(MIB_UNICASTIPADDRESS_TABLE);

/* The routes, and what tells of their interfaces. */
struct forward_table {
	MIB_IPFORWARD_TABLE2 *routes;
	struct iph_table addresses; /* MIB_UNICASTIPADDRESS_ROW of IPv4, by index and address */
	struct iph_links links;
};

static void free_forward_table(struct forward_table *table)
{
	free(table->routes);
	iph_table_free(&table->addresses);
	iph_links_free(&table->links);
}

static int read_addresses(struct iph_nl *nl, struct iph_table *ret_addresses)
{
	int r = iph_table_init(ret_addresses, &unicast_shape);

	return r < 0 ? r : iph_address_rows(&iph_unicast_kind, nl, AF_INET, ret_addresses);
}

static int read_forward_table(struct forward_table *ret_table)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = iph_route_table(AF_INET, &ret_table->routes);
	if (r == 0)
		r = read_addresses(&nl, &ret_table->addresses);
	if (r == 0)
		r = iph_links_read(&nl, &ret_table->links);
	return r;
}

/* The first IPv4 address of an interface in the table of unicast addresses, or 0. */
static uint32_t first_address(const struct iph_table *addresses, uint32_t index)
{
	size_t low = 0;
	size_t high = iph_table_count(addresses);
	const MIB_UNICASTIPADDRESS_ROW *row;

	while (low < high) {
		size_t middle = (low + high) / 2;

		row = iph_table_row(addresses, middle);
		if (row->InterfaceIndex < index)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == iph_table_count(addresses))
		return 0;
	row = iph_table_row(addresses, low);
	return row->InterfaceIndex == index ? row->Address.Ipv4.sin_addr.s_addr : 0;
}

/* The older row has no place for a gateway of IPv6, which Linux has for routes of IPv4. */
static void fill_next_hop(const MIB_IPFORWARD_ROW2 *route, const struct iph_table *addresses,
			  MIB_IPFORWARDROW *row)
{
	row->dwForwardType = MIB_IPROUTE_TYPE_OTHER;
	if (route->NextHop.si_family != AF_INET)
		return;
	row->dwForwardType = MIB_IPROUTE_TYPE_INDIRECT;
	row->dwForwardNextHop = route->NextHop.Ipv4.sin_addr.s_addr;
	if (row->dwForwardNextHop)
		return;
	row->dwForwardType = MIB_IPROUTE_TYPE_DIRECT;
	row->dwForwardNextHop = first_address(addresses, route->InterfaceIndex);
}

static uint32_t mask_of(unsigned int length)
{
	return length ? htonl(UINT32_MAX << (32 - length)) : 0;
}

/* To dwForwardMetric1 Windows adds the metric of the interface, of which Linux has none. */
static void fill_row(const MIB_IPFORWARD_ROW2 *route, const struct iph_table *addresses,
		     MIB_IPFORWARDROW *row)
{
	memset(row, 0, sizeof(*row));
	row->dwForwardDest = route->DestinationPrefix.Prefix.Ipv4.sin_addr.s_addr;
	row->dwForwardMask = mask_of(route->DestinationPrefix.PrefixLength);
	fill_next_hop(route, addresses, row);
	row->dwForwardIfIndex = route->InterfaceIndex;
	row->dwForwardProto = (DWORD)route->Protocol;
	row->dwForwardAge = route->Age;
	row->dwForwardMetric1 = route->Metric;
}

/* Windows leaves out the routes of an interface that is not connected, other than in
 * GetIpForwardTable2(). */
static ULONG drop_unconnected(MIB_IPFORWARD_TABLE2 *routes, const struct iph_links *links)
{
	const struct iph_link *link = NULL;
	ULONG kept = 0;
	ULONG i;

	for (i = 0; i < routes->NumEntries; i++) {
		uint32_t index = routes->Table[i].InterfaceIndex;

		if (!link || link->index != index)
			link = iph_links_find(links, index);
		if (!link || !link->up || !link->carrier)
			continue;
		if (kept != i)
			memcpy(&routes->Table[kept], &routes->Table[i], sizeof(routes->Table[0]));
		kept++;
	}
	return kept;
}

static int compare(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

/* "GetIpForwardTable function", bOrder; the policy is always 0. The rest is the order that the
 * rows have without it: by mask, interface and metric. */
static int compare_rows(const void *left, const void *right)
{
	const MIB_IPFORWARDROW *a = left;
	const MIB_IPFORWARDROW *b = right;
	int order = compare(ntohl(a->dwForwardDest), ntohl(b->dwForwardDest));

	if (order == 0)
		order = compare(a->dwForwardProto, b->dwForwardProto);
	if (order == 0)
		order = compare(ntohl(a->dwForwardNextHop), ntohl(b->dwForwardNextHop));
	if (order == 0)
		order = compare(ntohl(a->dwForwardMask), ntohl(b->dwForwardMask));
	if (order == 0)
		order = compare(a->dwForwardIfIndex, b->dwForwardIfIndex);
	return order ? order : compare(a->dwForwardMetric1, b->dwForwardMetric1);
}

static int get_table(MIB_IPFORWARDTABLE *buffer, ULONG *size, bool sorted)
{
	__attribute__((cleanup(free_forward_table))) struct forward_table table = {0};
	ULONG count = 0;
	ULONG i;
	int r;

	if (!size)
		return -EINVAL;
	r = read_forward_table(&table);
	if (r == 0)
		count = drop_unconnected(table.routes, &table.links);
	if (r == 0)
		r = IPH_SIZED_ROOM(buffer, size, count);
	if (r < 0)
		return r;
	buffer->dwNumEntries = count;
	for (i = 0; i < count; i++)
		fill_row(&table.routes->Table[i], &table.addresses, &buffer->table[i]);
	if (sorted)
		qsort(buffer->table, count, sizeof(buffer->table[0]), compare_rows);
	return 0;
}

static int best_route(uint32_t destination, uint32_t source, MIB_IPFORWARDROW *ret_row)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	IPH_AUTO_TABLE struct iph_table addresses = {0};
	struct iph_best_question question = {0};
	MIB_IPFORWARD_ROW2 route;
	SOCKADDR_INET unused;
	int r;

	if (!ret_row)
		return -EINVAL;
	question.destination.si_family = AF_INET;
	question.destination.Ipv4.sin_addr.s_addr = destination;
	question.source.si_family = AF_INET;
	question.source.Ipv4.sin_addr.s_addr = source;
	r = iph_route_best(&question, &route, &unused);
	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = read_addresses(&nl, &addresses);
	if (r == 0)
		fill_row(&route, &addresses, ret_row);
	return r;
}

static int make_route(const MIB_IPFORWARDROW *row, MIB_IPFORWARD_ROW2 *ret_route)
{
	MIB_IPFORWARD_ROW2 *route = ret_route;
	uint32_t zeros;

	if (!row)
		return -EINVAL;
	zeros = ~ntohl(row->dwForwardMask);
	if (zeros & (zeros + 1))
		return -EINVAL;
	InitializeIpForwardEntry(route);
	route->InterfaceIndex = row->dwForwardIfIndex;
	route->DestinationPrefix.Prefix.si_family = AF_INET;
	route->DestinationPrefix.Prefix.Ipv4.sin_addr.s_addr = row->dwForwardDest;
	route->DestinationPrefix.PrefixLength = (UINT8)__builtin_popcount(~zeros);
	route->NextHop.si_family = AF_INET;
	route->NextHop.Ipv4.sin_addr.s_addr = row->dwForwardNextHop;
	return 0;
}

/* What Create and Set read besides. */
static int add_values(const MIB_IPFORWARDROW *row, MIB_IPFORWARD_ROW2 *route)
{
	if (row->dwForwardProto != MIB_IPPROTO_NETMGMT)
		return -EINVAL;
	route->Protocol = RouteProtocolNetMgmt;
	route->Metric = row->dwForwardMetric1;
	return 0;
}

/* An address of the interface itself as next hop says "on the link", and is how the table tells of
 * that. Makes 0 of it. -ENOENT: it is another, or 0 already. */
static int put_on_link(MIB_IPFORWARD_ROW2 *route)
{
	struct iph_addr next_hop = {.family = AF_INET};
	struct iph_unicast unicast;
	int r;

	if (route->NextHop.Ipv4.sin_addr.s_addr == 0)
		return -ENOENT;
	memcpy(next_hop.bytes, &route->NextHop.Ipv4.sin_addr, 4);
	r = iph_unicast_find(&next_hop, route->InterfaceIndex, &unicast);
	if (r == 0)
		route->NextHop.Ipv4.sin_addr.s_addr = 0;
	return r == -ENODEV ? -ENOENT : r; /* the change itself tells of that */
}

static int create(const MIB_IPFORWARDROW *row)
{
	MIB_IPFORWARD_ROW2 route;
	int r = make_route(row, &route);

	if (r == 0)
		r = add_values(row, &route);
	if (r < 0)
		return r;
	r = put_on_link(&route);
	return r < 0 && r != -ENOENT ? r : iph_route_create_row(&route);
}

/* Somebody may have made a route with an own address as its gateway: that one is the second try. */
static int change(MIB_IPFORWARD_ROW2 *route, int (*function)(const MIB_IPFORWARD_ROW2 *row))
{
	MIB_IPFORWARD_ROW2 on_link = *route;
	int r = put_on_link(&on_link);

	if (r == 0)
		r = function(&on_link);
	return r == -ENOENT ? function(route) : r;
}

static int set(const MIB_IPFORWARDROW *row)
{
	MIB_IPFORWARD_ROW2 route;
	int r = make_route(row, &route);

	if (r == 0)
		r = add_values(row, &route);
	return r < 0 ? r : change(&route, iph_route_set_row);
}

static int delete (const MIB_IPFORWARDROW *row)
{
	MIB_IPFORWARD_ROW2 route;
	int r = make_route(row, &route);

	return r < 0 ? r : change(&route, iph_route_delete_row);
}

IPH_EXPORT DWORD GetIpForwardTable(PMIB_IPFORWARDTABLE pIpForwardTable, PULONG pdwSize, BOOL bOrder)
{
	return iph_status(IPH_CALL_SIZED_TABLE, get_table(pIpForwardTable, pdwSize, bOrder));
}

IPH_EXPORT DWORD GetBestRoute(DWORD dwDestAddr, DWORD dwSourceAddr, PMIB_IPFORWARDROW pBestRoute)
{
	return iph_status(IPH_CALL_BEST_INTERFACE,
			  best_route(dwDestAddr, dwSourceAddr, pBestRoute));
}

IPH_EXPORT DWORD CreateIpForwardEntry(PMIB_IPFORWARDROW pRoute)
{
	return iph_status(IPH_CALL_FORWARD_CHANGE, create(pRoute));
}

IPH_EXPORT DWORD SetIpForwardEntry(PMIB_IPFORWARDROW pRoute)
{
	return iph_status(IPH_CALL_FORWARD_CHANGE, set(pRoute));
}

IPH_EXPORT DWORD DeleteIpForwardEntry(PMIB_IPFORWARDROW pRoute)
{
	return iph_status(IPH_CALL_FORWARD_CHANGE, delete (pRoute));
}
