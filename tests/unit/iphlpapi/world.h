/* SPDX-License-Identifier: MIT */
/* Adapters as if they had been read. */
#pragma once

#include "adapters/adapters.h"

/* No interfaces, and then one more. */
void init_world(struct iph_adapters *adapters);
void add_interface(struct iph_adapters *adapters, uint32_t index, uint32_t type, bool ipv4,
		   bool ipv6);

/* To be called in the order that the list has. */
void add_unicast(struct iph_adapters *adapters, const char *text, uint32_t index, UINT8 length);

/* Loopback 1, and 3, 5, 7, 9 with both families, IPv4, IPv6 and none; addresses and servers. */
void make_world(struct iph_adapters *adapters);
