/* SPDX-License-Identifier: MIT */
/* Speeds of interfaces, from the drivers by way of ethtool's link modes. */

#include <errno.h>

#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>

#include "ethtool.h"
#include "interface.h"

#define BITS_PER_MBIT 1000000u

static int modes_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct nlattr *tb[ETHTOOL_A_LINKMODES_SPEED + 1];
	uint32_t speed = (uint32_t)SPEED_UNKNOWN;
	MIB_IF_ROW2 *row;
	uint32_t index;
	int r;

	r = iph_ethtool_parse(nlh, ETHTOOL_A_LINKMODES_HEADER, tb, ETHTOOL_A_LINKMODES_SPEED,
			      &index);
	if (r < 0)
		return r;
	row = iph_interface_find(arg, index);
	iph_attr_u32(tb[ETHTOOL_A_LINKMODES_SPEED], &speed);
	if (!row || speed == (uint32_t)SPEED_UNKNOWN)
		return 0;
	row->TransmitLinkSpeed = (ULONG64)speed * BITS_PER_MBIT;
	row->ReceiveLinkSpeed = row->TransmitLinkSpeed;
	return 0;
}

int iph_interface_speeds(struct iph_interface_rows *rows)
{
	struct iph_nl_sink sink = {.message = modes_message, .arg = rows};
	struct iph_ethtool ethtool;
	int r = iph_ethtool_open(&ethtool);

	if (r == 0) {
		r = iph_ethtool_read(&ethtool, ETHTOOL_MSG_LINKMODES_GET,
				     ETHTOOL_A_LINKMODES_HEADER, iph_interface_only(rows), &sink);
		iph_nl_close(&ethtool.nl);
	}
	switch (r) {
	case -ENOMEM:
	case -ENOBUFS:
	case -EMFILE:
	case -ENFILE:
	case -EBADMSG:
		return r;
	default:
		/* A kernel or a driver that does not tell: the speed is unknown, nothing else. */
		return 0;
	}
}
