/* SPDX-License-Identifier: MIT */
/* The IP interface calls by name of interface. */

#include <stdlib.h>
#include <string.h>

#include "ipinterface.h"
#include "netns-settle.h"

void ipif_setup(void)
{
	run("ip link add v0 type veth peer name v1 && ip link add w0 type veth peer name w1");
	run("ip link set v0 up && ip link set v1 up && ip link set w0 up");
	ck_assert(await(is_ready, "v0"));
	ck_assert(await(is_settled, NULL));
}

MIB_IPINTERFACE_ROW ipif_key(ADDRESS_FAMILY family, const char *ifname)
{
	MIB_IPINTERFACE_ROW row;

	memset(&row, 0xcc, sizeof(row));
	row.Family = family;
	row.InterfaceLuid.Value = 0;
	row.InterfaceIndex = index_of(ifname);
	return row;
}

MIB_IPINTERFACE_ROW ipif_get(ADDRESS_FAMILY family, const char *ifname)
{
	MIB_IPINTERFACE_ROW row = ipif_key(family, ifname);

	assert_code(GetIpInterfaceEntry(&row), CODE_SUCCESS);
	return row;
}

MIB_IPINTERFACE_ROW ipif_init(ADDRESS_FAMILY family, const char *ifname)
{
	MIB_IPINTERFACE_ROW row;

	InitializeIpInterfaceEntry(&row);
	row.Family = family;
	row.InterfaceIndex = index_of(ifname);
	return row;
}

void ipif_set_ok(MIB_IPINTERFACE_ROW row)
{
	MIB_IPINTERFACE_ROW after = row;

	assert_code(SetIpInterfaceEntry(&after), CODE_SUCCESS);
	if (row.InterfaceLuid.Value == 0)
		ck_assert_uint_eq(after.InterfaceLuid.Info.NetLuidIndex, row.InterfaceIndex);
	row.InterfaceLuid = after.InterfaceLuid;
	ck_assert_mem_eq(&after, &row, sizeof(row));
	ipif_agree();
}

char *ipif_before(void)
{
	ck_assert(await(is_settled, NULL));
	return ipif_snapshot();
}

void ipif_refused(MIB_IPINTERFACE_ROW row, uint32_t code)
{
	MIB_IPINTERFACE_ROW after = row;

	assert_code(SetIpInterfaceEntry(&after), code);
	ck_assert_mem_eq(&after, &row, sizeof(row));
}

void ipif_unchanged(char *before)
{
	char *now = ipif_snapshot();

	judge_same(now, before);
	free(now);
	free(before);
}

void ipif_refuse(MIB_IPINTERFACE_ROW row, uint32_t code)
{
	char *before = ipif_before();

	ipif_refused(row, code);
	ipif_unchanged(before);
}
