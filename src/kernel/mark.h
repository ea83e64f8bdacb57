/* SPDX-License-Identifier: MIT */
/* Who made an address, as IFA_PROTO tells since Linux 5.18, and what we write there. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "kernel-numbers.h"

/* A unicast address bears a mark when its origins, or that it is skipped as a source, do not
 * follow from what the kernel itself says about it: 10 for a mark, 1 bit SkipAsSource, ... */
#define IPH_MARK 0x80
#define IPH_MARK_MASK 0x80
#define IPH_MARK_SKIP 0x40
#define IPH_MARK_PREFIX_SHIFT 3 /* 3 bits NL_PREFIX_ORIGIN */
#define IPH_MARK_ORIGIN 0x7	/* 3 bits NL_SUFFIX_ORIGIN */

/* How IPv6 service addresses and IPv4 anycast addresses are marked (IFA_PROTO, Linux 5.18). */
#define IPH_IFA_PROTO 0x41
/* and the label that says it to older kernels, IPv4 only. */
#define IPH_IFA_LABEL "anycast"
/* and the holder's routes (rtm_protocol): linux/rtnetlink.h has no name for this number. */
#define IPH_ROUTE_PROTO IPH_IFA_PROTO

/* rtm_protocol of routes that the libraries add and whose Protocol or Metric Linux has no place
 * for: this plus the place in protocols[] (lib/route/row.c). Of IPv6 the kernel's metric
 * is then Metric plus 1, because it takes 0 for 1024. No program in /etc/iproute2/rt_protos has
 * these. */
#define IPH_ROUTE_MARK 0x80
#define IPH_ROUTE_MARKS 22
