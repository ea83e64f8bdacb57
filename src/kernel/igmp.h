/* SPDX-License-Identifier: MIT */
/* /proc/net/igmp, where a kernel tells of IPv4 groups in no other way. */
#pragma once

#include <stdio.h>

#include "addr.h"
#include "util.h"

/* What a reader does with a membership: 0 goes on, 1 ends the reading, -errno fails it. */
typedef int (*iph_igmp_fn)(const struct iph_addr *group, uint32_t ifindex, void *arg);

/* Lines that are not as the kernel writes them (igmp_mc_seq_show(), igmp.c) are skipped. */
int iph_igmp_read(FILE *file, iph_igmp_fn take, void *arg) IPH_MUST_CHECK;
