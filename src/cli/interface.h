/* SPDX-License-Identifier: MIT */
/* iphlp interface */
#pragma once

#include "args.h"

extern const char iph_interface_help[];

int iph_interface_main(struct iph_args *args);

/* "interface tree", in a file of its own. */
int iph_interface_tree(struct iph_args *args);
