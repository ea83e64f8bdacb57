/* SPDX-License-Identifier: MIT */
/*
 * Sockets: Linux's own calls, with the words Windows source uses for their types.
 * WSAStartup() and the other calls named WSA... need -lwinport.
 */
#ifndef IPH_WINSOCK2_H
#define IPH_WINSOCK2_H

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <inaddr.h>
#include <windows.h>
#include <ws2def.h>
#include <ws2ipdef.h>

/* Windows source asks for these two. */
#define _WINSOCK2API_
#define _WINSOCKAPI_

/*
 * In Windows source IN_ADDR is a struct in_addr and has S_un, SOCKADDR_IN is a struct sockaddr_in,
 * and so on. glibc's own lack members and differ in alignment, and they cannot be taken back, so
 * from here on the plain names are those of Windows' types. Both have the same bytes.
 */
typedef struct in_addr iph_libc_in_addr;
typedef struct in6_addr iph_libc_in6_addr;

static inline char *iph_inet_ntoa(IN_ADDR address)
{
	iph_libc_in_addr libc;

	libc.s_addr = address.s_addr;
	return inet_ntoa(libc);
}

#define inet_ntoa(address) iph_inet_ntoa(address)
#define inet_aton(text, address) \
	inet_aton((text), (iph_libc_in_addr *)(void *)(address))
#define in6addr_any (*(const IN6_ADDR *)(const void *)&in6addr_any)
#define in6addr_loopback (*(const IN6_ADDR *)(const void *)&in6addr_loopback)

#define in_addr iph_in_addr
#define in6_addr iph_in6_addr
#define sockaddr_in iph_sockaddr_in
#define sockaddr_in6 iph_sockaddr_in6
#define ip_mreq iph_ip_mreq
#define ipv6_mreq iph_ipv6_mreq

/* A file descriptor: signed and 32 bits wide, unlike on Windows. */
typedef int SOCKET;

#define INVALID_SOCKET ((SOCKET)-1)
#define SOCKET_ERROR (-1)

#define SD_RECEIVE SHUT_RD
#define SD_SEND SHUT_WR
#define SD_BOTH SHUT_RDWR

typedef struct timeval TIMEVAL, *PTIMEVAL, *LPTIMEVAL;
typedef struct hostent HOSTENT, *PHOSTENT, *LPHOSTENT;
typedef struct linger LINGER, *PLINGER, *LPLINGER;
typedef fd_set FD_SET, *PFD_SET, *LPFD_SET;

#define WSADESCRIPTION_LEN 256
#define WSASYS_STATUS_LEN 128

typedef struct WSAData {
	WORD wVersion;
	WORD wHighVersion;
#if __SIZEOF_POINTER__ == 8
	unsigned short iMaxSockets;
	unsigned short iMaxUdpDg;
	char *lpVendorInfo;
	char szDescription[WSADESCRIPTION_LEN + 1];
	char szSystemStatus[WSASYS_STATUS_LEN + 1];
#else
	char szDescription[WSADESCRIPTION_LEN + 1];
	char szSystemStatus[WSASYS_STATUS_LEN + 1];
	unsigned short iMaxSockets;
	unsigned short iMaxUdpDg;
	char *lpVendorInfo;
#endif
} WSADATA, *LPWSADATA;

static inline int closesocket(SOCKET s)
{
	return close(s);
}

static inline int ioctlsocket(SOCKET s, int command, unsigned int *argument)
{
	return ioctl(s, (unsigned int)command, argument);
}

#ifdef __cplusplus
extern "C" {
#endif

/* Version 1.0 to 2.2. There is nothing to start: success, or WSAVERNOTSUPPORTED, WSAEFAULT. */
int WINAPI WSAStartup(_In_ WORD wVersionRequested, _Out_ LPWSADATA lpWSAData);
int WINAPI WSACleanup(void);
/* The Windows code of errno, or what WSASetLastError() was given since errno was last 0. */
int WINAPI WSAGetLastError(void);
void WINAPI WSASetLastError(_In_ int iError);

typedef struct _WSAPROTOCOL_INFOA *LPWSAPROTOCOL_INFOA;
typedef struct _WSAPROTOCOL_INFOW *LPWSAPROTOCOL_INFOW;

/*
 * The text of an IPv4 or IPv6 address, its scope id and its port, unless these are 0. Writes the
 * characters that it takes, terminator included, into *lpdwAddressStringLength. 0, or SOCKET_ERROR:
 * WSAEFAULT (no room), WSAEINVAL (no such address). lpProtocolInfo means nothing here.
 */
INT WINAPI WSAAddressToStringA(_In_ struct sockaddr *lpsaAddress, _In_ DWORD dwAddressLength,
			       _In_opt_ LPWSAPROTOCOL_INFOA lpProtocolInfo,
			       _Out_ LPSTR lpszAddressString,
			       _Inout_ LPDWORD lpdwAddressStringLength);
INT WINAPI WSAAddressToStringW(_In_ struct sockaddr *lpsaAddress, _In_ DWORD dwAddressLength,
			       _In_opt_ LPWSAPROTOCOL_INFOW lpProtocolInfo,
			       _Out_ LPWSTR lpszAddressString,
			       _Inout_ LPDWORD lpdwAddressStringLength);
#define WSAAddressToString IPH_AW(WSAAddressToString)

/* Events by their other names. */
typedef HANDLE WSAEVENT, *LPWSAEVENT;
typedef OVERLAPPED WSAOVERLAPPED, *LPWSAOVERLAPPED;

#define WSA_INVALID_EVENT ((WSAEVENT)0)
#define WSA_MAXIMUM_WAIT_EVENTS MAXIMUM_WAIT_OBJECTS
#define WSA_WAIT_FAILED WAIT_FAILED
#define WSA_WAIT_EVENT_0 WAIT_OBJECT_0
#define WSA_WAIT_TIMEOUT WAIT_TIMEOUT
#define WSA_INFINITE INFINITE

static inline WSAEVENT WSACreateEvent(void)
{
	return CreateEventA(NULL, TRUE, FALSE, NULL);
}

static inline BOOL WSACloseEvent(WSAEVENT hEvent)
{
	return CloseHandle(hEvent);
}

static inline BOOL WSASetEvent(WSAEVENT hEvent)
{
	return SetEvent(hEvent);
}

static inline BOOL WSAResetEvent(WSAEVENT hEvent)
{
	return ResetEvent(hEvent);
}

static inline DWORD WSAWaitForMultipleEvents(DWORD cEvents, const WSAEVENT *lphEvents,
					     BOOL fWaitAll, DWORD dwTimeout, BOOL fAlertable)
{
	(void)fAlertable;
	return WaitForMultipleObjects(cEvents, lphEvents, fWaitAll, dwTimeout);
}

#ifdef __cplusplus
}
#endif

#endif
