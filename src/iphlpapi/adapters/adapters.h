/* SPDX-License-Identifier: MIT */
/* GetAdaptersAddresses(): everything read once, then laid out in the caller's buffer. */
#pragma once

#include "iphlpapi.h"

#include "link.h"
#include "resolv-conf.h"
#include "table/table.h"

/* The lists of addresses that an adapter has; every row begins with Address. */
enum iph_adapter_list {
	IPH_LIST_UNICAST,
	IPH_LIST_ANYCAST,
	IPH_LIST_MULTICAST,
	IPH_LIST_PREFIX,
	IPH_LIST_GATEWAY,
};
#define IPH_LISTS 5

struct iph_prefix {
	SOCKADDR_INET Address;
	NET_IFINDEX InterfaceIndex;
	ULONG length;
};

struct iph_gateway {
	SOCKADDR_INET Address;
	NET_IFINDEX InterfaceIndex;
	uint32_t metric;
};

/* Shaped as the tables of netioapi.h are. */
struct iph_prefix_table {
	ULONG NumEntries;
	struct iph_prefix Table[1];
};

struct iph_gateway_table {
	ULONG NumEntries;
	struct iph_gateway Table[1];
};

/* An interface, and what MIB_IF_ROW2 does not say of it. */
struct iph_adapter {
	MIB_IF_ROW2 row;
	struct iph_link link;
	uint32_t flags;	   /* IFF_* */
	uint32_t ra_flags; /* of the last router advertisement: IPH_RA_* */
};

/* IF_RA_MANAGED, IF_RA_OTHERCONF: the kernel's include/net/if_inet6.h */
#define IPH_RA_MANAGED 0x40
#define IPH_RA_OTHER 0x80

struct iph_adapter_table {
	ULONG NumEntries;
	struct iph_adapter Table[1];
};

/* The lists have IPv4 before IPv6 and then go by interface index. */
struct iph_adapters {
	struct iph_table all; /* struct iph_adapter, by index */
	struct iph_table lists[IPH_LISTS];
	struct iph_resolv resolv;
};

/* What the caller of GetAdaptersAddresses() wants. */
struct iph_adapters_wish {
	uint8_t family; /* Linux's, AF_UNSPEC for both */
	ULONG flags;	/* GAA_FLAG_* */
	bool unlisted;	/* the caller reads the unicast addresses himself */
};

int iph_adapters_read(const struct iph_adapters_wish *wish,
		      struct iph_adapters *ret_adapters) IPH_MUST_CHECK;
void iph_adapters_free(struct iph_adapters *adapters);
#define IPH_AUTO_ADAPTERS __attribute__((cleanup(iph_adapters_free)))

/* Adds the prefixes of sorted unicast addresses, sorted and each of them once. */
int iph_adapter_prefixes(const struct iph_table *unicast, const struct iph_table *adapters,
			 struct iph_table *prefixes) IPH_MUST_CHECK;

/* Adds the gateways of the default routes, sorted: those that a family asked for can have, and
 * perhaps others. An IPv4 route may have an IPv6 gateway, and not the other way round. */
int iph_adapter_gateways(uint8_t wanted, struct iph_table *gateways) IPH_MUST_CHECK;

/* The first row of one of the lists that has the family and whose interface is not below index. */
size_t iph_adapters_list_first(enum iph_adapter_list kind, const struct iph_table *list,
			       uint16_t family, uint32_t index);

/* Makes the list of adapters in base, which has at least the bytes that this function gives for a
 * base of NULL. 0 when there is no adapter to list. */
size_t iph_adapters_lay_out(const struct iph_adapters *adapters,
			    const struct iph_adapters_wish *wish, void *base);
