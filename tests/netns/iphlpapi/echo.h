/* SPDX-License-Identifier: MIT */
/* A router between this machine and a far one, and the calls of icmpapi.h. */
#pragma once

#include "icmpapi.h"

#include "netns-row.h"

/* Behind the peer, on a link with an MTU of 1300. */
#define FAR_IPV4 "198.51.100.2"
#define FAR_IPV6 "2001:db8:2::2"
#define ROUTER_FAR_IPV4 "198.51.100.1"
#define ROUTER_FAR_IPV6 "2001:db8:2::1"

/* eth0 with its peer, which forwards to a third network namespace that has these addresses, and
 * tells of each error; it has routes that make some: see echo.c. */
void echo_setup(void);

/* Both ways to send: by a ping socket and by a raw one. For loop tests. */
#define ECHO_WAYS 2
void echo_way(int way);

/* What the library has stored as the last error of this thread. */
extern _Thread_local DWORD last_error;

/* All that a request can be given; what is 0 is not given. */
struct ask {
	const char *to;
	const char *from;
	const void *data;
	WORD size;
	IP_OPTION_INFORMATION *options;
	void *buffer; /* NULL: one of its own */
	DWORD room;
	DWORD timeout; /* 0: as long as it takes */
};

/* Sends it and gives the number of replies. The last error was another before. */
DWORD ask_ipv4(const struct ask *ask);
DWORD ask_ipv6(const struct ask *ask);

/* One reply, with this status, from that address; the data that were sent are in an answer. */
void answered(const struct ask *ask, const char *from, ULONG status);

/* No reply, and this last error, which the buffer has, too. */
void failed(const struct ask *ask, DWORD code);
