/* SPDX-License-Identifier: MIT */
/* UTF-8 and UTF-16 (RFC 3629, RFC 2781); the C library's conversions follow the locale. */

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "port.h"

#define REPLACEMENT 0xfffdu
#define PAIRS 0x10000u
#define WRONG UINT32_MAX

/* Returns the bytes taken: one, and WRONG, for what is not UTF-8. */
static size_t take_utf8(const unsigned char *text, size_t length, uint32_t *ret_code)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, PAIRS};
	size_t len = text[0] < 0x80 ? 1 : text[0] >> 5 == 6 ? 2 : text[0] >> 4 == 14 ? 3 : 4;
	uint32_t code = len == 1 ? text[0] : text[0] & (0xffu >> (len + 1));
	size_t i;

	*ret_code = WRONG;
	if (len > length || (len == 4 && text[0] >> 3 != 30))
		return 1;
	for (i = 1; i < len; i++) {
		if (text[i] >> 6 != 2)
			return 1;
		code = code << 6 | (text[i] & 0x3fu);
	}
	if (code < smallest[len] || code > 0x10ffff || code >> 11 == 0x1b)
		return 1;
	*ret_code = code;
	return len;
}

/* Returns the units taken: one, and WRONG, for half a pair. */
static size_t take_utf16(const WCHAR *wide, size_t length, uint32_t *ret_code)
{
	*ret_code = wide[0];
	if (wide[0] >> 11 != 0x1b)
		return 1;
	*ret_code = WRONG;
	if (wide[0] >> 10 != 0x36 || length < 2 || wide[1] >> 10 != 0x37)
		return 1;
	*ret_code = PAIRS + ((wide[0] & 0x3ffu) << 10) + (wide[1] & 0x3ffu);
	return 2;
}

static size_t put_utf8(uint32_t code, char ret_bytes[4])
{
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
	size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < PAIRS ? 3 : 4;
	size_t i;

	for (i = len - 1; i > 0; i--, code >>= 6)
		ret_bytes[i] = (char)(0x80 | (code & 0x3f));
	ret_bytes[0] = (char)(lead[len] | code);
	return len;
}

static size_t put_utf16(uint32_t code, WCHAR ret_units[2])
{
	ret_units[0] = (WCHAR)code;
	if (code < PAIRS)
		return 1;
	ret_units[0] = (WCHAR)(0xd800 + ((code - PAIRS) >> 10));
	ret_units[1] = (WCHAR)(0xdc00 + ((code - PAIRS) & 0x3ff));
	return 2;
}

ptrdiff_t iph_text_widen(const char *text, size_t length, WCHAR *ret_wide, size_t size, bool strict)
{
	size_t used = 0;
	uint32_t code;
	WCHAR units[2];
	size_t count;
	size_t i;

	while (length > 0) {
		size_t taken = take_utf8((const unsigned char *)text, length, &code);

		if (code == WRONG && strict)
			return -EILSEQ;
		count = put_utf16(code == WRONG ? REPLACEMENT : code, units);
		for (i = 0; i < count; i++, used++)
			if (used < size)
				ret_wide[used] = units[i];
		text += taken;
		length -= taken;
	}
	return (ptrdiff_t)used;
}

ptrdiff_t iph_text_narrow(const WCHAR *wide, size_t length, char *ret_text, size_t size,
			  bool strict)
{
	size_t used = 0;
	uint32_t code;
	char bytes[4];
	size_t count;
	size_t i;

	while (length > 0) {
		size_t taken = take_utf16(wide, length, &code);

		if (code == WRONG && strict)
			return -EILSEQ;
		count = put_utf8(code == WRONG ? REPLACEMENT : code, bytes);
		for (i = 0; i < count; i++, used++)
			if (used < size)
				ret_text[used] = bytes[i];
		wide += taken;
		length -= taken;
	}
	return (ptrdiff_t)used;
}

char *iph_text_narrow_copy(const WCHAR *wide)
{
	size_t length = winport_wcslen(wide);
	size_t size = (size_t)iph_text_narrow(wide, length, NULL, 0, false);
	char *copy = malloc(size + 1);

	if (!copy)
		return NULL;
	(void)iph_text_narrow(wide, length, copy, size, false);
	copy[size] = '\0';
	return copy;
}

static bool known_page(UINT page)
{
	return page == CP_ACP || page == CP_OEMCP || page == CP_THREAD_ACP || page == CP_UTF8;
}

static int fail(DWORD code)
{
	SetLastError(code);
	return 0;
}

static int finish(ptrdiff_t length, int size)
{
	if (length < 0)
		return fail(ERROR_NO_UNICODE_TRANSLATION);
	if (length > (size ? size : INT_MAX))
		return fail(ERROR_INSUFFICIENT_BUFFER);
	return (int)length;
}

IPH_EXPORT int MultiByteToWideChar(UINT CodePage, DWORD dwFlags, LPCSTR lpMultiByteStr,
				   int cbMultiByte, LPWSTR lpWideCharStr, int cchWideChar)
{
	DWORD known = MB_ERR_INVALID_CHARS | (CodePage == CP_UTF8 ? 0 : MB_PRECOMPOSED);
	size_t length;

	if (!lpMultiByteStr || cbMultiByte == 0 || cbMultiByte < -1 || cchWideChar < 0 ||
	    (cchWideChar > 0 && !lpWideCharStr) || !known_page(CodePage))
		return fail(ERROR_INVALID_PARAMETER);
	if (dwFlags & ~known)
		return fail(ERROR_INVALID_FLAGS);
	length = cbMultiByte == -1 ? strlen(lpMultiByteStr) + 1 : (size_t)cbMultiByte;
	return finish(iph_text_widen(lpMultiByteStr, length, lpWideCharStr, (size_t)cchWideChar,
				     dwFlags & MB_ERR_INVALID_CHARS),
		      cchWideChar);
}

/* No character lacks a form in UTF-8, so the default one is never used. */
IPH_EXPORT int WideCharToMultiByte(UINT CodePage, DWORD dwFlags, LPCWSTR lpWideCharStr,
				   int cchWideChar, LPSTR lpMultiByteStr, int cbMultiByte,
				   LPCSTR lpDefaultChar, LPBOOL lpUsedDefaultChar)
{
	DWORD known = WC_ERR_INVALID_CHARS | (CodePage == CP_UTF8 ? 0 : WC_NO_BEST_FIT_CHARS);
	size_t length;

	if (!lpWideCharStr || cchWideChar == 0 || cchWideChar < -1 || cbMultiByte < 0 ||
	    (cbMultiByte > 0 && !lpMultiByteStr) || !known_page(CodePage))
		return fail(ERROR_INVALID_PARAMETER);
	if (CodePage == CP_UTF8 && (lpDefaultChar || lpUsedDefaultChar))
		return fail(ERROR_INVALID_PARAMETER);
	if (dwFlags & ~known)
		return fail(ERROR_INVALID_FLAGS);
	if (lpUsedDefaultChar)
		*lpUsedDefaultChar = FALSE;
	length = cchWideChar == -1 ? winport_wcslen(lpWideCharStr) + 1 : (size_t)cchWideChar;
	return finish(iph_text_narrow(lpWideCharStr, length, lpMultiByteStr, (size_t)cbMultiByte,
				      dwFlags & WC_ERR_INVALID_CHARS),
		      cbMultiByte);
}
