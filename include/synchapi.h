/* SPDX-License-Identifier: MIT */
/* Events and critical sections: a part of <windows.h>. */
#ifndef IPH_SYNCHAPI_H
#define IPH_SYNCHAPI_H

#include <windows.h>

#endif
