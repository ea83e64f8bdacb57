/* SPDX-License-Identifier: MIT */
/* Asking the DHCP client that runs. No more of it is known here than its name on the system bus. */
#pragma once

#include "link.h"

enum iph_dhcp_wish {
	IPH_DHCP_RENEW,
	IPH_DHCP_RELEASE,
};

/* Asks the client that manages an interface; leased: whether that has an address by DHCP now. 0
 * when it has begun, and -EALREADY when it was about to get one anyhow. -EOPNOTSUPP when no client
 * that is known here manages the interface, or this one cannot do it; -ENODATA when it has no use
 * for DHCP there; -EACCES when it refuses; -EIO when it fails or does not answer. */
int iph_dhcp_ask(const struct iph_link *link, enum iph_dhcp_wish wish, bool leased) IPH_MUST_CHECK;
