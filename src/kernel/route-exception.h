/* SPDX-License-Identifier: MIT */
/* Exceptions of routes: what the kernel has learned of the way to a single address, and keeps for
 * some minutes. A smaller MTU (ICMP "packet too big"), or another gateway (redirects). */
#pragma once

#include "route.h"

/* Those of a family that the machine has, each as a route to the single address, in whatever table:
 * "ip route show cache". */
int iph_route_exceptions(struct iph_nl *nl, uint8_t family,
			 const struct iph_route_sink *sink) IPH_MUST_CHECK;

/* Whether the answer to a question without as_stored comes from an exception. */
bool iph_route_excepted(const struct iph_route *route);

/* The MTU that a route says, or 0: then it is that of the interface. */
uint32_t iph_route_mtu(const struct iph_route *route);

/* Forgets one of IPv6. -ESRCH when it is not there, or hidden by a route that has come since. */
int iph_route_exception_delete(struct iph_nl *nl, const struct iph_addr *dst, uint32_t table,
			       uint32_t ifindex) IPH_MUST_CHECK;

/* Forgets all of IPv4. -EPERM, -EACCES, -EROFS, -ENOENT: what open(2) says of the file of
 * /proc/sys. */
int iph_route_exceptions_flush(void) IPH_MUST_CHECK;
