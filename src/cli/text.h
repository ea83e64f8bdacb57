/* SPDX-License-Identifier: MIT */
/* Text of unknown origin, such as interface names, made fit for where it goes. */
#pragma once

#include <winsock2.h>

#include <iphlpapi.h>

/* Writes the bytes that must not go there as \xNN. NULL when out of memory. */
char *iph_text_for_terminal(const char *text);
/* For between the quotes of a JSON string; bytes that are not UTF-8 become the text \xNN. */
char *iph_text_for_json(const char *text);

/* UTF-8 from UTF-16, IF_MAX_STRING_SIZE units at most, with U+FFFD for half a pair. Two units that
 * make four bytes are the shorter case. */
#define IPH_WIDE_TEXT (3 * IF_MAX_STRING_SIZE + 1)
void iph_text_from_wide(const WCHAR *wide, char ret_text[IPH_WIDE_TEXT]);
