/* SPDX-License-Identifier: MIT */
/* iphlp interface, of which the tree has a file of its own. */
#pragma once

#include "args.h"

int iph_interface_tree(struct iph_args *args);
