/* SPDX-License-Identifier: MIT */
/* Sockets in states made for it, and our tables beside what ss(8) says. */
#pragma once

#include <stdint.h>

#include "codes.h"
#include "netns-peer.h"

/* A socket that is bound to an address, which may be ::ffff:192.0.2.1, on a port that the kernel
 * chooses unless it is given. With only6 :: does not take IPv4. */
int bound_socket(int type, const char *addr, uint16_t port, bool only6);
int listener(const char *addr, uint16_t port, bool only6);
uint16_t port_of(int fd);

/* A connection to it, from a socket of the address's family; with wait until it is there. */
int connected(const char *addr, uint16_t port, bool wait);

/* All our tables of a protocol, and what ss says, are the same lines. */
void tcp_agrees(void);
void udp_agrees(void);

/* Whether the command's output has something, sooner or later. */
void await_output(const char *command);

/* A table in memory of its own, behind which nothing may be written, with the size asked for
 * first. */
void *tcp_table(ULONG family, TCP_TABLE_CLASS class, ULONG *ret_size);
void *udp_table(ULONG family, UDP_TABLE_CLASS class, ULONG *ret_size);
