/* SPDX-License-Identifier: MIT */
/* Makes and removes routes. A request to the kernel acts on the first route that fits it, which may
 * be somebody else's. The functions here act on the very route that was meant. */
#pragma once

#include <errno.h>

#include "route.h"

/* A route with a copy of the message that it was read from. */
struct iph_route_copy {
	struct nlmsghdr *message;
	struct iph_route route;
};
#define IPH_ROUTE_NO_COPY                                                                          \
	{                                                                                          \
		.message = NULL                                                                    \
	}
#define IPH_AUTO_ROUTE __attribute__((cleanup(iph_route_copy_free)))

int iph_route_copy(const struct nlmsghdr *message, struct iph_route_copy *ret_copy) IPH_MUST_CHECK;
void iph_route_copy_free(struct iph_route_copy *copy);

/* A new route. It has one hop and no nexthop object. */
struct iph_route_wish {
	struct iph_addr dst;
	uint8_t dst_length;
	uint8_t protocol;
	bool onlink;		 /* the gateway is taken though no route leads to it */
	struct iph_addr gateway; /* family 0: none */
	uint32_t ifindex;
	uint32_t table;
	uint32_t priority; /* 0: the kernel's default, 0 for IPv4 and 1024 for IPv6 */
	uint32_t lifetime; /* in seconds, 0: no end; of IPv6 routes only */
};

/* Sends RTM_NEWROUTE with NLM_F_CREATE and flags. -EEXIST, -ENETDOWN, -ENETUNREACH, ... */
int iph_route_add(struct iph_nl *nl, const struct iph_route_wish *wish,
		  uint16_t flags) IPH_MUST_CHECK;

/* Makes a route that is like an existing one, but for the members of struct iph_route_edit, and
 * has this one hop of it. */
struct iph_route_edit {
	const struct iph_route_hop *hop;
	uint8_t protocol;
	uint32_t priority;
	uint32_t lifetime; /* as in struct iph_route_wish */
};
int iph_route_add_like(struct iph_nl *nl, const struct iph_route_copy *copy,
		       const struct iph_route_edit *edit, uint16_t flags) IPH_MUST_CHECK;

/* Removes one hop of a route, or the whole route when that is its only hop. Everything else stays.
 * -ENOENT when somebody else has removed it meanwhile, -EOPNOTSUPP when the route has a nexthop
 * object with several hops. */
int iph_route_remove(struct iph_nl *nl, const struct iph_route_copy *copy,
		     const struct iph_route_hop *hop) IPH_MUST_CHECK;

/* Takes away what has just been made for something that then failed, even if memory is short. */
int iph_route_take_back(struct iph_nl *nl, const struct iph_route_copy *copy,
			const struct iph_route_hop *hop) IPH_MUST_CHECK;

/* A lack of memory, which may be over when one tries again. */
#define IPH_ROUTE_TRIES 16
static inline bool iph_route_short(int r)
{
	return r == -ENOMEM || r == -ENOBUFS || r == -EAGAIN;
}

bool iph_route_same_hop(const struct iph_route_hop *a, const struct iph_route_hop *b);
