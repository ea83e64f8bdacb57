/* SPDX-License-Identifier: MIT */
/* What the holder tells the service manager that has started it, see sd_notify(3). */
#pragma once

/* Lines of NAME=VALUE, and a descriptor to keep (or -1). Nobody waits for it; without a manager
 * that wants to hear, nothing happens. */
void notify_manager(const char *text, int fd);

/* That this process is the one to send signals to from now on. */
void notify_main_process(void);

/* Where the manager is spoken to, as NAME=VALUE in the environment, or NULL. */
char *notify_variable(void);
