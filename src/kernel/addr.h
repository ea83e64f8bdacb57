/* SPDX-License-Identifier: MIT */
/* One address of either family, and what kind of address it is. */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* family is Linux's AF_INET or AF_INET6; the bytes are in network order, IPv4 uses the first 4. */
struct iph_addr {
	uint8_t family;
	uint8_t bytes[16];
};

static inline unsigned int iph_addr_len(uint8_t family)
{
	return family == AF_INET ? 4 : 16;
}

bool iph_addr_equal(const struct iph_addr *a, const struct iph_addr *b);

/* IPv4 before IPv6, then by the bytes: less than, equal to, greater than 0. */
int iph_addr_compare(const struct iph_addr *a, const struct iph_addr *b);

/* Whether an address has the form of a unicast address that an interface may be given as
 * anycast: not unspecified, multicast, loopback, limited broadcast or IPv4-mapped
 * (RFC 4291 2.6: anycast addresses are taken from the unicast space). */
bool iph_addr_unicast_form(const struct iph_addr *a);

bool iph_addr_multicast(const struct iph_addr *a);

/* As the system's calls take it: writes all of *ret_sockaddr, and returns the size of what counts.
 * The interface is noted where the address has a zone. The port is 0. */
socklen_t iph_addr_sockaddr(const struct iph_addr *a, uint32_t ifindex,
			    struct sockaddr_storage *ret_sockaddr);

/* 127.0.0.0/8 or ::1. This and the next ones are inline: they are asked of every row of a table. */
static inline bool iph_addr_loopback(const struct iph_addr *a)
{
	static const uint8_t loopback[16] = {[15] = 1};

	if (a->family == AF_INET)
		return a->bytes[0] == IN_LOOPBACKNET;
	return memcmp(a->bytes, loopback, sizeof(loopback)) == 0;
}

/* 0.0.0.0 or ::, or a struct of zeroes. */
static inline bool iph_addr_unspecified(const struct iph_addr *a)
{
	static const uint8_t none[16];

	return memcmp(a->bytes, none, sizeof(none)) == 0;
}

static inline bool iph_addr_link_local(const struct iph_addr *a)
{
	return a->family == AF_INET6 && a->bytes[0] == 0xfe && (a->bytes[1] & 0xc0) == 0x80;
}

/* Whether an address means something only on one link or interface, and so has a zone (RFC 4007
 * section 6): fe80::/10, and multicast addresses of those two scopes (RFC 4291 section 2.7). */
static inline bool iph_addr_zoned(const struct iph_addr *a)
{
	uint8_t scope = a->bytes[1] & 0x0f;

	return iph_addr_link_local(a) ||
	       (a->family == AF_INET6 && a->bytes[0] == 0xff && (scope == 1 || scope == 2));
}
