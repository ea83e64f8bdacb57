/* SPDX-License-Identifier: MIT */
/* Changing routes. The kernel's own rules find the first route that fits a request; what is here
 * changes exactly the one that was meant. */
#pragma once

#include <errno.h>

#include "route.h"

/* A route that outlives the message it was in. */
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

/* What a route is to be. It has one hop, and no nexthop object. */
struct iph_route_wish {
	struct iph_addr dst;
	uint8_t dst_length;
	uint8_t protocol;
	bool onlink;		 /* the gateway is a neighbour, whatever the routes say */
	struct iph_addr gateway; /* family 0: none */
	uint32_t ifindex;
	uint32_t table;
	uint32_t priority; /* 0: the kernel's own, which is 0 for IPv4 and 1024 for IPv6 */
	uint32_t lifetime; /* seconds, IPv6; 0: no end */
};

/* RTM_NEWROUTE; flags beside NLM_F_CREATE. -EEXIST, -ENETDOWN, -ENETUNREACH, ... */
int iph_route_add(struct iph_nl *nl, const struct iph_route_wish *wish,
		  uint16_t flags) IPH_MUST_CHECK;

/* What a further route has that is otherwise like one that is there, with this one hop of it. */
struct iph_route_edit {
	const struct iph_route_hop *hop;
	uint8_t protocol;
	uint32_t priority;
	uint32_t lifetime; /* as in a wish */
};
int iph_route_add_like(struct iph_nl *nl, const struct iph_route_copy *copy,
		       const struct iph_route_edit *edit, uint16_t flags) IPH_MUST_CHECK;

/* Takes one hop away; with the last one goes the route. Other routes and the other hops stay.
 * -ENOENT when somebody else was faster, -EOPNOTSUPP for a hop of a nexthop object that has
 * several. */
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
