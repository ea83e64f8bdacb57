/* SPDX-License-Identifier: MIT */
/* IPv4 rows of the calls before netioapi.h. Addresses and masks in network byte order. */
#ifndef IPH_IPMIB_H
#define IPH_IPMIB_H

#include <ifdef.h>
#include <nldef.h>
#include <windef.h>

#define MAXLEN_PHYSADDR 8

/* wType of MIB_IPADDRROW, bits. */
#define MIB_IPADDR_PRIMARY 0x0001
#define MIB_IPADDR_DYNAMIC 0x0004
#define MIB_IPADDR_DISCONNECTED 0x0008
#define MIB_IPADDR_DELETED 0x0040
#define MIB_IPADDR_TRANSIENT 0x0080

typedef struct _MIB_IPADDRROW_XP {
	DWORD dwAddr;
	IF_INDEX dwIndex;
	DWORD dwMask;
	DWORD dwBCastAddr;
	DWORD dwReasmSize;
	unsigned short unused1;
	unsigned short wType;
} MIB_IPADDRROW_XP, *PMIB_IPADDRROW_XP;

typedef MIB_IPADDRROW_XP MIB_IPADDRROW, *PMIB_IPADDRROW;

typedef struct _MIB_IPADDRTABLE {
	DWORD dwNumEntries;
	MIB_IPADDRROW table[ANY_SIZE];
} MIB_IPADDRTABLE, *PMIB_IPADDRTABLE;

typedef enum {
	MIB_IPROUTE_TYPE_OTHER = 1,
	MIB_IPROUTE_TYPE_INVALID = 2,
	MIB_IPROUTE_TYPE_DIRECT = 3,
	MIB_IPROUTE_TYPE_INDIRECT = 4
} MIB_IPFORWARD_TYPE;

typedef NL_ROUTE_PROTOCOL MIB_IPFORWARD_PROTO;

#define MIB_IPROUTE_METRIC_UNUSED ((DWORD)-1)

typedef struct _MIB_IPFORWARDROW {
	DWORD dwForwardDest;
	DWORD dwForwardMask;
	DWORD dwForwardPolicy;
	DWORD dwForwardNextHop;
	IF_INDEX dwForwardIfIndex;
	__extension__ union {
		DWORD dwForwardType;
		MIB_IPFORWARD_TYPE ForwardType;
	};
	__extension__ union {
		DWORD dwForwardProto;
		MIB_IPFORWARD_PROTO ForwardProto;
	};
	DWORD dwForwardAge;
	DWORD dwForwardNextHopAS;
	DWORD dwForwardMetric1;
	DWORD dwForwardMetric2;
	DWORD dwForwardMetric3;
	DWORD dwForwardMetric4;
	DWORD dwForwardMetric5;
} MIB_IPFORWARDROW, *PMIB_IPFORWARDROW;

typedef struct _MIB_IPFORWARDTABLE {
	DWORD dwNumEntries;
	MIB_IPFORWARDROW table[ANY_SIZE];
} MIB_IPFORWARDTABLE, *PMIB_IPFORWARDTABLE;

typedef enum {
	MIB_IPNET_TYPE_OTHER = 1,
	MIB_IPNET_TYPE_INVALID = 2,
	MIB_IPNET_TYPE_DYNAMIC = 3,
	MIB_IPNET_TYPE_STATIC = 4
} MIB_IPNET_TYPE;

typedef struct _MIB_IPNETROW_LH {
	IF_INDEX dwIndex;
	DWORD dwPhysAddrLen;
	UCHAR bPhysAddr[MAXLEN_PHYSADDR];
	DWORD dwAddr;
	__extension__ union {
		DWORD dwType;
		MIB_IPNET_TYPE Type;
	};
} MIB_IPNETROW_LH, *PMIB_IPNETROW_LH;

typedef MIB_IPNETROW_LH MIB_IPNETROW, *PMIB_IPNETROW;

typedef struct _MIB_IPNETTABLE {
	DWORD dwNumEntries;
	MIB_IPNETROW table[ANY_SIZE];
} MIB_IPNETTABLE, *PMIB_IPNETTABLE;

#endif
