/* SPDX-License-Identifier: MIT */
/* Socket address types for IPv6, and for both families. */
#ifndef IPH_WS2IPDEF_H
#define IPH_WS2IPDEF_H

#include <in6addr.h>
#include <ws2def.h>

/* Same bytes as struct sockaddr_in6. Port, flow label and address in network byte order. */
typedef struct __attribute__((__may_alias__)) iph_sockaddr_in6 {
	ADDRESS_FAMILY sin6_family;
	USHORT sin6_port;
	ULONG sin6_flowinfo;
	IN6_ADDR sin6_addr;
	__extension__ union {
		ULONG sin6_scope_id;
		SCOPE_ID sin6_scope_struct;
	};
} SOCKADDR_IN6, *PSOCKADDR_IN6, *LPSOCKADDR_IN6;

typedef SOCKADDR_IN6 SOCKADDR_IN6_LH, *PSOCKADDR_IN6_LH;

/* The family, in host byte order, is bytes 0 and 1 of all three members. */
typedef union __attribute__((__may_alias__)) _SOCKADDR_INET {
	SOCKADDR_IN Ipv4;
	SOCKADDR_IN6 Ipv6;
	ADDRESS_FAMILY si_family;
} SOCKADDR_INET, *PSOCKADDR_INET;

typedef struct _sockaddr_in6_pair {
	PSOCKADDR_IN6 SourceAddress;
	PSOCKADDR_IN6 DestinationAddress;
} SOCKADDR_IN6_PAIR, *PSOCKADDR_IN6_PAIR;

/* Group memberships; the second takes an interface index. */
typedef struct iph_ip_mreq {
	IN_ADDR imr_multiaddr;
	IN_ADDR imr_interface;
} IP_MREQ, *PIP_MREQ;

typedef struct iph_ipv6_mreq {
	IN6_ADDR ipv6mr_multiaddr;
	ULONG ipv6mr_interface;
} IPV6_MREQ, *PIPV6_MREQ;

#endif
