/* SPDX-License-Identifier: MIT */
/* The umbrella that Windows source includes first; only what this library needs of it. */
#ifndef IPH_WINDOWS_H
#define IPH_WINDOWS_H

#include <windef.h>
#include <winerror.h>

#endif
