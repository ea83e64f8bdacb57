/* SPDX-License-Identifier: MIT */
/* Threads by the names of the C library of Windows: link with -lwinport. */
#ifndef IPH_PROCESS_H
#define IPH_PROCESS_H

#include <windows.h>

#define _getpid() ((int)GetCurrentProcessId())

/* Their handle is that of CreateThread(), and 0 is a failure. */
#define _beginthreadex(security, stack, start, argument, flags, id)                                \
	((uintptr_t)CreateThread((LPSECURITY_ATTRIBUTES)(security), (stack),                       \
				 (LPTHREAD_START_ROUTINE)(start), (argument), (flags),             \
				 (LPDWORD)(id)))
#define _endthreadex(code) ExitThread(code)

#endif
