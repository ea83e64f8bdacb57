/* SPDX-License-Identifier: MIT */
/* What the API does not tell of addresses: whether an anycast entry works, who made it, and the
 * scope that the kernel has for an address. */
#pragma once

#include <stdbool.h>

#include <winsock2.h>

#include <iphlpapi.h>

struct iph_sight;

/* Asks the kernel; for scopes alone it need not be asked for much. NULL when it does not say; the
 * others then give NULL for what is not known. */
enum iph_sight_need {
	IPH_SIGHT_NOTHING,
	IPH_SIGHT_SCOPES,
	IPH_SIGHT_RECORDS, /* what is forgotten, and no state */
	IPH_SIGHT_ENTRIES,
};
struct iph_sight *iph_sight_new(enum iph_sight_need need);
void iph_sight_free(struct iph_sight *sight);

/* Entries that are remembered and in no table: the next one, from *at on, which is 0 at first. It
 * has the LUID and the index of its interface. */
bool iph_sight_lost(const struct iph_sight *sight, size_t *at, MIB_ANYCASTIPADDRESS_ROW *ret_row);

/* Whether a row, with the index of its interface, is one of them. */
bool iph_sight_is_lost(const struct iph_sight *sight, const MIB_ANYCASTIPADDRESS_ROW *row);

/* "works"; "linkdown" when the interface is down or without carrier; "sleeps" when packets to it
 * have no route, or the kernel has not let its holder join again; "forgotten" when all of its
 * holder was killed. */
const char *iph_sight_state(const struct iph_sight *sight, const MIB_ANYCASTIPADDRESS_ROW *row);

/* "us", "kernel", "other". */
const char *iph_sight_maker(const struct iph_sight *sight, const MIB_ANYCASTIPADDRESS_ROW *row);

/* As ip(8) calls it: "global", "link", "host", "site"; by the address itself when there is no sight
 * or the kernel has another. */
const char *iph_sight_scope(const struct iph_sight *sight, const SOCKADDR_INET *address,
			    NET_IFINDEX index);

static inline void iph_sight_freep(struct iph_sight **sight)
{
	iph_sight_free(*sight);
}

#define IPH_AUTO_SIGHT __attribute__((cleanup(iph_sight_freep)))
