/* SPDX-License-Identifier: MIT */
/* Reads the kernel's routes, and asks the kernel which route a packet takes. */
#pragma once

#include <linux/rtnetlink.h>

#include "nl.h"

/* The next hop of a route, or one of several next hops. */
struct iph_route_hop {
	/* family 0: none, the destination is on the link; an IPv4 route may have an IPv6 gateway */
	struct iph_addr gateway;
	uint32_t ifindex; /* 0: the kernel names none, as for a blackhole */
	uint16_t weight;  /* 1 or more */
	uint8_t flags;	  /* RTNH_F_... */
};

/* The members of an RTM_NEWROUTE message that are used here. */
struct iph_route {
	struct iph_addr dst; /* all 0 for a default route */
	struct iph_addr src; /* IPv6: only for packets from there; family 0: from anywhere */
	uint8_t dst_length;
	uint8_t src_length;
	uint8_t tos;	  /* not 0: only for packets with this type of service */
	uint8_t protocol; /* RTPROT_... */
	uint8_t scope;	  /* RT_SCOPE_... */
	uint8_t type;	  /* RTN_... */
	uint8_t pref;	  /* RFC 4191, IPv6: 0 medium, 1 high, 3 low */
	uint32_t table;
	uint32_t flags;		  /* RTM_F_... and RTNH_F_... */
	uint32_t priority;	  /* the metric; 0 is the best */
	uint32_t nhid;		  /* number of the nexthop object, or 0 */
	int32_t expires;	  /* remaining hundredths of a second; 0: no end; IPv6 only */
	struct iph_addr prefsrc;  /* family 0: none */
	struct iph_route_hop hop; /* the only hop, or the first one */
	/* RTA_MULTIPATH of the message: all hops, the first one too. NULL when there is one hop. */
	const struct nlattr *others;
	const struct nlmsghdr *message;
};

/* Reads an RTM_NEWROUTE message. The route points into the message, which has to stay. */
int iph_route_parse(const struct nlmsghdr *nlh, struct iph_route *ret_route) IPH_MUST_CHECK;

/* Calls each for every hop in turn, also when there is only one. Ends when each returns something
 * other than 0, and returns that; or -EBADMSG. */
int iph_route_each_of_several(const struct iph_route *route,
			      int (*each)(const struct iph_route_hop *hop, void *arg),
			      void *arg) IPH_MUST_CHECK;
static inline int iph_route_each_hop(const struct iph_route *route,
				     int (*each)(const struct iph_route_hop *hop, void *arg),
				     void *arg)
{
	return route->others ? iph_route_each_of_several(route, each, arg) : each(&route->hop, arg);
}

/* The kernel lists an IPv6 route for up to 30 seconds (FIB6_GC_INTERVAL) after its lifetime has
 * ended, but does not use it any more. */
static inline bool iph_route_expired(const struct iph_route *route)
{
	return route->expires < 0;
}

/* What a reader does with a route. The return value is as in struct iph_nl_sink. */
struct iph_route_sink {
	int (*entry)(const struct iph_route *route, void *arg);
	void (*restart)(void *arg); /* of dumps; may be NULL */
	void *arg;
};

/* Reads the routes of a family in one table: RT_TABLE_MAIN, RT_TABLE_LOCAL, or that of a VRF; with
 * table 0, in all. With ifindex, only the routes with a hop on that interface. A table or an
 * interface that does not exist has no routes. -EAFNOSUPPORT when the machine does not have the
 * family. */
int iph_route_dump(struct iph_nl *nl, uint8_t family, uint32_t table, uint32_t ifindex,
		   const struct iph_route_sink *sink) IPH_MUST_CHECK;

/* A question to the kernel: which route a packet takes. */
struct iph_route_question {
	const struct iph_addr *to;
	const struct iph_addr *from; /* NULL: any */
	uint32_t ifindex;	     /* the packet leaves by this interface; 0: by any */
	/* true: the answer is the route as it is in its table, with all its hops.
	 * false: it is a route to the single address, with the hop that the kernel has chosen and
	 * the source address as prefsrc. For an IPv4 interface without a route there the kernel
	 * answers with one that it makes up. */
	bool as_stored;
};

/* Calls entry once. Returns, when there is no route: -ENETUNREACH, or for IPv4 with ifindex and
 * as_stored -EHOSTUNREACH. For a route whose type says that packets are refused: -EHOSTUNREACH,
 * -EACCES or -EINVAL. For an interface that does not exist: -ENODEV, for IPv6 -ENETUNREACH.
 * -EAFNOSUPPORT when the machine does not have the family. */
int iph_route_ask(struct iph_nl *nl, const struct iph_route_question *question,
		  const struct iph_route_sink *sink) IPH_MUST_CHECK;

/* iph_route_ask() has several errors for "no packet can go there", and Windows has one code. This
 * makes -ENETUNREACH of each of them, and returns all else as it is. */
int iph_route_verdict(int error) IPH_MUST_CHECK;
