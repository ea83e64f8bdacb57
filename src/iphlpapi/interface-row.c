/* SPDX-License-Identifier: MIT */
/* The interfaces before netioapi.h: rows of the interface family, put into the older row. */

#include "iphlpapi.h"

#include <errno.h>
#include <string.h>

#include "address-string.h"
#include "interface-info.h"
#include "interface/interface.h"
#include "link-change.h"
#include "privilege.h"
#include "sized.h"

static const struct iph_table_shape shape = IPH_TABLE_SHAPE(MIB_IF_TABLE2);

/* "MIB_IFROW structure" (ifmib.h): of an interface that is enabled. */
static INTERNAL_IF_OPER_STATUS enabled_status(IF_OPER_STATUS status)
{
	switch (status) {
	case IfOperStatusUp:
	case IfOperStatusUnknown:
		return IF_OPER_STATUS_OPERATIONAL;
	case IfOperStatusDormant:
		return IF_OPER_STATUS_CONNECTING;
	case IfOperStatusDown:
	case IfOperStatusLowerLayerDown:
		return IF_OPER_STATUS_DISCONNECTED;
	case IfOperStatusTesting:
	case IfOperStatusNotPresent:
		break;
	}
	return IF_OPER_STATUS_NON_OPERATIONAL;
}

/* Counters are what 32 bits hold of the kernel's, and begin anew (RFC 2863, Counter32). */
static void fill_counters(const MIB_IF_ROW2 *row, MIB_IFROW *ret_row)
{
	ret_row->dwInOctets = (DWORD)row->InOctets;
	ret_row->dwInUcastPkts = (DWORD)row->InUcastPkts;
	ret_row->dwInNUcastPkts = (DWORD)row->InNUcastPkts;
	ret_row->dwInDiscards = (DWORD)row->InDiscards;
	ret_row->dwInErrors = (DWORD)row->InErrors;
	ret_row->dwInUnknownProtos = (DWORD)row->InUnknownProtos;
	ret_row->dwOutOctets = (DWORD)row->OutOctets;
	ret_row->dwOutUcastPkts = (DWORD)row->OutUcastPkts;
	ret_row->dwOutNUcastPkts = (DWORD)row->OutNUcastPkts;
	ret_row->dwOutDiscards = (DWORD)row->OutDiscards;
	ret_row->dwOutErrors = (DWORD)row->OutErrors;
	ret_row->dwOutQLen = (DWORD)row->OutQLen;
}

static void fill_row(const MIB_IF_ROW2 *row, MIB_IFROW *ret_row)
{
	memset(ret_row, 0, sizeof(*ret_row));
	iph_device_name(&row->InterfaceGuid, ret_row->wszName, MAX_INTERFACE_NAME_LEN);
	ret_row->dwIndex = row->InterfaceIndex;
	ret_row->dwType = row->Type;
	ret_row->dwMtu = row->Mtu;
	ret_row->dwSpeed =
		row->TransmitLinkSpeed > UINT32_MAX ? UINT32_MAX : (DWORD)row->TransmitLinkSpeed;
	ret_row->dwAdminStatus = row->AdminStatus;
	ret_row->dwOperStatus = row->AdminStatus == NET_IF_ADMIN_STATUS_UP
					? enabled_status(row->OperStatus)
					: IF_OPER_STATUS_NON_OPERATIONAL;
	fill_counters(row, ret_row);
	iph_text_narrow(row->Description, (char *)ret_row->bDescr, sizeof(ret_row->bDescr));
	ret_row->dwDescrLen = (DWORD)strlen((const char *)ret_row->bDescr);
	/* a longer one does not fit */
	if (row->PhysicalAddressLength > sizeof(ret_row->bPhysAddr))
		return;
	ret_row->dwPhysAddrLen = row->PhysicalAddressLength;
	memcpy(ret_row->bPhysAddr, row->PhysicalAddress, row->PhysicalAddressLength);
}

static int get_entry(MIB_IFROW *row)
{
	MIB_IF_ROW2 found;
	int r = -EINVAL;

	if (row)
		r = iph_interface_get(0, row->dwIndex, IPH_WITH_STATISTICS, &found);
	if (r == 0)
		fill_row(&found, row);
	return r;
}

/* Sorted by index in any case. */
static int get_table(MIB_IFTABLE *buffer, ULONG *size)
{
	IPH_AUTO_TABLE struct iph_table table = {0};
	size_t count;
	size_t i;
	int r;

	if (!size)
		return -EINVAL;
	r = iph_table_init(&table, &shape);
	if (r == 0)
		r = iph_interface_read(IPH_WITH_STATISTICS, &table);
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

static int set_entry(const MIB_IFROW *row)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r;

	if (!row || row->dwIndex == 0 ||
	    (row->dwAdminStatus != MIB_IF_ADMIN_STATUS_UP &&
	     row->dwAdminStatus != MIB_IF_ADMIN_STATUS_DOWN))
		return -EINVAL;
	r = iph_privilege_check();
	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = iph_link_set_up(&nl, row->dwIndex,
				    row->dwAdminStatus == MIB_IF_ADMIN_STATUS_UP);
	return r;
}

IPH_EXPORT DWORD GetIfEntry(PMIB_IFROW pIfRow)
{
	return iph_status(IPH_CALL_INTERFACE_GET, get_entry(pIfRow));
}

IPH_EXPORT DWORD GetIfTable(PMIB_IFTABLE pIfTable, PULONG pdwSize, BOOL bOrder)
{
	(void)bOrder;
	return iph_status(IPH_CALL_SIZED_TABLE, get_table(pIfTable, pdwSize));
}

IPH_EXPORT DWORD SetIfEntry(PMIB_IFROW pIfRow)
{
	return iph_status(IPH_CALL_INTERFACE_SET, set_entry(pIfRow));
}

/* Windows looks at no interface, either. */
IPH_EXPORT DWORD GetFriendlyIfIndex(DWORD IfIndex)
{
	return IfIndex & 0xffffff;
}
