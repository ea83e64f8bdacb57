/* SPDX-License-Identifier: MIT */
/* What is no family's: the end of a registration, and the notice that never comes. */

#include "machine.h"

static void call(const struct iph_notify_wish *wish, const struct iph_notice *notice, void *row)
{
	PTEREDO_PORT_CHANGE_CALLBACK callback = (PTEREDO_PORT_CHANGE_CALLBACK)wish->callback;

	(void)notice;
	(void)row;
	callback(wish->context, 0, MibInitialNotification);
}

static int notify_teredo(PTEREDO_PORT_CHANGE_CALLBACK callback, void *context, bool initial,
			 HANDLE *ret_handle)
{
	struct iph_notify_wish wish = {.row = 1,
				       .callback = (iph_notify_callback)callback,
				       .context = context,
				       .initial = initial,
				       .call = call};
	int r = iph_notify_check(&wish, AF_UNSPEC, ret_handle);

	return r < 0 ? r : iph_notify_register(&wish, ret_handle);
}

/* Linux has no Teredo client, whose port could change. */
IPH_EXPORT NETIO_STATUS NotifyTeredoPortChange(PTEREDO_PORT_CHANGE_CALLBACK Callback,
					       PVOID CallerContext, BOOLEAN InitialNotification,
					       HANDLE *NotificationHandle)
{
	return iph_status(IPH_CALL_NOTIFY, notify_teredo(Callback, CallerContext,
							 InitialNotification, NotificationHandle));
}

IPH_EXPORT NETIO_STATUS CancelMibChangeNotify2(HANDLE NotificationHandle)
{
	return iph_status(IPH_CALL_NOTIFY_CANCEL, iph_notify_cancel(NotificationHandle));
}
