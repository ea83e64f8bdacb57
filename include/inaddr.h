/* SPDX-License-Identifier: MIT */
/* IN_ADDR: an IPv4 address in network byte order, with Windows' and POSIX' member names. */
#ifndef IPH_INADDR_H
#define IPH_INADDR_H

#include <netinet/in.h>
#include <windef.h>

/*
 * Not "struct in_addr", which is glibc's. The two have the same bytes; may_alias lets programs
 * cast between them, as socket code does.
 */
typedef union __attribute__((__may_alias__)) iph_in_addr {
	union {
		struct {
			UCHAR s_b1, s_b2, s_b3, s_b4;
		} S_un_b;
		struct {
			USHORT s_w1, s_w2;
		} S_un_w;
		ULONG S_addr;
	} S_un;
	ULONG s_addr;
} IN_ADDR, *PIN_ADDR, *LPIN_ADDR;

#endif
