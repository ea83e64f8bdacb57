/* SPDX-License-Identifier: MIT */
/* Addresses and text: WSAAddressToString, RtlIpv4StringToAddress, RtlIpv6StringToAddress. */

#include <string.h>

#include "ip2string.h"
#include "ntstatus.h"
#include "port.h"

#define WINDOWS_AF_INET6 23
/* [, an address, %, a number of 32 bits, ]:, a port and the end. */
#define ADDRESS_SIZE (INET6_ADDRSTRLEN + 20)

/* "address:port", "[address%scope]:port", without what is 0. Returns the length, 0 for no address.
 */
static size_t address_text(const struct sockaddr *address, DWORD length,
			   char ret_text[ADDRESS_SIZE])
{
	bool ipv6 = address->sa_family == AF_INET6 || address->sa_family == WINDOWS_AF_INET6;
	SOCKADDR_INET inet = {0};
	char plain[INET6_ADDRSTRLEN];
	char scope[12] = "";
	unsigned int port;

	if ((!ipv6 && address->sa_family != AF_INET) ||
	    length < (ipv6 ? sizeof(inet.Ipv6) : sizeof(inet.Ipv4)))
		return 0;
	memcpy(&inet, address, ipv6 ? sizeof(inet.Ipv6) : sizeof(inet.Ipv4));
	port = ntohs(inet.Ipv4.sin_port); /* at the same place in both */
	if (ipv6)
		(void)InetNtopA(AF_INET6, &inet.Ipv6.sin6_addr, plain, sizeof(plain));
	else
		(void)InetNtopA(AF_INET, &inet.Ipv4.sin_addr, plain, sizeof(plain));
	if (ipv6 && inet.Ipv6.sin6_scope_id)
		(void)snprintf(scope, sizeof(scope), "%%%u", inet.Ipv6.sin6_scope_id);
	if (port)
		return (size_t)snprintf(ret_text, ADDRESS_SIZE, ipv6 ? "[%s%s]:%u" : "%s%s:%u",
					plain, scope, port);
	return (size_t)snprintf(ret_text, ADDRESS_SIZE, "%s%s", plain, scope);
}

/* Checks, and says in *size what it takes, terminator included. */
static int show(const struct sockaddr *address, DWORD length, const void *buffer, DWORD *size,
		char ret_text[ADDRESS_SIZE])
{
	DWORD room = size ? *size : 0;
	DWORD needed = 0;

	if (address && length >= sizeof(address->sa_family))
		needed = (DWORD)address_text(address, length, ret_text);
	if (needed && size)
		*size = needed + 1;
	if (needed && buffer && room > needed)
		return 0;
	WSASetLastError(needed ? WSAEFAULT : WSAEINVAL);
	return SOCKET_ERROR;
}

IPH_EXPORT INT WSAAddressToStringA(struct sockaddr *lpsaAddress, DWORD dwAddressLength,
				   LPWSAPROTOCOL_INFOA lpProtocolInfo, LPSTR lpszAddressString,
				   LPDWORD lpdwAddressStringLength)
{
	char text[ADDRESS_SIZE];

	(void)lpProtocolInfo;
	if (show(lpsaAddress, dwAddressLength, lpszAddressString, lpdwAddressStringLength, text))
		return SOCKET_ERROR;
	(void)strcpy(lpszAddressString, text);
	return 0;
}

IPH_EXPORT INT WSAAddressToStringW(struct sockaddr *lpsaAddress, DWORD dwAddressLength,
				   LPWSAPROTOCOL_INFOW lpProtocolInfo, LPWSTR lpszAddressString,
				   LPDWORD lpdwAddressStringLength)
{
	char text[ADDRESS_SIZE];
	size_t i = 0;

	(void)lpProtocolInfo;
	if (show(lpsaAddress, dwAddressLength, lpszAddressString, lpdwAddressStringLength, text))
		return SOCKET_ERROR;
	do
		lpszAddressString[i] = (WCHAR)text[i];
	while (text[i++]);
	return 0;
}

/* The characters of numbers and separators are the address; what follows is the caller's. */
static NTSTATUS parse(int family, bool strict, const char *text, size_t length, void *ret_address)
{
	char copy[INET6_ADDRSTRLEN];
	iph_libc_in_addr in;

	if (length >= sizeof(copy))
		return STATUS_INVALID_PARAMETER;
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (strict)
		return inet_pton(family, copy, ret_address) == 1 ? STATUS_SUCCESS
								 : STATUS_INVALID_PARAMETER;
	if (!(inet_aton)(copy, &in)) /* in parentheses it is no macro of <winsock2.h> */
		return STATUS_INVALID_PARAMETER;
	memcpy(ret_address, &in, sizeof(in));
	return STATUS_SUCCESS;
}

static NTSTATUS read_narrow(int family, bool strict, PCSTR text, PCSTR *ret_end, void *ret_address)
{
	size_t length = strspn(text, family == AF_INET6 ? "0123456789abcdefABCDEF:."
				     : strict		? "0123456789."
							: "0123456789abcdefABCDEFxX.");

	*ret_end = text + length;
	return parse(family, strict, text, length, ret_address);
}

static NTSTATUS read_wide(int family, bool strict, PCWSTR text, PCWSTR *ret_end, void *ret_address)
{
	char narrow[INET6_ADDRSTRLEN];
	NTSTATUS status;
	PCSTR end;
	size_t i;

	for (i = 0; i < sizeof(narrow) - 1 && text[i] && text[i] < 0x80; i++)
		narrow[i] = (char)text[i];
	narrow[i] = '\0';
	status = read_narrow(family, strict, narrow, &end, ret_address);
	*ret_end = text + (end - narrow);
	return status;
}

IPH_EXPORT NTSTATUS RtlIpv4StringToAddressA(PCSTR S, BOOLEAN Strict, PCSTR *Terminator,
					    IN_ADDR *Addr)
{
	return read_narrow(AF_INET, Strict, S, Terminator, Addr);
}

IPH_EXPORT NTSTATUS RtlIpv4StringToAddressW(PCWSTR S, BOOLEAN Strict, PCWSTR *Terminator,
					    IN_ADDR *Addr)
{
	return read_wide(AF_INET, Strict, S, Terminator, Addr);
}

IPH_EXPORT NTSTATUS RtlIpv6StringToAddressA(PCSTR S, PCSTR *Terminator, IN6_ADDR *Addr)
{
	return read_narrow(AF_INET6, true, S, Terminator, Addr);
}

IPH_EXPORT NTSTATUS RtlIpv6StringToAddressW(PCWSTR S, PCWSTR *Terminator, IN6_ADDR *Addr)
{
	return read_wide(AF_INET6, true, S, Terminator, Addr);
}
