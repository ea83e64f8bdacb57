/* SPDX-License-Identifier: MIT */
/* What there is to measure: interfaces and addresses, made quickly and all by one socket. */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Calms the current network namespace: addresses neither wait nor come by themselves. */
void world_begin(void);

/* Leaves nothing in it: the kernel takes a namespace down after its last process has ended, and
 * a large one would be in the way of what is measured next. */
void world_end(void);

/* The same in a namespace without a holder. */
void world_empty(void);

/* A pair of Ethernet interfaces that are up, with 2001:db8::1/64; the index of one of them. */
uint32_t world_ethernet(void);

/* Interfaces bench0, bench1, ... that are up; from is where to begin. Returns their kind. */
const char *world_interfaces(long from, long to);

/* Address n below 2001:db8::/64, and below 10.0.0.0/8. */
struct in6_addr world_ipv6(long n);
struct in_addr world_ipv4(long n);

void world_add_address(uint32_t ifindex, int family, const void *addr);

#define WORLD_JOINS_A_SOCKET 512 /* the kernel limits them by net.core.optmem_max */

/* As many memberships as that, of world_ipv6(from) and further, held until the end. */
void world_join(uint32_t ifindex, long from, long to);

/* May so many descriptors be open at once? */
bool world_allows_descriptors(long count);

/* A new network namespace, in which the process is afterwards. */
int world_this_namespace(void);
int world_new_namespace(void);

/* The holder's processes here; 0 where there is none. */
pid_t world_holder(void);
pid_t world_keeper(void);
