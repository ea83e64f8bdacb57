/* SPDX-License-Identifier: MIT */
/* Holders that have become children of the calling process. */
#pragma once

/* Where the caller is process 1 of its PID namespace, or a subreaper (prctl(2)), the kernel makes
 * it the parent of holders and keepers whose own has ended. Reaps those of them that have ended,
 * and no other child. */
void iph_children_reap(void);
