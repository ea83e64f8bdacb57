/* SPDX-License-Identifier: MIT */
/*
 * The IP Helper API as programs see it: every call returns a Win32 code (DWORD).
 * Link with -liphlpapi. Include this header before <netioapi.h>, or instead of it.
 *
 * Below are the calls that libiphlpapi has beside those of <netioapi.h>; libnetio has none of
 * them. Those that change something need CAP_NET_ADMIN, the others no privilege. All can also fail
 * with 8 when memory or descriptors run out, and with 31 for what is not foreseen.
 */
#ifndef IPH_IPHLPAPI_H
#define IPH_IPHLPAPI_H

#include <ipexport.h>
#include <iprtrmib.h>
#include <iptypes.h>
#include <netioapi.h>

#ifdef __cplusplus
extern "C" {
#endif

struct _OVERLAPPED;

/*
 * Lists the adapters with all their addresses, in a buffer of the caller.
 * Family is AF_UNSPEC, AF_INET or AF_INET6; Flags are GAA_FLAG_ bits; Reserved is not read.
 * Reads *SizePointer, the bytes of the buffer. Writes AdapterAddresses on success only: a list of
 * structures and what they point to, all within the buffer. Lengths are in bytes, lifetimes in
 * seconds, speeds in bits per second. Writes *SizePointer with 111 only: the bytes it takes now.
 *    0  success
 *   87  SizePointer NULL; another family; more than ULONG can count
 *  111  AdapterAddresses NULL; the buffer is too small
 *  232  no adapter has the family
 * Source: learn.microsoft.com: GetAdaptersAddresses (iphlpapi.h), IP_ADAPTER_ADDRESSES_LH
 */
ULONG WINAPI GetAdaptersAddresses(_In_ ULONG Family, _In_ ULONG Flags, _In_ PVOID Reserved,
				  _Inout_ PIP_ADAPTER_ADDRESSES AdapterAddresses,
				  _Inout_ PULONG SizePointer);

/*
 * Lists the adapters that have IPv4, without loopback, by index, in a buffer of the caller; the
 * older form, IPv4 alone. Reads *SizePointer, the bytes of the buffer. Writes AdapterInfo on
 * success only: structures and what they point to, all within the buffer. Addresses and masks are
 * texts, 0.0.0.0 where there is none or the adapter is not IfOperStatusUp; texts are UTF-8, times
 * in seconds since 1970. Writes *SizePointer with 111 only: the bytes it takes now.
 *    0  success
 *   87  SizePointer NULL
 *  111  AdapterInfo NULL; the buffer is too small
 *  232  there is no such adapter
 * Source: learn.microsoft.com: GetAdaptersInfo (iphlpapi.h), IP_ADAPTER_INFO
 */
ULONG WINAPI GetAdaptersInfo(_Out_ PIP_ADAPTER_INFO AdapterInfo, _Inout_ PULONG SizePointer);

/*
 * The IPv4 name servers of an adapter, and whether it has an address of 169.254.0.0/16. Reads
 * *pOutBufLen, the bytes of the buffer. Writes pPerAdapterInfo on success only: the structure and
 * what it points to. Writes *pOutBufLen with 111 only: the bytes it takes now.
 *    0  success
 *   87  pOutBufLen NULL
 *  111  pPerAdapterInfo NULL; the buffer is too small
 *  232  no interface has the index
 * Source: learn.microsoft.com: GetPerAdapterInfo (iphlpapi.h), IP_PER_ADAPTER_INFO_W2KSP1; 232 is
 * not on that page.
 */
DWORD WINAPI GetPerAdapterInfo(_In_ ULONG IfIndex, _Out_ PIP_PER_ADAPTER_INFO pPerAdapterInfo,
			       _Inout_ PULONG pOutBufLen);

/*
 * Name and domain of the machine, its IPv4 name servers, whether it forwards IPv4 and answers ARP
 * for others. The buffer is as above, in pFixedInfo.
 *    0  success
 *   87  pOutBufLen NULL
 *  111  pFixedInfo NULL; the buffer is too small
 * Source: learn.microsoft.com: GetNetworkParams (iphlpapi.h), FIXED_INFO_W2KSP1
 */
DWORD WINAPI GetNetworkParams(_Out_ PFIXED_INFO pFixedInfo, _Inout_ PULONG pOutBufLen);

/*
 * Lists the adapters that can only receive: Linux knows of none, so NumAdapters is 0. Reads
 * *dwOutBufLen, the bytes of the buffer; writes pIPIfInfo on success only, and *dwOutBufLen with
 * 122 only: the size of the structure.
 *    0  success
 *   87  dwOutBufLen NULL
 *  122  pIPIfInfo NULL; the buffer is smaller than the structure
 * Source: learn.microsoft.com: GetUniDirectionalAdapterInfo (iphlpapi.h); no code is on that page.
 */
DWORD WINAPI GetUniDirectionalAdapterInfo(_Out_ PIP_UNIDIRECTIONAL_ADAPTER_ADDRESS pIPIfInfo,
					  _Inout_ PULONG dwOutBufLen);

/*
 * Lists the IPv4 addresses of all interfaces, loopback and those that are down included: by index,
 * loopback last, and of one interface in the kernel's order; with bOrder by address. Reads
 * *pdwSize, the bytes of the buffer. Writes pIpAddrTable on success only, and *pdwSize with 122
 * only: the bytes it takes now. Addresses and masks are in network byte order; dwBCastAddr is 1 and
 * dwReasmSize 65535, as on Windows; wType is MIB_IPADDR_ bits.
 *    0  success
 *   87  pdwSize NULL
 *  122  pIpAddrTable NULL; the buffer is too small
 *  232  there is no address
 *   50  the machine has no IPv4
 * Source: learn.microsoft.com: GetIpAddrTable (iphlpapi.h), MIB_IPADDRROW; 232 is not on that page.
 */
DWORD WINAPI GetIpAddrTable(_Out_ PMIB_IPADDRTABLE pIpAddrTable, _Inout_ PULONG pdwSize,
			    _In_ BOOL bOrder);

/*
 * Adds an IPv4 address to an interface, until somebody deletes it or the interface goes. Address
 * and IpMask are in network byte order. On success writes what DeleteIPAddress() takes to
 * *NTEContext, and to *NTEInstance when the address was added, in 1/100 s of the kernel's time.
 *    0  success
 *   87  a pointer is NULL; a mask without ones, or with ones behind a zero; 127.0.0.0/8, and the
 *       interface is not loopback
 *   31  no unicast address, or one with nothing but zeroes or ones behind the mask
 *    6  no CAP_NET_ADMIN
 *   55  no interface has the index
 *   50  no IPv4 on the machine or the interface
 * 1221  the interface has the address, unicast or anycast
 * Source: learn.microsoft.com: AddIPAddress (iphlpapi.h)
 */
DWORD WINAPI AddIPAddress(_In_ IPAddr Address, _In_ IPMask IpMask, _In_ DWORD IfIndex,
			  _Out_ PULONG NTEContext, _Out_ PULONG NTEInstance);

/*
 * Deletes an IPv4 address that AddIPAddress() has added, or anybody else without a lifetime. The
 * context is AddIPAddress()'s, of whatever process, or that of an IP_ADDR_STRING.
 *    0  success
 *   87  no address has the context, or not any more, or several have it; it is a DHCP client's or
 *       loopback's own
 *    5  no CAP_NET_ADMIN
 *   50  the machine has no IPv4
 * Source: learn.microsoft.com: DeleteIPAddress (iphlpapi.h)
 */
DWORD WINAPI DeleteIPAddress(_In_ ULONG NTEContext);

/*
 * Index of an adapter. AdapterName is \DEVICE\TCPIP_{GUID} as GetInterfaceInfo() writes it, {GUID}
 * as in IP_ADAPTER_ADDRESSES, or a name or alternative name of Linux. Writes *IfIndex on success
 * only.
 *    0  success
 *   87  a pointer is NULL; no name of an adapter, in none of these forms
 *   55  no adapter has that GUID
 *  232  nor is there any other adapter than loopback
 * Source: learn.microsoft.com: GetAdapterIndex (iphlpapi.h)
 */
DWORD WINAPI GetAdapterIndex(_In_ LPWSTR AdapterName, _Inout_ PULONG IfIndex);

/*
 * Counts the interfaces, loopback and those that are down included. Writes *pdwNumIf on success
 * only.
 *    0  success
 *   87  pdwNumIf NULL
 * Source: learn.microsoft.com: GetNumberOfInterfaces (iphlpapi.h)
 */
DWORD WINAPI GetNumberOfInterfaces(_Out_ PDWORD pdwNumIf);

/*
 * Lists the adapters that have IPv4 and are up, without loopback, by index.
 * Reads *dwOutBufLen, the bytes of the buffer. Writes pIfTable on success only, and *dwOutBufLen
 * with 122 only: the bytes it takes now.
 *    0  success
 *   87  dwOutBufLen NULL
 *  122  pIfTable NULL; the buffer is too small
 *  232  there is no such adapter
 * Source: learn.microsoft.com: GetInterfaceInfo (iphlpapi.h), IP_INTERFACE_INFO
 */
DWORD WINAPI GetInterfaceInfo(_Out_ PIP_INTERFACE_INFO pIfTable, _Inout_ PULONG dwOutBufLen);

/*
 * Index of the interface that packets to an IPv4 address, in network byte order, leave by; for
 * 0.0.0.0 that of the default route with the lowest metric. Writes *pdwBestIfIndex on success only.
 *    0  success
 *   87  pdwBestIfIndex NULL
 *   50  the machine has no IPv4
 * 1231  no route leads there
 * Source: learn.microsoft.com: GetBestInterface (iphlpapi.h); 1231 is not on that page.
 */
DWORD WINAPI GetBestInterface(_In_ IPAddr dwDestAddr, _Out_ PDWORD pdwBestIfIndex);

/*
 * The same for an address of either family. Reads family and address of *pDestAddr, and the scope
 * id where the address has a zone (fe80::/10, ff01::/16, ff02::/16): the interface, if not 0.
 *    0  success
 *   87  a pointer is NULL; another family
 *   50  the machine has no stack for the family
 * 1231  no route leads there; no such zone
 * Source: learn.microsoft.com: GetBestInterfaceEx (iphlpapi.h); 1231 is not on that page.
 */
DWORD WINAPI GetBestInterfaceEx(_In_ struct sockaddr *pDestAddr, _Out_ PDWORD pdwBestIfIndex);

/*
 * Describes one interface. Reads dwIndex, and writes all of *pIfRow on success only. dwMtu is in
 * bytes, dwSpeed in bits per second and at most 0xFFFFFFFF; counters are what 32 bits hold of
 * them; bDescr is UTF-8. dwLastChange is 0.
 *    0  success
 *   87  pIfRow NULL; index 0
 *    2  no interface has the index
 * Source: learn.microsoft.com: GetIfEntry (iphlpapi.h), MIB_IFROW (ifmib.h); 2 is not on that
 * page, but is what Windows gives.
 */
DWORD WINAPI GetIfEntry(_Inout_ PMIB_IFROW pIfRow);

/*
 * Lists all interfaces, by index with and without bOrder. Reads *pdwSize, the bytes of the buffer.
 * Writes pIfTable on success only, and *pdwSize with 122 only: the bytes it takes now.
 *    0  success
 *   87  pdwSize NULL
 *  122  pIfTable NULL; the buffer is too small
 * Source: learn.microsoft.com: GetIfTable (iphlpapi.h), MIB_IFTABLE
 */
DWORD WINAPI GetIfTable(_Out_ PMIB_IFTABLE pIfTable, _Inout_ PULONG pdwSize, _In_ BOOL bOrder);

/*
 * Takes an interface up or down. Reads dwIndex and dwAdminStatus, MIB_IF_ADMIN_STATUS_UP or _DOWN.
 * Writes nothing. What goes with an interface that goes down is Linux's to say: all its routes, and
 * most IPv6 addresses.
 *    0  success, also where it is so already
 *   87  pIfRow NULL; index 0; another status
 *    5  no CAP_NET_ADMIN
 *    2  no interface has the index
 * Source: learn.microsoft.com: SetIfEntry (iphlpapi.h)
 */
DWORD WINAPI SetIfEntry(_In_ PMIB_IFROW pIfRow);

/*
 * The lower 24 bits of a number, whether an interface has it or not. There are no codes.
 * Source: learn.microsoft.com: GetFriendlyIfIndex (iphlpapi.h)
 */
DWORD WINAPI GetFriendlyIfIndex(_In_ DWORD IfIndex);

/*
 * Lists the routes of IPv4, as GetIpForwardTable2() does and in its order, but for those of
 * interfaces that are not connected; with bOrder by destination, protocol, policy and next hop.
 * Reads *pdwSize, the bytes of the buffer. Writes pIpForwardTable on success only, and *pdwSize
 * with 122 only: the bytes it takes now. Addresses and masks are in network byte order, and
 * compared as numbers; ages are in seconds.
 *    0  success
 *   87  pdwSize NULL
 *  122  pIpForwardTable NULL; the buffer is too small
 *  232  there is no route
 *   50  the machine has no IPv4
 * Source: learn.microsoft.com: GetIpForwardTable (iphlpapi.h), MIB_IPFORWARDROW
 */
DWORD WINAPI GetIpForwardTable(_Out_ PMIB_IPFORWARDTABLE pIpForwardTable, _Inout_ PULONG pdwSize,
			       _In_ BOOL bOrder);

/*
 * The route that packets to an IPv4 address take; from dwSourceAddr, unless that is 0. Both are in
 * network byte order. Writes *pBestRoute on success only.
 *    0  success
 *   87  pBestRoute NULL
 *   50  the machine has no IPv4
 * 1231  no route leads there; no interface has dwSourceAddr
 * Source: learn.microsoft.com: GetBestRoute (iphlpapi.h); the codes are not on that page.
 */
DWORD WINAPI GetBestRoute(_In_ DWORD dwDestAddr, _In_ DWORD dwSourceAddr,
			  _Out_ PMIB_IPFORWARDROW pBestRoute);

/*
 * Makes a route. Reads dwForwardDest, dwForwardMask, dwForwardNextHop, dwForwardIfIndex,
 * dwForwardProto, which is MIB_IPPROTO_NETMGMT, and dwForwardMetric1. A next hop of 0 or of an
 * address of the interface itself is "on the link". Writes nothing.
 *    0  success
 *   87  pRoute NULL; no mask; bits of the destination behind the mask; index 0; another protocol;
 *       a metric from 0x80000000 to 0xFFFFFFFE; a next hop that is none
 *    5  no CAP_NET_ADMIN
 *    2  no interface has the index, or it is down
 * 5010  there is such a route already, whatever its metric
 *   50  no IPv4 on the machine or the interface; a next hop that Linux does not take
 * Source: learn.microsoft.com: CreateIpForwardEntry (iphlpapi.h), MIB_IPFORWARDROW; 2 and 5010 are
 * not on that page.
 */
DWORD WINAPI CreateIpForwardEntry(_In_ PMIB_IPFORWARDROW pRoute);

/*
 * Gives a route another metric, and deletes one in all its metrics. Set reads what Create does,
 * Delete neither dwForwardProto nor dwForwardMetric1. Neither writes anything.
 *    0  success
 *   87  as above, but for the next hop
 *    5  no CAP_NET_ADMIN; a route of an address of this machine
 *    2  no interface has the index
 * 1168  there is no such route
 *   50  no IPv4 on the machine or the interface; Set: the route has a nexthop object
 * Source: learn.microsoft.com: SetIpForwardEntry, DeleteIpForwardEntry (iphlpapi.h)
 */
DWORD WINAPI SetIpForwardEntry(_In_ PMIB_IPFORWARDROW pRoute);
DWORD WINAPI DeleteIpForwardEntry(_In_ PMIB_IPFORWARDROW pRoute);

/*
 * Lists the neighbours of IPv4, by interface and address with and without Order. Reads
 * *SizePointer, the bytes of the buffer. Writes IpNetTable on success only, and *SizePointer with
 * 122 only: the bytes it takes now. Addresses are in network byte order, and compared as numbers.
 *    0  success
 *   87  SizePointer NULL
 *  122  IpNetTable NULL; the buffer is too small
 *  232  there is no neighbour
 *   50  the machine has no IPv4
 * Source: learn.microsoft.com: GetIpNetTable (iphlpapi.h), MIB_IPNETROW_LH (ipmib.h)
 */
DWORD WINAPI GetIpNetTable(_Out_ PMIB_IPNETTABLE IpNetTable, _Inout_ PULONG SizePointer,
			   _In_ BOOL Order);

/*
 * Makes a neighbour. Reads all of the row: dwType is MIB_IPNET_TYPE_STATIC, which stays, or
 * MIB_IPNET_TYPE_DYNAMIC, which the kernel asks for again and forgets. Writes nothing.
 *    0  success
 *   87  pArpEntry NULL; no unicast or multicast address; another type; a hardware address whose
 *       length is not the interface's; no interface has the index
 *    5  no CAP_NET_ADMIN
 * 5010  there is one already
 *   50  no IPv4 on the machine or the interface; an interface without ARP
 * Source: learn.microsoft.com: CreateIpNetEntry (iphlpapi.h), MIB_IPNETROW_LH (ipmib.h); 5010 is
 * not on that page.
 */
DWORD WINAPI CreateIpNetEntry(_In_ PMIB_IPNETROW pArpEntry);

/*
 * Changes hardware address and type of a neighbour, and deletes one. Set reads all of the row,
 * Delete dwIndex and dwAddr. Neither writes anything.
 *    0  success
 *   87  as above
 *    5  no CAP_NET_ADMIN
 * 1168  there is no such neighbour
 *   50  no IPv4 on the machine or the interface; Set: an interface without ARP
 * Source: learn.microsoft.com: SetIpNetEntry, DeleteIpNetEntry (iphlpapi.h); 1168 is not on those
 * pages.
 */
DWORD WINAPI SetIpNetEntry(_In_ PMIB_IPNETROW pArpEntry);
DWORD WINAPI DeleteIpNetEntry(_In_ PMIB_IPNETROW pArpEntry);

/*
 * Deletes the neighbours of an interface that the kernel has learned, and leaves the static ones.
 *    0  success
 *   87  no interface has the index; index 0
 *    5  no CAP_NET_ADMIN
 *   50  the machine has no IPv4
 * Source: learn.microsoft.com: FlushIpNetTable (iphlpapi.h)
 */
DWORD WINAPI FlushIpNetTable(_In_ DWORD dwIfIndex);

/*
 * Lets an interface answer ARP requests for the IPv4 address of somebody else. dwAddress and dwMask
 * are in network byte order. The kernel answers while the interface forwards IPv4 and the route to
 * dwAddress leads through another one.
 *    0  success
 *   87  dwAddress is no unicast address; the ones of dwMask have gaps; no interface has the index
 *    5  no CAP_NET_ADMIN
 * 5010  the interface answers for it already
 *   50  dwMask is not 255.255.255.255; no IPv4 on the machine or the interface; an interface
 *       without ARP
 * Source: learn.microsoft.com: CreateProxyArpEntry (iphlpapi.h); 5010 is not on that page.
 */
DWORD WINAPI CreateProxyArpEntry(_In_ DWORD dwAddress, _In_ DWORD dwMask, _In_ DWORD dwIfIndex);

/*
 * Ends that. The arguments are the same.
 *    0  success
 *   87  as above
 *    5  no CAP_NET_ADMIN
 * 1168  the interface does not answer for it
 *   50  dwMask is not 255.255.255.255; no IPv4 on the machine or the interface
 * Source: learn.microsoft.com: DeleteProxyArpEntry (iphlpapi.h); 1168 is not on that page.
 */
DWORD WINAPI DeleteProxyArpEntry(_In_ DWORD dwAddress, _In_ DWORD dwMask, _In_ DWORD dwIfIndex);

/*
 * The hardware address of an IPv4 address on a link of ours; of an own address that of its
 * interface. Asks by ARP, from SrcIP unless that is 0, and waits for an answer. Addresses are in
 * network byte order. Reads *PhyAddrLen, the bytes of the buffer. Writes pMacAddr on success only,
 * and *PhyAddrLen then the bytes written, after a failure 0.
 *    0  success
 *   87  a pointer is NULL; no unicast address
 *  111  the buffer is too small, or of less than 6 bytes
 * 1168  no interface has SrcIP
 *   67  nobody has answered; the address is not on a link of ours, or of one without ARP
 *   50  the machine has no IPv4
 * Source: learn.microsoft.com: SendARP (iphlpapi.h)
 */
DWORD WINAPI SendARP(_In_ IPAddr DestIP, _In_ IPAddr SrcIP, _Out_ PVOID pMacAddr,
		     _Inout_ PULONG PhyAddrLen);

/*
 * Lists TCP's connections and the sockets that listen, of IPv4 or IPv6; with 2 also whose they are.
 * By local address, its scope, local port, and then the remote ones, with and without Order. Reads
 * *SizePointer, the bytes of the buffer. Writes TcpTable on success only, and *SizePointer with 122
 * only: the bytes it takes now. Addresses and ports are in network byte order; a table without rows
 * is success. A process that cannot be seen, and none, is dwOwningPid 0.
 *    0  success
 *   87  SizePointer NULL
 *  122  TcpTable NULL; the buffer is too small
 *   50  the machine does not have the family; the kernel has no inet_diag
 * Source: learn.microsoft.com: GetTcpTable, GetTcpTable2, GetTcp6Table, GetTcp6Table2 (iphlpapi.h)
 */
ULONG WINAPI GetTcpTable(_Out_ PMIB_TCPTABLE TcpTable, _Inout_ PULONG SizePointer, _In_ BOOL Order);
ULONG WINAPI GetTcpTable2(_Out_ PMIB_TCPTABLE2 TcpTable, _Inout_ PULONG SizePointer,
			  _In_ BOOL Order);
ULONG WINAPI GetTcp6Table(_Out_ PMIB_TCP6TABLE TcpTable, _Inout_ PULONG SizePointer,
			  _In_ BOOL Order);
ULONG WINAPI GetTcp6Table2(_Out_ PMIB_TCP6TABLE2 TcpTable, _Inout_ PULONG SizePointer,
			   _In_ BOOL Order);

/*
 * The same for the sockets of UDP, which have local addresses alone; codes as for GetTcpTable().
 * Source: learn.microsoft.com: GetUdpTable, GetUdp6Table (iphlpapi.h)
 */
ULONG WINAPI GetUdpTable(_Out_ PMIB_UDPTABLE UdpTable, _Inout_ PULONG SizePointer, _In_ BOOL Order);
ULONG WINAPI GetUdp6Table(_Out_ PMIB_UDP6TABLE Udp6Table, _Inout_ PULONG SizePointer,
			  _In_ BOOL Order);

/*
 * The same tables in the rows of a class: MIB_TCPTABLE or MIB_TCP6TABLE, _OWNER_PID or
 * _OWNER_MODULE; with _LISTENER those alone that listen, with _CONNECTIONS all others. ulAf is
 * AF_INET or AF_INET6; Reserved is not read. Of a module there is dwOwningPid and no more: the
 * members behind it are 0.
 *    0  success
 *   87  pdwSize NULL; another family or class
 *  122  the table NULL; the buffer is too small
 *   50  the machine does not have the family; the kernel has no inet_diag
 * Source: learn.microsoft.com: GetExtendedTcpTable, GetExtendedUdpTable (iphlpapi.h)
 */
DWORD WINAPI GetExtendedTcpTable(_Out_ PVOID pTcpTable, _Inout_ PDWORD pdwSize, _In_ BOOL bOrder,
				 _In_ ULONG ulAf, _In_ TCP_TABLE_CLASS TableClass,
				 _In_ ULONG Reserved);
DWORD WINAPI GetExtendedUdpTable(_Out_ PVOID pUdpTable, _Inout_ PDWORD pdwSize, _In_ BOOL bOrder,
				 _In_ ULONG ulAf, _In_ UDP_TABLE_CLASS TableClass,
				 _In_ ULONG Reserved);

/*
 * Has the DHCP client renew the lease of an adapter, and waits for it, 30 s at most; or has it give
 * the lease up. That is systemd-networkd, asked over D-Bus. Reads AdapterInfo->Name only: what
 * GetInterfaceInfo() tells, the GUID alone, or a Linux name. Writes nothing.
 *    0  success
 *   87  AdapterInfo NULL; no adapter has the name; the adapter has no address by DHCP, and its
 *       client waits for none
 *    5  no CAP_NET_ADMIN; the client refuses
 *   50  no such client manages the adapter; Release: systemd-networkd has no such request
 *  121  no server has answered in time
 *  127  the client fails, or does not answer
 * Source: learn.microsoft.com: IpRenewAddress, IpReleaseAddress (iphlpapi.h); 5, 50 and 121 are not
 * on those pages.
 */
DWORD WINAPI IpRenewAddress(_In_ PIP_ADAPTER_INDEX_MAP AdapterInfo);
DWORD WINAPI IpReleaseAddress(_In_ PIP_ADAPTER_INDEX_MAP AdapterInfo);

/*
 * Counters of IP, ICMP, TCP and UDP in the calling thread's network namespace, since it was made.
 * Family is AF_INET or AF_INET6; the calls without one tell of IPv4. Write all of the row on
 * success only. Counters of 32 bits are what these hold of the kernel's; what Linux does not count
 * is 0. TCP's counters are of both families, but for dwCurrEstab and dwNumConns; dwRtoMin and
 * dwRtoMax are in milliseconds, dwReasmTimeout is in seconds.
 *    0  success
 *   87  a pointer is NULL; another family
 *   50  the machine does not have the family, or there is no /proc
 * Source: learn.microsoft.com: GetIpStatistics, GetIpStatisticsEx, GetIcmpStatistics,
 * GetIcmpStatisticsEx, GetTcpStatistics, GetTcpStatisticsEx, GetTcpStatisticsEx2,
 * GetUdpStatistics, GetUdpStatisticsEx, GetUdpStatisticsEx2 (iphlpapi.h), and their rows
 */
ULONG WINAPI GetIpStatistics(_Out_ PMIB_IPSTATS Statistics);
ULONG WINAPI GetIpStatisticsEx(_Out_ PMIB_IPSTATS Statistics, _In_ ULONG Family);
ULONG WINAPI GetIcmpStatistics(_Out_ PMIB_ICMP Statistics);
ULONG WINAPI GetIcmpStatisticsEx(_Out_ PMIB_ICMP_EX Statistics, _In_ ULONG Family);
ULONG WINAPI GetTcpStatistics(_Out_ PMIB_TCPSTATS Statistics);
ULONG WINAPI GetTcpStatisticsEx(_Out_ PMIB_TCPSTATS Statistics, _In_ ULONG Family);
ULONG WINAPI GetTcpStatisticsEx2(_Out_ PMIB_TCPSTATS2 Statistics, _In_ ULONG Family);
ULONG WINAPI GetUdpStatistics(_Out_ PMIB_UDPSTATS Stats);
ULONG WINAPI GetUdpStatisticsEx(_Out_ PMIB_UDPSTATS Statistics, _In_ ULONG Family);
ULONG WINAPI GetUdpStatisticsEx2(_Out_ PMIB_UDPSTATS2 Statistics, _In_ ULONG Family);

/*
 * Switch forwarding of all interfaces, and set the TTL (hop limit) that packets begin with. Read
 * dwForwarding, which is MIB_IP_FORWARDING, MIB_IP_NOT_FORWARDING or MIB_USE_CURRENT_FORWARDING,
 * and dwDefaultTTL, or nTTL, from 1 to 255 or MIB_USE_CURRENT_TTL. SetIpStatistics() and SetIpTTL()
 * are about IPv4. Write nothing.
 *    0  success
 *   87  a pointer is NULL; another family, forwarding or TTL
 *    5  no CAP_NET_ADMIN; /proc/sys is not to be written
 *   50  the machine does not have the family, or there is no /proc/sys
 * Source: learn.microsoft.com: SetIpStatistics, SetIpStatisticsEx, SetIpTTL (iphlpapi.h)
 */
DWORD WINAPI SetIpStatistics(_In_ PMIB_IPSTATS pIpStats);
ULONG WINAPI SetIpStatisticsEx(_In_ PMIB_IPSTATS Statistics, _In_ ULONG Family);
DWORD WINAPI SetIpTTL(_In_ UINT nTTL);

/*
 * Waits until an IPv4 address of an interface comes, changes or goes; or, with both arguments, sets
 * an event of libwinport when that has happened: once for each call. That is overlapped->hEvent, or
 * one that the library keeps in overlapped->Pointer where hEvent is NULL; and *Handle, which is not
 * to be closed. Writes Internal and InternalHigh until then.
 *    0  something has changed
 *  997  something will; also left for WSAGetLastError() of libwinport
 *   87  *overlapped is under way already
 *    6  hEvent is no event
 *   50  Handle or overlapped is NULL alone
 * Source: learn.microsoft.com: NotifyAddrChange (iphlpapi.h); 6 is not on that page.
 */
DWORD WINAPI NotifyAddrChange(_Out_opt_ PHANDLE Handle, _In_opt_ struct _OVERLAPPED *overlapped);

/*
 * The same for IPv4 routes, those of GetIpForwardTable2(). Arguments are the same, and codes as for
 * NotifyAddrChange().
 * Source: learn.microsoft.com: NotifyRouteChange (iphlpapi.h)
 */
DWORD WINAPI NotifyRouteChange(_Out_opt_ PHANDLE Handle, _In_opt_ struct _OVERLAPPED *overlapped);

/*
 * Ends what NotifyAddrChange() or NotifyRouteChange() has begun with the same OVERLAPPED:
 * STATUS_CANCELLED, and hEvent is set. FALSE: there was nothing to end. There are no codes.
 * Source: learn.microsoft.com: CancelIPChangeNotify (iphlpapi.h)
 */
BOOL WINAPI CancelIPChangeNotify(_In_ struct _OVERLAPPED *notifyOverlapped);

/* The older calls and structures that are not here: the compiler quotes what takes their place. */
#if defined(__has_attribute)
#if __has_attribute(unavailable)
#define IPH_INSTEAD(use) __attribute__((__unavailable__("not here, use " use)))
#endif
#endif
#ifndef IPH_INSTEAD
#define IPH_INSTEAD(use) __attribute__((__deprecated__("not here, use " use)))
#endif

int GetRTTAndHopCount(int, ...) IPH_INSTEAD("ping(8)");
int EnableRouter(const void *, ...) IPH_INSTEAD("SetIpInterfaceEntry()");
int UnenableRouter(const void *, ...) IPH_INSTEAD("SetIpInterfaceEntry()");
int SetTcpEntry(const void *, ...) IPH_INSTEAD("ss(8) with -K");
#undef IPH_INSTEAD

#ifdef __cplusplus
}
#endif

#endif
