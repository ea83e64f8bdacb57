/* SPDX-License-Identifier: MIT */
/* iphlp convert */
#pragma once

#include "args.h"

extern const char iph_convert_help[];

int iph_convert_main(struct iph_args *args);
