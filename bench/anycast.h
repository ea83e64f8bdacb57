/* SPDX-License-Identifier: MIT */
/* What the lines about anycast entries share. */
#pragma once

#include <netinet/in.h>
#include <stdint.h>
#include <sys/types.h>

#include <iphlpapi.h>
#include <winsock2.h>
#include <ws2tcpip.h>

#include "raw.h"

MIB_ANYCASTIPADDRESS_ROW anycast_row(uint32_t ifindex, int family, const void *addr);

/* Create and Delete; arg: a MIB_ANYCASTIPADDRESS_ROW. */
int anycast_create(void *arg);
int anycast_delete(void *arg);
int anycast_create_delete(void *arg);

/* As many entries as that, of world_ipv6(from) and further, through the library. */
void anycast_create_many(uint32_t ifindex, long from, long to);

/* An IPv4 entry by hand: a marked /32. fresh: by a socket for each of the two changes; asking:
 * that, and before them whether the address is there with another prefix length, or bears the mark.
 */
struct anycast_raw4 {
	struct raw raw;
	struct message ask;
	struct message add;
	struct message list;
	struct message remove;
};
void anycast_raw4_init(struct anycast_raw4 *entry, uint32_t ifindex, struct in_addr addr);
int anycast_raw4(void *arg);
int anycast_raw4_fresh(void *arg);
int anycast_raw4_asking(void *arg);

/* An IPv6 entry by hand: membership, no anycast route, service address on lo. */
struct anycast_raw6 {
	struct raw raw;
	struct ipv6_mreq mreq;
	int fd;	      /* the socket with the membership */
	int listener; /* hears of its local route, for those who wait */
	struct message remove_route;
	struct message add;
	struct message remove;
};
void anycast_raw6_init(struct anycast_raw6 *entry, uint32_t ifindex, struct in6_addr addr);
int anycast_raw6_create(void *arg);
int anycast_raw6_create_wait(void *arg); /* until the kernel has made the local route */
int anycast_raw6_delete(void *arg);
int anycast_raw6(void *arg);
int anycast_raw6_wait(void *arg);

/* The same, with the wait, by another process: the least that a membership which outlives its
 * program can cost. */
struct anycast_remote6 {
	int fd;
	pid_t pid;
};
void anycast_remote6_init(struct anycast_remote6 *remote, uint32_t ifindex, struct in6_addr addr);
int anycast_remote6(void *arg);

/* As anycast_create_many(), by hand. */
void anycast_raw6_many(uint32_t ifindex, long from, long to);

/* Makes those from 0 on again whose memberships have ended and whose addresses are still there: the
 * kernel refuses to join an address that it has, so each address goes, newest first, and before
 * that all their local routes, through which each deletion would go. */
void anycast_raw6_again(uint32_t ifindex, long count);
