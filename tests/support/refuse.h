/* SPDX-License-Identifier: MIT */
/* What calls of several families refuse alike, without a look at the system. */
#pragma once

#include <arpa/inet.h>
#include <check.h>
#include <string.h>

#include <ws2ipdef.h>

#define WINDOWS_AF_INET6 23

/* 0, which a row may not have and a table may; families that are none, and what a family is in the
 * other byte order. */
static const ADDRESS_FAMILY unknown_families[] = {0,  1,  3,	  9,	  11,	  22,
						  24, 99, 0x0a00, 0x1700, 0xcccc, 0xffff};
#define UNKNOWN_FAMILIES (sizeof(unknown_families) / sizeof(unknown_families[0]))

/* Family and address alone; all else is garbage, as real programs have it. The family may be
 * another one than the text's. */
static inline void put_garbage_address(SOCKADDR_INET *address, ADDRESS_FAMILY family,
				       const char *text)
{
	memset(address, 0xcc, sizeof(*address));
	address->si_family = family;
	if (strchr(text, ':'))
		ck_assert_int_eq(inet_pton(AF_INET6, text, &address->Ipv6.sin6_addr), 1);
	else
		ck_assert_int_eq(inet_pton(AF_INET, text, &address->Ipv4.sin_addr), 1);
}
