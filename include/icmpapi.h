/* SPDX-License-Identifier: MIT */
/*
 * Echo requests of ICMP and ICMPv6 ("ping"), which libiphlpapi sends.
 *
 * The calls that return a number of replies or a handle tell by the last error what went wrong:
 * SetLastError() of libwinport, or another function of that name that the program has. All can also
 * fail with 8 when memory or descriptors run out, and with 31 for what is not foreseen.
 */
#ifndef IPH_ICMPAPI_H
#define IPH_ICMPAPI_H

#include <iphlpapi.h>

#ifdef __cplusplus
extern "C" {
#endif

/* As in Microsoft's header: a program that has the type says so. */
#ifdef PIO_APC_ROUTINE_DEFINED
#define IPH_APC_ROUTINE PIO_APC_ROUTINE
#else
#define IPH_APC_ROUTINE FARPROC
#endif

/*
 * A handle for requests, of IPv4 and of IPv6; to be closed with IcmpCloseHandle(). After a failure
 * INVALID_HANDLE_VALUE, and the last error is
 *    0  success
 *    5  neither ping sockets (net.ipv4.ping_group_range) nor raw ones (CAP_NET_RAW) are permitted
 *   50  the machine does not have the protocol
 * Source: learn.microsoft.com: IcmpCreateFile, Icmp6CreateFile (icmpapi.h)
 */
HANDLE WINAPI IcmpCreateFile(VOID);
HANDLE WINAPI Icmp6CreateFile(VOID);

/*
 * Closes a handle. FALSE, with the last error
 *    0  success
 *    6  it is none of these handles, or closed already
 * Source: learn.microsoft.com: IcmpCloseHandle (icmpapi.h)
 */
BOOL WINAPI IcmpCloseHandle(_In_ HANDLE IcmpHandle);

/*
 * Sends an echo request and waits for the answer, or for somebody on the way to say what became of
 * it; to a broadcast or multicast address, for several, until Timeout, in ms, is over or the buffer
 * is full. Addresses are in network byte order; RequestOptions may be NULL. Returns the number of
 * replies: structures at the begin of ReplyBuffer, with options and data behind the last one.
 * Status of each is one of IP_STATUS. 0 is a failure, and then the last error is
 *    0  success
 *   87  INVALID_HANDLE_VALUE; ReplyBuffer NULL or ReplySize 0; RequestData NULL with a size;
 *       OptionsData NULL with a size
 *    6  no handle of this kind, or it is closed
 *  122  ReplySize is less than the structure
 * 11050  ReplySize is less than the structure and RequestSize; a filter, or a route that prohibits
 *       or drops, has kept the request from leaving
 * 1214  the address is all zero; the source address is none of this machine's
 * 11007  options that are none
 * 11009  the request is too big for the interface and may not be cut, or for any packet
 * 11010  nobody has answered in time
 * 11001  what has come does not fit into the buffer
 * 1231  no route leads there
 * 1232  a route says that the host is unreachable
 *    5  as for IcmpCreateFile()
 *   50  as for IcmpCreateFile(); an Event or ApcRoutine
 * When the request has been tried, the first structure has the code as its Status, and is otherwise
 * zero; when an argument is refused, ReplyBuffer is not written.
 * Source: learn.microsoft.com: IcmpSendEcho, IcmpSendEcho2, IcmpSendEcho2Ex (icmpapi.h); what
 * Wine's tests find on Windows: 87, 1214, 11050
 */
DWORD WINAPI IcmpSendEcho(_In_ HANDLE IcmpHandle, _In_ IPAddr DestinationAddress,
			  _In_ LPVOID RequestData, _In_ WORD RequestSize,
			  _In_opt_ PIP_OPTION_INFORMATION RequestOptions, _Out_ LPVOID ReplyBuffer,
			  _In_ DWORD ReplySize, _In_ DWORD Timeout);
DWORD WINAPI IcmpSendEcho2(_In_ HANDLE IcmpHandle, _In_opt_ HANDLE Event,
			   _In_opt_ IPH_APC_ROUTINE ApcRoutine, _In_opt_ PVOID ApcContext,
			   _In_ IPAddr DestinationAddress, _In_ LPVOID RequestData,
			   _In_ WORD RequestSize, _In_opt_ PIP_OPTION_INFORMATION RequestOptions,
			   _Out_ LPVOID ReplyBuffer, _In_ DWORD ReplySize, _In_ DWORD Timeout);
DWORD WINAPI IcmpSendEcho2Ex(_In_ HANDLE IcmpHandle, _In_opt_ HANDLE Event,
			     _In_opt_ IPH_APC_ROUTINE ApcRoutine, _In_opt_ PVOID ApcContext,
			     _In_ IPAddr SourceAddress, _In_ IPAddr DestinationAddress,
			     _In_ LPVOID RequestData, _In_ WORD RequestSize,
			     _In_opt_ PIP_OPTION_INFORMATION RequestOptions,
			     _Out_ LPVOID ReplyBuffer, _In_ DWORD ReplySize, _In_ DWORD Timeout);

/*
 * The same for IPv6: one ICMPV6_ECHO_REPLY, with the data behind it. SourceAddress may be
 * in6addr_any or NULL, and the other's sin6_scope_id names the interface of a link-local address;
 * of both nothing else is read. Codes as for IcmpSendEcho(), and
 *   87  DestinationAddress NULL
 * Source: learn.microsoft.com: Icmp6SendEcho2 (icmpapi.h)
 */
DWORD WINAPI Icmp6SendEcho2(_In_ HANDLE IcmpHandle, _In_opt_ HANDLE Event,
			    _In_opt_ IPH_APC_ROUTINE ApcRoutine, _In_opt_ PVOID ApcContext,
			    _In_opt_ SOCKADDR_IN6 *SourceAddress,
			    _In_ SOCKADDR_IN6 *DestinationAddress, _In_ LPVOID RequestData,
			    _In_ WORD RequestSize, _In_opt_ PIP_OPTION_INFORMATION RequestOptions,
			    _Out_ LPVOID ReplyBuffer, _In_ DWORD ReplySize, _In_ DWORD Timeout);

/*
 * The number of replies that a request in the background has put into ReplyBuffer; 0, with Status
 * of the first structure as the last error, if there are none. There are no codes. Of IPv4 each
 * buffer can be asked once: the number is in Reserved of its first structure until then.
 * Source: learn.microsoft.com: IcmpParseReplies, Icmp6ParseReplies (icmpapi.h); Wine's tests
 */
DWORD WINAPI IcmpParseReplies(_In_ LPVOID ReplyBuffer, _In_ DWORD ReplySize);
DWORD WINAPI Icmp6ParseReplies(_In_ LPVOID ReplyBuffer, _In_ DWORD ReplySize);

#undef IPH_APC_ROUTINE

#ifdef __cplusplus
}
#endif

#endif
