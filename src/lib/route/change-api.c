/* SPDX-License-Identifier: MIT */
/* The calls that change routes: create, set, delete. */

#include <errno.h>

#include "change.h"
#include "privilege.h"
#include "table/key.h"

#define UNSET 0xffffffffu
#define INFINITE 0xffffffffu
#define LARGEST_METRIC 0x7fffffffu
#define NO_LENGTH 255

/* What no look at the system can make good. */
static int check_values(const MIB_IPFORWARD_ROW2 *row)
{
	UINT8 site = row->SitePrefixLength;

	if ((site != NO_LENGTH && site > row->DestinationPrefix.PrefixLength) ||
	    row->ValidLifetime == 0 || row->ValidLifetime < row->PreferredLifetime)
		return -EINVAL;
	return 0;
}

/* What a new route cannot have. One that is there may have a metric above Windows' largest, and
 * Set takes that back. */
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

/* Without the privilege that is the answer, whatever else is wrong. The kernel says so of a change
 * itself; what has failed before has to ask. */
static int privilege_first(int r)
{
	int missing = r < 0 && r != -EPERM ? iph_privilege_check() : 0;

	return missing == -EPERM ? missing : r;
}

static int create(const MIB_IPFORWARD_ROW2 *row)
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
	/* Linux keeps no lifetime of IPv4 routes, and one that stays for ever is none of a minute
	 */
	if (r == 0 && key.prefix.family == AF_INET && row->ValidLifetime != INFINITE)
		r = -EOPNOTSUPP;
	if (r == 0)
		r = iph_route_create(&nl, row, &key, &link);
	return privilege_first(r);
}

static int set(const MIB_IPFORWARD_ROW2 *row)
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
	if (r == 0 && key.prefix.family == AF_INET && row->ValidLifetime != INFINITE)
		r = -EOPNOTSUPP;
	if (r == 0)
		r = iph_route_set(&nl, row, &key, &link);
	return privilege_first(r);
}

static int delete (const MIB_IPFORWARD_ROW2 *row)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_route_key key;
	struct iph_link link;
	int r = iph_route_check(row, &key);

	if (r < 0)
		return r;
	r = find_interface(&nl, row, &key, &link);
	if (r == 0)
		r = iph_route_delete(&nl, &key, &link);
	return privilege_first(r);
}

IPH_EXPORT NETIO_STATUS CreateIpForwardEntry2(const MIB_IPFORWARD_ROW2 *Row)
{
	return iph_status(IPH_CALL_ROUTE_CHANGE, create(Row));
}

IPH_EXPORT NETIO_STATUS SetIpForwardEntry2(const MIB_IPFORWARD_ROW2 *Route)
{
	return iph_status(IPH_CALL_ROUTE_CHANGE, set(Route));
}

IPH_EXPORT NETIO_STATUS DeleteIpForwardEntry2(const MIB_IPFORWARD_ROW2 *Row)
{
	return iph_status(IPH_CALL_ROUTE_CHANGE, delete (Row));
}
