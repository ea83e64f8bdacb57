/* SPDX-License-Identifier: MIT */
/* What the tables of anycast, unicast and multicast addresses have in common. */

#include <endian.h>
#include <errno.h>
#include <string.h>

#include "links.h"
#include "steady.h"
#include "table.h"

static uint64_t big_endian(const uint8_t *bytes)
{
	uint64_t value;

	memcpy(&value, bytes, sizeof(value));
	return be64toh(value);
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* Rows of one family. */
static int compare_rows(const void *left, const void *right, void *kind)
{
	const SOCKADDR_INET *a = left;
	const SOCKADDR_INET *b = right;
	int order = compare_numbers(iph_address_index(kind, left), iph_address_index(kind, right));

	if (order == 0 && a->si_family == AF_INET)
		return compare_numbers(ntohl(a->Ipv4.sin_addr.s_addr),
				       ntohl(b->Ipv4.sin_addr.s_addr));
	if (order == 0)
		order = compare_numbers(big_endian(a->Ipv6.sin6_addr.s6_addr),
					big_endian(b->Ipv6.sin6_addr.s6_addr));
	if (order == 0)
		order = compare_numbers(big_endian(a->Ipv6.sin6_addr.s6_addr + 8),
					big_endian(b->Ipv6.sin6_addr.s6_addr + 8));
	return order;
}

/* The same order as words: the index, and the address. */
static uint64_t word_of(const void *row, unsigned int place, const void *kind)
{
	const SOCKADDR_INET *address = row;
	uint64_t index = iph_address_index(kind, row);

	if (address->si_family == AF_INET)
		return place ? 0 : index << 32 | ntohl(address->Ipv4.sin_addr.s_addr);
	return place ? big_endian(address->Ipv6.sin6_addr.s6_addr + (place == 2 ? 8 : 0)) : index;
}

static const struct iph_table_words words = {.places = 3, .word = word_of};

/* Of an interface whose addresses do not fit into one datagram, and that never holds still. What
 * stays is skipped in one reading or another and not in all of them, because every second one has
 * its own places where the kernel continues. What is there twice goes later. */
static int read_union(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
		      uint32_t ifindex, struct iph_table *table)
{
	int r = 0;
	int i;

	for (i = 0; i < IPH_STEADY_TRIES && r == 0; i++) {
		r = iph_steady_again(nl, i);
		nl->any = true;
		if (r == 0)
			r = kind->read(nl, family, ifindex, table);
	}
	nl->any = false;
	return r;
}

static int read_one(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
		    uint32_t ifindex, struct iph_table *table)
{
	size_t first = iph_table_count(table);
	int r;

	nl->tries = IPH_WHOLE_TRIES;
	r = kind->read(nl, family, ifindex, table);
	if (r == -ENODEV)
		return 0; /* it has gone in the meantime */
	if (r != -EAGAIN)
		return r;
	iph_table_truncate(table, first);
	return read_union(kind, nl, family, ifindex, table);
}

/* The addresses of one interface mostly fit into one datagram, which the kernel fills without a
 * break, and those of others may then change as they like. */
static int read_each(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
		     struct iph_table *table)
{
	IPH_AUTO_LINKS struct iph_links links = {0};
	size_t i;
	int r = iph_links_read_indices(nl, family, &links);

	for (i = 0; i < links.count && r == 0; i++)
		r = read_one(kind, nl, family, links.links[i].index, table);
	return r;
}

static int read_all(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
		    struct iph_table *table)
{
	size_t first = iph_table_count(table);
	unsigned int tries = nl->tries;
	int r;

	nl->tries = IPH_WHOLE_TRIES;
	r = kind->read(nl, family, 0, table);
	nl->tries = tries;
	if (r == -EAGAIN) {
		iph_table_truncate(table, first);
		r = read_each(kind, nl, family, table);
		nl->tries = tries;
	}
	return r;
}

/* Drops rows that are there twice. Rows are in order, so that two of the same stand side by side;
 * how long ago something happened may differ between them. */
static void drop_doubles(const struct iph_address_kind *kind, struct iph_table *table, size_t first)
{
	size_t row = table->shape->row;
	size_t kept = first;
	size_t i;

	for (i = first; i < iph_table_count(table); i++) {
		void *at = iph_table_row(table, i);

		if (kept > first &&
		    compare_rows(iph_table_row(table, kept - 1), at, (void *)kind) == 0)
			continue;
		if (kept != i)
			memcpy(iph_table_row(table, kept), at, row);
		kept++;
	}
	iph_table_truncate(table, kept);
}

static int read_sorted(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
		       struct iph_table *table)
{
	size_t first = iph_table_count(table);
	int r = read_all(kind, nl, family, table);

	if (r < 0)
		return r;
	iph_table_spread(table, first, &words, kind);
	iph_table_sort(table, first, compare_rows, (void *)kind);
	if (nl->pieced)
		drop_doubles(kind, table, first);
	return 0;
}

/* Two readings one behind the other. */
static bool agree(const struct iph_table *table, size_t first, size_t second)
{
	size_t count = iph_table_count(table) - second;

	return second - first == count &&
	       memcmp(iph_table_row(table, first), iph_table_row(table, second),
		      count * table->shape->row) == 0;
}

/* Forgets the rows from first to begin. */
static void keep_last(struct iph_table *table, size_t first, size_t begin)
{
	size_t count = iph_table_count(table) - begin;

	if (first != begin)
		memmove(iph_table_row(table, first), iph_table_row(table, begin),
			count * table->shape->row);
	iph_table_truncate(table, first + count);
}

/* Without a notice of a change, or when two readings agree, there was none. */
static int read_steady(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
		       int group, struct iph_table *table)
{
	IPH_AUTO_STEADY struct iph_steady steady;
	size_t first = iph_table_count(table);
	size_t before = first;
	size_t begin;
	int i;
	int r;

	iph_steady_open(&steady, group);
	for (i = 0; i < IPH_STEADY_TRIES; i++) {
		begin = iph_table_count(table);
		r = iph_steady_begin(&steady, nl, i);
		if (r == 0)
			r = read_sorted(kind, nl, family, table);
		if (r < 0)
			return r;
		drop_doubles(kind, table, begin);
		if (steady.told ? !iph_steady_changed(&steady)
				: i > 0 && agree(table, before, begin)) {
			keep_last(table, first, begin);
			return 0;
		}
		before = begin;
	}
	iph_table_sort(table, first, compare_rows, (void *)kind);
	drop_doubles(kind, table, first);
	return 0;
}

static int add_family(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
		      struct iph_table *table)
{
	int group = kind->notices[family == AF_INET6];

	return group ? read_steady(kind, nl, family, group, table)
		     : read_sorted(kind, nl, family, table);
}

int iph_address_rows(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
		     struct iph_table *table)
{
	int r = 0;

	if (family != AF_INET6)
		r = add_family(kind, nl, AF_INET, table);
	if (r == -EAFNOSUPPORT && family == AF_UNSPEC)
		r = 0;
	if (r == 0 && family != AF_INET)
		r = add_family(kind, nl, AF_INET6, table);
	return r == -EAFNOSUPPORT && family == AF_UNSPEC ? 0 : r;
}

int iph_address_read(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
		     const struct iph_known_links *links, struct iph_table *table)
{
	int r = iph_address_rows(kind, nl, family, table);

	if (r < 0)
		return r;
	iph_address_complete_from(kind, links, table);
	return 0;
}

int iph_address_table(const struct iph_address_kind *kind, ADDRESS_FAMILY family, void **ret_table)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	IPH_AUTO_TABLE struct iph_table table = {0};
	uint8_t linux_family;
	int r;

	if (!ret_table)
		return -EINVAL;
	*ret_table = NULL;
	r = iph_row_family(family, &linux_family);
	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = iph_table_init(&table, &kind->shape);
	if (r == 0)
		r = iph_address_rows(kind, &nl, linux_family, &table);
	if (r == 0)
		r = iph_address_complete(kind, &nl, &table);
	if (r < 0)
		return r;
	*ret_table = iph_table_take(&table);
	return 0;
}
