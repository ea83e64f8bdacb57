/* SPDX-License-Identifier: MIT */
/* What the tables of anycast, unicast and multicast addresses and of neighbours have in common. */
#pragma once

#include "link.h"
#include "nl.h"
#include "table/key.h"
#include "table/table.h"

/* One of the four kinds. Its rows begin with Address; the offsets are of the other members. */
struct iph_address_kind {
	struct iph_table_shape shape;
	size_t index;
	size_t luid;

	/* Adds the rows of one family, of one interface or with ifindex 0 of all of them, complete
	 * but for the LUID. -EAFNOSUPPORT when the machine does not have it. */
	int (*read)(struct iph_nl *nl, uint8_t family, uint32_t ifindex, struct iph_table *table);

	/* Whose dump of IPv4 or IPv6 the kernel does not mark when it changed under way: the group
	 * of netlink notices that tells (newer kernels have it), or 0. */
	int notices[2];

	/* Completes a row with what its interface says; may be NULL. */
	void (*finish)(void *row, const struct iph_link *link);
};

#define IPH_ADDRESS_KIND(table, row_type)                                                          \
	.shape = IPH_TABLE_SHAPE(table), .index = offsetof(row_type, InterfaceIndex),              \
	.luid = offsetof(row_type, InterfaceLuid)

extern const struct iph_address_kind iph_unicast_kind;
extern const struct iph_address_kind iph_anycast_kind;
extern const struct iph_address_kind iph_multicast_kind;
extern const struct iph_address_kind iph_neighbor_kind;

static inline uint32_t iph_address_index(const struct iph_address_kind *kind, const void *row)
{
	return *(const NET_IFINDEX *)((const char *)row + kind->index);
}

/* So often all of something is read at once while others change it. */
#define IPH_WHOLE_TRIES 4

/* Interfaces that the caller has read, each so many bytes behind the one before. */
struct iph_known_links {
	const struct iph_link *first;
	size_t count;
	size_t step;
};

/* complete.c: LUIDs, and what finish does, for rows in the order below that have all but
 * that. Rows of an interface that is not there, or not among links, are dropped. */
int iph_address_complete(const struct iph_address_kind *kind, struct iph_nl *nl,
			 struct iph_table *table) IPH_MUST_CHECK;
void iph_address_complete_from(const struct iph_address_kind *kind,
			       const struct iph_known_links *links, struct iph_table *table);

/* Adds the rows of one family, or with AF_UNSPEC of both, in the order below, to an empty table;
 * of two families asked for, one that the machine lacks has none. They have no LUIDs yet. */
int iph_address_rows(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
		     struct iph_table *table) IPH_MUST_CHECK;

/* The same with LUIDs;
 * those of an interface that is not among links are left out. For callers that read more than
 * these addresses. */
int iph_address_read(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
		     const struct iph_known_links *links, struct iph_table *table) IPH_MUST_CHECK;

/* The whole of a Get...IpAddressTable call; *ret_table is NULL after a failure, as on Windows.
 * Order: IPv4 before IPv6, then by interface (the loopback interface always has the index 1,
 * LOOPBACK_IFINDEX in the kernel's net/flow.h), then by address. */
int iph_address_table(const struct iph_address_kind *kind, ADDRESS_FAMILY family,
		      void **ret_table) IPH_MUST_CHECK;
