/* SPDX-License-Identifier: MIT */
/* GUIDs as text. */

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "guid.h"

struct guid {
	uint32_t data1;
	uint16_t data2;
	uint16_t data3;
	uint8_t data4[8];
};

/* {01234567-0123-0123-0123-0123456789AB} */
#define GUID_DIGITS 32

void iph_guid_text(const void *guid, char *ret_text)
{
	struct guid g;
	const uint8_t *d = g.data4;

	memcpy(&g, guid, sizeof(g));
	snprintf(ret_text, IPH_GUID_TEXT_SIZE, "{%08X-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}",
		 g.data1, g.data2, g.data3, d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]);
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

bool iph_guid_parse(const char *text, void *ret_guid)
{
	static const char form[] = "{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}";
	uint8_t bytes[GUID_DIGITS / 2] = {0};
	struct guid guid;
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
	guid.data1 = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
		     bytes[3];
	guid.data2 = (uint16_t)(bytes[4] << 8 | bytes[5]);
	guid.data3 = (uint16_t)(bytes[6] << 8 | bytes[7]);
	memcpy(guid.data4, bytes + 8, sizeof(guid.data4));
	memcpy(ret_guid, &guid, sizeof(guid));
	return true;
}
