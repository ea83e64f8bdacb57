/* SPDX-License-Identifier: MIT */
/* Single characters of UTF-8 and UTF-16 (RFC 3629, RFC 2781): the C library's follow the locale.
 * uint16_t is what Windows calls WCHAR. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define IPH_UTF_REPLACEMENT 0xfffdu
#define IPH_UTF_PAIRS 0x10000u /* from here on UTF-16 has pairs */
#define IPH_UTF_WRONG UINT32_MAX

/* Returns the bytes taken: one, and IPH_UTF_WRONG, for what is not UTF-8. */
static inline size_t iph_utf8_take(const char *text, size_t length, uint32_t *ret_code)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, IPH_UTF_PAIRS};
	const unsigned char *bytes = (const unsigned char *)text;
	size_t len = bytes[0] < 0x80 ? 1 : bytes[0] >> 5 == 6 ? 2 : bytes[0] >> 4 == 14 ? 3 : 4;
	uint32_t code = len == 1 ? bytes[0] : bytes[0] & (0xffu >> (len + 1));
	size_t i;

	*ret_code = IPH_UTF_WRONG;
	if (len > length || (len == 4 && bytes[0] >> 3 != 30))
		return 1;
	for (i = 1; i < len; i++) {
		if (bytes[i] >> 6 != 2)
			return 1;
		code = code << 6 | (bytes[i] & 0x3fu);
	}
	if (code < smallest[len] || code > 0x10ffff || code >> 11 == 0x1b)
		return 1;
	*ret_code = code;
	return len;
}

/* Without the terminator. */
static inline size_t iph_utf16_length(const uint16_t *wide)
{
	size_t length = 0;

	while (wide[length])
		length++;
	return length;
}

/* Returns the units taken: one, and IPH_UTF_WRONG, for half a pair. */
static inline size_t iph_utf16_take(const uint16_t *wide, size_t length, uint32_t *ret_code)
{
	*ret_code = wide[0];
	if (wide[0] >> 11 != 0x1b)
		return 1;
	*ret_code = IPH_UTF_WRONG;
	if (wide[0] >> 10 != 0x36 || length < 2 || wide[1] >> 10 != 0x37)
		return 1;
	*ret_code = IPH_UTF_PAIRS + ((wide[0] & 0x3ffu) << 10) + (wide[1] & 0x3ffu);
	return 2;
}

static inline size_t iph_utf8_put(uint32_t code, char ret_bytes[4])
{
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
	size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < IPH_UTF_PAIRS ? 3 : 4;
	size_t i;

	for (i = len - 1; i > 0; i--, code >>= 6)
		ret_bytes[i] = (char)(0x80 | (code & 0x3f));
	ret_bytes[0] = (char)(lead[len] | code);
	return len;
}

static inline size_t iph_utf16_put(uint32_t code, uint16_t ret_units[2])
{
	ret_units[0] = (uint16_t)code;
	if (code < IPH_UTF_PAIRS)
		return 1;
	ret_units[0] = (uint16_t)(0xd800 + ((code - IPH_UTF_PAIRS) >> 10));
	ret_units[1] = (uint16_t)(0xdc00 + ((code - IPH_UTF_PAIRS) & 0x3ff));
	return 2;
}
