/* SPDX-License-Identifier: MIT */
/* What GetAdaptersAddresses() reads beside the tables: resolv.conf, and gateways in routes.
 * Input: 0 and a text; or Linux's family, and messages, each behind its length. */

#include "input.h"

#include "../../src/base/file.c"
#include "../../src/iphlpapi/adapters/gateway.c"
#include "../../src/kernel/addr.c"
#include "../../src/kernel/attr.c"
#include "../../src/kernel/family.c"
#include "../../src/kernel/resolv-conf.c"
#include "../../src/kernel/route.c"
#include "../../src/lib/table/key.c"
#include "../../src/lib/table/sort.c"
#include "../../src/lib/table/table.c"

#define LONGEST 65536

static struct input messages;

int iph_nl_open(int protocol, struct iph_nl *ret_nl)
{
	(void)protocol;
	ret_nl->fd = -1;
	return 0;
}

void iph_nl_close(struct iph_nl *nl)
{
	nl->fd = -1;
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

int iph_nl_get(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	(void)nl;
	(void)msg;
	(void)sink;
	return -ENETUNREACH;
}

/* Each message alone in memory, so that nothing behind it can be read; an empty one is the
 * beginning of the dump all over again. */
int iph_nl_dump(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	int r = 0;

	(void)nl;
	(void)msg;
	while (messages.left > 0 && r == 0) {
		struct input block = input_block(&messages);
		size_t length = sizeof(struct nlmsghdr) + sizeof(struct rtmsg) + block.left;
		struct nlmsghdr *nlh;

		if (block.left == 0) {
			sink->restart(sink->arg);
			continue;
		}
		nlh = calloc(1, length);
		CHECK(nlh);
		nlh->nlmsg_len = (uint32_t)length;
		nlh->nlmsg_type = RTM_NEWROUTE;
		memcpy((char *)nlh + sizeof(*nlh), block.at,
		       block.left < sizeof(struct rtmsg) ? block.left : sizeof(struct rtmsg));
		if (block.left > sizeof(struct rtmsg)) {
			nlh->nlmsg_len = (uint32_t)(sizeof(*nlh) + block.left);
			memcpy((char *)nlh + sizeof(*nlh), block.at, block.left);
		}
		r = sink->message(nlh, sink->arg);
		free(nlh);
	}
	return r < 0 ? r : 0;
}

static void check_gateways(uint8_t family)
{
	static const struct iph_table_shape shape = IPH_TABLE_SHAPE(struct iph_gateway_table);
	IPH_AUTO_TABLE struct iph_table table = {0};
	struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_addr addr;
	size_t i;

	CHECK(iph_table_init(&table, &shape) == 0);
	if (read_family(&nl, family, &table) < 0)
		return;
	for (i = 0; i < iph_table_count(&table); i++) {
		const struct iph_gateway *gateway = iph_table_row(&table, i);

		CHECK(iph_row_addr(&gateway->Address, &addr));
		CHECK(gateway->Address.si_family == AF_INET ||
		      gateway->Address.si_family == AF_INET6);
	}
}

static void check_text(const char *text, size_t length)
{
	struct iph_resolv resolv;
	size_t i;

	memset(&resolv, 0xcc, sizeof(resolv));
	iph_resolv_parse(text, length, &resolv);
	CHECK(resolv.server_count <= MAXNS && resolv.domain_count <= MAXDNSRCH);
	for (i = 0; i < resolv.server_count; i++) {
		CHECK(resolv.servers[i].addr.family == AF_INET ||
		      resolv.servers[i].addr.family == AF_INET6);
		CHECK(memchr(resolv.servers[i].zone, 0, sizeof(resolv.servers[i].zone)));
	}
	for (i = 0; i < resolv.domain_count; i++) {
		CHECK(resolv.domains[i][0]);
		CHECK(strnlen(resolv.domains[i], IPH_DOMAIN_SIZE) < IPH_DOMAIN_SIZE);
		CHECK(!strpbrk(resolv.domains[i], " \t\n"));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {.at = data, .left = size};
	uint8_t kind = input_u8(&input);
	char *text;

	if (kind) {
		messages = input;
		check_gateways(kind % 2 ? AF_INET6 : AF_INET);
		return 0;
	}
	text = malloc(input.left ? input.left : 1);
	CHECK(text);
	if (input.left > 0)
		memcpy(text, input.at, input.left);
	check_text(text, input.left);
	free(text);
	return 0;
}
