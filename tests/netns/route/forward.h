/* SPDX-License-Identifier: MIT */
/* The calls about routes by prefix, next hop and interface, and what ip(8) says of a prefix. */
#pragma once

#include "codes.h"
#include "judge.h"
#include "netns-peer.h"
#include "netns-row.h"
#include "netns-settle.h"
#include "netns.h"

/* As InitializeIpForwardEntry() makes it, with prefix, next hop (NULL: family 0 as it left it) and
 * index. Whatever a call does not read is garbage (0xcc). */
MIB_IPFORWARD_ROW2 forward_row(const char *prefix, const char *next_hop, const char *ifname);

/* These succeed. */
void forward_create(const char *prefix, const char *next_hop, const char *ifname);
void forward_delete(const char *prefix, const char *next_hop, const char *ifname);

/* Each fills in as a test of many calls wants it. */
typedef NETIO_STATUS (*forward_call)(PMIB_IPFORWARD_ROW2 row);
NETIO_STATUS forward_call_create(PMIB_IPFORWARD_ROW2 row);
NETIO_STATUS forward_call_set(PMIB_IPFORWARD_ROW2 row);
NETIO_STATUS forward_call_delete(PMIB_IPFORWARD_ROW2 row);
extern const forward_call forward_changes[];
#define FORWARD_CHANGES 3

/* The call fails with this code; neither row nor kernel change. */
void forward_refuse(forward_call call, MIB_IPFORWARD_ROW2 row, uint32_t code);

/* What Get gives, which the table has too, byte for byte. */
MIB_IPFORWARD_ROW2 forward_get(const char *prefix, const char *next_hop, const char *ifname);
uint32_t forward_get_code(const char *prefix, const char *next_hop, const char *ifname);

/* The routes to exactly this prefix in table main, as "ip -o route" has them, a line each; hops of
 * one route have a + before them, a lifetime has no number. */
void routes_are(const char *prefix, const char *lines);

/* eth0 with its peer, and eth1 with 198.51.100.1/24 and 2001:db8:2::1/64. */
void forward_setup(void);
#define OTHER_IPV4 "198.51.100.1"
#define OTHER_IPV6 "2001:db8:2::1"
