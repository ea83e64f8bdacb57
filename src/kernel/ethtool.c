/* SPDX-License-Identifier: MIT */
/* The kernel's ethtool family of generic netlink. */

#include <errno.h>

#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>

#include "ethtool.h"
#include "genl.h"

int iph_ethtool_open(struct iph_ethtool *ret_ethtool)
{
	struct iph_ethtool ethtool;
	int r = iph_nl_open(NETLINK_GENERIC, &ethtool.nl);

	if (r < 0)
		return r;
	r = iph_genl_find(&ethtool.nl, ETHTOOL_GENL_NAME, &ethtool.family);
	if (r < 0)
		iph_nl_close(&ethtool.nl);
	else
		*ret_ethtool = ethtool;
	return r;
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

int iph_ethtool_read(struct iph_ethtool *ethtool, uint8_t command, uint16_t header,
		     uint32_t ifindex, const struct iph_nl_sink *sink)
{
	struct iph_msg msg;

	iph_genl_start(&msg, ethtool->family, command, ifindex ? 0 : NLM_F_DUMP);
	put_header(&msg, header, ifindex);
	return ifindex ? iph_nl_get(&ethtool->nl, &msg, sink)
		       : iph_nl_dump(&ethtool->nl, &msg, sink);
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

struct strings {
	void (*string)(uint32_t number, const char *name, void *arg);
	void *arg;
};

static int take_string(const struct nlattr *attr, void *arg)
{
	const struct strings *strings = arg;
	const struct nlattr *tb[ETHTOOL_A_STRING_VALUE + 1];
	char name[ETH_GSTRING_LEN + 1];
	uint32_t number;
	int r = iph_attr_parse_nested(attr, tb, ETHTOOL_A_STRING_VALUE);

	if (r < 0)
		return r;
	if (!iph_attr_u32(tb[ETHTOOL_A_STRING_INDEX], &number) ||
	    !iph_attr_str(tb[ETHTOOL_A_STRING_VALUE], name, sizeof(name)))
		return -EBADMSG;
	strings->string(number, name, strings->arg);
	return 0;
}

/* The attribute of this type inside another one. */
static const struct nlattr *inside(const struct nlattr *nest, uint16_t type)
{
	const struct nlattr *tb[ETHTOOL_A_STRINGSET_MAX + 1];

	if (!nest || iph_attr_parse_nested(nest, tb, ETHTOOL_A_STRINGSET_MAX) < 0)
		return NULL;
	return tb[type];
}

static int strings_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct nlattr *tb[ETHTOOL_A_STRSET_STRINGSETS + 1];
	const struct nlattr *list;
	int r = iph_attr_parse(nlh, sizeof(struct genlmsghdr), tb, ETHTOOL_A_STRSET_STRINGSETS);

	if (r < 0)
		return r;
	list = inside(tb[ETHTOOL_A_STRSET_STRINGSETS], ETHTOOL_A_STRINGSETS_STRINGSET);
	list = inside(list, ETHTOOL_A_STRINGSET_STRINGS);
	return list ? iph_attr_each(list, take_string, arg) : -EBADMSG;
}

static void put_set(struct iph_msg *msg, uint32_t set)
{
	struct nlattr *sets = iph_msg_begin(msg, ETHTOOL_A_STRSET_STRINGSETS);
	struct nlattr *one = iph_msg_begin(msg, ETHTOOL_A_STRINGSETS_STRINGSET);

	iph_msg_put_u32(msg, ETHTOOL_A_STRINGSET_ID, set);
	iph_msg_end(msg, one);
	iph_msg_end(msg, sets);
}

int iph_ethtool_strings(struct iph_ethtool *ethtool, uint32_t set,
			void (*string)(uint32_t number, const char *name, void *arg), void *arg)
{
	struct strings strings = {.string = string, .arg = arg};
	struct iph_nl_sink sink = {.message = strings_message, .arg = &strings};
	struct iph_msg msg;

	iph_genl_start(&msg, ethtool->family, ETHTOOL_MSG_STRSET_GET, 0);
	put_header(&msg, ETHTOOL_A_STRSET_HEADER, 0);
	put_set(&msg, set);
	return iph_nl_get(&ethtool->nl, &msg, &sink);
}
