/* SPDX-License-Identifier: MIT */
/* The table behind the gate. */
#pragma once

#include <stdint.h>

#include "export.h"

struct iph_code {
	enum iph_call call;
	int error; /* positive errno */
	uint32_t win32;
	uint32_t nt;
};

/* The line for a result (0 or -errno) of a call; NULL when no line is about it. */
const struct iph_code *iph_code_find(enum iph_call call, int result);
