/* SPDX-License-Identifier: MIT */
/* GetAdaptersAddresses(): prefixes, which Windows takes from its routes on the link. */

#include <errno.h>
#include <string.h>

#include "adapters.h"
#include "table/key.h"

/* What an adapter has beside the prefixes of its addresses: multicast and limited broadcast. */
static const struct {
	struct iph_addr addr;
	ULONG length;
} always[] = {
	{{AF_INET, {224}}, 4},
	{{AF_INET, {255, 255, 255, 255}}, 32},
	{{AF_INET6, {0xff}}, 8},
};

static int add_prefix(struct iph_table *prefixes, const struct iph_addr *addr, uint32_t index,
		      ULONG length)
{
	struct iph_prefix *prefix = iph_table_add(prefixes);

	if (!prefix)
		return -ENOMEM;
	iph_row_set_addr(&prefix->Address, addr, index);
	prefix->InterfaceIndex = index;
	prefix->length = length;
	return 0;
}

/* Sets all bits behind the prefix to those of host, which are all the same. */
static struct iph_addr with_host(const struct iph_addr *addr, ULONG length, uint8_t host)
{
	struct iph_addr result = *addr;
	size_t i;

	for (i = 0; i < iph_addr_len(addr->family); i++) {
		ULONG before = (ULONG)i * 8;
		ULONG kept = length <= before ? 0 : length - before < 8 ? length - before : 8;
		uint8_t mask = (uint8_t)(0xff00u >> kept);

		result.bytes[i] = (uint8_t)((addr->bytes[i] & mask) | (host & ~mask));
	}
	return result;
}

/* "IP_ADAPTER_ADDRESSES_LH structure": the host, its subnet and the subnet's broadcast address.
 * There is none in a subnet of two (RFC 3021). */
static int add_address(struct iph_table *prefixes, const MIB_UNICASTIPADDRESS_ROW *row)
{
	ULONG length = row->OnLinkPrefixLength;
	struct iph_addr other;
	struct iph_addr addr;
	ULONG whole;
	int r;

	if (!iph_row_addr(&row->Address, &addr))
		return 0;
	whole = 8 * iph_addr_len(addr.family);
	if (length > whole)
		length = whole;
	other = with_host(&addr, length, 0);
	r = add_prefix(prefixes, &addr, row->InterfaceIndex, whole);
	if (r == 0)
		r = add_prefix(prefixes, &other, row->InterfaceIndex, length);
	if (r < 0 || addr.family == AF_INET6 || whole - length < 2)
		return r;
	other = with_host(&addr, length, 0xff);
	return add_prefix(prefixes, &other, row->InterfaceIndex, whole);
}

static int add_always(struct iph_table *prefixes, const struct iph_link *link)
{
	size_t i;
	int r = 0;

	for (i = 0; i < IPH_ARRAY_SIZE(always) && r == 0; i++)
		if (always[i].addr.family == AF_INET ? link->ipv4 : link->ipv6)
			r = add_prefix(prefixes, &always[i].addr, link->index, always[i].length);
	return r;
}

static int compare_prefixes(const void *left, const void *right, void *arg)
{
	const struct iph_prefix *a = left;
	const struct iph_prefix *b = right;
	struct iph_addr a_addr = {0};
	struct iph_addr b_addr = {0};
	int r;

	(void)arg;
	if (a->Address.si_family != b->Address.si_family)
		return a->Address.si_family < b->Address.si_family ? -1 : 1;
	if (a->InterfaceIndex != b->InterfaceIndex)
		return a->InterfaceIndex < b->InterfaceIndex ? -1 : 1;
	iph_row_addr(&a->Address, &a_addr);
	iph_row_addr(&b->Address, &b_addr);
	r = iph_addr_compare(&a_addr, &b_addr);
	return r ? r : (a->length > b->length) - (a->length < b->length);
}

static void drop_repeated(struct iph_table *prefixes)
{
	size_t count = iph_table_count(prefixes);
	size_t kept = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		const void *row = iph_table_row(prefixes, i);

		if (kept > 0 && compare_prefixes(iph_table_row(prefixes, kept - 1), row, NULL) == 0)
			continue;
		memmove(iph_table_row(prefixes, kept++), row, sizeof(struct iph_prefix));
	}
	iph_table_truncate(prefixes, kept);
}

int iph_adapter_prefixes(const struct iph_table *unicast, const struct iph_table *adapters,
			 struct iph_table *prefixes)
{
	size_t i;
	int r = 0;

	for (i = 0; i < iph_table_count(unicast) && r == 0; i++)
		r = add_address(prefixes, iph_table_row(unicast, i));
	for (i = 0; i < iph_table_count(adapters) && r == 0; i++) {
		const struct iph_adapter *adapter = iph_table_row(adapters, i);

		r = add_always(prefixes, &adapter->link);
	}
	if (r < 0)
		return r;
	iph_table_sort(prefixes, 0, compare_prefixes, NULL);
	drop_repeated(prefixes);
	return 0;
}
