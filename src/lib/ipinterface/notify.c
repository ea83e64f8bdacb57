/* SPDX-License-Identifier: MIT */
/* NotifyIpInterfaceChange. */

#include "notify/machine.h"
#include "table/key.h"

#define INTERFACE (1u << IPH_NOTICE_INTERFACE)
#define UNICAST (1u << IPH_NOTICE_UNICAST)

static void call(const struct iph_notify_wish *wish, const struct iph_notice *notice, void *arg)
{
	PIPINTERFACE_CHANGE_CALLBACK callback = (PIPINTERFACE_CHANGE_CALLBACK)wish->callback;
	MIB_IPINTERFACE_ROW *row = arg;

	if (!notice) {
		callback(wish->context, NULL, MibInitialNotification);
		return;
	}
	row->Family = notice->key.family;
	row->InterfaceLuid.Value = notice->luid;
	row->InterfaceIndex = notice->key.ifindex;
	callback(wish->context, row, (MIB_NOTIFICATION_TYPE)notice->type);
}

/* The addresses are watched because a change of an IPv4 address is one of its interface. */
static int notify(ADDRESS_FAMILY family, PIPINTERFACE_CHANGE_CALLBACK callback, void *context,
		  bool initial, HANDLE *ret_handle)
{
	struct iph_notify_wish wish = {.heard = INTERFACE,
				       .watched = INTERFACE | UNICAST,
				       .row = sizeof(MIB_IPINTERFACE_ROW),
				       .callback = (iph_notify_callback)callback,
				       .context = context,
				       .initial = initial,
				       .call = call};
	int r = iph_notify_check(&wish, family, ret_handle);

	return r < 0 ? r : iph_notify_register(&wish, ret_handle);
}

IPH_EXPORT NETIO_STATUS NotifyIpInterfaceChange(ADDRESS_FAMILY Family,
						PIPINTERFACE_CHANGE_CALLBACK Callback,
						PVOID CallerContext, BOOLEAN InitialNotification,
						HANDLE *NotificationHandle)
{
	return iph_status(IPH_CALL_NOTIFY, notify(Family, Callback, CallerContext,
						  InitialNotification, NotificationHandle));
}
