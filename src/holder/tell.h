/* SPDX-License-Identifier: MIT */
/* What the holder tells the system's log. */
#pragma once

#include "addr.h"

/* One line, of ordinary importance, or a warning where something was lost. It goes to /dev/log,
 * which is the journal's where there is one; nobody waits for it, and without a log nobody hears
 * it. */
void tell(const char *format, ...) __attribute__((format(printf, 1, 2)));
void tell_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What has become of an entry: "entry ADDRESS on interface INDEX WHAT". */
void tell_entry(const struct iph_addr *addr, uint32_t ifindex, const char *what);
