/* SPDX-License-Identifier: MIT */
/* The path calls by name of address and interface, and how the kernel comes to know a path. */
#pragma once

#include "netns-row.h"

/* Behind the peer, on a link with an MTU of 1300. The peer itself takes connections to them. */
#define FAR_IPV4 "198.51.100.2"
#define FAR_IPV6 "2001:db8:2::2"

/* eth0 with its peer, which forwards to that link; and eth1 with a carrier, and no more. */
void path_setup(void);

/* Has the kernel learn that MTU for such an address, by a packet that is too large. */
void path_learn_mtu(const char *addr);

/* Has it learn the round trip time to an address of the peer or of our own, by a TCP connection.
 * Of a link-local one by way of eth0. */
void path_learn_rtt(const char *addr);

/* Every bit that a caller does not have to fill in is garbage. */
MIB_IPPATH_ROW path_row(const char *dst, const char *src, const char *ifname);

/* Get, with a source or NULL for any. */
uint32_t path_get(const char *dst, const char *src, const char *ifname, MIB_IPPATH_ROW *ret_row);

/* The destinations of our table, with a blank behind each; the test fails unless they are these.
 * Get finds each row. */
void paths_are(ADDRESS_FAMILY family, const char *destinations);

/* Of each destination what ip tcp_metrics and ip route show cache have; likewise. */
void metrics_are(const char *destinations);
void exceptions6_are(const char *destinations);

/* To the kernel nobody in another user namespace may have metrics forgotten. */
bool metrics_can_be_flushed(void);

/* Whether ip route get knows of an exception. */
bool path_is_excepted(const char *addr);
