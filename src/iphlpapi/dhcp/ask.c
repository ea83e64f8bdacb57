/* SPDX-License-Identifier: MIT */
/* Which DHCP client manages an interface, and what it can do. */

#include "dhcp.h"

#include <errno.h>

#include "bus.h"

#ifdef HAVE_SYSTEMD
int iph_dhcp_ask(const struct iph_link *link, enum iph_dhcp_wish wish, bool leased)
{
	IPH_AUTO_BUS struct iph_bus bus = {0};
	int r = iph_bus_open(&bus);

	/* networkd has nothing to release with: its D-Bus interface knows no such request. */
	if (r == 0)
		r = wish == IPH_DHCP_RENEW ? iph_networkd_renew(&bus, link, leased) : -EOPNOTSUPP;
	return r;
}
#else
int iph_dhcp_ask(const struct iph_link *link, enum iph_dhcp_wish wish, bool leased)
{
	(void)link;
	(void)wish;
	(void)leased;
	return -EOPNOTSUPP;
}
#endif
