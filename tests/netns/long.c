/* SPDX-License-Identifier: MIT */
/* An interface of which the kernel has more to say than 32 KiB: one with hundreds of long names. */

#include <stdlib.h>

#include "netns-row.h"
#include "netns.h"
#include "suite.h"

#define NAMES 250

static void add_interface(void)
{
	peer_setup();
	run_ip("link add dev0 type veth peer name dev1\n"
	       "link set dev0 addrgenmode none\nlink set dev0 up\nlink set dev1 up\n"
	       "addr add 198.51.100.1/24 dev dev0");
}

static void add_names(void)
{
	run("for i in $(seq %d); do"
	    " echo \"link property add dev dev0 altname $(printf 'a%%04d%%0122d' $i 0)\";"
	    " done | ip -batch -",
	    NAMES);
}

/* ip(8) shows them all, with 127 bytes each. */
static void add_long_interface(void)
{
	char *count;

	add_interface();
	add_names();
	count = output_of("ip -j link show dev dev0 | jq '.[0].altnames | length'");
	ck_assert_int_eq(atoi(count), NAMES);
	free(count);
}

START_TEST(calls_about_a_long_interface_and_others_succeed)
{
	MIB_IF_ROW2 row = {.InterfaceIndex = index_of("dev0")};
	MIB_UNICASTIPADDRESS_TABLE *addresses;
	MIB_IPINTERFACE_TABLE *families;
	MIB_IFSTACK_TABLE *stack;
	MIB_IF_TABLE2 *table;
	NET_LUID luid;
	ULONG i;

	assert_code(GetIfEntry2(&row), CODE_SUCCESS);
	assert_code(ConvertInterfaceIndexToLuid(index_of("dev0"), &luid), CODE_SUCCESS);
	assert_code(ConvertInterfaceIndexToLuid(index_of("lo"), &luid), CODE_SUCCESS);
	assert_code(GetIfTable2(&table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++)
		if (table->Table[i].InterfaceIndex == row.InterfaceIndex)
			break;
	ck_assert_uint_lt(i, table->NumEntries);
	FreeMibTable(table);
	assert_code(GetIfStackTable(&stack), CODE_SUCCESS);
	FreeMibTable(stack);
	assert_code(GetIpInterfaceTable(AF_UNSPEC, &families), CODE_SUCCESS);
	FreeMibTable(families);
	assert_code(GetUnicastIpAddressTable(AF_UNSPEC, &addresses), CODE_SUCCESS);
	FreeMibTable(addresses);
	create_ok("198.51.100.7", "dev0");
	delete_ok("198.51.100.7", "dev0");
	create_ok("2001:db8:7::1", "dev0");
	delete_ok("2001:db8:7::1", "dev0");
}
END_TEST

#ifndef IPH_TEST_MODE_NT
START_TEST(long_interface_is_an_adapter)
{
	ULONG size = 0;

	assert_code(GetAdaptersAddresses(AF_UNSPEC, 0, NULL, NULL, &size), 111u);
}
END_TEST
#endif

static bool no_address_left(const void *addr)
{
	return !judge_address_anywhere(addr);
}

START_TEST(entries_of_a_long_interface_go_with_it)
{
	create_ok("2001:db8:7::1", "dev0");
	create_ok("fe80::53", "dev0");
	run("ip link delete dev0");
	ck_assert(await(no_address_left, "2001:db8:7::1"));
	await_no_holders();
}
END_TEST

static bool has_route(const void *addr)
{
	char *text = output_of("ip -6 route show table local type anycast to exact %s dev dev0",
			       (const char *)addr);
	bool found = *text != '\0';

	free(text);
	return found;
}

static bool has_no_route(const void *addr)
{
	return !has_route(addr);
}

/* Up again, it has lost the route that a link-local entry lives on. */
START_TEST(link_local_entry_of_a_long_interface_is_renewed)
{
	create_ok("fe80::53", "dev0");
	ck_assert(await(has_route, "fe80::53"));
	run("ip link set dev0 down");
	ck_assert(await(has_no_route, "fe80::53"));
	run("ip link set dev0 up");
	ck_assert(await(has_route, "fe80::53"));
	delete_ok("fe80::53", "dev0");
	await_no_holders();
}
END_TEST

TEST_SUITE("long")
{
	TCase *tcase = netns_tcase(suite, "many names", add_long_interface);

	tcase_add_test(tcase, calls_about_a_long_interface_and_others_succeed);
#ifndef IPH_TEST_MODE_NT
	tcase_add_test(tcase, long_interface_is_an_adapter);
#endif
	tcase_add_test(tcase, entries_of_a_long_interface_go_with_it);
	tcase_add_test(tcase, link_local_entry_of_a_long_interface_is_renewed);
}
