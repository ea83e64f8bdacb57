/* SPDX-License-Identifier: MIT */
/* The calls of real Windows programs about routes, with the members that they fill and the codes
 * that they expect. */

#include <stdio.h>
#include <string.h>

#include "forward.h"
#include "suite.h"

#define V4 "203.0.113.0/24"
#define V6 "2001:db8:99::/48"

/* A tunnel: packets to it have no neighbour. */
static void tunnel_setup(void)
{
	forward_setup();
	run_ip("link add tun0 type veth peer name tun1\n"
	       "link set tun1 addrgenmode none up\n"
	       "link set tun0 addrgenmode none up\n"
	       "address add 10.8.0.2/32 dev tun0\n"
	       "address add fd00:8::2/128 dev tun0 nodad");
	ck_assert(await(is_settled, NULL));
}

static void put(SOCKADDR_INET *ret_sockaddr, const char *addr)
{
	const char *prefix = strchr(addr, ':') ? "/128" : "/32";
	char text[64];

	snprintf(text, sizeof(text), "%s%s", addr, prefix);
	*ret_sockaddr = forward_row(text, NULL, "lo").DestinationPrefix.Prefix;
}

/* OpenVPN's service fills a row of zeroes; its client passes the row back to delete it. The next
 * hop of IPv6 is one that only its driver answers for, and a metric that was not given is -1. */
START_TEST(openvpn)
{
	static const char *const destinations[] = {"203.0.113.0", "2001:db8:99::"};
	static const char *const gateways[] = {"10.8.0.1", "fe80::8"};
	static const UINT8 lengths[] = {24, 48};
	MIB_IPFORWARD_ROW2 row;

	memset(&row, 0, sizeof(row));
	row.ValidLifetime = 0xffffffff;
	row.PreferredLifetime = 0xffffffff;
	row.Protocol = RouteProtocolNetMgmt;
	row.Metric = (ULONG)-1;
	put(&row.DestinationPrefix.Prefix, destinations[_i]);
	row.DestinationPrefix.PrefixLength = lengths[_i];
	put(&row.NextHop, gateways[_i]);
	row.InterfaceIndex = index_of("tun0");
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	assert_code(CreateIpForwardEntry2(&row), CODE_DUPLICATE);
	routes_are(_i ? V6 : V4, _i ? V6 " via fe80::8 dev tun0 proto 130 metric 1\n"
				    : V4 " via 10.8.0.1 dev tun0 proto static onlink\n");
	assert_code(DeleteIpForwardEntry2(&row), CODE_SUCCESS);
	assert_code(DeleteIpForwardEntry2(&row), CODE_NO_ENTRY);
}
END_TEST

/* wireguard-windows: Initialize, then LUID, prefix, next hop and metric alone; and for its deletion
 * the row that Get has found, or each row of the table with its LUID. */
START_TEST(wireguard)
{
	MIB_IPFORWARD_ROW2 row;
	PMIB_IPFORWARD_TABLE2 table = NULL;
	unsigned int deleted = 0;
	ULONG i;

	InitializeIpForwardEntry(&row);
	row.InterfaceLuid.Value = luid_of("tun0");
	put(&row.DestinationPrefix.Prefix, _i ? "::" : "0.0.0.0");
	row.DestinationPrefix.PrefixLength = 0;
	put(&row.NextHop, _i ? "::" : "0.0.0.0");
	row.Metric = 0;
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	assert_code(GetIpForwardEntry2(&row), CODE_SUCCESS);
	ck_assert_uint_eq(row.Metric, 0);
	assert_code(GetIpForwardTable2(_i ? AF_INET6 : AF_INET, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++)
		if (table->Table[i].InterfaceLuid.Value == row.InterfaceLuid.Value)
			deleted += DeleteIpForwardEntry2(&table->Table[i]) == CODE_SUCCESS;
	FreeMibTable(table);
	ck_assert_uint_ge(deleted, 1);
	assert_code(GetIpForwardEntry2(&row), CODE_NO_ENTRY);
}
END_TEST

/* ZeroTier: by LUID, with the address of the interface itself as the next hop where there is no
 * other, and a metric that it chooses; it deletes before it creates. */
START_TEST(zerotier)
{
	MIB_IPFORWARD_ROW2 row;

	InitializeIpForwardEntry(&row);
	row.InterfaceLuid.Value = luid_of("tun0");
	put(&row.DestinationPrefix.Prefix, _i ? "2001:db8:99::" : "203.0.113.0");
	row.DestinationPrefix.PrefixLength = _i ? 48 : 24;
	put(&row.NextHop, _i ? "fd00:8::2" : "10.8.0.2");
	row.Metric = 5000;
	row.Protocol = RouteProtocolNetMgmt;
	assert_code(DeleteIpForwardEntry2(&row), CODE_NO_ENTRY);
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	assert_code(CreateIpForwardEntry2(&row), CODE_DUPLICATE);
	run("ip -%d route get %s | grep -q 'dev tun0'", _i ? 6 : 4,
	    _i ? "2001:db8:99::9" : "203.0.113.9");
	assert_code(DeleteIpForwardEntry2(&row), CODE_SUCCESS);
	routes_are(_i ? V6 : V4, "");
}
END_TEST

/* Firezone: a destination and an index; the next hop is what Initialize left. */
START_TEST(firezone)
{
	MIB_IPFORWARD_ROW2 row;

	InitializeIpForwardEntry(&row);
	put(&row.DestinationPrefix.Prefix, _i ? "2001:db8:99::" : "203.0.113.0");
	row.DestinationPrefix.PrefixLength = _i ? 48 : 24;
	row.InterfaceIndex = index_of("tun0");
	row.Metric = 0;
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	assert_code(DeleteIpForwardEntry2(&row), CODE_SUCCESS);
	routes_are(_i ? V6 : V4, "");
}
END_TEST

/* strongSwan: a row without Initialize, and a next hop that it asks the best route for. */
START_TEST(strongswan)
{
	MIB_IPFORWARD_ROW2 best;
	SOCKADDR_INET destination;
	SOCKADDR_INET source;
	MIB_IPFORWARD_ROW2 row = {
		.ValidLifetime = 0xffffffff,
		.PreferredLifetime = 0xffffffff,
		.Metric = 10,
		.Protocol = RouteProtocolNetMgmt,
	};

	run("ip route add default via %s", _i ? PEER_IPV6 : PEER_IPV4);
	put(&destination, _i ? "2001:db8:99::9" : "203.0.113.9");
	assert_code(GetBestRoute2(NULL, 0, NULL, &destination, 0, &best, &source), CODE_SUCCESS);
	row.InterfaceLuid = best.InterfaceLuid;
	row.NextHop = best.NextHop;
	put(&row.DestinationPrefix.Prefix, _i ? "2001:db8:99::" : "203.0.113.0");
	row.DestinationPrefix.PrefixLength = _i ? 48 : 24;
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	routes_are(_i ? V6 : V4, _i ? V6 " via " PEER_IPV6 " dev eth0 proto static metric 10\n"
				    : V4 " via " PEER_IPV4 " dev eth0 proto static metric 10\n");
	assert_code(DeleteIpForwardEntry2(&row), CODE_SUCCESS);
}
END_TEST

/* libdnet: the interface is that of the best route to the gateway; what is deleted is the row of
 * the table with that destination. */
START_TEST(libdnet)
{
	MIB_IPFORWARD_ROW2 best;
	MIB_IPFORWARD_ROW2 row;
	SOCKADDR_INET gateway;
	SOCKADDR_INET source;
	PMIB_IPFORWARD_TABLE2 table = NULL;
	unsigned int deleted = 0;
	ULONG i;

	put(&gateway, _i ? PEER_IPV6 : PEER_IPV4);
	assert_code(GetBestRoute2(NULL, 0, NULL, &gateway, 0, &best, &source), CODE_SUCCESS);
	InitializeIpForwardEntry(&row);
	row.InterfaceLuid = best.InterfaceLuid;
	put(&row.DestinationPrefix.Prefix, _i ? "2001:db8:99::" : "203.0.113.0");
	row.DestinationPrefix.PrefixLength = _i ? 48 : 24;
	row.NextHop = gateway;
	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
	assert_code(GetIpForwardTable2(row.NextHop.si_family, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++)
		if (table->Table[i].DestinationPrefix.PrefixLength == (_i ? 48 : 24) &&
		    table->Table[i].InterfaceLuid.Value == luid_of("eth0") &&
		    table->Table[i].Origin == NlroManual &&
		    table->Table[i].Protocol == RouteProtocolNetMgmt)
			deleted += DeleteIpForwardEntry2(&table->Table[i]) == CODE_SUCCESS;
	FreeMibTable(table);
	ck_assert_uint_eq(deleted, 1);
	routes_are(_i ? V6 : V4, "");
}
END_TEST

/* GLib's network monitor: a default route is a row with length 0, and what it has to be told of is
 * that it has come and gone. */
START_TEST(glib)
{
	MIB_IPFORWARD_ROW2 row =
		forward_row(_i ? "::/0" : "0.0.0.0/0", _i ? PEER_IPV6 : PEER_IPV4, "eth0");
	int round;

	for (round = 0; round < 3; round++) {
		PMIB_IPFORWARD_TABLE2 table = NULL;
		unsigned int defaults = 0;
		ULONG i;

		if (round == 1)
			assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
		if (round == 2)
			assert_code(DeleteIpForwardEntry2(&row), CODE_SUCCESS);
		assert_code(GetIpForwardTable2(AF_UNSPEC, &table), CODE_SUCCESS);
		for (i = 0; i < table->NumEntries; i++)
			defaults += table->Table[i].DestinationPrefix.PrefixLength == 0;
		FreeMibTable(table);
		ck_assert_uint_eq(defaults, round == 1);
	}
}
END_TEST

TEST_SUITE("route programs")
{
	TCase *tcase = netns_tcase(suite, "route programs", tunnel_setup);

	tcase_add_loop_test(tcase, openvpn, 0, 2);
	tcase_add_loop_test(tcase, wireguard, 0, 2);
	tcase_add_loop_test(tcase, zerotier, 0, 2);
	tcase_add_loop_test(tcase, firezone, 0, 2);
	tcase_add_loop_test(tcase, strongswan, 0, 2);
	tcase_add_loop_test(tcase, libdnet, 0, 2);
	tcase_add_loop_test(tcase, glib, 0, 2);
}
