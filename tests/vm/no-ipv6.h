/* SPDX-License-Identifier: MIT */
/* What the tests of a kernel without IPv6 share: the codes of both libraries, and judging. */
#pragma once

#ifdef IPH_TEST_MODE_NT
#include <netioapi.h>
#define CODE(win32, nt) nt##u
#else
#include <winsock2.h>
#include <ws2tcpip.h>

#include <iphlpapi.h>
#define CODE(win32, nt) win32##u
#endif

#include <stdbool.h>
#include <stdint.h>

#define MISSING 4242 /* no interface has this index */

/* Microsoft's numbers, repeated: a slip in our headers must not pass. */
#define SUCCESS CODE(0, 0)
#define NOT_SUPPORTED CODE(50, 0xC00000BB)
#define BAD_ARGUMENT CODE(87, 0xC000000D)
#define DUPLICATE CODE(5010, 0xC000022A)
#define NO_ENTRY CODE(1168, 0xC0000225)
#define NO_INTERFACE CODE(1168, 0xC0000225)
#define GET_NO_INTERFACE CODE(2, 0xC0000225)
#define ACCESS_DENIED CODE(5, 0xC0000022)
#define NO_NEIGHBOR CODE(67, 0xC00000CC)

/* Prints a line of result, and remembers a failure. */
void note(bool passed, const char *sentence, const char *detail);

/* format has one %s, for where. */
void expect(uint32_t code, uint32_t wanted, const char *format, const char *where);

/* The command must succeed. */
void must_run(const char *command);

/* no-ipv6-families.c: addresses, groups, neighbours, routes and paths on v0, which has a peer v1 in
 * another namespace with 192.0.2.2 and is itself 192.0.2.1/24. */
void families(NET_IFINDEX index);
void families_without_privilege(NET_IFINDEX index);
