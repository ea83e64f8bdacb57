/* SPDX-License-Identifier: MIT */
/* What Windows names an IPv4 interface. */
#pragma once

#include <stddef.h>

#include "iphlpapi.h"

/* "\DEVICE\TCPIP_{GUID}", of 52 characters; length is no less than 53. */
void iph_device_name(const GUID *guid, WCHAR *ret_name, size_t length);
