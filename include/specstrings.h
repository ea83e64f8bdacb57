/* SPDX-License-Identifier: MIT */
/* The older home of the annotation words. */
#ifndef IPH_SPECSTRINGS_H
#define IPH_SPECSTRINGS_H

#include <sal.h>

#endif
