/* SPDX-License-Identifier: MIT */
/* Sheds what the holder has inherited from the process that started it. */
#pragma once

/* As far as the kernel lets us: raises the limits that bound the number of entries or could end the
 * holder, sets two signals and the umask, and makes the holder the last choice of the OOM killer.
 * For every holder, before it gives up its privileges. */
void shed_limits(void);

/* Goes back to ordinary scheduling, and leaves the caller's control group. Only for a holder that
 * the library has started: with one that an administrator starts, these are his decision. */
void shed_caller(void);
