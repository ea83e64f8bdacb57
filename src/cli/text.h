/* SPDX-License-Identifier: MIT */
/* Text of unknown origin, such as interface names, made fit for where it goes. */
#pragma once

#include <windef.h>

/* Writes the bytes that must not go there as \xNN. NULL when out of memory. */
char *iph_text_for_terminal(const char *text);
/* For between the quotes of a JSON string; bytes that are not UTF-8 become the text \xNN. */
char *iph_text_for_json(const char *text);

/* UTF-8 from UTF-16, with U+FFFD for half a pair. NULL when out of memory. */
char *iph_text_from_wide(const WCHAR *wide);
