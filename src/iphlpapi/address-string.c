/* SPDX-License-Identifier: MIT */
/* Texts as the calls before netioapi.h have them, and lists of them. */

#include <arpa/inet.h>
#include <string.h>

#include "address-string.h"
#include "utf.h"

_Static_assert(sizeof(IP_ADDRESS_STRING) == INET_ADDRSTRLEN, "room for each IPv4 address");

void iph_address_string(uint32_t address, uint32_t mask, IP_ADDR_STRING *ret_string)
{
	inet_ntop(AF_INET, &address, ret_string->IpAddress.String, INET_ADDRSTRLEN);
	inet_ntop(AF_INET, &mask, ret_string->IpMask.String, INET_ADDRSTRLEN);
}

void iph_text_narrow(const WCHAR *wide, char *ret_text, size_t size)
{
	size_t used = 0;
	uint32_t code;
	char bytes[4];
	size_t len;

	while (*wide) {
		wide += iph_utf16_take(wide, 2, &code); /* the second may be the terminator */
		len = iph_utf8_put(code == IPH_UTF_WRONG ? IPH_UTF_REPLACEMENT : code, bytes);
		if (used + len >= size)
			break;
		memcpy(ret_text + used, bytes, len);
		used += len;
	}
	ret_text[used] = '\0';
}

IP_ADDR_STRING *iph_string_add(struct iph_string_list *list)
{
	IP_ADDR_STRING *added = list->last ? (*list->room)++ : list->head;

	memset(added, 0, sizeof(*added));
	if (list->last)
		list->last->Next = added;
	list->last = added;
	return added;
}
