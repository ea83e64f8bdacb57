/* SPDX-License-Identifier: MIT */
/* An interface of every kind that this kernel can make. */

#include <stddef.h>

#include "interface.h"
#include "netns-row.h"

/* A kernel may lack some. The numbers are the IANA's (ifType) and Microsoft's. */
const struct interface_kind interface_kinds[] = {
	{"ip link add eth1 type veth peer name eth2", "eth1", 6, 0, 0, 2, "veth"},
	{"ip link add br0 type bridge", "br0", 209, 0, 0, 2, "bridge"},
	{"ip link add dum0 type dummy", "dum0", 6, 0, 0, 2, "dummy"},
	{"ip link add ifb5 type ifb", "ifb5", 6, 0, 0, 2, "ifb"},
	{"ip link add mac0 link eth0 type macvlan", "mac0", 6, 0, 0, 2, "macvlan"},
	{"ip link add mtp0 link eth0 type macvtap", "mtp0", 6, 0, 0, 2, "macvtap"},
	{"ip link add vx0 type vxlan id 3 dstport 4789 dev eth1", "vx0", 131, 1, 0, 2, "vxlan"},
	{"ip tuntap add tun0 mode tun", "tun0", 53, 0, 19, 3, "tun"},
	{"ip tuntap add tap0 mode tap", "tap0", 6, 0, 0, 2, "tun"},
	{"ip link add vlan0 link eth0 type vlan id 3", "vlan0", 135, 0, 0, 2, "vlan"},
	{"ip link add bond9 type bond", "bond9", 161, 0, 0, 2, "bond"},
	{"ip link add team9 type team", "team9", 161, 0, 0, 2, "team"},
	{"ip link add ipv0 link dum0 type ipvlan", "ipv0", 136, 0, 0, 2, "ipvlan"},
	{"ip link add vrf9 type vrf table 9", "vrf9", 53, 0, 0, 4, "vrf"},
	{"ip link add gre5 type gre local 192.0.2.1 remote 192.0.2.2", "gre5", 131, 1, 15, 3,
	 "gre"},
	{"ip link add tap5 type gretap local 192.0.2.1 remote 192.0.2.2", "tap5", 131, 1, 0, 2,
	 "gretap"},
	{"ip link add ipip5 type ipip local 192.0.2.1 remote 192.0.2.2", "ipip5", 131, 2, 15, 3,
	 "ipip"},
	{"ip link add sit5 type sit local 192.0.2.1 remote 192.0.2.2", "sit5", 131, 2, 15, 3,
	 "sit"},
	{"ip link add sit6 type sit local 192.0.2.1", "sit6", 131, 11, 15, 4, "sit"},
	{"ip tunnel add isa0 mode isatap local 192.0.2.1", "isa0", 131, 13, 15, 4, "sit"},
	{"ip tunnel add rd0 mode sit local 192.0.2.9 && "
	 "ip tunnel 6rd dev rd0 6rd-prefix 2001:db8::/32",
	 "rd0", 131, 1, 15, 4, "sit"},
	{"ip link add wg0 type wireguard", "wg0", 53, 0, 19, 3, "wireguard"},
};
const int interface_kind_count = (int)(sizeof(interface_kinds) / sizeof(interface_kinds[0]));

int interfaces_setup(void)
{
	int made = 0;
	int i;

	for (i = 0; i < interface_kind_count; i++)
		made += try_run("%s", interface_kinds[i].command);
	run("ip link add port0 type veth peer name port1");
	run("ip link set port0 master br0");
	run("for i in eth1 br0 port0 port1 vx0; do ip link set $i up || exit; done");
	(void)try_run("ip link set tap0 up; ip link set tun0 up; ip link set gre5 up");
	run("ip link set eth1 alias 'The way out'");
	run("ip address add 192.0.2.129/26 dev vx0");
	run("ping -c 3 -i 0.01 " PEER_IPV4);
	peer_run("ping -c 2 -i 0.01 " OUR_IPV6);
	/* multicast received on br0, and what vx0 drops because it knows nobody to send it to */
	run("ping -c 2 -i 0.2 -I port1 -W 0.01 ff02::1%%port1 || :; ping -c 1 -W 0.01 192.0.2.130 "
	    "|| :");
	ck_assert(await(is_settled, NULL));
	return made;
}

PMIB_IF_TABLE2 interface_table(MIB_IF_TABLE_LEVEL level)
{
	PMIB_IF_TABLE2 table = NULL;

	assert_code(GetIfTable2Ex(level, &table), CODE_SUCCESS);
	ck_assert_ptr_nonnull(table);
	return table;
}

const MIB_IF_ROW2 *interface_row(const MIB_IF_TABLE2 *table, const char *name)
{
	NET_IFINDEX index = index_of(name);
	ULONG i;

	for (i = 0; i < table->NumEntries; i++)
		if (table->Table[i].InterfaceIndex == index)
			return &table->Table[i];
	ck_abort_msg("%s is not in the table", name);
	return NULL;
}
