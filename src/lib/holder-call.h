/* SPDX-License-Identifier: MIT */
/* The library's side of the anycast holder: ask it, start it. */
#pragma once

#include "addr.h"
#include "anycast-proto.h"
#include "nl.h"

/* Opens a socket to the holder of this network namespace, whether or not there is one yet.
 * -EPERM when the caller lacks CAP_NET_ADMIN over the namespace: the kernel says so. */
int iph_holder_open(struct iph_nl *ret_nl) IPH_MUST_CHECK;

/* Has the holder, started when there is none, create or delete an IPv6 entry. Returns its
 * answer: 0 or -errno as in anycast-proto.h. */
int iph_holder_call(struct iph_nl *nl, enum iph_op op, const struct iph_addr *addr,
		    uint32_t ifindex) IPH_MUST_CHECK;

/* Starts a holder in the calling thread's network namespace and waits until one is in office,
 * be it this one or another that was faster. */
int iph_holder_start(void) IPH_MUST_CHECK;
