/* SPDX-License-Identifier: MIT */
/* Addresses: parsing, judging, printing. */

#include <string.h>

#include "address.h"

bool iph_address_parse(const char *text, struct iph_address *ret_address)
{
	size_t length = strcspn(text, "%");
	struct iph_address address = {.zone = text[length] ? text + length + 1 : NULL};

	if (length >= sizeof(address.text))
		return false;
	memcpy(address.text, text, length);
	if (inet_pton(AF_INET6, address.text, &address.inet.Ipv6.sin6_addr) == 1)
		address.inet.si_family = AF_INET6;
	else if (inet_pton(AF_INET, address.text, &address.inet.Ipv4.sin_addr) == 1)
		address.inet.si_family = AF_INET;
	else
		return false;
	if (address.zone && (!*address.zone || address.inet.si_family == AF_INET))
		return false;
	*ret_address = address;
	return true;
}

static const char *fault_ipv4(const IN_ADDR *in)
{
	uint32_t host = ntohl(in->s_addr);

	if (host == INADDR_ANY)
		return "the unspecified address";
	if (host == INADDR_BROADCAST)
		return "the limited broadcast address";
	if (IN_MULTICAST(host))
		return "a multicast address";
	return host >> 24 == IN_LOOPBACKNET ? "a loopback address" : NULL;
}

static const char *fault_ipv6(const IN6_ADDR *in6)
{
	if (IN6_IS_ADDR_UNSPECIFIED(in6))
		return "the unspecified address";
	if (IN6_IS_ADDR_LOOPBACK(in6))
		return "a loopback address";
	if (IN6_IS_ADDR_MULTICAST(in6))
		return "a multicast address";
	return IN6_IS_ADDR_V4MAPPED(in6) ? "an IPv4-mapped address" : NULL;
}

const char *iph_address_fault(const SOCKADDR_INET *address)
{
	if (address->si_family == AF_INET)
		return fault_ipv4(&address->Ipv4.sin_addr);
	return fault_ipv6(&address->Ipv6.sin6_addr);
}

void iph_address_format(const SOCKADDR_INET *address, char ret_text[INET6_ADDRSTRLEN])
{
	const void *bytes = address->si_family == AF_INET ? (const void *)&address->Ipv4.sin_addr
							  : (const void *)&address->Ipv6.sin6_addr;

	if (!inet_ntop(address->si_family, bytes, ret_text, INET6_ADDRSTRLEN))
		strcpy(ret_text, "?");
}
