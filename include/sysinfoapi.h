/* SPDX-License-Identifier: MIT */
/* Clocks: a part of <windows.h>. */
#ifndef IPH_SYSINFOAPI_H
#define IPH_SYSINFOAPI_H

#include <windows.h>

#endif
