/* SPDX-License-Identifier: MIT */
/* The control group in which a holder is. */
#pragma once

/* Leaves the caller's control group (version 2), so that who ends that does not end the holder:
 * for the topmost one that is to be seen here, or one of our own below it. Not where systemd runs:
 * the groups there are its own. Where nothing of this is let the holder stays where it is. */
void control_group_leave(void);
