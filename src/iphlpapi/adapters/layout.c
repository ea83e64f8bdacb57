/* SPDX-License-Identifier: MIT */
/* GetAdaptersAddresses(): from what was read to structures and pointers in one buffer. */

#include <string.h>

#include "adapters.h"
#include "convert/convert.h"
#include "guid.h"
#include "table/key.h"
#include "utf.h"

/* Room for the largest piece: names, suffixes, an adapter. */
#define LARGEST 1024

/* As on Windows, every piece begins at a multiple of 8 bytes from the buffer's beginning. */
#define PIECE_ALIGN 8u

/* Pieces one behind the other. Measuring is laying out with every piece in the same place, so that
 * the two cannot disagree. */
struct arena {
	char *base; /* NULL: measuring */
	size_t used;
	_Alignas(max_align_t) char scratch[LARGEST];
};

/* Members that all elements of lists have at the same place. */
#define COMMON(member) offsetof(IP_ADAPTER_ANYCAST_ADDRESS_XP, member)
#define ASSERT_COMMON(type, second)                                                                \
	_Static_assert(offsetof(type, Length) == COMMON(Length) &&                                 \
			       offsetof(type, second) == COMMON(Flags) &&                          \
			       offsetof(type, Next) == COMMON(Next) &&                             \
			       offsetof(type, Address) == COMMON(Address) &&                       \
			       sizeof(type) <= LARGEST,                                            \
		       "not an element as all are")
ASSERT_COMMON(IP_ADAPTER_UNICAST_ADDRESS_LH, Flags);
ASSERT_COMMON(IP_ADAPTER_MULTICAST_ADDRESS_XP, Flags);
ASSERT_COMMON(IP_ADAPTER_DNS_SERVER_ADDRESS_XP, Reserved);
ASSERT_COMMON(IP_ADAPTER_GATEWAY_ADDRESS_LH, Reserved);
ASSERT_COMMON(IP_ADAPTER_PREFIX_XP, Flags);
_Static_assert(sizeof(IP_ADAPTER_ADDRESSES_LH) <= LARGEST, "no room for an adapter");
_Static_assert(sizeof(IP_ADAPTER_DNS_SUFFIX) <= LARGEST, "no room for a suffix");
_Static_assert(IPH_NAME_SIZE * sizeof(WCHAR) <= LARGEST, "no room for a name");

static void fill_unicast(const void *from, void *to)
{
	const MIB_UNICASTIPADDRESS_ROW *row = from;
	IP_ADAPTER_UNICAST_ADDRESS_LH *unicast = to;

	unicast->Flags = row->SkipAsSource ? 0 : IP_ADAPTER_ADDRESS_DNS_ELIGIBLE;
	unicast->PrefixOrigin = row->PrefixOrigin;
	unicast->SuffixOrigin = row->SuffixOrigin;
	unicast->DadState = row->DadState;
	unicast->ValidLifetime = row->ValidLifetime;
	unicast->PreferredLifetime = row->PreferredLifetime;
	unicast->LeaseLifetime = row->ValidLifetime;
	unicast->OnLinkPrefixLength = row->OnLinkPrefixLength;
}

static void fill_prefix(const void *from, void *to)
{
	const struct iph_prefix *row = from;
	IP_ADAPTER_PREFIX_XP *prefix = to;

	prefix->PrefixLength = row->length;
}

static const struct list_kind {
	ULONG length;
	size_t first; /* offset of the pointer in the adapter */
	size_t index; /* and of the interface in a row */
	void (*fill)(const void *row, void *element);
} kinds[IPH_LISTS] = {
	[IPH_LIST_UNICAST] = {sizeof(IP_ADAPTER_UNICAST_ADDRESS_LH),
			      offsetof(IP_ADAPTER_ADDRESSES_LH, FirstUnicastAddress),
			      offsetof(MIB_UNICASTIPADDRESS_ROW, InterfaceIndex), fill_unicast},
	[IPH_LIST_ANYCAST] = {sizeof(IP_ADAPTER_ANYCAST_ADDRESS_XP),
			      offsetof(IP_ADAPTER_ADDRESSES_LH, FirstAnycastAddress),
			      offsetof(MIB_ANYCASTIPADDRESS_ROW, InterfaceIndex), NULL},
	[IPH_LIST_MULTICAST] = {sizeof(IP_ADAPTER_MULTICAST_ADDRESS_XP),
				offsetof(IP_ADAPTER_ADDRESSES_LH, FirstMulticastAddress),
				offsetof(MIB_MULTICASTIPADDRESS_ROW, InterfaceIndex), NULL},
	[IPH_LIST_PREFIX] = {sizeof(IP_ADAPTER_PREFIX_XP),
			     offsetof(IP_ADAPTER_ADDRESSES_LH, FirstPrefix),
			     offsetof(struct iph_prefix, InterfaceIndex), fill_prefix},
	[IPH_LIST_GATEWAY] = {sizeof(IP_ADAPTER_GATEWAY_ADDRESS_LH),
			      offsetof(IP_ADAPTER_ADDRESSES_LH, FirstGatewayAddress),
			      offsetof(struct iph_gateway, InterfaceIndex), NULL},
};

static void *take_piece(struct arena *arena, size_t size)
{
	void *piece = arena->base ? arena->base + arena->used : arena->scratch;

	arena->used += (size + PIECE_ALIGN - 1) / PIECE_ALIGN * PIECE_ALIGN;
	return memset(piece, 0, size);
}

static void *take_copy(struct arena *arena, const void *from, size_t size)
{
	return memcpy(take_piece(arena, size), from, size);
}

static WCHAR *take_wide(struct arena *arena, const WCHAR *text)
{
	return take_copy(arena, text, (iph_utf16_length(text) + 1) * sizeof(*text));
}

/* The pointers of a list have types of their own and all the same form. */
static void set_pointer(char *at, void *pointer)
{
	memcpy(at, &pointer, sizeof(pointer));
}

static char *take_element(struct arena *arena, ULONG length, const SOCKADDR_INET *from)
{
	size_t size = from->si_family == AF_INET ? sizeof(from->Ipv4) : sizeof(from->Ipv6);
	SOCKET_ADDRESS address = {.iSockaddrLength = (INT)size};
	char *element = take_piece(arena, length);

	memcpy(element + COMMON(Length), &length, sizeof(length));
	address.lpSockaddr = take_copy(arena, from, size);
	memcpy(element + COMMON(Address), &address, sizeof(address));
	return element;
}

static bool wanted(const struct iph_adapters_wish *wish, uint16_t family)
{
	return wish->family == AF_UNSPEC || wish->family == family;
}

static uint32_t index_of(const struct list_kind *kind, const void *row)
{
	return *(const NET_IFINDEX *)((const char *)row + kind->index);
}

static size_t find_first(const struct list_kind *kind, const struct iph_table *list,
			 uint16_t family, uint32_t index)
{
	size_t low = 0;
	size_t high = iph_table_count(list);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const SOCKADDR_INET *row = iph_table_row(list, middle);

		if (row->si_family < family ||
		    (row->si_family == family && index_of(kind, row) < index))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t iph_adapters_list_first(enum iph_adapter_list kind, const struct iph_table *list,
			       uint16_t family, uint32_t index)
{
	return find_first(&kinds[kind], list, family, index);
}

/* Returns the pointer that the next element goes to. */
static char *put_family(struct arena *arena, const struct list_kind *kind,
			const struct iph_table *list, uint16_t family, uint32_t index, char *link)
{
	size_t at = find_first(kind, list, family, index);

	for (; at < iph_table_count(list); at++) {
		const SOCKADDR_INET *row = iph_table_row(list, at);
		char *element;

		if (row->si_family != family || index_of(kind, row) != index)
			break;
		element = take_element(arena, kind->length, row);
		set_pointer(link, element);
		if (kind->fill)
			kind->fill(row, element);
		link = element + COMMON(Next);
	}
	return link;
}

static void put_lists(struct arena *arena, const struct iph_adapters *adapters,
		      const struct iph_adapters_wish *wish, uint32_t index,
		      IP_ADAPTER_ADDRESSES_LH *adapter)
{
	size_t i;

	for (i = 0; i < IPH_LISTS; i++) {
		char *link = (char *)adapter + kinds[i].first;

		/* the others have not been read where they are not wanted */
		if (i == IPH_LIST_UNICAST && wish->flags & GAA_FLAG_SKIP_UNICAST)
			continue;
		if (wanted(wish, AF_INET))
			link = put_family(arena, &kinds[i], &adapters->lists[i], AF_INET, index,
					  link);
		if (wanted(wish, AF_INET6))
			put_family(arena, &kinds[i], &adapters->lists[i], AF_INET6, index, link);
	}
}

static uint32_t zone_of(const struct iph_adapters *adapters, const char *zone)
{
	unsigned long number;
	char *end;
	size_t i;

	for (i = 0; i < iph_table_count(&adapters->all); i++) {
		const struct iph_adapter *adapter = iph_table_row(&adapters->all, i);

		if (strcmp(adapter->link.name, zone) == 0)
			return adapter->link.index;
	}
	number = strtoul(zone, &end, 10);
	return *zone && !*end && number <= UINT32_MAX ? (uint32_t)number : 0;
}

/* A server with a zone is reached through that interface alone. */
static void put_servers(struct arena *arena, const struct iph_adapters *adapters,
			const struct iph_adapters_wish *wish, uint32_t index,
			IP_ADAPTER_ADDRESSES_LH *adapter)
{
	char *link = (char *)&adapter->FirstDnsServerAddress;
	size_t i;

	for (i = 0; i < adapters->resolv.server_count; i++) {
		const struct iph_resolv_server *server = &adapters->resolv.servers[i];
		uint32_t zone = zone_of(adapters, server->zone);
		SOCKADDR_INET address;
		char *element;

		if (!wanted(wish, server->addr.family) || (zone && zone != index))
			continue;
		iph_row_set_addr(&address, &server->addr, 0);
		if (server->addr.family == AF_INET6)
			address.Ipv6.sin6_scope_id = zone;
		element = take_element(arena, sizeof(IP_ADAPTER_DNS_SERVER_ADDRESS_XP), &address);
		set_pointer(link, element);
		link = element + COMMON(Next);
	}
}

static void put_suffixes(struct arena *arena, const struct iph_resolv *resolv,
			 IP_ADAPTER_ADDRESSES_LH *adapter)
{
	PIP_ADAPTER_DNS_SUFFIX *link = &adapter->FirstDnsSuffix;
	size_t i;

	for (i = 0; i < resolv->domain_count; i++) {
		PIP_ADAPTER_DNS_SUFFIX suffix = take_piece(arena, sizeof(*suffix));

		*link = suffix;
		iph_ignore(iph_name_widen(resolv->domains[i], suffix->String,
					  MAX_DNS_SUFFIX_STRING_LENGTH)); /* it fits: 255 bytes */
		link = &suffix->Next;
	}
}

/* Linux has one resolv.conf for the machine, so every adapter that leads out of it has all. */
static void put_dns(struct arena *arena, const struct iph_adapters *adapters,
		    const struct iph_adapters_wish *wish, const MIB_IF_ROW2 *row,
		    IP_ADAPTER_ADDRESSES_LH *adapter)
{
	WCHAR suffix[IPH_DOMAIN_SIZE] = {0};
	bool leads_out =
		row->Type != IF_TYPE_SOFTWARE_LOOPBACK && row->OperStatus == IfOperStatusUp;

	if (leads_out && adapters->resolv.domain_count > 0)
		iph_ignore(iph_name_widen(adapters->resolv.domains[0], suffix, IPH_DOMAIN_SIZE));
	adapter->DnsSuffix = take_wide(arena, suffix);
	if (leads_out && !(wish->flags & GAA_FLAG_SKIP_DNS_SERVER))
		put_servers(arena, adapters, wish, row->InterfaceIndex, adapter);
	if (leads_out)
		put_suffixes(arena, &adapters->resolv, adapter);
}

/* Windows does not heed GAA_FLAG_SKIP_FRIENDLY_NAME, and programs rely on a name. */
static void put_names(struct arena *arena, const MIB_IF_ROW2 *row, IP_ADAPTER_ADDRESSES_LH *adapter)
{
	char guid[IPH_GUID_TEXT_SIZE];

	iph_guid_text(&row->InterfaceGuid, guid);
	adapter->AdapterName = take_copy(arena, guid, sizeof(guid));
	adapter->Description = take_wide(arena, row->Description);
	adapter->FriendlyName = take_wide(arena, row->Alias);
}

static bool has_dhcp(const struct iph_table *unicast, uint32_t index)
{
	size_t at = find_first(&kinds[IPH_LIST_UNICAST], unicast, AF_INET, index);

	for (; at < iph_table_count(unicast); at++) {
		const MIB_UNICASTIPADDRESS_ROW *row = iph_table_row(unicast, at);

		if (row->Address.si_family != AF_INET || row->InterfaceIndex != index)
			break;
		if (row->PrefixOrigin == IpPrefixOriginDhcp)
			return true;
	}
	return false;
}

static void fill_identity(const MIB_IF_ROW2 *row, IP_ADAPTER_ADDRESSES_LH *adapter)
{
	adapter->Mtu = row->Mtu;
	adapter->IfType = row->Type;
	adapter->OperStatus = row->OperStatus;
	adapter->TransmitLinkSpeed = row->TransmitLinkSpeed;
	adapter->ReceiveLinkSpeed = row->ReceiveLinkSpeed;
	adapter->Luid = row->InterfaceLuid;
	adapter->CompartmentId = NET_IF_COMPARTMENT_ID_PRIMARY;
	adapter->NetworkGuid = row->NetworkGuid;
	adapter->ConnectionType = row->ConnectionType;
	adapter->TunnelType = row->TunnelType;
	/* Longer ones (InfiniBand's have 20 bytes) do not fit; MIB_IF_ROW2 has them. */
	if (row->PhysicalAddressLength > sizeof(adapter->PhysicalAddress))
		return;
	adapter->PhysicalAddressLength = row->PhysicalAddressLength;
	memcpy(adapter->PhysicalAddress, row->PhysicalAddress, row->PhysicalAddressLength);
}

static void fill_families(const struct iph_adapters *adapters, const struct iph_adapter *from,
			  IP_ADAPTER_ADDRESSES_LH *adapter)
{
	const struct iph_link *link = &from->link;

	if (link->ipv4) {
		adapter->IfIndex = link->index;
		adapter->Flags |= IP_ADAPTER_IPV4_ENABLED;
	}
	if (link->ipv6) {
		adapter->Ipv6IfIndex = link->index;
		adapter->Flags |= IP_ADAPTER_IPV6_ENABLED;
		/* as in MIB_IPINTERFACE_ROW; RFC 4007 section 6: larger zones have the index 0 */
		adapter->ZoneIndices[ScopeLevelInterface] = link->index;
		adapter->ZoneIndices[ScopeLevelLink] = link->index;
	}
	if (has_dhcp(&adapters->lists[IPH_LIST_UNICAST], link->index))
		adapter->Flags |= IP_ADAPTER_DHCP_ENABLED;
	if (!(from->flags & IFF_MULTICAST))
		adapter->Flags |= IP_ADAPTER_NO_MULTICAST;
	if (from->ra_flags & IPH_RA_MANAGED)
		adapter->Flags |= IP_ADAPTER_IPV6_MANAGE_ADDRESS_CONFIG;
	if (from->ra_flags & IPH_RA_OTHER)
		adapter->Flags |= IP_ADAPTER_IPV6_OTHER_STATEFUL_CONFIG;
}

static IP_ADAPTER_ADDRESSES_LH *put_adapter(struct arena *arena,
					    const struct iph_adapters *adapters,
					    const struct iph_adapters_wish *wish,
					    const struct iph_adapter *from)
{
	const MIB_IF_ROW2 *row = &from->row;
	IP_ADAPTER_ADDRESSES_LH *adapter = take_piece(arena, sizeof(*adapter));

	adapter->Length = sizeof(*adapter);
	fill_identity(row, adapter);
	fill_families(adapters, from, adapter);
	put_names(arena, row, adapter);
	put_dns(arena, adapters, wish, row, adapter);
	put_lists(arena, adapters, wish, row->InterfaceIndex, adapter);
	return adapter;
}

static bool listed(const struct iph_adapters_wish *wish, const struct iph_link *link)
{
	return wish->flags & GAA_FLAG_INCLUDE_ALL_INTERFACES ||
	       (link->ipv4 && wanted(wish, AF_INET)) || (link->ipv6 && wanted(wish, AF_INET6));
}

/* Windows 10 goes by metric, and loopback has its highest: programs take the first adapter for one
 * that leads out. */
size_t iph_adapters_lay_out(const struct iph_adapters *adapters,
			    const struct iph_adapters_wish *wish, void *base)
{
	struct arena arena = {.base = base};
	PIP_ADAPTER_ADDRESSES_LH none;
	PIP_ADAPTER_ADDRESSES_LH *link = &none;
	int loopback;
	size_t at;

	for (loopback = 0; loopback <= 1; loopback++) {
		for (at = 0; at < iph_table_count(&adapters->all); at++) {
			const struct iph_adapter *from = iph_table_row(&adapters->all, at);

			if ((from->row.Type == IF_TYPE_SOFTWARE_LOOPBACK) != loopback ||
			    !listed(wish, &from->link))
				continue;
			*link = put_adapter(&arena, adapters, wish, from);
			link = &(*link)->Next;
		}
	}
	return arena.used;
}
