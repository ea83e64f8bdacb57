/* SPDX-License-Identifier: MIT */
/* GetMulticastIpAddressTable and ...Entry against what "ip maddress" shows, and the fallback of
 * older kernels against the kernel's own file. */

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "igmp.h"
#include "netns-row.h"
#include "netns.h"
#include "suite.h"

static MIB_MULTICASTIPADDRESS_ROW group_row(const char *group, const char *ifname)
{
	MIB_MULTICASTIPADDRESS_ROW row;

	memset(&row, 0xcc, sizeof(row));
	if (!strchr(group, ':') && inet_pton(AF_INET, group, &row.Address.Ipv4.sin_addr) == 1)
		row.Address.si_family = AF_INET;
	else
		row.Address.si_family = AF_INET6;
	if (row.Address.si_family == AF_INET6)
		ck_assert_int_eq(inet_pton(AF_INET6, group, &row.Address.Ipv6.sin6_addr), 1);
	row.InterfaceLuid.Value = 0;
	row.InterfaceIndex = ifname ? index_of(ifname) : 0;
	return row;
}

static void refuse_get(MIB_MULTICASTIPADDRESS_ROW row, uint32_t code)
{
	MIB_MULTICASTIPADDRESS_ROW before = row;

	assert_code(GetMulticastIpAddressEntry(&row), code);
	ck_assert_mem_eq(&row, &before, sizeof(row));
}

/* A socket that keeps the membership; both families, for the groups do not say theirs. */
static int join(const char *group, const char *ifname)
{
	int family = strchr(group, ':') ? AF_INET6 : AF_INET;
	struct group_req req = {.gr_interface = index_of(ifname)};
	int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	void *bytes = family == AF_INET ? (void *)&((struct sockaddr_in *)&req.gr_group)->sin_addr
					: &((struct sockaddr_in6 *)&req.gr_group)->sin6_addr;

	req.gr_group.ss_family = (sa_family_t)family;
	ck_assert_int_eq(inet_pton(family, group, bytes), 1);
	ck_assert_int_eq(setsockopt(fd, family == AF_INET ? SOL_IP : SOL_IPV6, MCAST_JOIN_GROUP,
				    &req, sizeof(req)),
			 0);
	return fd;
}

static const char *const joined[] = {"239.1.2.3", "224.0.0.251", "ff02::fb",
				     "ff05::1:3", "ff0e::4321",	 "ff01::77"};
#define JOINED (sizeof(joined) / sizeof(joined[0]))

static void join_all(void)
{
	size_t i;

	peer_setup();
	run("ip link add dev0 type veth peer name dev1");
	run("ip link set dev0 up && ip link set dev1 up");
	for (i = 0; i < JOINED; i++) {
		(void)join(joined[i], "eth0");
		(void)join(joined[i], "lo");
	}
	ck_assert(await(is_settled, NULL));
}

static void print_row(FILE *file, const MIB_MULTICASTIPADDRESS_ROW *row)
{
	char addr[INET6_ADDRSTRLEN];
	const void *bytes = row->Address.si_family == AF_INET
				    ? (const void *)&row->Address.Ipv4.sin_addr
				    : &row->Address.Ipv6.sin6_addr;

	fprintf(file, "%u %s\n", row->InterfaceIndex,
		inet_ntop(row->Address.si_family, bytes, addr, sizeof(addr)));
}

static char *our_groups(ADDRESS_FAMILY family)
{
	PMIB_MULTICASTIPADDRESS_TABLE table = NULL;
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	ULONG i;

	assert_code(GetMulticastIpAddressTable(family, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++)
		print_row(file, &table->Table[i]);
	fclose(file);
	FreeMibTable(table);
	return text;
}

static void save(const char *path, char *text)
{
	FILE *file = fopen(path, "we");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
	free(text);
}

/* Both sorted as text. ip reads /proc/net/igmp and igmp6. */
static void same_as_ip(const char *family, const char *ours)
{
	run("ip -j %s maddress show | jq -r '.[] | .ifindex as $i | .maddr[] | "
	    "select(.family == \"inet\" or .family == \"inet6\") | \"\\($i) \\(.address)\"' | "
	    "sort >theirs && sort %s | diff - theirs",
	    family, ours);
}

START_TEST(the_table_is_what_ip_shows)
{
	run("mount -t tmpfs none /tmp");
	ck_assert_int_eq(chdir("/tmp"), 0);
	save("four", our_groups(AF_INET));
	save("six", our_groups(AF_INET6));
	save("all", our_groups(AF_UNSPEC));
	same_as_ip("-4", "four");
	same_as_ip("-6", "six");
	run("cat four six | diff - all");   /* and that is the order */
	run("grep -c . four | grep -qx 8"); /* 224.0.0.1 on four, 2 on two */
}
END_TEST

START_TEST(rows_are_complete)
{
	size_t i;

	for (i = 0; i < JOINED; i++) {
		MIB_MULTICASTIPADDRESS_ROW row = group_row(joined[i], "eth0");
		bool zoned = joined[i][3] == '2' || joined[i][3] == '1';
		uint32_t zone = joined[i][0] == 'f' && zoned ? index_of("eth0") : 0;

		row.Address.Ipv4.sin_port = 0xcccc;
		assert_code(GetMulticastIpAddressEntry(&row), CODE_SUCCESS);
		ck_assert_uint_eq(row.InterfaceIndex, index_of("eth0"));
		ck_assert_uint_eq(row.InterfaceLuid.Value, luid_of("eth0"));
		ck_assert_uint_eq(row.ScopeId.Value, zone);
		ck_assert_uint_eq(row.Address.Ipv4.sin_port, 0);
		if (row.Address.si_family == AF_INET6)
			ck_assert_uint_eq(row.Address.Ipv6.sin6_scope_id, zone);
	}
}
END_TEST

START_TEST(every_row_of_the_table_can_be_got)
{
	PMIB_MULTICASTIPADDRESS_TABLE table = NULL;
	ULONG i;

	assert_code(GetMulticastIpAddressTable(AF_UNSPEC, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++) {
		MIB_MULTICASTIPADDRESS_ROW row = table->Table[i];

		row.InterfaceIndex = i % 2 ? 0 : 4242; /* the LUID decides */
		assert_code(GetMulticastIpAddressEntry(&row), CODE_SUCCESS);
		ck_assert_mem_eq(&row, &table->Table[i], sizeof(row));
	}
	FreeMibTable(table);
}
END_TEST

static int print_group(const struct iph_addr *group, uint32_t ifindex, void *arg)
{
	char addr[INET_ADDRSTRLEN];

	fprintf(arg, "%u %s\n", ifindex, inet_ntop(AF_INET, group->bytes, addr, sizeof(addr)));
	return 0;
}

/* What older kernels are read from is still there. */
START_TEST(the_kernels_file_has_the_same_groups)
{
	char *text = NULL;
	size_t size = 0;
	FILE *output = open_memstream(&text, &size);
	FILE *input = fopen("/proc/thread-self/net/igmp", "re");

	ck_assert_int_eq(iph_igmp_read(input, print_group, output), 0);
	fclose(input);
	fclose(output);
	run("mount -t tmpfs none /tmp");
	ck_assert_int_eq(chdir("/tmp"), 0);
	save("four", text);
	same_as_ip("-4", "four");
}
END_TEST

START_TEST(groups_that_are_not_joined_are_not_found)
{
	refuse_get(group_row("239.9.9.9", "eth0"), CODE_NO_ENTRY);
	refuse_get(group_row("ff0e::9999", "eth0"), CODE_NO_ENTRY);
	refuse_get(group_row("239.1.2.3", "dev0"), CODE_NO_ENTRY);
	refuse_get(group_row("ff0e::4321", "dev0"), CODE_NO_ENTRY);
}
END_TEST

START_TEST(bad_arguments)
{
	MIB_MULTICASTIPADDRESS_ROW row = group_row("239.1.2.3", "eth0");
	PMIB_MULTICASTIPADDRESS_TABLE table = (void *)&row;

	assert_code(GetMulticastIpAddressEntry(NULL), CODE_BAD_ARGUMENT);
	refuse_get(group_row("239.1.2.3", NULL), CODE_BAD_ARGUMENT);
	refuse_get(group_row(OUR_IPV4, "eth0"), CODE_BAD_ARGUMENT);
	refuse_get(group_row(OUR_IPV6, "eth0"), CODE_BAD_ARGUMENT);
	row.Address.si_family = AF_UNSPEC;
	refuse_get(row, CODE_BAD_ARGUMENT);
	row.Address.si_family = 99;
	refuse_get(row, CODE_BAD_ARGUMENT);
	assert_code(GetMulticastIpAddressTable(AF_UNSPEC, NULL), CODE_BAD_ARGUMENT);
	assert_code(GetMulticastIpAddressTable(99, &table), CODE_BAD_ARGUMENT);
	ck_assert_ptr_null(table);
}
END_TEST

START_TEST(an_unknown_interface_is_no_interface)
{
	MIB_MULTICASTIPADDRESS_ROW row = group_row("239.1.2.3", "eth0");

	row.InterfaceIndex = 4242;
	refuse_get(row, CODE_GET_NO_INTERFACE);
	row.InterfaceIndex = index_of("eth0");
	row.InterfaceLuid.Value = 6ULL << 48 | 4242ULL << 24;
	refuse_get(row, CODE_GET_NO_INTERFACE);
}
END_TEST

START_TEST(a_family_that_is_not_there_is_not_supported)
{
	set_sysctl("net/ipv6/conf/eth0/disable_ipv6", "1");
	refuse_get(group_row("ff0e::4321", "eth0"), CODE_NO_STACK);
	run("ip link set lo mtu 60");
	refuse_get(group_row("239.1.2.3", "lo"), CODE_NO_STACK);
}
END_TEST

static void without_descriptors(void *unused)
{
	MIB_MULTICASTIPADDRESS_ROW row = group_row("239.1.2.3", "eth0");
	PMIB_MULTICASTIPADDRESS_TABLE table = NULL;
	struct rlimit limit = {0};

	(void)unused;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	refuse_get(row, CODE_NO_MEMORY);
	assert_code(GetMulticastIpAddressTable(AF_UNSPEC, &table), CODE_NO_MEMORY);
	ck_assert_ptr_null(table);
}

START_TEST(want_of_descriptors_is_want_of_memory)
{
	in_child(without_descriptors, NULL);
}
END_TEST

TEST_SUITE("multicast")
{
	TCase *tcase = netns_tcase(suite, "multicast", join_all);

	tcase_add_test(tcase, the_table_is_what_ip_shows);
	tcase_add_test(tcase, rows_are_complete);
	tcase_add_test(tcase, every_row_of_the_table_can_be_got);
	tcase_add_test(tcase, the_kernels_file_has_the_same_groups);
	tcase_add_test(tcase, groups_that_are_not_joined_are_not_found);
	tcase_add_test(tcase, bad_arguments);
	tcase_add_test(tcase, an_unknown_interface_is_no_interface);
	tcase_add_test(tcase, a_family_that_is_not_there_is_not_supported);
	tcase_add_test(tcase, want_of_descriptors_is_want_of_memory);
}
