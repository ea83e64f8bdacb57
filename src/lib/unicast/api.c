/* SPDX-License-Identifier: MIT */
/* The unicast family of netioapi.h: initialize, create, set, delete, get, table. */

#include <errno.h>
#include <string.h>

#include "address/table.h"
#include "privilege.h"
#include "unicast.h"

#define NO_PREFIX_LENGTH 255
#define INFINITE 0xffffffffu

/* IANA's softwareLoopback. */
#define TYPE_LOOPBACK 24

typedef int (*change_fn)(const MIB_UNICASTIPADDRESS_ROW *row, const struct iph_addr *addr,
			 const struct iph_link *link);

/* Family and form of the address, which no look at the system can make good. */
static int check_address(const MIB_UNICASTIPADDRESS_ROW *row, struct iph_key *ret_key)
{
	if (!row || !iph_row_key(&row->Address, row->InterfaceLuid, row->InterfaceIndex, ret_key) ||
	    !(iph_addr_unicast_form(&ret_key->addr) || iph_addr_loopback(&ret_key->addr)))
		return -EINVAL;
	return 0;
}

static int check_key(const MIB_UNICASTIPADDRESS_ROW *row, struct iph_key *ret_key)
{
	int r = check_address(row, ret_key);

	if (r == 0 && ret_key->luid == 0 && ret_key->index == 0)
		r = -EINVAL;
	return r;
}

static bool good_origins(NL_PREFIX_ORIGIN prefix, NL_SUFFIX_ORIGIN suffix)
{
	if (prefix == IpPrefixOriginUnchanged || suffix == IpSuffixOriginUnchanged)
		return prefix == IpPrefixOriginUnchanged && suffix == IpSuffixOriginUnchanged;
	return (uint32_t)prefix <= IpPrefixOriginRouterAdvertisement &&
	       (uint32_t)suffix <= IpSuffixOriginRandom;
}

/* Fills in what the prefix length 255 stands for. */
static int check_values(MIB_UNICASTIPADDRESS_ROW *row, uint8_t family)
{
	uint8_t longest = (uint8_t)(8 * iph_addr_len(family));

	if (row->OnLinkPrefixLength == NO_PREFIX_LENGTH)
		row->OnLinkPrefixLength = longest;
	if (row->OnLinkPrefixLength > longest || row->ValidLifetime == 0 ||
	    row->ValidLifetime < row->PreferredLifetime)
		return -EINVAL;
	return good_origins(row->PrefixOrigin, row->SuffixOrigin) ? 0 : -EINVAL;
}

/* Privilege before interface, as for all changes. */
static int find_interface(const struct iph_key *key, struct iph_link *ret_link)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_link link;
	int r = iph_privilege_check();

	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = iph_key_link(&nl, key, &link);
	if (r == 0)
		*ret_link = link;
	return r;
}

static int change_unicast(const MIB_UNICASTIPADDRESS_ROW *given, change_fn function)
{
	MIB_UNICASTIPADDRESS_ROW row;
	struct iph_link link;
	struct iph_key key;
	int r = check_key(given, &key);

	if (r < 0)
		return r;
	row = *given;
	r = check_values(&row, key.addr.family);
	if (r == 0)
		r = find_interface(&key, &link);
	if (r < 0)
		return r;
	if (iph_addr_loopback(&key.addr) && link.type != TYPE_LOOPBACK)
		return -EINVAL;
	return function(&row, &key.addr, &link);
}

static int delete (const MIB_UNICASTIPADDRESS_ROW *row)
{
	struct iph_link link;
	struct iph_key key;
	int r = check_key(row, &key);

	if (r == 0)
		r = find_interface(&key, &link);
	return r < 0 ? r : iph_unicast_delete(&key.addr, &link);
}

/* Windows: a row without an interface, and an index that no interface has, are "no such
 * interface"; a LUID that none has is "no such entry". */
static int find_for_get(const struct iph_key *key, struct iph_link *ret_link)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r < 0)
		return r;
	r = iph_key_link(&nl, key, ret_link);
	if (r == -EINVAL)
		return -ENODEV;
	return r == -ENODEV && key->luid != 0 ? -ENOENT : r;
}

static int get_unicast(MIB_UNICASTIPADDRESS_ROW *row)
{
	struct iph_unicast unicast;
	struct iph_clock clock;
	struct iph_link link;
	struct iph_key key;
	int r = check_address(row, &key);

	if (r == 0)
		r = find_for_get(&key, &link);
	if (r == 0)
		r = iph_unicast_find(&key.addr, link.index, &unicast);
	if (r < 0)
		return r;
	clock = iph_clock_now();
	iph_unicast_row(&unicast, &clock, row);
	iph_unicast_row_finish(row, &link);
	row->InterfaceLuid.Value = iph_luid_make(link.type, link.index);
	return 0;
}

IPH_EXPORT VOID InitializeUnicastIpAddressEntry(PMIB_UNICASTIPADDRESS_ROW Row)
{
	if (!Row)
		return;
	memset(Row, 0, sizeof(*Row));
	Row->PrefixOrigin = IpPrefixOriginUnchanged;
	Row->SuffixOrigin = IpSuffixOriginUnchanged;
	Row->ValidLifetime = INFINITE;
	Row->PreferredLifetime = INFINITE;
	Row->OnLinkPrefixLength = NO_PREFIX_LENGTH;
}

IPH_EXPORT NETIO_STATUS CreateUnicastIpAddressEntry(const MIB_UNICASTIPADDRESS_ROW *Row)
{
	return iph_status(IPH_CALL_ADDRESS_CHANGE, change_unicast(Row, iph_unicast_create));
}

IPH_EXPORT NETIO_STATUS SetUnicastIpAddressEntry(const MIB_UNICASTIPADDRESS_ROW *Row)
{
	return iph_status(IPH_CALL_ADDRESS_CHANGE, change_unicast(Row, iph_unicast_set));
}

IPH_EXPORT NETIO_STATUS DeleteUnicastIpAddressEntry(const MIB_UNICASTIPADDRESS_ROW *Row)
{
	return iph_status(IPH_CALL_ADDRESS_CHANGE, delete (Row));
}

IPH_EXPORT NETIO_STATUS GetUnicastIpAddressEntry(PMIB_UNICASTIPADDRESS_ROW Row)
{
	return iph_status(IPH_CALL_ADDRESS_GET, get_unicast(Row));
}

IPH_EXPORT NETIO_STATUS GetUnicastIpAddressTable(ADDRESS_FAMILY Family,
						 PMIB_UNICASTIPADDRESS_TABLE *Table)
{
	return iph_status(IPH_CALL_TABLE,
			  iph_address_table(&iph_unicast_kind, Family, (void **)Table));
}
