/* SPDX-License-Identifier: MIT */
/* The library's side of the anycast holder: ask it, start it. */
#pragma once

#include "addr.h"
#include "anycast-proto.h"
#include "nl.h"

/* What the holder is to do. */
struct iph_holder_task {
	enum iph_op op;
	uint16_t type;	  /* that the interface must have, or 0 for any */
	uint32_t ifindex; /* 0: no interface */
	struct iph_addr addr;

	/* Asked before a holder is started: what it refuses nobody needs one for. */
	int (*may_start)(void *arg);
	void *arg;
};

/* Has the holder, started when there is none, create or delete an IPv6 entry. nl is a socket of
 * IPH_HOLDER_PROTOCOL. Returns the holder's answer, 0 or -errno: it looks for the interface, and
 * -EPERM is the kernel's when the caller lacks CAP_NET_ADMIN over the namespace. -ETIMEDOUT when
 * there was no answer in 30 s. */
int iph_holder_call(struct iph_nl *nl, const struct iph_holder_task *task) IPH_MUST_CHECK;

/* Starts a holder in the calling thread's network namespace and waits until one is in office,
 * be it this one or another that was faster; -ETIMEDOUT at the end (wait.h). */
int iph_holder_start(int64_t end) IPH_MUST_CHECK;
