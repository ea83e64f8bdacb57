/* SPDX-License-Identifier: MIT */
/* What the kernel has, read with other people's code: libnl-route, ip(8), /proc. */
#pragma once

#include <stdbool.h>

/* An IPv6 membership, from /proc/net/anycast6. */
bool judge_member(const char *addr, const char *ifname);

/* An address of an interface with that prefix length, from libnl-route. */
bool judge_address(const char *addr, int prefix_length, const char *ifname);

/* Whether an address is on some interface, or any of a route's kind leads to it (table local,
 * RTN_LOCAL or RTN_ANYCAST), from libnl-route. */
bool judge_address_anywhere(const char *addr);
bool judge_route(const char *addr, int route_type);

/* An IPv6 entry is whole: membership, /128 on lo, a local and no anycast route. Link-local ones
 * are a membership alone. An IPv4 entry is a /32 of the interface. */
void judge_entry(const char *addr, const char *ifname);

/* Nothing of the address is left anywhere. */
void judge_nothing(const char *addr);

/* The anycast entries of this network namespace as lines "index address", in the order that a
 * table has: IPv4 (every /32 but those of 127.0.0.0/8), then IPv6, each by index and address.
 * The caller frees it. */
char *judge_table(void);

/* All addresses, routes and memberships, as text; the caller frees it. */
char *judge_snapshot(void);

/* Equal texts; the test fails with the first line that differs. */
void judge_same(const char *now, const char *before);

/* The snapshot is still the same, and there is no holder. Frees it. */
void judge_unchanged(char *snapshot);
