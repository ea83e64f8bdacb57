/* SPDX-License-Identifier: MIT */
/* Tests and settings of addresses. Names: learn.microsoft.com, "mstcpip.h header". */
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

#define IN4ADDR_ISEQUAL(a, b)                                                                      \
	((a)->sin_port == (b)->sin_port && IN4_ADDR_EQUAL(&(a)->sin_addr, &(b)->sin_addr))
#define IN6ADDR_ISEQUAL(a, b)                                                                      \
	((a)->sin6_port == (b)->sin6_port && (a)->sin6_scope_id == (b)->sin6_scope_id &&           \
	 IN6_ADDR_EQUAL(&(a)->sin6_addr, &(b)->sin6_addr))
#define IN4ADDR_ISANY(a) IN4_IS_ADDR_UNSPECIFIED(&(a)->sin_addr)
#define IN4ADDR_ISUNSPECIFIED(a) IN4ADDR_ISANY(a)
#define IN4ADDR_ISLOOPBACK(a) IN4_IS_ADDR_LOOPBACK(&(a)->sin_addr)
#define IN6ADDR_ISANY(a) IN6_IS_ADDR_UNSPECIFIED(&(a)->sin6_addr)
#define IN6ADDR_ISUNSPECIFIED(a) IN6ADDR_ISANY(a)
#define IN6ADDR_ISLOOPBACK(a) IN6_IS_ADDR_LOOPBACK(&(a)->sin6_addr)
#define IN6ADDR_ISV4MAPPED(a) IN6_IS_ADDR_V4MAPPED(&(a)->sin6_addr)

/* The rest of the address, but for what the call gives, is 0. */
static inline VOID IN4ADDR_SETSOCKADDR(SOCKADDR_IN *a, const IN_ADDR *addr, USHORT port)
{
	memset(a, 0, sizeof(*a));
	a->sin_family = AF_INET;
	a->sin_port = port;
	a->sin_addr = *addr;
}

static inline VOID IN6ADDR_SETSOCKADDR(SOCKADDR_IN6 *a, const IN6_ADDR *addr, SCOPE_ID scope,
				       USHORT port)
{
	memset(a, 0, sizeof(*a));
	a->sin6_family = AF_INET6;
	a->sin6_port = port;
	a->sin6_addr = *addr;
	a->sin6_scope_struct = scope;
}

static inline VOID IN4ADDR_SETANY(SOCKADDR_IN *a)
{
	memset(a, 0, sizeof(*a));
	a->sin_family = AF_INET;
}

static inline VOID IN4ADDR_SETLOOPBACK(SOCKADDR_IN *a)
{
	IN4ADDR_SETANY(a);
	a->sin_addr.s_net = 127;
	a->sin_addr.s_impno = 1;
}

static inline VOID IN6ADDR_SETANY(SOCKADDR_IN6 *a)
{
	memset(a, 0, sizeof(*a));
	a->sin6_family = AF_INET6;
}

static inline VOID IN6ADDR_SETLOOPBACK(SOCKADDR_IN6 *a)
{
	IN6ADDR_SETANY(a);
	a->sin6_addr.u.Byte[15] = 1;
}

static inline VOID IN6ADDR_SETV4MAPPED(SOCKADDR_IN6 *a, const IN_ADDR *addr, SCOPE_ID scope,
				       USHORT port)
{
	IN6ADDR_SETANY(a);
	a->sin6_port = port;
	a->sin6_scope_struct = scope;
	memset(a->sin6_addr.u.Byte + 10, 0xff, 2);
	memcpy(a->sin6_addr.u.Byte + 12, addr, sizeof(*addr));
}

/* A socket address of either family: SOCKADDR_INET in the form of its members. */
#define IPH_INET(a) ((SOCKADDR_INET *)(void *)(a))
#define IPH_CONST_INET(a) ((const SOCKADDR_INET *)(const void *)(a))

static inline PUCHAR INETADDR_ADDRESS(const SOCKADDR *a)
{
	SOCKADDR_INET *inet = (SOCKADDR_INET *)(ULONG_PTR)a;

	if (inet->si_family == AF_INET)
		return (PUCHAR)&inet->Ipv4.sin_addr;
	return (PUCHAR)&inet->Ipv6.sin6_addr;
}

static inline VOID INETADDR_SET_ADDRESS(SOCKADDR *a, const UCHAR *addr)
{
	memcpy(INETADDR_ADDRESS(a), addr,
	       IPH_INET(a)->si_family == AF_INET ? sizeof(IN_ADDR) : sizeof(IN6_ADDR));
}

/* At the same place in both, and in network byte order. */
static inline USHORT INETADDR_PORT(const SOCKADDR *a)
{
	return IPH_CONST_INET(a)->Ipv6.sin6_port;
}

static inline VOID INETADDR_SET_PORT(SOCKADDR *a, USHORT port)
{
	IPH_INET(a)->Ipv6.sin6_port = port;
}

static inline SCOPE_ID INETADDR_SCOPE_ID(const SOCKADDR *a)
{
	SCOPE_ID none;

	none.Value = 0;
	return IPH_CONST_INET(a)->si_family == AF_INET ? none
						       : IPH_CONST_INET(a)->Ipv6.sin6_scope_struct;
}

static inline VOID INETADDR_SETANY(SOCKADDR *a)
{
	if (IPH_INET(a)->si_family == AF_INET)
		IN4ADDR_SETANY(&IPH_INET(a)->Ipv4);
	else
		IN6ADDR_SETANY(&IPH_INET(a)->Ipv6);
}

static inline VOID INETADDR_SETLOOPBACK(SOCKADDR *a)
{
	if (IPH_INET(a)->si_family == AF_INET)
		IN4ADDR_SETLOOPBACK(&IPH_INET(a)->Ipv4);
	else
		IN6ADDR_SETLOOPBACK(&IPH_INET(a)->Ipv6);
}

static inline VOID INETADDR_SETSOCKADDR(ADDRESS_FAMILY family, SOCKADDR *a, const VOID *addr,
					SCOPE_ID scope, USHORT port)
{
	if (family == AF_INET)
		IN4ADDR_SETSOCKADDR(&IPH_INET(a)->Ipv4, (const IN_ADDR *)addr, port);
	else
		IN6ADDR_SETSOCKADDR(&IPH_INET(a)->Ipv6, (const IN6_ADDR *)addr, scope, port);
}

static inline BOOLEAN INETADDR_ISEQUAL(const SOCKADDR *a, const SOCKADDR *b)
{
	if (IPH_CONST_INET(a)->si_family != IPH_CONST_INET(b)->si_family)
		return FALSE;
	if (IPH_CONST_INET(a)->si_family == AF_INET)
		return IN4ADDR_ISEQUAL(&IPH_CONST_INET(a)->Ipv4, &IPH_CONST_INET(b)->Ipv4);
	return IN6ADDR_ISEQUAL(&IPH_CONST_INET(a)->Ipv6, &IPH_CONST_INET(b)->Ipv6);
}

static inline BOOLEAN INETADDR_ISANY(const SOCKADDR *a)
{
	if (IPH_CONST_INET(a)->si_family == AF_INET)
		return IN4ADDR_ISANY(&IPH_CONST_INET(a)->Ipv4);
	return IN6ADDR_ISANY(&IPH_CONST_INET(a)->Ipv6) != 0;
}

static inline BOOLEAN INETADDR_ISUNSPECIFIED(const SOCKADDR *a)
{
	return INETADDR_ISANY(a);
}

static inline BOOLEAN INETADDR_ISLOOPBACK(const SOCKADDR *a)
{
	if (IPH_CONST_INET(a)->si_family == AF_INET)
		return IN4ADDR_ISLOOPBACK(&IPH_CONST_INET(a)->Ipv4);
	return IN6ADDR_ISLOOPBACK(&IPH_CONST_INET(a)->Ipv6) != 0;
}

static inline BOOLEAN INETADDR_ISV4MAPPED(const SOCKADDR *a)
{
	return IPH_CONST_INET(a)->si_family != AF_INET &&
	       IN6ADDR_ISV4MAPPED(&IPH_CONST_INET(a)->Ipv6);
}

#endif
