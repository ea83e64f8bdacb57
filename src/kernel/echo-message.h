/* SPDX-License-Identifier: MIT */
/* What the sending and the receiving of echo requests share. */
#pragma once

#include <stdint.h>

/* The same in ICMP (RFC 792) and ICMPv6 (RFC 4443). */
struct iph_echo_header {
	uint8_t type;
	uint8_t code;
	uint16_t checksum;
	uint16_t id;
	uint16_t sequence;
};

int64_t iph_echo_clock(void);
