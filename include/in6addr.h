/* SPDX-License-Identifier: MIT */
/* IN6_ADDR: an IPv6 address in network byte order, with Windows' and POSIX' member names. */
#ifndef IPH_IN6ADDR_H
#define IPH_IN6ADDR_H

#include <netinet/in.h>
#include <windef.h>

/*
 * Not "struct in6_addr", which is glibc's and aligned to 4 bytes; Windows aligns it to 2.
 * glibc's s6_addr, s6_addr16 and s6_addr32 are macros (netinet/in.h, 2.36) for the members of
 * __in6_u, hence names that are otherwise not ours to use.
 */
typedef union __attribute__((__may_alias__)) iph_in6_addr {
	union {
		UCHAR Byte[16];
		USHORT Word[8];
	} u;
	union {
		UINT8 __u6_addr8[16];
		UINT16 __u6_addr16[8];
		UINT32 __u6_addr32[4] __attribute__((__packed__, __aligned__(2)));
	} __in6_u;
} IN6_ADDR, *PIN6_ADDR, *LPIN6_ADDR;

#endif
