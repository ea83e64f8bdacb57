/* SPDX-License-Identifier: MIT */
/*
 * The IP Helper API as programs see it: every call returns a Win32 code (DWORD).
 * Link with -liphlpapi. Include this header before <netioapi.h>, or instead of it.
 */
#ifndef IPH_IPHLPAPI_H
#define IPH_IPHLPAPI_H

#include <ipexport.h>
#include <iprtrmib.h>
#include <iptypes.h>
#include <netioapi.h>

#endif
