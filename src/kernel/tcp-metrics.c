/* SPDX-License-Identifier: MIT */
/* What TCP remembers of the machines it has spoken to (net/ipv4/tcp_metrics.c). */

#include <errno.h>

#include <linux/genetlink.h>
#include <linux/tcp_metrics.h>

#include "genl.h"
#include "tcp-metrics.h"

/* The kernel keeps eight times the one and four times the other (tcp_rtt_estimator(),
 * net/ipv4/tcp_input.c). */
#define RTT_SCALE 3
#define DEVIATION_SCALE 2

static bool either_addr(const struct nlattr *ipv4, const struct nlattr *ipv6,
			struct iph_addr *ret_addr)
{
	return ipv4 ? iph_attr_addr(ipv4, AF_INET, ret_addr)
		    : iph_attr_addr(ipv6, AF_INET6, ret_addr);
}

/* The values have the numbers of enum tcp_metric_index and one more. */
static int parse_values(const struct nlattr *values, struct iph_tcp_metrics *metrics)
{
	const struct nlattr *tb[TCP_METRIC_MAX + 2];
	int r = iph_attr_parse_nested(values, tb, TCP_METRIC_MAX + 1);

	if (r < 0)
		return r;
	if (iph_attr_u32(tb[TCP_METRIC_RTT_US + 1], &metrics->rtt))
		metrics->rtt >>= RTT_SCALE;
	if (iph_attr_u32(tb[TCP_METRIC_RTTVAR_US + 1], &metrics->rtt_deviation))
		metrics->rtt_deviation >>= DEVIATION_SCALE;
	return 0;
}

int iph_tcp_metrics_parse(const struct nlmsghdr *nlh, struct iph_tcp_metrics *ret_metrics)
{
	const struct nlattr *tb[TCP_METRICS_ATTR_MAX + 1];
	struct iph_tcp_metrics metrics = {.rtt = 0};
	const struct nlattr *src4;
	const struct nlattr *src6;
	int r = iph_attr_parse(nlh, sizeof(struct genlmsghdr), tb, TCP_METRICS_ATTR_MAX);

	if (r < 0)
		return r;
	src4 = tb[TCP_METRICS_ATTR_SADDR_IPV4];
	src6 = tb[TCP_METRICS_ATTR_SADDR_IPV6];
	if (!either_addr(tb[TCP_METRICS_ATTR_ADDR_IPV4], tb[TCP_METRICS_ATTR_ADDR_IPV6],
			 &metrics.dst))
		return -EBADMSG;
	if ((src4 || src6) &&
	    (!either_addr(src4, src6, &metrics.src) || metrics.src.family != metrics.dst.family))
		return -EBADMSG;
	if (tb[TCP_METRICS_ATTR_VALS])
		r = parse_values(tb[TCP_METRICS_ATTR_VALS], &metrics);
	if (r == 0)
		*ret_metrics = metrics;
	return r;
}

int iph_tcp_metrics_open(struct iph_tcp_metrics_way *ret_way)
{
	struct iph_tcp_metrics_way way;
	int r = iph_nl_open(NETLINK_GENERIC, &way.nl);

	if (r < 0)
		return r;
	r = iph_genl_find_loaded(&way.nl, TCP_METRICS_GENL_NAME, &way.family);
	if (r < 0) {
		iph_nl_close(&way.nl);
		return r;
	}
	*ret_way = way;
	return 0;
}

static int metrics_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct iph_tcp_metrics_sink *sink = arg;
	struct iph_tcp_metrics metrics;
	int r = iph_tcp_metrics_parse(nlh, &metrics);

	return r < 0 ? r : sink->entry(&metrics, sink->arg);
}

static void restart_metrics(void *arg)
{
	const struct iph_tcp_metrics_sink *sink = arg;

	sink->restart(sink->arg);
}

int iph_tcp_metrics_read(struct iph_tcp_metrics_way *way, const struct iph_tcp_metrics_sink *sink)
{
	struct iph_nl_sink messages = {
		.message = metrics_message, .restart = restart_metrics, .arg = (void *)sink};
	struct iph_msg msg;

	iph_genl_start(&msg, way->family, TCP_METRICS_CMD_GET, NLM_F_DUMP);
	return iph_nl_dump(&way->nl, &msg, &messages);
}

int iph_tcp_metrics_get(struct iph_tcp_metrics_way *way, const struct iph_addr *dst,
			const struct iph_addr *src, const struct iph_tcp_metrics_sink *sink)
{
	struct iph_nl_sink messages = {.message = metrics_message, .arg = (void *)sink};
	bool ipv4 = dst->family == AF_INET;
	struct iph_msg msg;

	iph_genl_start(&msg, way->family, TCP_METRICS_CMD_GET, 0);
	iph_msg_put_addr(&msg, ipv4 ? TCP_METRICS_ATTR_ADDR_IPV4 : TCP_METRICS_ATTR_ADDR_IPV6, dst);
	iph_msg_put_addr(&msg, ipv4 ? TCP_METRICS_ATTR_SADDR_IPV4 : TCP_METRICS_ATTR_SADDR_IPV6,
			 src);
	return iph_nl_get(&way->nl, &msg, &messages);
}

int iph_tcp_metrics_forget(struct iph_tcp_metrics_way *way, const struct iph_addr *dst)
{
	struct iph_msg msg;

	iph_genl_start(&msg, way->family, TCP_METRICS_CMD_DEL, 0);
	if (dst)
		iph_msg_put_addr(&msg,
				 dst->family == AF_INET ? TCP_METRICS_ATTR_ADDR_IPV4
							: TCP_METRICS_ATTR_ADDR_IPV6,
				 dst);
	return iph_nl_request(&way->nl, &msg);
}
