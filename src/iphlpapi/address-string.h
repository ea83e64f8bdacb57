/* SPDX-License-Identifier: MIT */
/* Texts as the calls before netioapi.h have them: IPv4 addresses with dots, names in UTF-8. */
#pragma once

#include "iphlpapi.h"

/* Address and mask are in network byte order. Leaves Next and Context as they are. */
void iph_address_string(uint32_t address, uint32_t mask, IP_ADDR_STRING *ret_string);

/* As many whole characters as fit into size bytes, and the terminator. */
void iph_text_narrow(const WCHAR *wide, char *ret_text, size_t size);

/* A list whose first element is a member of something else; the others are taken one after the
 * other from where *room points to. */
struct iph_string_list {
	IP_ADDR_STRING *head;
	IP_ADDR_STRING *last; /* NULL: the head is not in use yet */
	IP_ADDR_STRING **room;
};

/* The next element, all zeroes. */
IP_ADDR_STRING *iph_string_add(struct iph_string_list *list);
