/* SPDX-License-Identifier: MIT */
/* Interface names between UTF-8, as Linux has them, and UTF-16. */

#include <errno.h>
#include <string.h>

#include "convert.h"
#include "utf.h"

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
		taken = iph_utf16_take(wide, 2, &code); /* the second may be the terminator */
		if (code == IPH_UTF_WRONG)
			return -ENODEV;
		len = iph_utf8_put(code, bytes);
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
		name += iph_utf8_take(name, SIZE_MAX, &code); /* the terminator ends what is cut */
		used += iph_utf16_put(code == IPH_UTF_WRONG ? IPH_UTF_REPLACEMENT : code,
				      wide + used);
	}
	if (used >= length)
		return -ERANGE;
	memcpy(ret_wide, wide, used * sizeof(*wide));
	ret_wide[used] = 0;
	return 0;
}
