/* SPDX-License-Identifier: MIT */
/* The last error of the calling thread, which is libwinport's, where a program has it, or what the
 * program itself has under this name. */
#pragma once

#include "windef.h"

extern VOID WINAPI SetLastError(DWORD dwErrCode) __attribute__((weak));

static inline void iph_last_error(DWORD code)
{
	if (SetLastError)
		SetLastError(code);
}
