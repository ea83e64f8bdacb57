/* SPDX-License-Identifier: MIT */
/* The umbrella that Windows source includes first; only what IP Helper programs need of it. */
#ifndef IPH_WINDOWS_H
#define IPH_WINDOWS_H

#include <ctype.h>
#include <limits.h>
#include <stdarg.h>

#include <winbase.h>
#include <windef.h>
#include <winerror.h>
#include <winnls.h>
#include <winnt.h>
#include <winport.h>

/* Microsoft's <windows.h> leaves OLE and sockets out on this word only. */
#ifndef WIN32_LEAN_AND_MEAN
#include <objbase.h>
#include <winsock2.h>
#endif

#endif
