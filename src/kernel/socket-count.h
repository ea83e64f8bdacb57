/* SPDX-License-Identifier: MIT */
/* How many sockets of a protocol the calling thread's network namespace has. */
#pragma once

#include "nl.h"

/* Of one family, where a socket of IPv6 with addresses of IPv4 is one of IPv4. */
struct iph_socket_count {
	uint32_t all;	      /* but those that listen */
	uint32_t established; /* RFC 4022, tcpCurrEstab: established, or closed by the other end */
};

/* protocol is IPPROTO_TCP or IPPROTO_UDP. -EOPNOTSUPP where the kernel does not tell. */
int iph_sockets_count(uint8_t family, uint8_t protocol,
		      struct iph_socket_count *ret_count) IPH_MUST_CHECK;
