/* SPDX-License-Identifier: MIT */
/* The multicast family of netioapi.h: get, table. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "address/table.h"
#include "addresses.h"
#include "igmp.h"
#include "kernel-numbers.h"

/* thread-self, because /proc/net is the main thread's namespace. */
#define IGMP "/proc/thread-self/net/igmp"

/* A reading of memberships: of one interface unless ifindex is 0; into a table, or until one
 * group is found. */
struct reading {
	uint32_t ifindex;
	struct iph_table *table;
	size_t first;
	const struct iph_addr *group;
	bool found;
};

static void fill_row(MIB_MULTICASTIPADDRESS_ROW *ret_row, const struct iph_addr *addr,
		     uint32_t ifindex)
{
	memset(ret_row, 0, sizeof(*ret_row));
	iph_row_set_addr(&ret_row->Address, addr, ifindex);
	ret_row->InterfaceIndex = ifindex;
	ret_row->ScopeId = iph_row_scope(addr, ifindex);
}

static int take_group(const struct iph_addr *group, uint32_t ifindex, void *arg)
{
	struct reading *reading = arg;
	MIB_MULTICASTIPADDRESS_ROW *row;

	if (reading->ifindex && ifindex != reading->ifindex)
		return 0;
	if (reading->group) {
		reading->found = iph_addr_equal(group, reading->group);
		return reading->found;
	}
	row = iph_table_add(reading->table);
	if (!row)
		return -ENOMEM;
	fill_row(row, group, ifindex);
	return 0;
}

static int group_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct ifaddrmsg *ifa = (const struct ifaddrmsg *)(nlh + 1);
	const struct nlattr *tb[IFA_MULTICAST + 1];
	struct iph_addr group;
	int r = iph_attr_parse(nlh, sizeof(*ifa), tb, IFA_MULTICAST);

	if (r < 0)
		return r;
	if (ifa->ifa_family != AF_INET && ifa->ifa_family != AF_INET6)
		return -EBADMSG;
	if (!iph_attr_addr(tb[IFA_MULTICAST], ifa->ifa_family, &group))
		return -EBADMSG;
	return take_group(&group, ifa->ifa_index, arg);
}

static void forget_groups(void *arg)
{
	const struct reading *reading = arg;

	if (reading->table)
		iph_table_truncate(reading->table, reading->first);
}

static int read_netlink(struct iph_nl *nl, uint8_t family, struct reading *reading)
{
	struct iph_nl_sink sink = {
		.message = group_message, .restart = forget_groups, .arg = reading};

	return iph_addresses_dump(nl, RTM_GETMULTICAST, family, reading->ifindex, &sink);
}

/* The file is there whenever the kernel and the mount table let us read at all. */
static int read_proc(struct reading *reading)
{
	FILE *file = fopen(IGMP, "re");
	int r;

	if (!file)
		return errno == ENOENT ? -ENOSYS : -errno;
	r = iph_igmp_read(file, take_group, reading);
	fclose(file);
	return r;
}

/* A kernel may have no handler for the family: for IPv6 one that runs without IPv6, for IPv4 one
 * before 6.15, which has the groups in /proc only. */
static int read_groups(struct iph_nl *nl, uint8_t family, struct reading *reading)
{
	int r = read_netlink(nl, family, reading);

	return r == -EAFNOSUPPORT && family == AF_INET ? read_proc(reading) : r;
}

static int read_rows(struct iph_nl *nl, uint8_t family, uint32_t ifindex, struct iph_table *table)
{
	struct reading reading = {
		.ifindex = ifindex, .table = table, .first = iph_table_count(table)};

	return read_groups(nl, family, &reading);
}

static int find_group(const struct iph_addr *group, uint32_t ifindex)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct reading reading = {.ifindex = ifindex, .group = group};
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = read_groups(&nl, group->family, &reading);
	if (r < 0)
		return r;
	return reading.found ? 0 : -ENOENT;
}

static int get_multicast(MIB_MULTICASTIPADDRESS_ROW *row)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_link link;
	struct iph_key key;
	int r;

	if (!row || !iph_row_key(&row->Address, row->InterfaceLuid, row->InterfaceIndex, &key) ||
	    !iph_addr_multicast(&key.addr))
		return -EINVAL;
	r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = iph_key_link(&nl, &key, &link);
	if (r == 0)
		r = find_group(&key.addr, link.index);
	if (r < 0)
		return r;
	fill_row(row, &key.addr, link.index);
	row->InterfaceLuid.Value = iph_luid_make(link.type, link.index);
	return 0;
}

const struct iph_address_kind iph_multicast_kind = {
	IPH_ADDRESS_KIND(MIB_MULTICASTIPADDRESS_TABLE, MIB_MULTICASTIPADDRESS_ROW),
	.read = read_rows,
	.notices = {IPH_GROUP_IPV4_MCADDR, IPH_GROUP_IPV6_MCADDR},
};

IPH_EXPORT NETIO_STATUS GetMulticastIpAddressEntry(PMIB_MULTICASTIPADDRESS_ROW Row)
{
	return iph_status(IPH_CALL_ADDRESS_GET, get_multicast(Row));
}

IPH_EXPORT NETIO_STATUS GetMulticastIpAddressTable(ADDRESS_FAMILY Family,
						   PMIB_MULTICASTIPADDRESS_TABLE *Table)
{
	return iph_status(IPH_CALL_TABLE,
			  iph_address_table(&iph_multicast_kind, Family, (void **)Table));
}
