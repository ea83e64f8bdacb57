/* SPDX-License-Identifier: MIT */
/* Interface names: Linux's and Windows', narrow and wide. */
#pragma once

#include "link.h"
#include "netioapi.h"

/* NDIS_IF_MAX_STRING_SIZE characters and the terminator. */
#define IPH_NAME_SIZE 257

/* Room for any name this library makes: an interface's, or "iftype65535_4294967295". */
#define IPH_MADE_NAME_SIZE 32

/* The GUID of the interface with this LUID. */
void iph_guid_make(uint64_t luid, GUID *ret_guid);

/* And back, without a look whether there is that interface. False for GUIDs of others. */
bool iph_guid_luid(const GUID *guid, uint64_t *ret_luid);

/* The interface of a name or an alternative name. -EINVAL for "", -ENODEV for none. */
int iph_name_find(const char *name, struct iph_link *ret_link) IPH_MUST_CHECK;

/* UTF-16 to UTF-8 and back. narrow: -EINVAL for "", -ENAMETOOLONG, -ENODEV for half a surrogate
 * pair. widen: -ERANGE when it does not fit; what is no UTF-8 becomes U+FFFD. */
int iph_name_narrow(const WCHAR *wide, char *ret_name, size_t size) IPH_MUST_CHECK;
int iph_name_widen(const char *name, WCHAR *ret_wide, size_t length) IPH_MUST_CHECK;
