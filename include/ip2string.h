/* SPDX-License-Identifier: MIT */
/* Addresses and text: link with -lwinport. Names: learn.microsoft.com, "ip2string.h header". */
#ifndef IPH_IP2STRING_H
#define IPH_IP2STRING_H

#include <ws2tcpip.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The address that a text begins with; *Terminator is behind it. Strict wants four decimal numbers,
 * else inet_aton(3) decides. STATUS_SUCCESS, or STATUS_INVALID_PARAMETER (0xC000000D).
 */
NTSTATUS NTAPI RtlIpv4StringToAddressA(_In_ PCSTR S, _In_ BOOLEAN Strict, _Out_ PCSTR *Terminator,
				       _Out_ IN_ADDR *Addr);
NTSTATUS NTAPI RtlIpv4StringToAddressW(_In_ PCWSTR S, _In_ BOOLEAN Strict, _Out_ PCWSTR *Terminator,
				       _Out_ IN_ADDR *Addr);
NTSTATUS NTAPI RtlIpv6StringToAddressA(_In_ PCSTR S, _Out_ PCSTR *Terminator, _Out_ IN6_ADDR *Addr);
NTSTATUS NTAPI RtlIpv6StringToAddressW(_In_ PCWSTR S, _Out_ PCWSTR *Terminator,
				       _Out_ IN6_ADDR *Addr);
#define RtlIpv4StringToAddress IPH_AW(RtlIpv4StringToAddress)
#define RtlIpv6StringToAddress IPH_AW(RtlIpv6StringToAddress)

#ifdef __cplusplus
}
#endif

/*
 * The text of an address, into a buffer of 16 (IPv4) or 46 (IPv6) characters. They return the
 * terminator that they wrote.
 */
static inline PSTR RtlIpv4AddressToStringA(const IN_ADDR *address, PSTR text)
{
	(void)InetNtopA(AF_INET, address, text, 16);
	return text + strlen(text);
}

static inline PSTR RtlIpv6AddressToStringA(const IN6_ADDR *address, PSTR text)
{
	(void)InetNtopA(AF_INET6, address, text, 46);
	return text + strlen(text);
}

static inline PWSTR RtlIpv4AddressToStringW(const IN_ADDR *address, PWSTR text)
{
	(void)InetNtopW(AF_INET, address, text, 16);
	while (*text)
		text++;
	return text;
}

static inline PWSTR RtlIpv6AddressToStringW(const IN6_ADDR *address, PWSTR text)
{
	(void)InetNtopW(AF_INET6, address, text, 46);
	while (*text)
		text++;
	return text;
}

#define RtlIpv4AddressToString IPH_AW(RtlIpv4AddressToString)
#define RtlIpv6AddressToString IPH_AW(RtlIpv6AddressToString)

#endif
