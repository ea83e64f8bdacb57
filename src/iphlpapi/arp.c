/* SPDX-License-Identifier: MIT */
/* The neighbours before netioapi.h: IPv4 alone, with hardware addresses of 8 bytes at most. */

#include "iphlpapi.h"

#include <errno.h>
#include <string.h>

#include <linux/neighbour.h>

#include "address/table.h"
#include "neighbor/entry.h"
#include "sized.h"

/* Types that say what becomes of an entry when nobody hears of it. */
static const struct {
	DWORD type;
	uint16_t state;
} types[] = {
	{MIB_IPNET_TYPE_STATIC, NUD_PERMANENT},
	{MIB_IPNET_TYPE_DYNAMIC, NUD_REACHABLE},
};

static DWORD type_of(NL_NEIGHBOR_STATE state)
{
	switch (state) {
	case NlnsPermanent:
		return MIB_IPNET_TYPE_STATIC;
	case NlnsUnreachable:
	case NlnsIncomplete:
		return MIB_IPNET_TYPE_INVALID;
	default:
		return MIB_IPNET_TYPE_DYNAMIC;
	}
}

static void fill_row(const MIB_IPNET_ROW2 *row, MIB_IPNETROW *ret_row)
{
	memset(ret_row, 0, sizeof(*ret_row));
	ret_row->dwIndex = row->InterfaceIndex;
	ret_row->dwAddr = row->Address.Ipv4.sin_addr.s_addr;
	ret_row->dwType = type_of(row->State);
	/* a longer one does not fit */
	if (row->PhysicalAddressLength > sizeof(ret_row->bPhysAddr))
		return;
	ret_row->dwPhysAddrLen = row->PhysicalAddressLength;
	memcpy(ret_row->bPhysAddr, row->PhysicalAddress, row->PhysicalAddressLength);
}

/* By interface and address in any case. */
static int get_table(MIB_IPNETTABLE *buffer, ULONG *size)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	IPH_AUTO_TABLE struct iph_table table = {0};
	size_t count;
	size_t i;
	int r;

	if (!size)
		return -EINVAL;
	r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = iph_table_init(&table, &iph_neighbor_kind.shape);
	if (r == 0)
		r = iph_address_rows(&iph_neighbor_kind, &nl, AF_INET, &table);
	if (r < 0)
		return r;
	count = iph_table_count(&table);
	r = IPH_SIZED_ROOM(buffer, size, count);
	if (r < 0)
		return r;
	buffer->dwNumEntries = (DWORD)count;
	for (i = 0; i < count; i++)
		fill_row(iph_table_row(&table, i), &buffer->table[i]);
	return 0;
}

/* Without the hardware address. */
static int make_key(const MIB_IPNETROW *row, MIB_IPNET_ROW2 *ret_row)
{
	if (!row)
		return -EINVAL;
	memset(ret_row, 0, sizeof(*ret_row));
	ret_row->InterfaceIndex = row->dwIndex;
	ret_row->Address.Ipv4.sin_family = AF_INET;
	ret_row->Address.Ipv4.sin_addr.s_addr = row->dwAddr;
	return 0;
}

static int change(const MIB_IPNETROW *row, iph_neighbor_change function)
{
	MIB_IPNET_ROW2 wish;
	size_t i;
	int r = make_key(row, &wish);

	if (r < 0)
		return r;
	if (row->dwPhysAddrLen == 0 || row->dwPhysAddrLen > sizeof(row->bPhysAddr))
		return -EINVAL;
	wish.PhysicalAddressLength = row->dwPhysAddrLen;
	memcpy(wish.PhysicalAddress, row->bPhysAddr, row->dwPhysAddrLen);
	for (i = 0; i < IPH_ARRAY_SIZE(types); i++)
		if (types[i].type == row->dwType)
			return iph_neighbor_change_row(&wish, types[i].state, function);
	return -EINVAL;
}

static int delete (const MIB_IPNETROW *row)
{
	MIB_IPNET_ROW2 key;
	int r = make_key(row, &key);

	return r < 0 ? r : iph_neighbor_delete_row(&key);
}

IPH_EXPORT DWORD GetIpNetTable(PMIB_IPNETTABLE IpNetTable, PULONG SizePointer, BOOL Order)
{
	(void)Order;
	return iph_status(IPH_CALL_SIZED_TABLE, get_table(IpNetTable, SizePointer));
}

IPH_EXPORT DWORD CreateIpNetEntry(PMIB_IPNETROW pArpEntry)
{
	return iph_status(IPH_CALL_ARP_CHANGE, change(pArpEntry, iph_neighbor_create));
}

IPH_EXPORT DWORD SetIpNetEntry(PMIB_IPNETROW pArpEntry)
{
	return iph_status(IPH_CALL_ARP_CHANGE, change(pArpEntry, iph_neighbor_set));
}

IPH_EXPORT DWORD DeleteIpNetEntry(PMIB_IPNETROW pArpEntry)
{
	return iph_status(IPH_CALL_ARP_CHANGE, delete (pArpEntry));
}

/* The index 0 is no interface here, and not all of them. */
IPH_EXPORT DWORD FlushIpNetTable(DWORD dwIfIndex)
{
	return iph_status(IPH_CALL_ARP_CHANGE,
			  dwIfIndex ? iph_neighbor_flush_rows(AF_INET, dwIfIndex) : -EINVAL);
}
