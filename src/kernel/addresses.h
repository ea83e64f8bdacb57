/* SPDX-License-Identifier: MIT */
/* The addresses of interfaces, of all kinds. */
#pragma once

#include "nl.h"

/* What the kernel says of addresses of a family, of one interface or with ifindex 0 of all, goes to
 * sink. type is RTM_GETADDR, RTM_GETANYCAST or RTM_GETMULTICAST. Kernels before 4.20 do not know
 * the filter by interface, so that sink has to look at the index. -EAFNOSUPPORT when the machine
 * does not have the family, or, of IPv4 groups, when the kernel cannot list them this way. */
int iph_addresses_dump(struct iph_nl *nl, uint16_t type, uint8_t family, uint32_t ifindex,
		       const struct iph_nl_sink *sink) IPH_MUST_CHECK;
