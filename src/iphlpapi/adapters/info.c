/* SPDX-License-Identifier: MIT */
/* GetAdaptersInfo(): the adapters that have IPv4, with their addresses as texts. */

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "adapters.h"
#include "address-string.h"
#include "guid.h"
#include "ipv4-address/ipv4-address.h"

/* 1970 in 100 ns since 1601. */
#define UNIX_EPOCH INT64_C(116444736000000000)
#define SECOND INT64_C(10000000)

/* What is told, as it was read. */
struct reading {
	struct iph_adapters adapters;
	struct iph_table addresses;
	struct iph_clock clock;
};

static void free_reading(struct reading *reading)
{
	iph_adapters_free(&reading->adapters);
	iph_table_free(&reading->addresses);
}

/* "GetAdaptersInfo function": loopback is not among them. */
static bool is_listed(const struct iph_adapter *adapter)
{
	return adapter->link.ipv4 && adapter->row.Type != IF_TYPE_SOFTWARE_LOOPBACK;
}

/* Windows does not tell of the addresses of an adapter whose cable is unplugged, though it knows
 * them: programs take what is not 0.0.0.0 for an address that works. */
static bool is_usable(const struct iph_adapter *adapter)
{
	return adapter->row.OperStatus == IfOperStatusUp;
}

static size_t gateways_of(const struct reading *reading, const struct iph_adapter *adapter,
			  size_t *ret_count)
{
	const struct iph_table *list = &reading->adapters.lists[IPH_LIST_GATEWAY];
	size_t first =
		iph_adapters_list_first(IPH_LIST_GATEWAY, list, AF_INET, adapter->link.index);
	size_t end = first;

	for (; end < iph_table_count(list); end++) {
		const struct iph_gateway *gateway = iph_table_row(list, end);

		if (gateway->Address.si_family != AF_INET ||
		    gateway->InterfaceIndex != adapter->link.index)
			break;
	}
	*ret_count = end - first;
	return first;
}

/* How many adapters there are, and how many addresses that have no room in them. */
static size_t count(const struct reading *reading, size_t *ret_strings)
{
	size_t listed = 0;
	size_t found;
	size_t i;

	*ret_strings = 0;
	for (i = 0; i < iph_table_count(&reading->adapters.all); i++) {
		const struct iph_adapter *adapter = iph_table_row(&reading->adapters.all, i);

		if (!is_listed(adapter))
			continue;
		listed++;
		if (!is_usable(adapter))
			continue;
		iph_ipv4_of(&reading->addresses, adapter->link.index, &found);
		*ret_strings += found > 1 ? found - 1 : 0;
		gateways_of(reading, adapter, &found);
		*ret_strings += found > 1 ? found - 1 : 0;
	}
	return listed;
}

/* 4 bytes of time end in 2038. */
static long clamp(int64_t seconds)
{
	return seconds > LONG_MAX ? LONG_MAX : (long)seconds;
}

/* Of the first address that has one. A lifetime counts from when it was last given; what is left of
 * it the kernel tells in whole seconds. */
static void set_lease(const struct reading *reading, const struct iph_unicast *unicast,
		      IP_ADAPTER_INFO *info)
{
	const struct iph_clock *clock = &reading->clock;
	int64_t given = iph_clock_date(clock, unicast->updated) - UNIX_EPOCH;
	int64_t now = iph_clock_date(clock, (uint32_t)clock->uptime) - UNIX_EPOCH;

	info->DhcpEnabled = 1;
	info->LeaseObtained = clamp(given / SECOND);
	info->LeaseExpires = LONG_MAX;
	if (unicast->valid != UINT32_MAX)
		info->LeaseExpires = clamp(now / SECOND + unicast->valid);
}

static void put_addresses(const struct reading *reading, const struct iph_adapter *adapter,
			  IP_ADDR_STRING **room, IP_ADAPTER_INFO *info)
{
	struct iph_string_list list = {.head = &info->IpAddressList, .room = room};
	MIB_UNICASTIPADDRESS_ROW row;
	size_t found;
	size_t at = iph_ipv4_of(&reading->addresses, adapter->link.index, &found);

	if (!is_usable(adapter))
		found = 0;
	if (found == 0)
		iph_address_string(0, 0, iph_string_add(&list));
	for (; found > 0; found--, at++) {
		const struct iph_unicast *unicast = iph_ipv4_at(&reading->addresses, at);
		IP_ADDR_STRING *string = iph_string_add(&list);

		iph_unicast_row(unicast, &reading->clock, &row);
		iph_address_string(iph_ipv4_bytes(&unicast->addr),
				   iph_ipv4_mask(row.OnLinkPrefixLength), string);
		string->Context = iph_ipv4_context(unicast);
		if (row.PrefixOrigin == IpPrefixOriginDhcp && !info->DhcpEnabled)
			set_lease(reading, unicast, info);
	}
}

static void put_gateways(const struct reading *reading, const struct iph_adapter *adapter,
			 IP_ADDR_STRING **room, IP_ADAPTER_INFO *info)
{
	struct iph_string_list list = {.head = &info->GatewayList, .room = room};
	size_t found;
	size_t at = gateways_of(reading, adapter, &found);

	if (!is_usable(adapter))
		found = 0;
	if (found == 0)
		iph_address_string(0, 0, iph_string_add(&list));
	for (; found > 0; found--, at++) {
		const struct iph_gateway *gateway =
			iph_table_row(&reading->adapters.lists[IPH_LIST_GATEWAY], at);

		iph_address_string(gateway->Address.Ipv4.sin_addr.s_addr, INADDR_BROADCAST,
				   iph_string_add(&list));
	}
}

static void put_adapter(const struct iph_adapter *adapter, IP_ADAPTER_INFO *info)
{
	const MIB_IF_ROW2 *row = &adapter->row;

	memset(info, 0, sizeof(*info));
	info->ComboIndex = row->InterfaceIndex;
	iph_guid_text(&row->InterfaceGuid, info->AdapterName);
	iph_text_narrow(row->Description, info->Description, sizeof(info->Description));
	info->Index = row->InterfaceIndex;
	info->Type = row->Type;
	/* as in IP_ADAPTER_ADDRESSES: a longer one does not fit */
	if (row->PhysicalAddressLength > sizeof(info->Address))
		return;
	info->AddressLength = row->PhysicalAddressLength;
	memcpy(info->Address, row->PhysicalAddress, row->PhysicalAddressLength);
}

/* All adapters first, so that a program that takes them for an array is right, too. */
static void put_all(const struct reading *reading, size_t listed, IP_ADAPTER_INFO *buffer)
{
	IP_ADDR_STRING *room = (IP_ADDR_STRING *)(buffer + listed);
	IP_ADAPTER_INFO *info = buffer;
	size_t i;

	for (i = 0; i < iph_table_count(&reading->adapters.all); i++) {
		const struct iph_adapter *adapter = iph_table_row(&reading->adapters.all, i);

		if (!is_listed(adapter))
			continue;
		put_adapter(adapter, info);
		put_addresses(reading, adapter, &room, info);
		put_gateways(reading, adapter, &room, info);
		if (--listed > 0)
			info->Next = info + 1;
		info++;
	}
}

static int read_all(struct reading *reading)
{
	const struct iph_adapters_wish wish = {.family = AF_INET,
					       .flags = GAA_FLAG_SKIP_ANYCAST |
							GAA_FLAG_SKIP_MULTICAST |
							GAA_FLAG_INCLUDE_GATEWAYS,
					       .unlisted = true};
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_adapters_read(&wish, &reading->adapters);

	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = iph_ipv4_read(&nl, &reading->addresses);
	reading->clock = iph_clock_now();
	return r == -EAFNOSUPPORT ? -ENODATA : r;
}

static int get_info(IP_ADAPTER_INFO *buffer, ULONG *size)
{
	__attribute__((cleanup(free_reading))) struct reading reading = {0};
	size_t strings;
	size_t listed;
	size_t needed;
	int r;

	if (!size)
		return -EINVAL;
	r = read_all(&reading);
	if (r < 0)
		return r;
	listed = count(&reading, &strings);
	needed = listed * sizeof(*buffer) + strings * sizeof(IP_ADDR_STRING);
	if (listed == 0)
		return -ENODATA;
	if (needed > UINT32_MAX)
		return -ENOMEM;
	if (!buffer || *size < needed) {
		*size = (ULONG)needed;
		return -EOVERFLOW;
	}
	put_all(&reading, listed, buffer);
	return 0;
}

IPH_EXPORT ULONG GetAdaptersInfo(PIP_ADAPTER_INFO AdapterInfo, PULONG SizePointer)
{
	return iph_status(IPH_CALL_ADAPTERS, get_info(AdapterInfo, SizePointer));
}
