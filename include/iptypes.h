/* SPDX-License-Identifier: MIT */
/*
 * What GetAdaptersAddresses() gives: adapters and their lists of addresses, in one buffer of the
 * caller; and what the older calls GetAdaptersInfo(), GetPerAdapterInfo() and GetNetworkParams()
 * give. Names and meaning: learn.microsoft.com, "IP_ADAPTER_ADDRESSES_LH structure",
 * "IP_ADAPTER_INFO structure", "FIXED_INFO_W2KSP1 structure".
 */
#ifndef IPH_IPTYPES_H
#define IPH_IPTYPES_H

#include <ifdef.h>
#include <nldef.h>
#include <windef.h>
#include <ws2def.h>

#define MAX_ADAPTER_DESCRIPTION_LENGTH 128
#define MAX_ADAPTER_NAME_LENGTH 256
#define MAX_ADAPTER_ADDRESS_LENGTH 8
#define MAX_HOSTNAME_LEN 128
#define MAX_DOMAIN_NAME_LEN 128
#define MAX_SCOPE_ID_LEN 256
#define MAX_DHCPV6_DUID_LENGTH 130
#define MAX_DNS_SUFFIX_STRING_LENGTH 256

/* NodeType of FIXED_INFO. */
#define BROADCAST_NODETYPE 1
#define PEER_TO_PEER_NODETYPE 2
#define MIXED_NODETYPE 4
#define HYBRID_NODETYPE 8

#define GAA_FLAG_SKIP_UNICAST 0x0001
#define GAA_FLAG_SKIP_ANYCAST 0x0002
#define GAA_FLAG_SKIP_MULTICAST 0x0004
#define GAA_FLAG_SKIP_DNS_SERVER 0x0008
#define GAA_FLAG_INCLUDE_PREFIX 0x0010
#define GAA_FLAG_SKIP_FRIENDLY_NAME 0x0020
#define GAA_FLAG_INCLUDE_WINS_INFO 0x0040
#define GAA_FLAG_INCLUDE_GATEWAYS 0x0080
#define GAA_FLAG_INCLUDE_ALL_INTERFACES 0x0100
#define GAA_FLAG_INCLUDE_ALL_COMPARTMENTS 0x0200
#define GAA_FLAG_INCLUDE_TUNNEL_BINDINGORDER 0x0400

#define IP_ADAPTER_DDNS_ENABLED 0x0001
#define IP_ADAPTER_REGISTER_ADAPTER_SUFFIX 0x0002
#define IP_ADAPTER_DHCP_ENABLED 0x0004
#define IP_ADAPTER_RECEIVE_ONLY 0x0008
#define IP_ADAPTER_NO_MULTICAST 0x0010
#define IP_ADAPTER_IPV6_OTHER_STATEFUL_CONFIG 0x0020
#define IP_ADAPTER_NETBIOS_OVER_TCPIP_ENABLED 0x0040
#define IP_ADAPTER_IPV4_ENABLED 0x0080
#define IP_ADAPTER_IPV6_ENABLED 0x0100
#define IP_ADAPTER_IPV6_MANAGE_ADDRESS_CONFIG 0x0200

#define IP_ADAPTER_ADDRESS_DNS_ELIGIBLE 0x0001
#define IP_ADAPTER_ADDRESS_TRANSIENT 0x0002
#define IP_ADAPTER_ADDRESS_PRIMARY 0x0004

typedef NL_PREFIX_ORIGIN IP_PREFIX_ORIGIN;
typedef NL_SUFFIX_ORIGIN IP_SUFFIX_ORIGIN;
typedef NL_DAD_STATE IP_DAD_STATE;

/* Every element begins with its own Length in bytes and 4 bytes of something else. */
#define IPH_ADAPTER_HEAD(type, name)                                                               \
	__extension__ union {                                                                      \
		ULONGLONG Alignment;                                                               \
		__extension__ struct {                                                             \
			ULONG Length;                                                              \
			type name;                                                                 \
		};                                                                                 \
	}

/* Lifetimes are in seconds. */
typedef struct _IP_ADAPTER_UNICAST_ADDRESS_LH {
	IPH_ADAPTER_HEAD(DWORD, Flags);
	struct _IP_ADAPTER_UNICAST_ADDRESS_LH *Next;
	SOCKET_ADDRESS Address;
	IP_PREFIX_ORIGIN PrefixOrigin;
	IP_SUFFIX_ORIGIN SuffixOrigin;
	IP_DAD_STATE DadState;
	ULONG ValidLifetime;
	ULONG PreferredLifetime;
	ULONG LeaseLifetime;
	UINT8 OnLinkPrefixLength;
} IP_ADAPTER_UNICAST_ADDRESS_LH, *PIP_ADAPTER_UNICAST_ADDRESS_LH;

typedef IP_ADAPTER_UNICAST_ADDRESS_LH IP_ADAPTER_UNICAST_ADDRESS, *PIP_ADAPTER_UNICAST_ADDRESS;

typedef struct _IP_ADAPTER_ANYCAST_ADDRESS_XP {
	IPH_ADAPTER_HEAD(DWORD, Flags);
	struct _IP_ADAPTER_ANYCAST_ADDRESS_XP *Next;
	SOCKET_ADDRESS Address;
} IP_ADAPTER_ANYCAST_ADDRESS_XP, *PIP_ADAPTER_ANYCAST_ADDRESS_XP;

typedef IP_ADAPTER_ANYCAST_ADDRESS_XP IP_ADAPTER_ANYCAST_ADDRESS, *PIP_ADAPTER_ANYCAST_ADDRESS;

typedef struct _IP_ADAPTER_MULTICAST_ADDRESS_XP {
	IPH_ADAPTER_HEAD(DWORD, Flags);
	struct _IP_ADAPTER_MULTICAST_ADDRESS_XP *Next;
	SOCKET_ADDRESS Address;
} IP_ADAPTER_MULTICAST_ADDRESS_XP, *PIP_ADAPTER_MULTICAST_ADDRESS_XP;

typedef IP_ADAPTER_MULTICAST_ADDRESS_XP IP_ADAPTER_MULTICAST_ADDRESS,
	*PIP_ADAPTER_MULTICAST_ADDRESS;

typedef struct _IP_ADAPTER_DNS_SERVER_ADDRESS_XP {
	IPH_ADAPTER_HEAD(DWORD, Reserved);
	struct _IP_ADAPTER_DNS_SERVER_ADDRESS_XP *Next;
	SOCKET_ADDRESS Address;
} IP_ADAPTER_DNS_SERVER_ADDRESS_XP, *PIP_ADAPTER_DNS_SERVER_ADDRESS_XP;

typedef IP_ADAPTER_DNS_SERVER_ADDRESS_XP IP_ADAPTER_DNS_SERVER_ADDRESS,
	*PIP_ADAPTER_DNS_SERVER_ADDRESS;

typedef struct _IP_ADAPTER_WINS_SERVER_ADDRESS_LH {
	IPH_ADAPTER_HEAD(DWORD, Reserved);
	struct _IP_ADAPTER_WINS_SERVER_ADDRESS_LH *Next;
	SOCKET_ADDRESS Address;
} IP_ADAPTER_WINS_SERVER_ADDRESS_LH, *PIP_ADAPTER_WINS_SERVER_ADDRESS_LH;

typedef IP_ADAPTER_WINS_SERVER_ADDRESS_LH IP_ADAPTER_WINS_SERVER_ADDRESS,
	*PIP_ADAPTER_WINS_SERVER_ADDRESS;

typedef struct _IP_ADAPTER_GATEWAY_ADDRESS_LH {
	IPH_ADAPTER_HEAD(DWORD, Reserved);
	struct _IP_ADAPTER_GATEWAY_ADDRESS_LH *Next;
	SOCKET_ADDRESS Address;
} IP_ADAPTER_GATEWAY_ADDRESS_LH, *PIP_ADAPTER_GATEWAY_ADDRESS_LH;

typedef IP_ADAPTER_GATEWAY_ADDRESS_LH IP_ADAPTER_GATEWAY_ADDRESS, *PIP_ADAPTER_GATEWAY_ADDRESS;

typedef struct _IP_ADAPTER_PREFIX_XP {
	IPH_ADAPTER_HEAD(DWORD, Flags);
	struct _IP_ADAPTER_PREFIX_XP *Next;
	SOCKET_ADDRESS Address;
	ULONG PrefixLength;
} IP_ADAPTER_PREFIX_XP, *PIP_ADAPTER_PREFIX_XP;

typedef IP_ADAPTER_PREFIX_XP IP_ADAPTER_PREFIX, *PIP_ADAPTER_PREFIX;

typedef struct _IP_ADAPTER_DNS_SUFFIX {
	struct _IP_ADAPTER_DNS_SUFFIX *Next;
	WCHAR String[MAX_DNS_SUFFIX_STRING_LENGTH];
} IP_ADAPTER_DNS_SUFFIX, *PIP_ADAPTER_DNS_SUFFIX;

/* Speeds are in bits per second. Flags are IP_ADAPTER_ bits, also by name. */
typedef struct _IP_ADAPTER_ADDRESSES_LH {
	IPH_ADAPTER_HEAD(IF_INDEX, IfIndex);
	struct _IP_ADAPTER_ADDRESSES_LH *Next;
	PCHAR AdapterName;
	PIP_ADAPTER_UNICAST_ADDRESS_LH FirstUnicastAddress;
	PIP_ADAPTER_ANYCAST_ADDRESS_XP FirstAnycastAddress;
	PIP_ADAPTER_MULTICAST_ADDRESS_XP FirstMulticastAddress;
	PIP_ADAPTER_DNS_SERVER_ADDRESS_XP FirstDnsServerAddress;
	PWCHAR DnsSuffix;
	PWCHAR Description;
	PWCHAR FriendlyName;
	BYTE PhysicalAddress[MAX_ADAPTER_ADDRESS_LENGTH];
	ULONG PhysicalAddressLength;
	__extension__ union {
		ULONG Flags;
		__extension__ struct {
			IPH_LOW_FIRST_11(ULONG DdnsEnabled : 1, ULONG RegisterAdapterSuffix : 1,
				    ULONG Dhcpv4Enabled : 1, ULONG ReceiveOnly : 1,
				    ULONG NoMulticast : 1, ULONG Ipv6OtherStatefulConfig : 1,
				    ULONG NetbiosOverTcpipEnabled : 1, ULONG Ipv4Enabled : 1,
				    ULONG Ipv6Enabled : 1,
				    ULONG Ipv6ManagedAddressConfigurationSupported : 1, ULONG : 22)
		};
	};
	ULONG Mtu;
	IFTYPE IfType;
	IF_OPER_STATUS OperStatus;
	IF_INDEX Ipv6IfIndex;
	ULONG ZoneIndices[16];
	PIP_ADAPTER_PREFIX_XP FirstPrefix;
	ULONG64 TransmitLinkSpeed;
	ULONG64 ReceiveLinkSpeed;
	PIP_ADAPTER_WINS_SERVER_ADDRESS_LH FirstWinsServerAddress;
	PIP_ADAPTER_GATEWAY_ADDRESS_LH FirstGatewayAddress;
	ULONG Ipv4Metric;
	ULONG Ipv6Metric;
	IF_LUID Luid;
	SOCKET_ADDRESS Dhcpv4Server;
	NET_IF_COMPARTMENT_ID CompartmentId;
	NET_IF_NETWORK_GUID NetworkGuid;
	NET_IF_CONNECTION_TYPE ConnectionType;
	TUNNEL_TYPE TunnelType;
	SOCKET_ADDRESS Dhcpv6Server;
	BYTE Dhcpv6ClientDuid[MAX_DHCPV6_DUID_LENGTH];
	ULONG Dhcpv6ClientDuidLength;
	ULONG Dhcpv6Iaid;
	PIP_ADAPTER_DNS_SUFFIX FirstDnsSuffix;
} IP_ADAPTER_ADDRESSES_LH, *PIP_ADAPTER_ADDRESSES_LH;

typedef IP_ADAPTER_ADDRESSES_LH IP_ADAPTER_ADDRESSES, *PIP_ADAPTER_ADDRESSES;

#undef IPH_ADAPTER_HEAD

/* An IPv4 address or mask with three dots. */
typedef struct {
	char String[4 * 4];
} IP_ADDRESS_STRING, *PIP_ADDRESS_STRING, IP_MASK_STRING, *PIP_MASK_STRING;

/* Context is what DeleteIPAddress() takes, or 0. */
typedef struct _IP_ADDR_STRING {
	struct _IP_ADDR_STRING *Next;
	IP_ADDRESS_STRING IpAddress;
	IP_MASK_STRING IpMask;
	DWORD Context;
} IP_ADDR_STRING, *PIP_ADDR_STRING;

/* Texts are UTF-8. Times are in seconds since 1970, of a type that is time_t wherever Windows' size
 * allows it: 8 bytes on 64 bits, 4 bytes on 32. */
typedef struct _IP_ADAPTER_INFO {
	struct _IP_ADAPTER_INFO *Next;
	DWORD ComboIndex;
	char AdapterName[MAX_ADAPTER_NAME_LENGTH + 4];
	char Description[MAX_ADAPTER_DESCRIPTION_LENGTH + 4];
	UINT AddressLength;
	BYTE Address[MAX_ADAPTER_ADDRESS_LENGTH];
	DWORD Index;
	UINT Type;
	UINT DhcpEnabled;
	PIP_ADDR_STRING CurrentIpAddress;
	IP_ADDR_STRING IpAddressList;
	IP_ADDR_STRING GatewayList;
	IP_ADDR_STRING DhcpServer;
	BOOL HaveWins;
	IP_ADDR_STRING PrimaryWinsServer;
	IP_ADDR_STRING SecondaryWinsServer;
	long LeaseObtained;
	long LeaseExpires;
} IP_ADAPTER_INFO, *PIP_ADAPTER_INFO;

typedef struct _IP_PER_ADAPTER_INFO_W2KSP1 {
	UINT AutoconfigEnabled;
	UINT AutoconfigActive;
	PIP_ADDR_STRING CurrentDnsServer;
	IP_ADDR_STRING DnsServerList;
} IP_PER_ADAPTER_INFO_W2KSP1, *PIP_PER_ADAPTER_INFO_W2KSP1;

typedef IP_PER_ADAPTER_INFO_W2KSP1 IP_PER_ADAPTER_INFO, *PIP_PER_ADAPTER_INFO;

typedef struct FIXED_INFO_W2KSP1 {
	char HostName[MAX_HOSTNAME_LEN + 4];
	char DomainName[MAX_DOMAIN_NAME_LEN + 4];
	PIP_ADDR_STRING CurrentDnsServer;
	IP_ADDR_STRING DnsServerList;
	UINT NodeType;
	char ScopeId[MAX_SCOPE_ID_LEN + 4];
	UINT EnableRouting;
	UINT EnableProxy;
	UINT EnableDns;
} FIXED_INFO_W2KSP1, *PFIXED_INFO_W2KSP1;

typedef FIXED_INFO_W2KSP1 FIXED_INFO, *PFIXED_INFO;

#endif
