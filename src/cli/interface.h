/* SPDX-License-Identifier: MIT */
/* iphlp interface, of which the columns and the tree have files of their own. */
#pragma once

#include "args.h"

extern const struct iph_column iph_interface_columns[];

int iph_interface_tree(struct iph_args *args);
