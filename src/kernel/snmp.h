/* SPDX-License-Identifier: MIT */
/* The counters of RFC 1213 and its followers, which the kernel keeps for each network namespace. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "util.h"

/* What a reader does with a counter. Names are those of nstat(8): "IpInReceives", "Ip6InReceives",
 * and "IcmpMsgInType3" or "Icmp6InType1" for messages by type. A negative one, as the number of
 * connections without a limit, is what 64 bits have of it. */
typedef void (*iph_snmp_fn)(const char *name, uint64_t value, void *arg);

/* Longer names are skipped. */
#define IPH_SNMP_NAME 64

/* What /proc/net/snmp has: a line of names, and one of as many numbers. */
void iph_snmp_parse(const char *text, size_t length, iph_snmp_fn take, void *arg);

/* What /proc/net/snmp6 has: a name and a number in each line. */
void iph_snmp6_parse(const char *text, size_t length, iph_snmp_fn take, void *arg);

/* Those of the calling thread's namespace: of AF_INET, where TCP's are of both families, or of
 * AF_INET6. -EOPNOTSUPP where no /proc tells of them. */
int iph_snmp_read(uint8_t family, iph_snmp_fn take, void *arg) IPH_MUST_CHECK;
