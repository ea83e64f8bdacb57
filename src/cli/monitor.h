/* SPDX-License-Identifier: MIT */
/* What iphlp monitor tells of. */
#pragma once

#include <winsock2.h>

#include <iphlpapi.h>

#include "describe.h"
#include "text.h"

/* What the object does not have is 0. */
struct iph_event {
	const char *object; /* "address", "anycast", "interface", "route" */
	const char *event;  /* "add", "delete", "change", "initial" */
	ADDRESS_FAMILY family;
	SOCKADDR_INET address;
	IP_ADDRESS_PREFIX destination;
	SOCKADDR_INET gateway;
	NET_LUID luid;
	NET_IFINDEX index;
	const char *name; /* of the interface; NULL when it is not known any more */
	char time[sizeof("2026-01-01T00:00:00.000000Z")];
};

extern const struct iph_column iph_event_columns[];
