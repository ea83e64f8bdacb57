/* SPDX-License-Identifier: MIT */
/* The route family of netioapi.h: initialize, get, table, the best route. */

#include <errno.h>
#include <string.h>

#include "best.h"
#include "find.h"
#include "read.h"
#include "table/key.h"

#define INFINITE 0xffffffffu
#define NO_PREFIX_LENGTH 255

static int take_row(const struct iph_route *route, void *arg)
{
	iph_route_row(route, &route->hop, arg);
	return 0;
}

static int get(MIB_IPFORWARD_ROW2 *row)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	MIB_IPFORWARD_ROW2 found;
	struct iph_route_sink sink = {.entry = take_row, .arg = &found};
	struct iph_route_key key;
	struct iph_link link;
	int r = iph_route_check(row, &key);

	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = iph_row_link(&nl, row->InterfaceLuid, row->InterfaceIndex, key.prefix.family,
				 &link);
	if (r < 0)
		return r;
	key.ifindex = link.index;
	r = iph_route_find(&nl, &key, &link, &sink);
	if (r < 0)
		return r;
	found.InterfaceLuid.Value = iph_luid_make(link.type, link.index);
	*row = found;
	return 0;
}

/* No more than its family says: it may be the memory of a struct sockaddr_in. */
static void copy_sockaddr(const SOCKADDR_INET *from, SOCKADDR_INET *ret_copy)
{
	uint8_t family;

	memset(ret_copy, 0, sizeof(*ret_copy));
	if (!from)
		return;
	ret_copy->si_family = from->si_family;
	if (from->si_family == AF_INET)
		ret_copy->Ipv4.sin_addr = from->Ipv4.sin_addr;
	else if (iph_row_family(from->si_family, &family) == 0 && family == AF_INET6)
		ret_copy->Ipv6 = from->Ipv6;
}

/* The outputs may be the inputs, and are all 0 after a failure: as on Windows, unless one of them
 * is NULL. */
static int best(const NET_LUID *luid, NET_IFINDEX index, const SOCKADDR_INET *source,
		const SOCKADDR_INET *destination, MIB_IPFORWARD_ROW2 *ret_row,
		SOCKADDR_INET *ret_source)
{
	struct iph_best_question question = {.index = index};

	if (!destination || !ret_row || !ret_source)
		return -EINVAL;
	if (luid)
		question.luid = *luid;
	copy_sockaddr(source, &question.source);
	copy_sockaddr(destination, &question.destination);
	memset(ret_row, 0, sizeof(*ret_row));
	memset(ret_source, 0, sizeof(*ret_source));
	return iph_route_best(&question, ret_row, ret_source);
}

IPH_EXPORT VOID InitializeIpForwardEntry(PMIB_IPFORWARD_ROW2 Row)
{
	if (!Row)
		return;
	memset(Row, 0, sizeof(*Row));
	Row->SitePrefixLength = NO_PREFIX_LENGTH;
	Row->ValidLifetime = INFINITE;
	Row->PreferredLifetime = INFINITE;
	Row->Metric = INFINITE;
	Row->Protocol = (NL_ROUTE_PROTOCOL)-1;
	Row->Loopback = Row->AutoconfigureAddress = Row->Publish = Row->Immortal = TRUE;
}

IPH_EXPORT NETIO_STATUS GetIpForwardEntry2(PMIB_IPFORWARD_ROW2 Row)
{
	return iph_status(IPH_CALL_ROUTE_GET, get(Row));
}

IPH_EXPORT NETIO_STATUS GetIpForwardTable2(ADDRESS_FAMILY Family, PMIB_IPFORWARD_TABLE2 *Table)
{
	return iph_status(IPH_CALL_TABLE, iph_route_table(Family, Table));
}

/* AddressSortOptions is not used, on Windows either. */
IPH_EXPORT NETIO_STATUS GetBestRoute2(NET_LUID *InterfaceLuid, NET_IFINDEX InterfaceIndex,
				      const SOCKADDR_INET *SourceAddress,
				      const SOCKADDR_INET *DestinationAddress,
				      ULONG AddressSortOptions, PMIB_IPFORWARD_ROW2 BestRoute,
				      SOCKADDR_INET *BestSourceAddress)
{
	(void)AddressSortOptions;
	return iph_status(IPH_CALL_BEST_ROUTE,
			  best(InterfaceLuid, InterfaceIndex, SourceAddress, DestinationAddress,
			       BestRoute, BestSourceAddress));
}
