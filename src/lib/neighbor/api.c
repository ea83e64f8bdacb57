/* SPDX-License-Identifier: MIT */
/* The neighbour family of netioapi.h: create, set, delete, get, table, resolve, flush. */

#include <errno.h>
#include <string.h>

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "address/table.h"
#include "entry.h"
#include "privilege.h"

/* For get and delete: any address but the unspecified one will do, because the kernel lists
 * neighbours of all kinds, and what is listed can be got and deleted. */
static int check_key(const MIB_IPNET_ROW2 *row, struct iph_addr *ret_addr)
{
	static const struct iph_addr none;

	if (!row || !iph_row_addr(&row->Address, ret_addr) ||
	    memcmp(ret_addr->bytes, none.bytes, sizeof(none.bytes)) == 0)
		return -EINVAL;
	return row->InterfaceLuid.Value == 0 && row->InterfaceIndex == 0 ? -EINVAL : 0;
}

/* For create, set and resolve: a unicast or multicast address. */
static int check_address(const MIB_IPNET_ROW2 *row, struct iph_addr *ret_addr)
{
	int r = check_key(row, ret_addr);

	if (r == 0 && !iph_addr_unicast_form(ret_addr) && !iph_addr_multicast(ret_addr))
		r = -EINVAL;
	return r;
}

/* Checks the privilege before the caller looks for the interface, as for all changes. */
static int open_for_change(struct iph_nl *nl)
{
	int r = iph_privilege_check();

	return r < 0 ? r : iph_nl_open(NETLINK_ROUTE, nl);
}

int iph_neighbor_change_row(const MIB_IPNET_ROW2 *row, uint16_t state, iph_neighbor_change function)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_neighbor wish = {.state = state};
	struct iph_link link;
	int r = check_address(row, &wish.addr);

	if (r == 0 && row->PhysicalAddressLength > IF_MAX_PHYS_ADDRESS_LENGTH)
		r = -EINVAL;
	if (r == 0)
		r = open_for_change(&nl);
	if (r == 0)
		r = iph_row_link(&nl, row->InterfaceLuid, row->InterfaceIndex, wish.addr.family,
				 &link);
	if (r < 0)
		return r;
	if (wish.addr.family == AF_INET && link.no_arp)
		return -EOPNOTSUPP;
	/* the kernel would cut a longer one, and take some of the shorter ones */
	if (row->PhysicalAddressLength != link.lladdr_len)
		return -EINVAL;
	wish.ifindex = link.index;
	wish.lladdr_len = link.lladdr_len;
	memcpy(wish.lladdr, row->PhysicalAddress, wish.lladdr_len);
	return function(&nl, &wish);
}

int iph_neighbor_delete_row(const MIB_IPNET_ROW2 *row)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_link link;
	struct iph_addr addr;
	int r = check_key(row, &addr);

	if (r == 0)
		r = open_for_change(&nl);
	if (r == 0)
		r = iph_row_link(&nl, row->InterfaceLuid, row->InterfaceIndex, addr.family, &link);
	return r < 0 ? r : iph_neighbor_delete(&nl, &addr, &link);
}

static int get_neighbor(MIB_IPNET_ROW2 *row)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_neighbor neighbor;
	struct iph_link link;
	struct iph_addr addr;
	int r = check_key(row, &addr);

	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = iph_row_link(&nl, row->InterfaceLuid, row->InterfaceIndex, addr.family, &link);
	if (r == 0)
		r = iph_neighbor_get(&nl, &addr, link.index, &neighbor);
	if (r == 0 && iph_neighbor_hidden(&neighbor))
		r = -ENOENT;
	if (r < 0)
		return r;
	iph_neighbor_row(&neighbor, row);
	row->InterfaceLuid.Value = iph_luid_make(link.type, link.index);
	return 0;
}

/* NULL, family 0 and an unspecified address all say that any address may ask. */
static int check_source(const SOCKADDR_INET *given, uint8_t family, struct iph_addr *addr,
			const struct iph_addr **ret_source)
{
	*ret_source = NULL;
	if (!given || given->si_family == AF_UNSPEC)
		return 0;
	if (!iph_row_addr(given, addr) || addr->family != family)
		return -EINVAL;
	if (!iph_addr_unspecified(addr))
		*ret_source = addr;
	return 0;
}

static int resolve(MIB_IPNET_ROW2 *row, const SOCKADDR_INET *given)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	const struct iph_addr *source = NULL;
	struct iph_neighbor neighbor;
	struct iph_addr source_addr;
	struct iph_link link;
	struct iph_addr addr;
	int r = check_address(row, &addr);

	if (r == 0)
		r = check_source(given, addr.family, &source_addr, &source);
	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = iph_row_link(&nl, row->InterfaceLuid, row->InterfaceIndex, addr.family, &link);
	if (r < 0)
		return r;
	if (addr.family == AF_INET && link.no_arp)
		return -EOPNOTSUPP;
	if (!link.up)
		return -EHOSTUNREACH;
	r = iph_neighbor_resolve(&addr, &link, source, iph_privilege_check() == 0, &neighbor);
	if (r < 0)
		return r;
	iph_neighbor_row(&neighbor, row);
	row->InterfaceLuid.Value = iph_luid_make(link.type, link.index);
	return 0;
}

int iph_neighbor_flush_rows(ADDRESS_FAMILY family, NET_IFINDEX index)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_link link;
	uint8_t linux_family;
	int r = iph_row_family(family, &linux_family);

	if (r == 0)
		r = open_for_change(&nl);
	if (r == 0 && index)
		r = iph_link_untyped(&nl, index, &link);
	return r < 0 ? r : iph_neighbor_flush(&nl, linux_family, index);
}

IPH_EXPORT NETIO_STATUS CreateIpNetEntry2(const MIB_IPNET_ROW2 *Row)
{
	return iph_status(IPH_CALL_NEIGHBOR_CHANGE,
			  iph_neighbor_change_row(Row, NUD_PERMANENT, iph_neighbor_create));
}

IPH_EXPORT NETIO_STATUS SetIpNetEntry2(PMIB_IPNET_ROW2 Row)
{
	return iph_status(IPH_CALL_NEIGHBOR_CHANGE,
			  iph_neighbor_change_row(Row, NUD_PERMANENT, iph_neighbor_set));
}

IPH_EXPORT NETIO_STATUS DeleteIpNetEntry2(const MIB_IPNET_ROW2 *Row)
{
	return iph_status(IPH_CALL_NEIGHBOR_CHANGE, iph_neighbor_delete_row(Row));
}

IPH_EXPORT NETIO_STATUS GetIpNetEntry2(PMIB_IPNET_ROW2 Row)
{
	return iph_status(IPH_CALL_ADDRESS_GET, get_neighbor(Row));
}

IPH_EXPORT NETIO_STATUS GetIpNetTable2(ADDRESS_FAMILY Family, PMIB_IPNET_TABLE2 *Table)
{
	return iph_status(IPH_CALL_TABLE,
			  iph_address_table(&iph_neighbor_kind, Family, (void **)Table));
}

IPH_EXPORT NETIO_STATUS ResolveIpNetEntry2(PMIB_IPNET_ROW2 Row, const SOCKADDR_INET *SourceAddress)
{
	return iph_status(IPH_CALL_NEIGHBOR_RESOLVE, resolve(Row, SourceAddress));
}

IPH_EXPORT NETIO_STATUS FlushIpNetTable2(ADDRESS_FAMILY Family, NET_IFINDEX InterfaceIndex)
{
	return iph_status(IPH_CALL_NEIGHBOR_CHANGE,
			  iph_neighbor_flush_rows(Family, InterfaceIndex));
}
