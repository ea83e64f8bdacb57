/* SPDX-License-Identifier: MIT */
/* iphlp address */
#pragma once

#include "args.h"

extern const char iph_address_help[];

int iph_address_main(struct iph_args *args);
