/* SPDX-License-Identifier: MIT */
/* iphlp anycast */
#pragma once

#include "args.h"

extern const char iph_anycast_help[];

int iph_anycast_main(struct iph_args *args);
