/* SPDX-License-Identifier: MIT */
/* iphlp interface, of which the tree has a file of its own. */
#pragma once

#include <winsock2.h>

#include <iphlpapi.h>

#include "output.h"

int iph_interface_tree(struct iph_args *args);

/* Adds a row; false when out of memory. */
bool iph_interface_row(struct iph_output *output, const MIB_IF_ROW2 *row, unsigned int depth,
		       bool json);
