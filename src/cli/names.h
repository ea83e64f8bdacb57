/* SPDX-License-Identifier: MIT */
/* The ways to name a network interface. All calls give 0 or a Win32 code, and
 * ERROR_FILE_NOT_FOUND for all that says that there is no such interface. */
#pragma once

#include <winsock2.h>

#include <iphlpapi.h>

#include "text.h"
#include "util.h"

#define IPH_LUID_TEXT sizeof("0x0123456789abcdef")

/* By name, alternative name or index. Digits may be a name too; then they are that, as with ip(8).
 */
DWORD iph_names_find(const char *text, NET_LUID *ret_luid) IPH_MUST_CHECK;

/* By these, and what is none of them by LUID or GUID. */
DWORD iph_names_find_any(const char *text, NET_LUID *ret_luid) IPH_MUST_CHECK;

void iph_names_format_luid(const NET_LUID *luid, char ret_text[IPH_LUID_TEXT]);

/* The name, for which the API has 16-bit units: where these could not hold its bytes, which need
 * not be UTF-8, they are asked for. */
void iph_names_from_wide(const NET_LUID *luid, const WCHAR *wide, char ret_text[IPH_WIDE_TEXT]);

/* The interface of the row printed last: rows of one interface stand side by side. */
struct iph_named {
	NET_LUID luid;
	char name[IF_MAX_STRING_SIZE + 1];
};

/* Makes it the interface with this LUID. */
DWORD iph_names_next(struct iph_named *named, const NET_LUID *luid) IPH_MUST_CHECK;
