/* SPDX-License-Identifier: MIT */
/* A second network namespace at the far end of eth0, and what it can reach from there. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "netns.h"

#define OUR_IPV6 "2001:db8:1::1"
#define PEER_IPV6 "2001:db8:1::2"
#define OUR_IPV4 "192.0.2.1"
#define PEER_IPV4 "192.0.2.2"

/* A veth pair, eth0 here and peer0 there, both up, with these addresses (/64, /24) and the
 * link-local ones the kernel makes. give_link_local() adds fe80::1 and fe80::2. */
void peer_setup(void);
void peer_give_link_local(void);

/* For setns(). */
int peer_namespace(void);

/* Runs a function in a child that is in the peer's namespace, or a command. */
void in_peer(child_fn function, void *arg);
void peer_run(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* An echo server in this namespace, on a port the kernel chooses. type is SOCK_STREAM or
 * SOCK_DGRAM; a datagram's answer leaves from the address it was sent to. */
struct server {
	pid_t pid;
	uint16_t port;
};
struct server serve(int type, const char *addr);
void stop_serving(struct server server);

/* What the peer sees. Each datagram's answer must come from the address itself. */
bool tcp_reaches(const char *addr, uint16_t port);
bool udp_reaches(const char *addr, uint16_t port);
bool ping_reaches(const char *addr);
bool neighbour_resolves(const char *addr);

/* A connection from the peer, to be closed, or -1; and whether the server at its end is there. */
int peer_connect(const char *addr, uint16_t port);
bool echoes(int fd);

/* Whether a socket of this namespace can be bound to the address. */
bool can_bind(int type, const char *addr);

/* All of it: neighbour resolution, ping, TCP and UDP to servers bound to the address and to none.
 */
void prove_served(const char *addr);
