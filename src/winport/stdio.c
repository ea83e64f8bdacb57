/* SPDX-License-Identifier: MIT */
/* The printf family in front of iph_print(). */

#include <stdlib.h>
#include <string.h>

#include "ntddk.h"
#include "port.h"

IPH_EXPORT int winport_vfprintf(FILE *file, const char *format, va_list args)
{
	return iph_print(file, format, false, args);
}

IPH_EXPORT int winport_vfwprintf(FILE *file, const WCHAR *format, va_list args)
{
	char *narrow = iph_text_narrow_copy(format);
	int result = narrow ? iph_print(file, narrow, true, args) : -1;

	free(narrow);
	return result;
}

IPH_EXPORT int winport_fprintf(FILE *file, const char *format, ...)
{
	va_list args;
	int result;

	va_start(args, format);
	result = winport_vfprintf(file, format, args);
	va_end(args);
	return result;
}

IPH_EXPORT ULONG DbgPrint(PCSTR Format, ...)
{
	va_list args;
	int result;

	va_start(args, Format);
	result = winport_vfprintf(stderr, Format, args);
	va_end(args);
	return (ULONG)(result < 0 ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS);
}

IPH_EXPORT int winport_printf(const char *format, ...)
{
	va_list args;
	int result;

	va_start(args, format);
	result = winport_vfprintf(stdout, format, args);
	va_end(args);
	return result;
}

IPH_EXPORT int winport_fwprintf(FILE *file, const WCHAR *format, ...)
{
	va_list args;
	int result;

	va_start(args, format);
	result = winport_vfwprintf(file, format, args);
	va_end(args);
	return result;
}

IPH_EXPORT int winport_wprintf(const WCHAR *format, ...)
{
	va_list args;
	int result;

	va_start(args, format);
	result = winport_vfwprintf(stdout, format, args);
	va_end(args);
	return result;
}

IPH_EXPORT int winport_vsnprintf(char *text, size_t size, const char *format, va_list args)
{
	char *whole = NULL;
	size_t length = 0;
	FILE *file = open_memstream(&whole, &length);
	int result = file ? iph_print(file, format, false, args) : -1;

	if (file && fclose(file) != 0)
		result = -1;
	if (result >= 0 && size > 0) {
		if (length >= size)
			length = size - 1;
		memcpy(text, whole, length);
		text[length] = '\0';
	}
	free(whole);
	return result;
}

IPH_EXPORT int winport_snprintf(char *text, size_t size, const char *format, ...)
{
	va_list args;
	int result;

	va_start(args, format);
	result = winport_vsnprintf(text, size, format, args);
	va_end(args);
	return result;
}

IPH_EXPORT int winport_vswprintf(WCHAR *text, size_t size, const WCHAR *format, va_list args)
{
	char *whole = NULL;
	size_t length = 0;
	FILE *file = open_memstream(&whole, &length);
	int result = file ? winport_vfwprintf(file, format, args) : -1;
	size_t units;

	if (file && fclose(file) != 0)
		result = -1;
	if (result >= 0 && size > 0) {
		units = (size_t)iph_text_widen(whole, length, text, size - 1, false);
		text[units < size ? units : size - 1] = 0;
		result = units < size ? (int)units : -1;
	}
	free(whole);
	return size > 0 ? result : -1;
}

IPH_EXPORT int winport_swprintf(WCHAR *text, size_t size, const WCHAR *format, ...)
{
	va_list args;
	int result;

	va_start(args, format);
	result = winport_vswprintf(text, size, format, args);
	va_end(args);
	return result;
}
