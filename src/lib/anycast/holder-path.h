/* SPDX-License-Identifier: MIT */
/* Which program is started as the anycast holder. */
#pragma once

/* Nothing that a running program can be told decides it: a set-user-ID program may have handed its
 * caller's environment on to a tool that is linked with us, and that tool cannot know. So it is
 * fixed when a program or library is linked: what is installed has HOLDER_DIR of the installation,
 * the libraries in build/ have build/, and test programs bring a function of their own. */
const char *iph_holder_path(void);
