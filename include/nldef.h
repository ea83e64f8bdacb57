/* SPDX-License-Identifier: MIT */
/* Enumerations and small structures of the network layer. */
#ifndef IPH_NLDEF_H
#define IPH_NLDEF_H

#include <windef.h>

#define NL_MAX_METRIC_COMPONENT 0x7FFFFFFFU

typedef enum {
	IpPrefixOriginOther = 0,
	IpPrefixOriginManual,
	IpPrefixOriginWellKnown,
	IpPrefixOriginDhcp,
	IpPrefixOriginRouterAdvertisement,
	IpPrefixOriginUnchanged = 16
} NL_PREFIX_ORIGIN;

typedef enum {
	NlsoOther = 0,
	NlsoManual,
	NlsoWellKnown,
	NlsoDhcp,
	NlsoLinkLayerAddress,
	NlsoRandom,
	IpSuffixOriginOther = 0,
	IpSuffixOriginManual,
	IpSuffixOriginWellKnown,
	IpSuffixOriginDhcp,
	IpSuffixOriginLinkLayerAddress,
	IpSuffixOriginRandom,
	IpSuffixOriginUnchanged = 16
} NL_SUFFIX_ORIGIN;

typedef enum {
	NldsInvalid = 0,
	NldsTentative,
	NldsDuplicate,
	NldsDeprecated,
	NldsPreferred,
	IpDadStateInvalid = 0,
	IpDadStateTentative,
	IpDadStateDuplicate,
	IpDadStateDeprecated,
	IpDadStatePreferred
} NL_DAD_STATE;

typedef enum {
	RouteProtocolOther = 1,
	RouteProtocolLocal = 2,
	RouteProtocolNetMgmt = 3,
	RouteProtocolIcmp = 4,
	RouteProtocolEgp = 5,
	RouteProtocolGgp = 6,
	RouteProtocolHello = 7,
	RouteProtocolRip = 8,
	RouteProtocolIsIs = 9,
	RouteProtocolEsIs = 10,
	RouteProtocolCisco = 11,
	RouteProtocolBbn = 12,
	RouteProtocolOspf = 13,
	RouteProtocolBgp = 14,
	RouteProtocolIdpr = 15,
	RouteProtocolEigrp = 16,
	RouteProtocolDvmrp = 17,
	RouteProtocolRpl = 18,
	RouteProtocolDhcp = 19,
	MIB_IPPROTO_OTHER = 1,
	PROTO_IP_OTHER = 1,
	MIB_IPPROTO_LOCAL = 2,
	PROTO_IP_LOCAL = 2,
	MIB_IPPROTO_NETMGMT = 3,
	PROTO_IP_NETMGMT = 3,
	MIB_IPPROTO_ICMP = 4,
	PROTO_IP_ICMP = 4,
	MIB_IPPROTO_EGP = 5,
	PROTO_IP_EGP = 5,
	MIB_IPPROTO_GGP = 6,
	PROTO_IP_GGP = 6,
	MIB_IPPROTO_HELLO = 7,
	PROTO_IP_HELLO = 7,
	MIB_IPPROTO_RIP = 8,
	PROTO_IP_RIP = 8,
	MIB_IPPROTO_IS_IS = 9,
	PROTO_IP_IS_IS = 9,
	MIB_IPPROTO_ES_IS = 10,
	PROTO_IP_ES_IS = 10,
	MIB_IPPROTO_CISCO = 11,
	PROTO_IP_CISCO = 11,
	MIB_IPPROTO_BBN = 12,
	PROTO_IP_BBN = 12,
	MIB_IPPROTO_OSPF = 13,
	PROTO_IP_OSPF = 13,
	MIB_IPPROTO_BGP = 14,
	PROTO_IP_BGP = 14,
	MIB_IPPROTO_IDPR = 15,
	PROTO_IP_IDPR = 15,
	MIB_IPPROTO_EIGRP = 16,
	PROTO_IP_EIGRP = 16,
	MIB_IPPROTO_DVMRP = 17,
	PROTO_IP_DVMRP = 17,
	MIB_IPPROTO_RPL = 18,
	PROTO_IP_RPL = 18,
	MIB_IPPROTO_DHCP = 19,
	PROTO_IP_DHCP = 19,
	MIB_IPPROTO_NT_AUTOSTATIC = 10002,
	PROTO_IP_NT_AUTOSTATIC = 10002,
	MIB_IPPROTO_NT_STATIC = 10006,
	PROTO_IP_NT_STATIC = 10006,
	MIB_IPPROTO_NT_STATIC_NON_DOD = 10007,
	PROTO_IP_NT_STATIC_NON_DOD = 10007
} NL_ROUTE_PROTOCOL, *PNL_ROUTE_PROTOCOL;

typedef enum {
	NlroManual = 0,
	NlroWellKnown,
	NlroDHCP,
	NlroRouterAdvertisement,
	Nlro6to4
} NL_ROUTE_ORIGIN, *PNL_ROUTE_ORIGIN;

/* NlnsMaximum is not a state. */
typedef enum {
	NlnsUnreachable = 0,
	NlnsIncomplete,
	NlnsProbe,
	NlnsDelay,
	NlnsStale,
	NlnsReachable,
	NlnsPermanent,
	NlnsMaximum
} NL_NEIGHBOR_STATE, *PNL_NEIGHBOR_STATE;

typedef enum {
	LinkLocalAlwaysOff = 0,
	LinkLocalDelayed,
	LinkLocalAlwaysOn,
	LinkLocalUnchanged = -1
} NL_LINK_LOCAL_ADDRESS_BEHAVIOR;

typedef enum {
	RouterDiscoveryDisabled = 0,
	RouterDiscoveryEnabled,
	RouterDiscoveryDhcp,
	RouterDiscoveryUnchanged = -1
} NL_ROUTER_DISCOVERY_BEHAVIOR;

typedef enum {
	NlatUnspecified = 0,
	NlatUnicast,
	NlatAnycast,
	NlatMulticast,
	NlatBroadcast,
	NlatInvalid
} NL_ADDRESS_TYPE, *PNL_ADDRESS_TYPE;

typedef enum {
	NlbwDisabled = 0,
	NlbwEnabled,
	NlbwUnchanged = -1
} NL_BANDWIDTH_FLAG, *PNL_BANDWIDTH_FLAG;

typedef enum {
	NlincCategoryUnknown = 0,
	NlincPublic,
	NlincPrivate,
	NlincDomainAuthenticated,
	NlincCategoryStateMax
} NL_INTERFACE_NETWORK_CATEGORY_STATE, *PNL_INTERFACE_NETWORK_CATEGORY_STATE;

typedef enum {
	NetworkCategoryPublic = 0,
	NetworkCategoryPrivate,
	NetworkCategoryDomainAuthenticated,
	NetworkCategoryUnchanged = -1,
	NetworkCategoryUnknown = -1
} NL_NETWORK_CATEGORY, *PNL_NETWORK_CATEGORY;

typedef enum _NL_NETWORK_CONNECTIVITY_LEVEL_HINT {
	NetworkConnectivityLevelHintUnknown = 0,
	NetworkConnectivityLevelHintNone,
	NetworkConnectivityLevelHintLocalAccess,
	NetworkConnectivityLevelHintInternetAccess,
	NetworkConnectivityLevelHintConstrainedInternetAccess,
	NetworkConnectivityLevelHintHidden
} NL_NETWORK_CONNECTIVITY_LEVEL_HINT;

typedef enum _NL_NETWORK_CONNECTIVITY_COST_HINT {
	NetworkConnectivityCostHintUnknown = 0,
	NetworkConnectivityCostHintUnrestricted,
	NetworkConnectivityCostHintFixed,
	NetworkConnectivityCostHintVariable
} NL_NETWORK_CONNECTIVITY_COST_HINT;

typedef struct _NL_NETWORK_CONNECTIVITY_HINT {
	NL_NETWORK_CONNECTIVITY_LEVEL_HINT ConnectivityLevel;
	NL_NETWORK_CONNECTIVITY_COST_HINT ConnectivityCost;
	BOOLEAN ApproachingDataLimit;
	BOOLEAN OverDataLimit;
	BOOLEAN Roaming;
} NL_NETWORK_CONNECTIVITY_HINT, *PNL_NETWORK_CONNECTIVITY_HINT;

/* Bits per second; BandwidthPeaked says that the estimate is believed to be the maximum. */
typedef struct _NL_BANDWIDTH_INFORMATION {
	ULONG64 Bandwidth;
	ULONG64 Instability;
	BOOLEAN BandwidthPeaked;
} NL_BANDWIDTH_INFORMATION, *PNL_BANDWIDTH_INFORMATION;

typedef struct _NL_PATH_BANDWIDTH_ROD {
	ULONG64 Bandwidth;
	ULONG64 Instability;
	BOOLEAN BandwidthPeaked;
} NL_PATH_BANDWIDTH_ROD, *PNL_PATH_BANDWIDTH_ROD;

/* Nl: the IP checksum. Tl: UDP and TCP checksums, segmentation up to 64 KB and 256 KB. */
__extension__ typedef struct _NL_INTERFACE_OFFLOAD_ROD {
	IPH_LOW_FIRST_8(BOOLEAN NlChecksumSupported : 1, BOOLEAN NlOptionsSupported : 1,
		   BOOLEAN TlDatagramChecksumSupported : 1, BOOLEAN TlStreamChecksumSupported : 1,
		   BOOLEAN TlStreamOptionsSupported : 1, BOOLEAN FastPathCompatible : 1,
		   BOOLEAN TlLargeSendOffloadSupported : 1, BOOLEAN TlGiantSendOffloadSupported : 1)
} NL_INTERFACE_OFFLOAD_ROD, *PNL_INTERFACE_OFFLOAD_ROD;

#endif
