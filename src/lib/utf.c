/* SPDX-License-Identifier: MIT */
/* Interface names between UTF-8, as Linux has them, and UTF-16 (RFC 3629, RFC 2781). By hand,
 * because the C library's conversions follow the program's locale. */

#include <errno.h>
#include <string.h>

#include "convert.h"

#define REPLACEMENT 0xfffdu
#define PAIRS 0x10000u

static bool high_surrogate(uint32_t unit)
{
	return unit >= 0xd800 && unit < 0xdc00;
}

static bool low_surrogate(uint32_t unit)
{
	return unit >= 0xdc00 && unit < 0xe000;
}

/* Returns the units taken, 0 for half a pair. */
static size_t take_utf16(const WCHAR *wide, uint32_t *ret_code)
{
	*ret_code = wide[0];
	if (low_surrogate(wide[0]) || (high_surrogate(wide[0]) && !low_surrogate(wide[1])))
		return 0;
	if (!high_surrogate(wide[0]))
		return 1;
	*ret_code = PAIRS + ((wide[0] - 0xd800u) << 10) + (wide[1] - 0xdc00u);
	return 2;
}

static size_t put_utf8(uint32_t code, char *ret_bytes)
{
	static const uint8_t lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
	size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < PAIRS ? 3 : 4;
	size_t i;

	for (i = len - 1; i > 0; i--, code >>= 6)
		ret_bytes[i] = (char)(0x80 | (code & 0x3f));
	ret_bytes[0] = (char)(lead[len] | code);
	return len;
}

/* Returns the bytes taken; one, and the replacement, for what is no UTF-8. */
static size_t take_utf8(const unsigned char *name, uint32_t *ret_code)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, PAIRS};
	size_t len = name[0] < 0x80 ? 1 : name[0] >> 5 == 6 ? 2 : name[0] >> 4 == 14 ? 3 : 4;
	uint32_t code = len == 1 ? name[0] : name[0] & (0xffu >> (len + 1));
	size_t i;

	*ret_code = REPLACEMENT;
	if (len == 4 && name[0] >> 3 != 30)
		return 1;
	for (i = 1; i < len; i++) {
		if (name[i] >> 6 != 2)
			return 1;
		code = code << 6 | (name[i] & 0x3fu);
	}
	if (code < smallest[len] || code > 0x10ffff || high_surrogate(code) || low_surrogate(code))
		return 1;
	*ret_code = code;
	return len;
}

int iph_name_narrow(const WCHAR *wide, char *ret_name, size_t size)
{
	size_t used = 0;
	uint32_t code;
	size_t taken;
	char bytes[4];
	size_t len;

	if (!*wide)
		return -EINVAL;
	for (; *wide; wide += taken) {
		taken = take_utf16(wide, &code);
		if (taken == 0)
			return -ENODEV;
		len = put_utf8(code, bytes);
		if (used + len >= size)
			return -ENAMETOOLONG;
		memcpy(ret_name + used, bytes, len);
		used += len;
	}
	ret_name[used] = '\0';
	return 0;
}

int iph_name_widen(const char *name, WCHAR *ret_wide, size_t length)
{
	WCHAR wide[IPH_NAME_SIZE];
	size_t used = 0;
	uint32_t code;

	while (*name && used + 2 < IPH_NAME_SIZE) {
		name += take_utf8((const unsigned char *)name, &code);
		if (code >= PAIRS) {
			wide[used++] = (WCHAR)(0xd800 + ((code - PAIRS) >> 10));
			code = 0xdc00 + ((code - PAIRS) & 0x3ff);
		}
		wide[used++] = (WCHAR)code;
	}
	if (used >= length)
		return -ERANGE;
	memcpy(ret_wide, wide, used * sizeof(*wide));
	ret_wide[used] = 0;
	return 0;
}
