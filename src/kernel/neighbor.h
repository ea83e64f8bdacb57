/* SPDX-License-Identifier: MIT */
/* Neighbours as the kernel knows them: ARP's and neighbour discovery's. */
#pragma once

#include "addr.h"
#include "nl.h"

#define IPH_LLADDR_MAX 32 /* MAX_ADDR_LEN, the kernel's linux/netdevice.h */

/* A neighbour of an interface: RTM_NEWNEIGH without what nobody here needs. */
struct iph_neighbor {
	struct iph_addr addr;
	uint32_t ifindex;
	uint32_t confirmed; /* so many hundredths of a second ago; see iph_neighbor_parse() */
	uint32_t updated;
	uint16_t state; /* NUD_... (linux/neighbour.h) */
	uint8_t flags;	/* NTF_... */
	uint8_t lladdr_len;
	uint8_t lladdr[IPH_LLADDR_MAX];
};

/* From an RTM_NEWNEIGH or RTM_DELNEIGH message. A neighbour that was never heard of is said to
 * have been confirmed a minute or so before it was made (neigh_alloc(), net/core/neighbour.c). */
int iph_neighbor_parse(const struct nlmsghdr *nlh,
		       struct iph_neighbor *ret_neighbor) IPH_MUST_CHECK;

/* Whether it is no neighbour but something that the kernel keeps in the same list: what a refused
 * request has left, what stands for all IPv4 neighbours of a device that needs none, proxies. */
bool iph_neighbor_hidden(const struct iph_neighbor *neighbor);

/* What a reader does with a neighbour; the return value as in struct iph_nl_sink. */
struct iph_neighbor_sink {
	int (*entry)(const struct iph_neighbor *neighbor, void *arg);
	void (*restart)(void *arg);
	void *arg;
};

/* Reads the neighbours of a family, of one interface or with ifindex 0 of all of them, but for the
 * hidden ones. The kernel does not say when others have changed the list meanwhile.
 * -EAFNOSUPPORT when the machine does not have the family. */
int iph_neighbor_read(struct iph_nl *nl, uint8_t family, uint32_t ifindex,
		      const struct iph_neighbor_sink *sink) IPH_MUST_CHECK;

/* Asks for one, without a walk; hidden ones too. -ENOENT, -ENODEV. */
int iph_neighbor_get(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex,
		     struct iph_neighbor *ret_neighbor) IPH_MUST_CHECK;

/* RTM_NEWNEIGH with these flags (NLM_F_...): -EPERM, -EEXIST, -ENOENT, ... */
int iph_neighbor_put(struct iph_nl *nl, const struct iph_neighbor *neighbor,
		     uint16_t flags) IPH_MUST_CHECK;

/* -ENOENT when it is not there. Until it is gone the kernel says that it has failed. */
int iph_neighbor_remove(struct iph_nl *nl, const struct iph_addr *addr,
			uint32_t ifindex) IPH_MUST_CHECK;
