/* SPDX-License-Identifier: MIT */
/* Which interfaces are Wi-Fi: nl80211 alone can tell them from Ethernet. */
#pragma once

#include "nl.h"

/* Calls found, perhaps more than once, for every interface that is Wi-Fi; with an ifindex, for that
 * one if it is. A kernel without nl80211 has none. */
int iph_wifi_read(uint32_t ifindex, void (*found)(uint32_t ifindex, void *arg),
		  void *arg) IPH_MUST_CHECK;
