/* SPDX-License-Identifier: MIT */
/* NotifyUnicastIpAddressChange. */

#include "address/table.h"
#include "notify/machine.h"
#include "unicast.h"

#define UNICAST (1u << IPH_NOTICE_UNICAST)

static void fill(const struct iph_notice *notice, MIB_UNICASTIPADDRESS_ROW *row)
{
	struct iph_addr addr = {.family = notice->key.family};

	memcpy(addr.bytes, notice->key.address, sizeof(addr.bytes));
	iph_row_set_addr(&row->Address, &addr, notice->key.ifindex);
	row->InterfaceLuid.Value = notice->luid;
	row->InterfaceIndex = notice->key.ifindex;
}

static void call(const struct iph_notify_wish *wish, const struct iph_notice *notice, void *row)
{
	PUNICAST_IPADDRESS_CHANGE_CALLBACK callback =
		(PUNICAST_IPADDRESS_CHANGE_CALLBACK)wish->callback;

	if (notice)
		fill(notice, row);
	callback(wish->context, row,
		 notice ? (MIB_NOTIFICATION_TYPE)notice->type : MibInitialNotification);
}

static int notify(ADDRESS_FAMILY family, PUNICAST_IPADDRESS_CHANGE_CALLBACK callback, void *context,
		  bool initial, HANDLE *ret_handle)
{
	struct iph_notify_wish wish = {.heard = UNICAST,
				       .watched = UNICAST,
				       .row = sizeof(MIB_UNICASTIPADDRESS_ROW),
				       .callback = (iph_notify_callback)callback,
				       .context = context,
				       .initial = initial,
				       .call = call};
	int r = iph_notify_check(&wish, family, ret_handle);

	return r < 0 ? r : iph_notify_register(&wish, ret_handle);
}

IPH_EXPORT NETIO_STATUS NotifyUnicastIpAddressChange(ADDRESS_FAMILY Family,
						     PUNICAST_IPADDRESS_CHANGE_CALLBACK Callback,
						     PVOID CallerContext,
						     BOOLEAN InitialNotification,
						     HANDLE *NotificationHandle)
{
	return iph_status(IPH_CALL_NOTIFY, notify(Family, Callback, CallerContext,
						  InitialNotification, NotificationHandle));
}
