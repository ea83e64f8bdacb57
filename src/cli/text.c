/* SPDX-License-Identifier: MIT */
/* An interface name is bytes to the kernel: neither UTF-8 nor harmless to a terminal. */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "text.h"
#include "utf.h"
#include "util.h"

/* The next two give the length of the character at the beginning of text if it may pass, else 0. */

/* What the C library calls printable and what shows nothing, looks like a blank, or turns the line
 * around it: of Unicode's general categories Cf, Co, Zs, Zl and Zp, and its Default_Ignorable
 * (UnicodeData.txt, DerivedCoreProperties.txt). The C library does not print what is unassigned. */
static bool deceives(wchar_t wide)
{
	static const struct {
		wchar_t first, last;
	} ranges[] = {
		{0x80, 0xa0},	    {0xad, 0xad},	 {0x34f, 0x34f},     {0x600, 0x605},
		{0x61c, 0x61c},	    {0x6dd, 0x6dd},	 {0x70f, 0x70f},     {0x890, 0x891},
		{0x8e2, 0x8e2},	    {0x115f, 0x1160},	 {0x1680, 0x1680},   {0x17b4, 0x17b5},
		{0x180b, 0x180f},   {0x2000, 0x200f},	 {0x2028, 0x202f},   {0x205f, 0x206f},
		{0x2800, 0x2800},   {0x3000, 0x3000},	 {0x3164, 0x3164},   {0xe000, 0xf8ff},
		{0xfe00, 0xfe0f},   {0xfeff, 0xfeff},	 {0xffa0, 0xffa0},   {0xfff0, 0xfffd},
		{0x110bd, 0x110bd}, {0x110cd, 0x110cd},	 {0x13430, 0x1343f}, {0x1bca0, 0x1bca3},
		{0x1d173, 0x1d17a}, {0xe0000, 0x10ffff},
	};
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(ranges); i++)
		if (wide >= ranges[i].first && wide <= ranges[i].last)
			return true;
	return false;
}

/* A backslash before an x stands for itself only when it is written as one, too. */
static size_t printable(const char *text)
{
	mbstate_t state = {0};
	wchar_t wide;
	size_t n = mbrtowc(&wide, text, strlen(text), &state);

	if (n > strlen(text) || strncmp(text, "\\x", 2) == 0) /* (size_t)-1, -2 */
		return 0;
	return iswprint((wint_t)wide) && !deceives(wide) ? n : 0;
}

/* Writes the bytes that must not go there as \xNN, in JSON with a backslash before. */
static char *put_byte(char *to, const char *backslash, char byte)
{
	return to + sprintf(to, "%sx%02x", backslash, (unsigned char)byte);
}

char *iph_text_for_terminal(const char *text)
{
	char *escaped = malloc(4 * strlen(text) + 1);
	char *to = escaped;

	if (!escaped)
		return NULL;
	while (*text) {
		size_t n = printable(text);

		if (n)
			to = mempcpy(to, text, n);
		else
			to = put_byte(to, "\\", *text);
		text += n ? n : 1;
	}
	*to = '\0';
	return escaped;
}

/* As a reader will have the character again, but none that a terminal could act on. */
static char *put_json(char *to, uint32_t c)
{
	uint16_t units[2];
	size_t count;
	size_t i;

	if (c == '"' || c == '\\') {
		*to++ = '\\';
		*to++ = (char)c;
		return to;
	}
	if (c >= ' ' && c != 0x7f && !deceives((wchar_t)c))
		return to + iph_utf8_put(c, to);
	count = iph_utf16_put(c, units);
	for (i = 0; i < count; i++)
		to += sprintf(to, "\\u%04x", units[i]);
	return to;
}

char *iph_text_for_json(const char *text)
{
	char *escaped = malloc(6 * strlen(text) + 1);
	char *to = escaped;
	uint32_t code;

	if (!escaped)
		return NULL;
	while (*text) {
		/* the terminator ends a character that is cut off */
		size_t n = iph_utf8_take(text, SIZE_MAX, &code);

		if (code == IPH_UTF_WRONG)
			to = put_byte(to, "\\\\", *text);
		else
			to = put_json(to, code);
		text += n;
	}
	*to = '\0';
	return escaped;
}

void iph_text_from_wide(const WCHAR *wide, char ret_text[IPH_WIDE_TEXT])
{
	uint32_t code;

	while (*wide) {
		wide += iph_utf16_take(wide, 2, &code); /* the second may be the terminator */
		ret_text +=
			iph_utf8_put(code == IPH_UTF_WRONG ? IPH_UTF_REPLACEMENT : code, ret_text);
	}
	*ret_text = '\0';
}
