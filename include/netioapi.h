/* SPDX-License-Identifier: MIT */
/*
 * The IP Helper API: rows, tables and calls.
 *
 * With <iphlpapi.h> included first, NETIO_STATUS is a Win32 code: link with -liphlpapi.
 * With this header alone it is an NTSTATUS: link with -lnetio. Whichever comes first decides.
 *
 * Codes are given as "Win32 / NTSTATUS". Where a comment names an interface by "luid or index",
 * a LUID that is not 0 decides alone and the index is not read.
 */
#ifndef IPH_NETIOAPI_H
#define IPH_NETIOAPI_H

/*
 * if_nametoindex() and if_indextoname() are glibc's. So is IF_NAMESIZE, 16 and not Windows' 256:
 * buffers for the calls below are IF_MAX_STRING_SIZE + 1.
 */
#if !defined(_LINUX_IF_H) || defined(_NET_IF_H)
#include <net/if.h>
#endif

#include <ifdef.h>
#include <nldef.h>
#include <windef.h>
#include <ws2def.h>
#include <ws2ipdef.h>

#ifdef IPH_IPHLPAPI_H
#include <winerror.h>
typedef DWORD NETIO_STATUS;
#define NETIO_SUCCESS(x) ((x) == NO_ERROR)
#define NETIOAPI_API_ WINAPI
#else
#include <ntstatus.h>
typedef NTSTATUS NETIO_STATUS;
#define NETIO_SUCCESS(x) NT_SUCCESS(x)
#define NETIOAPI_API_ NTAPI
#endif

#define NETIOAPI_API NETIO_STATUS NETIOAPI_API_

/*
 * A call that is not written yet: it returns 50 / STATUS_NOT_SUPPORTED, or does nothing where it
 * returns no code, and touches none of its arguments; netioapi-unwritten(7) lists them. With
 * -DNETIOAPI_WARN_UNWRITTEN the compiler says so where one is used.
 */
#ifdef NETIOAPI_WARN_UNWRITTEN
#define IPH_UNWRITTEN __attribute__((__deprecated__("not written yet: netioapi-unwritten(7)")))
#else
#define IPH_UNWRITTEN
#endif

#define MIB_INVALID_TEREDO_PORT_NUMBER 0

#ifdef __cplusplus
extern "C" {
#endif

/* <linux/if.h> came first, and has half of what is in <net/if.h>. */
#ifndef _NET_IF_H
#define IF_NAMESIZE IFNAMSIZ
unsigned int if_nametoindex(const char *name);
char *if_indextoname(unsigned int index, char *name);
#endif

/* What several families have. */

/*
 * Callbacks. Row is NULL in the call for MibInitialNotification; otherwise it holds only the
 * members that identify the object, and belongs to the library.
 */
typedef enum _MIB_NOTIFICATION_TYPE {
	MibParameterNotification = 0,
	MibAddInstance = 1,
	MibDeleteInstance = 2,
	MibInitialNotification = 3
} MIB_NOTIFICATION_TYPE, *PMIB_NOTIFICATION_TYPE;

/*
 * Frees a table that this library allocated. NULL is allowed.
 * Source: learn.microsoft.com: FreeMibTable (netioapi.h)
 */
VOID NETIOAPI_API_ FreeMibTable(_In_ PVOID Memory);

/*
 * Tables are one allocation: NumEntries rows from Table[0] on. Only FreeMibTable() frees them.
 * Counters and speeds are in octets, packets and bits per second.
 */

/*
 * Interfaces. None of these calls needs a privilege. netioapi(7) tells of every field of
 * MIB_IF_ROW2 where it comes from. Entries are named by luid or index.
 */

typedef enum _MIB_IF_TABLE_LEVEL {
	MibIfTableNormal = 0,
	MibIfTableRaw = 1,
	MibIfTableNormalWithoutStatistics = 2
} MIB_IF_TABLE_LEVEL, *PMIB_IF_TABLE_LEVEL;

typedef enum _MIB_IF_ENTRY_LEVEL {
	MibIfEntryNormal = 0,
	MibIfEntryNormalWithoutStatistics = 2
} MIB_IF_ENTRY_LEVEL, *PMIB_IF_ENTRY_LEVEL;

/* Names are UTF-16 and terminated. PhysicalAddressLength is in bytes, for both addresses. */
typedef struct _MIB_IF_ROW2 {
	NET_LUID InterfaceLuid;
	NET_IFINDEX InterfaceIndex;
	GUID InterfaceGuid;
	WCHAR Alias[IF_MAX_STRING_SIZE + 1];
	WCHAR Description[IF_MAX_STRING_SIZE + 1];
	ULONG PhysicalAddressLength;
	UCHAR PhysicalAddress[IF_MAX_PHYS_ADDRESS_LENGTH];
	UCHAR PermanentPhysicalAddress[IF_MAX_PHYS_ADDRESS_LENGTH];
	ULONG Mtu;
	IFTYPE Type;
	TUNNEL_TYPE TunnelType;
	NDIS_MEDIUM MediaType;
	NDIS_PHYSICAL_MEDIUM PhysicalMediumType;
	NET_IF_ACCESS_TYPE AccessType;
	NET_IF_DIRECTION_TYPE DirectionType;
	__extension__ struct {
		IPH_LOW_FIRST_8(BOOLEAN HardwareInterface : 1, BOOLEAN FilterInterface : 1,
			   BOOLEAN ConnectorPresent : 1, BOOLEAN NotAuthenticated : 1,
			   BOOLEAN NotMediaConnected : 1, BOOLEAN Paused : 1,
			   BOOLEAN LowPower : 1, BOOLEAN EndPointInterface : 1)
	} InterfaceAndOperStatusFlags;
	IF_OPER_STATUS OperStatus;
	NET_IF_ADMIN_STATUS AdminStatus;
	NET_IF_MEDIA_CONNECT_STATE MediaConnectState;
	NET_IF_NETWORK_GUID NetworkGuid;
	NET_IF_CONNECTION_TYPE ConnectionType;
	ULONG64 TransmitLinkSpeed;
	ULONG64 ReceiveLinkSpeed;
	ULONG64 InOctets;
	ULONG64 InUcastPkts;
	ULONG64 InNUcastPkts;
	ULONG64 InDiscards;
	ULONG64 InErrors;
	ULONG64 InUnknownProtos;
	ULONG64 InUcastOctets;
	ULONG64 InMulticastOctets;
	ULONG64 InBroadcastOctets;
	ULONG64 OutOctets;
	ULONG64 OutUcastPkts;
	ULONG64 OutNUcastPkts;
	ULONG64 OutDiscards;
	ULONG64 OutErrors;
	ULONG64 OutUcastOctets;
	ULONG64 OutMulticastOctets;
	ULONG64 OutBroadcastOctets;
	ULONG64 OutQLen;
} MIB_IF_ROW2, *PMIB_IF_ROW2;

typedef struct _MIB_IF_TABLE2 {
	ULONG NumEntries;
	MIB_IF_ROW2 Table[ANY_SIZE];
} MIB_IF_TABLE2, *PMIB_IF_TABLE2;

typedef struct _MIB_IFSTACK_ROW {
	NET_IFINDEX HigherLayerInterfaceIndex;
	NET_IFINDEX LowerLayerInterfaceIndex;
} MIB_IFSTACK_ROW, *PMIB_IFSTACK_ROW;

typedef struct _MIB_IFSTACK_TABLE {
	ULONG NumEntries;
	MIB_IFSTACK_ROW Table[ANY_SIZE];
} MIB_IFSTACK_TABLE, *PMIB_IFSTACK_TABLE;

typedef struct _MIB_INVERTEDIFSTACK_ROW {
	NET_IFINDEX LowerLayerInterfaceIndex;
	NET_IFINDEX HigherLayerInterfaceIndex;
} MIB_INVERTEDIFSTACK_ROW, *PMIB_INVERTEDIFSTACK_ROW;

typedef struct _MIB_INVERTEDIFSTACK_TABLE {
	ULONG NumEntries;
	MIB_INVERTEDIFSTACK_ROW Table[ANY_SIZE];
} MIB_INVERTEDIFSTACK_TABLE, *PMIB_INVERTEDIFSTACK_TABLE;

/*
 * Reads InterfaceLuid and InterfaceIndex, and fills in all of Row. On failure Row is untouched.
 *    0 / STATUS_SUCCESS
 *   87 / STATUS_INVALID_PARAMETER  Row NULL; luid and index both 0
 *    2 / STATUS_NOT_FOUND          no such interface
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: GetIfEntry2 (netioapi.h)
 */
NETIOAPI_API GetIfEntry2(_Inout_ PMIB_IF_ROW2 Row);

/*
 * The same; with MibIfEntryNormalWithoutStatistics the members from InOctets on are 0.
 *   87 / STATUS_INVALID_PARAMETER  also: another Level
 * Source: learn.microsoft.com: GetIfEntry2Ex (netioapi.h)
 */
NETIOAPI_API GetIfEntry2Ex(_In_ MIB_IF_ENTRY_LEVEL Level, _Inout_ PMIB_IF_ROW2 Row);

/*
 * All interfaces, in the order of their indices, which begin with that of loopback. Writes *Table;
 * NULL after a failure other than 87.
 *    0 / STATUS_SUCCESS
 *   87 / STATUS_INVALID_PARAMETER  Table NULL
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: GetIfTable2 (netioapi.h)
 */
NETIOAPI_API GetIfTable2(_Outptr_ PMIB_IF_TABLE2 *Table);

/*
 * The same; MibIfTableRaw is MibIfTableNormal here, and with MibIfTableNormalWithoutStatistics the
 * members from InOctets on are 0.
 *   87 / STATUS_INVALID_PARAMETER  also: another Level; *Table is untouched
 * Source: learn.microsoft.com: GetIfTable2Ex (netioapi.h)
 */
NETIOAPI_API GetIfTable2Ex(_In_ MIB_IF_TABLE_LEVEL Level, _Outptr_ PMIB_IF_TABLE2 *Table);

/*
 * A row for each interface that sits immediately on another, by higher and then by lower index.
 * With no such interface the table has no entries. Writes *Table; NULL after a failure other than
 * 87.
 *    0 / STATUS_SUCCESS
 *   87 / STATUS_INVALID_PARAMETER  Table NULL
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: GetIfStackTable (netioapi.h), which has 1168 for an empty table;
 * here none of the tables has that.
 */
NETIOAPI_API GetIfStackTable(_Outptr_ PMIB_IFSTACK_TABLE *Table);

/*
 * The same relations, by lower and then by higher index.
 * Source: learn.microsoft.com: GetInvertedIfStackTable (netioapi.h)
 */
NETIOAPI_API GetInvertedIfStackTable(_Outptr_ PMIB_INVERTEDIFSTACK_TABLE *Table);

/* IP interfaces: one for each family of an interface. */

/* One row for each family of an interface. Intervals and times are in milliseconds. */
typedef struct _MIB_IPINTERFACE_ROW {
	ADDRESS_FAMILY Family;
	NET_LUID InterfaceLuid;
	NET_IFINDEX InterfaceIndex;
	ULONG MaxReassemblySize;
	ULONG64 InterfaceIdentifier;
	ULONG MinRouterAdvertisementInterval;
	ULONG MaxRouterAdvertisementInterval;
	BOOLEAN AdvertisingEnabled;
	BOOLEAN ForwardingEnabled;
	BOOLEAN WeakHostSend;
	BOOLEAN WeakHostReceive;
	BOOLEAN UseAutomaticMetric;
	BOOLEAN UseNeighborUnreachabilityDetection;
	BOOLEAN ManagedAddressConfigurationSupported;
	BOOLEAN OtherStatefulConfigurationSupported;
	BOOLEAN AdvertiseDefaultRoute;
	NL_ROUTER_DISCOVERY_BEHAVIOR RouterDiscoveryBehavior;
	ULONG DadTransmits;
	ULONG BaseReachableTime;
	ULONG RetransmitTime;
	ULONG PathMtuDiscoveryTimeout;
	NL_LINK_LOCAL_ADDRESS_BEHAVIOR LinkLocalAddressBehavior;
	ULONG LinkLocalAddressTimeout;
	ULONG ZoneIndices[ScopeLevelCount];
	ULONG SitePrefixLength;
	ULONG Metric;
	ULONG NlMtu;
	BOOLEAN Connected;
	BOOLEAN SupportsWakeUpPatterns;
	BOOLEAN SupportsNeighborDiscovery;
	BOOLEAN SupportsRouterDiscovery;
	ULONG ReachableTime;
	NL_INTERFACE_OFFLOAD_ROD TransmitOffload;
	NL_INTERFACE_OFFLOAD_ROD ReceiveOffload;
	BOOLEAN DisableDefaultRoutes;
} MIB_IPINTERFACE_ROW, *PMIB_IPINTERFACE_ROW;

typedef struct _MIB_IPINTERFACE_TABLE {
	ULONG NumEntries;
	MIB_IPINTERFACE_ROW Table[ANY_SIZE];
} MIB_IPINTERFACE_TABLE, *PMIB_IPINTERFACE_TABLE;

typedef struct _MIB_IP_NETWORK_CONNECTION_BANDWIDTH_ESTIMATES {
	NL_BANDWIDTH_INFORMATION InboundBandwidthInformation;
	NL_BANDWIDTH_INFORMATION OutboundBandwidthInformation;
} MIB_IP_NETWORK_CONNECTION_BANDWIDTH_ESTIMATES, *PMIB_IP_NETWORK_CONNECTION_BANDWIDTH_ESTIMATES;

typedef VOID(NETIOAPI_API_ *PIPINTERFACE_CHANGE_CALLBACK)(
	_In_ PVOID CallerContext, _In_opt_ PMIB_IPINTERFACE_ROW Row,
	_In_ MIB_NOTIFICATION_TYPE NotificationType);

/*
 * Prepares a row for SetIpInterfaceEntry(), which then changes only what is filled in.
 * Writes the whole row: Family AF_UNSPEC; LUID, index and SitePrefixLength 0; all bits of each
 * other member 1, which means "unchanged". Row NULL is left alone.
 * Source: learn.microsoft.com: InitializeIpInterfaceEntry (netioapi.h), which has all members 0;
 * that Windows leaves others is what tests on Windows have seen.
 */
VOID NETIOAPI_API_ InitializeIpInterfaceEntry(_Out_ PMIB_IPINTERFACE_ROW Row);

/*
 * Completes the row of one family of an interface. Needs no privilege.
 * Reads Family (AF_INET, AF_INET6) and InterfaceLuid or InterfaceIndex. Writes the whole row on
 * success, and leaves it alone on failure. netioapi(7) says where each member comes from.
 *    0 / STATUS_SUCCESS            the interface has the family
 *   87 / STATUS_INVALID_PARAMETER  Row NULL; family neither IPv4 nor IPv6; LUID and index both 0
 *    2 / STATUS_NOT_FOUND          no interface has the index
 * 1168 / STATUS_NOT_FOUND          no interface has the LUID; the interface or the machine does
 *                                  not have the family
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: GetIpInterfaceEntry (netioapi.h); that an unknown LUID has another
 * code than an unknown index is what Windows does.
 */
NETIOAPI_API GetIpInterfaceEntry(_Inout_ PMIB_IPINTERFACE_ROW Row);

/*
 * Lists the families of all interfaces, a row each. Needs no privilege.
 * Family is AF_UNSPEC for both, AF_INET or AF_INET6. Writes *Table: a table for FreeMibTable(),
 * NULL after a failure. Order: IPv4 before IPv6, then interface index; the loopback interface,
 * which has the index 1, is the first of its family.
 *    0 / STATUS_SUCCESS            also when no interface has the family: NumEntries is 0
 *   87 / STATUS_INVALID_PARAMETER  Table NULL; another family
 *   50 / STATUS_NOT_SUPPORTED      the machine has no stack for the family
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: GetIpInterfaceTable (netioapi.h); that an empty table is a success
 * is what Windows does, against that page.
 */
NETIOAPI_API GetIpInterfaceTable(_In_ ADDRESS_FAMILY Family,
				 _Outptr_ PMIB_IPINTERFACE_TABLE *Table);

/*
 * Changes settings of one family of an interface: all that is asked for, or nothing.
 * Reads Family, InterfaceLuid or InterfaceIndex, and all other members but InterfaceIdentifier,
 * MaxReassemblySize, MinRouterAdvertisementInterval, MaxRouterAdvertisementInterval, Connected, the
 * three Supports..., ReachableTime and the two ...Offload. A member whose bits are all 1
 * is left as it is. Writes InterfaceLuid on success.
 * Can be changed: BaseReachableTime, RetransmitTime (in ms), NlMtu (in bytes; of IPv4 it is the
 * device's), ForwardingEnabled; of IPv6 also DadTransmits, RouterDiscoveryBehavior (Disabled,
 * Enabled), LinkLocalAddressBehavior (AlwaysOff, AlwaysOn), DisableDefaultRoutes.
 *    0 / STATUS_SUCCESS            everything is as the row says
 *   87 / STATUS_INVALID_PARAMETER  Row NULL; family neither IPv4 nor IPv6; LUID and index both 0;
 *                                  SitePrefixLength not 0 (IPv4) or above 128; another value of an
 *                                  enumeration; a number above 0x7fffffff; a value that the kernel
 *                                  refuses, such as an NlMtu that is too small or too large
 *    5 / STATUS_ACCESS_DENIED      no CAP_NET_ADMIN over the network namespace; /proc/sys cannot be
 *                                  written here (containers)
 *    2 / STATUS_NOT_FOUND          no interface has the index
 * 1168 / STATUS_NOT_FOUND          no interface has the LUID; the interface or the machine does
 *                                  not have the family
 *   50 / STATUS_NOT_SUPPORTED      a member that Linux cannot change is not as it is now
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: SetIpInterfaceEntry (netioapi.h)
 */
NETIOAPI_API SetIpInterfaceEntry(_Inout_ PMIB_IPINTERFACE_ROW Row);

/*
 * Calls Callback each time that a family of an interface comes, goes or changes, and when an IPv4
 * address of it does, until CancelMibChangeNotify2(). Needs no privilege.
 * Family is AF_UNSPEC for both, AF_INET or AF_INET6. With InitialNotification the first call comes
 * before this one returns, from the same thread: Row NULL, MibInitialNotification. In all others,
 * which come one after the other from a thread of the library, Row has Family, InterfaceLuid and
 * InterfaceIndex, all else is 0. Writes *NotificationHandle before any call: never NULL after
 * success, NULL after a failure.
 *    0 / STATUS_SUCCESS
 *   87 / STATUS_INVALID_PARAMETER  Callback or NotificationHandle NULL; another family
 *    8 / STATUS_NO_MEMORY          out of memory, descriptors or threads
 * Source: learn.microsoft.com: NotifyIpInterfaceChange (netioapi.h)
 */
NETIOAPI_API NotifyIpInterfaceChange(_In_ ADDRESS_FAMILY Family,
				     _In_ PIPINTERFACE_CHANGE_CALLBACK Callback,
				     _In_opt_ PVOID CallerContext, _In_ BOOLEAN InitialNotification,
				     _Out_ HANDLE *NotificationHandle);
IPH_UNWRITTEN
NETIOAPI_API GetIpNetworkConnectionBandwidthEstimates(
	_In_ NET_IFINDEX InterfaceIndex, _In_ ADDRESS_FAMILY AddressFamily,
	_Out_ PMIB_IP_NETWORK_CONNECTION_BANDWIDTH_ESTIMATES BandwidthEstimates);

/* Unicast addresses. */

/* Lifetimes are in seconds, 0xFFFFFFFF is infinite. OnLinkPrefixLength 255 is "not set". */
typedef struct _MIB_UNICASTIPADDRESS_ROW {
	SOCKADDR_INET Address;
	NET_LUID InterfaceLuid;
	NET_IFINDEX InterfaceIndex;
	NL_PREFIX_ORIGIN PrefixOrigin;
	NL_SUFFIX_ORIGIN SuffixOrigin;
	ULONG ValidLifetime;
	ULONG PreferredLifetime;
	UINT8 OnLinkPrefixLength;
	BOOLEAN SkipAsSource;
	NL_DAD_STATE DadState;
	SCOPE_ID ScopeId;
	LARGE_INTEGER CreationTimeStamp;
} MIB_UNICASTIPADDRESS_ROW, *PMIB_UNICASTIPADDRESS_ROW;

typedef struct _MIB_UNICASTIPADDRESS_TABLE {
	ULONG NumEntries;
	MIB_UNICASTIPADDRESS_ROW Table[ANY_SIZE];
} MIB_UNICASTIPADDRESS_TABLE, *PMIB_UNICASTIPADDRESS_TABLE;

typedef VOID(NETIOAPI_API_ *PUNICAST_IPADDRESS_CHANGE_CALLBACK)(
	_In_ PVOID CallerContext, _In_opt_ PMIB_UNICASTIPADDRESS_ROW Row,
	_In_ MIB_NOTIFICATION_TYPE NotificationType);

typedef VOID(NETIOAPI_API_ *PSTABLE_UNICAST_IPADDRESS_TABLE_CALLBACK)(
	_In_ PVOID CallerContext, _In_ PMIB_UNICASTIPADDRESS_TABLE AddressTable);

/*
 * Makes a row in which nothing is decided yet. Writes the whole row: origins Unchanged, lifetimes
 * infinite (0xffffffff), OnLinkPrefixLength 255, everything else 0. NULL is allowed.
 * Source: learn.microsoft.com: InitializeUnicastIpAddressEntry (netioapi.h)
 */
VOID NETIOAPI_API_ InitializeUnicastIpAddressEntry(_Out_ PMIB_UNICASTIPADDRESS_ROW Row);

/*
 * Adds a unicast address to an interface, and waits for nothing.
 * Reads Address (family and address; not port, flow label or scope id), InterfaceLuid or
 * InterfaceIndex, PrefixOrigin, SuffixOrigin (both Unchanged: as of an address set by hand),
 * ValidLifetime, PreferredLifetime (seconds; 0xffffffff infinite), OnLinkPrefixLength (255: the
 * whole address), SkipAsSource, and of DadState whether it is IpDadStatePreferred: the address can
 * be used at once, and where net.ipv6.conf.IF.optimistic_dad is 0 nobody looks for duplicates.
 * Writes nothing.
 *    0 / STATUS_SUCCESS            the interface has the address now
 *   87 / STATUS_INVALID_PARAMETER  Row NULL; family neither IPv4 nor IPv6; address unspecified,
 *                                  multicast, limited broadcast or IPv4-mapped; LUID and index
 *                                  both 0; ValidLifetime 0 or below PreferredLifetime; one origin
 *                                  Unchanged and the other not; an origin that does not exist;
 *                                  OnLinkPrefixLength above 32 or 128 and not 255; a loopback
 *                                  address for another interface than loopback
 *    5 / STATUS_ACCESS_DENIED      no CAP_NET_ADMIN over the network namespace
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family
 * 1168 / STATUS_NOT_FOUND          no such interface
 * 5010 / STATUS_DUPLICATE_OBJECTID the interface has the address already, with whatever prefix
 *                                  length, or has it as an anycast address
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: CreateUnicastIpAddressEntry (netioapi.h)
 */
NETIOAPI_API CreateUnicastIpAddressEntry(_In_ const MIB_UNICASTIPADDRESS_ROW *Row);

/*
 * Changes lifetimes, prefix length, origins and SkipAsSource of a unicast address.
 * Reads the same members as CreateUnicastIpAddressEntry(), but not DadState; origins that are
 * Unchanged stay what they are. Writes nothing.
 *    0 / STATUS_SUCCESS            the address is as the row says
 *   87 / STATUS_INVALID_PARAMETER  as for CreateUnicastIpAddressEntry()
 *    5 / STATUS_ACCESS_DENIED      no CAP_NET_ADMIN over the network namespace
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family
 * 1168 / STATUS_NOT_FOUND          no such interface; the interface has no such unicast address
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: SetUnicastIpAddressEntry (netioapi.h)
 */
NETIOAPI_API SetUnicastIpAddressEntry(_In_ const MIB_UNICASTIPADDRESS_ROW *Row);

/*
 * Removes a unicast address, whoever added it.
 * Reads Address (family and address) and InterfaceLuid or InterfaceIndex. Writes nothing.
 *    0 / STATUS_SUCCESS            the interface has the address no more
 *   87 / STATUS_INVALID_PARAMETER  Row NULL; family or address as for
 *                                  CreateUnicastIpAddressEntry(); LUID and index both 0
 *    5 / STATUS_ACCESS_DENIED      no CAP_NET_ADMIN over the network namespace
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family
 * 1168 / STATUS_NOT_FOUND          no such interface; the interface has no such unicast address
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: DeleteUnicastIpAddressEntry (netioapi.h)
 */
NETIOAPI_API DeleteUnicastIpAddressEntry(_In_ const MIB_UNICASTIPADDRESS_ROW *Row);

/*
 * Completes a row from the unicast address that it names. Needs no privilege.
 * Reads Address (family and address) and InterfaceLuid or InterfaceIndex. Writes the whole row on
 * success. Leaves it alone on failure.
 *    0 / STATUS_SUCCESS            the interface has the address
 *   87 / STATUS_INVALID_PARAMETER  Row NULL; family or address as for
 *                                  CreateUnicastIpAddressEntry()
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family
 *    2 / STATUS_NOT_FOUND          no interface with that index; LUID and index both 0
 * 1168 / STATUS_NOT_FOUND          no interface with that LUID; the interface has no such unicast
 *                                  address
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: GetUnicastIpAddressEntry (netioapi.h); that index and LUID differ
 * in their codes, and both 0 is not 87, is what Windows does, against that page.
 */
NETIOAPI_API GetUnicastIpAddressEntry(_Inout_ PMIB_UNICASTIPADDRESS_ROW Row);

/*
 * Lists the unicast addresses of all interfaces. Needs no privilege.
 * Family is AF_UNSPEC for both, AF_INET or AF_INET6. Writes *Table: a table for FreeMibTable(),
 * NULL after a failure. Order: IPv4 before IPv6, then interface index, then address.
 *    0 / STATUS_SUCCESS            also when there are none: NumEntries is 0
 *   87 / STATUS_INVALID_PARAMETER  Table NULL; another family
 *   50 / STATUS_NOT_SUPPORTED      the machine has no stack for the family
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: GetUnicastIpAddressTable (netioapi.h); that an empty table is a
 * success is what Windows does, against that page.
 */
NETIOAPI_API GetUnicastIpAddressTable(_In_ ADDRESS_FAMILY Family,
				      _Outptr_ PMIB_UNICASTIPADDRESS_TABLE *Table);

/*
 * Calls Callback each time that a unicast address comes, goes or changes, as
 * NotifyIpInterfaceChange() does. Row has Address, InterfaceLuid and InterfaceIndex, all else is 0.
 * Arguments are the same, and codes as for NotifyIpInterfaceChange().
 * Source: learn.microsoft.com: NotifyUnicastIpAddressChange (netioapi.h)
 */
NETIOAPI_API NotifyUnicastIpAddressChange(_In_ ADDRESS_FAMILY Family,
					  _In_ PUNICAST_IPADDRESS_CHANGE_CALLBACK Callback,
					  _In_opt_ PVOID CallerContext,
					  _In_ BOOLEAN InitialNotification,
					  _Out_ HANDLE *NotificationHandle);

/*
 * Reads the table of unicast addresses once the kernel is not looking for duplicates of any of
 * them. Needs no privilege. Family is AF_UNSPEC for both, AF_INET or AF_INET6.
 * If that is so already, writes *Table, which the caller frees with FreeMibTable(), and NULL to
 * *NotificationHandle; CallerCallback is not called. If not, writes NULL to *Table and the handle
 * for CancelMibChangeNotify2(), and CallerCallback is called once, from a thread of the library,
 * with CallerContext and the table, which is the callback's to free with FreeMibTable(). After a
 * failure both are NULL.
 *    0 / STATUS_SUCCESS            *Table has been written
 *  997 / STATUS_PENDING            CallerCallback will be called
 *   87 / STATUS_INVALID_PARAMETER  Table, CallerCallback or NotificationHandle NULL; another family
 *   50 / STATUS_NOT_SUPPORTED      the machine has no stack for the family
 *    8 / STATUS_NO_MEMORY          out of memory, descriptors or threads
 * Source: learn.microsoft.com: NotifyStableUnicastIpAddressTable (netioapi.h). By that page only an
 * address in the state Preferred is stable.
 */
NETIOAPI_API NotifyStableUnicastIpAddressTable(
	_In_ ADDRESS_FAMILY Family, _Outptr_ PMIB_UNICASTIPADDRESS_TABLE *Table,
	_In_ PSTABLE_UNICAST_IPADDRESS_TABLE_CALLBACK CallerCallback, _In_opt_ PVOID CallerContext,
	_Out_ HANDLE *NotificationHandle);

/* Anycast addresses. */

typedef struct _MIB_ANYCASTIPADDRESS_ROW {
	SOCKADDR_INET Address;
	NET_LUID InterfaceLuid;
	NET_IFINDEX InterfaceIndex;
	SCOPE_ID ScopeId;
} MIB_ANYCASTIPADDRESS_ROW, *PMIB_ANYCASTIPADDRESS_ROW;

typedef struct _MIB_ANYCASTIPADDRESS_TABLE {
	ULONG NumEntries;
	MIB_ANYCASTIPADDRESS_ROW Table[ANY_SIZE];
} MIB_ANYCASTIPADDRESS_TABLE, *PMIB_ANYCASTIPADDRESS_TABLE;

/*
 * Adds an anycast address to an interface.
 * Reads Address (family and address; not port, flow label or scope id), InterfaceLuid or
 * InterfaceIndex. Writes nothing.
 *    0 / STATUS_SUCCESS            the interface has the address now
 *   87 / STATUS_INVALID_PARAMETER  Row NULL; family neither IPv4 nor IPv6; address unspecified,
 *                                  multicast, loopback, limited broadcast or IPv4-mapped; LUID
 *                                  and index both 0
 *    5 / STATUS_ACCESS_DENIED      no CAP_NET_ADMIN over the network namespace
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family
 * 1168 / STATUS_NOT_FOUND          no such interface
 * 5010 / STATUS_DUPLICATE_OBJECTID the interface has this anycast address already, whoever made
 *                                  it, or has it as a unicast address (IPv6: any interface has)
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * 1460 / STATUS_IO_TIMEOUT         the holder (IPv6) has not answered in 30 seconds
 * 1306 / STATUS_REVISION_MISMATCH  the holder (IPv6) is of another version than the library
 * Source: learn.microsoft.com: CreateAnycastIpAddressEntry (netioapi.h)
 */
NETIOAPI_API CreateAnycastIpAddressEntry(_In_ const MIB_ANYCASTIPADDRESS_ROW *Row);

/*
 * Removes an anycast address that CreateAnycastIpAddressEntry() added.
 * Reads the same members as that call. Writes nothing.
 *    0 / STATUS_SUCCESS            the interface has the address no more
 *   87 / STATUS_INVALID_PARAMETER  as for CreateAnycastIpAddressEntry()
 *    5 / STATUS_ACCESS_DENIED      no CAP_NET_ADMIN over the network namespace; the entry was
 *                                  made by others (another program, the kernel)
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family
 * 1168 / STATUS_NOT_FOUND          no such interface; the interface has no such anycast address
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * 1460 / STATUS_IO_TIMEOUT         the holder (IPv6) has not answered in 30 seconds
 * 1306 / STATUS_REVISION_MISMATCH  the holder (IPv6) is of another version than the library
 * Source: learn.microsoft.com: DeleteAnycastIpAddressEntry (netioapi.h)
 */
NETIOAPI_API DeleteAnycastIpAddressEntry(_In_ const MIB_ANYCASTIPADDRESS_ROW *Row);

/*
 * Completes a row from the anycast address that it names. Needs no privilege.
 * Reads the same members as CreateAnycastIpAddressEntry(). Writes the whole row on success: LUID,
 * index and ScopeId filled in, port and flow label 0. Leaves it alone on failure.
 *    0 / STATUS_SUCCESS            the interface has the address
 *   87 / STATUS_INVALID_PARAMETER  as for CreateAnycastIpAddressEntry()
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family
 *    2 / STATUS_NOT_FOUND          no such interface
 * 1168 / STATUS_NOT_FOUND          the interface has no such anycast address
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: GetAnycastIpAddressEntry (netioapi.h)
 */
NETIOAPI_API GetAnycastIpAddressEntry(_Inout_ PMIB_ANYCASTIPADDRESS_ROW Row);

/*
 * Lists the anycast addresses of all interfaces. Needs no privilege.
 * Family is AF_UNSPEC for both, AF_INET or AF_INET6. Writes *Table: a table for FreeMibTable(),
 * NULL after a failure. Order: IPv4 before IPv6, then interface index, then address.
 *    0 / STATUS_SUCCESS            also when there are none: NumEntries is 0
 *   87 / STATUS_INVALID_PARAMETER  Table NULL; another family
 *   50 / STATUS_NOT_SUPPORTED      the machine has no stack for the family
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: GetAnycastIpAddressTable (netioapi.h); that an empty table is a
 * success is what Windows does, against that page.
 */
NETIOAPI_API GetAnycastIpAddressTable(_In_ ADDRESS_FAMILY Family,
				      _Outptr_ PMIB_ANYCASTIPADDRESS_TABLE *Table);

/* Multicast addresses. */

/* Here, and in MIB_IPNET_ROW2, the index comes before the LUID. */
typedef struct _MIB_MULTICASTIPADDRESS_ROW {
	SOCKADDR_INET Address;
	NET_IFINDEX InterfaceIndex;
	NET_LUID InterfaceLuid;
	SCOPE_ID ScopeId;
} MIB_MULTICASTIPADDRESS_ROW, *PMIB_MULTICASTIPADDRESS_ROW;

typedef struct _MIB_MULTICASTIPADDRESS_TABLE {
	ULONG NumEntries;
	MIB_MULTICASTIPADDRESS_ROW Table[ANY_SIZE];
} MIB_MULTICASTIPADDRESS_TABLE, *PMIB_MULTICASTIPADDRESS_TABLE;

/*
 * Completes a row from the multicast group that it names. Needs no privilege.
 * Reads Address (family and address) and InterfaceLuid or InterfaceIndex. Writes the whole row on
 * success. Leaves it alone on failure.
 *    0 / STATUS_SUCCESS            the interface is a member of the group
 *   87 / STATUS_INVALID_PARAMETER  Row NULL; family neither IPv4 nor IPv6; not a multicast
 *                                  address; LUID and index both 0
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family
 *    2 / STATUS_NOT_FOUND          no such interface
 * 1168 / STATUS_NOT_FOUND          the interface is no member of the group
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: GetMulticastIpAddressEntry (netioapi.h)
 */
NETIOAPI_API GetMulticastIpAddressEntry(_Inout_ PMIB_MULTICASTIPADDRESS_ROW Row);

/*
 * Lists the multicast groups that interfaces are members of. Needs no privilege.
 * Family, *Table, order and codes as for GetUnicastIpAddressTable().
 * Source: learn.microsoft.com: GetMulticastIpAddressTable (netioapi.h)
 */
NETIOAPI_API GetMulticastIpAddressTable(_In_ ADDRESS_FAMILY Family,
					_Outptr_ PMIB_MULTICASTIPADDRESS_TABLE *Table);

/*
 * Routes. A route is named by DestinationPrefix, NextHop, and luid or index, without the metric.
 * What is read here needs no privilege.
 */

typedef struct _IP_ADDRESS_PREFIX {
	SOCKADDR_INET Prefix;
	UINT8 PrefixLength;
} IP_ADDRESS_PREFIX, *PIP_ADDRESS_PREFIX;

/* Lifetimes and Age are in seconds. The whole metric is Metric plus that of the interface. */
typedef struct _MIB_IPFORWARD_ROW2 {
	NET_LUID InterfaceLuid;
	NET_IFINDEX InterfaceIndex;
	IP_ADDRESS_PREFIX DestinationPrefix;
	SOCKADDR_INET NextHop;
	UCHAR SitePrefixLength;
	ULONG ValidLifetime;
	ULONG PreferredLifetime;
	ULONG Metric;
	NL_ROUTE_PROTOCOL Protocol;
	BOOLEAN Loopback;
	BOOLEAN AutoconfigureAddress;
	BOOLEAN Publish;
	BOOLEAN Immortal;
	ULONG Age;
	NL_ROUTE_ORIGIN Origin;
} MIB_IPFORWARD_ROW2, *PMIB_IPFORWARD_ROW2;

typedef struct _MIB_IPFORWARD_TABLE2 {
	ULONG NumEntries;
	MIB_IPFORWARD_ROW2 Table[ANY_SIZE];
} MIB_IPFORWARD_TABLE2, *PMIB_IPFORWARD_TABLE2;

typedef VOID(NETIOAPI_API_ *PIPFORWARD_CHANGE_CALLBACK)(
	_In_ PVOID CallerContext, _In_opt_ PMIB_IPFORWARD_ROW2 Row,
	_In_ MIB_NOTIFICATION_TYPE NotificationType);

/*
 * Writes all of Row, which may be NULL: lifetimes 0xffffffff; Loopback, AutoconfigureAddress,
 * Publish and Immortal TRUE; SitePrefixLength 255; Metric and Protocol -1; all else 0.
 * Source: learn.microsoft.com: InitializeIpForwardEntry (netioapi.h); the numbers are not there.
 */
VOID NETIOAPI_API_ InitializeIpForwardEntry(_Out_ PMIB_IPFORWARD_ROW2 Row);

/*
 * Makes a route. What it is, is DestinationPrefix, NextHop and the interface; not Metric.
 * Reads DestinationPrefix, NextHop (family and address; family 0 or all zeroes: the destination is
 * on the link), InterfaceLuid or InterfaceIndex, SitePrefixLength (255 unset), ValidLifetime (in
 * seconds; 0xffffffff infinite), PreferredLifetime, Metric (0xffffffff unset: 0) and Protocol (-1,
 * 0 or any that is none: MIB_IPPROTO_NETMGMT). Of these SitePrefixLength and PreferredLifetime are
 * checked and not kept. Writes nothing.
 *    0 / STATUS_SUCCESS            the route is there
 *   87 / STATUS_INVALID_PARAMETER  Row NULL; a family that is none, or two that do not fit; a
 *                                  prefix length above 32 or 128; bits set behind it; LUID and
 *                                  index both 0; SitePrefixLength above the prefix length;
 *                                  ValidLifetime 0 or below PreferredLifetime; Metric above
 *                                  0x7fffffff; a next hop that is multicast, or the broadcast
 *                                  address of a subnet
 *    5 / STATUS_ACCESS_DENIED      no CAP_NET_ADMIN over the network namespace
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family; a next
 *                                  hop that belongs to another interface (IPv4: is one of its
 *                                  addresses; IPv6: is in one of its subnets), which Linux does not
 *                                  take; a finite ValidLifetime of an IPv4 route
 * 1168 / STATUS_NOT_FOUND          no such interface, or it is administratively down
 * 5010 / STATUS_DUPLICATE_OBJECTID the route is there already, whatever its metric
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: CreateIpForwardEntry2 (netioapi.h)
 */
NETIOAPI_API CreateIpForwardEntry2(_In_ const MIB_IPFORWARD_ROW2 *Row);

/*
 * Changes Metric, Protocol and ValidLifetime of a route, whoever made it.
 * Reads the same members as CreateIpForwardEntry2(). A Metric or Protocol that is unset stays what
 * it is. Of several metrics the lowest is changed, which is the one that Get and the table show.
 * Writes nothing.
 *    0 / STATUS_SUCCESS            the route is as the row says
 *   87 / STATUS_INVALID_PARAMETER  as for CreateIpForwardEntry2()
 *    5 / STATUS_ACCESS_DENIED      no CAP_NET_ADMIN over the network namespace; the route is that
 *                                  of an address of this machine, or of its broadcast address
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family; a
 *                                  finite ValidLifetime of an IPv4 route; the route has a nexthop
 *                                  object
 * 1168 / STATUS_NOT_FOUND          no such interface; no such route
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: SetIpForwardEntry2 (netioapi.h)
 */
NETIOAPI_API SetIpForwardEntry2(_In_ const MIB_IPFORWARD_ROW2 *Route);

/*
 * Removes a route, whoever made it, with all its metrics. Other routes to the prefix stay.
 * Reads DestinationPrefix, NextHop and InterfaceLuid or InterfaceIndex. Writes nothing.
 *    0 / STATUS_SUCCESS            the route is there no more
 *   87 / STATUS_INVALID_PARAMETER  Row NULL; DestinationPrefix or NextHop as for
 *                                  CreateIpForwardEntry2(); LUID and index both 0
 *    5 / STATUS_ACCESS_DENIED      as for SetIpForwardEntry2()
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family; the
 *                                  route is one of several of a nexthop object, or another one that
 *                                  Linux has together with it has an interface that is down
 * 1168 / STATUS_NOT_FOUND          no such interface; no such route
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: DeleteIpForwardEntry2 (netioapi.h)
 */
NETIOAPI_API DeleteIpForwardEntry2(_In_ const MIB_IPFORWARD_ROW2 *Row);

/*
 * Completes a row from the route that it names: DestinationPrefix, NextHop (family or address 0 for
 * a route on the link), InterfaceLuid or InterfaceIndex. Ports, scope ids and padding are not read.
 * Writes the whole row on success, and leaves it alone on failure. Of routes that differ in their
 * metric alone it is the one of lowest metric.
 *    0 / STATUS_SUCCESS
 *   87 / STATUS_INVALID_PARAMETER  Row NULL; another family of prefix or next hop, or two that do
 *                                  not fit; prefix length too large, bits set beyond it; luid and
 *                                  index both 0
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family
 * 1168 / STATUS_NOT_FOUND          no such interface; no such route
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: GetIpForwardEntry2 (netioapi.h)
 */
NETIOAPI_API GetIpForwardEntry2(_Inout_ PMIB_IPFORWARD_ROW2 Row);

/*
 * Lists the routes of the kernel's tables main and local, and of VRFs: a row for each next hop.
 * Family is AF_UNSPEC for both, AF_INET or AF_INET6. Writes *Table: a table for FreeMibTable(),
 * NULL after a failure. Order: IPv4 before IPv6, prefix, length from long to short, interface
 * index, next hop.
 *    0 / STATUS_SUCCESS            also when there are none: NumEntries is 0
 *   87 / STATUS_INVALID_PARAMETER  Table NULL; another family
 *   50 / STATUS_NOT_SUPPORTED      the machine has no stack for the family
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: GetIpForwardTable2 (netioapi.h)
 */
NETIOAPI_API GetIpForwardTable2(_In_ ADDRESS_FAMILY Family, _Outptr_ PMIB_IPFORWARD_TABLE2 *Table);

/*
 * The route that a packet to *DestinationAddress takes, as it stands in its table, and the source
 * address that it has. *InterfaceLuid (the pointer may be NULL), or where that is 0 InterfaceIndex,
 * confines it to the routes of one interface, *SourceAddress (NULL, or family or address 0, for
 * any) to those of the interface that has this address. The scope id of a link-local destination
 * names an interface if nothing else does. AddressSortOptions is not used. Both outputs are written
 * always: 0 after a failure, unless that is about a pointer.
 *    0 / STATUS_SUCCESS
 *   87 / STATUS_INVALID_PARAMETER  DestinationAddress, BestRoute or BestSourceAddress NULL; another
 *                                  family, or two; a link-local destination without an interface
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family
 *    2 / STATUS_NOT_FOUND          no interface has the index
 * 1168 / STATUS_NOT_FOUND          no interface has the luid
 * 1231 / STATUS_NETWORK_UNREACHABLE no route leads there; no such interface has the source address
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: GetBestRoute2 (netioapi.h); 1168 and 1231 are what Windows does.
 */
NETIOAPI_API GetBestRoute2(_In_opt_ NET_LUID *InterfaceLuid, _In_ NET_IFINDEX InterfaceIndex,
			   _In_opt_ const SOCKADDR_INET *SourceAddress,
			   _In_ const SOCKADDR_INET *DestinationAddress,
			   _In_ ULONG AddressSortOptions, _Out_ PMIB_IPFORWARD_ROW2 BestRoute,
			   _Out_ SOCKADDR_INET *BestSourceAddress);

/*
 * Calls Callback each time that a route comes, goes or changes, as NotifyIpInterfaceChange() does.
 * Row has DestinationPrefix, NextHop, InterfaceLuid and InterfaceIndex, all else is 0.
 * Arguments are the same, and codes as for NotifyIpInterfaceChange().
 * Source: learn.microsoft.com: NotifyRouteChange2 (netioapi.h)
 */
NETIOAPI_API NotifyRouteChange2(_In_ ADDRESS_FAMILY AddressFamily,
				_In_ PIPFORWARD_CHANGE_CALLBACK Callback,
				_In_opt_ PVOID CallerContext, _In_ BOOLEAN InitialNotification,
				_Out_ HANDLE *NotificationHandle);

/*
 * Paths: what the kernel keeps of the ways to single machines, TCP's round trip times and the MTUs
 * that were learned. Named by destination, source and luid or index; ports, scope and padding of
 * the addresses are not read. netioapi(7) says where each member comes from.
 */

/* Times are in milliseconds. IsReachable tells which name of the union applies. Speeds are in bits
 * per second; 0 is what is not known. */
typedef struct _MIB_IPPATH_ROW {
	SOCKADDR_INET Source;
	SOCKADDR_INET Destination;
	NET_LUID InterfaceLuid;
	NET_IFINDEX InterfaceIndex;
	SOCKADDR_INET CurrentNextHop;
	ULONG PathMtu;
	ULONG RttMean;
	ULONG RttDeviation;
	__extension__ union {
		ULONG LastReachable;
		ULONG LastUnreachable;
	};
	BOOLEAN IsReachable;
	ULONG64 LinkTransmitSpeed;
	ULONG64 LinkReceiveSpeed;
} MIB_IPPATH_ROW, *PMIB_IPPATH_ROW;

typedef struct _MIB_IPPATH_TABLE {
	ULONG NumEntries;
	MIB_IPPATH_ROW Table[ANY_SIZE];
} MIB_IPPATH_TABLE, *PMIB_IPPATH_TABLE;

/*
 * Completes a row from the path that it names. Sends nothing. Needs no privilege.
 * Reads Destination and Source (family and address), InterfaceLuid or InterfaceIndex. Without a
 * family, or unspecified, Source is any. Writes the whole row on success. Leaves it alone on
 * failure.
 *    0 / STATUS_SUCCESS            there is the path; of several sources it is the first
 *   87 / STATUS_INVALID_PARAMETER  Row NULL; family of Destination neither IPv4 nor IPv6, of Source
 *                                  another one; LUID and index both 0
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family
 *    2 / STATUS_NOT_FOUND          no such interface
 * 1168 / STATUS_NOT_FOUND          there is no such path by way of the interface
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: GetIpPathEntry (netioapi.h)
 */
NETIOAPI_API GetIpPathEntry(_Inout_ PMIB_IPPATH_ROW Row);

/*
 * Lists the paths by way of all interfaces, IPv4 before IPv6, by destination, source and interface.
 * Needs no privilege.
 * Family, *Table and codes as for GetUnicastIpAddressTable().
 * Source: learn.microsoft.com: GetIpPathTable (netioapi.h)
 */
NETIOAPI_API GetIpPathTable(_In_ ADDRESS_FAMILY Family, _Outptr_ PMIB_IPPATH_TABLE *Table);

/*
 * Forgets all paths of a family, AF_INET or AF_INET6, or with AF_UNSPEC of both. After a failure
 * some of them may have been forgotten.
 *    0 / STATUS_SUCCESS            done; also when there was nothing to forget
 *   87 / STATUS_INVALID_PARAMETER  Family is none of these
 *    5 / STATUS_ACCESS_DENIED      no CAP_NET_ADMIN over the network namespace, or it is that of a
 *                                  user namespace, or /proc/sys is not to be written
 *   50 / STATUS_NOT_SUPPORTED      the machine has no stack for the family
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: FlushIpPathTable (netioapi.h)
 */
NETIOAPI_API FlushIpPathTable(_In_ ADDRESS_FAMILY Family);

/*
 * Neighbours: the machines on a link and their hardware addresses, IPv4's of ARP and IPv6's of
 * neighbour discovery. Entries are named by address and by luid or index; ports, scope and padding
 * of Address are not read. Loopback and point-to-point interfaces have none of IPv4.
 */

/* ReachabilityTime is in milliseconds; IsUnreachable tells which name of the union applies. */
typedef struct _MIB_IPNET_ROW2 {
	SOCKADDR_INET Address;
	NET_IFINDEX InterfaceIndex;
	NET_LUID InterfaceLuid;
	UCHAR PhysicalAddress[IF_MAX_PHYS_ADDRESS_LENGTH];
	ULONG PhysicalAddressLength;
	NL_NEIGHBOR_STATE State;
	__extension__ union {
		struct {
			IPH_LOW_FIRST_3(BOOLEAN IsRouter : 1, BOOLEAN IsUnreachable : 1,
					BOOLEAN : 6)
		};
		UCHAR Flags;
	};
	union {
		ULONG LastReachable;
		ULONG LastUnreachable;
	} ReachabilityTime;
} MIB_IPNET_ROW2, *PMIB_IPNET_ROW2;

typedef struct _MIB_IPNET_TABLE2 {
	ULONG NumEntries;
	MIB_IPNET_ROW2 Table[ANY_SIZE];
} MIB_IPNET_TABLE2, *PMIB_IPNET_TABLE2;

/*
 * Adds a neighbour that stays until it is deleted or its interface is shut down.
 * Reads Address (family and address), InterfaceLuid or InterfaceIndex, PhysicalAddress and
 * PhysicalAddressLength. Writes nothing.
 *    0 / STATUS_SUCCESS            it is there: NlnsPermanent
 *   87 / STATUS_INVALID_PARAMETER  Row NULL; family neither IPv4 nor IPv6; address unspecified,
 *                                  loopback, 255.255.255.255 or IPv4-mapped; LUID and index
 *                                  both 0; PhysicalAddressLength is not that of the interface's
 *                                  own hardware address
 *    5 / STATUS_ACCESS_DENIED      no CAP_NET_ADMIN over the network namespace
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family; IPv4
 *                                  on a loopback or point-to-point interface
 * 1168 / STATUS_NOT_FOUND          no such interface
 * 5010 / STATUS_DUPLICATE_OBJECTID the interface has the neighbour already, in whatever state
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: CreateIpNetEntry2 (netioapi.h)
 */
NETIOAPI_API CreateIpNetEntry2(_In_ const MIB_IPNET_ROW2 *Row);

/*
 * Gives a neighbour, whoever found or made it, another hardware address, and makes it permanent.
 * Reads the same members as CreateIpNetEntry2(). Writes nothing.
 *    0 / STATUS_SUCCESS            it has the hardware address: NlnsPermanent
 *   87 / STATUS_INVALID_PARAMETER  as for CreateIpNetEntry2()
 *    5 / STATUS_ACCESS_DENIED      no CAP_NET_ADMIN over the network namespace
 *   50 / STATUS_NOT_SUPPORTED      as for CreateIpNetEntry2()
 * 1168 / STATUS_NOT_FOUND          no such interface; the interface has no such neighbour
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: SetIpNetEntry2 (netioapi.h)
 */
NETIOAPI_API SetIpNetEntry2(_In_ PMIB_IPNET_ROW2 Row);

/*
 * Removes a neighbour, whoever found or made it.
 * Reads Address (family and address) and InterfaceLuid or InterfaceIndex. Writes nothing.
 *    0 / STATUS_SUCCESS            the interface has the neighbour no more
 *   87 / STATUS_INVALID_PARAMETER  Row NULL; family neither IPv4 nor IPv6; address unspecified;
 *                                  LUID and index both 0
 *    5 / STATUS_ACCESS_DENIED      no CAP_NET_ADMIN over the network namespace
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family
 * 1168 / STATUS_NOT_FOUND          no such interface; the interface has no such neighbour
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: DeleteIpNetEntry2 (netioapi.h)
 */
NETIOAPI_API DeleteIpNetEntry2(_In_ const MIB_IPNET_ROW2 *Row);

/*
 * Completes a row from the neighbour that it names. Sends nothing. Needs no privilege.
 * Reads Address (family and address) and InterfaceLuid or InterfaceIndex. Writes the whole row on
 * success. Leaves it alone on failure.
 *    0 / STATUS_SUCCESS            the interface has the neighbour
 *   87 / STATUS_INVALID_PARAMETER  as for DeleteIpNetEntry2()
 *   50 / STATUS_NOT_SUPPORTED      the machine or the interface has no stack for the family
 *    2 / STATUS_NOT_FOUND          no such interface
 * 1168 / STATUS_NOT_FOUND          the interface has no such neighbour
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: GetIpNetEntry2 (netioapi.h)
 */
NETIOAPI_API GetIpNetEntry2(_Inout_ PMIB_IPNET_ROW2 Row);

/*
 * Lists the neighbours of all interfaces. Needs no privilege.
 * Family, *Table, order and codes as for GetUnicastIpAddressTable().
 * Source: learn.microsoft.com: GetIpNetTable2 (netioapi.h)
 */
NETIOAPI_API GetIpNetTable2(_In_ ADDRESS_FAMILY Family, _Outptr_ PMIB_IPNET_TABLE2 *Table);

/*
 * Asks for a neighbour on the link, by ARP or neighbour discovery, and waits until it has answered
 * or the kernel gives up: about 3 seconds by default. Needs no privilege; who has CAP_NET_ADMIN
 * over the network namespace has what is known of the neighbour forgotten first, unless it is
 * NlnsPermanent, and others get that without asking if it is NlnsReachable.
 * Reads Address (family and address) and InterfaceLuid or InterfaceIndex; SourceAddress, NULL or
 * the address that asks. Writes the whole row on success. Leaves it alone on failure.
 *    0 / STATUS_SUCCESS            it is there: NlnsReachable or NlnsPermanent
 *   87 / STATUS_INVALID_PARAMETER  address as for CreateIpNetEntry2(); SourceAddress is of another
 *                                  family or not an address of this machine
 *   50 / STATUS_NOT_SUPPORTED      as for CreateIpNetEntry2()
 * 1168 / STATUS_NOT_FOUND          no such interface
 *   67 / STATUS_BAD_NETWORK_NAME   no answer; the interface is down; no route on the link
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: ResolveIpNetEntry2 (netioapi.h)
 */
NETIOAPI_API ResolveIpNetEntry2(_Inout_ PMIB_IPNET_ROW2 Row,
				_In_opt_ const SOCKADDR_INET *SourceAddress);

/*
 * Removes the neighbours of an interface, or with InterfaceIndex 0 of all, but for those that are
 * NlnsPermanent. Family is AF_UNSPEC for both, AF_INET or AF_INET6.
 *    0 / STATUS_SUCCESS            also when there were none
 *   87 / STATUS_INVALID_PARAMETER  another family
 *    5 / STATUS_ACCESS_DENIED      no CAP_NET_ADMIN over the network namespace
 *   50 / STATUS_NOT_SUPPORTED      the machine has no stack for the family
 * 1168 / STATUS_NOT_FOUND          InterfaceIndex is not 0 and no interface has it
 *    8 / STATUS_NO_MEMORY          out of memory or descriptors
 * Source: learn.microsoft.com: FlushIpNetTable2 (netioapi.h)
 */
NETIOAPI_API FlushIpNetTable2(_In_ ADDRESS_FAMILY Family, _In_ NET_IFINDEX InterfaceIndex);

/*
 * Conversions. None needs a privilege. Both "name" and "alias" are the Linux interface name, in
 * UTF-8 or UTF-16. Name and alias inputs also take an alternative name, name inputs also the form
 * <type>_<index> that Windows generates (ethernet_3). Lengths count characters including the
 * terminator; IF_MAX_STRING_SIZE + 1 always suffices. Those that ask the kernel, that is all but
 * the masks, also fail with 8 / STATUS_NO_MEMORY when memory or descriptors run out.
 */

/*
 * LUID of an interface index. Writes *InterfaceLuid; 0 after a failure.
 *    0 / STATUS_SUCCESS
 *    2 / STATUS_INVALID_PARAMETER  no such interface, index 0 included
 *   87 / STATUS_INVALID_PARAMETER  InterfaceLuid NULL
 * Source: learn.microsoft.com: ConvertInterfaceIndexToLuid (netioapi.h)
 */
NETIOAPI_API ConvertInterfaceIndexToLuid(_In_ NET_IFINDEX InterfaceIndex,
					 _Out_ PNET_LUID InterfaceLuid);

/*
 * Index of the interface with this LUID. Writes *InterfaceIndex; 0 after a failure.
 *    0 / STATUS_SUCCESS
 *    2 / STATUS_INVALID_PARAMETER  no interface has the LUID
 *   87 / STATUS_INVALID_PARAMETER  a pointer is NULL
 * Source: learn.microsoft.com: ConvertInterfaceLuidToIndex (netioapi.h)
 */
NETIOAPI_API ConvertInterfaceLuidToIndex(_In_ const NET_LUID *InterfaceLuid,
					 _Out_ PNET_IFINDEX InterfaceIndex);

/*
 * LUID of an interface name. A name of the form <type>_<index> that no interface has is converted
 * all the same. Writes *InterfaceLuid; 0 after a failure, but untouched if InterfaceName is NULL.
 *    0 / STATUS_SUCCESS
 *  123 / STATUS_OBJECT_NAME_INVALID InterfaceName NULL (checked first); no interface has the
 *                                   name
 *   87 / STATUS_INVALID_PARAMETER   InterfaceLuid NULL
 *  111 / STATUS_NAME_TOO_LONG       more than IF_MAX_STRING_SIZE characters
 * Source: learn.microsoft.com: ConvertInterfaceNameToLuidA (netioapi.h)
 */
NETIOAPI_API ConvertInterfaceNameToLuidA(_In_ const CHAR *InterfaceName,
					 _Out_ NET_LUID *InterfaceLuid);

/*
 * The same from UTF-16. Writes *InterfaceLuid; 0 after a failure.
 *    0 / STATUS_SUCCESS
 *   87 / STATUS_INVALID_PARAMETER   InterfaceLuid NULL (checked first)
 *  123 / STATUS_OBJECT_NAME_INVALID InterfaceName NULL; no interface has the name; more than
 *                                   IF_MAX_STRING_SIZE characters
 * Source: learn.microsoft.com: ConvertInterfaceNameToLuidW (netioapi.h)
 */
NETIOAPI_API ConvertInterfaceNameToLuidW(_In_ const WCHAR *InterfaceName,
					 _Out_ NET_LUID *InterfaceLuid);

/*
 * Name of the interface with this LUID. A LUID that no interface has gets its generated name,
 * <type>_<index>, and is no error. Writes InterfaceName on success only.
 *    0 / STATUS_SUCCESS
 *   87 / STATUS_INVALID_PARAMETER  InterfaceLuid NULL
 *    8 / STATUS_NO_MEMORY          InterfaceName NULL; name and terminator need more than Length
 * Source: learn.microsoft.com: ConvertInterfaceLuidToNameA (netioapi.h)
 */
NETIOAPI_API ConvertInterfaceLuidToNameA(_In_ const NET_LUID *InterfaceLuid,
					 _Out_writes_(Length) PSTR InterfaceName,
					 _In_ SIZE_T Length);

/*
 * The same in UTF-16. Writes InterfaceName on success only.
 *    0 / STATUS_SUCCESS
 *   87 / STATUS_INVALID_PARAMETER  a pointer is NULL
 *    8 / STATUS_NO_MEMORY          name and terminator need more than Length
 * Source: learn.microsoft.com: ConvertInterfaceLuidToNameW (netioapi.h)
 */
NETIOAPI_API ConvertInterfaceLuidToNameW(_In_ const NET_LUID *InterfaceLuid,
					 _Out_writes_(Length) PWSTR InterfaceName,
					 _In_ SIZE_T Length);

/*
 * LUID of an interface alias. Writes *InterfaceLuid; 0 after a failure.
 *    0 / STATUS_SUCCESS
 *   87 / STATUS_INVALID_PARAMETER  a pointer is NULL; alias empty; no interface has it
 * Source: learn.microsoft.com: ConvertInterfaceAliasToLuid (netioapi.h)
 */
NETIOAPI_API ConvertInterfaceAliasToLuid(_In_ const WCHAR *InterfaceAlias,
					 _Out_ PNET_LUID InterfaceLuid);

/*
 * Alias of the interface with this LUID. Writes InterfaceAlias on success only.
 *    0 / STATUS_SUCCESS
 *    2 / STATUS_INVALID_PARAMETER  no interface has the LUID
 *   87 / STATUS_INVALID_PARAMETER  a pointer is NULL
 *    8 / STATUS_NO_MEMORY          alias and terminator need more than Length
 * Source: learn.microsoft.com: ConvertInterfaceLuidToAlias (netioapi.h)
 */
NETIOAPI_API ConvertInterfaceLuidToAlias(_In_ const NET_LUID *InterfaceLuid,
					 _Out_writes_(Length) PWSTR InterfaceAlias,
					 _In_ SIZE_T Length);

/*
 * LUID of an interface GUID. Writes *InterfaceLuid; 0 if no interface has the GUID, untouched if
 * a pointer is NULL.
 *    0 / STATUS_SUCCESS
 *   87 / STATUS_INVALID_PARAMETER  a pointer is NULL; no interface has the GUID
 * Source: learn.microsoft.com: ConvertInterfaceGuidToLuid (netioapi.h)
 */
NETIOAPI_API ConvertInterfaceGuidToLuid(_In_ const GUID *InterfaceGuid,
					_Out_ PNET_LUID InterfaceLuid);

/*
 * GUID of the interface with this LUID. Writes *InterfaceGuid; zero if no interface has the LUID,
 * untouched if a pointer is NULL.
 *    0 / STATUS_SUCCESS
 *    2 / STATUS_INVALID_PARAMETER  no interface has the LUID
 *   87 / STATUS_INVALID_PARAMETER  a pointer is NULL
 * Source: learn.microsoft.com: ConvertInterfaceLuidToGuid (netioapi.h)
 */
NETIOAPI_API ConvertInterfaceLuidToGuid(_In_ const NET_LUID *InterfaceLuid,
					_Out_ GUID *InterfaceGuid);

/*
 * IPv4 mask, in network byte order, of a prefix length of 0 to 32. Writes *Mask; INADDR_NONE if
 * the length is invalid (as for 32, which is valid).
 *    0 / STATUS_SUCCESS
 *   87 / STATUS_INVALID_PARAMETER  Mask NULL; MaskLength above 32
 * Source: learn.microsoft.com: ConvertLengthToIpv4Mask (netioapi.h)
 */
NETIOAPI_API ConvertLengthToIpv4Mask(_In_ ULONG MaskLength, _Out_ PULONG Mask);

/*
 * Prefix length of an IPv4 mask in network byte order. Writes *MaskLength on success only.
 *    0 / STATUS_SUCCESS
 *   87 / STATUS_INVALID_PARAMETER  MaskLength NULL; a 1 follows a 0 in the mask
 * Source: learn.microsoft.com: ConvertIpv4MaskToLength (netioapi.h)
 */
NETIOAPI_API ConvertIpv4MaskToLength(_In_ ULONG Mask, _Out_ PUINT8 MaskLength);

/* Ends of notifications. */

/*
 * Ends a registration of a Notify...() function above or below. When it returns, the callback has
 * returned and is not called again. Called from within that callback it returns at once, and the
 * registration ends with the callback.
 *    0 / STATUS_SUCCESS
 *   87 / STATUS_INVALID_PARAMETER  NotificationHandle NULL
 *    6 / STATUS_INVALID_HANDLE     no registration of this process has the handle, or none any more
 * Source: learn.microsoft.com: CancelMibChangeNotify2 (netioapi.h); 6 is not on that page.
 */
NETIOAPI_API CancelMibChangeNotify2(_In_ HANDLE NotificationHandle);

/* DNS settings. */

/*
 * DNS settings. Version selects the structure, Flags the members that count. Lists are UTF-16
 * strings separated by commas or spaces.
 */
#define DNS_INTERFACE_SETTINGS_VERSION1 1
#define DNS_INTERFACE_SETTINGS_VERSION2 2
#define DNS_INTERFACE_SETTINGS_VERSION3 3
#define DNS_INTERFACE_SETTINGS_VERSION4 4
#define DNS_SERVER_PROPERTY_VERSION1 1

#define DNS_SETTING_IPV6 0x0001
#define DNS_SETTING_NAMESERVER 0x0002
#define DNS_SETTING_SEARCHLIST 0x0004
#define DNS_SETTING_REGISTRATION_ENABLED 0x0008
#define DNS_SETTING_REGISTER_ADAPTER_NAME 0x0010
#define DNS_SETTING_DOMAIN 0x0020
#define DNS_SETTING_HOSTNAME 0x0040
#define DNS_SETTINGS_ENABLE_LLMNR 0x0080
#define DNS_SETTINGS_QUERY_ADAPTER_NAME 0x0100
#define DNS_SETTING_PROFILE_NAMESERVER 0x0200
#define DNS_SETTING_SUPPLEMENTAL_SEARCH_LIST 0x0800
#define DNS_SETTING_DOH 0x1000
#define DNS_SETTING_DOH_PROFILE 0x2000

#define DNS_DOH_SERVER_SETTINGS_ENABLE_AUTO 0x0001
#define DNS_DOH_SERVER_SETTINGS_ENABLE 0x0002
#define DNS_DOH_SERVER_SETTINGS_FALLBACK_TO_UDP 0x0004
#define DNS_DOH_AUTO_UPGRADE_SERVER 0x0008

typedef enum _DNS_SERVER_PROPERTY_TYPE {
	DnsServerInvalidProperty = 0,
	DnsServerDohProperty = 1,
	DnsServerDotProperty = 2
} DNS_SERVER_PROPERTY_TYPE;

typedef struct _DNS_DOH_SERVER_SETTINGS {
	PWSTR Template;
	ULONG64 Flags;
} DNS_DOH_SERVER_SETTINGS;

typedef struct _DNS_DOT_SERVER_SETTINGS {
	PWSTR Hostname;
	ULONG64 Flags;
	USHORT Port;
} DNS_DOT_SERVER_SETTINGS;

typedef union _DNS_SERVER_PROPERTY_TYPES {
	DNS_DOH_SERVER_SETTINGS *DohSettings;
} DNS_SERVER_PROPERTY_TYPES;

/* ServerIndex is the position, from 0, in the list of name servers. */
typedef struct _DNS_SERVER_PROPERTY {
	ULONG Version;
	ULONG ServerIndex;
	DNS_SERVER_PROPERTY_TYPE Type;
	DNS_SERVER_PROPERTY_TYPES Property;
} DNS_SERVER_PROPERTY;

typedef struct _DNS_INTERFACE_SETTINGS {
	ULONG Version;
	ULONG64 Flags;
	PWSTR Domain;
	PWSTR NameServer;
	PWSTR SearchList;
	ULONG RegistrationEnabled;
	ULONG RegisterAdapterName;
	ULONG EnableLLMNR;
	ULONG QueryAdapterName;
	PWSTR ProfileNameServer;
} DNS_INTERFACE_SETTINGS;

typedef struct _DNS_INTERFACE_SETTINGS_EX {
	DNS_INTERFACE_SETTINGS SettingsV1;
	ULONG DisableUnconstrainedQueries;
	PWSTR SupplementalSearchList;
} DNS_INTERFACE_SETTINGS_EX;

typedef struct _DNS_INTERFACE_SETTINGS3 {
	ULONG Version;
	ULONG64 Flags;
	PWSTR Domain;
	PWSTR NameServer;
	PWSTR SearchList;
	ULONG RegistrationEnabled;
	ULONG RegisterAdapterName;
	ULONG EnableLLMNR;
	ULONG QueryAdapterName;
	PWSTR ProfileNameServer;
	ULONG DisableUnconstrainedQueries;
	PWSTR SupplementalSearchList;
	ULONG cServerProperties;
	DNS_SERVER_PROPERTY *ServerProperties;
	ULONG cProfileServerProperties;
	DNS_SERVER_PROPERTY *ProfileServerProperties;
} DNS_INTERFACE_SETTINGS3;

/* Undocumented by Microsoft, as are the two structures below. */
typedef struct _DNS_INTERFACE_SETTINGS4 {
	ULONG Version;
	ULONG64 Flags;
	PWSTR Domain;
	PWSTR NameServer;
	PWSTR SearchList;
	ULONG RegistrationEnabled;
	ULONG RegisterAdapterName;
	ULONG EnableLLMNR;
	ULONG QueryAdapterName;
	PWSTR ProfileNameServer;
	ULONG DisableUnconstrainedQueries;
	PWSTR SupplementalSearchList;
	ULONG cServerProperties;
	DNS_SERVER_PROPERTY *ServerProperties;
	ULONG cProfileServerProperties;
	DNS_SERVER_PROPERTY *ProfileServerProperties;
	ULONG EncryptedDnsAdapterFlags;
} DNS_INTERFACE_SETTINGS4;

typedef struct _DNS_SETTINGS {
	ULONG Version;
	ULONG64 Flags;
	PWSTR Hostname;
	PWSTR Domain;
	PWSTR SearchList;
} DNS_SETTINGS;

typedef struct _DNS_SETTINGS2 {
	ULONG Version;
	ULONG64 Flags;
	PWSTR Hostname;
	PWSTR Domain;
	PWSTR SearchList;
	ULONG64 SettingFlags;
} DNS_SETTINGS2;

IPH_UNWRITTEN
NETIOAPI_API GetDnsSettings(_Inout_ DNS_SETTINGS *Settings);
IPH_UNWRITTEN
NETIOAPI_API SetDnsSettings(_In_ const DNS_SETTINGS *Settings);
IPH_UNWRITTEN
VOID NETIOAPI_API_ FreeDnsSettings(_Inout_ DNS_SETTINGS *Settings);
IPH_UNWRITTEN
NETIOAPI_API GetInterfaceDnsSettings(_In_ GUID Interface, _Inout_ DNS_INTERFACE_SETTINGS *Settings);
IPH_UNWRITTEN
NETIOAPI_API SetInterfaceDnsSettings(_In_ GUID Interface,
				     _In_ const DNS_INTERFACE_SETTINGS *Settings);
IPH_UNWRITTEN
VOID NETIOAPI_API_ FreeInterfaceDnsSettings(_Inout_ DNS_INTERFACE_SETTINGS *Settings);

/* Connectivity hints. */

typedef VOID(NETIOAPI_API_ *PNETWORK_CONNECTIVITY_HINT_CHANGE_CALLBACK)(
	_In_ PVOID CallerContext, _In_ NL_NETWORK_CONNECTIVITY_HINT ConnectivityHint);

IPH_UNWRITTEN
NETIOAPI_API GetNetworkConnectivityHint(_Out_ NL_NETWORK_CONNECTIVITY_HINT *ConnectivityHint);
IPH_UNWRITTEN
NETIOAPI_API GetNetworkConnectivityHintForInterface(
	_In_ NET_IFINDEX InterfaceIndex, _Out_ NL_NETWORK_CONNECTIVITY_HINT *ConnectivityHint);
IPH_UNWRITTEN
NETIOAPI_API NotifyNetworkConnectivityHintChange(
	_In_ PNETWORK_CONNECTIVITY_HINT_CHANGE_CALLBACK Callback, _In_opt_ PVOID CallerContext,
	_In_ BOOLEAN InitialNotification, _Out_ PHANDLE NotificationHandle);

/* Compartments and network information. An id returned is NET_IF_COMPARTMENT_ID_UNSPECIFIED. */

/*
 * The compartment of a thread, and that which a new one would have: the network namespace that the
 * process is in, always NET_IF_COMPARTMENT_ID_PRIMARY.
 */
NET_IF_COMPARTMENT_ID NETIOAPI_API_ GetCurrentThreadCompartmentId(VOID);
NET_IF_COMPARTMENT_ID NETIOAPI_API_ GetDefaultCompartmentId(VOID);
IPH_UNWRITTEN
NETIOAPI_API SetCurrentThreadCompartmentId(_In_ NET_IF_COMPARTMENT_ID CompartmentId);
IPH_UNWRITTEN
VOID NETIOAPI_API_ GetCurrentThreadCompartmentScope(
	_Out_ PNET_IF_COMPARTMENT_SCOPE CompartmentScope,
	_Out_ PNET_IF_COMPARTMENT_ID CompartmentId);
IPH_UNWRITTEN
NETIOAPI_API SetCurrentThreadCompartmentScope(_In_ NET_IF_COMPARTMENT_SCOPE CompartmentScope);
IPH_UNWRITTEN
NET_IF_COMPARTMENT_ID NETIOAPI_API_ GetSessionCompartmentId(_In_ ULONG SessionId);
IPH_UNWRITTEN
NETIOAPI_API SetSessionCompartmentId(_In_ ULONG SessionId,
				     _In_ NET_IF_COMPARTMENT_ID CompartmentId);
IPH_UNWRITTEN
NET_IF_COMPARTMENT_ID NETIOAPI_API_ GetJobCompartmentId(_In_ HANDLE JobHandle);
IPH_UNWRITTEN
NETIOAPI_API SetJobCompartmentId(_In_ HANDLE JobHandle, _In_ NET_IF_COMPARTMENT_ID CompartmentId);
IPH_UNWRITTEN
NETIOAPI_API ConvertCompartmentGuidToId(_In_ const GUID *CompartmentGuid,
					_Out_ PNET_IF_COMPARTMENT_ID CompartmentId);
IPH_UNWRITTEN
NETIOAPI_API ConvertCompartmentIdToGuid(_In_ NET_IF_COMPARTMENT_ID CompartmentId,
					_Out_ GUID *CompartmentGuid);
IPH_UNWRITTEN
NETIOAPI_API GetNetworkInformation(_In_ const NET_IF_NETWORK_GUID *NetworkGuid,
				   _Out_ PNET_IF_COMPARTMENT_ID CompartmentId, _Out_ PULONG SiteId,
				   _Out_writes_(Length) PWCHAR NetworkName, _In_ ULONG Length);
IPH_UNWRITTEN
NETIOAPI_API SetNetworkInformation(_In_ const NET_IF_NETWORK_GUID *NetworkGuid,
				   _In_ NET_IF_COMPARTMENT_ID CompartmentId,
				   _In_ const WCHAR *NetworkName);

/* Address pairs and Teredo. */

typedef VOID(NETIOAPI_API_ *PTEREDO_PORT_CHANGE_CALLBACK)(
	_In_ PVOID CallerContext, _In_ USHORT Port, _In_ MIB_NOTIFICATION_TYPE NotificationType);

IPH_UNWRITTEN
NETIOAPI_API CreateSortedAddressPairs(_In_opt_ const PSOCKADDR_IN6 SourceAddressList,
				      _In_ ULONG SourceAddressCount,
				      _In_ const PSOCKADDR_IN6 DestinationAddressList,
				      _In_ ULONG DestinationAddressCount,
				      _In_ ULONG AddressSortOptions,
				      _Outptr_ PSOCKADDR_IN6_PAIR *SortedAddressPairList,
				      _Out_ ULONG *SortedAddressPairCount);
IPH_UNWRITTEN
NETIOAPI_API GetTeredoPort(_Out_ USHORT *Port);

/*
 * Registers Callback for changes of the port of the Teredo client. Linux has none, so the initial
 * call, with the port 0, is the only one. Arguments but for Family are the same, and
 * codes as for NotifyIpInterfaceChange().
 * Source: learn.microsoft.com: NotifyTeredoPortChange (netioapi.h)
 */
NETIOAPI_API NotifyTeredoPortChange(_In_ PTEREDO_PORT_CHANGE_CALLBACK Callback,
				    _In_opt_ PVOID CallerContext, _In_ BOOLEAN InitialNotification,
				    _Out_ HANDLE *NotificationHandle);

/* Virtual interfaces of Windows' flow steering, without documentation. */

/* Undocumented by Microsoft; IsolationMode and Origin are enumerations there. */
typedef struct _MIB_FL_VIRTUAL_INTERFACE_ROW {
	ADDRESS_FAMILY Family;
	IF_LUID IfLuid;
	ULONG VirtualIfId;
	GUID CompartmentGuid;
	ULONG IsolationMode;
	ULONG Origin;
	IF_LUID VirtualIfLuid;
	IF_INDEX VirtualIfIndex;
	BOOLEAN AllowLocalNd;
	ULONG AttachedFlsnpiClients;
	ULONG FlsnpiClientConfigErrors;
	ULONG64 FlsnpiClientInjectErrors;
	ULONG64 FlsnpiClientCloneErrors;
	ULONG64 InFlsnpiIndicatedPackets;
	ULONG64 InFlsnpiClientReturnedPackets;
	ULONG64 InFlsnpiClientSilentlyDroppedPackets;
	ULONG64 InFlsnpiClientDroppedPackets;
	ULONG64 InFlsnpiClientInjectedPackets;
	ULONG64 InFlsnpiClientClonedPackets;
	ULONG64 OutFlsnpiIndicatedPackets;
	ULONG64 OutFlsnpiClientReturnedPackets;
	ULONG64 OutFlsnpiClientDroppedPackets;
	ULONG64 OutFlsnpiClientSilentlyDroppedPackets;
	ULONG64 OutFlsnpiClientInjectedPackets;
	ULONG64 OutFlsnpiClientClonedPackets;
	ULONG64 OutFlsnpiClientClonedPacketsForNbSplit;
} MIB_FL_VIRTUAL_INTERFACE_ROW, *PMIB_FL_VIRTUAL_INTERFACE_ROW;

typedef struct _MIB_FL_VIRTUAL_INTERFACE_TABLE {
	ULONG NumEntries;
	MIB_FL_VIRTUAL_INTERFACE_ROW Table[ANY_SIZE];
} MIB_FL_VIRTUAL_INTERFACE_TABLE, *PMIB_FL_VIRTUAL_INTERFACE_TABLE;

IPH_UNWRITTEN
VOID NETIOAPI_API_ InitializeFlVirtualInterfaceEntry(_Out_ PMIB_FL_VIRTUAL_INTERFACE_ROW Row);
IPH_UNWRITTEN
NETIOAPI_API CreateFlVirtualInterface(_In_ const MIB_FL_VIRTUAL_INTERFACE_ROW *Row);
IPH_UNWRITTEN
NETIOAPI_API DeleteFlVirtualInterface(_In_ const MIB_FL_VIRTUAL_INTERFACE_ROW *Row);
IPH_UNWRITTEN
NETIOAPI_API GetFlVirtualInterface(_Inout_ PMIB_FL_VIRTUAL_INTERFACE_ROW Row);
IPH_UNWRITTEN
NETIOAPI_API SetFlVirtualInterface(_In_ const MIB_FL_VIRTUAL_INTERFACE_ROW *Row);
IPH_UNWRITTEN
NETIOAPI_API GetFlVirtualInterfaceTable(_In_ ADDRESS_FAMILY Family,
					_Outptr_ PMIB_FL_VIRTUAL_INTERFACE_TABLE *Table);

#ifdef __cplusplus
}
#endif

#endif
