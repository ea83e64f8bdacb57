/* SPDX-License-Identifier: MIT */
/* What is printed of a route. */
#pragma once

#include "describe.h"

extern const struct iph_column iph_route_columns[];
