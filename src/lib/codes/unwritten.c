/* SPDX-License-Identifier: MIT */
/* The names of the header that have no function behind them yet. */

#include <errno.h>

#include "export.h"

#pragma GCC diagnostic ignored "-Wunused-parameter"

#define UNWRITTEN(name, ...)                                                                       \
	IPH_EXPORT NETIO_STATUS name(__VA_ARGS__)                                                  \
	{                                                                                          \
		return iph_status(IPH_CALL_UNWRITTEN, -EOPNOTSUPP);                                \
	}
#define UNWRITTEN_VOID(name, ...)                                                                  \
	IPH_EXPORT VOID name(__VA_ARGS__)                                                          \
	{                                                                                          \
	}
#define UNWRITTEN_ID(name, ...)                                                                    \
	IPH_EXPORT NET_IF_COMPARTMENT_ID name(__VA_ARGS__)                                         \
	{                                                                                          \
		return NET_IF_COMPARTMENT_ID_UNSPECIFIED;                                          \
	}

/* IP interfaces. */
UNWRITTEN(GetIpNetworkConnectionBandwidthEstimates, NET_IFINDEX InterfaceIndex,
	  ADDRESS_FAMILY AddressFamily,
	  PMIB_IP_NETWORK_CONNECTION_BANDWIDTH_ESTIMATES BandwidthEstimates)

/* Address pairs, Teredo. */
UNWRITTEN(CreateSortedAddressPairs, const PSOCKADDR_IN6 SourceAddressList, ULONG SourceAddressCount,
	  const PSOCKADDR_IN6 DestinationAddressList, ULONG DestinationAddressCount,
	  ULONG AddressSortOptions, PSOCKADDR_IN6_PAIR *SortedAddressPairList,
	  ULONG *SortedAddressPairCount)
UNWRITTEN(GetTeredoPort, USHORT *Port)

/* Compartments and network information. An id returned is NET_IF_COMPARTMENT_ID_UNSPECIFIED. */
UNWRITTEN(SetCurrentThreadCompartmentId, NET_IF_COMPARTMENT_ID CompartmentId)
UNWRITTEN_VOID(GetCurrentThreadCompartmentScope, PNET_IF_COMPARTMENT_SCOPE CompartmentScope,
	       PNET_IF_COMPARTMENT_ID CompartmentId)
UNWRITTEN(SetCurrentThreadCompartmentScope, NET_IF_COMPARTMENT_SCOPE CompartmentScope)
UNWRITTEN_ID(GetSessionCompartmentId, ULONG SessionId)
UNWRITTEN(SetSessionCompartmentId, ULONG SessionId, NET_IF_COMPARTMENT_ID CompartmentId)
UNWRITTEN_ID(GetJobCompartmentId, HANDLE JobHandle)
UNWRITTEN(SetJobCompartmentId, HANDLE JobHandle, NET_IF_COMPARTMENT_ID CompartmentId)
UNWRITTEN(ConvertCompartmentGuidToId, const GUID *CompartmentGuid,
	  PNET_IF_COMPARTMENT_ID CompartmentId)
UNWRITTEN(ConvertCompartmentIdToGuid, NET_IF_COMPARTMENT_ID CompartmentId, GUID *CompartmentGuid)
UNWRITTEN(GetNetworkInformation, const NET_IF_NETWORK_GUID *NetworkGuid,
	  PNET_IF_COMPARTMENT_ID CompartmentId, PULONG SiteId, PWCHAR NetworkName, ULONG Length)
UNWRITTEN(SetNetworkInformation, const NET_IF_NETWORK_GUID *NetworkGuid,
	  NET_IF_COMPARTMENT_ID CompartmentId, const WCHAR *NetworkName)

/* DNS settings. */
UNWRITTEN(GetDnsSettings, DNS_SETTINGS *Settings)
UNWRITTEN(SetDnsSettings, const DNS_SETTINGS *Settings)
UNWRITTEN_VOID(FreeDnsSettings, DNS_SETTINGS *Settings)
UNWRITTEN(GetInterfaceDnsSettings, GUID Interface, DNS_INTERFACE_SETTINGS *Settings)
UNWRITTEN(SetInterfaceDnsSettings, GUID Interface, const DNS_INTERFACE_SETTINGS *Settings)
UNWRITTEN_VOID(FreeInterfaceDnsSettings, DNS_INTERFACE_SETTINGS *Settings)

/* Connectivity hints. */
UNWRITTEN(GetNetworkConnectivityHint, NL_NETWORK_CONNECTIVITY_HINT *ConnectivityHint)
UNWRITTEN(GetNetworkConnectivityHintForInterface, NET_IFINDEX InterfaceIndex,
	  NL_NETWORK_CONNECTIVITY_HINT *ConnectivityHint)
UNWRITTEN(NotifyNetworkConnectivityHintChange, PNETWORK_CONNECTIVITY_HINT_CHANGE_CALLBACK Callback,
	  PVOID CallerContext, BOOLEAN InitialNotification, PHANDLE NotificationHandle)

/* Virtual interfaces of Windows' flow steering, without documentation. */
UNWRITTEN_VOID(InitializeFlVirtualInterfaceEntry, PMIB_FL_VIRTUAL_INTERFACE_ROW Row)
UNWRITTEN(CreateFlVirtualInterface, const MIB_FL_VIRTUAL_INTERFACE_ROW *Row)
UNWRITTEN(DeleteFlVirtualInterface, const MIB_FL_VIRTUAL_INTERFACE_ROW *Row)
UNWRITTEN(GetFlVirtualInterface, PMIB_FL_VIRTUAL_INTERFACE_ROW Row)
UNWRITTEN(SetFlVirtualInterface, const MIB_FL_VIRTUAL_INTERFACE_ROW *Row)
UNWRITTEN(GetFlVirtualInterfaceTable, ADDRESS_FAMILY Family, PMIB_FL_VIRTUAL_INTERFACE_TABLE *Table)
