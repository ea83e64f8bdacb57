/* SPDX-License-Identifier: MIT */
/* Anycast entries that no table has, because their holder was killed or the kernel has not let it
 * join again. */
#pragma once

#include "args.h"
#include "error.h"

#include <iphlpapi.h>

/* What GetAnycastIpAddressTable() gives and these, in the same order; to be freed with free().
 * Where it cannot be known which these are, there are none. */
DWORD iph_lost_table(ADDRESS_FAMILY family, void **ret_table);

/* Whether it is one of them. */
bool iph_lost_is(const MIB_ANYCASTIPADDRESS_ROW *row);

/* "anycast repair": brings all of them back. Gives the exit status. */
int iph_lost_repair(struct iph_args *args);
