/* SPDX-License-Identifier: MIT */
/* Microsoft's extensions of sockets: none of them is here, but source includes the header. */
#ifndef IPH_MSWSOCK_H
#define IPH_MSWSOCK_H

#include <winsock2.h>

#endif
