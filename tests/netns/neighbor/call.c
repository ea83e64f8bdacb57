/* SPDX-License-Identifier: MIT */
/* The neighbour calls by name of address and interface, and what ip(8) says of the kernel. */

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "neighbor.h"

MIB_IPNET_ROW2 neighbor_row(const char *addr, const char *ifname, int n)
{
	MIB_IPNET_ROW2 row;

	memset(&row, 0xcc, sizeof(row));
	row.Address.si_family = strchr(addr, ':') ? AF_INET6 : AF_INET;
	ck_assert_int_eq(inet_pton(row.Address.si_family, addr,
				   strchr(addr, ':') ? (void *)&row.Address.Ipv6.sin6_addr
						     : (void *)&row.Address.Ipv4.sin_addr),
			 1);
	row.InterfaceLuid.Value = 0;
	row.InterfaceIndex = index_of(ifname);
	row.PhysicalAddressLength = 6;
	memcpy(row.PhysicalAddress, (uint8_t[6]){2, 0, 0, 0, 0, (uint8_t)n}, 6);
	return row;
}

uint32_t neighbor_create(const char *addr, const char *ifname, int n)
{
	MIB_IPNET_ROW2 row = neighbor_row(addr, ifname, n);

	return (uint32_t)CreateIpNetEntry2(&row);
}

uint32_t neighbor_delete(const char *addr, const char *ifname)
{
	MIB_IPNET_ROW2 row = neighbor_row(addr, ifname, 0);

	return (uint32_t)DeleteIpNetEntry2(&row);
}

uint32_t neighbor_get(const char *addr, const char *ifname, MIB_IPNET_ROW2 *ret_row)
{
	*ret_row = neighbor_row(addr, ifname, 0);
	return (uint32_t)GetIpNetEntry2(ret_row);
}

void judge_neighbor(const char *addr, const char *ifname, const char *expected)
{
	char *seen =
		output_of("ip neighbour show nud all to %s dev %s | sed 's/^[^ ]* //; s/ *$//'",
			  addr, ifname);

	seen[strcspn(seen, "\n")] = '\0';
	ck_assert_str_eq(seen, expected);
	free(seen);
}

/* What the kernel itself looks for, or sends to, at any time is not looked at. */
char *judge_neighbors(void)
{
	return output_of("{ ip neighbour show nud all; ip -4 neighbour show proxy; "
			 "ip -6 neighbour show proxy; } | "
			 "grep -v '^ff\\|^fe80\\|^" PEER_IPV4 " \\|^" PEER_IPV6 " ' | sort");
}

void judge_unchanged_neighbors(char *before)
{
	char *now = judge_neighbors();

	ck_assert_str_eq(now, before);
	free(now);
	free(before);
}
