/* SPDX-License-Identifier: MIT */
/* The anycast family of netioapi.h: create, delete, get, table. */

#include <errno.h>
#include <string.h>

#include "anycast.h"
#include "holder-call.h"
#include "row.h"

struct builder {
	MIB_ANYCASTIPADDRESS_TABLE *table;
	size_t room;
	size_t base; /* rows of the families read before this one */
};

/* Argument shape, the part that needs no look at the system. */
static int check_row(const MIB_ANYCASTIPADDRESS_ROW *row, struct iph_addr *ret_addr)
{
	if (!row || !iph_row_addr(&row->Address, ret_addr) || !iph_addr_unicast_form(ret_addr))
		return -EINVAL;
	return row->InterfaceLuid.Value == 0 && row->InterfaceIndex == 0 ? -EINVAL : 0;
}

/* The interface a row names, if the address's family is there: stack first, then interface. */
static int find_link(const MIB_ANYCASTIPADDRESS_ROW *row, uint8_t family,
		     struct iph_link *ret_link)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_link link;
	int missing;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r < 0)
		return r;
	r = iph_link_resolve(&nl, row->InterfaceLuid.Value, row->InterfaceIndex, &link);
	if (r == -ENODEV) {
		missing = iph_stack_check(family);
		return missing < 0 ? missing : r;
	}
	if (r < 0)
		return r;
	if (!(family == AF_INET ? link.ipv4 : link.ipv6))
		return -EAFNOSUPPORT;
	*ret_link = link;
	return 0;
}

static int change(enum iph_op op, const MIB_ANYCASTIPADDRESS_ROW *row)
{
	IPH_AUTO_NL struct iph_nl holder = IPH_NL_CLOSED;
	struct iph_link link;
	struct iph_addr addr;
	int r;

	r = check_row(row, &addr);
	if (r < 0)
		return r;
	r = iph_holder_open(&holder); /* the proof of privilege, for IPv4 too */
	if (r < 0)
		return r;
	r = find_link(row, addr.family, &link);
	if (r < 0)
		return r;
	if (addr.family == AF_INET6)
		return iph_holder_call(&holder, op, &addr, link.index);
	if (op == IPH_OP_CREATE)
		return iph_anycast_ipv4_create(&addr, link.index);
	return iph_anycast_ipv4_delete(&addr, link.index);
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
	struct iph_link link;
	struct iph_addr addr;
	int r;

	r = check_row(row, &addr);
	if (r == 0)
		r = find_link(row, addr.family, &link);
	if (r == 0)
		r = iph_anycast_find(&addr, link.index);
	if (r < 0)
		return r;
	fill_row(row, &addr, link.index);
	row->InterfaceLuid.Value = iph_luid_make(link.type, link.index);
	return 0;
}

static int grow(struct builder *builder)
{
	size_t room = builder->room ? builder->room * 2 : 16;
	void *table = realloc(builder->table, offsetof(MIB_ANYCASTIPADDRESS_TABLE, Table) +
						      room * sizeof(MIB_ANYCASTIPADDRESS_ROW));

	if (!table)
		return -ENOMEM;
	if (!builder->table)
		memset(table, 0, offsetof(MIB_ANYCASTIPADDRESS_TABLE, Table));
	builder->table = table;
	builder->room = room;
	return 0;
}

static int append(const struct iph_addr *addr, uint32_t ifindex, void *arg)
{
	struct builder *builder = arg;

	if (builder->table->NumEntries == builder->room && grow(builder) < 0)
		return -ENOMEM;
	fill_row(&builder->table->Table[builder->table->NumEntries++], addr, ifindex);
	return 0;
}

static void restart(void *arg)
{
	struct builder *builder = arg;

	builder->table->NumEntries = (ULONG)builder->base;
}

/* Within a family: by interface index, then by address. */
static int compare_rows(const void *left, const void *right)
{
	const MIB_ANYCASTIPADDRESS_ROW *a = left;
	const MIB_ANYCASTIPADDRESS_ROW *b = right;

	if (a->InterfaceIndex != b->InterfaceIndex)
		return a->InterfaceIndex < b->InterfaceIndex ? -1 : 1;
	if (a->Address.si_family == AF_INET)
		return memcmp(&a->Address.Ipv4.sin_addr, &b->Address.Ipv4.sin_addr,
			      sizeof(a->Address.Ipv4.sin_addr));
	return memcmp(&a->Address.Ipv6.sin6_addr, &b->Address.Ipv6.sin6_addr,
		      sizeof(a->Address.Ipv6.sin6_addr));
}

/* Sorted rows have one interface's entries side by side: one question an interface. Those of
 * an interface that has gone in the meantime are dropped with it. */
static int fill_luids(struct iph_nl *nl, struct builder *builder)
{
	MIB_ANYCASTIPADDRESS_ROW *rows = builder->table->Table;
	struct iph_link link = {0};
	size_t kept = builder->base;
	size_t i;
	int r = 0;

	for (i = builder->base; i < builder->table->NumEntries; i++) {
		if (rows[i].InterfaceIndex != link.index) {
			r = iph_link_by_index(nl, rows[i].InterfaceIndex, &link);
			link.index = rows[i].InterfaceIndex;
		}
		if (r == -ENODEV)
			continue;
		if (r < 0)
			return r;
		rows[kept] = rows[i];
		rows[kept++].InterfaceLuid.Value = iph_luid_make(link.type, link.index);
	}
	builder->table->NumEntries = (ULONG)kept;
	return 0;
}

static int add_family(struct iph_nl *nl, uint8_t family, struct builder *builder)
{
	struct iph_anycast_sink sink = {.entry = append, .restart = restart, .arg = builder};
	int r;

	builder->base = builder->table->NumEntries;
	r = iph_anycast_read(nl, family, 0, &sink);
	if (r < 0)
		return r;
	qsort(builder->table->Table + builder->base, builder->table->NumEntries - builder->base,
	      sizeof(*builder->table->Table), compare_rows);
	return fill_luids(nl, builder);
}

/* With both families asked for, one that the machine lacks has no rows. */
static int add_families(struct iph_nl *nl, uint8_t family, struct builder *builder)
{
	int r = 0;

	if (family != AF_INET6)
		r = add_family(nl, AF_INET, builder);
	if (r == 0 && family != AF_INET)
		r = add_family(nl, AF_INET6, builder);
	return r == -EAFNOSUPPORT && family == AF_UNSPEC ? 0 : r;
}

static int read_table(uint8_t family, MIB_ANYCASTIPADDRESS_TABLE **ret_table)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	IPH_AUTO_FREE MIB_ANYCASTIPADDRESS_TABLE *table = NULL;
	struct builder builder = {0};
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = grow(&builder);
	if (r == 0)
		r = add_families(&nl, family, &builder);
	table = builder.table;
	if (r < 0)
		return r;
	*ret_table = iph_take(&table);
	return 0;
}

static int get_table(ADDRESS_FAMILY family, MIB_ANYCASTIPADDRESS_TABLE **ret_table)
{
	uint8_t linux_family;
	int r;

	if (!ret_table)
		return -EINVAL;
	*ret_table = NULL; /* what a caller of Windows' finds after a failure */
	r = iph_row_family(family, &linux_family);
	return r < 0 ? r : read_table(linux_family, ret_table);
}

IPH_EXPORT NETIO_STATUS
CreateAnycastIpAddressEntry(const MIB_ANYCASTIPADDRESS_ROW *Row)
{
	return iph_status(IPH_CALL_ANYCAST_CHANGE, change(IPH_OP_CREATE, Row));
}

IPH_EXPORT NETIO_STATUS
DeleteAnycastIpAddressEntry(const MIB_ANYCASTIPADDRESS_ROW *Row)
{
	return iph_status(IPH_CALL_ANYCAST_CHANGE, change(IPH_OP_DELETE, Row));
}

IPH_EXPORT NETIO_STATUS GetAnycastIpAddressEntry(PMIB_ANYCASTIPADDRESS_ROW Row)
{
	return iph_status(IPH_CALL_ANYCAST_GET, get(Row));
}

IPH_EXPORT NETIO_STATUS
GetAnycastIpAddressTable(ADDRESS_FAMILY Family, PMIB_ANYCASTIPADDRESS_TABLE *Table)
{
	return iph_status(IPH_CALL_ANYCAST_TABLE, get_table(Family, Table));
}
