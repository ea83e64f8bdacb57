/* SPDX-License-Identifier: MIT */
/*
 * What GetInterfaceInfo() and GetUniDirectionalAdapterInfo() give, and what the calls of
 * <icmpapi.h> take and give. Names and meaning: learn.microsoft.com, "ICMP_ECHO_REPLY structure",
 * "IP_OPTION_INFORMATION structure", "ICMPV6_ECHO_REPLY_LH structure".
 */
#ifndef IPH_IPEXPORT_H
#define IPH_IPEXPORT_H

#include <in6addr.h>
#include <inaddr.h>
#include <windef.h>

#define MAX_ADAPTER_NAME 128

/* IPv4 addresses and masks in network byte order. */
typedef ULONG IPAddr, IPMask;

/* One of the codes below. */
typedef ULONG IP_STATUS;

typedef IN6_ADDR IPv6Addr;

/* Flags is IP_FLAG_ bits. OptionsData is OptionsSize bytes as in the header of the packet. */
typedef struct ip_option_information {
	UCHAR Ttl;
	UCHAR Tos;
	UCHAR Flags;
	UCHAR OptionsSize;
	PUCHAR OptionsData;
} IP_OPTION_INFORMATION, *PIP_OPTION_INFORMATION;

/* The time is in milliseconds. */
typedef struct icmp_echo_reply {
	IPAddr Address;
	ULONG Status;
	ULONG RoundTripTime;
	USHORT DataSize;
	USHORT Reserved;
	PVOID Data;
	struct ip_option_information Options;
} ICMP_ECHO_REPLY, *PICMP_ECHO_REPLY;

/* Microsoft's pages tell programs of 64 bits to use these two. They are the same as the others, as
 * in mingw-w64: for no pointer here is of 32 bits. */
#ifdef __LP64__
typedef struct ip_option_information32 {
	UCHAR Ttl;
	UCHAR Tos;
	UCHAR Flags;
	UCHAR OptionsSize;
	UCHAR *OptionsData;
} IP_OPTION_INFORMATION32, *PIP_OPTION_INFORMATION32;

typedef struct icmp_echo_reply32 {
	IPAddr Address;
	ULONG Status;
	ULONG RoundTripTime;
	USHORT DataSize;
	USHORT Reserved;
	VOID *Data;
	struct ip_option_information32 Options;
} ICMP_ECHO_REPLY32, *PICMP_ECHO_REPLY32;
#endif

/* A SOCKADDR_IN6 without its family and without padding; in network byte order but for the scope.
 */
typedef struct __attribute__((__packed__)) _IPV6_ADDRESS_EX {
	USHORT sin6_port;
	ULONG sin6_flowinfo;
	USHORT sin6_addr[8];
	ULONG sin6_scope_id;
} IPV6_ADDRESS_EX, *PIPV6_ADDRESS_EX;

/* The data of the reply are behind it. */
typedef struct icmpv6_echo_reply_lh {
	IPV6_ADDRESS_EX Address;
	ULONG Status;
	unsigned int RoundTripTime;
} ICMPV6_ECHO_REPLY_LH, *PICMPV6_ECHO_REPLY_LH;

typedef ICMPV6_ECHO_REPLY_LH ICMPV6_ECHO_REPLY, *PICMPV6_ECHO_REPLY;

#define IP_STATUS_BASE 11000

#define IP_SUCCESS 0
#define IP_BUF_TOO_SMALL 11001
#define IP_DEST_NET_UNREACHABLE 11002
#define IP_DEST_HOST_UNREACHABLE 11003
#define IP_DEST_PROT_UNREACHABLE 11004
#define IP_DEST_PORT_UNREACHABLE 11005
#define IP_NO_RESOURCES 11006
#define IP_BAD_OPTION 11007
#define IP_HW_ERROR 11008
#define IP_PACKET_TOO_BIG 11009
#define IP_REQ_TIMED_OUT 11010
#define IP_BAD_REQ 11011
#define IP_BAD_ROUTE 11012
#define IP_TTL_EXPIRED_TRANSIT 11013
#define IP_TTL_EXPIRED_REASSEM 11014
#define IP_PARAM_PROBLEM 11015
#define IP_SOURCE_QUENCH 11016
#define IP_OPTION_TOO_BIG 11017
#define IP_BAD_DESTINATION 11018

/* What IPv6 calls those, and what it has beside them. */
#define IP_DEST_NO_ROUTE 11002
#define IP_DEST_ADDR_UNREACHABLE 11003
#define IP_DEST_PROHIBITED 11004
#define IP_HOP_LIMIT_EXCEEDED 11013
#define IP_REASSEMBLY_TIME_EXCEEDED 11014
#define IP_PARAMETER_PROBLEM 11015
#define IP_DEST_UNREACHABLE 11040
#define IP_TIME_EXCEEDED 11041
#define IP_BAD_HEADER 11042
#define IP_UNRECOGNIZED_NEXT_HEADER 11043
#define IP_ICMP_ERROR 11044
#define IP_DEST_SCOPE_MISMATCH 11045

#define IP_ADDR_DELETED 11019
#define IP_SPEC_MTU_CHANGE 11020
#define IP_MTU_CHANGE 11021
#define IP_UNLOAD 11022
#define IP_ADDR_ADDED 11023
#define IP_MEDIA_CONNECT 11024
#define IP_MEDIA_DISCONNECT 11025
#define IP_BIND_ADAPTER 11026
#define IP_UNBIND_ADAPTER 11027
#define IP_DEVICE_DOES_NOT_EXIST 11028
#define IP_DUPLICATE_ADDRESS 11029
#define IP_INTERFACE_METRIC_CHANGE 11030
#define IP_RECONFIG_SECFLTR 11031
#define IP_NEGOTIATING_IPSEC 11032
#define IP_INTERFACE_WOL_CAPABILITY_CHANGE 11033
#define IP_DUPLICATE_IPADD 11034
#define IP_NO_FURTHER_SENDS 11035

#define IP_GENERAL_FAILURE 11050
#define MAX_IP_STATUS IP_GENERAL_FAILURE
#define IP_PENDING 11255

/* Flags of IP_OPTION_INFORMATION: the packet is not to be cut into fragments. */
#define IP_FLAG_DF 0x2

/* The first byte of an option. */
#define IP_OPT_EOL 0
#define IP_OPT_NOP 1
#define IP_OPT_SECURITY 0x82
#define IP_OPT_LSRR 0x83
#define IP_OPT_SSRR 0x89
#define IP_OPT_RR 0x7
#define IP_OPT_TS 0x44
#define IP_OPT_SID 0x88
#define IP_OPT_ROUTER_ALERT 0x94

#define MAX_OPT_SIZE 40

typedef struct _IP_ADAPTER_INDEX_MAP {
	ULONG Index;
	WCHAR Name[MAX_ADAPTER_NAME];
} IP_ADAPTER_INDEX_MAP, *PIP_ADAPTER_INDEX_MAP;

typedef struct _IP_INTERFACE_INFO {
	LONG NumAdapters;
	IP_ADAPTER_INDEX_MAP Adapter[1];
} IP_INTERFACE_INFO, *PIP_INTERFACE_INFO;

typedef struct _IP_UNIDIRECTIONAL_ADAPTER_ADDRESS {
	ULONG NumAdapters;
	IPAddr Address[1];
} IP_UNIDIRECTIONAL_ADAPTER_ADDRESS, *PIP_UNIDIRECTIONAL_ADAPTER_ADDRESS;

#endif
