/* SPDX-License-Identifier: MIT */
/* The kernel's ethtool family of generic netlink. */

#include <errno.h>

#include <libmnl/libmnl.h>
#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>

#include "ethtool.h"

#define MESSAGE_VERSION 1

static int family_row(const struct nlmsghdr *nlh, void *arg)
{
	const struct nlattr *tb[CTRL_ATTR_FAMILY_ID + 1];
	int r = iph_attr_parse(nlh, sizeof(struct genlmsghdr), tb, CTRL_ATTR_FAMILY_ID);

	if (r < 0)
		return r;
	return iph_attr_u16(tb[CTRL_ATTR_FAMILY_ID], arg) ? 0 : -EBADMSG;
}

/* Families get their number when the kernel starts. */
static int find_family(struct iph_nl *nl, uint16_t *ret_id)
{
	struct iph_rows rows = {.row = family_row, .arg = ret_id};
	struct genlmsghdr *header;
	struct iph_msg msg;
	int r;

	header = iph_msg_init(&msg, GENL_ID_CTRL, 0, sizeof(*header));
	header->cmd = CTRL_CMD_GETFAMILY;
	header->version = MESSAGE_VERSION;
	iph_msg_put(&msg, CTRL_ATTR_FAMILY_NAME, ETHTOOL_GENL_NAME, sizeof(ETHTOOL_GENL_NAME));
	r = iph_nl_get(nl, &msg, &rows);
	return r == -ENOENT ? -EOPNOTSUPP : r;
}

static void put_header(struct iph_msg *msg, uint16_t type, uint32_t ifindex)
{
	struct nlattr *nest = iph_msg_begin(msg, type);

	if (ifindex)
		iph_msg_put_u32(msg, ETHTOOL_A_HEADER_DEV_INDEX, ifindex);
	/* Bit sets as they are in memory, not as lists of names. */
	iph_msg_put_u32(msg, ETHTOOL_A_HEADER_FLAGS, ETHTOOL_FLAG_COMPACT_BITSETS);
	iph_msg_end(msg, nest);
}

int iph_ethtool_read(uint8_t command, uint16_t header, uint32_t ifindex,
		     const struct iph_rows *rows)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct genlmsghdr *genl;
	struct iph_msg msg;
	uint16_t family;
	int r;

	r = iph_nl_open(NETLINK_GENERIC, &nl);
	if (r < 0)
		return r;
	r = find_family(&nl, &family);
	if (r < 0)
		return r;
	genl = iph_msg_init(&msg, family, ifindex ? 0 : NLM_F_DUMP, sizeof(*genl));
	genl->cmd = command;
	genl->version = MESSAGE_VERSION;
	put_header(&msg, header, ifindex);
	return ifindex ? iph_nl_get(&nl, &msg, rows) : iph_nl_dump(&nl, &msg, rows);
}

int iph_ethtool_parse(const struct nlmsghdr *nlh, uint16_t header, const struct nlattr **tb,
		      uint16_t max, uint32_t *ret_ifindex)
{
	const struct nlattr *inner[ETHTOOL_A_HEADER_DEV_INDEX + 1];
	int r = iph_attr_parse(nlh, sizeof(struct genlmsghdr), tb, max);

	if (r < 0 || !tb[header])
		return r < 0 ? r : -EBADMSG;
	r = iph_attr_parse_nested(tb[header], inner, ETHTOOL_A_HEADER_DEV_INDEX);
	if (r < 0)
		return r;
	return iph_attr_u32(inner[ETHTOOL_A_HEADER_DEV_INDEX], ret_ifindex) ? 0 : -EBADMSG;
}
