/* SPDX-License-Identifier: MIT */
/* What has happened, as it goes from the kernel's message to a callback. */
#pragma once

#include <stdint.h>

/* What notices are about. */
enum iph_notice_kind {
	IPH_NOTICE_INTERFACE,
	IPH_NOTICE_UNICAST,
	IPH_NOTICE_ANYCAST,
	IPH_NOTICE_ROUTE_IPV4,
	IPH_NOTICE_ROUTE_IPV6,
	IPH_NOTICE_NEWS, /* something about interfaces or addresses, whatever it is */
	IPH_NOTICE_KINDS,
};

/* What tells one row from another on Windows. All bytes count, so all are written. */
struct iph_notice_key {
	uint32_t ifindex;
	uint8_t kind;	/* enum iph_notice_kind */
	uint8_t family; /* AF_INET or AF_INET6 */
	uint8_t length; /* of a prefix */
	uint8_t hop_family;
	uint8_t address[16];
	uint8_t hop[16];
	uint64_t detail; /* a sum over what else tells things of the kernel apart; of a row 0 */
};

struct iph_notice {
	struct iph_notice_key key;
	uint64_t luid;
	uint32_t type; /* MIB_NOTIFICATION_TYPE; IPH_NOTICE_NONE: forgotten */
};

#define IPH_NOTICE_NONE 0xffffffffu
