/* SPDX-License-Identifier: MIT */
/* Losing privileges, for children. */
#pragma once

#include <stdbool.h>

/* The ways to have no CAP_NET_ADMIN over the network namespace, for loop tests: root without the
 * capability, an ordinary user, root of another user namespace. */
#define LOSSES 3
void lose_privilege(int way);

/* Becomes a user who is not root and has CAP_NET_ADMIN, from a file or an ambient set. False in a
 * user namespace with nobody but root in it. */
bool keep_net_admin_alone(void);
