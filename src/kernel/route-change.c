/* SPDX-License-Identifier: MIT */
/* Makes routes: new ones, and ones that are like an existing route. */

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>

#include "route-draft.h"

int iph_route_copy(const struct nlmsghdr *message, struct iph_route_copy *ret_copy)
{
	struct iph_route_copy copy = {.message = malloc(message->nlmsg_len)};
	int r;

	if (!copy.message)
		return -ENOMEM;
	memcpy(copy.message, message, message->nlmsg_len);
	/* iph_route_parse() takes no other type, and a deleted route comes as RTM_DELROUTE */
	copy.message->nlmsg_type = RTM_NEWROUTE;
	r = iph_route_parse(copy.message, &copy.route);
	if (r < 0)
		free(copy.message);
	else
		*ret_copy = copy;
	return r;
}

void iph_route_copy_free(struct iph_route_copy *copy)
{
	free(copy->message);
	copy->message = NULL;
}

bool iph_route_same_hop(const struct iph_route_hop *a, const struct iph_route_hop *b)
{
	return a->ifindex == b->ifindex && a->gateway.family == b->gateway.family &&
	       (!a->gateway.family || iph_addr_equal(&a->gateway, &b->gateway));
}

/* The IPv6 gateway of an IPv4 route has an attribute of its own, RTA_VIA. */
static void put_gateway(struct iph_msg *msg, const struct iph_addr *gateway, uint8_t family)
{
	struct {
		uint16_t family;
		uint8_t bytes[16];
	} via = {.family = gateway->family};

	if (gateway->family == family) {
		iph_msg_put_addr(msg, RTA_GATEWAY, gateway);
	} else if (gateway->family) {
		memcpy(via.bytes, gateway->bytes, iph_addr_len(gateway->family));
		iph_msg_put(msg, RTA_VIA, &via, sizeof(via.family) + iph_addr_len(gateway->family));
	}
}

int iph_route_add(struct iph_nl *nl, const struct iph_route_wish *wish, uint16_t flags)
{
	struct iph_msg msg;
	struct rtmsg *rtm;

	rtm = iph_msg_init(&msg, RTM_NEWROUTE, NLM_F_CREATE | flags, sizeof(*rtm));
	rtm->rtm_family = wish->dst.family;
	rtm->rtm_dst_len = wish->dst_length;
	rtm->rtm_protocol = wish->protocol;
	rtm->rtm_type = RTN_UNICAST;
	/* the same scope as ip(8) takes; IPv6 does not use it */
	rtm->rtm_scope = wish->gateway.family || wish->dst.family == AF_INET6 ? RT_SCOPE_UNIVERSE
									      : RT_SCOPE_LINK;
	rtm->rtm_flags = wish->onlink ? RTNH_F_ONLINK : 0;
	iph_msg_put_addr(&msg, RTA_DST, &wish->dst);
	iph_msg_put_u32(&msg, RTA_TABLE, wish->table);
	iph_msg_put_u32(&msg, RTA_OIF, wish->ifindex);
	put_gateway(&msg, &wish->gateway, wish->dst.family);
	if (wish->priority)
		iph_msg_put_u32(&msg, RTA_PRIORITY, wish->priority);
	if (wish->lifetime)
		iph_msg_put_u32(&msg, RTA_EXPIRES, wish->lifetime);
	return iph_nl_request(nl, &msg);
}

int iph_route_add_like(struct iph_nl *nl, const struct iph_route_copy *copy,
		       const struct iph_route_edit *edit, uint16_t flags)
{
	IPH_AUTO_DRAFT struct iph_draft draft = {0};
	struct rtmsg *rtm;
	int r;

	r = iph_draft_start(&draft, RTM_NEWROUTE, NLM_F_CREATE | flags, copy);
	if (r < 0)
		return r;
	rtm = mnl_nlmsg_get_payload(draft.nlh);
	rtm->rtm_protocol = edit->protocol;
	if (copy->route.others)
		rtm->rtm_flags = edit->hop->flags & IPH_ROUTE_ASKED_FLAGS;
	iph_draft_put_kept(&draft, copy, false);
	iph_draft_put_u32(&draft, RTA_OIF, edit->hop->ifindex);
	iph_draft_put_gateway(&draft, &edit->hop->gateway, copy->route.dst.family);
	iph_draft_put_life(&draft, edit->priority, edit->lifetime);
	return iph_draft_add(nl, &draft);
}
