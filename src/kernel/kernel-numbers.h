/* SPDX-License-Identifier: MIT */
/*
 * The kernel's numbers that its headers do not have everywhere, so that the build needs no newer
 * headers than README.md says. The first kernel that has a number is named beside it. Most are
 * names of an enum, of which the preprocessor does not know: here they are macros in any case.
 */
#pragma once

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#define IFA_PROTO 11 /* 5.18 */
#ifndef IFAPROT_KERNEL_LO
#define IFAPROT_KERNEL_LO 1
#define IFAPROT_KERNEL_RA 2
#define IFAPROT_KERNEL_LL 3
#endif
#define IFLA_PERM_ADDRESS 54	/* 5.6 */
#define IFLA_PARENT_DEV_NAME 56 /* 5.14 */
#define IFLA_TSO_MAX_SIZE 59	/* 5.19 */
/* linux/ipv6.h cannot be here: glibc has the same structures. So no name that it may have. */
#define IPH_DEVCONF_FORCE_FORWARDING 59 /* 6.17 */
#ifndef RTNLGRP_STATS
#define RTNLGRP_STATS 36 /* 5.18 */
#endif
/* Of an enum with names for these only in newer headers. */
#define IPH_GROUP_IPV4_MCADDR 37 /* 6.14 */
#define IPH_GROUP_IPV6_MCADDR 38 /* 6.14 */
#define IPH_GROUP_IPV6_ACADDR 39 /* 6.16 */
#define IPH_NEWANYCAST 60	 /* RTM_NEWANYCAST and RTM_DELANYCAST, told to that group */
#define IPH_DELANYCAST 61
#ifndef IPV6_JOIN_ANYCAST
#define IPV6_JOIN_ANYCAST 27 /* linux/in6.h; glibc has no names for them */
#define IPV6_LEAVE_ANYCAST 28
#endif
