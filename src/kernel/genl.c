/* SPDX-License-Identifier: MIT */
/* Generic netlink: families have a name, and a number that the running kernel gave them. */

#include <errno.h>
#include <string.h>

#include <linux/genetlink.h>

#include "genl.h"

#define MESSAGE_VERSION 1

struct family_search {
	const char *name;
	uint16_t family; /* 0: not found; the kernel's numbers begin with 16 (GENL_MIN_ID) */
};

void iph_genl_start(struct iph_msg *msg, uint16_t family, uint8_t command, uint16_t flags)
{
	struct genlmsghdr *genl = iph_msg_init(msg, family, flags, sizeof(*genl));

	genl->cmd = command;
	genl->version = MESSAGE_VERSION;
}

static int family_message(const struct nlmsghdr *nlh, void *arg)
{
	struct family_search *search = arg;
	const struct nlattr *tb[CTRL_ATTR_FAMILY_NAME + 1];
	int r = iph_attr_parse(nlh, sizeof(struct genlmsghdr), tb, CTRL_ATTR_FAMILY_NAME);

	if (r < 0 || !iph_attr_is(tb[CTRL_ATTR_FAMILY_NAME], search->name))
		return r;
	return iph_attr_u16(tb[CTRL_ATTR_FAMILY_ID], &search->family) ? 0 : -EBADMSG;
}

static int found(int r, const struct family_search *search, uint16_t *ret_family)
{
	if (r == -ENOENT || (r == 0 && search->family == 0))
		return -EOPNOTSUPP;
	if (r == 0)
		*ret_family = search->family;
	return r;
}

int iph_genl_find(struct iph_nl *nl, const char *name, uint16_t *ret_family)
{
	struct family_search search = {.name = name};
	const struct iph_nl_sink sink = {.message = family_message, .arg = &search};
	struct iph_msg msg;

	iph_genl_start(&msg, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
	iph_msg_put(&msg, CTRL_ATTR_FAMILY_NAME, name, strlen(name) + 1);
	return found(iph_nl_get(nl, &msg, &sink), &search, ret_family);
}

int iph_genl_find_loaded(struct iph_nl *nl, const char *name, uint16_t *ret_family)
{
	struct family_search search = {.name = name};
	const struct iph_nl_sink sink = {.message = family_message, .arg = &search};
	struct iph_msg msg;

	iph_genl_start(&msg, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, NLM_F_DUMP);
	return found(iph_nl_dump(nl, &msg, &sink), &search, ret_family);
}
