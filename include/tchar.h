/* SPDX-License-Identifier: MIT */
/* The names that are wide with UNICODE and narrow without. */
#ifndef IPH_TCHAR_H
#define IPH_TCHAR_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>

typedef TCHAR _TCHAR;

#define _T(text) TEXT(text)
#define _TEXT(text) TEXT(text)

#ifdef UNICODE
#define _tmain wmain
#define _tprintf wprintf
#define _ftprintf fwprintf
#define _stprintf_s swprintf_s
#define _sntprintf_s _snwprintf_s
#define _vsntprintf_s _vsnwprintf_s
#define _tcscpy_s wcscpy_s
#define _tcscat_s wcscat_s
#define _tcsncpy_s wcsncpy_s
#define _tcsdup _wcsdup
#define _tcslen wcslen
#define _tcscmp wcscmp
#define _tcsicmp _wcsicmp
#define _tcschr wcschr
#define _tcsrchr wcsrchr
#define _tcscpy wcscpy
#define _tcstoul wcstoul
#define _ttoi _wtoi
#else
#define _tmain main
#define _tprintf printf
#define _ftprintf fprintf
#define _stprintf_s sprintf_s
#define _sntprintf_s _snprintf_s
#define _vsntprintf_s _vsnprintf_s
#define _tcscpy_s strcpy_s
#define _tcscat_s strcat_s
#define _tcsncpy_s strncpy_s
#define _tcsdup _strdup
#define _tcslen strlen
#define _tcscmp strcmp
#define _tcsicmp _stricmp
#define _tcschr strchr
#define _tcsrchr strrchr
#define _tcscpy strcpy
#define _tcstoul strtoul
#define _ttoi atoi
#endif

#endif
