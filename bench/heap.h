/* SPDX-License-Identifier: MIT */
/* How much heap something takes at its highest: malloc() and its family count while asked to. */
#pragma once

#include <stddef.h>

void heap_start(void);
size_t heap_peak(void); /* bytes above the start; ends the counting */
