/* SPDX-License-Identifier: MIT */
/* Takes the holder out of the control group of the process that started it. */
#pragma once

/* Leaves the caller's control group (version 2), so that the holder lives on when all processes of
 * that group are killed. It goes to the topmost group that can be seen here, or, where that may not
 * have processes, to a group of its own below it. Where this is refused, the holder stays where it
 * is; so it does where systemd runs, which manages all groups itself. */
void control_group_leave(void);
