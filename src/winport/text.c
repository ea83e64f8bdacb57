/* SPDX-License-Identifier: MIT */
/* Text in UTF-8 and UTF-16: MultiByteToWideChar, WideCharToMultiByte. */

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "port.h"
#include "utf.h"

ptrdiff_t iph_text_widen(const char *text, size_t length, WCHAR *ret_wide, size_t size, bool strict)
{
	size_t used = 0;
	uint32_t code;
	WCHAR units[2];
	size_t count;
	size_t i;

	while (length > 0) {
		size_t taken = iph_utf8_take(text, length, &code);

		if (code == IPH_UTF_WRONG && strict)
			return -EILSEQ;
		count = iph_utf16_put(code == IPH_UTF_WRONG ? IPH_UTF_REPLACEMENT : code, units);
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
		size_t taken = iph_utf16_take(wide, length, &code);

		if (code == IPH_UTF_WRONG && strict)
			return -EILSEQ;
		count = iph_utf8_put(code == IPH_UTF_WRONG ? IPH_UTF_REPLACEMENT : code, bytes);
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
	size_t length = iph_utf16_length(wide);
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
	length = cchWideChar == -1 ? iph_utf16_length(lpWideCharStr) + 1 : (size_t)cchWideChar;
	return finish(iph_text_narrow(lpWideCharStr, length, lpMultiByteStr, (size_t)cbMultiByte,
				      dwFlags & WC_ERR_INVALID_CHARS),
		      cbMultiByte);
}
