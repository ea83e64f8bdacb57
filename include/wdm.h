/* SPDX-License-Identifier: MIT */
/* The part of <ntddk.h> that drivers of any kind include; here it is the same. */
#ifndef IPH_WDM_H
#define IPH_WDM_H

#include <ntddk.h>

#endif
