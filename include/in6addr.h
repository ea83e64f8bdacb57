/* SPDX-License-Identifier: MIT */
/* IN6_ADDR: an IPv6 address in network byte order, with Windows' and POSIX' member names. */
#ifndef IPH_IN6ADDR_H
#define IPH_IN6ADDR_H

#include <netinet/in.h>
#include <windef.h>

union iph_in6_union {
	UCHAR Byte[16];
	USHORT Word[8];
};

#ifdef __GLIBC__
#define IPH_IN6_LIBC __in6_u
union iph_in6_libc {
	UINT8 __u6_addr8[16];
	UINT16 __u6_addr16[8];
	UINT32 __u6_addr32[4] __attribute__((__packed__, __aligned__(2)));
};
#else /* musl */
#define IPH_IN6_LIBC __in6_union
union iph_in6_libc {
	UINT8 __s6_addr[16];
	UINT16 __s6_addr16[8];
	UINT32 __s6_addr32[4] __attribute__((__packed__, __aligned__(2)));
};
#endif

/*
 * Not glibc's "struct in6_addr", which is aligned to 4 bytes; Windows aligns it to 2. With
 * <winsock2.h>, "struct in6_addr" is this one. s6_addr, s6_addr16 and s6_addr32 are macros for
 * the members of __in6_u in glibc 2.36, and of __in6_union in musl 1.2.3 (netinet/in.h), hence
 * names that are otherwise not ours to use.
 */
typedef struct __attribute__((__may_alias__)) iph_in6_addr {
	__extension__ union {
		union iph_in6_union u;
		union iph_in6_libc IPH_IN6_LIBC;
	};
} IN6_ADDR, *PIN6_ADDR, *LPIN6_ADDR;
#undef IPH_IN6_LIBC

#endif
