/* SPDX-License-Identifier: MIT */
/* The path family of netioapi.h: get, table, flush. */

#include <errno.h>

#include "path.h"
#include "privilege.h"

/* An address of zeroes is no source, as with GetBestRoute2(). */
static int check_source(const SOCKADDR_INET *source, struct iph_path_key *key)
{
	key->src = (struct iph_addr){0};
	if (source->si_family == AF_UNSPEC)
		return 0;
	if (!iph_row_addr(source, &key->src) || key->src.family != key->dst.family)
		return -EINVAL;
	if (iph_addr_unspecified(&key->src))
		key->src.family = 0;
	return 0;
}

static int check_key(const MIB_IPPATH_ROW *row, struct iph_path_key *ret_key)
{
	if (!row || !iph_row_addr(&row->Destination, &ret_key->dst))
		return -EINVAL;
	if (row->InterfaceLuid.Value == 0 && row->InterfaceIndex == 0)
		return -EINVAL;
	return check_source(&row->Source, ret_key);
}

static int get_path(MIB_IPPATH_ROW *row)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_path_key key;
	struct iph_link link;
	int r = check_key(row, &key);

	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = iph_row_link(&nl, row->InterfaceLuid, row->InterfaceIndex, key.dst.family,
				 &link);
	if (r < 0)
		return r;
	key.ifindex = link.index;
	return iph_path_get(&nl, &key, row);
}

static int flush(ADDRESS_FAMILY family)
{
	uint8_t linux_family;
	int r = iph_row_family(family, &linux_family);

	if (r == 0)
		r = iph_privilege_check();
	return r < 0 ? r : iph_path_flush(linux_family);
}

IPH_EXPORT NETIO_STATUS GetIpPathEntry(PMIB_IPPATH_ROW Row)
{
	return iph_status(IPH_CALL_ADDRESS_GET, get_path(Row));
}

IPH_EXPORT NETIO_STATUS GetIpPathTable(ADDRESS_FAMILY Family, PMIB_IPPATH_TABLE *Table)
{
	return iph_status(IPH_CALL_TABLE, iph_path_table(Family, Table));
}

IPH_EXPORT NETIO_STATUS FlushIpPathTable(ADDRESS_FAMILY Family)
{
	return iph_status(IPH_CALL_PATH_FLUSH, flush(Family));
}
