/* SPDX-License-Identifier: MIT */
/*
 * Text into buffers of a size: what does not fit is cut and terminated, and the call says so.
 * Names: learn.microsoft.com, "strsafe.h header". Link with -lwinport.
 */
#ifndef IPH_STRSAFE_H
#define IPH_STRSAFE_H

#include <windows.h>

#define STRSAFE_MAX_CCH 2147483647
#define STRSAFE_E_INSUFFICIENT_BUFFER ((HRESULT)0x8007007A)
#define STRSAFE_E_INVALID_PARAMETER ((HRESULT)0x80070057)
#define STRSAFE_E_END_OF_FILE ((HRESULT)0x80070026)

/* For an errno_t, or a length below 0, where the text was cut. */
#define IPH_STRSAFE(bad) ((bad) ? STRSAFE_E_INSUFFICIENT_BUFFER : S_OK)

static inline HRESULT StringCchCopyA(LPSTR to, size_t size, LPCSTR from)
{
	if (size == 0 || size > STRSAFE_MAX_CCH)
		return STRSAFE_E_INVALID_PARAMETER;
	return IPH_STRSAFE(strncpy_s(to, size, from, _TRUNCATE));
}

static inline HRESULT StringCchCopyW(LPWSTR to, size_t size, LPCWSTR from)
{
	if (size == 0 || size > STRSAFE_MAX_CCH)
		return STRSAFE_E_INVALID_PARAMETER;
	return IPH_STRSAFE(wcsncpy_s(to, size, from, _TRUNCATE));
}

static inline HRESULT StringCchLengthA(LPCSTR text, size_t size, size_t *ret_length)
{
	size_t length = text ? 0 : size;

	while (length < size && text[length])
		length++;
	if (ret_length)
		*ret_length = length < size ? length : 0;
	return length < size ? S_OK : STRSAFE_E_INVALID_PARAMETER;
}

static inline HRESULT StringCchLengthW(LPCWSTR text, size_t size, size_t *ret_length)
{
	size_t length = text ? 0 : size;

	while (length < size && text[length])
		length++;
	if (ret_length)
		*ret_length = length < size ? length : 0;
	return length < size ? S_OK : STRSAFE_E_INVALID_PARAMETER;
}

static inline HRESULT StringCchCatA(LPSTR to, size_t size, LPCSTR from)
{
	size_t length;

	if (size > STRSAFE_MAX_CCH || FAILED(StringCchLengthA(to, size, &length)))
		return STRSAFE_E_INVALID_PARAMETER;
	return StringCchCopyA(to + length, size - length, from);
}

static inline HRESULT StringCchCatW(LPWSTR to, size_t size, LPCWSTR from)
{
	size_t length;

	if (size > STRSAFE_MAX_CCH || FAILED(StringCchLengthW(to, size, &length)))
		return STRSAFE_E_INVALID_PARAMETER;
	return StringCchCopyW(to + length, size - length, from);
}

static inline HRESULT StringCchVPrintfA(LPSTR to, size_t size, LPCSTR format, va_list args)
{
	if (size == 0 || size > STRSAFE_MAX_CCH)
		return STRSAFE_E_INVALID_PARAMETER;
	return IPH_STRSAFE(_vsnprintf_s(to, size, _TRUNCATE, format, args) < 0);
}

static inline HRESULT StringCchVPrintfW(LPWSTR to, size_t size, LPCWSTR format, va_list args)
{
	if (size == 0 || size > STRSAFE_MAX_CCH)
		return STRSAFE_E_INVALID_PARAMETER;
	return IPH_STRSAFE(_vsnwprintf_s(to, size, _TRUNCATE, format, args) < 0);
}

static inline HRESULT StringCchPrintfA(LPSTR to, size_t size, LPCSTR format, ...)
{
	va_list args;
	HRESULT result;

	va_start(args, format);
	result = StringCchVPrintfA(to, size, format, args);
	va_end(args);
	return result;
}

static inline HRESULT StringCchPrintfW(LPWSTR to, size_t size, LPCWSTR format, ...)
{
	va_list args;
	HRESULT result;

	va_start(args, format);
	result = StringCchVPrintfW(to, size, format, args);
	va_end(args);
	return result;
}

/* With sizes in bytes. */
#define StringCbCopyA(to, size, from) StringCchCopyA((to), (size), (from))
#define StringCbCopyW(to, size, from) StringCchCopyW((to), (size) / sizeof(WCHAR), (from))
#define StringCbCatA(to, size, from) StringCchCatA((to), (size), (from))
#define StringCbCatW(to, size, from) StringCchCatW((to), (size) / sizeof(WCHAR), (from))
#define StringCbPrintfA(to, size, ...) StringCchPrintfA((to), (size), __VA_ARGS__)
#define StringCbPrintfW(to, size, ...) StringCchPrintfW((to), (size) / sizeof(WCHAR), __VA_ARGS__)

#define StringCchCopy IPH_AW(StringCchCopy)
#define StringCchCat IPH_AW(StringCchCat)
#define StringCchLength IPH_AW(StringCchLength)
#define StringCchPrintf IPH_AW(StringCchPrintf)
#define StringCchVPrintf IPH_AW(StringCchVPrintf)
#define StringCbCopy IPH_AW(StringCbCopy)
#define StringCbCat IPH_AW(StringCbCat)
#define StringCbPrintf IPH_AW(StringCbPrintf)

#endif
