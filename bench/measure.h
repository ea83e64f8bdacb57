/* SPDX-License-Identifier: MIT */
/* The three ways to look at the same work; bench_compare() chooses one. */
#pragma once

#include "bench.h"

void measure_time(const struct work *work);

/* One call; ends the program when it fails. */
void measure_call(const struct work *work, const struct contender *contender);
void measure_undo(const struct work *work, const struct contender *contender);
void measure_once(const struct work *work, const struct contender *contender);
