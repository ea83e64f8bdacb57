/* SPDX-License-Identifier: MIT */
/*
 * The text of an address, into a buffer of 16 (IPv4) or 46 (IPv6) characters: link with -lwinport.
 * They return the terminator that they wrote. Names: learn.microsoft.com, "ip2string.h header".
 */
#ifndef IPH_IP2STRING_H
#define IPH_IP2STRING_H

#include <ws2tcpip.h>

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
