/* SPDX-License-Identifier: MIT */
/* Writes to the system's log. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Write one line: a piece of information, or a warning when something was lost. The line is sent to
 * /dev/log, which the journal reads where there is one. Neither waits, and without a log the line
 * is lost. */
void tell(const char *format, ...) __attribute__((format(printf, 1, 2)));
void tell_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes what has become of the entry in a slot: "entry ADDRESS on interface INDEX WHAT". */
void tell_entry(uint32_t at, const char *what);

/* Writes that the holder has begun. replaced: it goes on with the work of the same process before,
 * which ran an older program. Otherwise also which entries it has restored, unless there are very
 * many. */
void tell_beginning(bool replaced);

/* What becomes of forgotten entries that are REMOVING and so are not made again. */
void tell_not_restored(void);

/* That so many records were missing, unless there were none. */
void tell_recorded(uint32_t count);

/* That so many service addresses were removed, unless there were none. */
void tell_swept(uint32_t count);
