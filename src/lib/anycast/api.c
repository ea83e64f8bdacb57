/* SPDX-License-Identifier: MIT */
/* The anycast family of netioapi.h: create, delete, get, table. */

#include <errno.h>
#include <string.h>

#include "address/table.h"
#include "anycast.h"
#include "ask.h"
#include "kernel-numbers.h"
#include "privilege.h"

/* Argument shape, the part that needs no look at the system. */
static int check_row(const MIB_ANYCASTIPADDRESS_ROW *row, struct iph_addr *ret_addr)
{
	if (!row || !iph_row_addr(&row->Address, ret_addr) || !iph_addr_unicast_form(ret_addr))
		return -EINVAL;
	return row->InterfaceLuid.Value == 0 && row->InterfaceIndex == 0 ? -EINVAL : 0;
}

static int find_link(struct iph_nl *nl, const MIB_ANYCASTIPADDRESS_ROW *row, uint8_t family,
		     struct iph_link *ret_link)
{
	int r = iph_nl_open(NETLINK_ROUTE, nl);

	if (r < 0)
		return r;
	return iph_row_link(nl, row->InterfaceLuid, row->InterfaceIndex, family, ret_link);
}

static void fill_row(MIB_ANYCASTIPADDRESS_ROW *ret_row, const struct iph_addr *addr,
		     uint32_t ifindex)
{
	memset(ret_row, 0, sizeof(*ret_row));
	iph_row_set_addr(&ret_row->Address, addr, ifindex);
	ret_row->InterfaceIndex = ifindex;
	ret_row->ScopeId = iph_row_scope(addr, ifindex);
}

static int get(MIB_ANYCASTIPADDRESS_ROW *row)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_link link;
	struct iph_addr addr;
	int wrong = 0;
	int r = check_row(row, &addr);

	if (r == 0)
		r = wrong = find_link(&nl, row, addr.family, &link);
	/* with disable_ipv6 an interface keeps what it has, and tables show it */
	if (r == -EAFNOSUPPORT)
		r = iph_link_resolve(&nl, row->InterfaceLuid.Value, row->InterfaceIndex, &link);
	if (r == 0)
		r = iph_anycast_search(&nl, &addr, link.index);
	if (r < 0)
		return wrong < 0 ? wrong : r;
	fill_row(row, &addr, link.index);
	row->InterfaceLuid.Value = iph_luid_make(link.type, link.index);
	return 0;
}

static int has_link(void *arg)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	const MIB_ANYCASTIPADDRESS_ROW *row = arg;
	struct iph_link link;

	return find_link(&nl, row, AF_INET6, &link);
}

/* Somebody else's on an interface with disable_ipv6 is there too; only the holder knows that. */
static int may_delete(void *arg)
{
	MIB_ANYCASTIPADDRESS_ROW row = *(const MIB_ANYCASTIPADDRESS_ROW *)arg;
	int r = has_link(&row);

	return r == -EAFNOSUPPORT && get(&row) == 0 ? 0 : r;
}

/* The holder looks for the interface, on a socket that is open already. To send to it is the proof
 * of privilege, which comes before what it finds. */
static int change_ipv6(enum iph_op op, const MIB_ANYCASTIPADDRESS_ROW *row,
		       const struct iph_addr *addr)
{
	uint64_t luid = row->InterfaceLuid.Value;
	struct iph_holder_task task = {.op = op,
				       .type = iph_luid_type(luid),
				       .ifindex = luid ? iph_luid_index(luid) : row->InterfaceIndex,
				       .addr = *addr,
				       .may_start = op == IPH_OP_CREATE ? has_link : may_delete,
				       .arg = (void *)(uintptr_t)row};
	IPH_AUTO_NL struct iph_nl holder = IPH_NL_CLOSED;
	int r = iph_nl_open(IPH_HOLDER_PROTOCOL, &holder);

	if (luid && task.type == 0) /* no interface's */
		task.ifindex = 0;
	return r < 0 ? r : iph_holder_call(&holder, &task);
}

/* An index needs no look at the interface: the kernel knows whether there is one. */
static int try_ipv4(enum iph_op op, const MIB_ANYCASTIPADDRESS_ROW *row,
		    const struct iph_addr *addr)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_link link = {.index = row->InterfaceIndex};
	int r = row->InterfaceLuid.Value ? find_link(&nl, row, AF_INET, &link)
					 : iph_nl_open(NETLINK_ROUTE, &nl);

	if (r < 0)
		return r;
	return op == IPH_OP_CREATE ? iph_anycast_ipv4_create(&nl, addr, link.index)
				   : iph_anycast_ipv4_delete(&nl, addr, link.index);
}

/* What is wrong with the interface comes before anything else. */
static int explain_ipv4(const MIB_ANYCASTIPADDRESS_ROW *row, int why)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_link link;
	int r = find_link(&nl, row, AF_INET, &link);

	return r == -ENODEV || r == -EAFNOSUPPORT ? r : why;
}

/* The kernel itself refuses the change to those without privilege. Only where it was not asked,
 * because something else is wrong, does the order of the codes need a proof. */
static int change_ipv4(enum iph_op op, const MIB_ANYCASTIPADDRESS_ROW *row,
		       const struct iph_addr *addr)
{
	int r = try_ipv4(op, row, addr);

	if (r == 0 || r == -EPERM)
		return r;
	return iph_privilege_check() == -EPERM ? -EPERM : explain_ipv4(row, r);
}

static int change(enum iph_op op, const MIB_ANYCASTIPADDRESS_ROW *row)
{
	struct iph_addr addr;
	int r = check_row(row, &addr);

	if (r < 0)
		return r;
	return addr.family == AF_INET6 ? change_ipv6(op, row, &addr) : change_ipv4(op, row, &addr);
}

/* Where the rows of the family being read begin. */
struct reading {
	struct iph_table *table;
	size_t first;
};

static int append(const struct iph_addr *addr, uint32_t ifindex, void *arg)
{
	const struct reading *reading = arg;
	MIB_ANYCASTIPADDRESS_ROW *row = iph_table_add(reading->table);

	if (!row)
		return -ENOMEM;
	fill_row(row, addr, ifindex);
	return 0;
}

static void restart(void *arg)
{
	const struct reading *reading = arg;

	iph_table_truncate(reading->table, reading->first);
}

static int read_rows(struct iph_nl *nl, uint8_t family, uint32_t ifindex, struct iph_table *table)
{
	struct reading reading = {.table = table, .first = iph_table_count(table)};
	struct iph_anycast_sink sink = {.entry = append, .restart = restart, .arg = &reading};

	return iph_anycast_read(nl, family, ifindex, &sink);
}

const struct iph_address_kind iph_anycast_kind = {
	IPH_ADDRESS_KIND(MIB_ANYCASTIPADDRESS_TABLE, MIB_ANYCASTIPADDRESS_ROW),
	.read = read_rows,
	.notices = {0, IPH_GROUP_IPV6_ACADDR},
};

IPH_EXPORT NETIO_STATUS CreateAnycastIpAddressEntry(const MIB_ANYCASTIPADDRESS_ROW *Row)
{
	return iph_status(IPH_CALL_ADDRESS_CHANGE, change(IPH_OP_CREATE, Row));
}

IPH_EXPORT NETIO_STATUS DeleteAnycastIpAddressEntry(const MIB_ANYCASTIPADDRESS_ROW *Row)
{
	return iph_status(IPH_CALL_ADDRESS_CHANGE, change(IPH_OP_DELETE, Row));
}

IPH_EXPORT NETIO_STATUS GetAnycastIpAddressEntry(PMIB_ANYCASTIPADDRESS_ROW Row)
{
	return iph_status(IPH_CALL_ADDRESS_GET, get(Row));
}

IPH_EXPORT NETIO_STATUS GetAnycastIpAddressTable(ADDRESS_FAMILY Family,
						 PMIB_ANYCASTIPADDRESS_TABLE *Table)
{
	return iph_status(IPH_CALL_TABLE,
			  iph_address_table(&iph_anycast_kind, Family, (void **)Table));
}
