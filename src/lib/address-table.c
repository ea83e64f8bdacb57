/* SPDX-License-Identifier: MIT */
/* What the tables of anycast, unicast and multicast addresses have in common. */

#include <errno.h>
#include <string.h>

#include "address-table.h"
#include "links.h"

/* Up to this many interfaces are asked for one by one: cheaper than a dump of thousands. */
#define FEW_LINKS 8

/* So often all interfaces are read at once while others change them. */
#define WHOLE_TRIES 4

static uint32_t index_of(const struct iph_address_kind *kind, const void *row)
{
	return *(const NET_IFINDEX *)((const char *)row + kind->index);
}

static void complete(const struct iph_address_kind *kind, void *row, const struct iph_link *link)
{
	NET_LUID *luid = (NET_LUID *)((char *)row + kind->luid);

	luid->Value = iph_luid_make(link->type, link->index);
	if (kind->finish)
		kind->finish(row, link);
}

static int compare_rows(const void *left, const void *right, void *kind)
{
	const SOCKADDR_INET *a = left;
	const SOCKADDR_INET *b = right;
	uint32_t a_index = index_of(kind, left);
	uint32_t b_index = index_of(kind, right);

	if (a_index != b_index)
		return a_index < b_index ? -1 : 1;
	if (a->si_family == AF_INET)
		return memcmp(&a->Ipv4.sin_addr, &b->Ipv4.sin_addr, sizeof(a->Ipv4.sin_addr));
	return memcmp(&a->Ipv6.sin6_addr, &b->Ipv6.sin6_addr, sizeof(a->Ipv6.sin6_addr));
}

static unsigned int limit_tries(struct iph_nl *nl)
{
	unsigned int tries = nl->tries;

	nl->tries = WHOLE_TRIES;
	return tries;
}

/* The addresses of one interface mostly fit into one datagram, which the kernel fills without a
 * break, and those of others may then change as they like. */
static int read_each(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
		     struct iph_table *table)
{
	IPH_AUTO_LINKS struct iph_links links = {0};
	size_t i;
	int r = iph_links_read_indices(nl, family, &links);

	for (i = 0; i < links.count && r == 0; i++) {
		r = kind->read(nl, family, links.links[i].index, table);
		if (r == -ENODEV)
			r = 0; /* it has gone in the meantime */
	}
	return r;
}

static int read_all(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
		    struct iph_table *table)
{
	size_t first = iph_table_count(table);
	unsigned int tries = limit_tries(nl);
	int r = kind->read(nl, family, 0, table);

	nl->tries = tries;
	if (r != -EAGAIN)
		return r;
	iph_table_truncate(table, first);
	return read_each(kind, nl, family, table);
}

static int add_family(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
		      struct iph_table *table)
{
	size_t first = iph_table_count(table);
	int r = read_all(kind, nl, family, table);

	if (r == 0)
		iph_table_sort(table, first, compare_rows, (void *)kind);
	return r;
}

/* With both families asked for, one that the machine lacks has no rows. */
static int add_families(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
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

/* Sorted rows have those of one interface side by side. */
static size_t count_interfaces(const struct iph_address_kind *kind, const struct iph_table *table)
{
	size_t interfaces = 0;
	uint32_t last = 0;
	size_t i;

	for (i = 0; i < iph_table_count(table); i++) {
		uint32_t index = index_of(kind, iph_table_row(table, i));

		interfaces += index != last;
		last = index;
	}
	return interfaces;
}

/* -ENODEV when there is no such interface. */
static int find_link(struct iph_nl *nl, const struct iph_links *links, uint32_t index,
		     struct iph_link *ret_link)
{
	const struct iph_link *link;

	if (!links->links)
		return iph_link_by_index(nl, index, ret_link);
	link = iph_links_find(links, index);
	if (!link)
		return -ENODEV;
	*ret_link = *link;
	return 0;
}

/* None, where others change interfaces all the time: then one is asked for after the other. */
static int read_links(struct iph_nl *nl, struct iph_links *ret_links)
{
	unsigned int tries = limit_tries(nl);
	int r = iph_links_read(nl, ret_links);

	nl->tries = tries;
	return r == -EAGAIN ? 0 : r;
}

/* Rows of an interface that has gone in the meantime go with it. */
static int complete_rows(const struct iph_address_kind *kind, struct iph_nl *nl,
			 const struct iph_links *links, struct iph_table *table)
{
	struct iph_link link = {0};
	size_t kept = 0;
	size_t i;
	int r = 0;

	for (i = 0; i < iph_table_count(table) && (r == 0 || r == -ENODEV); i++) {
		void *row = iph_table_row(table, i);

		if (link.index != index_of(kind, row)) {
			r = find_link(nl, links, index_of(kind, row), &link);
			link.index = index_of(kind, row);
		}
		if (r < 0)
			continue;
		complete(kind, row, &link);
		if (kept != i)
			memcpy(iph_table_row(table, kept), row, kind->shape.row);
		kept++;
	}
	iph_table_truncate(table, kept);
	return r == -ENODEV ? 0 : r;
}

static int find_links(const struct iph_address_kind *kind, struct iph_nl *nl,
		      struct iph_table *table)
{
	IPH_AUTO_LINKS struct iph_links links = {0};
	int r = 0;

	if (count_interfaces(kind, table) > FEW_LINKS)
		r = read_links(nl, &links);
	return r < 0 ? r : complete_rows(kind, nl, &links, table);
}

int iph_address_read(const struct iph_address_kind *kind, struct iph_nl *nl, uint8_t family,
		     const struct iph_links *links, struct iph_table *table)
{
	int r = add_families(kind, nl, family, table);

	return r < 0 ? r : complete_rows(kind, nl, links, table);
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
		r = add_families(kind, &nl, linux_family, &table);
	if (r == 0)
		r = find_links(kind, &nl, &table);
	if (r < 0)
		return r;
	*ret_table = iph_table_take(&table);
	return 0;
}
