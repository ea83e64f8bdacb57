/* SPDX-License-Identifier: MIT */
/* Takes interfaces up and down. */

#include <errno.h>

#include <linux/rtnetlink.h>

#include "link-change.h"

int iph_link_set_up(struct iph_nl *nl, uint32_t index, bool up)
{
	struct ifinfomsg *ifi;
	struct iph_msg msg;

	if (index > INT32_MAX)
		return -ENODEV;
	ifi = iph_msg_init(&msg, RTM_NEWLINK, 0, sizeof(*ifi));
	ifi->ifi_index = (int)index;
	ifi->ifi_change = IFF_UP;
	ifi->ifi_flags = up ? IFF_UP : 0;
	return iph_nl_request(nl, &msg);
}
