/* SPDX-License-Identifier: MIT */
/* Asks the kernel for its IPv4 addresses, and keeps its order of those of one interface. */

#include <errno.h>
#include <string.h>

#include "ipv4-address.h"

/* LOOPBACK_IFINDEX in the kernel's net/flow.h */
#define LOOPBACK_INDEX 1

static const struct iph_table_shape shape = IPH_TABLE_SHAPE(struct iph_ipv4_table);

/* Loopback comes last. */
static uint64_t place_of(uint32_t ifindex)
{
	return ifindex == LOOPBACK_INDEX ? UINT64_MAX : ifindex;
}

static int compare(const void *left, const void *right, void *arg)
{
	const struct iph_unicast *a = left;
	const struct iph_unicast *b = right;

	(void)arg;
	return (place_of(a->ifindex) > place_of(b->ifindex)) -
	       (place_of(a->ifindex) < place_of(b->ifindex));
}

static int add(const struct iph_unicast *unicast, void *table)
{
	struct iph_unicast *row = iph_table_add(table);

	if (!row)
		return -ENOMEM;
	*row = *unicast;
	return 0;
}

static void forget(void *table)
{
	iph_table_truncate(table, 0);
}

int iph_ipv4_read(struct iph_nl *nl, struct iph_table *ret_table)
{
	IPH_AUTO_TABLE struct iph_table table = {0};
	const struct iph_unicast_sink sink = {.entry = add, .restart = forget, .arg = &table};
	int r = iph_table_init(&table, &shape);

	if (r == 0)
		r = iph_unicast_read(nl, AF_INET, 0, &sink);
	if (r < 0)
		return r;
	iph_table_sort(&table, 0, compare, NULL); /* equal rows stay in their order */
	*ret_table = table;
	table.memory = NULL;
	return 0;
}

size_t iph_ipv4_of(const struct iph_table *table, uint32_t ifindex, size_t *ret_count)
{
	size_t high = iph_table_count(table);
	size_t low = 0;
	size_t end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (place_of(iph_ipv4_at(table, middle)->ifindex) < place_of(ifindex))
			low = middle + 1;
		else
			high = middle;
	}
	end = low;
	while (end < iph_table_count(table) && iph_ipv4_at(table, end)->ifindex == ifindex)
		end++;
	*ret_count = end - low;
	return low;
}

uint32_t iph_ipv4_bytes(const struct iph_addr *addr)
{
	uint32_t bytes;

	memcpy(&bytes, addr->bytes, sizeof(bytes));
	return bytes;
}

uint32_t iph_ipv4_mask(unsigned int length)
{
	return length ? htonl(UINT32_MAX << (32 - length)) : 0;
}
