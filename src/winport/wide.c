/* SPDX-License-Identifier: MIT */
/* string.h for UTF-16: glibc's wide functions are for 32 bits. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "port.h"
#include "utf.h"

IPH_EXPORT size_t winport_wcslen(const WCHAR *text)
{
	return iph_utf16_length(text);
}

IPH_EXPORT WCHAR *winport_wcscpy(WCHAR *to, const WCHAR *from)
{
	return memcpy(to, from, (winport_wcslen(from) + 1) * sizeof(*to));
}

IPH_EXPORT WCHAR *winport_wcsncpy(WCHAR *to, const WCHAR *from, size_t size)
{
	size_t i;

	for (i = 0; i < size && from[i]; i++)
		to[i] = from[i];
	for (; i < size; i++)
		to[i] = 0;
	return to;
}

IPH_EXPORT WCHAR *winport_wcscat(WCHAR *to, const WCHAR *from)
{
	(void)winport_wcscpy(to + winport_wcslen(to), from);
	return to;
}

IPH_EXPORT int winport_wcsncmp(const WCHAR *a, const WCHAR *b, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		if (a[i] != b[i] || !a[i])
			return a[i] - b[i];
	return 0;
}

IPH_EXPORT int winport_wcscmp(const WCHAR *a, const WCHAR *b)
{
	return winport_wcsncmp(a, b, SIZE_MAX);
}

static WCHAR lower(WCHAR unit)
{
	return unit >= 'A' && unit <= 'Z' ? (WCHAR)(unit | 0x20) : unit;
}

IPH_EXPORT int winport_wcsicmp(const WCHAR *a, const WCHAR *b)
{
	while (*a && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return lower(*a) - lower(*b);
}

IPH_EXPORT WCHAR *winport_wcschr(const WCHAR *text, WCHAR unit)
{
	for (; *text != unit; text++)
		if (!*text)
			return NULL;
	return (WCHAR *)text;
}

IPH_EXPORT WCHAR *winport_wcsrchr(const WCHAR *text, WCHAR unit)
{
	const WCHAR *found = NULL;

	do
		if (*text == unit)
			found = text;
	while (*text++);
	return (WCHAR *)found;
}

IPH_EXPORT WCHAR *winport_wcsdup(const WCHAR *text)
{
	size_t size = (winport_wcslen(text) + 1) * sizeof(*text);
	WCHAR *copy = malloc(size);

	return copy ? memcpy(copy, text, size) : NULL;
}

/* A number has only ASCII: it is read from a copy in bytes. */
static size_t number(const WCHAR *text, int base, long long *ret_value)
{
	char bytes[80];
	char *end;
	size_t i;

	for (i = 0; i < sizeof(bytes) - 1 && text[i] && text[i] < 0x80; i++)
		bytes[i] = (char)text[i];
	bytes[i] = '\0';
	*ret_value = strtoll(bytes, &end, base);
	return (size_t)(end - bytes);
}

IPH_EXPORT ULONG winport_wcstoul(const WCHAR *text, WCHAR **ret_end, int base)
{
	long long value;
	size_t used = number(text, base, &value);

	if (ret_end)
		*ret_end = (WCHAR *)text + used;
	return value > (long long)UINT32_MAX || value < -(long long)UINT32_MAX ? UINT32_MAX
									       : (ULONG)value;
}

IPH_EXPORT LONG winport_wcstol(const WCHAR *text, WCHAR **ret_end, int base)
{
	long long value;
	size_t used = number(text, base, &value);

	if (ret_end)
		*ret_end = (WCHAR *)text + used;
	return value > INT32_MAX ? INT32_MAX : value < INT32_MIN ? INT32_MIN : (LONG)value;
}

/* Microsoft's page "wcstombs, _wcstombs_l": a character that does not fit is not begun. */
IPH_EXPORT size_t winport_wcstombs(char *to, const WCHAR *from, size_t size)
{
	size_t used = 0;
	size_t units;
	char bytes[4];

	for (; *from; from += units) {
		ptrdiff_t length;

		units = from[0] >> 10 == 0x36 && from[1] >> 10 == 0x37 ? 2 : 1;
		length = iph_text_narrow(from, units, bytes, sizeof(bytes), true);
		if (length < 0) {
			errno = EILSEQ;
			return (size_t)-1;
		}
		if (to && (size_t)length > size - used)
			return used;
		if (to)
			memcpy(to + used, bytes, (size_t)length);
		used += (size_t)length;
	}
	if (to && used < size)
		to[used] = '\0';
	return used;
}

/* As above; a character has as many bytes as make it valid, and only those. */
IPH_EXPORT size_t winport_mbstowcs(WCHAR *to, const char *from, size_t size)
{
	size_t used = 0;
	size_t taken;
	WCHAR units[2];

	for (; *from; from += taken) {
		size_t most = strnlen(from, 4);
		ptrdiff_t count = -1;

		for (taken = 0; count < 0 && taken < most;)
			count = iph_text_widen(from, ++taken, units, 2, true);
		if (count < 0) {
			errno = EILSEQ;
			return (size_t)-1;
		}
		if (to && (size_t)count > size - used)
			return used;
		if (to)
			memcpy(to + used, units, (size_t)count * sizeof(*to));
		used += (size_t)count;
	}
	if (to && used < size)
		to[used] = 0;
	return used;
}
