/* SPDX-License-Identifier: MIT */
/* Counters of the protocols. */
#pragma once

#include <stddef.h>

#include "iphlpapi.h"
#include "util.h"

/* Where a counter of the kernel belongs in a row; names are those of kernel/snmp.h. */
struct iph_counter {
	const char *ipv4;
	const char *ipv6; /* NULL: IPv6 has none */
	size_t at;
	bool wide; /* 64 bits; of the others what 32 bits hold, and they begin anew (RFC 2578) */
};

/* Linux's family, which the machine has. -EINVAL for another, -EAFNOSUPPORT. */
int iph_statistics_family(ULONG family, uint8_t *ret_family) IPH_MUST_CHECK;

/* Writes the counters of which /proc tells into the row. -EOPNOTSUPP without /proc. */
int iph_statistics_fill(uint8_t family, const struct iph_counter *counters, size_t count,
			void *row) IPH_MUST_CHECK;
