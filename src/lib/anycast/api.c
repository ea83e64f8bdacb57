/* SPDX-License-Identifier: MIT */
/* The anycast family of netioapi.h: create, delete, get, table. */

#include <errno.h>

#include "entry.h"

/* Argument shape, the part that needs no look at the system. */
static int check_row(const MIB_ANYCASTIPADDRESS_ROW *row, struct iph_key *ret_key)
{
	if (!row || !iph_row_key(&row->Address, row->InterfaceLuid, row->InterfaceIndex, ret_key) ||
	    !iph_addr_unicast_form(&ret_key->addr))
		return -EINVAL;
	return ret_key->luid == 0 && ret_key->index == 0 ? -EINVAL : 0;
}

static int change_anycast(enum iph_op op, const MIB_ANYCASTIPADDRESS_ROW *row)
{
	struct iph_key key;
	int r = check_row(row, &key);

	return r < 0 ? r : iph_anycast_change(op, &key);
}

static int get_anycast(MIB_ANYCASTIPADDRESS_ROW *row)
{
	struct iph_link link;
	struct iph_key key;
	int r = check_row(row, &key);

	if (r == 0)
		r = iph_anycast_get(&key, &link);
	if (r < 0)
		return r;
	iph_anycast_row(&key.addr, link.index, row);
	row->InterfaceLuid.Value = iph_luid_make(link.type, link.index);
	return 0;
}

IPH_EXPORT NETIO_STATUS CreateAnycastIpAddressEntry(const MIB_ANYCASTIPADDRESS_ROW *Row)
{
	return iph_status(IPH_CALL_ADDRESS_CHANGE, change_anycast(IPH_OP_CREATE, Row));
}

IPH_EXPORT NETIO_STATUS DeleteAnycastIpAddressEntry(const MIB_ANYCASTIPADDRESS_ROW *Row)
{
	return iph_status(IPH_CALL_ADDRESS_CHANGE, change_anycast(IPH_OP_DELETE, Row));
}

IPH_EXPORT NETIO_STATUS GetAnycastIpAddressEntry(PMIB_ANYCASTIPADDRESS_ROW Row)
{
	return iph_status(IPH_CALL_ADDRESS_GET, get_anycast(Row));
}

IPH_EXPORT NETIO_STATUS GetAnycastIpAddressTable(ADDRESS_FAMILY Family,
						 PMIB_ANYCASTIPADDRESS_TABLE *Table)
{
	return iph_status(IPH_CALL_TABLE,
			  iph_address_table(&iph_anycast_kind, Family, (void **)Table));
}
