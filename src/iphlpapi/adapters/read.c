/* SPDX-License-Identifier: MIT */
/* GetAdaptersAddresses(): one question to the kernel for each kind of information. */

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "adapters.h"
#include "address/table.h"
#include "interface/interface.h"

struct reader {
	struct iph_nl nl;
	struct iph_adapters *adapters;
};

static const struct iph_table_shape row_shape = IPH_TABLE_SHAPE(MIB_IF_TABLE2);
static const struct iph_table_shape link_shape = IPH_TABLE_SHAPE(struct iph_link_table);
static const struct iph_table_shape extra_shape = IPH_TABLE_SHAPE(struct iph_extra_table);

/* kind is NULL for the lists that are made from others. */
static const struct {
	struct iph_table_shape shape;
	const struct iph_address_kind *kind;
	ULONG skip;
} lists[IPH_LISTS] = {
	/* whether DHCP is in use shows in the addresses, wanted or not */
	[IPH_LIST_UNICAST] = {IPH_TABLE_SHAPE(MIB_UNICASTIPADDRESS_TABLE), &iph_unicast_kind, 0},
	[IPH_LIST_ANYCAST] = {IPH_TABLE_SHAPE(MIB_ANYCASTIPADDRESS_TABLE), &iph_anycast_kind,
			      GAA_FLAG_SKIP_ANYCAST},
	[IPH_LIST_MULTICAST] = {IPH_TABLE_SHAPE(MIB_MULTICASTIPADDRESS_TABLE), &iph_multicast_kind,
				GAA_FLAG_SKIP_MULTICAST},
	[IPH_LIST_PREFIX] = {IPH_TABLE_SHAPE(struct iph_prefix_table), NULL, 0},
	[IPH_LIST_GATEWAY] = {IPH_TABLE_SHAPE(struct iph_gateway_table), NULL, 0},
};

static uint32_t ra_flags(const struct nlattr *af_spec)
{
	const struct nlattr *families[AF_INET6 + 1];
	const struct nlattr *inet6[IFLA_INET6_FLAGS + 1];
	uint32_t flags = 0;

	if (af_spec && iph_attr_parse_nested(af_spec, families, AF_INET6) == 0 &&
	    families[AF_INET6] &&
	    iph_attr_parse_nested(families[AF_INET6], inet6, IFLA_INET6_FLAGS) == 0)
		iph_attr_u32(inet6[IFLA_INET6_FLAGS], &flags);
	return flags;
}

static int link_message(const struct nlmsghdr *nlh, void *arg)
{
	struct reader *reader = arg;
	struct iph_adapters *adapters = reader->adapters;
	const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[IFLA_AF_SPEC + 1];
	struct iph_adapter_extra *extra = iph_table_add(&adapters->extras);
	struct iph_link *link = iph_table_add(&adapters->links);
	MIB_IF_ROW2 *row = iph_table_add(&adapters->rows);
	int r;

	if (!extra || !link || !row)
		return -ENOMEM;
	r = iph_interface_fill(nlh, reader->nl.fd, IPH_WITHOUT_STATISTICS, row);
	if (r == 0)
		r = iph_link_parse(nlh, link);
	if (r == 0)
		r = iph_attr_parse(nlh, sizeof(*ifi), tb, IFLA_AF_SPEC);
	if (r < 0)
		return r;
	extra->index = row->InterfaceIndex;
	extra->flags = ifi->ifi_flags;
	extra->ra_flags = ra_flags(tb[IFLA_AF_SPEC]);
	return 0;
}

static void forget_links(void *arg)
{
	const struct reader *reader = arg;
	struct iph_adapters *adapters = reader->adapters;

	iph_table_truncate(&adapters->extras, 0);
	iph_table_truncate(&adapters->links, 0);
	iph_table_truncate(&adapters->rows, 0);
}

/* offset is that of the interface index in a row. */
static int compare(const void *left, const void *right, void *offset)
{
	size_t at = *(const size_t *)offset;
	uint32_t a = *(const uint32_t *)((const char *)left + at);
	uint32_t b = *(const uint32_t *)((const char *)right + at);

	return (a > b) - (a < b);
}

static void sort(struct iph_table *table, size_t offset)
{
	iph_table_sort(table, 0, compare, &offset);
}

static int read_links(struct reader *reader)
{
	struct iph_adapters *adapters = reader->adapters;
	struct iph_nl_sink sink = {.message = link_message, .restart = forget_links, .arg = reader};
	struct iph_interface_rows found;
	int r = iph_link_ask(&reader->nl, 0, &sink);

	if (r < 0)
		return r;
	sort(&adapters->rows, offsetof(MIB_IF_ROW2, InterfaceIndex));
	sort(&adapters->links, offsetof(struct iph_link, index));
	sort(&adapters->extras, offsetof(struct iph_adapter_extra, index));
	found.at = iph_table_row(&adapters->rows, 0);
	found.count = iph_table_count(&adapters->rows);
	return iph_interface_complete(&found);
}

static int read_lists(struct reader *reader, const struct iph_adapters_wish *wish)
{
	struct iph_adapters *adapters = reader->adapters;
	struct iph_links links = {.links = iph_table_row(&adapters->links, 0),
				  .count = iph_table_count(&adapters->links)};
	size_t i;
	int r = 0;

	for (i = 0; i < IPH_LISTS && r == 0; i++)
		if (lists[i].kind && !(wish->flags & lists[i].skip))
			r = iph_address_read(lists[i].kind, &reader->nl, wish->family, &links,
					     &adapters->lists[i]);
	if (r == 0 && wish->flags & GAA_FLAG_INCLUDE_PREFIX)
		r = iph_adapter_prefixes(&adapters->lists[IPH_LIST_UNICAST], &adapters->links,
					 &adapters->lists[IPH_LIST_PREFIX]);
	if (r == 0 && wish->flags & GAA_FLAG_INCLUDE_GATEWAYS)
		r = iph_adapter_gateways(&adapters->lists[IPH_LIST_GATEWAY]);
	return r;
}

static int init(struct iph_adapters *adapters)
{
	size_t i;
	int r = iph_table_init(&adapters->rows, &row_shape);

	if (r == 0)
		r = iph_table_init(&adapters->links, &link_shape);
	if (r == 0)
		r = iph_table_init(&adapters->extras, &extra_shape);
	for (i = 0; i < IPH_LISTS && r == 0; i++)
		r = iph_table_init(&adapters->lists[i], &lists[i].shape);
	return r;
}

int iph_adapters_read(const struct iph_adapters_wish *wish, struct iph_adapters *ret_adapters)
{
	IPH_AUTO_ADAPTERS struct iph_adapters adapters = {0};
	struct reader reader = {.nl = IPH_NL_CLOSED, .adapters = &adapters};
	int r = init(&adapters);

	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &reader.nl);
	if (r == 0)
		r = read_links(&reader);
	if (r == 0)
		r = read_lists(&reader, wish);
	iph_nl_close(&reader.nl);
	if (r == 0)
		r = iph_resolv_read(&adapters.resolv);
	if (r < 0)
		return r;
	*ret_adapters = adapters;
	memset(&adapters, 0, sizeof(adapters));
	return 0;
}

void iph_adapters_free(struct iph_adapters *adapters)
{
	size_t i;

	iph_table_free(&adapters->rows);
	iph_table_free(&adapters->links);
	iph_table_free(&adapters->extras);
	for (i = 0; i < IPH_LISTS; i++)
		iph_table_free(&adapters->lists[i]);
}
