/* SPDX-License-Identifier: MIT */
/* Failures of the IP interface calls, each provoked by a real state of the kernel. */

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ipinterface.h"
#include "netns-privilege.h"
#include "netns.h"
#include "suite.h"

static const ADDRESS_FAMILY both[] = {AF_INET, AF_INET6};

/* GetIpInterfaceEntry() fails, and the row does not change. */
static void fail_to_get(MIB_IPINTERFACE_ROW row, uint32_t code)
{
	MIB_IPINTERFACE_ROW after = row;

	assert_code(GetIpInterfaceEntry(&after), code);
	ck_assert_mem_eq(&after, &row, sizeof(row));
}

/* A change that would succeed on v0. */
static MIB_IPINTERFACE_ROW change_of(ADDRESS_FAMILY family, uint64_t luid, NET_IFINDEX index)
{
	MIB_IPINTERFACE_ROW row = ipif_init(family, "v0");

	row.InterfaceLuid.Value = luid;
	row.InterfaceIndex = index;
	row.ForwardingEnabled = TRUE;
	row.RetransmitTime = 400;
	row.NlMtu = 1400;
	return row;
}

/* So does SetIpInterfaceEntry(); the caller looks at the kernel. */
static void refused_both(MIB_IPINTERFACE_ROW row, uint32_t code)
{
	fail_to_get(row, code);
	ipif_refused(row, code);
}

static void refuse_both(MIB_IPINTERFACE_ROW row, uint32_t code)
{
	char *before = ipif_before();

	refused_both(row, code);
	ipif_unchanged(before);
}

START_TEST(an_unknown_index_is_no_interface)
{
	static const NET_IFINDEX indices[] = {4242, 0x1000001, 0x7fffffff, 0x80000001, 0xffffffff};
	char *before = ipif_before();
	size_t i;

	for (i = 0; i < sizeof(indices) / sizeof(indices[0]); i++)
		refused_both(change_of(both[_i], 0, indices[i]), CODE_GET_NO_INTERFACE);
	ipif_unchanged(before);
}
END_TEST

START_TEST(an_unknown_luid_is_not_found_whatever_the_index)
{
	uint64_t v0 = 6ULL << 48 | (uint64_t)index_of("v0") << 24;
	const uint64_t luids[] = {6ULL << 48 | 4242ULL << 24,
				  v0 ^ 1ULL << 48,
				  v0 | 1,
				  v0 | 0xffffff,
				  v0 & 0xffffffffffff,
				  1,
				  0xccccccccccccccccULL};
	char *before = ipif_before();
	size_t i;

	for (i = 0; i < sizeof(luids) / sizeof(luids[0]); i++) {
		fail_to_get(change_of(both[_i], luids[i], 0), CODE_NO_ENTRY);
		refused_both(change_of(both[_i], luids[i], index_of("v0")), CODE_NO_ENTRY);
	}
	ipif_unchanged(before);
}
END_TEST

START_TEST(a_good_luid_decides_whatever_the_index)
{
	MIB_IPINTERFACE_ROW row =
		change_of(both[_i], 6ULL << 48 | (uint64_t)index_of("v0") << 24, index_of("v1"));

	ipif_set_ok(row);
	assert_code(GetIpInterfaceEntry(&row), CODE_SUCCESS);
	ck_assert_uint_eq(row.InterfaceIndex, index_of("v0"));
}
END_TEST

START_TEST(an_interface_that_was_deleted_is_no_interface)
{
	MIB_IPINTERFACE_ROW row = change_of(both[_i], 0, index_of("w0"));

	run("ip link delete w0");
	refuse_both(row, CODE_GET_NO_INTERFACE);
}
END_TEST

START_TEST(a_family_that_the_interface_does_not_have_is_not_found)
{
	set_sysctl("net/ipv6/conf/v0/disable_ipv6", "1");
	refuse_both(change_of(AF_INET6, 0, index_of("v0")), CODE_NO_ENTRY);
	run("ip link set v1 mtu 1000; ip link set lo mtu 60");
	refuse_both(change_of(AF_INET6, 0, index_of("v1")), CODE_NO_ENTRY);
	refuse_both(change_of(AF_INET, 0, index_of("lo")), CODE_NO_ENTRY);
	ipif_set_ok(change_of(AF_INET, 0, index_of("v0")));
	ipif_agree();
}
END_TEST

/* Later changes that the kernel refuses take the earlier ones back. */
START_TEST(a_value_that_the_kernel_refuses_undoes_the_others)
{
	static const ULONG mtus[2][3] = {{67, 65536, 0x7fffffff}, {1279, 1501, 0}};
	char *before = ipif_before();
	size_t i;

	for (i = 0; i < 3; i++) {
		MIB_IPINTERFACE_ROW row = change_of(both[_i], 0, index_of("v0"));

		row.BaseReachableTime = 7000;
		row.NlMtu = mtus[_i][i];
		if (both[_i] == AF_INET6) {
			row.DadTransmits = 9;
			row.RouterDiscoveryBehavior = RouterDiscoveryDisabled;
			row.LinkLocalAddressBehavior = LinkLocalAlwaysOff;
			row.DisableDefaultRoutes = TRUE;
		}
		ipif_refused(row, CODE_BAD_ARGUMENT);
	}
	ipif_unchanged(before);
}
END_TEST

static void be_refused(void *arg)
{
	char *before;
	int i;

	lose_privilege(*(int *)arg);
	before = ipif_before();
	for (i = 0; i < 2; i++) {
		MIB_IPINTERFACE_ROW row = ipif_get(both[i], "v0");

		ipif_refused(row, CODE_NOT_PRIVILEGED); /* also without a change */
		ipif_refused(change_of(both[i], 0, index_of("v0")), CODE_NOT_PRIVILEGED);
		/* what the privileged would be told comes later */
		ipif_refused(change_of(both[i], 0, 4242), CODE_NOT_PRIVILEGED);
		ipif_refused(change_of(both[i], 1, 0), CODE_NOT_PRIVILEGED);
		row.Metric = 5;
		ipif_refused(row, CODE_NOT_PRIVILEGED);
		row = change_of(both[i], 0, index_of("v0"));
		row.NlMtu = 0x7fffffff;
		ipif_refused(row, CODE_NOT_PRIVILEGED);
		/* but the shape of the arguments comes before it */
		row.NlMtu = 0x80000000;
		ipif_refused(row, CODE_BAD_ARGUMENT);
		ipif_refused(change_of(both[i], 0, 0), CODE_BAD_ARGUMENT);
		ipif_refused(change_of(99, 0, 4242), CODE_BAD_ARGUMENT);
	}
	ipif_unchanged(before);
	ipif_agree();
}

START_TEST(without_the_capability_everything_can_be_read_and_nothing_changed)
{
	in_child(be_refused, &_i);
}
END_TEST

static void use_the_capability_alone(void *arg)
{
	(void)arg;
	if (!keep_net_admin_alone())
		return;
	ipif_set_ok(change_of(AF_INET, 0, index_of("v0")));
	ipif_set_ok(change_of(AF_INET6, 0, index_of("v0")));
	ck_assert_int_eq(ipif_sysctl("ipv4/conf/v0/forwarding"), 1);
	ck_assert_int_eq(ipif_sysctl("ipv6/conf/v0/forwarding"), 1);
	ck_assert_int_eq(ipif_sysctl("ipv6/conf/v0/mtu"), 1400);
}

/* net_ctl_permissions(), net/sysctl_net.c: it has the rights of the files' owner. */
START_TEST(the_capability_alone_is_enough)
{
	in_child(use_the_capability_alone, NULL);
}
END_TEST

START_TEST(a_read_only_proc_sys_is_access_denied)
{
	MIB_IPINTERFACE_ROW row;

	run("mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys");
	ipif_refuse(change_of(both[_i], 0, index_of("v0")), CODE_NOT_PRIVILEGED);
	/* what needs none of its files goes on */
	row = ipif_init(both[_i], "v0");
	row.RetransmitTime = 400;
	ipif_set_ok(row);
	ipif_set_ok(ipif_get(both[_i], "v0"));
}
END_TEST

START_TEST(without_proc_sys_a_change_of_it_is_not_supported)
{
	MIB_IPINTERFACE_ROW row = change_of(both[_i], 0, index_of("v0"));

	run("mount -t tmpfs none /proc/sys");
	ipif_refuse(row, CODE_CANNOT_CHANGE);
}
END_TEST

START_TEST(the_impossible_comes_before_a_value_that_the_kernel_refuses)
{
	MIB_IPINTERFACE_ROW row = change_of(both[_i], 0, index_of("v0"));
	char *before = ipif_before();

	row.NlMtu = 0x7fffffff;
	row.Metric = 5;
	ipif_refused(row, CODE_CANNOT_CHANGE);
	row.InterfaceIndex = 4242;
	ipif_refused(row, CODE_GET_NO_INTERFACE);
	ipif_unchanged(before);
}
END_TEST

static NETIO_STATUS get_v0(void)
{
	MIB_IPINTERFACE_ROW row = ipif_key(AF_INET6, "v0");

	return GetIpInterfaceEntry(&row);
}

static NETIO_STATUS get_table(void)
{
	PMIB_IPINTERFACE_TABLE table = NULL;
	NETIO_STATUS status = GetIpInterfaceTable(AF_UNSPEC, &table);

	ck_assert(NETIO_SUCCESS(status) == (table != NULL));
	FreeMibTable(table);
	return status;
}

static NETIO_STATUS set_v0(void)
{
	MIB_IPINTERFACE_ROW row = change_of(AF_INET6, 0, 0);

	row.InterfaceIndex = index_of("v0");
	return SetIpInterfaceEntry(&row);
}

static NETIO_STATUS (*const needy[])(void) = {get_v0, get_table, set_v0};

/* With no spare descriptor, with one, and so on until it succeeds. if_nametoindex() takes one. */
START_TEST(want_of_descriptors_is_want_of_memory)
{
	int fd = dup(0);
	struct rlimit full;
	rlim_t spare;
	uint32_t code = CODE_NO_MEMORY;

	ck_assert_int_ge(fd, 0);
	close(fd);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &full), 0);
	for (spare = 1; code != CODE_SUCCESS && spare < 32; spare++) {
		struct rlimit few = full;

		few.rlim_cur = (rlim_t)fd + spare;
		ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
		code = (uint32_t)needy[_i]();
		ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &full), 0);
		if (code == CODE_SUCCESS)
			break;
		assert_code(code, CODE_NO_MEMORY);
		if (_i == 2)
			ck_assert_int_eq(ipif_sysctl("ipv6/conf/v0/mtu"), 1500);
	}
	ck_assert_uint_gt(spare, 1);
	assert_code(code, CODE_SUCCESS);
	ck_assert_int_eq(dup(0), fd); /* and none is left open */
}
END_TEST

TEST_SUITE("ipinterface codes")
{
	TCase *tcase = netns_tcase(suite, "not found", ipif_setup);

	tcase_add_loop_test(tcase, an_unknown_index_is_no_interface, 0, 2);
	tcase_add_loop_test(tcase, an_unknown_luid_is_not_found_whatever_the_index, 0, 2);
	tcase_add_loop_test(tcase, a_good_luid_decides_whatever_the_index, 0, 2);
	tcase_add_loop_test(tcase, an_interface_that_was_deleted_is_no_interface, 0, 2);
	tcase_add_test(tcase, a_family_that_the_interface_does_not_have_is_not_found);

	tcase = netns_tcase(suite, "values", ipif_setup);
	tcase_add_loop_test(tcase, a_value_that_the_kernel_refuses_undoes_the_others, 0, 2);
	tcase_add_loop_test(tcase, the_impossible_comes_before_a_value_that_the_kernel_refuses, 0,
			    2);

	tcase = netns_tcase(suite, "privilege", ipif_setup);
	tcase_add_loop_test(tcase,
			    without_the_capability_everything_can_be_read_and_nothing_changed, 0,
			    LOSSES);
	tcase_add_test(tcase, the_capability_alone_is_enough);
	tcase_add_loop_test(tcase, a_read_only_proc_sys_is_access_denied, 0, 2);
	tcase_add_loop_test(tcase, without_proc_sys_a_change_of_it_is_not_supported, 0, 2);

	tcase = netns_tcase(suite, "descriptors", ipif_setup);
	tcase_add_loop_test(tcase, want_of_descriptors_is_want_of_memory, 0, 3);
}
