/* SPDX-License-Identifier: MIT */
/* Requests to the kernel that are made from its own message about a route. */
#pragma once

#include "route-change.h"

/* The flags that a request may have. The kernel sets the others itself, and refuses a request with
 * some of them. */
#define IPH_ROUTE_ASKED_FLAGS (RTNH_F_ONLINK | RTNH_F_PERVASIVE)

/* A request of any length, because a route may have hundreds of hops. */
struct iph_draft {
	struct nlmsghdr *nlh;
	size_t size;
};
void iph_draft_free(struct iph_draft *draft);
#define IPH_AUTO_DRAFT __attribute__((cleanup(iph_draft_free)))

/* Room for a request that must not fail for want of it later. -ENOMEM. */
int iph_draft_reserve(struct iph_draft *draft, size_t size) IPH_MUST_CHECK;

/* Begins a request with the header of the route, and room for all its attributes. -ENOMEM. */
int iph_draft_start(struct iph_draft *draft, uint16_t type, uint16_t flags,
		    const struct iph_route_copy *copy) IPH_MUST_CHECK;

void iph_draft_put(struct iph_draft *draft, uint16_t type, const void *data, size_t len);
void iph_draft_put_u32(struct iph_draft *draft, uint16_t type, uint32_t value);
void iph_draft_put_gateway(struct iph_draft *draft, const struct iph_addr *gateway, uint8_t family);

/* Puts those two that are not 0. */
void iph_draft_put_life(struct iph_draft *draft, uint32_t priority, uint32_t lifetime);

/* Puts all attributes of the route but priority and lifetime, and its hops only with hops. */
void iph_draft_put_kept(struct iph_draft *draft, const struct iph_route_copy *copy, bool hops);

int iph_draft_request(struct iph_nl *nl, const struct iph_draft *draft) IPH_MUST_CHECK;

/* Sends an RTM_NEWROUTE. When the kernel refuses it because no route leads to its gateway any more,
 * sends it again with RTNH_F_ONLINK: the gateway could be reached when the existing route was made,
 * and that route still uses it. -EOPNOTSUPP when the kernel refuses this, too. */
int iph_draft_add(struct iph_nl *nl, struct iph_draft *draft) IPH_MUST_CHECK;
