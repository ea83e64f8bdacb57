/* SPDX-License-Identifier: MIT */
/* Asking the kernel for anycast entries: one, or all of them. */

#include <errno.h>

#include "anycast.h"
#include "entry.h"
#include "kernel-numbers.h"

int iph_anycast_get(const struct iph_key *key, struct iph_link *ret_link)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_link link;
	int wrong = 0;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = wrong = iph_key_link(&nl, key, &link);
	/* with disable_ipv6 an interface keeps what it has, and tables show it */
	if (r == -EAFNOSUPPORT)
		r = iph_link_resolve(&nl, key->luid, key->index, &link);
	if (r == 0)
		r = iph_anycast_search(&nl, &key->addr, link.index);
	if (r < 0)
		return wrong < 0 ? wrong : r;
	*ret_link = link;
	return 0;
}

/* Where the rows of the family being read begin. */
struct reading {
	struct iph_table *table;
	size_t first;
};

static int add_row(const struct iph_addr *addr, uint32_t ifindex, void *arg)
{
	const struct reading *reading = arg;
	MIB_ANYCASTIPADDRESS_ROW *row = iph_table_add(reading->table);

	if (!row)
		return -ENOMEM;
	iph_anycast_row(addr, ifindex, row);
	return 0;
}

static void forget_rows(void *arg)
{
	const struct reading *reading = arg;

	iph_table_truncate(reading->table, reading->first);
}

static int read_rows(struct iph_nl *nl, uint8_t family, uint32_t ifindex, struct iph_table *table)
{
	struct reading reading = {.table = table, .first = iph_table_count(table)};
	const struct iph_anycast_sink sink = {
		.entry = add_row, .restart = forget_rows, .arg = &reading};

	return iph_anycast_read(nl, family, ifindex, &sink);
}

const struct iph_address_kind iph_anycast_kind = {
	IPH_ADDRESS_KIND(MIB_ANYCASTIPADDRESS_TABLE, MIB_ANYCASTIPADDRESS_ROW),
	.read = read_rows,
	.notices = {0, IPH_GROUP_IPV6_ACADDR},
};
