/* SPDX-License-Identifier: MIT */
/* Finding an interface from what the user wrote. */

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "names.h"
#include "text.h"

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

/* Writes the hexadecimal digits of {8-4-4-4-12} without anything between them. */
static bool guid_digits(const char *text, char ret_digits[33])
{
	static const size_t groups[] = {8, 4, 4, 4, 12};
	bool braces = *text == '{';
	size_t i;

	text += braces;
	for (i = 0; i < IPH_ARRAY_SIZE(groups); i++) {
		if (i > 0 && *text++ != '-')
			return false;
		if (strspn(text, HEX_DIGITS) != groups[i])
			return false;
		ret_digits = mempcpy(ret_digits, text, groups[i]);
		text += groups[i];
	}
	*ret_digits = '\0';
	return strcmp(text, braces ? "}" : "") == 0;
}

static bool parse_guid(const char *text, GUID *ret_guid)
{
	unsigned char *tail = ret_guid->Data4;
	char digits[33];

	return guid_digits(text, digits) &&
	       sscanf(digits, "%8x%4hx%4hx%2hhx%2hhx%2hhx%2hhx%2hhx%2hhx%2hhx%2hhx",
		      &ret_guid->Data1, &ret_guid->Data2, &ret_guid->Data3, &tail[0], &tail[1],
		      &tail[2], &tail[3], &tail[4], &tail[5], &tail[6], &tail[7]) == 11;
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

void iph_names_format_guid(const GUID *guid, char ret_text[IPH_GUID_TEXT])
{
	const unsigned char *tail = guid->Data4;

	snprintf(ret_text, IPH_GUID_TEXT, "{%08X-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}",
		 guid->Data1, guid->Data2, guid->Data3, tail[0], tail[1], tail[2], tail[3], tail[4],
		 tail[5], tail[6], tail[7]);
}

DWORD iph_names_next(struct iph_named *named, const NET_LUID *luid)
{
	if (named->luid.Value == luid->Value)
		return NO_ERROR;
	named->luid = *luid;
	return ConvertInterfaceLuidToNameA(luid, named->name, sizeof(named->name));
}

char *iph_names_from_wide(const NET_LUID *luid, const WCHAR *wide)
{
	char name[IF_MAX_STRING_SIZE + 1];
	const WCHAR *at = wide;

	while (*at && *at != IPH_TEXT_REPLACEMENT)
		at++;
	if (*at && ConvertInterfaceLuidToNameA(luid, name, sizeof(name)) == NO_ERROR)
		return strdup(name);
	return iph_text_from_wide(wide);
}
