/* SPDX-License-Identifier: MIT */
/* Takes interfaces up and down. */
#pragma once

#include "link.h"

/* -EPERM, -ENODEV, or whatever the driver says. */
int iph_link_set_up(struct iph_nl *nl, uint32_t index, bool up) IPH_MUST_CHECK;
