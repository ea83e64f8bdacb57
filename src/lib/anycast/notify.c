/* SPDX-License-Identifier: MIT */
/* IphlpNotifyAnycastIpAddressChange. */

#include <iphlpapi/ext.h>

#include "entry.h"
#include "notify/machine.h"

#define ANYCAST (1u << IPH_NOTICE_ANYCAST)

static void fill(const struct iph_notice *notice, MIB_ANYCASTIPADDRESS_ROW *row)
{
	struct iph_addr addr = {.family = notice->key.family};

	memcpy(addr.bytes, notice->key.address, sizeof(addr.bytes));
	iph_anycast_row(&addr, notice->key.ifindex, row);
	row->InterfaceLuid.Value = notice->luid;
}

static void call(const struct iph_notify_wish *wish, const struct iph_notice *notice, void *row)
{
	PIPHLP_ANYCAST_IPADDRESS_CHANGE_CALLBACK callback =
		(PIPHLP_ANYCAST_IPADDRESS_CHANGE_CALLBACK)wish->callback;

	if (notice)
		fill(notice, row);
	callback(wish->context, row,
		 notice ? (MIB_NOTIFICATION_TYPE)notice->type : MibInitialNotification);
}

static int notify(ADDRESS_FAMILY family, PIPHLP_ANYCAST_IPADDRESS_CHANGE_CALLBACK callback,
		  void *context, bool initial, HANDLE *ret_handle)
{
	struct iph_notify_wish wish = {.heard = ANYCAST,
				       .watched = ANYCAST,
				       .row = sizeof(MIB_ANYCASTIPADDRESS_ROW),
				       .callback = (iph_notify_callback)callback,
				       .context = context,
				       .initial = initial,
				       .call = call};
	int r = iph_notify_check(&wish, family, ret_handle);

	return r < 0 ? r : iph_notify_register(&wish, ret_handle);
}

IPH_EXPORT NETIO_STATUS IphlpNotifyAnycastIpAddressChange(
	ADDRESS_FAMILY Family, PIPHLP_ANYCAST_IPADDRESS_CHANGE_CALLBACK Callback,
	PVOID CallerContext, BOOLEAN InitialNotification, HANDLE *NotificationHandle)
{
	return iph_status(IPH_CALL_NOTIFY, notify(Family, Callback, CallerContext,
						  InitialNotification, NotificationHandle));
}
