/* SPDX-License-Identifier: MIT */
/* The route family of netioapi.h: initialize, create, set, delete, get, table, the best route. */

#include <errno.h>
#include <string.h>

#include "best.h"
#include "change.h"
#include "find.h"
#include "privilege.h"
#include "read.h"
#include "table/key.h"

#define INFINITE 0xffffffffu
#define NO_PREFIX_LENGTH 255
#define UNSET 0xffffffffu
#define LARGEST_METRIC 0x7fffffffu

/* Values that are wrong whatever routes there are. */
static int check_values(const MIB_IPFORWARD_ROW2 *row)
{
	UINT8 site = row->SitePrefixLength;

	if ((site != NO_PREFIX_LENGTH && site > row->DestinationPrefix.PrefixLength) ||
	    row->ValidLifetime == 0 || row->ValidLifetime < row->PreferredLifetime)
		return -EINVAL;
	return 0;
}

/* Values that are wrong for a new route only. An existing route may have a metric above Windows'
 * largest, and a row that was read can be set. */
static int check_new(const MIB_IPFORWARD_ROW2 *row, const struct iph_route_key *key)
{
	if (row->Metric > LARGEST_METRIC && row->Metric != UNSET)
		return -EINVAL;
	return key->next_hop.family && iph_addr_multicast(&key->next_hop) ? -EINVAL : 0;
}

static int find_interface(struct iph_nl *nl, const MIB_IPFORWARD_ROW2 *row,
			  struct iph_route_key *key, struct iph_link *ret_link)
{
	int r = iph_nl_open(NETLINK_ROUTE, nl);

	if (r == 0)
		r = iph_row_link(nl, row->InterfaceLuid, row->InterfaceIndex, key->prefix.family,
				 ret_link);
	if (r == 0)
		key->ifindex = ret_link->index;
	return r;
}

/* Linux has no lifetimes for IPv4 routes. A finite one is refused rather than ignored, because the
 * route would stay for ever. */
static int check_lifetime(const MIB_IPFORWARD_ROW2 *row, const struct iph_route_key *key)
{
	return key->prefix.family == AF_INET && row->ValidLifetime != INFINITE ? -EOPNOTSUPP : 0;
}

/* A caller without privilege is told so, whatever else is wrong. The kernel checks the privilege
 * for each change; r is -EPERM then. Where a call has failed before its change, it is checked here.
 */
static int privilege_first(int r)
{
	int missing = r < 0 && r != -EPERM ? iph_privilege_check() : 0;

	return missing == -EPERM ? missing : r;
}

int iph_route_create_row(const MIB_IPFORWARD_ROW2 *row)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_route_key key;
	struct iph_link link;
	int r = iph_route_check(row, &key);

	if (r == 0)
		r = check_values(row);
	if (r == 0)
		r = check_new(row, &key);
	if (r < 0)
		return r;
	r = find_interface(&nl, row, &key, &link);
	if (r == 0)
		r = check_lifetime(row, &key);
	if (r == 0)
		r = iph_route_create(&nl, row, &key, &link);
	return privilege_first(r);
}

int iph_route_set_row(const MIB_IPFORWARD_ROW2 *row)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_route_key key;
	struct iph_link link;
	int r = iph_route_check(row, &key);

	if (r == 0)
		r = check_values(row);
	if (r < 0)
		return r;
	r = find_interface(&nl, row, &key, &link);
	if (r == 0)
		r = check_lifetime(row, &key);
	if (r == 0)
		r = iph_route_set(&nl, row, &key, &link);
	return privilege_first(r);
}

/* Most often one lookup shows the route of an interface that is named by its index. What the
 * interface says is wanted only where it does not, and to compare the type in a LUID. */
static int delete_found(struct iph_nl *nl, const MIB_IPFORWARD_ROW2 *row, struct iph_route_key *key)
{
	struct iph_link link;
	int r = iph_nl_open(NETLINK_ROUTE, nl);

	if (r < 0)
		return r;
	key->ifindex = row->InterfaceIndex;
	r = row->InterfaceLuid.Value ? -ENOENT : iph_route_delete_shown(nl, key);
	if (r != -ENOENT)
		return r;
	r = iph_row_link(nl, row->InterfaceLuid, row->InterfaceIndex, key->prefix.family, &link);
	if (r < 0)
		return r;
	key->ifindex = link.index;
	return iph_route_delete(nl, key, &link);
}

int iph_route_delete_row(const MIB_IPFORWARD_ROW2 *row)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_route_key key;
	int r = iph_route_check(row, &key);

	return r < 0 ? r : privilege_first(delete_found(&nl, row, &key));
}

static int take_row(const struct iph_route *route, void *arg)
{
	iph_route_row(route, &route->hop, arg);
	return 0;
}

static int get_route(MIB_IPFORWARD_ROW2 *row)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	MIB_IPFORWARD_ROW2 found;
	struct iph_route_sink sink = {.entry = take_row, .arg = &found};
	struct iph_route_key key;
	struct iph_link link;
	bool clear = false;
	int r = iph_route_check(row, &key);

	if (r == 0)
		r = find_interface(&nl, row, &key, &link);
	if (r < 0)
		return r;
	r = iph_route_find(&nl, &key, &link, &sink, &clear);
	if (r == -ENOENT && iph_route_owner(&nl, &key) == key.ifindex) {
		key.next_hop = (struct iph_addr){0};
		r = iph_route_find(&nl, &key, &link, &sink, &clear);
	}
	if (r < 0)
		return r;
	found.InterfaceLuid.Value = iph_luid_make(link.type, link.index);
	*row = found;
	return 0;
}

/* Copies only as many bytes as the family has: *from may be a struct sockaddr_in, which is shorter.
 */
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

/* As on Windows both outputs are all 0 after a failure, unless a pointer is NULL: then nothing is
 * written. An output may be the same memory as an input, so the inputs are copied first. */
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

IPH_EXPORT NETIO_STATUS CreateIpForwardEntry2(const MIB_IPFORWARD_ROW2 *Row)
{
	return iph_status(IPH_CALL_ROUTE_CHANGE, iph_route_create_row(Row));
}

IPH_EXPORT NETIO_STATUS SetIpForwardEntry2(const MIB_IPFORWARD_ROW2 *Route)
{
	return iph_status(IPH_CALL_ROUTE_CHANGE, iph_route_set_row(Route));
}

IPH_EXPORT NETIO_STATUS DeleteIpForwardEntry2(const MIB_IPFORWARD_ROW2 *Row)
{
	return iph_status(IPH_CALL_ROUTE_CHANGE, iph_route_delete_row(Row));
}

IPH_EXPORT NETIO_STATUS GetIpForwardEntry2(PMIB_IPFORWARD_ROW2 Row)
{
	return iph_status(IPH_CALL_ROUTE_GET, get_route(Row));
}

IPH_EXPORT NETIO_STATUS GetIpForwardTable2(ADDRESS_FAMILY Family, PMIB_IPFORWARD_TABLE2 *Table)
{
	return iph_status(IPH_CALL_TABLE, iph_route_table(Family, Table));
}

/* AddressSortOptions is not used; Windows does not use it either. */
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
