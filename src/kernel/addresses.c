/* SPDX-License-Identifier: MIT */
/* The addresses of interfaces, of all kinds. */

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "addresses.h"
#include "family.h"

int iph_addresses_dump(struct iph_nl *nl, uint16_t type, uint8_t family, uint32_t ifindex,
		       const struct iph_nl_sink *sink)
{
	struct iph_nl_sink heard = *sink;
	struct ifaddrmsg *ifa;
	struct iph_msg msg;

	ifa = iph_msg_init(&msg, type, NLM_F_DUMP, sizeof(*ifa));
	ifa->ifa_family = family;
	ifa->ifa_index = ifindex;
	if (ifindex) /* without the filter the kernel sends more, which readers skip */
		iph_ignore(iph_nl_strict(nl));
	if (type == RTM_GETADDR && family != AF_INET6)
		heard.notices[0] = RTNLGRP_IPV4_IFADDR;
	if (type == RTM_GETADDR && family != AF_INET)
		heard.notices[family == AF_UNSPEC] = RTNLGRP_IPV6_IFADDR;
	return iph_family_dump(nl, &msg, &heard);
}
