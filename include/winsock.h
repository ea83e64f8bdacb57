/* SPDX-License-Identifier: MIT */
/* Windows Sockets 1.1; here it is the same as version 2. */
#ifndef IPH_WINSOCK_H
#define IPH_WINSOCK_H

#include <winsock2.h>

#endif
