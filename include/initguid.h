/* SPDX-License-Identifier: MIT */
/* Makes DEFINE_GUID() define. */
#ifndef IPH_INITGUID_H
#define IPH_INITGUID_H

#ifndef INITGUID
#define INITGUID
#endif

#include <guiddef.h>

#undef DEFINE_GUID
#define DEFINE_GUID(...) IPH_DEFINE_GUID(__VA_ARGS__)

#endif
