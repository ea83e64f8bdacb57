/* SPDX-License-Identifier: MIT */
/*
 * What the IP Helper API of Windows does not have: notices of anycast addresses.
 *
 * Microsoft gives its functions names like NotifyUnicastIpAddressChange(), and may give one to this
 * some day that means something else. So each name here begins with Iphlp, which none of theirs
 * does. A source that is built for Windows, too, asks for the header by its name:
 *
 *     #if defined(__has_include)
 *     #if __has_include(<iphlpapi/ext.h>)
 *     #include <iphlpapi/ext.h>
 *     #endif
 *     #endif
 *     #ifdef IPHLPAPI_EXT
 *     ... IphlpNotifyAnycastIpAddressChange(...)
 *     #endif
 *
 * Codes are Win32 codes or NTSTATUS codes, as <netioapi.h> decides: both libraries have it.
 */
#ifndef IPHLPAPI_EXT
#define IPHLPAPI_EXT 1

#include <netioapi.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Row is NULL in the initial call. */
typedef VOID(NETIOAPI_API_ *PIPHLP_ANYCAST_IPADDRESS_CHANGE_CALLBACK)(
	_In_ PVOID CallerContext, _In_opt_ PMIB_ANYCASTIPADDRESS_ROW Row,
	_In_ MIB_NOTIFICATION_TYPE NotificationType);

/*
 * Calls Callback each time that an anycast address comes or goes, whoever made or removed it, as
 * NotifyIpInterfaceChange() does for interfaces. NotificationType is MibAddInstance,
 * MibDeleteInstance or MibInitialNotification; nothing about an entry can change. Row has all
 * members of GetAnycastIpAddressTable(). CancelMibChangeNotify2() ends it.
 * Arguments are the same, and codes as for NotifyIpInterfaceChange().
 * Source: none of Microsoft's; the shape is that of NotifyUnicastIpAddressChange (netioapi.h).
 */
NETIOAPI_API IphlpNotifyAnycastIpAddressChange(
	_In_ ADDRESS_FAMILY Family, _In_ PIPHLP_ANYCAST_IPADDRESS_CHANGE_CALLBACK Callback,
	_In_opt_ PVOID CallerContext, _In_ BOOLEAN InitialNotification,
	_Out_ HANDLE *NotificationHandle);

#ifdef __cplusplus
}
#endif

#endif
