/* SPDX-License-Identifier: MIT */
/* What statistics are made of. Input: 0 and the text of /proc/net/snmp, 1 and that of snmp6; or 2,
 * a family, and messages of sock_diag, each behind its length. */

#include "input.h"

#include "../../src/base/file.c"
#include "../../src/iphlpapi/statistics/icmp.c"
#include "../../src/kernel/addr.c"
#include "../../src/kernel/attr.c"
#include "../../src/kernel/inet-socket.c"
#include "../../src/kernel/snmp.c"

static struct input text;
static struct input messages;
static uint8_t form;

/* The text alone in memory, so that nothing behind it can be read. */
static void parse(iph_snmp_fn function, void *arg)
{
	char *alone = malloc(text.left ? text.left : 1);

	CHECK(alone);
	if (text.left > 0)
		memcpy(alone, text.at, text.left);
	if (form == 0)
		iph_snmp_parse(alone, text.left, function, arg);
	else
		iph_snmp6_parse(alone, text.left, function, arg);
	free(alone);
}

static void check_counter(const char *name, uint64_t value, void *arg)
{
	size_t length = strlen(name);
	MIB_ICMP_EX row = {0};
	struct filling filling = {.sum = "Icmp", .by_type = "IcmpMsg", .row = &row};

	CHECK(length > 0 && length < IPH_SNMP_NAME);
	CHECK(!strchr(name, '\n'));
	if (form == 1)
		filling.sum = filling.by_type = "Icmp6";
	take(name, value, &filling);
	++*(size_t *)arg;
}

static void check_text(void)
{
	size_t found = 0;

	parse(check_counter, &found);
	CHECK(found <= text.left);
}

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

/* Each message alone in memory; an empty one is the beginning of the dump all over again. */
int iph_nl_dump(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	int r = 0;

	(void)nl;
	(void)msg;
	while (messages.left > 0 && r == 0) {
		struct input block = input_block(&messages);
		size_t length = sizeof(struct nlmsghdr) + block.left;
		struct nlmsghdr *nlh;

		if (block.left == 0) {
			sink->restart(sink->arg);
			continue;
		}
		nlh = calloc(1, length);
		CHECK(nlh);
		nlh->nlmsg_len = (uint32_t)length;
		nlh->nlmsg_type = SOCK_DIAG_BY_FAMILY;
		memcpy(nlh + 1, block.at, block.left);
		r = sink->message(nlh, sink->arg);
		free(nlh);
	}
	return r;
}

static void check_sockets(uint8_t family)
{
	struct iph_socket_count count = {0};
	size_t bytes = messages.left;

	if (iph_sockets_count(family, IPPROTO_TCP, &count) < 0)
		return;
	CHECK(count.established <= count.all);
	CHECK(count.all <= bytes / sizeof(struct inet_diag_msg));
}

/* What icmp.c asks of others and no input comes to. */
int iph_statistics_family(ULONG family, uint8_t *ret_family)
{
	*ret_family = (uint8_t)family;
	return 0;
}

int iph_statistics_fill(uint8_t family, const struct iph_counter *wanted, size_t count, void *row)
{
	(void)family;
	(void)wanted;
	(void)count;
	(void)row;
	return 0;
}

NETIO_STATUS(iph_status)(enum iph_call call, int result)
{
	(void)call;
	return (NETIO_STATUS)result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {.at = data, .left = size};

	form = input_u8(&input);
	if (form < 2) {
		text = input;
		check_text();
		return 0;
	}
	form = input_u8(&input);
	messages = input;
	check_sockets(form % 2 ? AF_INET6 : AF_INET);
	return 0;
}
