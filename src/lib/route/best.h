/* SPDX-License-Identifier: MIT */
/* Which route a packet would take. */
#pragma once

#include "codes/export.h"
#include "util.h"

/* What GetBestRoute2() is asked. */
struct iph_best_question {
	NET_LUID luid; /* 0: index names the interface; both 0: any */
	NET_IFINDEX index;
	SOCKADDR_INET source; /* family or address 0: any */
	SOCKADDR_INET destination;
};

/* -EINVAL, -EAFNOSUPPORT, -ENETUNREACH when no packet can go there; when no interface has the index
 * -ENODEV, and when none has the LUID -ENOENT. */
int iph_route_best(const struct iph_best_question *question, MIB_IPFORWARD_ROW2 *ret_row,
		   SOCKADDR_INET *ret_source) IPH_MUST_CHECK;
