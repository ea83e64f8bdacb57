/* SPDX-License-Identifier: MIT */
/* Failures of the unicast calls, each provoked by a real state of the kernel. */

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <linux/capability.h>
#include <sys/syscall.h>

#include "netns-row.h"
#include "netns.h"
#include "suite.h"
#include "unicast.h"

typedef NETIO_STATUS (*unicast_call)(PMIB_UNICASTIPADDRESS_ROW row);

static NETIO_STATUS create_row(PMIB_UNICASTIPADDRESS_ROW row)
{
	return CreateUnicastIpAddressEntry(row);
}

static NETIO_STATUS set_row(PMIB_UNICASTIPADDRESS_ROW row)
{
	return SetUnicastIpAddressEntry(row);
}

static NETIO_STATUS delete_row(PMIB_UNICASTIPADDRESS_ROW row)
{
	return DeleteUnicastIpAddressEntry(row);
}

static const unicast_call changes[] = {create_row, set_row, delete_row};
#define CHANGES 3

/* The call fails with this code; neither row nor kernel change. */
static void refuse_row(unicast_call call, MIB_UNICASTIPADDRESS_ROW row, uint32_t code)
{
	MIB_UNICASTIPADDRESS_ROW after = row;
	char *before_text = judge_snapshot();
	char *after_text;

	assert_code(call(&after), code);
	after_text = judge_snapshot();
	judge_same(after_text, before_text);
	ck_assert_mem_eq(&after, &row, sizeof(row));
	free(before_text);
	free(after_text);
}

static void refuse_changes(MIB_UNICASTIPADDRESS_ROW row, uint32_t code)
{
	int i;

	for (i = 0; i < CHANGES; i++)
		refuse_row(changes[i], row, code);
}

static const char *const both[] = {"198.51.100.7", "2001:db8:7::7"};

START_TEST(an_address_of_the_interface_is_a_duplicate)
{
	static const int lengths[] = {24, 32, 8, 64, 128, 10};
	int i;

	run("ip address add 198.51.100.7/32 dev eth0");
	run("ip address add 198.51.100.8 peer 203.0.113.1/32 dev eth0");
	run("ip address add 2001:db8:7::7/64 dev eth0 nodad");
	for (i = 0; i < 3; i++)
		refuse_row(create_row, unicast_row(both[_i], lengths[3 * _i + i], "eth0"),
			   CODE_DUPLICATE);
	refuse_row(create_row, unicast_row("198.51.100.8", 32, "eth0"), CODE_DUPLICATE);
	refuse_row(create_row, unicast_row("127.0.0.1", 32, "lo"), CODE_DUPLICATE);
	refuse_row(create_row, unicast_row("::1", 128, "lo"), CODE_DUPLICATE);
}
END_TEST

START_TEST(an_anycast_entry_of_the_interface_is_a_duplicate)
{
	static const char *const entries[] = {"192.0.2.53", "2001:db8:1::53", "fe80::53"};

	create_ok(entries[_i], "eth0");
	refuse_row(create_row, unicast_row(entries[_i], 255, "eth0"), CODE_DUPLICATE);
	refuse_row(create_row, unicast_row(entries[_i], 24, "eth0"), CODE_DUPLICATE);
	judge_entry(entries[_i], "eth0");
	delete_ok(entries[_i], "eth0");
	unicast_create_ok(entries[_i], 24, "eth0");
}
END_TEST

/* On lo is what makes programs able to bind to the entry of eth0. */
START_TEST(a_service_address_is_a_duplicate_on_loopback)
{
	create_ok("2001:db8:1::53", "eth0");
	refuse_row(create_row, unicast_row("2001:db8:1::53", 128, "lo"), CODE_DUPLICATE);
}
END_TEST

START_TEST(addresses_of_anycast_entries_are_not_found)
{
	static const char *const entries[] = {"192.0.2.53", "2001:db8:1::53"};

	create_ok(entries[_i], "eth0");
	refuse_row(set_row, unicast_row(entries[_i], 255, "eth0"), CODE_NO_ENTRY);
	refuse_row(delete_row, unicast_row(entries[_i], 255, "eth0"), CODE_NO_ENTRY);
	refuse_row(set_row, unicast_row(entries[_i], 255, "lo"), CODE_NO_ENTRY);
	refuse_row(delete_row, unicast_row(entries[_i], 255, "lo"), CODE_NO_ENTRY);
	refuse_row(GetUnicastIpAddressEntry, unicast_row(entries[_i], 255, "eth0"), CODE_NO_ENTRY);
	refuse_row(GetUnicastIpAddressEntry, unicast_row(entries[_i], 255, "lo"), CODE_NO_ENTRY);
	judge_entry(entries[_i], "eth0");
}
END_TEST

START_TEST(an_absent_address_is_not_found)
{
	run("ip address add 198.51.100.7/32 dev lo");
	run("ip address add 2001:db8:7::7/64 dev lo");
	refuse_row(set_row, unicast_row(both[_i], 32, "eth0"), CODE_NO_ENTRY);
	refuse_row(delete_row, unicast_row(both[_i], 32, "eth0"), CODE_NO_ENTRY);
	refuse_row(GetUnicastIpAddressEntry, unicast_row(both[_i], 32, "eth0"), CODE_NO_ENTRY);
}
END_TEST

START_TEST(an_unknown_index_is_no_interface)
{
	static const NET_IFINDEX indices[] = {4242, 0x1000001, 0x7fffffff, 0x80000001, 0xffffffff};
	MIB_UNICASTIPADDRESS_ROW row = unicast_row(both[_i], 24, "eth0");
	size_t i;

	for (i = 0; i < sizeof(indices) / sizeof(indices[0]); i++) {
		row.InterfaceIndex = indices[i];
		refuse_changes(row, CODE_NO_INTERFACE);
		refuse_row(GetUnicastIpAddressEntry, row, CODE_GET_NO_INTERFACE);
	}
	row.InterfaceIndex = 0;
	refuse_row(GetUnicastIpAddressEntry, row, CODE_GET_NO_INTERFACE);
}
END_TEST

/* For Get that is "no such entry", as Windows has it. */
START_TEST(an_unknown_luid_is_no_interface_whatever_the_index)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_row(both[_i], 24, "eth0");
	const uint64_t luids[] = {6ULL << 48 | 4242ULL << 24, luid_of("eth0") ^ 1ULL << 48, 1};
	size_t i;

	for (i = 0; i < sizeof(luids) / sizeof(luids[0]); i++) {
		row.InterfaceLuid.Value = luids[i];
		row.InterfaceIndex = i % 2 ? index_of("eth0") : 0;
		refuse_changes(row, CODE_NO_INTERFACE);
		refuse_row(GetUnicastIpAddressEntry, row, CODE_NO_ENTRY);
	}
}
END_TEST

START_TEST(loopback_addresses_belong_to_loopback)
{
	static const char *const addrs[] = {"127.0.0.9", "::1", "127.255.255.254"};

	refuse_row(create_row, unicast_row(addrs[_i], 255, "eth0"), CODE_BAD_ARGUMENT);
	refuse_row(GetUnicastIpAddressEntry, unicast_row(addrs[_i], 255, "eth0"), CODE_NO_ENTRY);
	run("ip address add 127.0.0.8/32 dev lo");
	refuse_row(delete_row, unicast_row("127.0.0.8", 255, "eth0"), CODE_NO_ENTRY);
	assert_code(unicast_delete("127.0.0.8", "lo"), CODE_SUCCESS);
}
END_TEST

START_TEST(a_family_that_is_not_there_is_not_supported)
{
	PMIB_UNICASTIPADDRESS_TABLE table = NULL;

	set_sysctl("net/ipv6/conf/eth0/disable_ipv6", "1");
	refuse_changes(unicast_row("2001:db8:7::7", 64, "eth0"), CODE_NO_STACK);
	refuse_row(GetUnicastIpAddressEntry, unicast_row("2001:db8:7::7", 64, "eth0"),
		   CODE_NO_STACK);
	run("ip link set lo mtu 60");
	refuse_changes(unicast_row("198.51.100.7", 24, "lo"), CODE_NO_STACK);
	refuse_row(GetUnicastIpAddressEntry, unicast_row("198.51.100.7", 24, "lo"), CODE_NO_STACK);
	assert_code(GetUnicastIpAddressTable(AF_INET6, &table), CODE_SUCCESS);
	FreeMibTable(table);
}
END_TEST

static void drop_capabilities(void)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {{0}};

	ck_assert_int_eq(syscall(SYS_capset, &header, none), 0);
}

static void without_privilege(void *addr)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_row(addr, 24, "eth0");
	MIB_UNICASTIPADDRESS_ROW bad = row;
	int i;

	drop_capabilities();
	for (i = 0; i < CHANGES; i++) {
		assert_code(changes[i](&row), CODE_NOT_PRIVILEGED);
		bad.InterfaceIndex = 4242; /* looked at later */
		assert_code(changes[i](&bad), CODE_NOT_PRIVILEGED);
		bad.InterfaceIndex = 0; /* and earlier */
		assert_code(changes[i](&bad), CODE_BAD_ARGUMENT);
	}
	assert_code(unicast_get_code(OUR_IPV6, "eth0"), CODE_SUCCESS);
}

START_TEST(changes_need_a_privilege_and_reading_does_not)
{
	char *before = judge_snapshot();

	in_child(without_privilege, (void *)both[_i]);
	in_child(without_privilege, (void *)(_i ? OUR_IPV6 : OUR_IPV4));
	judge_unchanged(before);
}
END_TEST

/* No descriptor is left for a socket. */
static void without_descriptors(void *unused)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_row(OUR_IPV6, 64, "eth0");
	struct rlimit limit = {0};
	PMIB_UNICASTIPADDRESS_TABLE table = NULL;
	int i;

	(void)unused;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	for (i = 0; i < CHANGES; i++)
		assert_code(changes[i](&row), CODE_NO_MEMORY);
	assert_code(GetUnicastIpAddressEntry(&row), CODE_NO_MEMORY);
	assert_code(GetUnicastIpAddressTable(AF_UNSPEC, &table), CODE_NO_MEMORY);
	ck_assert_ptr_null(table);
}

START_TEST(want_of_descriptors_is_want_of_memory)
{
	in_child(without_descriptors, NULL);
}
END_TEST

/* As the example of Microsoft's page CreateUnicastIpAddressEntry does it: LUID alone, port and
 * padding whatever was on the stack. */
START_TEST(the_example_of_the_windows_page_works)
{
	MIB_UNICASTIPADDRESS_ROW row;

	memset(&row, 0xcc, sizeof(row));
	InitializeUnicastIpAddressEntry(&row);
	row.InterfaceLuid.Value = luid_of("lo");
	row.Address.Ipv4.sin_family = AF_INET;
	row.Address.Ipv4.sin_port = 0xcccc;
	memset(row.Address.Ipv4.sin_zero, 0xcc, sizeof(row.Address.Ipv4.sin_zero));
	row.Address.Ipv4.sin_addr.s_addr = htonl(0xc0a80105);
	assert_code(CreateUnicastIpAddressEntry(&row), CODE_SUCCESS);
	ck_assert(judge_address("192.168.1.5", 32, "lo"));
	assert_code(CreateUnicastIpAddressEntry(&row), CODE_DUPLICATE);
	assert_code(DeleteUnicastIpAddressEntry(&row), CODE_SUCCESS);
	ck_assert(!judge_address_anywhere("192.168.1.5"));
}
END_TEST

TEST_SUITE("unicast codes")
{
	TCase *tcase = netns_tcase(suite, "unicast codes", peer_setup);

	tcase_add_loop_test(tcase, an_address_of_the_interface_is_a_duplicate, 0, 2);
	tcase_add_loop_test(tcase, an_anycast_entry_of_the_interface_is_a_duplicate, 0, 3);
	tcase_add_test(tcase, a_service_address_is_a_duplicate_on_loopback);
	tcase_add_loop_test(tcase, addresses_of_anycast_entries_are_not_found, 0, 2);
	tcase_add_loop_test(tcase, an_absent_address_is_not_found, 0, 2);
	tcase_add_loop_test(tcase, an_unknown_index_is_no_interface, 0, 2);
	tcase_add_loop_test(tcase, an_unknown_luid_is_no_interface_whatever_the_index, 0, 2);
	tcase_add_loop_test(tcase, loopback_addresses_belong_to_loopback, 0, 3);
	tcase_add_test(tcase, a_family_that_is_not_there_is_not_supported);
	tcase_add_loop_test(tcase, changes_need_a_privilege_and_reading_does_not, 0, 2);
	tcase_add_test(tcase, want_of_descriptors_is_want_of_memory);
	tcase_add_test(tcase, the_example_of_the_windows_page_works);
}
