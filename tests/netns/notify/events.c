/* SPDX-License-Identifier: MIT */
/* Which change of interfaces and addresses is told how: the table of NotifyIpInterfaceChange(3). */

#include <stdio.h>
#include <stdlib.h>

#include "netns-peer.h"
#include "netns.h"
#include "notes.h"
#include "suite.h"

static struct notes *addresses;
static struct notes *interfaces;
static HANDLE handles[2];

static void listen_to_all(void)
{
	addresses = notes_new();
	interfaces = notes_new();
	notes_name(addresses, index_of("eth0"), "eth0");
	notes_name(interfaces, index_of("eth0"), "eth0");
	assert_code(NotifyUnicastIpAddressChange(AF_UNSPEC, note_unicast, addresses, FALSE,
						 &handles[0]),
		    CODE_SUCCESS);
	assert_code(
		NotifyIpInterfaceChange(AF_UNSPEC, note_interface, interfaces, FALSE, &handles[1]),
		CODE_SUCCESS);
}

static void listen_no_more(void)
{
	assert_code(CancelMibChangeNotify2(handles[0]), CODE_SUCCESS);
	assert_code(CancelMibChangeNotify2(handles[1]), CODE_SUCCESS);
}

/* What has no notice must not have one before this has its own. */
static void assert_nothing(void)
{
	run("ip addr add 203.0.113.99/32 dev eth0");
	assert_notes(addresses, "address add 203.0.113.99 eth0\n");
	assert_notes(interfaces, "interface parameter 4 eth0\n");
	run("ip addr del 203.0.113.99/32 dev eth0");
	assert_notes(addresses, "address delete 203.0.113.99 eth0\n");
	assert_notes(interfaces, "interface parameter 4 eth0\n");
}

/* The kernel has several notices of some changes. What it has said before is told before this. */
static void settle(void)
{
	notes_name(addresses, 1, "lo");
	notes_name(interfaces, 1, "lo");
	run("ip addr add 127.0.0.2/32 dev lo");
	await_line(addresses, "address add 127.0.0.2 lo");
	await_line(interfaces, "interface parameter 4 lo");
	forget_notes(addresses);
	forget_notes(interfaces);
	run("ip addr del 127.0.0.2/32 dev lo");
	await_line(addresses, "address delete 127.0.0.2 lo");
	await_line(interfaces, "interface parameter 4 lo");
	forget_notes(addresses);
	forget_notes(interfaces);
}

static void ipv4_addresses(void *arg)
{
	(void)arg;
	listen_to_all();
	run("ip addr add 198.51.100.1/24 dev eth0");
	assert_notes(addresses, "address add 198.51.100.1 eth0\n");
	assert_notes(interfaces, "interface parameter 4 eth0\n");
	run("ip addr replace 198.51.100.1/24 dev eth0");
	assert_nothing();
	run("ip addr change 198.51.100.1/24 dev eth0 valid_lft 1000 preferred_lft 900");
	assert_notes(addresses, "address parameter 198.51.100.1 eth0\n");
	assert_notes(interfaces, "interface parameter 4 eth0\n");
	run("ip addr change 198.51.100.1/24 dev eth0 valid_lft 1000 preferred_lft 0");
	assert_notes(addresses, "address parameter 198.51.100.1 eth0\n");
	assert_notes(interfaces, "interface parameter 4 eth0\n");
	/* Windows has one row for both. */
	run("ip addr add 198.51.100.1/32 dev eth0");
	assert_notes(addresses, "address parameter 198.51.100.1 eth0\n");
	assert_notes(interfaces, "interface parameter 4 eth0\n");
	run("ip addr del 198.51.100.1/24 dev eth0");
	assert_notes(addresses, "address parameter 198.51.100.1 eth0\n");
	assert_notes(interfaces, "interface parameter 4 eth0\n");
	run("ip addr del 198.51.100.1/32 dev eth0");
	assert_notes(addresses, "address delete 198.51.100.1 eth0\n");
	assert_notes(interfaces, "interface parameter 4 eth0\n");
	assert_nothing();
	listen_no_more();
}

static void ipv6_addresses(void *arg)
{
	(void)arg;
	listen_to_all();
	run("ip addr add 2001:db8:9::1/64 dev eth0 nodad");
	assert_notes(addresses, "address add 2001:db8:9::1 eth0\n");
	set_sysctl("net/ipv6/conf/eth0/accept_dad", "1");
	run("ip addr add 2001:db8:9::2/64 dev eth0");
	await_line(addresses, "address add 2001:db8:9::2 eth0");
	await_line(addresses, "address parameter 2001:db8:9::2 eth0"); /* no duplicate */
	settle();
	run("ip addr replace 2001:db8:9::1/64 dev eth0 nodad");
	run("ip addr change 2001:db8:9::1/64 dev eth0 preferred_lft 0");
	assert_notes(addresses, "address parameter 2001:db8:9::1 eth0\n");
	run("ip addr del 2001:db8:9::1/64 dev eth0");
	assert_notes(addresses, "address delete 2001:db8:9::1 eth0\n");
	run("ip addr add 2001:db8:9::3/64 dev eth0 nodad valid_lft 1 preferred_lft 1");
	await_line(addresses, "address delete 2001:db8:9::3 eth0");
	forget_notes(addresses);
	assert_nothing();
	listen_no_more();
}

/* An entry is told of by nobody here. */
static void anycast_entries(void *arg)
{
	MIB_ANYCASTIPADDRESS_ROW row = {.InterfaceIndex = index_of("eth0")};

	(void)arg;
	listen_to_all();
	row.Address.Ipv4.sin_family = AF_INET;
	row.Address.Ipv4.sin_addr.s_addr = htonl(0xc0000263);
	assert_code(CreateAnycastIpAddressEntry(&row), CODE_SUCCESS);
	assert_code(DeleteAnycastIpAddressEntry(&row), CODE_SUCCESS);
	assert_nothing();
	listen_no_more();
}

/* A loss of the carrier, for instance. */
static void await_both(const char *type)
{
	char line[64];

	snprintf(line, sizeof(line), "interface %s 4 eth0", type);
	await_line(interfaces, line);
	snprintf(line, sizeof(line), "interface %s 6 eth0", type);
	await_line(interfaces, line);
	forget_notes(interfaces);
}

static void settings_of_interfaces(void *arg)
{
	(void)arg;
	listen_to_all();
	set_sysctl("net/ipv4/conf/eth0/forwarding", "1");
	assert_notes(interfaces, "interface parameter 4 eth0\n");
	set_sysctl("net/ipv4/conf/eth0/forwarding", "1");
	set_sysctl("net/ipv6/conf/eth0/forwarding", "1");
	assert_notes(interfaces, "interface parameter 6 eth0\n");
	run("ip link set eth0 mtu 1400");
	await_both("parameter");
	settle();
	run("ip link set eth0 mtu 1400");
	run("ip link set eth0 promisc on");
	run("ip link set eth0 promisc off");
	assert_nothing();
	run("ip link set eth0 alias other");
	assert_nothing();
	listen_no_more();
}

static void coming_and_going(void *arg)
{
	(void)arg;
	listen_to_all();
	run("ip link set eth0 down");
	await_both("parameter");
	await_line(addresses, "address delete " OUR_IPV6 " eth0");
	forget_notes(addresses);
	run("ip link set eth0 name eth7");
	await_both("parameter");
	run("ip link set eth7 name eth0 up");
	await_both("parameter");
	set_sysctl("net/ipv6/conf/eth0/disable_ipv6", "1");
	run("ip addr add 198.51.100.9/32 dev eth0"); /* so that there are some */
	await_line(interfaces, "interface parameter 4 eth0");
	set_sysctl("net/ipv6/conf/eth0/disable_ipv6", "0");
	run("ip link del eth0");
	await_line(addresses, "address delete 198.51.100.9 eth0");
	await_line(addresses, "address delete " OUR_IPV4 " eth0");
	await_line(interfaces, "interface delete 4 eth0");
	await_line(interfaces, "interface delete 6 eth0");
	listen_no_more();
}

/* lo is there, and eth0 by that name new. */
static void a_new_interface(void *arg)
{
	(void)arg;
	listen_to_all();
	notes_name(interfaces, 30, "new");
	notes_name(interfaces, 31, "peer");
	run("ip link add new index 30 type veth peer name other index 31");
	await_line(interfaces, "interface add 4 peer");
	await_line(interfaces, "interface add 6 peer");
	await_line(interfaces, "interface add 4 new");
	await_line(interfaces, "interface add 6 new");
	run("ip link del new");
	await_line(interfaces, "interface delete 4 new");
	await_line(interfaces, "interface delete 6 new");
	await_line(interfaces, "interface delete 4 peer");
	await_line(interfaces, "interface delete 6 peer");
	listen_no_more();
}

static const child_fn tests[] = {
	ipv4_addresses,		ipv6_addresses,	  anycast_entries,
	settings_of_interfaces, coming_and_going, a_new_interface,
};

START_TEST(is_told)
{
	in_child(tests[_i], NULL);
}
END_TEST

TEST_SUITE("notify events")
{
	TCase *tcase = netns_tcase(suite, "events", peer_setup);

	tcase_add_loop_test(tcase, is_told, 0, sizeof(tests) / sizeof(tests[0]));
}
