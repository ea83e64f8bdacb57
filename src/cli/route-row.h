/* SPDX-License-Identifier: MIT */
/* What is printed of a route. */
#pragma once

#include <winsock2.h>

#include <iphlpapi.h>

#include "output.h"

struct iph_route_shown {
	const MIB_IPFORWARD_ROW2 *row;
	const SOCKADDR_INET *source; /* NULL: not asked for */
	const char *interface;
	bool json;
};

#define IPH_ROUTE_COLUMNS 19
extern const struct iph_column iph_route_columns[IPH_ROUTE_COLUMNS];

void iph_route_print(struct iph_output *output, const struct iph_route_shown *shown);
