/* SPDX-License-Identifier: MIT */
/* Tells of requests to the kernel and what became of them. */
#pragma once

#include "nl.h"

/* What a request has come to: r, 0 or -errno, which is returned. */
int iph_nl_verdict(const struct iph_nl *nl, const struct iph_msg *msg, int r) IPH_MUST_CHECK;
