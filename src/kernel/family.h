/* SPDX-License-Identifier: MIT */
/* Address families, of which a machine may lack one: it may run without IPv6. */
#pragma once

#include "nl.h"

/* 0 when the machine has AF_INET or AF_INET6, -EAFNOSUPPORT when it does not. */
int iph_family_check(uint8_t family) IPH_MUST_CHECK;

/* iph_nl_dump() for a request whose header begins with a family: what the kernel says of other
 * families does not go to sink. -EAFNOSUPPORT when the machine does not have this one.
 *
 * A kernel without IPv6 refuses some requests for it. But dumps of addresses and routes it answers
 * with those of all families that it has (rtnl_dump_all(), net/core/rtnetlink.c). */
int iph_family_dump(struct iph_nl *nl, struct iph_msg *msg,
		    const struct iph_nl_sink *sink) IPH_MUST_CHECK;
