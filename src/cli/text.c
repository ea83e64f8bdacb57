/* SPDX-License-Identifier: MIT */
/* An interface name is bytes to the kernel: neither UTF-8 nor harmless to a terminal. */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "text.h"
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

/* RFC 3629 section 4. */
static size_t json_character(const char *text)
{
	static const struct {
		unsigned char first, last; /* of the first byte */
		unsigned char low, high;   /* of the second */
		size_t length;
	} forms[] = {
		{0x01, 0x7f, 0, 0xff, 1},    {0xc2, 0xdf, 0x80, 0xbf, 2},
		{0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
		{0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
		{0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4},
		{0xf4, 0xf4, 0x80, 0x8f, 4},
	};
	const unsigned char *byte = (const unsigned char *)text;
	size_t i;
	size_t n;

	for (i = 0; i < IPH_ARRAY_SIZE(forms); i++)
		if (byte[0] >= forms[i].first && byte[0] <= forms[i].last)
			break;
	if (i == IPH_ARRAY_SIZE(forms) || byte[1] < forms[i].low || byte[1] > forms[i].high)
		return 0;
	for (n = 2; n < forms[i].length; n++)
		if (byte[n] < 0x80 || byte[n] > 0xbf)
			return 0;
	return forms[i].length;
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

static uint32_t decode(const char *text, size_t length)
{
	static const unsigned char lead[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	uint32_t c = (unsigned char)text[0] & lead[length];
	size_t i;

	for (i = 1; i < length; i++)
		c = c << 6 | ((unsigned char)text[i] & 0x3f);
	return c;
}

/* As a reader will have the character again, but none that a terminal could act on. */
static char *put_json(char *to, const char *text, size_t length)
{
	uint32_t c = decode(text, length);

	if (c == '"' || c == '\\') {
		*to++ = '\\';
		*to++ = (char)c;
		return to;
	}
	if (c >= ' ' && c != 0x7f && !deceives((wchar_t)c))
		return mempcpy(to, text, length);
	if (c < 0x10000)
		return to + sprintf(to, "\\u%04x", c);
	return to + sprintf(to, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
			    0xdc00 + ((c - 0x10000) & 0x3ff));
}

char *iph_text_for_json(const char *text)
{
	char *escaped = malloc(6 * strlen(text) + 1);
	char *to = escaped;

	if (!escaped)
		return NULL;
	while (*text) {
		size_t n = json_character(text);

		if (n)
			to = put_json(to, text, n);
		else
			to = put_byte(to, "\\\\", *text);
		text += n ? n : 1;
	}
	*to = '\0';
	return escaped;
}

static uint32_t next_character(const WCHAR **at)
{
	uint32_t unit = *(*at)++;

	if (unit < 0xd800 || unit > 0xdfff)
		return unit;
	if (unit > 0xdbff || **at < 0xdc00 || **at > 0xdfff)
		return IPH_TEXT_REPLACEMENT;
	return 0x10000 + ((unit - 0xd800) << 10) + (uint32_t)(*(*at)++ - 0xdc00);
}

static char *put_utf8(char *to, uint32_t c)
{
	int shift = c < 0x80 ? 0 : c < 0x800 ? 6 : c < 0x10000 ? 12 : 18;
	static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};

	*to++ = (char)(lead[shift / 6] | c >> shift);
	for (shift -= 6; shift >= 0; shift -= 6)
		*to++ = (char)(0x80 | (c >> shift & 0x3f));
	return to;
}

char *iph_text_from_wide(const WCHAR *wide)
{
	size_t length = 0;
	char *text;
	char *to;

	while (wide[length])
		length++;
	text = malloc(3 * length + 1); /* two units that make four bytes are the shorter case */
	if (!text)
		return NULL;
	for (to = text; *wide;)
		to = put_utf8(to, next_character(&wide));
	*to = '\0';
	return text;
}
