/* SPDX-License-Identifier: MIT */
/* NotifyStableUnicastIpAddressTable. */

#include <errno.h>

#include "address/table.h"
#include "notify/machine.h"

#define NEWS (1u << IPH_NOTICE_NEWS)

struct answer {
	int result; /* as of wish.once */
	void *table;
};

/*
 * Whether an address is one of which the kernel finds out at this moment whether others have it.
 * While an interface is down or has no carrier it does not look, and nobody knows when it will.
 * What can be done about a duplicate is not for the kernel to do.
 */
static int is_being_decided(const MIB_UNICASTIPADDRESS_TABLE *table)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	NET_IFINDEX seen = 0;
	struct iph_link link;
	ULONG i;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	for (i = 0; r == 0 && i < table->NumEntries; i++) {
		const MIB_UNICASTIPADDRESS_ROW *row = &table->Table[i];

		if (row->DadState != IpDadStateTentative || row->InterfaceIndex == seen)
			continue;
		seen = row->InterfaceIndex;
		r = iph_link_untyped(&nl, seen, &link);
		if (r == -ENODEV || (r == 0 && link.up && link.carrier))
			return 1; /* that it has gone will be told */
	}
	return r;
}

/* 1 with a table, 0 when there will be another one. */
static int read_stable(uint8_t family, void **ret_table)
{
	void *table;
	int r = iph_address_table(&iph_unicast_kind, family, &table);

	if (r < 0)
		return r;
	r = is_being_decided(table);
	if (r == 0)
		*ret_table = table;
	else
		FreeMibTable(table);
	return r < 0 ? r : !r;
}

static int once(const struct iph_notify_wish *wish, bool first)
{
	PSTABLE_UNICAST_IPADDRESS_TABLE_CALLBACK callback =
		(PSTABLE_UNICAST_IPADDRESS_TABLE_CALLBACK)wish->callback;
	struct answer answer = {0};

	answer.result = read_stable(wish->family, &answer.table);
	if (first)
		*(struct answer *)wish->answer = answer;
	else if (answer.result > 0)
		callback(wish->context, answer.table);
	return answer.result;
}

static int notify(ADDRESS_FAMILY family, MIB_UNICASTIPADDRESS_TABLE **ret_table,
		  PSTABLE_UNICAST_IPADDRESS_TABLE_CALLBACK callback, void *context,
		  HANDLE *ret_handle)
{
	struct answer answer = {0};
	struct iph_notify_wish wish = {.heard = NEWS,
				       .watched = NEWS,
				       .row = 1,
				       .callback = (iph_notify_callback)callback,
				       .context = context,
				       .initial = true,
				       .once = once,
				       .answer = &answer};
	int r = iph_notify_check(&wish, family, ret_handle);

	if (!ret_table)
		return -EINVAL;
	*ret_table = NULL;
	if (r == 0)
		r = iph_notify_register(&wish, ret_handle);
	if (r < 0)
		return r;
	if (answer.result == 0)
		return -EINPROGRESS;
	*ret_handle = NULL;
	*ret_table = answer.table;
	return answer.result < 0 ? answer.result : 0;
}

IPH_EXPORT NETIO_STATUS
NotifyStableUnicastIpAddressTable(ADDRESS_FAMILY Family, PMIB_UNICASTIPADDRESS_TABLE *Table,
				  PSTABLE_UNICAST_IPADDRESS_TABLE_CALLBACK CallerCallback,
				  PVOID CallerContext, HANDLE *NotificationHandle)
{
	return iph_status(IPH_CALL_NOTIFY_STABLE,
			  notify(Family, Table, CallerCallback, CallerContext, NotificationHandle));
}
