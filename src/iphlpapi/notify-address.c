/* SPDX-License-Identifier: MIT */
/* NotifyAddrChange: waiting for a change of IPv4 addresses. */

#include "iphlpapi.h"

#include <errno.h>

#include <linux/rtnetlink.h>

#include "export.h"
#include "nl.h"

/* The group has nothing but addresses that come, change and go. */
static int any_change(const struct nlmsghdr *nlh, void *arg)
{
	(void)arg;
	return nlh->nlmsg_type == RTM_NEWADDR || nlh->nlmsg_type == RTM_DELADDR;
}

static int wait_for_change(void)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_rows rows = {.row = any_change};
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = iph_nl_join(&nl, RTNLGRP_IPV4_IFADDR);
	if (r == 0)
		r = iph_nl_listen(&nl, &rows);
	return r == -ENOBUFS ? 0 : r; /* so many changes that the kernel has lost some */
}

IPH_EXPORT DWORD NotifyAddrChange(PHANDLE Handle, struct _OVERLAPPED *overlapped)
{
	/* An event to signal belongs to libwinport, which this library does not know. */
	return iph_status(IPH_CALL_ADDRESS_WAIT,
			  Handle || overlapped ? -EOPNOTSUPP : wait_for_change());
}

/* There is never a request that could be cancelled: see above. */
IPH_EXPORT BOOL CancelIPChangeNotify(struct _OVERLAPPED *notifyOverlapped)
{
	(void)notifyOverlapped;
	return FALSE;
}
