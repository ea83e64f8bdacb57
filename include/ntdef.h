/* SPDX-License-Identifier: MIT */
/* Basic types of kernel-mode source. */
#ifndef IPH_NTDEF_H
#define IPH_NTDEF_H

#include <windef.h>
#include <winnt.h>

typedef UCHAR KIRQL, *PKIRQL;

#define RTL_CONSTANT_STRING(text)                                                                  \
	{                                                                                          \
		sizeof(text) - sizeof((text)[0]), sizeof(text), (PWSTR)(text)                      \
	}
#define DECLARE_CONST_UNICODE_STRING(name, text)                                                   \
	const UNICODE_STRING name = RTL_CONSTANT_STRING(text)

#endif
