/* SPDX-License-Identifier: MIT */
/* The parts that rows of several families share: SOCKADDR_INET and the interface key. */
#pragma once

#include "addr.h"
#include "codes/export.h"
#include "link.h"

/* Reads family and address, nothing else: ports, scope and padding of rows are garbage in
 * real programs. Windows' AF_INET6 (23) is taken too. False for any other family. */
bool iph_row_addr(const SOCKADDR_INET *sockaddr, struct iph_addr *ret_addr);

/* What names an entry in a table of addresses, without a type of Windows. */
struct iph_key {
	struct iph_addr addr;
	uint64_t luid;	/* 0: index counts */
	uint32_t index; /* 0: none was given */
};

/* False for an address as in iph_row_addr(). */
static inline bool iph_row_key(const SOCKADDR_INET *sockaddr, NET_LUID luid, NET_IFINDEX index,
			       struct iph_key *ret_key)
{
	ret_key->luid = luid.Value;
	ret_key->index = index;
	return iph_row_addr(sockaddr, &ret_key->addr);
}

/* Linux's family for Linux's and Windows' numbers, -EINVAL for all but these and 0. Some calls have
 * an ULONG for it, as here. */
int iph_row_family(ULONG family, uint8_t *ret_family) IPH_MUST_CHECK;

/* The same, and 0 is none. */
int iph_row_one_family(ULONG family, uint8_t *ret_family) IPH_MUST_CHECK;

/* SCOPE_ID of an address on an interface: the zone of addresses that have one is the interface's
 * index, and 0 is everything else; as on Windows the level is not stored. */
static inline SCOPE_ID iph_row_scope(const struct iph_addr *addr, uint32_t ifindex)
{
	SCOPE_ID scope = {.Value = iph_addr_zoned(addr) ? ifindex : 0};

	return scope;
}

/* Writes all bytes of a SOCKADDR_INET. sin6_scope_id is the interface for those with a zone.
 * Inline: there may be a million rows with two addresses each. */
static inline void iph_row_set_addr(SOCKADDR_INET *ret_sockaddr, const struct iph_addr *addr,
				    uint32_t ifindex)
{
	memset(ret_sockaddr, 0, sizeof(*ret_sockaddr));
	ret_sockaddr->si_family = addr->family;
	if (addr->family == AF_INET) {
		memcpy(&ret_sockaddr->Ipv4.sin_addr, addr->bytes, 4);
		return;
	}
	memcpy(&ret_sockaddr->Ipv6.sin6_addr, addr->bytes, 16);
	ret_sockaddr->Ipv6.sin6_scope_id = iph_row_scope(addr, ifindex).Value;
}

/* The interface a row names, if the address's family is there. Stack first, then interface:
 * -EAFNOSUPPORT when the machine or the interface does not have the family, -ENODEV, and
 * -EINVAL when LUID and index are both 0. */
int iph_row_link(struct iph_nl *nl, NET_LUID luid, NET_IFINDEX index, uint8_t family,
		 struct iph_link *ret_link) IPH_MUST_CHECK;
int iph_key_link(struct iph_nl *nl, const struct iph_key *key,
		 struct iph_link *ret_link) IPH_MUST_CHECK;
