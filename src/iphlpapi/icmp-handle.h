/* SPDX-License-Identifier: MIT */
/* The handles of IcmpCreateFile() and Icmp6CreateFile(). */
#pragma once

#include "iphlpapi.h"

#include "util.h"

/* -EBADF for what is no open handle of this family. */
int iph_icmp_check(HANDLE handle, uint8_t family) IPH_MUST_CHECK;
