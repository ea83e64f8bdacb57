/* SPDX-License-Identifier: MIT */
/* Asking the kernel for the times of neighbour discovery, which its neighbour tables have. */

#include <errno.h>

#include <libmnl/libmnl.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "ipinterface.h"

/* Interfaces may come and go while we read their times, but not that often. */
#define TIMES_TRIES 64

/* A reading of times. It is over when no interface lacks its times any more, or, if it is to be
 * whole, when the kernel has sent all. */
struct times_reading {
	struct iph_ipifs *ipifs;
	uint8_t family;
	bool whole; /* to its end, so that the socket can be used again */
	size_t missing;
};

static bool lacks_times(struct iph_ipif *ipif, uint8_t family)
{
	return iph_ipif_has(ipif, family) && !iph_ipif_times(ipif, family)->known;
}

static bool lacks_any(const struct times_reading *reading, struct iph_ipif *ipif)
{
	return (reading->family != AF_INET6 && lacks_times(ipif, AF_INET)) ||
	       (reading->family != AF_INET && lacks_times(ipif, AF_INET6));
}

static uint32_t milliseconds(const struct nlattr *attr)
{
	uint64_t value;

	if (!iph_attr_u64(attr, &value))
		return 0;
	return value < INT32_MAX ? (uint32_t)value : INT32_MAX;
}

/* Of each interface, and (without an index) of each of the kernel's tables for its default. */
static int times_message(const struct nlmsghdr *nlh, void *arg)
{
	struct times_reading *reading = arg;
	const struct nlattr *tb[NDTA_PARMS + 1];
	const struct nlattr *parms[NDTPA_RETRANS_TIME + 1] = {NULL};
	const struct ndtmsg *ndt = mnl_nlmsg_get_payload(nlh);
	struct iph_ipif *ipif;
	uint32_t index;
	int r;

	r = iph_attr_parse(nlh, sizeof(*ndt), tb, NDTA_PARMS);
	if (r == 0 && tb[NDTA_PARMS])
		r = iph_attr_parse_nested(tb[NDTA_PARMS], parms, NDTPA_RETRANS_TIME);
	if (r < 0)
		return r;
	if ((ndt->ndtm_family != AF_INET && ndt->ndtm_family != AF_INET6) ||
	    !iph_attr_u32(parms[NDTPA_IFINDEX], &index))
		return 0;
	ipif = iph_ipifs_find(reading->ipifs, index);
	if (!ipif || !lacks_any(reading, ipif))
		return 0;
	*iph_ipif_times(ipif, ndt->ndtm_family) = (struct iph_ipif_times){
		.known = true,
		.base_reachable = milliseconds(parms[NDTPA_BASE_REACHABLE_TIME]),
		.reachable = milliseconds(parms[NDTPA_REACHABLE_TIME]),
		.retransmit = milliseconds(parms[NDTPA_RETRANS_TIME]),
	};
	reading->missing -= !lacks_any(reading, ipif);
	return reading->missing == 0 && !reading->whole;
}

static int dump_times(struct iph_nl *nl, struct times_reading *reading)
{
	struct iph_nl_sink sink = {.message = times_message, .arg = reading};
	struct ndtmsg *ndt;
	struct iph_msg msg;

	ndt = iph_msg_init(&msg, RTM_GETNEIGHTBL, NLM_F_DUMP, sizeof(*ndt));
	ndt->ndtm_family = reading->family;
	return iph_nl_dump(nl, &msg, &sink);
}

/* For one interface not all of the dump is read, which leaves a socket that cannot be used again:
 * so it has one of its own. */
static int dump_some_times(struct times_reading *reading)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	return r < 0 ? r : dump_times(&nl, reading);
}

/* Looks again at those whose times are missing. Some have gone, or lost a family. */
static int look_again(struct iph_nl *nl, struct times_reading *reading)
{
	struct iph_ipifs *ipifs = reading->ipifs;
	size_t kept = 0;
	size_t i;
	int r;

	for (i = 0; i < ipifs->count; i++) {
		struct iph_ipif *ipif = &ipifs->at[i];

		if (lacks_any(reading, ipif)) {
			r = iph_link_by_index(nl, ipif->link.index, &ipif->link);
			if (r == -ENODEV)
				continue;
			if (r < 0)
				return r;
		}
		ipifs->at[kept++] = *ipif;
	}
	ipifs->count = kept;
	return 0;
}

static size_t count_missing(const struct times_reading *reading)
{
	size_t missing = 0;
	size_t i;

	for (i = 0; i < reading->ipifs->count; i++)
		missing += lacks_any(reading, &reading->ipifs->at[i]);
	return missing;
}

/* The kernel goes on with such a dump by counting (neightbl_dump_info(), net/core/neighbour.c) and
 * does not say when it was interrupted: it skips an interface when another one disappears. */
int iph_ipifs_read_times(struct iph_nl *nl, uint32_t index, uint8_t family, struct iph_ipifs *ipifs)
{
	struct times_reading reading = {.ipifs = ipifs, .family = family, .whole = index == 0};
	int tries;
	int r;

	for (tries = 0; tries < TIMES_TRIES; tries++) {
		reading.missing = count_missing(&reading);
		if (reading.missing == 0)
			return 0;
		r = reading.whole ? dump_times(nl, &reading) : dump_some_times(&reading);
		if (r == 0 && reading.missing > 0)
			r = look_again(nl, &reading);
		if (r < 0)
			return r;
	}
	return -EAGAIN;
}
