/* SPDX-License-Identifier: MIT */
/* The calls about routes by prefix, next hop and interface, and what ip(8) says of a prefix. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forward.h"

/* Port, zone and padding are garbage. */
static void put_addr(SOCKADDR_INET *ret_sockaddr, const char *addr)
{
	memset(ret_sockaddr, 0xcc, sizeof(*ret_sockaddr));
	if (!strchr(addr, ':') && inet_pton(AF_INET, addr, &ret_sockaddr->Ipv4.sin_addr) == 1) {
		ret_sockaddr->si_family = AF_INET;
		return;
	}
	ret_sockaddr->si_family = AF_INET6;
	ck_assert_int_eq(inet_pton(AF_INET6, addr, &ret_sockaddr->Ipv6.sin6_addr), 1);
}

MIB_IPFORWARD_ROW2 forward_row(const char *prefix, const char *next_hop, const char *ifname)
{
	const char *slash = strchr(prefix, '/');
	MIB_IPFORWARD_ROW2 row;
	char addr[64];

	memset(&row, 0xcc, sizeof(row));
	InitializeIpForwardEntry(&row);
	snprintf(addr, sizeof(addr), "%.*s", (int)(slash - prefix), prefix);
	put_addr(&row.DestinationPrefix.Prefix, addr);
	row.DestinationPrefix.PrefixLength = (UINT8)atoi(slash + 1);
	if (next_hop)
		put_addr(&row.NextHop, next_hop);
	row.InterfaceIndex = index_of(ifname);
	row.Age = 0xcccccccc;
	row.Origin = (NL_ROUTE_ORIGIN)0x4ccccccc;
	return row;
}

void forward_create(const char *prefix, const char *next_hop, const char *ifname)
{
	MIB_IPFORWARD_ROW2 row = forward_row(prefix, next_hop, ifname);

	assert_code(CreateIpForwardEntry2(&row), CODE_SUCCESS);
}

void forward_delete(const char *prefix, const char *next_hop, const char *ifname)
{
	MIB_IPFORWARD_ROW2 row = forward_row(prefix, next_hop, ifname);

	assert_code(DeleteIpForwardEntry2(&row), CODE_SUCCESS);
}

NETIO_STATUS forward_call_create(PMIB_IPFORWARD_ROW2 row)
{
	return CreateIpForwardEntry2(row);
}

NETIO_STATUS forward_call_set(PMIB_IPFORWARD_ROW2 row)
{
	return SetIpForwardEntry2(row);
}

NETIO_STATUS forward_call_delete(PMIB_IPFORWARD_ROW2 row)
{
	return DeleteIpForwardEntry2(row);
}

const forward_call forward_changes[FORWARD_CHANGES] = {
	forward_call_create,
	forward_call_set,
	forward_call_delete,
};

void forward_refuse(forward_call call, MIB_IPFORWARD_ROW2 row, uint32_t code)
{
	MIB_IPFORWARD_ROW2 after = row;
	char *before_text = judge_snapshot();
	char *after_text;

	assert_code(call(&after), code);
	after_text = judge_snapshot();
	judge_same(after_text, before_text);
	ck_assert_mem_eq(&after, &row, sizeof(row));
	free(before_text);
	free(after_text);
}

uint32_t forward_get_code(const char *prefix, const char *next_hop, const char *ifname)
{
	MIB_IPFORWARD_ROW2 row = forward_row(prefix, next_hop, ifname);

	return (uint32_t)GetIpForwardEntry2(&row);
}

static bool same_key(const MIB_IPFORWARD_ROW2 *a, const MIB_IPFORWARD_ROW2 *b)
{
	return memcmp(&a->DestinationPrefix, &b->DestinationPrefix, sizeof(a->DestinationPrefix)) ==
		       0 &&
	       memcmp(&a->NextHop, &b->NextHop, sizeof(a->NextHop)) == 0 &&
	       a->InterfaceIndex == b->InterfaceIndex;
}

/* Lifetimes go on between the two calls. */
static void in_table(MIB_IPFORWARD_ROW2 row)
{
	PMIB_IPFORWARD_TABLE2 table = NULL;
	unsigned int found = 0;
	ULONG i;

	assert_code(GetIpForwardTable2(AF_UNSPEC, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++) {
		if (!same_key(&table->Table[i], &row))
			continue;
		found++;
		ck_assert_uint_le(row.ValidLifetime - table->Table[i].ValidLifetime, 30);
		row.ValidLifetime = table->Table[i].ValidLifetime;
		row.PreferredLifetime = table->Table[i].PreferredLifetime;
		ck_assert_mem_eq(&table->Table[i], &row, sizeof(row));
	}
	FreeMibTable(table);
	ck_assert_uint_eq(found, 1);
}

MIB_IPFORWARD_ROW2 forward_get(const char *prefix, const char *next_hop, const char *ifname)
{
	MIB_IPFORWARD_ROW2 row = forward_row(prefix, next_hop, ifname);

	assert_code(GetIpForwardEntry2(&row), CODE_SUCCESS);
	in_table(row);
	return row;
}

void routes_are(const char *prefix, const char *lines)
{
	char *output =
		output_of("ip -o -%c route show exact %s | sed 's/ pref medium//g; "
			  "s/\\\\/ /g; s/[[:space:]]nexthop/ +/g; s/[[:space:]]\\{1,\\}/ /g; "
			  "s/expires [0-9]*sec/expires/g; s/ *$//'",
			  strchr(prefix, ':') ? '6' : '4', prefix);

	ck_assert_msg(strcmp(output, lines) == 0, "to %s there is\n%snot\n%s", prefix, output,
		      lines);
	free(output);
}

void forward_setup(void)
{
	peer_setup();
	run_ip("link add eth1 type veth peer name far1\n"
	       "link set eth1 addrgenmode none up\n"
	       "link set far1 addrgenmode none up\n"
	       "address add " OTHER_IPV4 "/24 dev eth1\n"
	       "address add " OTHER_IPV6 "/64 dev eth1 nodad");
	ck_assert(await(is_settled, NULL));
}
