/* SPDX-License-Identifier: MIT */
/* Exceptions of routes: what the kernel has learned of the way to a single address. */

#include <errno.h>
#include <fcntl.h>

#include "route-exception.h"
#include "trace.h"

static const char flush_file[] = "/proc/sys/net/ipv4/route/flush";

/* Without iph_nl_strict() the kernel lists all other routes, too. */
static int exception_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct iph_route_sink *sink = arg;
	struct iph_route route;
	int r = iph_route_parse(nlh, &route);

	if (r < 0)
		return r;
	return route.flags & RTM_F_CLONED ? sink->entry(&route, sink->arg) : 0;
}

static void restart_exceptions(void *arg)
{
	const struct iph_route_sink *sink = arg;

	sink->restart(sink->arg);
}

int iph_route_exceptions(struct iph_nl *nl, uint8_t family, const struct iph_route_sink *sink)
{
	struct iph_nl_sink messages = {
		.message = exception_message, .restart = restart_exceptions, .arg = (void *)sink};
	struct rtmsg *rtm;
	struct iph_msg msg;

	iph_ignore(iph_nl_strict(nl));
	rtm = iph_msg_init(&msg, RTM_GETROUTE, NLM_F_DUMP, sizeof(*rtm));
	rtm->rtm_family = family;
	rtm->rtm_flags = RTM_F_CLONED;
	return iph_nl_dump(nl, &msg, &messages);
}

/* All answers of IPv4 are called clones; but a route of it has no end, and an exception has. */
bool iph_route_excepted(const struct iph_route *route)
{
	return route->dst.family == AF_INET ? route->expires != 0 : route->flags & RTM_F_CLONED;
}

uint32_t iph_route_mtu(const struct iph_route *route)
{
	const struct nlattr *metrics =
		iph_attr_find(route->message, sizeof(struct rtmsg), RTA_METRICS);
	const struct nlattr *tb[RTAX_MTU + 1];
	uint32_t mtu = 0;

	if (metrics && iph_attr_parse_nested(metrics, tb, RTAX_MTU) == 0)
		(void)iph_attr_u32(tb[RTAX_MTU], &mtu);
	return mtu;
}

int iph_route_exception_delete(struct iph_nl *nl, const struct iph_addr *dst, uint32_t table,
			       uint32_t ifindex)
{
	struct rtmsg *rtm;
	struct iph_msg msg;

	rtm = iph_msg_init(&msg, RTM_DELROUTE, 0, sizeof(*rtm));
	rtm->rtm_family = dst->family;
	rtm->rtm_dst_len = (uint8_t)(8 * iph_addr_len(dst->family));
	rtm->rtm_flags = RTM_F_CLONED;
	iph_msg_put_addr(&msg, RTA_DST, dst);
	iph_msg_put_u32(&msg, RTA_TABLE, table);
	iph_msg_put_u32(&msg, RTA_OIF, ifindex);
	return iph_nl_request(nl, &msg);
}

/* Whatever is written (ipv4_sysctl_rtcache_flush(), net/ipv4/route.c). IPv6 has a file of that
 * name, too, which leaves exceptions as they are. */
int iph_route_exceptions_flush(void)
{
	IPH_AUTO_CLOSE int fd = open(flush_file, O_WRONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return iph_failed(flush_file, -errno);
	do
		n = write(fd, "1", 1);
	while (n < 0 && errno == EINTR);
	return n < 0 ? iph_failed(flush_file, -errno) : 0;
}
