/* SPDX-License-Identifier: MIT */
/* GetIfEntry2 and GetIfTable2: identity, order, levels, codes. */

#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "interface.h"
#include "netns-row.h"
#include "netns.h"
#include "suite.h"

static void check_identity(const MIB_IF_ROW2 *row)
{
	WCHAR alias[IF_MAX_STRING_SIZE + 1];
	NET_IFINDEX index;
	NET_LUID luid;
	GUID guid;

	assert_code(ConvertInterfaceIndexToLuid(row->InterfaceIndex, &luid), CODE_SUCCESS);
	ck_assert_uint_eq(row->InterfaceLuid.Value, luid.Value);
	ck_assert_uint_eq(row->InterfaceLuid.Info.IfType, row->Type);
	assert_code(ConvertInterfaceLuidToIndex(&row->InterfaceLuid, &index), CODE_SUCCESS);
	ck_assert_uint_eq(index, row->InterfaceIndex);
	assert_code(ConvertInterfaceLuidToGuid(&luid, &guid), CODE_SUCCESS);
	ck_assert_mem_eq(&row->InterfaceGuid, &guid, sizeof(guid));
	memset(alias, 0, sizeof(alias));
	assert_code(ConvertInterfaceLuidToAlias(&luid, alias, IF_MAX_STRING_SIZE + 1),
		    CODE_SUCCESS);
	ck_assert_mem_eq(row->Alias, alias, sizeof(alias));
}

START_TEST(every_row_is_named_as_the_conversions_name_it)
{
	PMIB_IF_TABLE2 table;
	ULONG i;

	interfaces_setup();
	table = interface_table(MibIfTableNormal);
	for (i = 0; i < table->NumEntries; i++)
		check_identity(&table->Table[i]);
	FreeMibTable(table);
}
END_TEST

/* What is constant, and the bytes that belong to no member. */
static void check_rest(const MIB_IF_ROW2 *row)
{
	static const UCHAR zero[sizeof(MIB_IF_ROW2)];
	const char *bytes = (const char *)row;
	size_t flags = offsetof(MIB_IF_ROW2, InterfaceAndOperStatusFlags) + 1;
	size_t connection = offsetof(MIB_IF_ROW2, ConnectionType) + 4;
	size_t alias;

	for (alias = 0; row->Alias[alias]; alias++)
		;
	ck_assert_mem_eq(row->Alias + alias, zero, sizeof(row->Alias) - alias * sizeof(WCHAR));
	ck_assert_mem_eq(bytes + flags, zero, offsetof(MIB_IF_ROW2, OperStatus) - flags);
	ck_assert_mem_eq(bytes + connection, zero,
			 offsetof(MIB_IF_ROW2, TransmitLinkSpeed) - connection);
	ck_assert_mem_eq(row->PhysicalAddress + row->PhysicalAddressLength, zero,
			 sizeof(row->PhysicalAddress) - row->PhysicalAddressLength);
	ck_assert_mem_eq(&row->NetworkGuid, zero, sizeof(row->NetworkGuid));
	ck_assert_int_eq(row->ConnectionType, NET_IF_CONNECTION_DEDICATED);
	ck_assert_int_eq(row->DirectionType, NET_IF_DIRECTION_SENDRECEIVE);
	ck_assert_uint_eq(row->InMulticastOctets | row->InBroadcastOctets | row->OutNUcastPkts |
				  row->OutMulticastOctets | row->OutBroadcastOctets |
				  row->InUnknownProtos | row->OutQLen,
			  0);
}

/* Counters move on between two calls. */
static void copy_without_counters(const MIB_IF_ROW2 *row, MIB_IF_ROW2 *ret_copy)
{
	size_t counters = offsetof(MIB_IF_ROW2, InOctets);

	memcpy(ret_copy, row, counters);
	memset((char *)ret_copy + counters, 0, sizeof(*row) - counters);
}

static void check_entry(const MIB_IF_ROW2 *expected, uint64_t luid, NET_IFINDEX index,
			MIB_IF_ENTRY_LEVEL level)
{
	MIB_IF_ROW2 expected_rest;
	MIB_IF_ROW2 rest;
	MIB_IF_ROW2 row;

	memset(&row, 0xcc, sizeof(row));
	row.InterfaceLuid.Value = luid;
	row.InterfaceIndex = index;
	assert_code(GetIfEntry2Ex(level, &row), CODE_SUCCESS);
	check_rest(&row);
	if (level == MibIfEntryNormal) {
		ck_assert_uint_ge(row.InOctets, expected->InOctets);
		ck_assert_uint_ge(row.OutUcastPkts, expected->OutUcastPkts);
	} else {
		ck_assert_uint_eq(row.InOctets | row.OutOctets | row.InUcastPkts, 0);
	}
	copy_without_counters(&row, &rest);
	copy_without_counters(expected, &expected_rest);
	ck_assert_mem_eq(&rest, &expected_rest, sizeof(rest));
}

START_TEST(an_entry_is_the_row_of_the_table_byte_for_byte)
{
	PMIB_IF_TABLE2 table;
	MIB_IF_ROW2 row;
	ULONG i;

	interfaces_setup();
#ifdef M_PERTURB		  /* musl has none */
	mallopt(M_PERTURB, 0xcc); /* what nobody wrote is garbage */
#endif
	table = interface_table(MibIfTableNormal);
	for (i = 0; i < table->NumEntries; i++) {
		const MIB_IF_ROW2 *expected = &table->Table[i];
		uint64_t luid = expected->InterfaceLuid.Value;

		check_rest(expected);
		check_entry(expected, 0, expected->InterfaceIndex, MibIfEntryNormal);
		check_entry(expected, luid, 0, MibIfEntryNormal);
		check_entry(expected, luid, 0xcccccccc, MibIfEntryNormal);
		check_entry(expected, luid, 0, MibIfEntryNormalWithoutStatistics);
		check_entry(expected, 0, expected->InterfaceIndex,
			    MibIfEntryNormalWithoutStatistics);
	}
	memset(&row, 0, sizeof(row));
	row.InterfaceIndex = index_of("eth0");
	assert_code(GetIfEntry2(&row), CODE_SUCCESS);
	ck_assert_uint_ge(row.InOctets, interface_row(table, "eth0")->InOctets);
	ck_assert_uint_gt(row.InOctets, 0);
	FreeMibTable(table);
}
END_TEST

START_TEST(without_statistics_the_counters_alone_are_missing)
{
	PMIB_IF_TABLE2 with;
	PMIB_IF_TABLE2 without;
	ULONG i;

	interfaces_setup();
	with = interface_table(MibIfTableNormal);
	without = interface_table(MibIfTableNormalWithoutStatistics);
	ck_assert_uint_eq(with->NumEntries, without->NumEntries);
	for (i = 0; i < with->NumEntries; i++) {
		MIB_IF_ROW2 rest;

		copy_without_counters(&with->Table[i], &rest);
		ck_assert_mem_eq(&without->Table[i], &rest, sizeof(rest));
	}
	FreeMibTable(with);
	FreeMibTable(without);
}
END_TEST

START_TEST(loopback_comes_first_and_then_the_indices)
{
	PMIB_IF_TABLE2 table;
	ULONG i;

	run("ip link add big0 index 123456789 type ifb");
	run("ip link add late0 index 900 type ifb");
	run("ip link add late1 index 800 type ifb");
	assert_code(GetIfTable2(&table), CODE_SUCCESS);
	ck_assert_uint_eq(table->Table[0].InterfaceIndex, 1);
	ck_assert_uint_eq(table->Table[0].Type, 24);
	for (i = 1; i < table->NumEntries; i++)
		ck_assert_uint_gt(table->Table[i].InterfaceIndex,
				  table->Table[i - 1].InterfaceIndex);
	ck_assert_uint_eq(table->Table[table->NumEntries - 1].InterfaceIndex, 123456789);
	check_identity(interface_row(table, "big0"));
	FreeMibTable(table);
}
END_TEST

/* The row must be as it was. */
static void refuse_row(uint64_t luid, NET_IFINDEX index, uint32_t code)
{
	MIB_IF_ROW2 before;
	MIB_IF_ROW2 row;

	memset(&row, 0xcc, sizeof(row));
	row.InterfaceLuid.Value = luid;
	row.InterfaceIndex = index;
	before = row;
	assert_code(GetIfEntry2(&row), code);
	ck_assert_mem_eq(&row, &before, sizeof(row));
	assert_code(GetIfEntry2Ex(MibIfEntryNormalWithoutStatistics, &row), code);
	ck_assert_mem_eq(&row, &before, sizeof(row));
}

START_TEST(an_unknown_interface_is_not_found)
{
	static const NET_IFINDEX indices[] = {4242, 0x1000001, 0x7fffffff, 0x80000001, 0xffffffff};
	uint64_t eth0 = luid_of("eth0");
	const uint64_t luids[] = {
		6ULL << 48 | 4242ULL << 24, /* no such index */
		eth0 ^ 1ULL << 48,	    /* another type */
		eth0 | 1,
		eth0 | 0xffffff,
		eth0 & 0xffffffffffff, /* no type */
		6ULL << 48,
		1,
	};
	uint64_t gone;
	size_t i;

	for (i = 0; i < sizeof(indices) / sizeof(indices[0]); i++)
		refuse_row(0, indices[i], CODE_GET_NO_INTERFACE);
	for (i = 0; i < sizeof(luids) / sizeof(luids[0]); i++) {
		refuse_row(luids[i], 0, CODE_GET_NO_INTERFACE);
		refuse_row(luids[i], index_of("eth0"), CODE_GET_NO_INTERFACE);
	}
	run("ip link add dev0 type veth peer name dev1");
	gone = luid_of("dev0");
	run("ip link delete dev0");
	refuse_row(gone, 0, CODE_GET_NO_INTERFACE);
	refuse_row(0, (NET_IFINDEX)(gone >> 24 & 0xffffff), CODE_GET_NO_INTERFACE);
	refuse_row(0, 0, CODE_BAD_ARGUMENT);
}
END_TEST

static void check_no_descriptor(void *arg)
{
	MIB_IF_TABLE2 somewhere;
	PMIB_IF_TABLE2 table = &somewhere;
	PMIB_IFSTACK_TABLE stack = (PMIB_IFSTACK_TABLE)&somewhere;
	MIB_IF_ROW2 row = {0};
	int last;

	(void)arg;
	row.InterfaceIndex = 1;
	while ((last = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
		;
	assert_code(GetIfEntry2(&row), CODE_NO_MEMORY);
	assert_code(GetIfTable2(&table), CODE_NO_MEMORY);
	ck_assert_ptr_null(table);
	assert_code(GetIfStackTable(&stack), CODE_NO_MEMORY);
	ck_assert_ptr_null(stack);
}

START_TEST(without_descriptors_there_is_no_memory)
{
	in_child(check_no_descriptor, NULL);
}
END_TEST

START_TEST(a_call_sees_the_namespace_of_its_thread)
{
	struct if_nameindex *names;
	MIB_IF_ROW2 row = {0};
	PMIB_IF_TABLE2 table;
	ULONG count = 0;

	ck_assert_int_eq(setns(peer_namespace(), CLONE_NEWNET), 0);
	table = interface_table(MibIfTableNormal);
	for (names = if_nameindex(); names[count].if_index; count++)
		;
	ck_assert_uint_eq(table->NumEntries, count);
	ck_assert_mem_eq(interface_row(table, "peer0")->Alias, u"peer0", 6 * sizeof(WCHAR));
	row.InterfaceIndex = index_of("peer0");
	assert_code(GetIfEntry2(&row), CODE_SUCCESS);
	ck_assert_uint_eq(row.TransmitLinkSpeed,
			  10000000000ULL); /* SPEED_10000, drivers/net/veth.c */
	FreeMibTable(table);
	if_freenameindex(names);
}
END_TEST

TEST_SUITE("interface")
{
	TCase *tcase = netns_tcase(suite, "GetIfEntry2, GetIfTable2", peer_setup);

	tcase_add_test(tcase, every_row_is_named_as_the_conversions_name_it);
	tcase_add_test(tcase, an_entry_is_the_row_of_the_table_byte_for_byte);
	tcase_add_test(tcase, without_statistics_the_counters_alone_are_missing);
	tcase_add_test(tcase, loopback_comes_first_and_then_the_indices);
	tcase_add_test(tcase, an_unknown_interface_is_not_found);
	tcase_add_test(tcase, without_descriptors_there_is_no_memory);
	tcase_add_test(tcase, a_call_sees_the_namespace_of_its_thread);
}
