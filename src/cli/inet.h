/* SPDX-License-Identifier: MIT */
/* An IPv4 or IPv6 address on the command line. */
#pragma once

#include <stdbool.h>

#include <ws2tcpip.h>

#include <iphlpapi.h>

struct iph_address {
	SOCKADDR_INET inet;
	char text[INET6_ADDRSTRLEN];	   /* as written, without zone and prefix length */
	char zone[IF_MAX_STRING_SIZE + 1]; /* "" when there is none */
	bool has_prefix;		   /* something is written behind a slash, */
	bool prefix_fits;		   /* which is a length that the family has: */
	UINT8 prefix;
};

/* ADDR, ADDR%ZONE, ADDR/LENGTH or ADDR%ZONE/LENGTH */
bool iph_address_parse(const char *text, struct iph_address *ret_address);

/* Why it cannot be an anycast address, to go behind "is"; NULL when it can. */
const char *iph_address_fault(const SOCKADDR_INET *address);

/* A destination: ADDR/LENGTH, ADDR, or "default", which is that of the family, or of IPv4 for
 * AF_UNSPEC. It has a prefix length afterwards, if one that the family has was written. */
bool iph_prefix_parse(const char *text, ADDRESS_FAMILY family, struct iph_address *ret_address);

/* As ip(8) writes one: "default", and no length behind a single address. */
#define IPH_PREFIX_TEXT (INET6_ADDRSTRLEN + sizeof("/128"))
void iph_prefix_format(const IP_ADDRESS_PREFIX *prefix, char ret_text[IPH_PREFIX_TEXT]);

void iph_address_format(const SOCKADDR_INET *address, char ret_text[INET6_ADDRSTRLEN]);
