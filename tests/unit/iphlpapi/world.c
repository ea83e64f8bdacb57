/* SPDX-License-Identifier: MIT */
/* Adapters as if they had been read. */

#include <arpa/inet.h>
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "world.h"

#include "table/key.h"

/* Tables as the reader makes them. */
struct unicast_table {
	ULONG NumEntries;
	MIB_UNICASTIPADDRESS_ROW Table[1];
};

struct any_table {
	ULONG NumEntries;
	MIB_ANYCASTIPADDRESS_ROW Table[1];
};

struct multi_table {
	ULONG NumEntries;
	MIB_MULTICASTIPADDRESS_ROW Table[1];
};

static const struct iph_table_shape adapter_shape = IPH_TABLE_SHAPE(struct iph_adapter_table);
static const struct iph_table_shape list_shapes[IPH_LISTS] = {
	IPH_TABLE_SHAPE(struct unicast_table),	   IPH_TABLE_SHAPE(struct any_table),
	IPH_TABLE_SHAPE(struct multi_table),	   IPH_TABLE_SHAPE(struct iph_prefix_table),
	IPH_TABLE_SHAPE(struct iph_gateway_table),
};

static void init_table(struct iph_table *table, const struct iph_table_shape *shape)
{
	ck_assert_int_eq(iph_table_init(table, shape), 0);
}

void init_world(struct iph_adapters *adapters)
{
	size_t i;

	memset(adapters, 0, sizeof(*adapters));
	init_table(&adapters->all, &adapter_shape);
	for (i = 0; i < IPH_LISTS; i++)
		init_table(&adapters->lists[i], &list_shapes[i]);
}

static void *new_row(struct iph_table *table)
{
	void *row = iph_table_add(table);

	ck_assert_ptr_nonnull(row);
	return memset(row, 0, table->shape->row);
}

void add_interface(struct iph_adapters *adapters, uint32_t index, uint32_t type, bool ipv4,
		   bool ipv6)
{
	struct iph_adapter *adapter = new_row(&adapters->all);
	MIB_IF_ROW2 *row = &adapter->row;
	struct iph_link *link = &adapter->link;
	size_t i;

	row->InterfaceIndex = index;
	row->Type = type;
	row->OperStatus = IfOperStatusUp;
	for (i = 0; i < index; i++)
		row->Alias[i] = (WCHAR)('a' + index);
	row->Description[0] = 'd';
	link->index = index;
	link->ipv4 = ipv4;
	link->ipv6 = ipv6;
	sprintf(link->name, "eth%u", index);
	adapter->flags = IFF_MULTICAST;
}

static struct iph_addr make_addr(const char *text)
{
	struct iph_addr addr = {.family = strchr(text, ':') ? AF_INET6 : AF_INET};

	ck_assert_int_eq(inet_pton(addr.family, text, addr.bytes), 1);
	return addr;
}

void add_unicast(struct iph_adapters *adapters, const char *text, uint32_t index, UINT8 length)
{
	MIB_UNICASTIPADDRESS_ROW *row = new_row(&adapters->lists[IPH_LIST_UNICAST]);
	struct iph_addr addr = make_addr(text);

	iph_row_set_addr(&row->Address, &addr, index);
	row->InterfaceIndex = index;
	row->OnLinkPrefixLength = length;
}

static void add_anycast(struct iph_adapters *adapters, const char *text, uint32_t index)
{
	MIB_ANYCASTIPADDRESS_ROW *row = new_row(&adapters->lists[IPH_LIST_ANYCAST]);
	struct iph_addr addr = make_addr(text);

	iph_row_set_addr(&row->Address, &addr, index);
	row->InterfaceIndex = index;
}

void make_world(struct iph_adapters *adapters)
{
	static const char conf[] = "nameserver 192.0.2.53\nnameserver fe80::35%eth7\n"
				   "nameserver fe80::36%9\nsearch a.example b.example\n";

	init_world(adapters);
	add_interface(adapters, 1, IF_TYPE_SOFTWARE_LOOPBACK, true, true);
	add_interface(adapters, 3, IF_TYPE_ETHERNET_CSMACD, true, true);
	add_interface(adapters, 5, IF_TYPE_ETHERNET_CSMACD, true, false);
	add_interface(adapters, 7, IF_TYPE_ETHERNET_CSMACD, false, true);
	add_interface(adapters, 9, IF_TYPE_ETHERNET_CSMACD, false, false);
	add_unicast(adapters, "127.0.0.1", 1, 8);
	add_unicast(adapters, "192.0.2.1", 3, 24);
	add_unicast(adapters, "192.0.2.2", 3, 24);
	add_unicast(adapters, "198.51.100.0", 5, 31);
	add_unicast(adapters, "::1", 1, 128);
	add_unicast(adapters, "2001:db8::1", 3, 64);
	add_unicast(adapters, "fe80::1", 7, 64);
	add_anycast(adapters, "192.0.2.77", 3);
	add_anycast(adapters, "2001:db8::77", 3);
	add_anycast(adapters, "2001:db8::78", 3);
	add_anycast(adapters, "2001:db8::79", 9);
	iph_resolv_parse(conf, sizeof(conf) - 1, &adapters->resolv);
}
