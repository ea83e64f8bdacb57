/* SPDX-License-Identifier: MIT */
/* Threads: a part of <windows.h>. */
#ifndef IPH_PROCESSTHREADSAPI_H
#define IPH_PROCESSTHREADSAPI_H

#include <windows.h>

#endif
