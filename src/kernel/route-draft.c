/* SPDX-License-Identifier: MIT */
/* Requests about routes that are made from what the kernel says of one. */

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>

#include "route-draft.h"

/* What a message that is made from another one may have in addition. */
#define ROOM_FOR_MORE 128

void iph_draft_free(struct iph_draft *draft)
{
	free(draft->nlh);
}

int iph_draft_start(struct iph_draft *draft, uint16_t type, uint16_t flags,
		    const struct iph_route_copy *copy)
{
	const struct rtmsg *from = mnl_nlmsg_get_payload(copy->message);
	struct rtmsg *rtm;

	draft->size = copy->message->nlmsg_len + ROOM_FOR_MORE;
	draft->nlh = calloc(1, draft->size);
	if (!draft->nlh)
		return -ENOMEM;
	mnl_nlmsg_put_header(draft->nlh);
	draft->nlh->nlmsg_type = type;
	draft->nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	rtm = mnl_nlmsg_put_extra_header(draft->nlh, sizeof(*rtm));
	*rtm = *from;
	rtm->rtm_flags &= IPH_ROUTE_ASKED_FLAGS;
	return 0;
}

void iph_draft_put(struct iph_draft *draft, uint16_t type, const void *data, size_t len)
{
	(void)mnl_attr_put_check(draft->nlh, draft->size, type, len, data); /* there is room */
}

void iph_draft_put_u32(struct iph_draft *draft, uint16_t type, uint32_t value)
{
	iph_draft_put(draft, type, &value, sizeof(value));
}

void iph_draft_put_gateway(struct iph_draft *draft, const struct iph_addr *gateway, uint8_t family)
{
	struct {
		uint16_t family;
		uint8_t bytes[16];
	} via = {.family = gateway->family};

	if (gateway->family == family) {
		iph_draft_put(draft, RTA_GATEWAY, gateway->bytes, iph_addr_len(family));
	} else if (gateway->family) {
		memcpy(via.bytes, gateway->bytes, iph_addr_len(gateway->family));
		iph_draft_put(draft, RTA_VIA, &via,
			      sizeof(via.family) + iph_addr_len(gateway->family));
	}
}

/* To iph_draft_request() the message is one like others. */
int iph_draft_request(struct iph_nl *nl, const struct iph_draft *draft)
{
	struct iph_msg msg = {.nlh = draft->nlh};

	return iph_nl_request(nl, &msg);
}

/* What is not the route's own: the rest of its life comes as another attribute than it is sent in,
 * and the hops that a nexthop object has are not given beside it. */
static bool is_kept(uint16_t type, const struct iph_route *route, bool hops)
{
	switch (type) {
	case RTA_CACHEINFO:
	case RTA_PRIORITY:
	case RTA_UID:
	case RTA_MARK:
	case RTA_IIF:
		return false;
	case RTA_OIF:
	case RTA_GATEWAY:
	case RTA_VIA:
	case RTA_MULTIPATH:
		return hops && !route->nhid;
	case RTA_ENCAP:
	case RTA_ENCAP_TYPE:
		return !route->nhid;
	case RTA_NH_ID:
		return hops;
	default:
		return true;
	}
}

void iph_draft_put_kept(struct iph_draft *draft, const struct iph_route_copy *copy, bool hops)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, copy->message, sizeof(struct rtmsg))
	{
		uint16_t type = mnl_attr_get_type(attr);

		if (is_kept(type, &copy->route, hops))
			iph_draft_put(draft, attr->nla_type, mnl_attr_get_payload(attr),
				      mnl_attr_get_payload_len(attr));
	}
}

void iph_draft_put_life(struct iph_draft *draft, uint32_t priority, uint32_t lifetime)
{
	if (priority)
		iph_draft_put_u32(draft, RTA_PRIORITY, priority);
	if (lifetime)
		iph_draft_put_u32(draft, RTA_EXPIRES, lifetime);
}
