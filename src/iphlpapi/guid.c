/* SPDX-License-Identifier: MIT */
/* GUIDs as Windows writes them in the names of adapters. */

#include <stdio.h>

#include "guid.h"

/* {01234567-0123-0123-0123-0123456789AB} */
#define GUID_DIGITS 32

void iph_guid_text(const GUID *guid, char *ret_text)
{
	const unsigned char *d = guid->Data4;

	snprintf(ret_text, IPH_GUID_TEXT_SIZE, "{%08X-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}",
		 guid->Data1, guid->Data2, guid->Data3, d[0], d[1], d[2], d[3], d[4], d[5], d[6],
		 d[7]);
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool iph_guid_parse(const char *text, GUID *ret_guid)
{
	static const char form[] = "{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}";
	uint8_t bytes[GUID_DIGITS / 2] = {0};
	size_t digits = 0;
	size_t i;

	for (i = 0; form[i]; i++) {
		int digit = digit_of(text[i]);

		if (form[i] == 'x' ? digit < 0 : text[i] != form[i])
			return false;
		if (form[i] != 'x')
			continue;
		bytes[digits / 2] = (uint8_t)(bytes[digits / 2] << 4 | digit);
		digits++;
	}
	if (text[i])
		return false;
	ret_guid->Data1 =
		(ULONG)bytes[0] << 24 | (ULONG)bytes[1] << 16 | (ULONG)bytes[2] << 8 | bytes[3];
	ret_guid->Data2 = (USHORT)(bytes[4] << 8 | bytes[5]);
	ret_guid->Data3 = (USHORT)(bytes[6] << 8 | bytes[7]);
	for (i = 0; i < sizeof(ret_guid->Data4); i++)
		ret_guid->Data4[i] = bytes[8 + i];
	return true;
}
