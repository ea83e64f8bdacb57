/* SPDX-License-Identifier: MIT */
/* What is configured for the whole network namespace, without a look at /proc. */

#include <errno.h>

#include <linux/netconf.h>
#include <linux/rtnetlink.h>

#include "netconf.h"

#define NETCONFA_LAST NETCONFA_PROXY_NEIGH

static int conf_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct nlattr *tb[NETCONFA_LAST + 1];
	struct iph_netconf *conf = arg;
	uint32_t forwarding = 0;
	uint32_t proxy = 0;
	int r = iph_attr_parse(nlh, sizeof(struct netconfmsg), tb, NETCONFA_LAST);

	if (r < 0)
		return r;
	(void)iph_attr_u32(tb[NETCONFA_FORWARDING], &forwarding);
	(void)iph_attr_u32(tb[NETCONFA_PROXY_NEIGH], &proxy);
	conf->forwarding = forwarding != 0;
	conf->proxy = proxy != 0;
	return 0;
}

int iph_netconf_read(struct iph_nl *nl, uint8_t family, struct iph_netconf *ret_conf)
{
	struct iph_netconf found = {0};
	const struct iph_nl_sink sink = {.message = conf_message, .arg = &found};
	struct netconfmsg *conf;
	struct iph_msg msg;
	int r;

	conf = iph_msg_init(&msg, RTM_GETNETCONF, 0, sizeof(*conf));
	conf->ncm_family = family;
	iph_msg_put_u32(&msg, NETCONFA_IFINDEX, (uint32_t)NETCONFA_IFINDEX_ALL);
	r = iph_nl_get(nl, &msg, &sink);
	if (r == 0)
		*ret_conf = found;
	return r == -EOPNOTSUPP ? -EAFNOSUPPORT : r;
}
