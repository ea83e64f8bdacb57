/* SPDX-License-Identifier: MIT */
/* The parts that rows of several families share: SOCKADDR_INET and the interface key. */

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "family.h"
#include "key.h"

#define WINDOWS_AF_INET6 23

int iph_row_family(ULONG family, uint8_t *ret_family)
{
	switch (family) {
	case AF_UNSPEC:
	case AF_INET:
	case AF_INET6:
		*ret_family = (uint8_t)family;
		return 0;
	case WINDOWS_AF_INET6:
		*ret_family = AF_INET6;
		return 0;
	default:
		return -EINVAL;
	}
}

int iph_row_one_family(ULONG family, uint8_t *ret_family)
{
	return family == AF_UNSPEC ? -EINVAL : iph_row_family(family, ret_family);
}

bool iph_row_addr(const SOCKADDR_INET *sockaddr, struct iph_addr *ret_addr)
{
	struct iph_addr addr = {0};
	const void *bytes;

	if (iph_row_one_family(sockaddr->si_family, &addr.family) < 0)
		return false;
	if (addr.family == AF_INET)
		bytes = &sockaddr->Ipv4.sin_addr;
	else
		bytes = &sockaddr->Ipv6.sin6_addr;
	memcpy(addr.bytes, bytes, iph_addr_len(addr.family));
	*ret_addr = addr;
	return true;
}

int iph_row_link(struct iph_nl *nl, NET_LUID luid, NET_IFINDEX index, uint8_t family,
		 struct iph_link *ret_link)
{
	struct iph_link link;
	int missing;
	int r = iph_link_resolve(nl, luid.Value, index, &link);

	if (r == -ENODEV) {
		missing = iph_family_check(family);
		return missing < 0 ? missing : r;
	}
	if (r < 0)
		return r;
	if (!(family == AF_INET ? link.ipv4 : link.ipv6))
		return -EAFNOSUPPORT;
	*ret_link = link;
	return 0;
}

int iph_key_link(struct iph_nl *nl, const struct iph_key *key, struct iph_link *ret_link)
{
	return iph_row_link(nl, (NET_LUID){.Value = key->luid}, key->index, key->addr.family,
			    ret_link);
}
