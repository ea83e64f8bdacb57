/* SPDX-License-Identifier: MIT */
/* The TCP and UDP sockets of a network namespace, as sock_diag(7) tells of them. */
#pragma once

#include <stdbool.h>

#include "addr.h"
#include "nl.h"

/* TCP states of the kernel's (include/net/tcp_states.h). */
#define IPH_SOCKET_ESTABLISHED 1
#define IPH_SOCKET_SYN_SENT 2
#define IPH_SOCKET_SYN_RECV 3
#define IPH_SOCKET_FIN_WAIT1 4
#define IPH_SOCKET_FIN_WAIT2 5
#define IPH_SOCKET_TIME_WAIT 6
#define IPH_SOCKET_CLOSE 7
#define IPH_SOCKET_CLOSE_WAIT 8
#define IPH_SOCKET_LAST_ACK 9
#define IPH_SOCKET_LISTEN 10
#define IPH_SOCKET_CLOSING 11
#define IPH_SOCKET_NEW_SYN_RECV 12

/* The bits of all of these; of more only sockets that are bound and nothing else yet have one
 * (TCP_BOUND_INACTIVE, 6.8). */
#define IPH_SOCKET_STATES ((1U << (IPH_SOCKET_NEW_SYN_RECV + 1)) - 2)

/* Both addresses are of one family. An IPv6 socket that speaks IPv4, with addresses of
 * ::ffff:0:0/96, has those of IPv4 here. */
struct iph_socket {
	struct iph_addr local;
	struct iph_addr remote; /* zeroes: none */
	uint16_t local_port;	/* in the order of the machine, as the next one */
	uint16_t remote_port;
	uint32_t ifindex; /* that it is bound to, as link-local ones always are; or 0 */
	uint8_t state;	  /* of TCP; UDP's are ESTABLISHED when connected, and else CLOSE */
	bool dual;	  /* bound to ::, and receives what is sent to IPv4 addresses, too */
	bool mapped;	  /* an IPv6 socket with addresses of IPv4 */
	uint32_t inode;	  /* 0: it belongs to no process any more, or to none yet */
	uint64_t cookie;  /* which no other socket has until the machine starts again */
};

struct iph_socket_sink {
	int (*socket)(const struct iph_socket *socket, void *arg);
	void (*restart)(void *arg);
	void *arg;
};

/* A message of the kernel's. -EBADMSG for what is none. */
int iph_socket_parse(const struct nlmsghdr *nlh, struct iph_socket *ret_socket) IPH_MUST_CHECK;

/* Reads the sockets of AF_INET or AF_INET6 (where those with mapped addresses are, too), and of
 * IPPROTO_TCP or IPPROTO_UDP, whose state is among the bits of states, over a socket of
 * NETLINK_SOCK_DIAG. The kernel walks through its hash tables, and continues within a chain of one
 * by counting: a socket that came or went meanwhile in the same chain can make it skip one or give
 * one twice. -EOPNOTSUPP: the kernel has no inet_diag.
 */
int iph_socket_read(struct iph_nl *nl, uint8_t family, uint8_t protocol, uint32_t states,
		    const struct iph_socket_sink *sink) IPH_MUST_CHECK;

/* How many sockets of a protocol the calling thread's network namespace has. Of one family, where a
 * socket of IPv6 with addresses of IPv4 is one of IPv4. */
struct iph_socket_count {
	uint32_t all;	      /* but those that listen */
	uint32_t established; /* RFC 4022, tcpCurrEstab: established, or closed by the other end */
};

/* -EOPNOTSUPP where the kernel does not tell. */
int iph_sockets_count(uint8_t family, uint8_t protocol,
		      struct iph_socket_count *ret_count) IPH_MUST_CHECK;
