/* SPDX-License-Identifier: MIT */
/* A row of interfaces as columns of text. */
#pragma once

#include <winsock2.h>

#include <iphlpapi.h>

#include "output.h"

#define IPH_INTERFACE_COLUMNS 24
extern const struct iph_column iph_interface_columns[IPH_INTERFACE_COLUMNS];

/* Adds a row; false when out of memory. */
bool iph_interface_row(struct iph_output *output, const MIB_IF_ROW2 *row, unsigned int depth,
		       bool json);
