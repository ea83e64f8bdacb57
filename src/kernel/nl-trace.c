/* SPDX-License-Identifier: MIT */
/* Tells of requests to the kernel and what became of them. */

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "nl-trace.h"
#include "trace.h"

/* Types of rtnetlink come in fours: new, delete, get, set. */
#define GROUP(type) [((type)-RTM_BASE) / 4]

static const char *const verbs[] = {"NEW", "DEL", "GET", "SET"};
static const char *const things[] = {
	GROUP(RTM_NEWLINK) = "LINK",	       GROUP(RTM_NEWADDR) = "ADDR",
	GROUP(RTM_NEWROUTE) = "ROUTE",	       GROUP(RTM_NEWNEIGH) = "NEIGH",
	GROUP(RTM_GETMULTICAST) = "MULTICAST", GROUP(RTM_GETANYCAST) = "ANYCAST",
	GROUP(RTM_NEWNEIGHTBL) = "NEIGHTBL",   GROUP(RTM_NEWNETCONF) = "NETCONF",
	GROUP(RTM_NEWSTATS) = "STATS",
};

static void name_request(const struct iph_nl *nl, unsigned int type, char *buf, size_t size)
{
	int protocol = -1;
	socklen_t len = sizeof(protocol);
	unsigned int group = (type - RTM_BASE) / 4;

	if (getsockopt(nl->fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &len) == 0 &&
	    protocol == NETLINK_ROUTE && group < IPH_ARRAY_SIZE(things) && things[group])
		snprintf(buf, size, "RTM_%s%s", verbs[type % 4], things[group]);
	else
		snprintf(buf, size, "type %u of netlink protocol %d", type, protocol);
}

static void tell(const struct iph_nl *nl, unsigned int type, int error)
{
	char name[64];

	name_request(nl, type, name, sizeof(name));
	iph_tell("request %s: errno %d (%s)", name, error, strerror(error));
}

int iph_nl_verdict(const struct iph_nl *nl, const struct iph_msg *msg, int r)
{
	IPH_PROBE3(verdict, msg->nlh->nlmsg_type, msg->nlh->nlmsg_seq, -r);
	if (r < 0 && iph_telling())
		tell(nl, msg->nlh->nlmsg_type, -r);
	return r;
}
