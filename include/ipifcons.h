/* SPDX-License-Identifier: MIT */
/* Interface types (IANA ifType), tunnel types, access types. */
#ifndef IPH_IPIFCONS_H
#define IPH_IPIFCONS_H

#include <windef.h>

typedef ULONG IFTYPE;

#define IF_TYPE_OTHER 1
#define IF_TYPE_ETHERNET_CSMACD 6
#define IF_TYPE_ISO88025_TOKENRING 9
#define IF_TYPE_FDDI 15
#define IF_TYPE_PPP 23
#define IF_TYPE_SOFTWARE_LOOPBACK 24
#define IF_TYPE_SLIP 28
#define IF_TYPE_ATM 37
#define IF_TYPE_PROP_VIRTUAL 53
#define IF_TYPE_IEEE80211 71
#define IF_TYPE_TUNNEL 131
#define IF_TYPE_L2_VLAN 135
#define IF_TYPE_L3_IPVLAN 136
#define IF_TYPE_IEEE1394 144
#define IF_TYPE_MPLS_TUNNEL 150
#define IF_TYPE_IEEE8023AD_LAG 161
#define IF_TYPE_IEEE80216_WMAN 237
#define IF_TYPE_WWANPP 243
#define IF_TYPE_WWANPP2 244
#define IF_TYPE_IEEE802154 259
#define IF_TYPE_XBOX_WIRELESS 281

/* The smallest and the largest of them, for arrays and checks of a program's own. */
#define MIN_IF_TYPE 1
#define MAX_IF_TYPE IF_TYPE_XBOX_WIRELESS

/* Older names, from the dwType of MIB_IFROW; programs compare IfType with them, too. */
#define MIB_IF_TYPE_OTHER 1
#define MIB_IF_TYPE_ETHERNET 6
#define MIB_IF_TYPE_TOKENRING 9
#define MIB_IF_TYPE_FDDI 15
#define MIB_IF_TYPE_PPP 23
#define MIB_IF_TYPE_LOOPBACK 24
#define MIB_IF_TYPE_SLIP 28

typedef enum {
	TUNNEL_TYPE_NONE = 0,
	TUNNEL_TYPE_OTHER = 1,
	TUNNEL_TYPE_DIRECT = 2,
	TUNNEL_TYPE_6TO4 = 11,
	TUNNEL_TYPE_ISATAP = 13,
	TUNNEL_TYPE_TEREDO = 14,
	TUNNEL_TYPE_IPHTTPS = 15
} TUNNEL_TYPE, *PTUNNEL_TYPE;

#endif
