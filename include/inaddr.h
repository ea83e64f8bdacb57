/* SPDX-License-Identifier: MIT */
/* IN_ADDR: an IPv4 address in network byte order, with Windows' and POSIX' member names. */
#ifndef IPH_INADDR_H
#define IPH_INADDR_H

#include <netinet/in.h>
#include <windef.h>

struct iph_in_bytes {
	UCHAR s_b1, s_b2, s_b3, s_b4;
};

struct iph_in_words {
	USHORT s_w1, s_w2;
};

union iph_in_union {
	struct iph_in_bytes S_un_b;
	struct iph_in_words S_un_w;
	ULONG S_addr;
};

/*
 * Not glibc's "struct in_addr", which has the same bytes; may_alias lets programs cast between
 * the two, as socket code does. With <winsock2.h>, "struct in_addr" is this one.
 */
typedef struct __attribute__((__may_alias__)) iph_in_addr {
	__extension__ union {
		union iph_in_union S_un;
		ULONG s_addr;
		/* macros on Windows: the bytes, and the last two */
		__extension__ struct {
			UCHAR s_net, s_host, s_lh, s_impno;
		};
		__extension__ struct {
			USHORT iph_first, s_imp;
		};
	};
} IN_ADDR, *PIN_ADDR, *LPIN_ADDR;

#endif
