/* SPDX-License-Identifier: MIT */
/* The anycast calls by name of address and interface, and their results put to the judge. */
#pragma once

#include "codes.h"
#include "judge.h"
#include "netns-peer.h"
#include "netns-settle.h"
#include "netns.h"

/* Every bit that the caller does not have to fill in is garbage (0xcc), as in real programs. */
MIB_ANYCASTIPADDRESS_ROW make_row(const char *addr, const char *ifname);
MIB_ANYCASTIPADDRESS_ROW make_row_by_luid(const char *addr, uint64_t luid, NET_IFINDEX index);

/* The row that a table has for it, every byte of it. */
MIB_ANYCASTIPADDRESS_ROW make_full_row(const char *addr, const char *ifname);

/* From the interface's name: lo, or an Ethernet device. */
uint64_t luid_of(const char *ifname);

uint32_t create(const char *addr, const char *ifname);
uint32_t delete (const char *addr, const char *ifname);
uint32_t get(const char *addr, const char *ifname);

/* These succeed, and table and kernel agree afterwards. */
void create_ok(const char *addr, const char *ifname);
void delete_ok(const char *addr, const char *ifname);

/* The call fails with this code and leaves the row alone; refuse(): and the kernel, and there
 * are no more holders than before. */
typedef NETIO_STATUS (*row_call)(PMIB_ANYCASTIPADDRESS_ROW row);
void refuse_call(row_call call, MIB_ANYCASTIPADDRESS_ROW row, uint32_t code);
void refuse(row_call call, MIB_ANYCASTIPADDRESS_ROW row, uint32_t code);
NETIO_STATUS call_create(PMIB_ANYCASTIPADDRESS_ROW row);
NETIO_STATUS call_delete(PMIB_ANYCASTIPADDRESS_ROW row);

/* Our table as judge_table() writes it; the caller frees it. */
char *our_table(ADDRESS_FAMILY family);
unsigned int table_count(void);

/* Our table has exactly what the kernel has, in the documented order. */
void agree(void);
