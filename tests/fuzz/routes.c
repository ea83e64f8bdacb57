/* SPDX-License-Identifier: MIT */
/* Messages about routes and rules, and the rows that are made of routes.
 * Input: messages, each behind its length. */

#include "input.h"

#include "../../src/kernel/addr.c"
#include "../../src/kernel/attr.c"
#include "../../src/kernel/family.c"
#define reader route_reader
#include "../../src/kernel/route.c"
#undef reader
#include "../../src/kernel/rule.c"
#include "../../src/lib/route/row.c"
#include "../../src/lib/table/key.c"

int iph_nl_dump(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	(void)nl;
	(void)msg;
	(void)sink;
	return -EOPNOTSUPP;
}

int iph_nl_get(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	return iph_nl_dump(nl, msg, sink);
}

int iph_nl_strict(struct iph_nl *nl)
{
	(void)nl;
	return 0;
}

int iph_link_resolve(struct iph_nl *nl, uint64_t luid, uint32_t index, struct iph_link *ret_link)
{
	(void)nl;
	(void)luid;
	(void)index;
	(void)ret_link;
	return -ENODEV;
}

/* What a row says is what its route is found by; and a protocol and metric of ours come back. */
static int check_hop(const struct iph_route_hop *hop, void *arg)
{
	const struct iph_route *route = arg;
	struct iph_route again = *route;
	struct iph_route_key key;
	MIB_IPFORWARD_ROW2 back;
	MIB_IPFORWARD_ROW2 row;

	CHECK(hop->gateway.family == 0 || hop->gateway.family == AF_INET ||
	      hop->gateway.family == AF_INET6);
	CHECK(hop->weight >= 1 && hop->weight <= 256);
	iph_route_row(route, hop, &row);
	CHECK(row.DestinationPrefix.Prefix.si_family == route->dst.family);
	CHECK(row.Loopback <= 1 && row.Immortal <= 1);
	if (iph_route_has_row(route, hop) && iph_route_check(&row, &key) == 0) {
		key.ifindex = hop->ifindex;
		CHECK(iph_addr_equal(&key.prefix, &route->dst) && key.length == route->dst_length);
	}
	if (row.Metric > 0x7fffffff)
		return 0;
	iph_route_encode(&row, route->dst.family, &again.protocol, &again.priority);
	iph_route_row(&again, hop, &back);
	CHECK(back.Metric == row.Metric && back.Protocol == row.Protocol);
	return 0;
}

static void read_message(const struct input *block)
{
	size_t len = sizeof(struct nlmsghdr) + block->left;
	struct nlmsghdr *nlh = calloc(1, len);
	struct reading rules = {.count = 0};
	struct iph_route route;

	CHECK(nlh);
	memcpy(nlh + 1, block->at, block->left);
	nlh->nlmsg_len = (uint32_t)len;
	nlh->nlmsg_type = RTM_NEWROUTE;
	if (iph_route_parse(nlh, &route) == 0) {
		CHECK(route.dst.family == AF_INET || route.dst.family == AF_INET6);
		CHECK(route.dst_length <= 8 * iph_addr_len(route.dst.family));
		iph_ignore(iph_route_each_hop(&route, check_hop, &route));
	}
	iph_ignore(rule_message(nlh, &rules));
	CHECK(rules.count <= IPH_ARRAY_SIZE(rules.tables));
	free(nlh);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {.at = data, .left = size};

	while (input.left > 0) {
		struct input block = input_block(&input);

		read_message(&block);
	}
	return 0;
}
