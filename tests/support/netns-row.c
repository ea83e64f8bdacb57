/* SPDX-License-Identifier: MIT */
/* The anycast calls by name of address and interface. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "netns-row.h"

/* musl's inet_pton() has written something when it says no. */
static void put_addr(SOCKADDR_INET *ret_sockaddr, const char *addr)
{
	if (!strchr(addr, ':') && inet_pton(AF_INET, addr, &ret_sockaddr->Ipv4.sin_addr) == 1) {
		ret_sockaddr->si_family = AF_INET;
		return;
	}
	ret_sockaddr->si_family = AF_INET6;
	ck_assert_int_eq(inet_pton(AF_INET6, addr, &ret_sockaddr->Ipv6.sin6_addr), 1);
}

MIB_ANYCASTIPADDRESS_ROW make_row_by_luid(const char *addr, uint64_t luid, NET_IFINDEX index)
{
	MIB_ANYCASTIPADDRESS_ROW row;

	memset(&row, 0xcc, sizeof(row));
	put_addr(&row.Address, addr);
	row.InterfaceLuid.Value = luid;
	row.InterfaceIndex = index;
	return row;
}

MIB_ANYCASTIPADDRESS_ROW make_row(const char *addr, const char *ifname)
{
	return make_row_by_luid(addr, 0, index_of(ifname));
}

uint64_t luid_of(const char *ifname)
{
	uint64_t type = strcmp(ifname, "lo") == 0 ? 24 : 6;

	return type << 48 | (uint64_t)index_of(ifname) << 24;
}

MIB_ANYCASTIPADDRESS_ROW make_full_row(const char *addr, const char *ifname)
{
	MIB_ANYCASTIPADDRESS_ROW row;

	memset(&row, 0, sizeof(row));
	put_addr(&row.Address, addr);
	row.InterfaceLuid.Value = luid_of(ifname);
	row.InterfaceIndex = index_of(ifname);
	if (strncmp(addr, "fe80:", 5) == 0) {
		row.Address.Ipv6.sin6_scope_id = row.InterfaceIndex;
		row.ScopeId.Value = row.InterfaceIndex;
	}
	return row;
}

NETIO_STATUS call_create(PMIB_ANYCASTIPADDRESS_ROW row)
{
	return CreateAnycastIpAddressEntry(row);
}

NETIO_STATUS call_delete(PMIB_ANYCASTIPADDRESS_ROW row)
{
	return DeleteAnycastIpAddressEntry(row);
}

uint32_t create(const char *addr, const char *ifname)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row(addr, ifname);

	return (uint32_t)CreateAnycastIpAddressEntry(&row);
}

uint32_t delete (const char *addr, const char *ifname)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row(addr, ifname);

	return (uint32_t)DeleteAnycastIpAddressEntry(&row);
}

uint32_t get(const char *addr, const char *ifname)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row(addr, ifname);
	MIB_ANYCASTIPADDRESS_ROW expected = make_full_row(addr, ifname);
	uint32_t code = (uint32_t)GetAnycastIpAddressEntry(&row);

	if (code == CODE_SUCCESS)
		ck_assert_mem_eq(&row, &expected, sizeof(row));
	return code;
}

void create_ok(const char *addr, const char *ifname)
{
	uint32_t code = create(addr, ifname);

	ck_assert_msg(code == CODE_SUCCESS, "create %s on %s: %u", addr, ifname, code);
	judge_entry(addr, ifname);
	assert_code(get(addr, ifname), CODE_SUCCESS);
	agree();
}

void delete_ok(const char *addr, const char *ifname)
{
	uint32_t code = delete (addr, ifname);

	ck_assert_msg(code == CODE_SUCCESS, "delete %s on %s: %u", addr, ifname, code);
	assert_code(get(addr, ifname), CODE_NO_ENTRY);
	agree();
}

void refuse_call(row_call call, MIB_ANYCASTIPADDRESS_ROW row, uint32_t code)
{
	MIB_ANYCASTIPADDRESS_ROW after = row;

	assert_code(call(&after), code);
	ck_assert_mem_eq(&after, &row, sizeof(row));
}

void refuse(row_call call, MIB_ANYCASTIPADDRESS_ROW row, uint32_t code)
{
	char *before_text = judge_snapshot();
	int holders = count_holders();
	char *after_text;

	refuse_call(call, row, code);
	after_text = judge_snapshot();
	judge_same(after_text, before_text);
	/* who is outside their PID namespace may still see those end that the call has started */
	if (holders == 0)
		await_no_holders();
	else
		ck_assert_int_le(count_holders(), holders);
	free(before_text);
	free(after_text);
}

char *our_table(ADDRESS_FAMILY family)
{
	PMIB_ANYCASTIPADDRESS_TABLE table = NULL;
	char addr[INET6_ADDRSTRLEN];
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	ULONG i;

	ck_assert_ptr_nonnull(file);
	assert_code(GetAnycastIpAddressTable(family, &table), CODE_SUCCESS);
	ck_assert_ptr_nonnull(table);
	for (i = 0; i < table->NumEntries; i++) {
		const SOCKADDR_INET *address = &table->Table[i].Address;
		const void *bytes = address->si_family == AF_INET
					    ? (const void *)&address->Ipv4.sin_addr
					    : &address->Ipv6.sin6_addr;

		fprintf(file, "%u %s\n", table->Table[i].InterfaceIndex,
			inet_ntop(address->si_family, bytes, addr, sizeof(addr)));
	}
	fclose(file);
	FreeMibTable(table);
	return text;
}

unsigned int table_count(void)
{
	PMIB_ANYCASTIPADDRESS_TABLE table = NULL;
	unsigned int count;

	assert_code(GetAnycastIpAddressTable(AF_UNSPEC, &table), CODE_SUCCESS);
	count = table->NumEntries;
	FreeMibTable(table);
	return count;
}

void agree(void)
{
	char *ours = our_table(AF_UNSPEC);
	char *theirs = judge_table();

	judge_same(ours, theirs);
	free(ours);
	free(theirs);
}
