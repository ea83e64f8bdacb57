/* SPDX-License-Identifier: MIT */
/* The neighbour calls by name of address and interface, and what ip(8) says of the kernel. */
#pragma once

#include "netns-row.h"

/* With the hardware address 02:00:00:00:00:n; every bit that a caller does not have to fill in is
 * garbage. */
MIB_IPNET_ROW2 neighbor_row(const char *addr, const char *ifname, int n);

uint32_t neighbor_create(const char *addr, const char *ifname, int n);
uint32_t neighbor_delete(const char *addr, const char *ifname);
uint32_t neighbor_get(const char *addr, const char *ifname, MIB_IPNET_ROW2 *ret_row);

/* What ip neighbour shows of it: "lladdr 02:00:00:00:00:09 router PERMANENT", "" when it is not
 * there. The test fails when that is something else. */
void judge_neighbor(const char *addr, const char *ifname, const char *expected);

/* All neighbours and proxies, as text; and that they are still the same, which frees it. */
char *judge_neighbors(void);
void judge_unchanged_neighbors(char *before);
