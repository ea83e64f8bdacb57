/* SPDX-License-Identifier: MIT */
/* Messages about neighbours, as rows.
 * Input: the message, whose length field is set to what is there, as the reader guarantees. */

#include <errno.h>

#include "input.h"

#include "../../src/kernel/addr.c"
#include "../../src/kernel/attr.c"
#include "../../src/kernel/family.c"
#include "../../src/kernel/neighbor.c"
#include "../../src/lib/neighbor/row.c"

/* What the reading of messages and of rows has from elsewhere, and what is not used here. */
int iph_nl_get(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	(void)nl, (void)msg, (void)sink;
	return -EIO;
}

int iph_nl_dump(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	(void)nl, (void)msg, (void)sink;
	return -EIO;
}

int iph_nl_request(struct iph_nl *nl, struct iph_msg *msg)
{
	(void)nl, (void)msg;
	return -EIO;
}

static void check_row(const struct iph_neighbor *neighbor)
{
	static const UCHAR none[IF_MAX_PHYS_ADDRESS_LENGTH];
	MIB_IPNET_ROW2 row;

	memset(&row, 0xcc, sizeof(row));
	CHECK(neighbor->addr.family == AF_INET || neighbor->addr.family == AF_INET6);
	CHECK(neighbor->lladdr_len <= IPH_LLADDR_MAX);
	iph_neighbor_row(neighbor, &row);
	CHECK(row.State >= NlnsUnreachable && row.State < NlnsMaximum);
	CHECK(row.IsUnreachable == (row.State == NlnsUnreachable));
	CHECK((row.Flags & ~3) == 0);
	CHECK(row.PhysicalAddressLength == neighbor->lladdr_len);
	CHECK(memcmp(row.PhysicalAddress + neighbor->lladdr_len, none,
		     sizeof(none) - neighbor->lladdr_len) == 0);
	CHECK(!(neighbor->state == NUD_NONE) || iph_neighbor_hidden(neighbor));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t len = size < sizeof(struct nlmsghdr) ? sizeof(struct nlmsghdr) : size;
	struct nlmsghdr *nlh = calloc(1, len);
	struct iph_neighbor neighbor;
	int r;

	memset(&neighbor, 0xcc, sizeof(neighbor));
	memcpy(nlh, data, size);
	nlh->nlmsg_len = (uint32_t)len;
	r = iph_neighbor_parse(nlh, &neighbor);
	CHECK(r == 0 || r == -EBADMSG);
	if (r == 0)
		check_row(&neighbor);
	free(nlh);
	return 0;
}
