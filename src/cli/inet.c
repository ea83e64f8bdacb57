/* SPDX-License-Identifier: MIT */
/* Addresses: parsing, judging, printing. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inet.h"

/* Decimal digits only, up to the longest prefix of the family. */
static bool parse_prefix(const char *text, ADDRESS_FAMILY family, UINT8 *ret_length)
{
	size_t digits = strspn(text, "0123456789");
	unsigned long length = strtoul(text, NULL, 10);

	if (digits == 0 || digits > 3 || text[digits] || length > (family == AF_INET ? 32 : 128))
		return false;
	*ret_length = (UINT8)length;
	return true;
}

static bool parse_inet(const char *text, SOCKADDR_INET *ret_inet)
{
	if (inet_pton(AF_INET6, text, &ret_inet->Ipv6.sin6_addr) == 1)
		ret_inet->si_family = AF_INET6;
	else if (inet_pton(AF_INET, text, &ret_inet->Ipv4.sin_addr) == 1)
		ret_inet->si_family = AF_INET;
	else
		return false;
	return true;
}

/* Copies the first length bytes; false when they do not fit. */
static bool copy(char *ret_text, size_t size, const char *text, size_t length)
{
	if (length >= size)
		return false;
	memcpy(ret_text, text, length);
	ret_text[length] = '\0';
	return true;
}

bool iph_address_parse(const char *text, struct iph_address *ret_address)
{
	struct iph_address address = {.has_prefix = false};
	size_t length = strcspn(text, "%/");
	const char *rest = text + length;

	if (!copy(address.text, sizeof(address.text), text, length) ||
	    !parse_inet(address.text, &address.inet))
		return false;
	if (*rest == '%') {
		length = strcspn(++rest, "/");
		if (length == 0 || address.inet.si_family == AF_INET ||
		    !copy(address.zone, sizeof(address.zone), rest, length))
			return false;
		rest += length;
	}
	address.has_prefix = *rest == '/';
	address.prefix_fits = address.has_prefix &&
			      parse_prefix(rest + 1, address.inet.si_family, &address.prefix);
	*ret_address = address;
	return true;
}

static UINT8 longest(ADDRESS_FAMILY family)
{
	return family == AF_INET ? 32 : 128;
}

bool iph_prefix_parse(const char *text, ADDRESS_FAMILY family, struct iph_address *ret_address)
{
	const char *zero = family == AF_INET6 ? "::/0" : "0.0.0.0/0";

	if (!iph_address_parse(strcmp(text, "default") == 0 ? zero : text, ret_address))
		return false;
	if (!ret_address->has_prefix) {
		ret_address->has_prefix = ret_address->prefix_fits = true;
		ret_address->prefix = longest(ret_address->inet.si_family);
	}
	return true;
}

void iph_prefix_format(const IP_ADDRESS_PREFIX *prefix, char ret_text[IPH_PREFIX_TEXT])
{
	static const IN6_ADDR zero;
	bool ipv4 = prefix->Prefix.si_family == AF_INET;

	iph_address_format(&prefix->Prefix, ret_text);
	if (prefix->PrefixLength == 0 &&
	    (ipv4 ? prefix->Prefix.Ipv4.sin_addr.s_addr == 0
		  : memcmp(&prefix->Prefix.Ipv6.sin6_addr, &zero, sizeof(zero)) == 0))
		strcpy(ret_text, "default");
	else if (prefix->PrefixLength != longest(prefix->Prefix.si_family))
		snprintf(ret_text + strlen(ret_text), sizeof("/255"), "/%u", prefix->PrefixLength);
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
