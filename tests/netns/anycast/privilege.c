/* SPDX-License-Identifier: MIT */
/* Who may change entries, which of several faults is told, and the want of descriptors. */

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <linux/capability.h>

#include "anycast/holder-path.h"
#include "netns-privilege.h"
#include "netns-row.h"
#include "netns.h"
#include "suite.h"

static const char *const both[] = {"2001:db8:1::53", "192.0.2.53"};

static void be_refused(void *arg)
{
	MIB_ANYCASTIPADDRESS_ROW row;
	int i;

	lose_privilege(*(int *)arg);
	for (i = 0; i < 2; i++) {
		row = make_row(both[i], "eth0");
		refuse(call_create, row, CODE_NOT_PRIVILEGED);
		refuse(call_delete, row, CODE_NOT_PRIVILEGED);
		assert_code(get(both[i], "eth0"), CODE_NO_ENTRY);
	}
}

START_TEST(without_the_capability_nothing_can_be_changed)
{
	char *before = judge_snapshot();

	in_child(be_refused, &_i);
	judge_unchanged(before);
}
END_TEST

static void read_only(void *arg)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row("2001:db8:1::53", "eth0");

	lose_privilege(*(int *)arg);
	agree();
	ck_assert_uint_eq(table_count(), 2);
	assert_code(get(both[0], "eth0"), CODE_SUCCESS);
	assert_code(get(both[1], "eth0"), CODE_SUCCESS);
	refuse(call_delete, row, CODE_NOT_PRIVILEGED);
	refuse(call_delete, make_row(both[1], "eth0"), CODE_NOT_PRIVILEGED);
	refuse(call_create, make_row("2001:db8:1::54", "eth0"), CODE_NOT_PRIVILEGED);
}

START_TEST(without_the_capability_everything_can_be_read)
{
	create_ok(both[0], "eth0");
	create_ok(both[1], "eth0");
	in_child(read_only, &_i);
	ck_assert_uint_eq(table_count(), 2);
}
END_TEST

/* Each row has a fault that would be told to the privileged; the privilege is told first. */
static void be_refused_first(void *arg)
{
	lose_privilege(*(int *)arg);
	refuse(call_create, make_row_by_luid(both[0], 0, 4242), CODE_NOT_PRIVILEGED);
	refuse(call_delete, make_row_by_luid(both[1], 0, 4242), CODE_NOT_PRIVILEGED);
	refuse(call_create, make_row(OUR_IPV6, "eth0"), CODE_NOT_PRIVILEGED);
	refuse(call_create, make_row(OUR_IPV4, "eth0"), CODE_NOT_PRIVILEGED);
	refuse(call_delete, make_row(both[0], "eth0"), CODE_NOT_PRIVILEGED);
	refuse(call_create, make_row(both[0], "dev0"), CODE_NOT_PRIVILEGED);
	/* but the shape of the arguments comes before it */
	refuse(call_create, make_row("ff02::1", "eth0"), CODE_BAD_ARGUMENT);
	refuse(call_delete, make_row("127.0.0.1", "eth0"), CODE_BAD_ARGUMENT);
	refuse(call_create, make_row_by_luid(both[0], 0, 0), CODE_BAD_ARGUMENT);
	refuse(call_create, make_row_by_luid("::", 0, 4242), CODE_BAD_ARGUMENT);
	assert_code(CreateAnycastIpAddressEntry(NULL), CODE_BAD_ARGUMENT);
}

static void add_interface_without_ipv6(void)
{
	run("ip link add dev0 type veth peer name dev1");
	set_sysctl("net/ipv6/conf/dev0/disable_ipv6", "1");
}

START_TEST(of_several_faults_shape_comes_first_and_then_privilege)
{
	add_interface_without_ipv6();
	in_child(be_refused_first, &_i);
}
END_TEST

START_TEST(stack_and_interface_come_before_the_duplicate)
{
	add_interface_without_ipv6();
	refuse(call_create, make_row(OUR_IPV6, "dev0"), CODE_NO_STACK);
	refuse(call_create, make_row_by_luid(OUR_IPV6, 0, 4242), CODE_NO_INTERFACE);
	refuse(call_create, make_row_by_luid(OUR_IPV4, 0, 4242), CODE_NO_INTERFACE);
	refuse(call_create, make_row("::1", "dev0"), CODE_BAD_ARGUMENT);
	refuse(call_create, make_row_by_luid("::1", 0, 4242), CODE_BAD_ARGUMENT);
	refuse(GetAnycastIpAddressEntry, make_row_by_luid("::1", 0, 4242), CODE_BAD_ARGUMENT);
}
END_TEST

/* A user who is not root and has CAP_NET_ADMIN from a file or an ambient set. The holder has to
 * be where that user can execute it, so it goes to a file system of this test alone. */
static void use_the_capability_alone(void *arg)
{
	(void)arg;
	if (!keep_net_admin_alone())
		return;
	assert_code(create(both[0], "eth0"), CODE_SUCCESS);
	assert_code(create(both[1], "eth0"), CODE_SUCCESS);
	agree();
	judge_entry(both[0], "eth0");
	assert_code(delete (both[1], "eth0"), CODE_SUCCESS);
	assert_code(delete (both[0], "eth0"), CODE_SUCCESS);
	/* and what it lent to the holder is not in the program's sets afterwards */
	ck_assert_int_eq(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_NET_ADMIN, 0, 0), 0);
}

START_TEST(the_capability_alone_is_enough)
{
	char *before = judge_snapshot();

	run("mount -t tmpfs -o mode=755 none /mnt && cp %s /mnt/anycast-holder", iph_holder_path());
	ck_assert_int_eq(setenv("IPH_TEST_HOLDER", "/mnt/anycast-holder", 1), 0);
	in_child(use_the_capability_alone, NULL);
	judge_unchanged(before);
}
END_TEST

/* Descriptors 0 to limit - 1 may be open, and this many are. */
static rlim_t used_descriptors(void)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	close(fd);
	return (rlim_t)fd;
}

static void limit_descriptors(rlim_t limit)
{
	struct rlimit rlimit;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &rlimit), 0);
	rlimit.rlim_cur = limit;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &rlimit), 0);
}

/* Calls with no spare descriptor, with one, and so on until it succeeds; gives how many. */
static rlim_t spare_until_success(row_call call, const char *addr)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row(addr, "eth0");
	rlim_t used = used_descriptors();
	struct rlimit rlimit;
	uint32_t code;
	rlim_t spare;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &rlimit), 0);
	for (spare = 0; spare < 32; spare++) {
		limit_descriptors(used + spare);
		code = (uint32_t)call(&row);
		limit_descriptors(rlimit.rlim_cur);
		if (code == CODE_SUCCESS)
			return spare;
		assert_code(code, CODE_NO_MEMORY);
	}
	ck_abort_msg("32 descriptors are not enough");
	return 0;
}

static NETIO_STATUS call_table(PMIB_ANYCASTIPADDRESS_ROW row)
{
	PMIB_ANYCASTIPADDRESS_TABLE table = (PMIB_ANYCASTIPADDRESS_TABLE)row;
	NETIO_STATUS status = GetAnycastIpAddressTable(AF_UNSPEC, &table);

	ck_assert(NETIO_SUCCESS(status) == (table != NULL));
	FreeMibTable(table);
	return status;
}

START_TEST(want_of_descriptors_is_want_of_memory_and_leaves_nothing)
{
	char *before = judge_snapshot();

	ck_assert_uint_gt(spare_until_success(call_create, both[_i]), 0);
	judge_entry(both[_i], "eth0");
	agree();
	ck_assert_uint_gt(spare_until_success(GetAnycastIpAddressEntry, both[_i]), 0);
	ck_assert_uint_gt(spare_until_success(call_table, both[_i]), 0);
	ck_assert_uint_gt(spare_until_success(call_delete, both[_i]), 0);
	judge_unchanged(before);
}
END_TEST

START_TEST(a_create_that_lacks_descriptors_leaves_nothing)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row(both[_i], "eth0");
	char *before = judge_snapshot();
	struct rlimit rlimit;
	uint32_t code;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &rlimit), 0);
	/* IPv6 needs one for the holder and one for the kernel, IPv4 only the latter */
	limit_descriptors(used_descriptors() + (strchr(both[_i], ':') ? 1 : 0));
	code = (uint32_t)CreateAnycastIpAddressEntry(&row);
	limit_descriptors(rlimit.rlim_cur);
	assert_code(code, CODE_NO_MEMORY);
	judge_unchanged(before);
}
END_TEST

static unsigned int open_descriptors(void)
{
	unsigned int count = 0;
	int fd;

	for (fd = 0; fd < 1024; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

START_TEST(no_call_leaks_a_descriptor)
{
	unsigned int before = open_descriptors();

	create_ok(both[0], "eth0");
	create_ok(both[1], "eth0");
	refuse(call_create, make_row(both[0], "eth0"), CODE_DUPLICATE);
	delete_ok(both[0], "eth0");
	refuse(call_delete, make_row(both[0], "eth0"), CODE_NO_ENTRY);
	delete_ok(both[1], "eth0");
	ck_assert_uint_eq(open_descriptors(), before);
}
END_TEST

TEST_SUITE("anycast privilege")
{
	TCase *tcase = netns_tcase(suite, "capability", peer_setup);

	tcase_add_loop_test(tcase, without_the_capability_nothing_can_be_changed, 0, LOSSES);
	tcase_add_loop_test(tcase, without_the_capability_everything_can_be_read, 0, LOSSES);
	tcase_add_test(tcase, the_capability_alone_is_enough);

	tcase = netns_tcase(suite, "precedence", peer_setup);
	tcase_add_loop_test(tcase, of_several_faults_shape_comes_first_and_then_privilege, 0,
			    LOSSES);
	tcase_add_test(tcase, stack_and_interface_come_before_the_duplicate);

	tcase = netns_tcase(suite, "descriptors", peer_setup);
	tcase_add_loop_test(tcase, want_of_descriptors_is_want_of_memory_and_leaves_nothing, 0, 2);
	tcase_add_loop_test(tcase, a_create_that_lacks_descriptors_leaves_nothing, 0, 2);
	tcase_add_test(tcase, no_call_leaks_a_descriptor);
}
