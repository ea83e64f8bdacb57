/* SPDX-License-Identifier: MIT */
/* NotifyRouteChange2. */

#include <string.h>

#include "notify/machine.h"
#include "table/key.h"

#define IPV4 (1u << IPH_NOTICE_ROUTE_IPV4)
#define IPV6 (1u << IPH_NOTICE_ROUTE_IPV6)

static void fill(const struct iph_notice *notice, MIB_IPFORWARD_ROW2 *row)
{
	const struct iph_notice_key *key = &notice->key;
	struct iph_addr addr = {.family = key->family};

	memcpy(addr.bytes, key->address, sizeof(addr.bytes));
	iph_row_set_addr(&row->DestinationPrefix.Prefix, &addr, 0);
	row->DestinationPrefix.PrefixLength = key->length;
	addr.family = key->hop_family ? key->hop_family : key->family;
	memcpy(addr.bytes, key->hop, sizeof(addr.bytes));
	iph_row_set_addr(&row->NextHop, &addr, 0);
	row->InterfaceLuid.Value = notice->luid;
	row->InterfaceIndex = key->ifindex;
}

static void call(const struct iph_notify_wish *wish, const struct iph_notice *notice, void *row)
{
	PIPFORWARD_CHANGE_CALLBACK callback = (PIPFORWARD_CHANGE_CALLBACK)wish->callback;

	if (notice)
		fill(notice, row);
	callback(wish->context, row,
		 notice ? (MIB_NOTIFICATION_TYPE)notice->type : MibInitialNotification);
}

static int notify(ADDRESS_FAMILY family, PIPFORWARD_CHANGE_CALLBACK callback, void *context,
		  bool initial, HANDLE *ret_handle)
{
	struct iph_notify_wish wish = {.row = sizeof(MIB_IPFORWARD_ROW2),
				       .callback = (iph_notify_callback)callback,
				       .context = context,
				       .initial = initial,
				       .call = call};
	int r = iph_notify_check(&wish, family, ret_handle);

	if (r < 0)
		return r;
	wish.heard = (wish.family != AF_INET6 ? IPV4 : 0) | (wish.family != AF_INET ? IPV6 : 0);
	wish.watched = wish.heard;
	return iph_notify_register(&wish, ret_handle);
}

IPH_EXPORT NETIO_STATUS NotifyRouteChange2(ADDRESS_FAMILY AddressFamily,
					   PIPFORWARD_CHANGE_CALLBACK Callback, PVOID CallerContext,
					   BOOLEAN InitialNotification, HANDLE *NotificationHandle)
{
	return iph_status(IPH_CALL_NOTIFY, notify(AddressFamily, Callback, CallerContext,
						  InitialNotification, NotificationHandle));
}
