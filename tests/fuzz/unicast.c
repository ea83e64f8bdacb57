/* SPDX-License-Identifier: MIT */
/* Messages about addresses, as rows, and the text of /proc/net/igmp.
 * Input: what to read; for a message the message, whose length field is set to what is there, as
 * the reader guarantees. */

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>

#include "input.h"

#include "../../src/kernel/addr.c"
#include "../../src/kernel/addresses.c"
#include "../../src/kernel/attr.c"
#include "../../src/kernel/family.c"
#include "../../src/kernel/genl.c"
#include "../../src/kernel/link.c"
#include "../../src/kernel/nl-notices.c"
#include "../../src/kernel/nl-socket.c"
#include "../../src/kernel/nl-trace.c"
#include "../../src/kernel/nl.c"
#include "../../src/kernel/steady.c"
#include "../../src/kernel/wifi.c"
#include "../../src/lib/table/key.c"
#include "../../src/lib/table/table.c"
#define marked anycast_marked
#define search anycast_search
#define reader anycast_reader
#define address_message anycast_address_message
#define start_change anycast_start_change
#include "../../src/kernel/anycast.c"
#include "../../src/kernel/record-ipv4.c"
#undef search
#undef reader
#undef address_message
#undef start_change
#undef IFA_LAST
#include "../../src/kernel/igmp.c"
#include "../../src/lib/unicast/read.c"
#include "../../src/lib/unicast/row.c"
#include "../../src/lib/unicast/step.c"

/* A row can be made of it, and what it says can be marked and read again. */
static void check_row(const struct iph_unicast *unicast, struct input *input)
{
	struct iph_link link = {.index = unicast->ifindex, .type = input_u16(input)};
	struct iph_clock clock = {.uptime = input_u32(input), .boot = input_u32(input)};
	struct iph_unicast again = *unicast;
	MIB_UNICASTIPADDRESS_ROW row;
	MIB_UNICASTIPADDRESS_ROW back;

	link.up = link.type & 1;
	input_bytes(input, link.eui64, sizeof(link.eui64));
	CHECK(unicast->addr.family == AF_INET || unicast->addr.family == AF_INET6);
	CHECK(unicast->prefix_length <= 8 * iph_addr_len(unicast->addr.family));
	CHECK(memchr(unicast->label, 0, sizeof(unicast->label)));
	iph_unicast_row(unicast, &clock, &row);
	iph_unicast_row_finish(&row, &link);
	CHECK((unsigned int)row.PrefixOrigin <= IpPrefixOriginRouterAdvertisement);
	CHECK((unsigned int)row.SuffixOrigin <= IpSuffixOriginRandom);
	CHECK(row.DadState >= IpDadStateTentative && row.DadState <= IpDadStatePreferred);
	CHECK(row.SkipAsSource <= 1);
	again.proto = iph_unicast_mark(unicast, &link, &row);
	iph_unicast_row(&again, &clock, &back);
	iph_unicast_row_finish(&back, &link);
	CHECK(back.PrefixOrigin == row.PrefixOrigin && back.SuffixOrigin == row.SuffixOrigin);
	CHECK(back.SkipAsSource == row.SkipAsSource);
}

static void read_message(struct input *input)
{
	struct input block = input_block(input);
	size_t len = block.left < sizeof(struct nlmsghdr) ? sizeof(struct nlmsghdr) : block.left;
	struct nlmsghdr *nlh = calloc(1, len);
	struct iph_unicast unicast;
	int r;

	memcpy(nlh, block.at, block.left);
	nlh->nlmsg_len = (uint32_t)len;
	r = iph_unicast_parse(nlh, &unicast);
	CHECK(r == 0 || r == -EBADMSG || r == -ENODATA);
	if (r == 0)
		check_row(&unicast, input);
	free(nlh);
}

struct count {
	unsigned int rows;
	int answer;
};

static int count_group(const struct iph_addr *group, uint32_t ifindex, void *arg)
{
	struct count *count = arg;

	CHECK(group->family == AF_INET && iph_addr_multicast(group));
	CHECK(ifindex > 0 && ifindex <= INT32_MAX);
	count->rows++;
	return count->answer;
}

static void read_igmp(struct input *input)
{
	static const int answers[] = {0, 0, 1, -ENOMEM};
	struct count count = {.answer = answers[input_u8(input) % 4]};
	FILE *file;
	int r;

	if (input->left == 0)
		return;
	file = fmemopen((void *)input->at, input->left, "r");
	CHECK(file);
	r = iph_igmp_read(file, count_group, &count);
	CHECK(r == (count.answer < 0 && count.rows ? count.answer : 0));
	CHECK(count.answer == 0 || count.rows <= 1);
	fclose(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {.at = data, .left = size};

	if (input_u8(&input) % 2)
		read_message(&input);
	else
		read_igmp(&input);
	return 0;
}
