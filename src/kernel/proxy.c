/* SPDX-License-Identifier: MIT */
/* Addresses of others that an interface answers for. */

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "neighbor.h"
#include "proxy.h"

static void start_request(struct iph_msg *msg, uint16_t type, uint16_t flags,
			  const struct iph_addr *addr, uint32_t ifindex)
{
	struct ndmsg *ndm = iph_msg_init(msg, type, flags, sizeof(*ndm));

	ndm->ndm_family = addr->family;
	ndm->ndm_ifindex = (int)ifindex;
	ndm->ndm_flags = NTF_PROXY;
	iph_msg_put_addr(msg, NDA_DST, addr);
}

static int got_message(const struct nlmsghdr *nlh, void *arg)
{
	return iph_neighbor_parse(nlh, arg);
}

int iph_proxy_get(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct iph_neighbor proxy;
	struct iph_nl_sink nl_sink = {.message = got_message, .arg = &proxy};
	struct iph_msg msg;

	start_request(&msg, RTM_GETNEIGH, 0, addr, ifindex);
	return iph_nl_get(nl, &msg, &nl_sink);
}

int iph_proxy_put(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct iph_msg msg;

	start_request(&msg, RTM_NEWNEIGH, NLM_F_CREATE, addr, ifindex);
	return iph_nl_request(nl, &msg);
}

int iph_proxy_remove(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct iph_msg msg;

	start_request(&msg, RTM_DELNEIGH, 0, addr, ifindex);
	return iph_nl_request(nl, &msg);
}
