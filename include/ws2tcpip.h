/* SPDX-License-Identifier: MIT */
/* Name and address conversion (Linux's own calls) and the IPv6 address types. */
#ifndef IPH_WS2TCPIP_H
#define IPH_WS2TCPIP_H

#include <winsock2.h>
#include <ws2ipdef.h>

typedef struct addrinfo ADDRINFOA, *PADDRINFOA, ADDRINFO, *LPADDRINFO;

#ifdef __cplusplus
extern "C" {
#endif

/*
 * inet_pton(3) and inet_ntop(3), which libwinport has in these forms; 23 is IPv6 too.
 * InetPton: 1, 0 for a wrong text, -1. InetNtop: ppStringBuf or NULL. WSAGetLastError() has
 * WSAEAFNOSUPPORT, WSAEFAULT, or for InetNtop WSA_INVALID_PARAMETER (no room).
 */
INT WINAPI InetPtonA(_In_ INT Family, _In_ LPCSTR pszAddrString, _Out_ PVOID pAddrBuf);
INT WINAPI InetPtonW(_In_ INT Family, _In_ LPCWSTR pszAddrString, _Out_ PVOID pAddrBuf);
LPCSTR WINAPI InetNtopA(_In_ INT Family, _In_ const VOID *pAddr, _Out_ LPSTR pStringBuf,
			_In_ SIZE_T StringBufSize);
LPCWSTR WINAPI InetNtopW(_In_ INT Family, _In_ const VOID *pAddr, _Out_ LPWSTR pStringBuf,
			 _In_ SIZE_T StringBufSize);
#define InetPton IPH_AW(InetPton)
#define InetNtop IPH_AW(InetNtop)

#ifdef __cplusplus
}
#endif

#endif
