/* SPDX-License-Identifier: MIT */
/* Addresses of others that an interface answers for, by ARP or neighbour discovery. The kernel
 * keeps them beside the neighbours, each for one address (struct pneigh_entry,
 * net/core/neighbour.c). */
#pragma once

#include "addr.h"
#include "nl.h"

/* 0 also for a proxy of all interfaces, which only the older ioctl makes. -ENOENT, -ENODEV, ... */
int iph_proxy_get(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex) IPH_MUST_CHECK;

/* Makes one; 0 also when there is one already, because the kernel does not look at NLM_F_EXCL here.
 * -EPERM, -ENODEV, ... */
int iph_proxy_put(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex) IPH_MUST_CHECK;

/* -ENOENT when the interface has no such proxy. */
int iph_proxy_remove(struct iph_nl *nl, const struct iph_addr *addr,
		     uint32_t ifindex) IPH_MUST_CHECK;
