/* SPDX-License-Identifier: MIT */
/* What is configured of IPv4 for the whole network namespace: net.ipv4.conf.all. */
#pragma once

#include "nl.h"

struct iph_netconf {
	bool forwarding; /* net.ipv4.ip_forward, too */
	bool proxy_arp;
};

/* -EAFNOSUPPORT without IPv4. */
int iph_netconf_read(struct iph_nl *nl, struct iph_netconf *ret_conf) IPH_MUST_CHECK;
