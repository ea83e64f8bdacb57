/* SPDX-License-Identifier: MIT */
/* Proxy ARP: an interface answers for the IPv4 address of somebody else. */

#include "iphlpapi.h"

#include <errno.h>
#include <string.h>

#include "codes/export.h"
#include "neighbor.h"
#include "privilege.h"
#include "table/key.h"

/* What the arguments of both calls say. */
struct wish {
	struct iph_addr addr;
	uint32_t index;
};

/* The kernel has proxies of single addresses only. */
static int check_mask(DWORD mask)
{
	uint32_t zeros = ~ntohl(mask);

	if (zeros & (zeros + 1))
		return -EINVAL;
	return zeros ? -EOPNOTSUPP : 0;
}

static int make_wish(DWORD address, DWORD mask, DWORD index, struct wish *ret_wish)
{
	struct wish wish = {.addr.family = AF_INET, .index = index};

	memcpy(wish.addr.bytes, &address, sizeof(address));
	if (!iph_addr_unicast_form(&wish.addr) || index == 0)
		return -EINVAL;
	*ret_wish = wish;
	return check_mask(mask);
}

/* Checks the privilege before it looks for the interface, as all changes do. */
static int open_for_change(const struct wish *wish, struct iph_nl *nl, struct iph_link *ret_link)
{
	NET_LUID no_luid = {0};
	int r = iph_privilege_check();

	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, nl);
	return r < 0 ? r : iph_row_link(nl, no_luid, wish->index, AF_INET, ret_link);
}

/* The kernel reports success for a proxy that is there already, so it is looked for first. */
static int create(DWORD address, DWORD mask, DWORD index)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_link link;
	struct wish wish;
	int r = make_wish(address, mask, index, &wish);

	if (r == 0)
		r = open_for_change(&wish, &nl, &link);
	if (r < 0)
		return r;
	if (link.no_arp || link.arp_off)
		return -EOPNOTSUPP;
	r = iph_proxy_get(&nl, &wish.addr, wish.index);
	if (r != -ENOENT)
		return r < 0 ? r : -EEXIST;
	return iph_proxy_put(&nl, &wish.addr, wish.index);
}

static int delete (DWORD address, DWORD mask, DWORD index)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_link link;
	struct wish wish;
	int r = make_wish(address, mask, index, &wish);

	if (r == 0)
		r = open_for_change(&wish, &nl, &link);
	return r < 0 ? r : iph_proxy_remove(&nl, &wish.addr, wish.index);
}

IPH_EXPORT DWORD CreateProxyArpEntry(DWORD dwAddress, DWORD dwMask, DWORD dwIfIndex)
{
	return iph_status(IPH_CALL_ARP_CHANGE, create(dwAddress, dwMask, dwIfIndex));
}

IPH_EXPORT DWORD DeleteProxyArpEntry(DWORD dwAddress, DWORD dwMask, DWORD dwIfIndex)
{
	return iph_status(IPH_CALL_ARP_CHANGE, delete (dwAddress, dwMask, dwIfIndex));
}
