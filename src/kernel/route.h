/* SPDX-License-Identifier: MIT */
/* Routes as the kernel has them: read, and looked up. */
#pragma once

#include <linux/rtnetlink.h>

#include "nl.h"

struct iph_route_hop {
	struct iph_addr gateway; /* family 0: none, on the link; IPv4 may have an IPv6 one */
	uint32_t ifindex;	 /* 0: none is told, as with blackholes */
	uint16_t weight;	 /* from 1 on */
	uint8_t flags;		 /* RTNH_F_... */
};

/* RTM_NEWROUTE without what nobody here needs. */
struct iph_route {
	struct iph_addr dst; /* all 0 for a default route */
	struct iph_addr src; /* IPv6: of packets from there alone; family 0: from anywhere */
	uint8_t dst_length;
	uint8_t src_length;
	uint8_t tos;	  /* not 0: of packets with this type of service alone */
	uint8_t protocol; /* RTPROT_... */
	uint8_t scope;	  /* RT_SCOPE_... */
	uint8_t type;	  /* RTN_... */
	uint8_t pref;	  /* RFC 4191, IPv6: 0 medium, 1 high, 3 low */
	uint32_t table;
	uint32_t flags;		  /* RTM_F_... and RTNH_F_... */
	uint32_t priority;	  /* the metric; 0 is the best */
	uint32_t nhid;		  /* the nexthop object, or 0 */
	int32_t expires;	  /* hundredths of a second that are left; 0: no end; IPv6 only */
	struct iph_addr prefsrc;  /* family 0: none */
	struct iph_route_hop hop; /* the only one, or the first of several */
	const struct nlattr *others; /* NULL, or RTA_MULTIPATH: all of several, in the message */
	const struct nlmsghdr *message;
};

/* From an RTM_NEWROUTE message. It is good for as long as the message is. */
int iph_route_parse(const struct nlmsghdr *nlh, struct iph_route *ret_route) IPH_MUST_CHECK;

/* Calls each for every hop in turn, with the only one, too. Ends with what each returns unless that
 * is 0, or with -EBADMSG. */
int iph_route_each_hop(const struct iph_route *route,
		       int (*each)(const struct iph_route_hop *hop, void *arg),
		       void *arg) IPH_MUST_CHECK;

/* An IPv6 route whose time is over is listed for up to 30 seconds more (FIB6_GC_INTERVAL), but not
 * used. */
static inline bool iph_route_expired(const struct iph_route *route)
{
	return route->expires < 0;
}

/* What a reader does with a route; the return value as in struct iph_nl_sink. */
struct iph_route_sink {
	int (*entry)(const struct iph_route *route, void *arg);
	void (*restart)(void *arg); /* of dumps; may be NULL */
	void *arg;
};

/* The routes of a family in one table (RT_TABLE_MAIN, RT_TABLE_LOCAL, that of a VRF), with ifindex
 * not 0 those with a hop there alone. A table that is not there has no routes, nor has an interface
 * that is not there. -EAFNOSUPPORT when the machine does not have the family. */
int iph_route_dump(struct iph_nl *nl, uint8_t family, uint32_t table, uint32_t ifindex,
		   const struct iph_route_sink *sink) IPH_MUST_CHECK;

/* A question to the kernel: which way a packet takes. */
struct iph_route_question {
	const struct iph_addr *to;
	const struct iph_addr *from; /* NULL: any */
	uint32_t ifindex;	     /* out by that one alone; 0: by any */
	/* The route as it stands in its table, with all hops. Otherwise it is one to the single
	 * address, by the hop that was chosen, with the source address as prefsrc; and the kernel
	 * makes one up on an IPv4 interface that has none. */
	bool as_stored;
};

/* Calls entry once. Without a route: -ENETUNREACH; -EHOSTUNREACH also for IPv4 with ifindex and
 * as_stored. Types of routes that are refusals: -EHOSTUNREACH, -EACCES, -EINVAL. An interface that
 * is not there: -ENODEV, for IPv6 -ENETUNREACH. -EAFNOSUPPORT when the machine does not have the
 * family. */
int iph_route_ask(struct iph_nl *nl, const struct iph_route_question *question,
		  const struct iph_route_sink *sink) IPH_MUST_CHECK;

/* Of what iph_route_ask() returns all that says that no packet leaves is one thing to Windows:
 * -ENETUNREACH. */
int iph_route_verdict(int error) IPH_MUST_CHECK;
