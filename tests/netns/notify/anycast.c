/* SPDX-License-Identifier: MIT */
/* Anycast entries that come and go, by whomever. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netns-row.h"
#include "netns.h"
#include "notes.h"
#include "suite.h"

#define JOIN_ANYCAST 27 /* IPV6_JOIN_ANYCAST, linux/in6.h */

static struct notes *notes;
static HANDLE handle;

static void listen_to(ADDRESS_FAMILY family)
{
	notes = notes_new();
	notes_name(notes, 1, "lo");
	notes_name(notes, index_of("eth0"), "eth0");
	assert_code(IphlpNotifyAnycastIpAddressChange(family, note_anycast, notes, TRUE, &handle),
		    CODE_SUCCESS);
	assert_notes(notes, "anycast initial\n");
}

static void listen_no_more(void)
{
	assert_code(CancelMibChangeNotify2(handle), CODE_SUCCESS);
}

/* What has no notice must not have one before this has its own. */
static void assert_nothing(void)
{
	assert_code(create("192.0.2.250", "lo"), CODE_SUCCESS);
	assert_notes(notes, "anycast add 192.0.2.250 lo\n");
	assert_code(delete ("192.0.2.250", "lo"), CODE_SUCCESS);
	assert_notes(notes, "anycast delete 192.0.2.250 lo\n");
}

static int change_membership(int fd, int option, const char *addr, unsigned int ifindex)
{
	struct ipv6_mreq mreq = {.ipv6mr_interface = ifindex};

	ck_assert_int_eq(inet_pton(AF_INET6, addr, &mreq.ipv6mr_multiaddr), 1);
	return setsockopt(fd, IPPROTO_IPV6, option, &mreq, sizeof(mreq));
}

static void entries_of_ours(void *arg)
{
	static const char *const addrs[] = {"192.0.2.77", "2001:db8:1::77", "2001:db8:7::7",
					    "fe80::77"};
	char line[128];
	size_t i;

	(void)arg;
	listen_to(AF_UNSPEC);
	for (i = 0; i < sizeof(addrs) / sizeof(addrs[0]); i++) {
		create_ok(addrs[i], "eth0");
		snprintf(line, sizeof(line), "anycast add %s eth0\n", addrs[i]);
		assert_notes(notes, line);
	}
	/* A further interface, for which the service address steps aside. */
	create_ok("2001:db8:1::77", "lo");
	assert_notes(notes, "anycast add 2001:db8:1::77 lo\n");
	delete_ok("2001:db8:1::77", "lo");
	assert_notes(notes, "anycast delete 2001:db8:1::77 lo\n");
	for (i = 0; i < sizeof(addrs) / sizeof(addrs[0]); i++) {
		delete_ok(addrs[i], "eth0");
		snprintf(line, sizeof(line), "anycast delete %s eth0\n", addrs[i]);
		assert_notes(notes, line);
	}
	assert_nothing();
	listen_no_more();
}

static void entries_of_others(void *arg)
{
	int fds[2];

	(void)arg;
	run("ip link set eth0 addrgenmode none");
	run("ip addr flush dev eth0 scope link");
	listen_to(AF_UNSPEC);
	fds[0] = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	fds[1] = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(
		change_membership(fds[0], JOIN_ANYCAST, "2001:db8:1::88", index_of("eth0")), 0);
	assert_notes(notes, "anycast add 2001:db8:1::88 eth0\n");
	/* The kernel counts those who have joined. */
	ck_assert_int_eq(
		change_membership(fds[1], JOIN_ANYCAST, "2001:db8:1::88", index_of("eth0")), 0);
	close(fds[0]);
	assert_nothing();
	close(fds[1]);
	assert_notes(notes, "anycast delete 2001:db8:1::88 eth0\n");
	set_sysctl("net/ipv6/conf/eth0/forwarding", "1");
	assert_notes(notes, "anycast add 2001:db8:1:: eth0\n");
	run("ip addr add 2001:db8:5::1/64 dev eth0 nodad");
	assert_notes(notes, "anycast add 2001:db8:5:: eth0\n");
	run("ip addr del 2001:db8:5::1/64 dev eth0");
	assert_notes(notes, "anycast delete 2001:db8:5:: eth0\n");
	set_sysctl("net/ipv6/conf/eth0/forwarding", "0");
	assert_notes(notes, "anycast delete 2001:db8:1:: eth0\n");
	/* The same address, and no entry: another one for the kernel, because of its other end. */
	assert_code(create("192.0.2.78", "eth0"), CODE_SUCCESS);
	assert_notes(notes, "anycast add 192.0.2.78 eth0\n");
	run("ip addr add 192.0.2.78 peer 192.0.2.79/32 dev eth0");
	run("ip addr del 192.0.2.78 peer 192.0.2.79/32 dev eth0");
	run("ip addr add 192.0.2.78/24 dev eth0");
	run("ip addr del 192.0.2.78/24 dev eth0");
	assert_nothing();
	run("ip addr del 192.0.2.78/32 dev eth0");
	assert_notes(notes, "anycast delete 192.0.2.78 eth0\n");
	listen_no_more();
}

/* A membership stays when its interface is down, and no table lacks it meanwhile. */
static void a_link_that_goes_down_and_up(void *arg)
{
	(void)arg;
	create_ok("2001:db8:1::77", "eth0");
	create_ok("192.0.2.77", "eth0");
	listen_to(AF_UNSPEC);
	run("ip link set eth0 down");
	run("ip link set eth0 name eth7"); /* before Linux 6.2 only one that is down */
	run("ip link set eth7 name eth0");
	run("ip link set eth0 up");
	assert_nothing();
	delete_ok("2001:db8:1::77", "eth0");
	assert_notes(notes, "anycast delete 2001:db8:1::77 eth0\n");
	listen_no_more();
}

/* Of which the kernel does not tell. The row still says which interface it was. */
static void gone_with_the_interface(void *arg)
{
	(void)arg;
	run("ip link set eth0 mtu 1500");
	create_ok("2001:db8:1::77", "eth0");
	create_ok("fe80::77", "eth0");
	create_ok("192.0.2.77", "eth0");
	listen_to(AF_UNSPEC);
	run("ip link set eth0 mtu 1000");
	await_line(notes, "anycast delete 2001:db8:1::77 eth0");
	await_line(notes, "anycast delete fe80::77 eth0");
	forget_notes(notes);
	assert_nothing();
	run("ip link set eth0 mtu 1500");
	run("ip addr add 2001:db8:1::1/64 dev eth0 nodad");
	run("ip link del eth0");
	await_line(notes, "anycast delete 192.0.2.77 eth0");
	listen_no_more();
}

static MIB_ANYCASTIPADDRESS_ROW seen[2];
static unsigned int seen_count;

static VOID WINAPI note_row(PVOID context, PMIB_ANYCASTIPADDRESS_ROW row,
			    MIB_NOTIFICATION_TYPE type)
{
	if (seen_count < 2)
		seen[seen_count++] = *row;
	note_anycast(context, row, type);
}

static void rows_are_those_of_the_table(void *arg)
{
	MIB_ANYCASTIPADDRESS_ROW expected = make_full_row("fe80::77", "eth0");

	(void)arg;
	notes = notes_new();
	notes_name(notes, index_of("eth0"), "eth0");
	assert_code(IphlpNotifyAnycastIpAddressChange(AF_INET6, note_row, notes, FALSE, &handle),
		    CODE_SUCCESS);
	create_ok("192.0.2.77", "eth0"); /* the other family */
	create_ok("fe80::77", "eth0");
	run("ip link del eth0");
	await_line(notes, "anycast delete fe80::77 eth0");
	assert_code(CancelMibChangeNotify2(handle), CODE_SUCCESS);
	ck_assert_uint_eq(count_notes(notes), 2);
	ck_assert_mem_eq(&seen[0], &expected, sizeof(expected));
	ck_assert_mem_eq(&seen[1], &expected, sizeof(expected));
}

static const child_fn tests[] = {
	entries_of_ours,	 entries_of_others,	      a_link_that_goes_down_and_up,
	gone_with_the_interface, rows_are_those_of_the_table,
};

START_TEST(is_told)
{
	in_child(tests[_i], NULL);
}
END_TEST

TEST_SUITE("notify anycast")
{
	TCase *tcase = netns_tcase(suite, "anycast", peer_setup);

	tcase_add_loop_test(tcase, is_told, 0, sizeof(tests) / sizeof(tests[0]));
}
