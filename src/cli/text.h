/* SPDX-License-Identifier: MIT */
/* Text of unknown origin, such as interface names, made fit for where it goes. */
#pragma once

#include <windef.h>

/* Writes the bytes that must not go there as \xNN. NULL when out of memory. */
char *iph_text_for_terminal(const char *text);
/* For between the quotes of a JSON string; bytes that are not UTF-8 become the text \xNN. */
char *iph_text_for_json(const char *text);

/* What UTF-16 has for bytes that are not UTF-8 (U+FFFD). */
#define IPH_TEXT_REPLACEMENT 0xfffd

/* UTF-8 from UTF-16. NULL when out of memory. */
char *iph_text_from_wide(const WCHAR *wide);
