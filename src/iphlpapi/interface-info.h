/* SPDX-License-Identifier: MIT */
/* What Windows names an IPv4 interface. */
#pragma once

#include <stddef.h>

#include "iphlpapi.h"
#include "link.h"

/* "\DEVICE\TCPIP_{GUID}", of 52 characters; length is no less than 53. */
void iph_device_name(const GUID *guid, WCHAR *ret_name, size_t length);

/* The interface that has this name, the one above or Linux' own. -EINVAL: this is no name at all;
 * -ENODEV: no interface has it. */
int iph_device_find(const WCHAR *wide, struct iph_link *ret_link) IPH_MUST_CHECK;
