/* SPDX-License-Identifier: MIT */
/* What is configured of IPv4 or IPv6 for the whole network namespace: net.ipv4.conf.all,
 * net.ipv6.conf.all. */
#pragma once

#include "nl.h"

struct iph_netconf {
	bool forwarding; /* net.ipv4.ip_forward, too */
	bool proxy;	 /* answers ARP or neighbour discovery for others */
};

/* -EAFNOSUPPORT without the protocol. */
int iph_netconf_read(struct iph_nl *nl, uint8_t family,
		     struct iph_netconf *ret_conf) IPH_MUST_CHECK;
