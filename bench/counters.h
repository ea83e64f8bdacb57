/* SPDX-License-Identifier: MIT */
/* Instructions of this process and its children as the processor counts them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct counts {
	uint64_t user;
	uint64_t kernel;
};

/* Most virtual machines have no such counters; the kernel's own may be forbidden. */
void counters_open(void);
bool counters_have_user(void);
bool counters_have_kernel(void);
struct counts counters_read(void);
