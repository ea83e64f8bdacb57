/* SPDX-License-Identifier: MIT */
/* Other network namespaces, as "ip netns" names them. */
#pragma once

/* Where the names are. */
#define IPH_NETNS_DIR "/run/netns"

/* Goes into it for good: a name, or a path when there is a slash in it. Gives the exit status, and
 * says what is wrong. */
int iph_netns_enter(const char *name);
