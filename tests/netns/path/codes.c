/* SPDX-License-Identifier: MIT */
/* Failures of the path calls, each provoked by a real state of the kernel, and flushes. */

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netns-privilege.h"
#include "path.h"
#include "suite.h"

static const char *const peers[] = {PEER_IPV4, PEER_IPV6};

/* The call fails with this code and leaves the row alone. */
static void refuse_path(MIB_IPPATH_ROW row, uint32_t code)
{
	MIB_IPPATH_ROW after = row;

	assert_code(GetIpPathEntry(&after), code);
	ck_assert_mem_eq(&after, &row, sizeof(row));
}

START_TEST(an_unknown_interface_is_none)
{
	static const NET_IFINDEX indices[] = {4242, 0x7fffffff, 0x80000001, 0xffffffff};
	MIB_IPPATH_ROW row = path_row(peers[_i], NULL, "eth0");
	const uint64_t luids[] = {6ULL << 48 | 4242ULL << 24, luid_of("eth0") ^ 1ULL << 48, 1};
	size_t i;

	path_learn_rtt(peers[_i]);
	for (i = 0; i < sizeof(indices) / sizeof(indices[0]); i++) {
		row.InterfaceIndex = indices[i];
		refuse_path(row, CODE_GET_NO_INTERFACE);
	}
	for (i = 0; i < sizeof(luids) / sizeof(luids[0]); i++) {
		row.InterfaceLuid.Value = luids[i];
		row.InterfaceIndex = index_of("eth0");
		refuse_path(row, CODE_GET_NO_INTERFACE);
	}
}
END_TEST

START_TEST(a_family_that_is_not_there_is_not_supported)
{
	set_sysctl("net/ipv6/conf/eth1/disable_ipv6", "1");
	refuse_path(path_row(PEER_IPV6, NULL, "eth1"), CODE_NO_STACK);
	refuse_path(path_row(PEER_IPV4, NULL, "eth1"), CODE_NO_ENTRY);
	run("ip link set lo mtu 60"); /* too little for IPv4 */
	refuse_path(path_row(PEER_IPV4, NULL, "lo"), CODE_NO_STACK);
}
END_TEST

/* What is asked for of a family, of the other one, and of both, and what is left then. */
START_TEST(a_flush_takes_all_of_its_family)
{
	static const struct {
		ADDRESS_FAMILY family;
		const char *metrics;
		const char *paths;
		bool excepted4;
		bool excepted6;
	} flushes[] = {
		{AF_INET, PEER_IPV6 " ", PEER_IPV6 " " FAR_IPV6 " ", false, true},
		{AF_INET6, PEER_IPV4 " ", PEER_IPV4 " " FAR_IPV4 " ", true, false},
		{23, PEER_IPV4 " ", PEER_IPV4 " " FAR_IPV4 " ", true, false},
		{AF_UNSPEC, "", "", false, false},
	};
	int i;

	if (!metrics_can_be_flushed())
		return;
	for (i = 0; i < 2; i++)
		path_learn_rtt(peers[i]);
	path_learn_mtu(FAR_IPV4);
	path_learn_mtu(FAR_IPV6);
	paths_are(AF_UNSPEC, PEER_IPV4 " " FAR_IPV4 " " PEER_IPV6 " " FAR_IPV6 " ");
	assert_code(FlushIpPathTable(flushes[_i].family), CODE_SUCCESS);
	metrics_are(flushes[_i].metrics);
	paths_are(AF_UNSPEC, flushes[_i].paths);
	ck_assert_int_eq(path_is_excepted(FAR_IPV4), flushes[_i].excepted4);
	ck_assert_int_eq(path_is_excepted(FAR_IPV6), flushes[_i].excepted6);
	exceptions6_are(flushes[_i].excepted6 ? FAR_IPV6 " " : "");
	assert_code(FlushIpPathTable(flushes[_i].family), CODE_SUCCESS);
}
END_TEST

static void without_privilege(void *way)
{
	MIB_IPPATH_ROW row;

	lose_privilege(*(int *)way);
	assert_code(FlushIpPathTable(AF_UNSPEC), CODE_NOT_PRIVILEGED);
	assert_code(FlushIpPathTable(AF_INET6), CODE_NOT_PRIVILEGED);
	assert_code(FlushIpPathTable(1), CODE_BAD_ARGUMENT);
	assert_code(path_get(PEER_IPV4, NULL, "eth0", &row), CODE_SUCCESS);
	assert_code(path_get(FAR_IPV6, NULL, "eth0", &row), CODE_SUCCESS);
	paths_are(AF_UNSPEC, PEER_IPV4 " " FAR_IPV6 " ");
}

START_TEST(a_flush_needs_a_privilege_and_reading_does_not)
{
	path_learn_rtt(PEER_IPV4);
	path_learn_mtu(FAR_IPV6);
	in_child(without_privilege, &_i);
	metrics_are(PEER_IPV4 " ");
	ck_assert(path_is_excepted(FAR_IPV6));
}
END_TEST

/* As in a container: what else there is has been forgotten. */
START_TEST(a_read_only_proc_is_a_want_of_privilege)
{
	path_learn_mtu(FAR_IPV4);
	path_learn_mtu(FAR_IPV6);
	run("mount --bind /proc/sys /proc/sys && mount -o remount,ro,bind /proc/sys");
	assert_code(FlushIpPathTable(AF_INET), CODE_NOT_PRIVILEGED);
	assert_code(FlushIpPathTable(AF_UNSPEC), CODE_NOT_PRIVILEGED);
	ck_assert(path_is_excepted(FAR_IPV4));
	ck_assert(!path_is_excepted(FAR_IPV6));
}
END_TEST

/* All of it is theirs, but for the right to have metrics forgotten. */
static void in_user_namespace(void *unused)
{
	struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
	int fd;

	(void)unused;
	ck_assert_int_eq(unshare(CLONE_NEWUSER | CLONE_NEWNET), 0);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(ioctl(fd, SIOCSIFFLAGS, &request), 0);
	close(fd);
	assert_code(FlushIpPathTable(AF_INET), CODE_SUCCESS);
	path_learn_rtt("127.0.0.1");
	paths_are(AF_UNSPEC, "127.0.0.1 ");
	assert_code(FlushIpPathTable(AF_INET), CODE_NOT_PRIVILEGED);
	assert_code(FlushIpPathTable(AF_UNSPEC), CODE_NOT_PRIVILEGED);
	assert_code(FlushIpPathTable(AF_INET6), CODE_SUCCESS);
	paths_are(AF_UNSPEC, "127.0.0.1 ");
}

START_TEST(in_a_user_namespace_metrics_stay)
{
	in_child(in_user_namespace, NULL);
}
END_TEST

static void without_descriptors(void *unused)
{
	MIB_IPPATH_ROW row = path_row(PEER_IPV4, NULL, "eth0");
	struct rlimit limit = {0};
	PMIB_IPPATH_TABLE table = NULL;

	(void)unused;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	refuse_path(row, CODE_NO_MEMORY);
	assert_code(FlushIpPathTable(AF_UNSPEC), CODE_NO_MEMORY);
	assert_code(GetIpPathTable(AF_UNSPEC, &table), CODE_NO_MEMORY);
	ck_assert_ptr_null(table);
}

START_TEST(want_of_descriptors_is_want_of_memory)
{
	in_child(without_descriptors, NULL);
}
END_TEST

TEST_SUITE("path codes")
{
	TCase *tcase = netns_tcase(suite, "path codes", path_setup);

	tcase_add_loop_test(tcase, an_unknown_interface_is_none, 0, 2);
	tcase_add_test(tcase, a_family_that_is_not_there_is_not_supported);
	tcase_add_loop_test(tcase, a_flush_takes_all_of_its_family, 0, 4);
	tcase_add_loop_test(tcase, a_flush_needs_a_privilege_and_reading_does_not, 0, LOSSES);
	tcase_add_test(tcase, a_read_only_proc_is_a_want_of_privilege);
	tcase_add_test(tcase, in_a_user_namespace_metrics_stay);
	tcase_add_test(tcase, want_of_descriptors_is_want_of_memory);
}
