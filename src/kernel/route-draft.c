/* SPDX-License-Identifier: MIT */
/* Requests to the kernel that are made from its own message about a route. */

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>

#include "route-draft.h"

/* Bytes for the attributes that a request has and the kernel's message has not. */
#define ROOM_FOR_MORE 128

void iph_draft_free(struct iph_draft *draft)
{
	free(draft->nlh);
}

int iph_draft_reserve(struct iph_draft *draft, size_t size)
{
	if (draft->size >= size)
		return 0;
	free(draft->nlh);
	draft->nlh = malloc(size);
	draft->size = draft->nlh ? size : 0;
	return draft->nlh ? 0 : -ENOMEM;
}

int iph_draft_start(struct iph_draft *draft, uint16_t type, uint16_t flags,
		    const struct iph_route_copy *copy)
{
	const struct rtmsg *from = mnl_nlmsg_get_payload(copy->message);
	struct rtmsg *rtm;

	if (iph_draft_reserve(draft, copy->message->nlmsg_len + ROOM_FOR_MORE) < 0)
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
	/* cannot fail: iph_draft_start() has made room for all */
	(void)mnl_attr_put_check(draft->nlh, draft->size, type, len, data);
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

int iph_draft_request(struct iph_nl *nl, const struct iph_draft *draft)
{
	struct iph_msg msg = {.nlh = draft->nlh};

	return iph_nl_request(nl, &msg);
}

/* Whether a hop, a struct rtnexthop with its attributes, has a gateway. */
static bool has_gateway(const char *hop, size_t len)
{
	const struct nlattr *tb[RTA_VIA + 1];

	return iph_attr_parse_bytes(hop + sizeof(struct rtnexthop), len - sizeof(struct rtnexthop),
				    tb, RTA_VIA) == 0 &&
	       (tb[RTA_GATEWAY] || tb[RTA_VIA]);
}

/* Removes from the hops of RTA_MULTIPATH the flags that a request may not have, and gives more
 * flags to the hops that have a gateway. */
static void set_hop_flags(struct nlattr *hops, uint8_t more)
{
	char *at = mnl_attr_get_payload(hops);
	size_t left = mnl_attr_get_payload_len(hops);

	while (left >= sizeof(struct rtnexthop)) {
		struct rtnexthop hop;
		size_t step;

		memcpy(&hop, at, sizeof(hop));
		if (hop.rtnh_len < sizeof(hop) || hop.rtnh_len > left)
			return;
		hop.rtnh_flags &= IPH_ROUTE_ASKED_FLAGS;
		if (has_gateway(at, hop.rtnh_len))
			hop.rtnh_flags |= more;
		memcpy(at, &hop, sizeof(hop));
		step = RTNH_ALIGN(hop.rtnh_len);
		if (step > left)
			return;
		at += step;
		left -= step;
	}
}

/* Sets RTNH_F_ONLINK for each gateway: the kernel takes it though no route leads to it. False when
 * there is no gateway. */
static bool set_onlink(struct iph_draft *draft)
{
	struct rtmsg *rtm = mnl_nlmsg_get_payload(draft->nlh);
	struct nlattr *attr;
	bool set = false;

	mnl_attr_for_each(attr, draft->nlh, sizeof(*rtm))
	{
		uint16_t type = mnl_attr_get_type(attr);

		if (type == RTA_GATEWAY || type == RTA_VIA)
			rtm->rtm_flags |= RTNH_F_ONLINK;
		else if (type == RTA_MULTIPATH)
			set_hop_flags(attr, RTNH_F_ONLINK);
		else
			continue;
		set = true;
	}
	return set;
}

static bool is_unreachable(int r)
{
	return r == -ENETUNREACH || r == -EHOSTUNREACH;
}

int iph_draft_add(struct iph_nl *nl, struct iph_draft *draft)
{
	int r = iph_draft_request(nl, draft);

	if (!is_unreachable(r) || !set_onlink(draft))
		return r;
	r = iph_draft_request(nl, draft);
	return is_unreachable(r) || r == -EINVAL || r == -ENETDOWN ? -EOPNOTSUPP : r;
}

/* Whether an attribute of the kernel's message belongs into a request for such a route.
 *
 * Priority and lifetime do not, since the caller puts them; the kernel tells a lifetime in
 * RTA_CACHEINFO and takes it in RTA_EXPIRES. RTA_UID, RTA_MARK and RTA_IIF belong to lookups. The
 * hops of a nexthop object are told, too, but a request must not have both. */
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
	struct nlattr *kept;

	mnl_attr_for_each(attr, copy->message, sizeof(struct rtmsg))
	{
		uint16_t type = mnl_attr_get_type(attr);

		if (is_kept(type, &copy->route, hops))
			iph_draft_put(draft, attr->nla_type, mnl_attr_get_payload(attr),
				      mnl_attr_get_payload_len(attr));
	}
	mnl_attr_for_each(kept, draft->nlh, sizeof(struct rtmsg))
	{
		if (mnl_attr_get_type(kept) == RTA_MULTIPATH)
			set_hop_flags(kept, 0);
	}
}

void iph_draft_put_life(struct iph_draft *draft, uint32_t priority, uint32_t lifetime)
{
	if (priority)
		iph_draft_put_u32(draft, RTA_PRIORITY, priority);
	if (lifetime)
		iph_draft_put_u32(draft, RTA_EXPIRES, lifetime);
}
