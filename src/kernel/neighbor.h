/* SPDX-License-Identifier: MIT */
/* The kernel's neighbours: those that ARP (IPv4) and neighbour discovery (IPv6) know. */
#pragma once

#include "addr.h"
#include "nl.h"

#define IPH_LLADDR_MAX 32 /* MAX_ADDR_LEN, the kernel's linux/netdevice.h */

/* A neighbour of an interface: the members of an RTM_NEWNEIGH message that are used here. */
struct iph_neighbor {
	struct iph_addr addr;
	uint32_t ifindex;
	uint32_t confirmed; /* how many hundredths of a second ago; see iph_neighbor_parse() */
	uint32_t updated;   /* the same of its latest change */
	uint16_t state;	    /* NUD_... (linux/neighbour.h) */
	uint8_t flags;	    /* NTF_... */
	uint8_t lladdr_len;
	uint8_t lladdr[IPH_LLADDR_MAX]; /* the bytes behind its length are 0 */
};

/* Reads an RTM_NEWNEIGH or RTM_DELNEIGH message. Of a neighbour that has never answered the kernel
 * says that it was confirmed about a minute before it was made (neigh_alloc(),
 * net/core/neighbour.c). */
int iph_neighbor_parse(const struct nlmsghdr *nlh,
		       struct iph_neighbor *ret_neighbor) IPH_MUST_CHECK;

/* Whether it is something that is in the kernel's list and is no neighbour: what a refused request
 * has left; the one entry that stands for all IPv4 neighbours of a device that needs no addresses;
 * a proxy. */
bool iph_neighbor_hidden(const struct iph_neighbor *neighbor);

/* What a reader does with a neighbour. The return value is as in struct iph_nl_sink. */
struct iph_neighbor_sink {
	int (*entry)(const struct iph_neighbor *neighbor, void *arg);
	void (*restart)(void *arg);
	void *arg;
};

/* Reads the neighbours of a family, of one interface, or with ifindex 0 of all interfaces, without
 * the hidden ones. The kernel does not say whether others have changed the list meanwhile.
 * -EAFNOSUPPORT when the machine does not have the family. */
int iph_neighbor_read(struct iph_nl *nl, uint8_t family, uint32_t ifindex,
		      const struct iph_neighbor_sink *sink) IPH_MUST_CHECK;

/* Asks for one neighbour; finds hidden ones, too. -ENOENT, -ENODEV. */
int iph_neighbor_get(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex,
		     struct iph_neighbor *ret_neighbor) IPH_MUST_CHECK;

/* Sends RTM_NEWNEIGH with these flags (NLM_F_...). -EPERM, -EEXIST, -ENOENT, ... */
int iph_neighbor_put(struct iph_nl *nl, const struct iph_neighbor *neighbor,
		     uint16_t flags) IPH_MUST_CHECK;

/* -ENOENT when there is no such neighbour. The kernel gives it the state NUD_FAILED first, and
 * removes it a moment later. */
int iph_neighbor_remove(struct iph_nl *nl, const struct iph_addr *addr,
			uint32_t ifindex) IPH_MUST_CHECK;

/* Proxies are addresses of others that an interface answers for, by ARP or neighbour discovery. The
 * kernel keeps them beside the neighbours, each for one address (struct pneigh_entry,
 * net/core/neighbour.c). */

/* 0 also for a proxy of all interfaces, which only the older ioctl makes. -ENOENT, -ENODEV, ... */
int iph_proxy_get(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex) IPH_MUST_CHECK;

/* Makes one; 0 also when there is one already, because the kernel does not look at NLM_F_EXCL here.
 * -EPERM, -ENODEV, ... */
int iph_proxy_put(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex) IPH_MUST_CHECK;

/* -ENOENT when the interface has no such proxy. */
int iph_proxy_remove(struct iph_nl *nl, const struct iph_addr *addr,
		     uint32_t ifindex) IPH_MUST_CHECK;
