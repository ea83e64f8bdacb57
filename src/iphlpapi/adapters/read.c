/* SPDX-License-Identifier: MIT */
/* GetAdaptersAddresses(): one question to the kernel for each kind of information. */

#include <errno.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "adapters.h"
#include "address/table.h"
#include "interface/interface.h"

struct reader {
	struct iph_nl nl;
	struct iph_adapters *adapters;
};

static const struct iph_table_shape adapter_shape = IPH_TABLE_SHAPE(struct iph_adapter_table);

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
	struct iph_adapter *adapter = iph_table_add(&reader->adapters->all);
	struct iph_link_message message;
	int r;

	if (!adapter)
		return -ENOMEM;
	r = iph_link_take_apart(nlh, &message);
	if (r == 0)
		r = iph_interface_fill_row(&message, reader->nl.fd, IPH_WITHOUT_STATISTICS,
					   &adapter->row);
	if (r == 0)
		r = iph_link_fill(&message, &adapter->link);
	if (r < 0)
		return r;
	adapter->flags = message.ifi->ifi_flags;
	adapter->ra_flags = ra_flags(message.tb[IFLA_AF_SPEC]);
	return 0;
}

static void forget_adapters(void *arg)
{
	const struct reader *reader = arg;

	iph_table_truncate(&reader->adapters->all, 0);
}

static int compare_adapters(const void *left, const void *right, void *arg)
{
	const struct iph_adapter *a = left;
	const struct iph_adapter *b = right;

	(void)arg;
	return (a->link.index > b->link.index) - (a->link.index < b->link.index);
}

static int read_adapters(struct reader *reader)
{
	struct iph_table *all = &reader->adapters->all;
	const struct iph_nl_sink sink = {
		.message = link_message, .restart = forget_adapters, .arg = reader};
	struct iph_interface_rows rows = {.step = sizeof(struct iph_adapter)};
	int r = iph_link_ask(&reader->nl, 0, &sink);

	if (r < 0)
		return r;
	iph_table_sort(all, 0, compare_adapters, NULL);
	_Static_assert(offsetof(struct iph_adapter, row) == 0, "an adapter begins with its row");
	rows.first = iph_table_row(all, 0);
	rows.count = iph_table_count(all);
	return iph_interface_complete(&rows);
}

static int read_lists(struct reader *reader, const struct iph_adapters_wish *wish)
{
	struct iph_adapters *adapters = reader->adapters;
	const struct iph_adapter *first = iph_table_row(&adapters->all, 0);
	const struct iph_known_links links = {.first = &first->link,
					      .count = iph_table_count(&adapters->all),
					      .step = sizeof(*first)};
	size_t i;
	int r = 0;

	for (i = wish->unlisted ? IPH_LIST_UNICAST + 1 : 0; i < IPH_LISTS && r == 0; i++)
		if (lists[i].kind && !(wish->flags & lists[i].skip))
			r = iph_address_read(lists[i].kind, &reader->nl, wish->family, &links,
					     &adapters->lists[i]);
	if (r == 0 && wish->flags & GAA_FLAG_INCLUDE_PREFIX)
		r = iph_adapter_prefixes(&adapters->lists[IPH_LIST_UNICAST], &adapters->all,
					 &adapters->lists[IPH_LIST_PREFIX]);
	if (r == 0 && wish->flags & GAA_FLAG_INCLUDE_GATEWAYS)
		r = iph_adapter_gateways(wish->family, &adapters->lists[IPH_LIST_GATEWAY]);
	return r == -EAFNOSUPPORT ? -ENODATA : r; /* no interface has a family that is not there */
}

static int init(struct iph_adapters *adapters)
{
	size_t i;
	int r = iph_table_init(&adapters->all, &adapter_shape);

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
		r = read_adapters(&reader);
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

	iph_table_free(&adapters->all);
	for (i = 0; i < IPH_LISTS; i++)
		iph_table_free(&adapters->lists[i]);
}
