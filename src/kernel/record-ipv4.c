/* SPDX-License-Identifier: MIT */
/* Records of IPv4 anycast entries: routes that say which addresses are entries. */

#include <errno.h>

#include <linux/rtnetlink.h>

#include "record.h"

/* To the kernel the record is a route like any other: it is removed with its interface, and when
 * the interface goes down. */
static void start_record(struct iph_msg *msg, uint16_t type, uint16_t flags,
			 const struct iph_addr *addr, uint32_t ifindex)
{
	struct rtmsg *rtm = iph_msg_init(msg, type, flags, sizeof(*rtm));

	rtm->rtm_family = AF_INET;
	rtm->rtm_dst_len = 32;
	rtm->rtm_tos = IPH_RECORD_TOS;
	rtm->rtm_protocol = RTPROT_KERNEL;
	rtm->rtm_scope = RT_SCOPE_LINK;
	rtm->rtm_type = RTN_UNICAST;
	iph_msg_put_u32(msg, RTA_TABLE, IPH_RECORD_TABLE_IPV4);
	iph_msg_put_addr(msg, RTA_DST, addr);
	iph_msg_put_u32(msg, RTA_OIF, ifindex);
	/* an address may be an entry of several interfaces, and their routes must differ */
	iph_msg_put_u32(msg, RTA_PRIORITY, ifindex);
}

int iph_record_ipv4_write(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct iph_msg msg;

	start_record(&msg, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, addr, ifindex);
	return iph_nl_send(nl, &msg);
}

int iph_record_ipv4_remove(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct iph_msg msg;
	int r;

	start_record(&msg, RTM_DELROUTE, 0, addr, ifindex);
	r = iph_nl_request(nl, &msg);
	return r == -ESRCH ? -ENOENT : r;
}
