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
#include <time.h>
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

/*
 * As sscanf(3), with Windows' lengths. In the second the buffer of each %s, %c and %[ is followed
 * by its size, an unsigned int; what does not fit ends the scan. Texts are narrow, there is no %n.
 */
int winport_sscanf(const char *text, const char *format, ...);
int winport_sscanfs(const char *text, const char *format, ...);

/* localtime_r(3) of a time of any width: 0, or EINVAL. */
int winport_localtime(struct tm *ret_tm, LONGLONG seconds);

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
using ::winport_sscanf;
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
#define sscanf(...) winport_sscanf(__VA_ARGS__)
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

typedef int errno_t;
typedef int __time32_t;
__extension__ typedef long long __time64_t;
typedef size_t rsize_t;

/* For a size that is to be kept by cutting the text. */
#define _TRUNCATE ((size_t)-1)
#define STRUNCATE 80

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

/* No more than count characters; with _TRUNCATE what fits, and STRUNCATE if that is not all. */
static inline errno_t strncpy_s(char *to, size_t size, const char *from, size_t count)
{
	size_t length = 0;

	if (!to || !size)
		return EINVAL;
	to[0] = '\0';
	if (!from)
		return EINVAL;
	while (length < size && length < count && from[length])
		length++;
	if (length == size && count != _TRUNCATE)
		return ERANGE;
	to[length < size ? length : size - 1] = '\0';
	memcpy(to, from, length < size ? length : size - 1);
	return length < size ? 0 : STRUNCATE;
}

static inline errno_t wcsncpy_s(WCHAR *to, size_t size, const WCHAR *from, size_t count)
{
	size_t length = 0;

	if (!to || !size)
		return EINVAL;
	to[0] = 0;
	if (!from)
		return EINVAL;
	while (length < size && length < count && from[length])
		length++;
	if (length == size && count != _TRUNCATE)
		return ERANGE;
	to[length < size ? length : size - 1] = 0;
	memcpy(to, from, (length < size ? length : size - 1) * sizeof(*to));
	return length < size ? 0 : STRUNCATE;
}

static inline errno_t memcpy_s(void *to, size_t size, const void *from, size_t count)
{
	if (count > size)
		return ERANGE;
	memcpy(to, from, count);
	return 0;
}

/* -1 where the text is cut, be it by count or by size. */
static inline int _vsnprintf_s(char *to, size_t size, size_t count, const char *format,
			       va_list args)
{
	size_t room = count < size ? count + 1 : size;
	int length = winport_vsnprintf(to, room, format, args);

	return length < 0 || (size_t)length >= room ? -1 : length;
}

static inline int _snprintf_s(char *to, size_t size, size_t count, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = _vsnprintf_s(to, size, count, format, args);
	va_end(args);
	return length;
}

static inline int _vsnwprintf_s(WCHAR *to, size_t size, size_t count, const WCHAR *format,
				va_list args)
{
	return winport_vswprintf(to, count < size ? count + 1 : size, format, args);
}

static inline int _snwprintf_s(WCHAR *to, size_t size, size_t count, const WCHAR *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = _vsnwprintf_s(to, size, count, format, args);
	va_end(args);
	return length;
}

static inline errno_t fopen_s(FILE **ret_file, const char *name, const char *mode)
{
	*ret_file = fopen(name, mode);
	return *ret_file ? 0 : errno;
}

/* Names that only Windows has. */
#define vsprintf_s(to, size, format, args) _vsnprintf_s((to), (size), _TRUNCATE, (format), (args))
#define vswprintf_s(to, size, format, args) winport_vswprintf((to), (size), (format), (args))
#define sscanf_s(...) winport_sscanfs(__VA_ARGS__)
#define strtok_s(text, separators, next) strtok_r((text), (separators), (next))
#define _strtoui64(text, end, base) strtoull((text), (end), (base))
#define _strtoi64(text, end, base) strtoll((text), (end), (base))
#define _atoi64(text) atoll(text)
#define asctime_s(text, size, time) ((size) < 26 ? ERANGE : asctime_r((time), (text)) ? 0 : EINVAL)
#define ctime_s(text, size, time) ((size) < 26 ? ERANGE : ctime_r((time), (text)) ? 0 : EINVAL)
#define localtime_s(tm, time) winport_localtime((tm), *(time))
#define gmtime_s(tm, time) (gmtime_r((time), (tm)) ? 0 : EINVAL)

#define _localtime32_s(tm, time) winport_localtime((tm), *(time))
#define _localtime64_s(tm, time) winport_localtime((tm), *(time))

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
