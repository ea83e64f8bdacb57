/* SPDX-License-Identifier: MIT */
/* One address of either family: comparison and classification. */

#include <string.h>

#include "addr.h"

static struct in6_addr to_in6(const struct iph_addr *a)
{
	struct in6_addr in6;

	memcpy(&in6, a->bytes, sizeof(in6));
	return in6;
}

static bool unicast_form_ipv4(const struct iph_addr *a)
{
	uint32_t host;

	memcpy(&host, a->bytes, sizeof(host));
	host = ntohl(host);
	return host != INADDR_ANY && host != INADDR_BROADCAST && !IN_MULTICAST(host) &&
	       host >> 24 != IN_LOOPBACKNET;
}

static bool unicast_form_ipv6(const struct iph_addr *a)
{
	struct in6_addr in6 = to_in6(a);

	return !IN6_IS_ADDR_UNSPECIFIED(&in6) && !IN6_IS_ADDR_LOOPBACK(&in6) &&
	       !IN6_IS_ADDR_MULTICAST(&in6) && !IN6_IS_ADDR_V4MAPPED(&in6);
}

bool iph_addr_equal(const struct iph_addr *a, const struct iph_addr *b)
{
	return iph_addr_compare(a, b) == 0;
}

int iph_addr_compare(const struct iph_addr *a, const struct iph_addr *b)
{
	if (a->family != b->family)
		return a->family == AF_INET ? -1 : 1;
	return memcmp(a->bytes, b->bytes, iph_addr_len(a->family));
}

bool iph_addr_unicast_form(const struct iph_addr *a)
{
	return a->family == AF_INET ? unicast_form_ipv4(a) : unicast_form_ipv6(a);
}

socklen_t iph_addr_sockaddr(const struct iph_addr *a, uint32_t ifindex,
			    struct sockaddr_storage *ret_sockaddr)
{
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)ret_sockaddr;
	struct sockaddr_in *four = (struct sockaddr_in *)ret_sockaddr;

	memset(ret_sockaddr, 0, sizeof(*ret_sockaddr));
	ret_sockaddr->ss_family = a->family;
	if (a->family == AF_INET) {
		memcpy(&four->sin_addr, a->bytes, sizeof(four->sin_addr));
		return sizeof(*four);
	}
	memcpy(&six->sin6_addr, a->bytes, sizeof(six->sin6_addr));
	six->sin6_scope_id = iph_addr_zoned(a) ? ifindex : 0;
	return sizeof(*six);
}

bool iph_addr_multicast(const struct iph_addr *a)
{
	struct in6_addr in6;

	if (a->family == AF_INET)
		return (a->bytes[0] & 0xf0) == 0xe0;
	in6 = to_in6(a);
	return IN6_IS_ADDR_MULTICAST(&in6);
}
