/* SPDX-License-Identifier: MIT */
/* What the holder tells the system's log. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* One line, of ordinary importance, or a warning where something was lost. It goes to /dev/log,
 * which is the journal's where there is one; nobody waits for it, and without a log nobody hears
 * it. */
void tell(const char *format, ...) __attribute__((format(printf, 1, 2)));
void tell_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What has become of the entry in a slot: "entry ADDRESS on interface INDEX WHAT". */
void tell_entry(uint32_t at, const char *what);

/* That the holder begins, in place of a program before it or not, and which entries are there
 * again: each, unless they are very many. */
void tell_beginning(bool replaced);
