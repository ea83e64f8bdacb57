/* SPDX-License-Identifier: MIT */
/* Windows source includes this one for the scalar types. */
#ifndef IPH_WTYPES_H
#define IPH_WTYPES_H

#include <windows.h>

#endif
