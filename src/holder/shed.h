/* SPDX-License-Identifier: MIT */
/* What a process has from the one that started it, and a holder must not keep. */
#pragma once

/* Raises the limits that bound the number of entries or could end the holder, resets what keeps
 * signals away, and has the OOM killer take others first: as far as the kernel lets it. For every
 * holder, before it gives up its privileges. */
void shed_limits(void);

/* Sheds how the caller is scheduled, and leaves its control group. For a holder that the library
 * has started: what an administrator gives to his own he means. */
void shed_caller(void);
