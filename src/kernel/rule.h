/* SPDX-License-Identifier: MIT */
/* The rules that say which tables of routes are looked into. */
#pragma once

#include "nl.h"

struct iph_rules {
	bool plain; /* local, then main, for all packets that are in no VRF */
	bool vrf;   /* and the table of a VRF for those of its members */
};

int iph_rules_read(struct iph_nl *nl, uint8_t family, struct iph_rules *ret_rules) IPH_MUST_CHECK;
