/* SPDX-License-Identifier: MIT */
/* Requests about routes that are made from what the kernel says of one. */
#pragma once

#include "route-change.h"

/* What may be asked for again; the other flags are the kernel's own. */
#define IPH_ROUTE_ASKED_FLAGS (RTNH_F_ONLINK | RTNH_F_PERVASIVE)

/* A message of any length, for routes that have hops by the hundred. */
struct iph_draft {
	struct nlmsghdr *nlh;
	size_t size;
};
void iph_draft_free(struct iph_draft *draft);
#define IPH_AUTO_DRAFT __attribute__((cleanup(iph_draft_free)))

/* Room for a request that must not fail for want of it later. -ENOMEM. */
int iph_draft_reserve(struct iph_draft *draft, size_t size) IPH_MUST_CHECK;

/* With the header of the route, and room for all that it has. -ENOMEM. */
int iph_draft_start(struct iph_draft *draft, uint16_t type, uint16_t flags,
		    const struct iph_route_copy *copy) IPH_MUST_CHECK;

void iph_draft_put(struct iph_draft *draft, uint16_t type, const void *data, size_t len);
void iph_draft_put_u32(struct iph_draft *draft, uint16_t type, uint32_t value);
void iph_draft_put_gateway(struct iph_draft *draft, const struct iph_addr *gateway, uint8_t family);

/* Neither is put when it is 0. */
void iph_draft_put_life(struct iph_draft *draft, uint32_t priority, uint32_t lifetime);

/* What the route has beside priority and lifetime, with or without its hops. */
void iph_draft_put_kept(struct iph_draft *draft, const struct iph_route_copy *copy, bool hops);

int iph_draft_request(struct iph_nl *nl, const struct iph_draft *draft) IPH_MUST_CHECK;

/* For RTM_NEWROUTE. A gateway that is no neighbour any more, because the route that led to it has
 * gone, was one when its route was made: so it is taken (RTNH_F_ONLINK). -EOPNOTSUPP when the
 * kernel does not take it even so. */
int iph_draft_add(struct iph_nl *nl, struct iph_draft *draft) IPH_MUST_CHECK;
