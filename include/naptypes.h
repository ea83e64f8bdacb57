/* SPDX-License-Identifier: MIT */
/*
 * Source that also builds with MinGW includes this one between <winsock2.h> and <iphlpapi.h>
 * and takes nothing from it. Network Access Protection itself is not here.
 */
#ifndef IPH_NAPTYPES_H
#define IPH_NAPTYPES_H

#include <windef.h>

#endif
