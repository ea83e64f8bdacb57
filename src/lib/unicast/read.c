/* SPDX-License-Identifier: MIT */
/* Asking the kernel for unicast addresses: one, or all of them. */

#include <errno.h>
#include <string.h>

#include <linux/rtnetlink.h>

#include "address/table.h"
#include "addresses.h"
#include "anycast.h"
#include "mark.h"
#include "steady.h"
#include "unicast.h"

#define IFA_LAST IFA_PROTO

struct reader {
	const struct iph_unicast_sink *sink;
	uint32_t ifindex;
};

struct search {
	const struct iph_addr *addr;
	struct iph_unicast *ret_unicast;
	bool found;
};

/* IPv6 has IFA_LOCAL only on a link with another end (inet6_fill_ifaddr(), addrconf.c). */
static bool parse_addresses(const struct nlattr *const *tb, uint8_t family,
			    struct iph_unicast *unicast)
{
	if (family != AF_INET && family != AF_INET6)
		return false;
	if (!iph_attr_addr(tb[tb[IFA_LOCAL] ? IFA_LOCAL : IFA_ADDRESS], family, &unicast->addr))
		return false;
	if (!iph_attr_addr(tb[IFA_ADDRESS], family, &unicast->peer))
		unicast->peer = unicast->addr;
	(void)iph_attr_addr(tb[IFA_BROADCAST], family, &unicast->broadcast);
	return true;
}

static bool parse_cacheinfo(const struct nlattr *attr, struct iph_unicast *unicast)
{
	struct ifa_cacheinfo info;

	if (!attr || iph_attr_len(attr) < sizeof(info))
		return false;
	memcpy(&info, iph_attr_data(attr), sizeof(info));
	unicast->valid = info.ifa_valid;
	unicast->preferred = info.ifa_prefered;
	unicast->created = info.cstamp;
	unicast->updated = info.tstamp;
	return true;
}

/* Straight into the one place where it is needed: a copy of what was written piece by piece costs
 * more than the pieces. What it is after a failure does not matter. */
static int parse_address(const struct nlmsghdr *nlh, struct iph_unicast *unicast)
{
	const struct ifaddrmsg *ifa = (const struct ifaddrmsg *)(nlh + 1);
	const struct nlattr *tb[IFA_LAST + 1];
	int r = iph_attr_parse(nlh, sizeof(*ifa), tb, IFA_LAST);

	if (r < 0)
		return r;
	/* what may be absent; gcc makes a memset() of all of it a slow "rep stos" */
	unicast->broadcast = (struct iph_addr){0};
	unicast->metric = 0;
	unicast->proto = 0;
	memset(unicast->label, 0, sizeof(unicast->label));
	if ((nlh->nlmsg_type != RTM_NEWADDR && nlh->nlmsg_type != RTM_DELADDR) ||
	    !parse_addresses(tb, ifa->ifa_family, unicast) ||
	    !parse_cacheinfo(tb[IFA_CACHEINFO], unicast) ||
	    ifa->ifa_prefixlen > 8 * iph_addr_len(ifa->ifa_family))
		return -EBADMSG;
	if (iph_anycast_is_part(ifa, tb))
		return -ENODATA;
	if (!iph_attr_u32(tb[IFA_FLAGS], &unicast->flags))
		unicast->flags = ifa->ifa_flags;
	(void)iph_attr_u32(tb[IFA_RT_PRIORITY], &unicast->metric);
	(void)iph_attr_u8(tb[IFA_PROTO], &unicast->proto);
	(void)iph_attr_str(tb[IFA_LABEL], unicast->label, sizeof(unicast->label));
	unicast->ifindex = ifa->ifa_index;
	unicast->prefix_length = ifa->ifa_prefixlen;
	unicast->scope = ifa->ifa_scope;
	return 0;
}

int iph_unicast_parse(const struct nlmsghdr *nlh, struct iph_unicast *ret_unicast)
{
	struct iph_unicast unicast;
	int r = parse_address(nlh, &unicast);

	if (r == 0)
		*ret_unicast = unicast;
	return r;
}

static int address_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct reader *reader = arg;
	struct iph_unicast unicast;
	int r = parse_address(nlh, &unicast);

	if (r < 0)
		return r == -ENODATA ? 0 : r;
	/* Kernels before 4.20 do not know the filter. */
	if (reader->ifindex && unicast.ifindex != reader->ifindex)
		return 0;
	return reader->sink->entry(&unicast, reader->sink->arg);
}

static void restart_unicast(void *arg)
{
	const struct reader *reader = arg;

	if (reader->sink->restart)
		reader->sink->restart(reader->sink->arg);
}

int iph_unicast_read(struct iph_nl *nl, uint8_t family, uint32_t ifindex,
		     const struct iph_unicast_sink *sink)
{
	struct reader reader = {.sink = sink, .ifindex = ifindex};
	struct iph_nl_sink messages = {
		.message = address_message, .restart = restart_unicast, .arg = &reader};

	return iph_addresses_dump(nl, RTM_GETADDR, family, ifindex, &messages);
}

static int match(const struct iph_unicast *unicast, void *arg)
{
	struct search *search = arg;

	if (!iph_addr_equal(&unicast->addr, search->addr))
		return 0;
	*search->ret_unicast = *unicast;
	search->found = true;
	return 1;
}

/* An interface that never holds still and has more addresses than fit into one datagram: the
 * address may be skipped in one reading, but hardly in all. */
static int find_restless(struct iph_nl *nl, uint8_t family, uint32_t ifindex,
			 const struct search *search, const struct iph_unicast_sink *sink)
{
	int r = 0;
	int i;

	for (i = 0; i < IPH_STEADY_TRIES && r == 0 && !search->found; i++) {
		r = iph_steady_again(nl, i);
		nl->any = true;
		if (r == 0)
			r = iph_unicast_read(nl, family, ifindex, sink);
	}
	return r;
}

int iph_unicast_find(const struct iph_addr *addr, uint32_t ifindex, struct iph_unicast *ret_unicast)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_unicast unicast;
	struct search search = {.addr = addr, .ret_unicast = &unicast};
	struct iph_unicast_sink sink = {.entry = match, .arg = &search};
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	nl.tries = IPH_WHOLE_TRIES;
	if (r == 0)
		r = iph_unicast_read(&nl, addr->family, ifindex, &sink);
	if (r == -EAGAIN)
		r = find_restless(&nl, addr->family, ifindex, &search, &sink);
	if (r < 0)
		return r;
	if (!search.found)
		return -ENOENT;
	*ret_unicast = unicast;
	return 0;
}

/* Where the rows of the reading that is under way begin. */
struct table_reading {
	struct iph_table *table;
	struct iph_clock clock;
	size_t first;
};

static int add_row(const struct iph_unicast *unicast, void *arg)
{
	const struct table_reading *reading = arg;
	MIB_UNICASTIPADDRESS_ROW *row = iph_table_add(reading->table);

	if (!row)
		return -ENOMEM;
	iph_unicast_row(unicast, &reading->clock, row);
	return 0;
}

static void forget_rows(void *arg)
{
	const struct table_reading *reading = arg;

	iph_table_truncate(reading->table, reading->first);
}

static int read_rows(struct iph_nl *nl, uint8_t family, uint32_t ifindex, struct iph_table *table)
{
	struct table_reading reading = {
		.table = table, .clock = iph_clock_now(), .first = iph_table_count(table)};
	const struct iph_unicast_sink sink = {
		.entry = add_row, .restart = forget_rows, .arg = &reading};

	return iph_unicast_read(nl, family, ifindex, &sink);
}

const struct iph_address_kind iph_unicast_kind = {
	IPH_ADDRESS_KIND(MIB_UNICASTIPADDRESS_TABLE, MIB_UNICASTIPADDRESS_ROW),
	.read = read_rows,
	.finish = iph_unicast_row_finish,
};
