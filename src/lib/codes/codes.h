/* SPDX-License-Identifier: MIT */
/* The tables of codes each public call may return, and the reasons. */
#pragma once

#include <stdint.h>

#include "export.h"

struct iph_code {
	enum iph_call call;
	int error; /* positive errno */
	uint32_t code;
};
