/* SPDX-License-Identifier: MIT */
/* Finding an interface from what the user wrote. */

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "guid.h"
#include "names.h"
#include "utf.h"

#define HEX_DIGITS "0123456789abcdefABCDEF"

static DWORD not_found_or(DWORD code)
{
	switch (code) {
	case ERROR_INVALID_PARAMETER:
	case ERROR_BUFFER_OVERFLOW:
	case ERROR_INVALID_NAME:
		return ERROR_FILE_NOT_FOUND;
	default:
		return code;
	}
}

static DWORD by_index(const char *digits, NET_LUID *ret_luid)
{
	unsigned long long index;

	errno = 0;
	index = strtoull(digits, NULL, 10);
	if (errno || index > UINT32_MAX)
		return ERROR_FILE_NOT_FOUND;
	return not_found_or(ConvertInterfaceIndexToLuid((NET_IFINDEX)index, ret_luid));
}

static DWORD by_luid(const char *hex, NET_LUID *ret_luid)
{
	NET_LUID luid = {.Value = strtoull(hex, NULL, 16)};
	NET_IFINDEX index;
	DWORD code = not_found_or(ConvertInterfaceLuidToIndex(&luid, &index));

	if (code == NO_ERROR)
		*ret_luid = luid;
	return code;
}

/* A name of the form ethernet_3 converts whether or not there is such an interface. */
static DWORD by_name(const char *name, NET_LUID *ret_luid)
{
	NET_LUID luid;
	NET_IFINDEX index;
	DWORD code = ConvertInterfaceNameToLuidA(name, &luid);

	if (code == NO_ERROR)
		code = ConvertInterfaceLuidToIndex(&luid, &index);
	if (code == NO_ERROR)
		*ret_luid = luid;
	return not_found_or(code);
}

static bool is_index(const char *text)
{
	return *text && text[strspn(text, "0123456789")] == '\0';
}

static bool is_luid(const char *text)
{
	size_t digits;

	if (strncmp(text, "0x", 2) != 0)
		return false;
	digits = strspn(text + 2, HEX_DIGITS);
	return digits >= 1 && digits <= 16 && text[2 + digits] == '\0';
}

/* The braces may be missing. */
static bool parse_guid(const char *text, GUID *ret_guid)
{
	char braced[IPH_GUID_TEXT_SIZE];
	int length = snprintf(braced, sizeof(braced), "{%s}", text);

	return iph_guid_parse(text, ret_guid) ||
	       (length == sizeof(braced) - 1 && iph_guid_parse(braced, ret_guid));
}

DWORD iph_names_find(const char *text, NET_LUID *ret_luid)
{
	DWORD code = by_name(text, ret_luid);

	return code == ERROR_FILE_NOT_FOUND && is_index(text) ? by_index(text, ret_luid) : code;
}

DWORD iph_names_find_any(const char *text, NET_LUID *ret_luid)
{
	DWORD code = iph_names_find(text, ret_luid);
	GUID guid;

	if (code != ERROR_FILE_NOT_FOUND)
		return code;
	if (is_luid(text))
		return by_luid(text, ret_luid);
	if (parse_guid(text, &guid))
		return not_found_or(ConvertInterfaceGuidToLuid(&guid, ret_luid));
	return code;
}

void iph_names_format_luid(const NET_LUID *luid, char ret_text[IPH_LUID_TEXT])
{
	snprintf(ret_text, IPH_LUID_TEXT, "0x%016llx", (unsigned long long)luid->Value);
}

DWORD iph_names_next(struct iph_named *named, const NET_LUID *luid)
{
	if (named->luid.Value == luid->Value)
		return NO_ERROR;
	named->luid = *luid;
	return ConvertInterfaceLuidToNameA(luid, named->name, sizeof(named->name));
}

void iph_names_from_wide(const NET_LUID *luid, const WCHAR *wide, char ret_text[IPH_WIDE_TEXT])
{
	const WCHAR *at = wide;

	while (*at && *at != IPH_UTF_REPLACEMENT)
		at++;
	if (!*at || ConvertInterfaceLuidToNameA(luid, ret_text, IPH_WIDE_TEXT) != NO_ERROR)
		iph_text_from_wide(wide, ret_text);
}
