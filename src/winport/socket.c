/* SPDX-License-Identifier: MIT */
/* What of Windows Sockets Linux does not have under another name. */

#include <string.h>

#include "port.h"
#include "ws2tcpip.h"

#define WINDOWS_AF_INET6 23
#define HIGHEST MAKEWORD(2, 2)

IPH_EXPORT int WSAStartup(WORD wVersionRequested, LPWSADATA lpWSAData)
{
	BYTE major = LOBYTE(wVersionRequested);
	BYTE minor = HIBYTE(wVersionRequested);

	if (!lpWSAData)
		return WSAEFAULT;
	memset(lpWSAData, 0, sizeof(*lpWSAData));
	lpWSAData->wVersion = HIGHEST;
	lpWSAData->wHighVersion = HIGHEST;
	(void)snprintf(lpWSAData->szDescription, sizeof(lpWSAData->szDescription), "Linux");
	(void)snprintf(lpWSAData->szSystemStatus, sizeof(lpWSAData->szSystemStatus), "Running");
	if (major == 0)
		return WSAVERNOTSUPPORTED;
	if (major < 2 || (major == 2 && minor < 2))
		lpWSAData->wVersion = wVersionRequested;
	return 0;
}

IPH_EXPORT int WSACleanup(void)
{
	return 0;
}

static int native_family(INT family)
{
	return family == WINDOWS_AF_INET6 ? AF_INET6 : family;
}

IPH_EXPORT INT InetPtonA(INT Family, LPCSTR pszAddrString, PVOID pAddrBuf)
{
	int result;

	if (!pszAddrString || !pAddrBuf) {
		WSASetLastError(WSAEFAULT);
		return -1;
	}
	result = inet_pton(native_family(Family), pszAddrString, pAddrBuf);
	if (result < 0)
		WSASetLastError(WSAEAFNOSUPPORT);
	return result;
}

/* A text that is too long, or not ASCII, becomes one that is no address. */
IPH_EXPORT INT InetPtonW(INT Family, LPCWSTR pszAddrString, PVOID pAddrBuf)
{
	char text[INET6_ADDRSTRLEN] = "";
	size_t length;

	if (!pszAddrString)
		return InetPtonA(Family, NULL, pAddrBuf);
	length = winport_wcslen(pszAddrString);
	if (length < sizeof(text) &&
	    iph_text_narrow(pszAddrString, length, text, sizeof(text), false) >= (int)sizeof(text))
		text[0] = '\0';
	return InetPtonA(Family, text, pAddrBuf);
}

IPH_EXPORT LPCSTR InetNtopA(INT Family, const VOID *pAddr, LPSTR pStringBuf, SIZE_T StringBufSize)
{
	char text[INET6_ADDRSTRLEN];

	if (!pAddr || !inet_ntop(native_family(Family), pAddr, text, sizeof(text))) {
		WSASetLastError(pAddr ? WSAEAFNOSUPPORT : WSAEFAULT);
		return NULL;
	}
	if (!pStringBuf || strlen(text) >= StringBufSize) {
		WSASetLastError(WSA_INVALID_PARAMETER);
		return NULL;
	}
	return strcpy(pStringBuf, text);
}

IPH_EXPORT LPCWSTR InetNtopW(INT Family, const VOID *pAddr, LPWSTR pStringBuf, SIZE_T StringBufSize)
{
	char text[INET6_ADDRSTRLEN];
	size_t i = 0;

	if (!InetNtopA(Family, pAddr, text,
		       !pStringBuf		      ? 0
		       : StringBufSize < sizeof(text) ? StringBufSize
						      : sizeof(text)))
		return NULL;
	do
		pStringBuf[i] = (WCHAR)text[i];
	while (text[i++]);
	return pStringBuf;
}
