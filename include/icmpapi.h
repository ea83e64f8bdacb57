/* SPDX-License-Identifier: MIT */
/* Ping: none of it is here; the compiler quotes what takes its place. */
#ifndef IPH_ICMPAPI_H
#define IPH_ICMPAPI_H

#include <iphlpapi.h>

#endif
