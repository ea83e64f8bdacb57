/* SPDX-License-Identifier: MIT */
/* What the files of libwinport share. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "windows.h"

#define IPH_EXPORT __attribute__((visibility("default")))

/* The text of a Win32 or Winsock code, without a line end; NULL for one that has none. */
const char *iph_message(DWORD code);

/*
 * UTF-8 to UTF-16 and back, without terminators. Return the units or bytes of the whole result,
 * of which no more than size are written, or -EILSEQ if strict and the text is not well formed;
 * otherwise U+FFFD stands for what is not.
 */
ptrdiff_t iph_text_widen(const char *text, size_t length, WCHAR *ret_wide, size_t size,
			 bool strict);
ptrdiff_t iph_text_narrow(const WCHAR *wide, size_t length, char *ret_text, size_t size,
			  bool strict);

/* A terminated copy from malloc(3), or NULL. */
char *iph_text_narrow_copy(const WCHAR *wide);

/* Windows' printf: prints UTF-8 to file. In a wide format %s is UTF-16. Returns bytes, or -1. */
int iph_print(FILE *file, const char *format, bool wide, va_list args);
