/* SPDX-License-Identifier: MIT */
/* What TCP remembers of the machines it has spoken to (net/ipv4/tcp_metrics.c). */
#pragma once

#include "addr.h"
#include "nl.h"

/* Of one pair of addresses, whatever the interface: "ip tcp_metrics". */
struct iph_tcp_metrics {
	struct iph_addr src; /* family 0: not told */
	struct iph_addr dst;
	uint32_t rtt; /* smoothed round trip time in microseconds; 0: not known */
	uint32_t rtt_deviation;
};

int iph_tcp_metrics_parse(const struct nlmsghdr *nlh,
			  struct iph_tcp_metrics *ret_metrics) IPH_MUST_CHECK;

/* A way to them. Close it with iph_nl_close(). */
struct iph_tcp_metrics_way {
	struct iph_nl nl;
	uint16_t family;
};

/* -EOPNOTSUPP or -EAFNOSUPPORT from a kernel that does not tell of them. */
int iph_tcp_metrics_open(struct iph_tcp_metrics_way *ret_way) IPH_MUST_CHECK;

/* What a reader does with them; the return value as in struct iph_nl_sink. */
struct iph_tcp_metrics_sink {
	int (*entry)(const struct iph_tcp_metrics *metrics, void *arg);
	void (*restart)(void *arg);
	void *arg;
};

/* Reads them all. */
int iph_tcp_metrics_read(struct iph_tcp_metrics_way *way,
			 const struct iph_tcp_metrics_sink *sink) IPH_MUST_CHECK;

/* Reads those of one pair of addresses. -ESRCH when there are none. */
int iph_tcp_metrics_get(struct iph_tcp_metrics_way *way, const struct iph_addr *dst,
			const struct iph_addr *src,
			const struct iph_tcp_metrics_sink *sink) IPH_MUST_CHECK;

/* Has those of one machine forgotten, or with NULL all. -EPERM: the kernel demands CAP_NET_ADMIN
 * over its first user namespace (GENL_ADMIN_PERM). -ESRCH when there are none. */
int iph_tcp_metrics_forget(struct iph_tcp_metrics_way *way,
			   const struct iph_addr *dst) IPH_MUST_CHECK;
