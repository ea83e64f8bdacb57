/* SPDX-License-Identifier: MIT */
/* The table of routes. */
#pragma once

#include "codes/export.h"
#include "util.h"

/* The whole of GetIpForwardTable2(); *ret_table is NULL after a failure. */
int iph_route_table(ADDRESS_FAMILY family, MIB_IPFORWARD_TABLE2 **ret_table) IPH_MUST_CHECK;
