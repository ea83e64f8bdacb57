/* SPDX-License-Identifier: MIT */
/* What an IPv6 anycast entry is made of, one kernel object a function. All return 0 or -errno. */
#pragma once

#include <stdbool.h>

#include "addr.h"
#include "nl.h"

#define KERNEL_LOOPBACK 1 /* lo, in every network namespace (net/core/net_namespace.c) */

/* -ENODEV without such an interface, or when it is not of that type (0: any); -EAFNOSUPPORT when
 * it is without IPv6, or in a VRF. */
int kernel_interface_check(struct iph_nl *nl, uint32_t ifindex, uint16_t type) IPH_MUST_CHECK;

/* Whether there is an interface of that index, for a tenth of what the other question costs. False
 * also where that cannot be asked. */
bool kernel_interface_exists(const struct iph_nl *nl, uint32_t ifindex);

/* A socket that can be a member of anycast addresses: ret_fd, owned by the caller. */
int kernel_socket(int *ret_fd) IPH_MUST_CHECK;
int kernel_join(int fd, const struct iph_addr *addr, uint32_t ifindex) IPH_MUST_CHECK;

/* Also where it is no member: then nothing happens. */
void kernel_leave(int fd, const struct iph_addr *addr, uint32_t ifindex);

/* A host may only join an address that an on-link prefix covers (ipv6_sock_ac_join(),
 * net/ipv6/anycast.c). A short-lived address on the interface, which differs from addr in its
 * lowest bits only, lends its prefix. There are KERNEL_COVERS to choose from: -EEXIST when that
 * one is there already. */
#define KERNEL_COVERS 8
int kernel_cover_add(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex,
		     unsigned int cover) IPH_MUST_CHECK;
int kernel_cover_delete(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex,
			unsigned int cover) IPH_MUST_CHECK;

/* The kernel's RTN_ANYCAST route of a membership. Because of it the kernel drops TCP SYNs to the
 * address. find: -ENOENT; delete: -ESRCH when there is none. */
int kernel_anycast_route_find(struct iph_nl *nl, const struct iph_addr *addr,
			      uint32_t ifindex) IPH_MUST_CHECK;
int kernel_anycast_route_delete(struct iph_nl *nl, const struct iph_addr *addr,
				uint32_t ifindex) IPH_MUST_CHECK;

/* Gives a membership its route back that the kernel took when the interface went down. -EEXIST
 * when it was given back before; the kernel's own, of another metric, is no hindrance. */
int kernel_anycast_route_add(struct iph_nl *nl, const struct iph_addr *addr,
			     uint32_t ifindex) IPH_MUST_CHECK;

/* The service address, /128 on lo: with it bind() and TCP work. -EEXIST, -EADDRNOTAVAIL. When
 * add returns, so has the address its local route. put does not wait for that, and settle makes up
 * for it: until end, in ms of the monotonic clock, at most. */
#define KERNEL_ROUTE_WAIT 200 /* ms; far longer than the kernel's work queue takes */
int kernel_service_add(struct iph_nl *nl, const struct iph_addr *addr) IPH_MUST_CHECK;
int kernel_service_put(struct iph_nl *nl, const struct iph_addr *addr) IPH_MUST_CHECK;
void kernel_service_settle(struct iph_nl *nl, const struct iph_addr *addr, int64_t end);
int kernel_service_delete(struct iph_nl *nl, const struct iph_addr *addr) IPH_MUST_CHECK;
int kernel_service_find(struct iph_nl *nl, const struct iph_addr *addr) IPH_MUST_CHECK;

/* Whether lo has the address and it is somebody else's: it does not bear our mark. Never so before
 * Linux 5.18, which keeps no mark, nor where the kernel cannot be asked. */
bool kernel_service_is_foreign(struct iph_nl *nl, const struct iph_addr *addr);

/* The kernel's route of it. -ESRCH when there is none. */
int kernel_local_route_delete(struct iph_nl *nl, const struct iph_addr *addr) IPH_MUST_CHECK;

/* A route that does the service address's work while that stands aside for a further join. */
int kernel_stand_in_add(struct iph_nl *nl, const struct iph_addr *addr) IPH_MUST_CHECK;
int kernel_stand_in_delete(struct iph_nl *nl, const struct iph_addr *addr) IPH_MUST_CHECK;

/* Deletes the routes of these two kinds that a holder which was killed has left. For one that has
 * no entries yet. */
int kernel_routes_sweep(struct iph_nl *nl) IPH_MUST_CHECK;

/* Calls service for each service address on lo that bears our mark, in the order of the kernel's
 * list, and restart, unless that is NULL, when all of them come anew. Afterwards nl can only be
 * closed. */
int kernel_service_each(struct iph_nl *nl, int (*service)(const struct iph_addr *addr, void *arg),
			void (*restart)(void *arg), void *arg) IPH_MUST_CHECK;

/* Reads an RTM_NEWADDR or RTM_DELADDR message: whether it is about a service address. */
bool kernel_is_service(const struct nlmsghdr *nlh, struct iph_addr *ret_addr);

/* Reads the same: whether the address bears our mark, which the kernel keeps since Linux 5.18. */
bool kernel_is_marked(const struct nlmsghdr *nlh);
