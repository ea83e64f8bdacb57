/* SPDX-License-Identifier: MIT */
/* Entries that the kernel or another program made: listed, duplicates, not ours to delete. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netns-row.h"
#include "netns.h"
#include "suite.h"

#define JOIN_ANYCAST 27 /* IPV6_JOIN_ANYCAST, linux/in6.h */
#define LEAVE_ANYCAST 28

/* What glibc calls struct ipv6_mreq. */
static struct ipv6_mreq membership(const char *addr, const char *ifname)
{
	struct ipv6_mreq mreq = {.ipv6mr_interface = index_of(ifname)};

	ck_assert_int_eq(inet_pton(AF_INET6, addr, &mreq.ipv6mr_multiaddr), 1);
	return mreq;
}

static int join(const char *addr, const char *ifname)
{
	struct ipv6_mreq mreq = membership(addr, ifname);
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(setsockopt(fd, IPPROTO_IPV6, JOIN_ANYCAST, &mreq, sizeof(mreq)), 0);
	return fd;
}

struct member {
	const char *addr;
	int ready; /* closed when it has joined */
};

static void be_member(void *arg)
{
	struct member *member = arg;

	(void)join(member->addr, "eth0");
	close(member->ready);
	for (;;)
		pause();
}

/* Another program with a membership of its own. */
static pid_t start_member(const char *addr)
{
	struct member member = {.addr = addr};
	int fds[2];
	char byte;
	pid_t pid;

	ck_assert_int_eq(pipe(fds), 0);
	member.ready = fds[1];
	pid = start(be_member, &member);
	close(fds[1]);
	ck_assert_int_eq(read(fds[0], &byte, 1), 0);
	close(fds[0]);
	ck_assert(judge_member(addr, "eth0"));
	return pid;
}

/* Listed and found, and neither created nor deleted. */
static void is_foreign(const char *addr)
{
	agree();
	assert_code(get(addr, "eth0"), CODE_SUCCESS);
	refuse(call_create, make_row(addr, "eth0"), CODE_DUPLICATE);
	refuse(call_delete, make_row(addr, "eth0"), CODE_MADE_BY_OTHERS);
	ck_assert(judge_member(addr, "eth0"));
}

static const char *const addresses[] = {"2001:db8:1::53", "fe80::53"};

START_TEST(an_entry_of_another_program_is_listed_and_not_deletable)
{
	pid_t member;

	peer_give_link_local();
	member = start_member(addresses[_i]);
	is_foreign(addresses[_i]);
	ck_assert_uint_eq(table_count(), 1);
	end(member);
	assert_code(get(addresses[_i], "eth0"), CODE_NO_ENTRY);
	ck_assert_uint_eq(table_count(), 0);
	create_ok(addresses[_i], "eth0");
	delete_ok(addresses[_i], "eth0");
}
END_TEST

/* The link's way down and up takes the kernel's route for the membership, not the membership. */
START_TEST(an_entry_of_another_program_stays_one_after_the_link_was_down)
{
	pid_t member;

	set_sysctl("net/ipv6/conf/eth0/keep_addr_on_down", "1");
	member = start_member("2001:db8:1::53");
	run("ip link set eth0 down");
	run("ip link set eth0 up");
	ck_assert(await(is_ready, "eth0"));
	is_foreign("2001:db8:1::53");
	end(member);
}
END_TEST

START_TEST(an_entry_of_the_calling_program_itself_is_foreign_too)
{
	int fd = join("2001:db8:1::53", "eth0");

	is_foreign("2001:db8:1::53");
	close(fd);
	ck_assert_uint_eq(table_count(), 0);
}
END_TEST

START_TEST(the_kernels_subnet_router_address_is_listed_and_not_deletable)
{
	set_sysctl("net/ipv6/conf/all/forwarding", "1");
	ck_assert(judge_member("2001:db8:1::", "eth0"));
	is_foreign("2001:db8:1::");
	set_sysctl("net/ipv6/conf/all/forwarding", "0");
	ck_assert_uint_eq(table_count(), 0);
}
END_TEST

START_TEST(our_entries_live_beside_foreign_ones)
{
	pid_t member = start_member("2001:db8:1::aa");
	unsigned int foreign;

	set_sysctl("net/ipv6/conf/all/forwarding", "1");
	foreign = table_count(); /* the subnet-router address of each prefix, too */
	ck_assert_uint_gt(foreign, 1);
	create_ok("2001:db8:1::53", "eth0");
	create_ok("192.0.2.53", "eth0");
	ck_assert_uint_eq(table_count(), foreign + 2);
	delete_ok("2001:db8:1::53", "eth0");
	is_foreign("2001:db8:1::aa");
	is_foreign("2001:db8:1::");
	end(member);
}
END_TEST

/* A join of the same address then asks nothing more of the kernel than to count. */
START_TEST(a_foreign_entry_where_ipv6_is_off_hides_nothing)
{
	static const char *const addrs[] = {"2001:db8:1::53", "fe80::53"};
	pid_t member;

	create_ok("2001:db8:8::8", "lo");
	set_sysctl("net/ipv6/conf/all/forwarding", "1");
	member = start_member(addrs[_i]);
	set_sysctl("net/ipv6/conf/eth0/disable_ipv6", "1");
	refuse(call_create, make_row(addrs[_i], "eth0"), CODE_NO_STACK);
	end(member);
}
END_TEST

/* With disable_ipv6 an interface keeps its memberships. */
START_TEST(what_is_listed_where_ipv6_is_off_can_be_got_and_ours_deleted)
{
	pid_t member;

	member = start_member("2001:db8:1::aa");
	create_ok("2001:db8:1::53", "eth0");
	set_sysctl("net/ipv6/conf/eth0/disable_ipv6", "1");
	agree();
	ck_assert_uint_eq(table_count(), 2);
	assert_code(get("2001:db8:1::53", "eth0"), CODE_SUCCESS);
	assert_code(get("2001:db8:1::aa", "eth0"), CODE_SUCCESS);
	assert_code(get("2001:db8:1::54", "eth0"), CODE_NO_STACK);
	refuse(call_delete, make_row("2001:db8:1::54", "eth0"), CODE_NO_STACK);
	refuse(call_delete, make_row("2001:db8:1::aa", "eth0"), CODE_MADE_BY_OTHERS);
	assert_code(delete ("2001:db8:1::53", "eth0"), CODE_SUCCESS);
	refuse(call_delete, make_row("2001:db8:1::aa", "eth0"), CODE_MADE_BY_OTHERS);
	agree();
	ck_assert_uint_eq(table_count(), 1);
	judge_nothing("2001:db8:1::53");
	end(member);
}
END_TEST

START_TEST(a_foreign_entry_on_one_interface_is_no_hindrance_on_another)
{
	pid_t member = start_member("2001:db8:1::53");

	assert_code(create("2001:db8:1::53", "lo"), CODE_SUCCESS);
	is_foreign("2001:db8:1::53");
	assert_code(get("2001:db8:1::53", "lo"), CODE_SUCCESS);
	assert_code(delete ("2001:db8:1::53", "lo"), CODE_SUCCESS);
	is_foreign("2001:db8:1::53");
	end(member);
	judge_nothing("2001:db8:1::53");
	await_no_holders();
}
END_TEST

TEST_SUITE("anycast entries of others")
{
	TCase *tcase = netns_tcase(suite, "made by others", peer_setup);

	tcase_add_loop_test(tcase, an_entry_of_another_program_is_listed_and_not_deletable, 0, 2);
	tcase_add_test(tcase, an_entry_of_another_program_stays_one_after_the_link_was_down);
	tcase_add_test(tcase, an_entry_of_the_calling_program_itself_is_foreign_too);
	tcase_add_test(tcase, the_kernels_subnet_router_address_is_listed_and_not_deletable);
	tcase_add_test(tcase, our_entries_live_beside_foreign_ones);
	tcase_add_loop_test(tcase, a_foreign_entry_where_ipv6_is_off_hides_nothing, 0, 2);
	tcase_add_test(tcase, what_is_listed_where_ipv6_is_off_can_be_got_and_ours_deleted);
	tcase_add_test(tcase, a_foreign_entry_on_one_interface_is_no_hindrance_on_another);
}
