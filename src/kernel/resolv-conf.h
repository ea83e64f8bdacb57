/* SPDX-License-Identifier: MIT */
/* What resolv.conf(5) says of name servers and domains. */
#pragma once

#include <net/if.h>
#include <resolv.h>

#include "addr.h"
#include "util.h"

/* RFC 1035 2.3.4 allows 255 octets; and the terminator. */
#define IPH_DOMAIN_SIZE 256

/* zone is the text behind '%' of an IPv6 address, an interface's name or number, or "". */
struct iph_resolv_server {
	struct iph_addr addr;
	char zone[IF_NAMESIZE];
};

/* As many of each as resolv.conf(5) promises to use; the others are ignored. */
struct iph_resolv {
	struct iph_resolv_server servers[MAXNS];
	size_t server_count;
	char domains[MAXDNSRCH][IPH_DOMAIN_SIZE];
	size_t domain_count;
};

/* Takes any bytes; what is no resolv.conf gives nothing. */
void iph_resolv_parse(const char *text, size_t length, struct iph_resolv *ret_resolv);

/* Reads /etc/resolv.conf. One that is missing, or that we may not read, is empty. */
int iph_resolv_read(struct iph_resolv *ret_resolv) IPH_MUST_CHECK;
