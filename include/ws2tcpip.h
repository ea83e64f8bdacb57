/* SPDX-License-Identifier: MIT */
/* Name and address conversion (Linux's own calls) and the IPv6 address types. */
#ifndef IPH_WS2TCPIP_H
#define IPH_WS2TCPIP_H

#include <netdb.h>
#include <winsock2.h>
#include <ws2ipdef.h>

#endif
