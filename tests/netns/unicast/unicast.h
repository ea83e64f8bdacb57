/* SPDX-License-Identifier: MIT */
/* The unicast calls by name of address and interface, and what ip(8) says of an address. */
#pragma once

#include "codes.h"
#include "judge.h"
#include "netns-peer.h"
#include "netns-settle.h"
#include "netns.h"

/* As InitializeUnicastIpAddressEntry() makes it, with key and prefix length. Whatever the call
 * does not say is garbage (0xcc). */
MIB_UNICASTIPADDRESS_ROW unicast_row(const char *addr, int prefix_length, const char *ifname);

uint32_t unicast_create(MIB_UNICASTIPADDRESS_ROW row);
void unicast_create_ok(const char *addr, int prefix_length, const char *ifname);
uint32_t unicast_delete(const char *addr, const char *ifname);

/* Succeeds, and the row is in the table, byte for byte the same. */
MIB_UNICASTIPADDRESS_ROW unicast_get(const char *addr, const char *ifname);
uint32_t unicast_get_code(const char *addr, const char *ifname);

/* Changes the row that Get gives, and sets it; what gets it then. */
typedef void (*row_change)(MIB_UNICASTIPADDRESS_ROW *row);
MIB_UNICASTIPADDRESS_ROW unicast_set(const char *addr, const char *ifname, row_change change);

/* A jq expression about the address in "ip -j address", the result without quotes; the test
 * fails when it is another. "null" for what ip does not show. */
void ip_says(const char *addr, const char *ifname, const char *expression, const char *result);
bool ip_has(const char *addr, const char *ifname);

/* The address that the kernel chooses for packets to another. */
void source_is(const char *destination, const char *source);

/* Our table has exactly the addresses of "ip -j address", with the same prefix lengths,
 * lifetimes and states. */
void unicast_agree(void);
