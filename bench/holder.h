/* SPDX-License-Identifier: MIT */
/* What the holder costs while it holds. */
#pragma once

#include <sys/types.h>

void holder_memory(long entries);

/* Its process; 0 when none comes. It is started after the first answer. */
pid_t holder_await_keeper(void);
