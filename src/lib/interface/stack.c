/* SPDX-License-Identifier: MIT */
/* The interface stack of netioapi.h: which interface sits immediately on which. */

#include <errno.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "link.h"
#include "table/table.h"

enum member { HIGHER, LOWER };

/* A row of either table, which differ in the order of their members. While a table is being made
 * a row whose members are equal says that there is such an interface. */
struct relation {
	uint32_t index[2];
};

static const struct iph_table_shape shape = IPH_TABLE_SHAPE(MIB_IFSTACK_TABLE);

_Static_assert(sizeof(MIB_IFSTACK_TABLE) == sizeof(MIB_INVERTEDIFSTACK_TABLE),
	       "both tables have one shape");

/* What IFLA_LINK names is the other end of a cable. */
static const char *const cables[] = {"veth", "netkit", "vxcan"};

/* Lower interfaces that are told in the data of the kind. */
static const struct {
	const char *kind;
	uint16_t attribute;
} own_links[] = {
	{"vxlan", IFLA_VXLAN_LINK},
	{"hsr", IFLA_HSR_SLAVE1},
	{"hsr", IFLA_HSR_SLAVE2},
};
#define OWN_LINK_LAST IFLA_VXLAN_LINK

static int add_relation(struct iph_table *table, uint32_t higher, uint32_t lower)
{
	struct relation *relation = iph_table_add(table);

	if (!relation)
		return -ENOMEM;
	relation->index[HIGHER] = higher;
	relation->index[LOWER] = lower;
	return 0;
}

/* The interface at one end is the message's own, at the other the one that an attribute names. */
static int add_named(struct iph_table *table, uint32_t index, enum member self,
		     const struct nlattr *attr)
{
	uint32_t other;

	if (!iph_attr_u32(attr, &other) || other == 0 || other == index)
		return 0;
	return self == HIGHER ? add_relation(table, index, other)
			      : add_relation(table, other, index);
}

static bool is_cable(const char *kind)
{
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(cables); i++)
		if (strcmp(cables[i], kind) == 0)
			return true;
	return false;
}

static int add_own_links(struct iph_table *table, uint32_t index, const struct iph_link_info *info)
{
	const struct nlattr *tb[OWN_LINK_LAST + 1];
	size_t i;
	int r = 0;

	if (!info->data || iph_attr_parse_nested(info->data, tb, OWN_LINK_LAST) < 0)
		return 0;
	for (i = 0; r == 0 && i < IPH_ARRAY_SIZE(own_links); i++)
		if (strcmp(own_links[i].kind, info->kind) == 0)
			r = add_named(table, index, HIGHER, tb[own_links[i].attribute]);
	return r;
}

static int link_message(const struct nlmsghdr *nlh, void *table)
{
	struct iph_link_message message;
	uint32_t index;
	int r = iph_link_take_apart(nlh, &message);

	if (r < 0)
		return r;
	index = (uint32_t)message.ifi->ifi_index;
	r = add_relation(table, index, index);
	if (r == 0)
		r = add_named(table, index, LOWER, message.tb[IFLA_MASTER]);
	/* the index is another namespace's, even where we have an interface of that index */
	if (r < 0 || message.tb[IFLA_LINK_NETNSID])
		return r;
	if (!is_cable(message.info.kind))
		r = add_named(table, index, HIGHER, message.tb[IFLA_LINK]);
	return r < 0 ? r : add_own_links(table, index, &message.info);
}

static void forget_relations(void *table)
{
	iph_table_truncate(table, 0);
}

static int compare_pair(const void *left, const void *right)
{
	const struct relation *a = left;
	const struct relation *b = right;
	int which = a->index[0] == b->index[0];

	return (a->index[which] > b->index[which]) - (a->index[which] < b->index[which]);
}

static int compare_relations(const void *left, const void *right, void *arg)
{
	(void)arg;
	return compare_pair(left, right);
}

static int read_relations(struct iph_table *found)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_nl_sink sink = {
		.message = link_message, .restart = forget_relations, .arg = found};
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r < 0)
		return r;
	r = iph_link_ask(&nl, 0, &sink);
	if (r == 0)
		iph_table_sort(found, 0, compare_relations, NULL);
	return r;
}

static bool is_there(const struct iph_table *found, uint32_t index)
{
	const struct relation self = {.index = {index, index}};

	return bsearch(&self, iph_table_row(found, 0), iph_table_count(found), sizeof(self),
		       compare_pair);
}

/* A tunnel goes on naming an interface that it was over and that is gone (net/ipv4/ip_tunnel.c). */
static int add_real_ones(const struct iph_table *found, enum member first, struct iph_table *table)
{
	struct relation last = {.index = {0, 0}};
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < iph_table_count(found); i++) {
		struct relation relation = *(struct relation *)iph_table_row(found, i);

		if (relation.index[HIGHER] == relation.index[LOWER] ||
		    compare_pair(&relation, &last) == 0 ||
		    !is_there(found, relation.index[HIGHER]) ||
		    !is_there(found, relation.index[LOWER]))
			continue;
		last = relation;
		r = add_relation(table, relation.index[first], relation.index[!first]);
	}
	return r;
}

static int get_stack(enum member first, void **ret_table)
{
	IPH_AUTO_TABLE struct iph_table found = {0};
	IPH_AUTO_TABLE struct iph_table table = {0};
	int r;

	if (!ret_table)
		return -EINVAL;
	*ret_table = NULL;
	r = iph_table_init(&found, &shape);
	if (r == 0)
		r = iph_table_init(&table, &shape);
	if (r == 0)
		r = read_relations(&found);
	if (r == 0)
		r = add_real_ones(&found, first, &table);
	if (r < 0)
		return r;
	iph_table_sort(&table, 0, compare_relations, NULL);
	*ret_table = iph_table_take(&table);
	return 0;
}

IPH_EXPORT NETIO_STATUS GetIfStackTable(PMIB_IFSTACK_TABLE *Table)
{
	return iph_status(IPH_CALL_INTERFACE_TABLE, get_stack(HIGHER, (void **)Table));
}

IPH_EXPORT NETIO_STATUS GetInvertedIfStackTable(PMIB_INVERTEDIFSTACK_TABLE *Table)
{
	return iph_status(IPH_CALL_INTERFACE_TABLE, get_stack(LOWER, (void **)Table));
}
