/* SPDX-License-Identifier: MIT */
/* All that the kernel may say when it is asked for paths: TCP's metrics, exceptions of routes, the
 * ways, the next hops, the interfaces; and the table that is made of it.
 * Input: whether there are metrics, and then the answers in turn; a dump is its number of messages
 * and, as all answers, its result. Each message is behind its length. */

#include "input.h"

#include "../../src/kernel/addr.c"
#include "../../src/kernel/attr.c"
#include "../../src/kernel/family.c"
#include "../../src/kernel/route-exception.c"
#define asked_for route_asked_for
#include "../../src/kernel/route.c"
#undef asked_for
#include "../../src/kernel/tcp-metrics.c"
#include "../../src/lib/path/read.c"
#include "../../src/lib/path/row.c"
#include "../../src/lib/table/key.c"
#include "../../src/lib/table/sort.c"
#include "../../src/lib/table/table.c"

static struct input answers;
static bool metrics_there;

static int answer(void)
{
	static const int errors[] = {-ENETUNREACH, -ENODEV, -ENOENT, -ENOMEM, -EIO, -EINVAL};
	uint8_t which = input_u8(&answers);

	return which % 4 ? 0 : errors[which / 4 % IPH_ARRAY_SIZE(errors)];
}

static int give_message(const struct iph_nl_sink *sink)
{
	struct input block = input_block(&answers);
	size_t len = sizeof(struct nlmsghdr) + block.left;
	struct nlmsghdr *nlh = calloc(1, len);
	int r;

	CHECK(nlh);
	if (block.left)
		memcpy(nlh + 1, block.at, block.left);
	nlh->nlmsg_len = (uint32_t)len;
	nlh->nlmsg_type = RTM_NEWROUTE;
	r = sink->message(nlh, sink->arg);
	CHECK(r <= 0);
	free(nlh);
	return r;
}

int iph_nl_dump(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	int r = 0;
	uint8_t count = input_u8(&answers);
	bool again = count & 0x80;

	(void)nl;
	CHECK(!msg->overflow);
	for (count &= 15; r == 0 && count > 0; count--)
		r = give_message(sink);
	if (r == 0 && again)
		sink->restart(sink->arg);
	return r < 0 ? r : answer();
}

int iph_nl_get(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	int r = answer();

	(void)nl;
	CHECK(!msg->overflow);
	return r < 0 ? r : give_message(sink);
}

int iph_nl_request(struct iph_nl *nl, struct iph_msg *msg)
{
	(void)nl;
	(void)msg;
	return -EIO;
}

int iph_nl_open(int protocol, struct iph_nl *ret_nl)
{
	(void)protocol;
	*ret_nl = (struct iph_nl)IPH_NL_CLOSED;
	return 0;
}

void iph_nl_close(struct iph_nl *nl)
{
	CHECK(nl->fd == -1);
}

int iph_nl_strict(struct iph_nl *nl)
{
	(void)nl;
	return 0;
}

void iph_genl_start(struct iph_msg *msg, uint16_t family, uint8_t command, uint16_t flags)
{
	(void)command;
	iph_msg_init(msg, family, flags, sizeof(struct genlmsghdr));
}

int iph_genl_find_loaded(struct iph_nl *nl, const char *name, uint16_t *ret_family)
{
	(void)nl;
	CHECK(strcmp(name, "tcp_metrics") == 0);
	*ret_family = 30;
	return metrics_there ? 0 : -EOPNOTSUPP;
}

int iph_link_resolve(struct iph_nl *nl, uint64_t luid, uint32_t index, struct iph_link *ret_link)
{
	(void)nl;
	(void)luid;
	(void)index;
	(void)ret_link;
	return -ENODEV;
}

int iph_neighbor_get(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex,
		     struct iph_neighbor *ret_neighbor)
{
	int r = answer();

	(void)nl;
	CHECK(addr->family == AF_INET || addr->family == AF_INET6);
	CHECK(ifindex);
	*ret_neighbor = (struct iph_neighbor){.addr = *addr,
					      .state = input_u8(&answers),
					      .confirmed = input_u32(&answers),
					      .updated = input_u32(&answers)};
	return r;
}

bool iph_neighbor_hidden(const struct iph_neighbor *neighbor)
{
	return neighbor->state == 0;
}

int iph_path_link(struct iph_nl *nl, uint32_t index, struct iph_path_link *ret_link)
{
	uint8_t bits = input_u8(&answers);

	(void)nl;
	CHECK(index);
	*ret_link = (struct iph_path_link){.luid = 6ULL << 48 | (uint64_t)index << 24,
					   .mtu = {1500, 1480},
					   .no_neighbors = bits & 1,
					   .carrier = bits & 2};
	return answer();
}

static void check_row(const MIB_IPPATH_ROW *row)
{
	ADDRESS_FAMILY family = row->Destination.si_family;

	CHECK(family == AF_INET || family == AF_INET6);
	CHECK(row->Source.si_family == AF_UNSPEC || row->Source.si_family == family);
	CHECK(row->CurrentNextHop.si_family == AF_INET ||
	      row->CurrentNextHop.si_family == AF_INET6);
	CHECK(row->InterfaceIndex && row->InterfaceLuid.Value);
	CHECK(row->PathMtu);
	CHECK(row->IsReachable <= 1);
	CHECK(metrics_there || (row->RttMean == 0 && row->RttDeviation == 0));
}

static void read_table(ADDRESS_FAMILY family)
{
	MIB_IPPATH_TABLE *table = (MIB_IPPATH_TABLE *)&answers;
	int r = iph_path_table(family, &table);
	ULONG i;

	CHECK(r < 0 ? !table : !!table);
	for (i = 0; r == 0 && i < table->NumEntries; i++) {
		check_row(&table->Table[i]);
		CHECK(family == AF_UNSPEC || table->Table[i].Destination.si_family == family);
		CHECK(i == 0 || iph_path_compare(&table->Table[i - 1], &table->Table[i], NULL) < 0);
	}
	free(table);
}

static void get_one(void)
{
	struct iph_path_key key = {.ifindex = 2};
	struct iph_nl nl = IPH_NL_CLOSED;
	MIB_IPPATH_ROW row;
	struct iph_addr dst = {0};

	key.dst.family = input_u8(&answers) % 2 ? AF_INET : AF_INET6;
	input_bytes(&answers, key.dst.bytes, iph_addr_len(key.dst.family));
	memset(&row, 0xcc, sizeof(row));
	if (iph_path_get(&nl, &key, &row) < 0) {
		CHECK(row.InterfaceIndex == 0xcccccccc);
		return;
	}
	check_row(&row);
	CHECK(row.InterfaceIndex == 2 && iph_row_addr(&row.Destination, &dst) &&
	      iph_addr_equal(&dst, &key.dst));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const ADDRESS_FAMILY families[] = {AF_UNSPEC, AF_INET, AF_INET6};
	uint8_t what;

	answers = (struct input){.at = data, .left = size};
	what = input_u8(&answers);
	metrics_there = what & 1;
	if (what & 2)
		get_one();
	else
		read_table(families[what / 4 % 3]);
	return 0;
}
