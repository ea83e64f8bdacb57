/* SPDX-License-Identifier: MIT */
/* Tests of addresses. Names: learn.microsoft.com, "mstcpip.h header". */
#ifndef IPH_MSTCPIP_H
#define IPH_MSTCPIP_H

#include <ip2string.h>
#include <winsock2.h>
#include <ws2ipdef.h>

/* The bytes of an address, in network order. */
#define IPH_BYTES(address) ((const UCHAR *)(const void *)(address))

static inline BOOLEAN IN4_IS_ADDR_UNSPECIFIED(const IN_ADDR *a)
{
	return a->s_addr == 0;
}

static inline BOOLEAN IN4_IS_ADDR_BROADCAST(const IN_ADDR *a)
{
	return a->s_addr == 0xFFFFFFFFU;
}

static inline BOOLEAN IN4_IS_ADDR_LOOPBACK(const IN_ADDR *a)
{
	return IPH_BYTES(a)[0] == 127;
}

static inline BOOLEAN IN4_IS_ADDR_MULTICAST(const IN_ADDR *a)
{
	return IPH_BYTES(a)[0] >> 4 == 14;
}

static inline BOOLEAN IN4_IS_ADDR_LINKLOCAL(const IN_ADDR *a)
{
	return IPH_BYTES(a)[0] == 169 && IPH_BYTES(a)[1] == 254;
}

static inline BOOLEAN IN4_IS_ADDR_RFC1918(const IN_ADDR *a)
{
	const UCHAR *b = IPH_BYTES(a);

	return b[0] == 10 || (b[0] == 172 && b[1] >> 4 == 1) || (b[0] == 192 && b[1] == 168);
}

static inline BOOLEAN IN4_ADDR_EQUAL(const IN_ADDR *a, const IN_ADDR *b)
{
	return a->s_addr == b->s_addr;
}

static inline BOOLEAN IN6_ADDR_EQUAL(const IN6_ADDR *a, const IN6_ADDR *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static inline BOOLEAN INETADDR_ISANY(const SOCKADDR *a)
{
	const SOCKADDR_INET *inet = (const SOCKADDR_INET *)(const void *)a;

	if (inet->si_family == AF_INET)
		return IN4_IS_ADDR_UNSPECIFIED(&inet->Ipv4.sin_addr);
	return IN6_IS_ADDR_UNSPECIFIED(&inet->Ipv6.sin6_addr) != 0;
}

static inline BOOLEAN INETADDR_ISLOOPBACK(const SOCKADDR *a)
{
	const SOCKADDR_INET *inet = (const SOCKADDR_INET *)(const void *)a;

	if (inet->si_family == AF_INET)
		return IN4_IS_ADDR_LOOPBACK(&inet->Ipv4.sin_addr);
	return IN6_IS_ADDR_LOOPBACK(&inet->Ipv6.sin6_addr) != 0;
}

#endif
