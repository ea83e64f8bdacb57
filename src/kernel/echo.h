/* SPDX-License-Identifier: MIT */
/* Echo requests of ICMP and ICMPv6 ("ping"), and what comes back. */
#pragma once

#include <stddef.h>

#include "addr.h"
#include "util.h"

/* What an IPv4 header has beside its 20 bytes, at most. */
#define IPH_ECHO_OPTIONS 40

/* What a message has at most; an IPv4 header among it, which raw sockets give. */
#define IPH_ECHO_MESSAGE 65536

/* The types of both protocols that the next layer tells apart. */
enum iph_echo_type {
	IPH_ECHO_ANSWER,
	IPH_ECHO_ERROR, /* somebody on the way, or this machine itself, tells what went wrong */
};

struct iph_echo_request {
	struct iph_addr to;
	struct iph_addr from; /* all zero: the kernel chooses */
	uint32_t scope;	      /* the interface, for addresses that have a zone */
	const void *data;
	size_t size;
	uint8_t hops; /* 0: as usual */
	uint8_t tos;
	bool whole; /* may not be cut into fragments */
	uint8_t options_size;
	uint8_t options[IPH_ECHO_OPTIONS]; /* of IPv4, as in the header */
};

struct iph_echo_reply {
	enum iph_echo_type kind;
	uint8_t type; /* of an error: the numbers of ICMP or ICMPv6 */
	uint8_t code;
	struct iph_addr from;
	uint32_t scope;
	uint32_t milliseconds; /* since the request was sent */
	uint8_t hops;	       /* what is left of them */
	uint8_t tos;
	uint8_t options_size;
	uint8_t options[IPH_ECHO_OPTIONS];
	const void *data; /* within the echo, until the next receive */
	size_t size;
};

/* A request that was sent. One socket each: its options are those of the request, and no other
 * request's replies come to it. */
struct iph_echo {
	int fd;
	bool raw;
	bool several; /* went to several machines: a broadcast or multicast address */
	uint8_t family;
	uint16_t id; /* this and the next one in network order */
	uint16_t sequence;
	int64_t sent; /* in ns of CLOCK_MONOTONIC */
	uint8_t *message;
};

#define IPH_ECHO_NONE                                                                              \
	{                                                                                          \
		.fd = -1                                                                           \
	}

/*
 * A socket that can send requests: a "ping socket" (net/ipv4/ping.c), or a raw one where those are
 * refused to the caller's group (net.ipv4.ping_group_range). A raw one would keep each ICMP message
 * that comes to the machine; hears: this one keeps answers, else nothing. -EPERM: both are refused.
 * -EAFNOSUPPORT: the machine does not have the protocol.
 */
int iph_echo_socket(uint8_t family, bool hears, bool *ret_raw, int *ret_fd) IPH_MUST_CHECK;

/*
 * Sends a request. -EADDRNOTAVAIL: the source address is none of this machine's; -EPROTO: options
 * that the kernel does not take; -EMSGSIZE: too big for the interface, and it may not be cut, or
 * for any packet; -ENETUNREACH, -EHOSTUNREACH: no route, or one that says so; -EIO: a route or a
 * filter prohibits it; and what iph_echo_socket() gives.
 */
int iph_echo_send(const struct iph_echo_request *request, struct iph_echo *ret_echo) IPH_MUST_CHECK;

/* Waits for the next reply to the request, until the end. -ETIMEDOUT: there was none. */
int iph_echo_receive(struct iph_echo *echo, int64_t end,
		     struct iph_echo_reply *ret_reply) IPH_MUST_CHECK;

void iph_echo_close(struct iph_echo *echo);

#define IPH_AUTO_ECHO __attribute__((cleanup(iph_echo_close)))
