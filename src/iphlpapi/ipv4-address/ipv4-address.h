/* SPDX-License-Identifier: MIT */
/* The IPv4 addresses of this machine, which the calls before netioapi.h tell of. */
#pragma once

#include "table/table.h"
#include "unicast/unicast.h"

/* Shaped as the tables of netioapi.h are. */
struct iph_ipv4_table {
	ULONG NumEntries;
	struct iph_unicast Table[1];
};

/* All addresses but those of anycast entries, in a table to be freed: by interface, loopback last,
 * since programs take the first for one that leads out; and of one interface in the kernel's own
 * order, whose first is the one that it prefers as a source. -EAFNOSUPPORT without IPv4. */
int iph_ipv4_read(struct iph_nl *nl, struct iph_table *ret_table) IPH_MUST_CHECK;

static inline const struct iph_unicast *iph_ipv4_at(const struct iph_table *table, size_t at)
{
	return iph_table_row(table, at);
}

/* The addresses of one interface: the first of them, and how many there are. */
size_t iph_ipv4_of(const struct iph_table *table, uint32_t ifindex, size_t *ret_count);

/* In network byte order. */
uint32_t iph_ipv4_bytes(const struct iph_addr *addr);
uint32_t iph_ipv4_mask(unsigned int length);

/* What DeleteIPAddress() knows an address by, in any process: it follows from interface, address,
 * prefix length and the moment at which the address was added, all of which the kernel tells. 1
 * to INT32_MAX. */
uint32_t iph_ipv4_context(const struct iph_unicast *unicast);
