/* SPDX-License-Identifier: MIT */
/* The codes of both libraries under one name each, so that a test is written once. The numbers
 * are Microsoft's and are repeated here: a slip in our own headers must not pass. */
#pragma once

#ifdef IPH_TEST_MODE_NT
#include <netioapi.h>
#define IPH_CODE(win32, nt) nt##u
#else
#include <winsock2.h>
#include <ws2tcpip.h>

#include <iphlpapi.h>
#define IPH_CODE(win32, nt) win32##u
#endif

#include <check.h>
#include <stdint.h>

#include <iphlpapi/ext.h>

#define CODE_SUCCESS IPH_CODE(0, 0)
#define CODE_BAD_ARGUMENT IPH_CODE(87, 0xC000000D)
#define CODE_NOT_PRIVILEGED IPH_CODE(5, 0xC0000022)
#define CODE_MADE_BY_OTHERS IPH_CODE(5, 0xC0000022)
#define CODE_NO_INTERFACE IPH_CODE(1168, 0xC0000225) /* Create, Delete */
#define CODE_GET_NO_INTERFACE IPH_CODE(2, 0xC0000225)
#define CODE_NO_ENTRY IPH_CODE(1168, 0xC0000225)
#define CODE_NO_STACK IPH_CODE(50, 0xC00000BB)
#define CODE_CANNOT_CHANGE IPH_CODE(50, 0xC00000BB)
#define CODE_DUPLICATE IPH_CODE(5010, 0xC000022A)
#define CODE_NO_NEIGHBOR IPH_CODE(67, 0xC00000CC)
#define CODE_UNREACHABLE IPH_CODE(1231, 0xC000023C)
#define CODE_NO_MEMORY IPH_CODE(8, 0xC0000017)
#define CODE_NO_ANSWER IPH_CODE(1460, 0xC00000B5)
#define CODE_OTHER_VERSION IPH_CODE(1306, 0xC0000059)
#define CODE_GENERIC IPH_CODE(31, 0xC0000001)

#define CODE_INDEX_UNKNOWN IPH_CODE(2, 0xC000000D)
#define CODE_LUID_UNKNOWN IPH_CODE(2, 0xC000000D)
#define CODE_GUID_UNKNOWN IPH_CODE(87, 0xC000000D)
#define CODE_ALIAS_UNKNOWN IPH_CODE(87, 0xC000000D)
#define CODE_BUFFER_TOO_SMALL IPH_CODE(8, 0xC0000017)
#define CODE_BAD_NAME IPH_CODE(123, 0xC0000033)
#define CODE_NAME_TOO_LONG IPH_CODE(111, 0xC0000106)

#define assert_code(call, expected)                                                                \
	do {                                                                                       \
		uint32_t code_seen = (uint32_t)(call);                                             \
		ck_assert_msg(code_seen == (expected), "%s is %u (0x%x), not %u (0x%x)", #call,    \
			      code_seen, code_seen, (expected), (expected));                       \
	} while (0)
