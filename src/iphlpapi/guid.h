/* SPDX-License-Identifier: MIT */
/* GUIDs as Windows writes them in the names of adapters. */
#pragma once

#include <stdbool.h>

#include "windef.h"

/* "{01234567-0123-0123-0123-0123456789AB}" and the terminator. */
#define IPH_GUID_TEXT_SIZE 39

void iph_guid_text(const GUID *guid, char *ret_text);

/* Digits of either case; false for everything else, and then nothing is written. */
bool iph_guid_parse(const char *text, GUID *ret_guid);
