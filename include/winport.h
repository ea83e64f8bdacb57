/* SPDX-License-Identifier: MIT */
/*
 * Text of Windows source. <windows.h> includes this header; all names in it are ours, not
 * Microsoft's: link with -lwinport.
 *
 * The winport_ functions follow the rules of Windows' printf ("Format specification syntax"):
 * l is 32 bits, I64 and ll are 64, and %ls %ws %S of a narrow format, %s of a wide one, are UTF-16.
 * Output is UTF-8. There is no %n.
 *
 * With -fshort-wchar, L"" is UTF-16 as on Windows, but glibc's wide functions and its printf are
 * of no use for it. So the names below then stand for functions that are.
 */
#ifndef IPH_WINPORT_H
#define IPH_WINPORT_H

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>
#ifdef __cplusplus
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cwchar>
#endif

#include <windef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* As printf(3) and its kin: the number of characters (bytes, or units of a wide result), or -1. */
int winport_printf(const char *format, ...);
int winport_fprintf(FILE *file, const char *format, ...);
int winport_vfprintf(FILE *file, const char *format, va_list args);
int winport_snprintf(char *text, size_t size, const char *format, ...);
int winport_vsnprintf(char *text, size_t size, const char *format, va_list args);
int winport_wprintf(const WCHAR *format, ...);
int winport_fwprintf(FILE *file, const WCHAR *format, ...);
int winport_vfwprintf(FILE *file, const WCHAR *format, va_list args);
/* -1 when the result does not fit; it is cut, and terminated. */
int winport_swprintf(WCHAR *text, size_t size, const WCHAR *format, ...);
int winport_vswprintf(WCHAR *text, size_t size, const WCHAR *format, va_list args);

size_t winport_wcslen(const WCHAR *text);
WCHAR *winport_wcscpy(WCHAR *to, const WCHAR *from);
WCHAR *winport_wcsncpy(WCHAR *to, const WCHAR *from, size_t size);
WCHAR *winport_wcscat(WCHAR *to, const WCHAR *from);
int winport_wcscmp(const WCHAR *a, const WCHAR *b);
int winport_wcsncmp(const WCHAR *a, const WCHAR *b, size_t size);
/* Letters of ASCII only. */
int winport_wcsicmp(const WCHAR *a, const WCHAR *b);
WCHAR *winport_wcschr(const WCHAR *text, WCHAR unit);
WCHAR *winport_wcsrchr(const WCHAR *text, WCHAR unit);
WCHAR *winport_wcsdup(const WCHAR *text);
/* 32 bits wide, as Windows' long; ret_end may be NULL. */
ULONG winport_wcstoul(const WCHAR *text, WCHAR **ret_end, int base);
LONG winport_wcstol(const WCHAR *text, WCHAR **ret_end, int base);
/*
 * UTF-16 to UTF-8 and back, whatever the locale. size is in elements of the result; to may be NULL.
 * Returns the elements without the terminator, which is missing when they fill the buffer;
 * (size_t)-1, errno EILSEQ, when the text is none. ("wcstombs", "mbstowcs")
 */
size_t winport_wcstombs(char *to, const WCHAR *from, size_t size);
size_t winport_mbstowcs(WCHAR *to, const char *from, size_t size);

/* Never defined; the compiler quotes the reason when one of them is called. */
#define IPH_NO_WIDE(name, instead)                                                                 \
	int iph_no_##name(const void *, ...)                                                       \
		__attribute__((__error__(#name "() is for 32 bit characters here: use " instead)))
IPH_NO_WIDE(fgetws, "fgets() and MultiByteToWideChar()");
IPH_NO_WIDE(wcstok, "wcschr()");
#undef IPH_NO_WIDE

#ifdef __cplusplus
}

/* For std::printf(), which is a macro's text like printf(). */
namespace std
{
using ::winport_fprintf;
using ::winport_fwprintf;
using ::winport_mbstowcs;
using ::winport_printf;
using ::winport_snprintf;
using ::winport_swprintf;
using ::winport_vfprintf;
using ::winport_vsnprintf;
using ::winport_wcscmp;
using ::winport_wcslen;
using ::winport_wcstombs;
using ::winport_wprintf;
}
#endif

#if __SIZEOF_WCHAR_T__ == 2
#define printf(...) winport_printf(__VA_ARGS__)
#define fprintf(...) winport_fprintf(__VA_ARGS__)
#define vfprintf(...) winport_vfprintf(__VA_ARGS__)
#define vprintf(...) winport_vfprintf(stdout, __VA_ARGS__)
#define snprintf(...) winport_snprintf(__VA_ARGS__)
#define vsnprintf(...) winport_vsnprintf(__VA_ARGS__)
#define wprintf(...) winport_wprintf(__VA_ARGS__)
#define fwprintf(...) winport_fwprintf(__VA_ARGS__)
#define vfwprintf(...) winport_vfwprintf(__VA_ARGS__)
#define vwprintf(...) winport_vfwprintf(stdout, __VA_ARGS__)
#define swprintf(...) winport_swprintf(__VA_ARGS__)
#define vswprintf(...) winport_vswprintf(__VA_ARGS__)
#define _snwprintf(...) winport_swprintf(__VA_ARGS__)

#define wcslen(...) winport_wcslen(__VA_ARGS__)
#define wcscpy(...) winport_wcscpy(__VA_ARGS__)
#define wcsncpy(...) winport_wcsncpy(__VA_ARGS__)
#define wcscat(...) winport_wcscat(__VA_ARGS__)
#define wcscmp(...) winport_wcscmp(__VA_ARGS__)
#define wcsncmp(...) winport_wcsncmp(__VA_ARGS__)
#define wcschr(...) winport_wcschr(__VA_ARGS__)
#define wcsrchr(...) winport_wcsrchr(__VA_ARGS__)
#define wcstoul(...) winport_wcstoul(__VA_ARGS__)
#define wcstol(...) winport_wcstol(__VA_ARGS__)
#define wcstombs(...) winport_wcstombs(__VA_ARGS__)
#define mbstowcs(...) winport_mbstowcs(__VA_ARGS__)

#define fputws(text, file) winport_fwprintf((file), L"%s", (text))
#define _putws(text) winport_wprintf(L"%s\n", (text))
#define fgetws(...) iph_no_fgetws(__VA_ARGS__)
#define wcstok(...) iph_no_wcstok(__VA_ARGS__)
#endif

/* 0, or ERANGE where it does not fit: then the text is empty. */
static inline int strcat_s(char *to, size_t size, const char *from)
{
	if (to && from && strlen(to) + strlen(from) < size)
		return (void)strcat(to, from), 0;
	if (to && size)
		*to = '\0';
	return ERANGE;
}

static inline int strcpy_s(char *to, size_t size, const char *from)
{
	if (to && size)
		*to = '\0';
	return strcat_s(to, size, from);
}

static inline int wcscat_s(WCHAR *to, size_t size, const WCHAR *from)
{
	if (to && from && winport_wcslen(to) + winport_wcslen(from) < size)
		return (void)winport_wcscat(to, from), 0;
	if (to && size)
		*to = 0;
	return ERANGE;
}

static inline int wcscpy_s(WCHAR *to, size_t size, const WCHAR *from)
{
	if (to && size)
		*to = 0;
	return wcscat_s(to, size, from);
}

/* Names that only Windows has. */
#define _wcsicmp(...) winport_wcsicmp(__VA_ARGS__)
#define _wcsdup(...) winport_wcsdup(__VA_ARGS__)
#define swprintf_s(...) winport_swprintf(__VA_ARGS__)
#define sprintf_s(...) winport_snprintf(__VA_ARGS__)
#define _snprintf(...) winport_snprintf(__VA_ARGS__)
#define _wtoi(text) winport_wcstol((text), NULL, 10)
#define _stricmp(a, b) strcasecmp((a), (b))
#define _strnicmp(a, b, size) strncasecmp((a), (b), (size))
#define _strdup(text) strdup(text)

#endif
