/* SPDX-License-Identifier: MIT */
/* GUIDs as text. */
#pragma once

#include <stdbool.h>

/* "{01234567-0123-0123-0123-0123456789AB}" and the terminator. */
#define IPH_GUID_TEXT_SIZE 39

/* guid points to what Windows calls a GUID: a number of 32 bits, two of 16, and 8 bytes. Digits are
 * written as Windows does, in upper case. */
void iph_guid_text(const void *guid, char *ret_text);

/* Digits of either case; false for everything else, and then nothing is written. */
bool iph_guid_parse(const char *text, void *ret_guid);
