/* SPDX-License-Identifier: MIT */
/* What the API does not tell of addresses, from what the kernel said. */

#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sight-read.h"
#include "sight.h"

#define LOOPBACK_INDEX 1 /* net/flow.h */

/* The first of those with this address, and how many there are. */
static const struct iph_sight_place *find(const struct iph_sight_list *list,
					  const struct iph_addr *addr, size_t *ret_count)
{
	const struct iph_sight_place *all = list->data;
	const struct iph_sight_place key = {.addr = *addr};
	const struct iph_sight_place *at = NULL;
	const struct iph_sight_place *end;

	*ret_count = 0;
	if (list->count)
		at = bsearch(&key, all, list->count, sizeof(key), iph_sight_compare_places);
	if (!at)
		return NULL;
	for (end = at; end < all + list->count && iph_addr_equal(&end->addr, addr); end++)
		;
	while (at > all && iph_addr_equal(&at[-1].addr, addr))
		at--;
	*ret_count = (size_t)(end - at);
	return at;
}

static struct iph_addr addr_of(const SOCKADDR_INET *address)
{
	struct iph_addr addr = {.family = AF_INET6};

	if (address->si_family == AF_INET) {
		addr.family = AF_INET;
		memcpy(addr.bytes, &address->Ipv4.sin_addr, 4);
	} else {
		memcpy(addr.bytes, &address->Ipv6.sin6_addr, 16);
	}
	return addr;
}

/* Packets to it are ours: by a route of this interface, or by one that any interface has. */
static bool has_route(const struct iph_sight *sight, const struct iph_addr *addr, uint32_t index)
{
	size_t count;
	const struct iph_sight_place *at = find(&sight->routes, addr, &count);

	for (; count > 0; count--, at++)
		if (at->index == index || at->type == RTN_LOCAL)
			return true;
	return false;
}

static bool has(const struct iph_sight_list *list, const struct iph_addr *addr, uint32_t index)
{
	size_t count;
	const struct iph_sight_place *at = find(list, addr, &count);

	for (; count > 0; count--, at++)
		if (at->index == index)
			return true;
	return false;
}

/* The kernel's list may lack an entry where others change it meanwhile: then it is looked for. */
static bool is_lost(const struct iph_sight *sight, const struct iph_addr *addr,
		    const MIB_ANYCASTIPADDRESS_ROW *row)
{
	MIB_ANYCASTIPADDRESS_ROW copy = *row;

	return has(&sight->records, addr, row->InterfaceIndex) &&
	       !has(&sight->members, addr, row->InterfaceIndex) &&
	       GetAnycastIpAddressEntry(&copy) != NO_ERROR;
}

bool iph_sight_lost(const struct iph_sight *sight, size_t *at, MIB_ANYCASTIPADDRESS_ROW *ret_row)
{
	const struct iph_sight_place *records = sight->records.data;
	MIB_ANYCASTIPADDRESS_ROW row = {.Address.si_family = AF_INET6};

	while (*at < sight->records.count) {
		const struct iph_sight_place *place = &records[(*at)++];

		memcpy(&row.Address.Ipv6.sin6_addr, place->addr.bytes, sizeof(place->addr.bytes));
		row.InterfaceIndex = place->index;
		row.ScopeId.Value = iph_addr_zoned(&place->addr) ? place->index : 0;
		row.Address.Ipv6.sin6_scope_id = row.ScopeId.Value;
		if (is_lost(sight, &place->addr, &row) &&
		    ConvertInterfaceIndexToLuid(place->index, &row.InterfaceLuid) == NO_ERROR) {
			*ret_row = row;
			return true;
		}
	}
	return false;
}

bool iph_sight_is_lost(const struct iph_sight *sight, const MIB_ANYCASTIPADDRESS_ROW *row)
{
	struct iph_addr addr = addr_of(&row->Address);

	return sight && is_lost(sight, &addr, row);
}

const char *iph_sight_state(const struct iph_sight *sight, const MIB_ANYCASTIPADDRESS_ROW *row)
{
	const struct iph_sight_link *link =
		sight ? iph_sight_find_link(sight, row->InterfaceIndex) : NULL;
	struct iph_addr addr = addr_of(&row->Address);

	if (!link)
		return NULL;
	if (is_lost(sight, &addr, row))
		return sight->holder ? "sleeps" : "forgotten";
	if (!link->works)
		return "linkdown";
	return addr.family == AF_INET || has_route(sight, &addr, link->index) ? "works" : "sleeps";
}

/* An entry that is not link-local has a service address on lo, which bears our mark. */
static bool has_service(const struct iph_sight *sight, const struct iph_addr *addr)
{
	size_t count;
	const struct iph_sight_place *at = find(&sight->addresses, addr, &count);

	for (; count > 0; count--, at++)
		if (at->part && at->index == LOOPBACK_INDEX)
			return true;
	return false;
}

static bool forwards(const struct iph_sight_link *link)
{
	char path[sizeof("/proc/sys/net/ipv6/conf//forwarding") + IFNAMSIZ];
	FILE *file;
	int c;

	snprintf(path, sizeof(path), "/proc/sys/net/ipv6/conf/%s/forwarding", link->name);
	file = fopen(path, "re");
	if (!file)
		return false;
	c = getc(file);
	fclose(file);
	return c != '0' && c != EOF;
}

/* Whether all bits behind the first length ones are 0 in addr and the first are those of prefix. */
static bool is_subnet(const struct iph_addr *addr, const struct iph_addr *prefix, uint8_t length)
{
	unsigned int bit;

	for (bit = 0; bit < 128; bit++) {
		uint8_t mask = (uint8_t)(0x80 >> bit % 8);
		uint8_t wanted = bit < length ? prefix->bytes[bit / 8] & mask : 0;

		if ((addr->bytes[bit / 8] & mask) != wanted)
			return false;
	}
	return true;
}

/* The subnet-router address of a prefix (RFC 4291 2.6.1), which the kernel joins by itself on an
 * interface that forwards (addrconf_join_anycast(), net/ipv6/addrconf.c). */
static bool is_router_address(const struct iph_sight *sight, const struct iph_addr *addr,
			      const struct iph_sight_link *link)
{
	const struct iph_sight_place *all = sight->addresses.data;
	size_t i;

	if (!forwards(link))
		return false;
	for (i = 0; i < sight->addresses.count; i++)
		if (all[i].addr.family == AF_INET6 && all[i].index == link->index &&
		    all[i].length < 127 && is_subnet(addr, &all[i].addr, all[i].length))
			return true;
	return false;
}

const char *iph_sight_maker(const struct iph_sight *sight, const MIB_ANYCASTIPADDRESS_ROW *row)
{
	struct iph_addr addr = addr_of(&row->Address);
	const struct iph_sight_link *link;

	if (addr.family == AF_INET)
		return "us"; /* it is listed because it bears our mark */
	link = sight ? iph_sight_find_link(sight, row->InterfaceIndex) : NULL;
	if (!link)
		return NULL;
	if (has(&sight->records, &addr, row->InterfaceIndex) || has_service(sight, &addr))
		return "us";
	if (is_router_address(sight, &addr, link))
		return "kernel";
	return iph_addr_link_local(&addr) && sight->holder ? "us" : "other";
}

static const char *scope_of(const struct iph_addr *addr)
{
	if (iph_addr_loopback(addr))
		return "host";
	if (addr->family == AF_INET)
		return "global";
	if (iph_addr_link_local(addr))
		return "link";
	return addr->bytes[0] == 0xfe && addr->bytes[1] >= 0xc0 ? "site" : "global";
}

const char *iph_sight_scope(const struct iph_sight *sight, const SOCKADDR_INET *address,
			    NET_IFINDEX index)
{
	struct iph_addr addr = addr_of(address);
	size_t count = 0;
	const struct iph_sight_place *at = sight ? find(&sight->addresses, &addr, &count) : NULL;

	for (; count > 0; count--, at++) {
		if (at->index != index)
			continue;
		switch (at->scope) {
		case RT_SCOPE_UNIVERSE:
			return "global";
		case RT_SCOPE_SITE:
			return "site";
		case RT_SCOPE_LINK:
			return "link";
		case RT_SCOPE_HOST:
			return "host";
		default:
			return scope_of(&addr);
		}
	}
	return scope_of(&addr);
}
