/* SPDX-License-Identifier: MIT */
/* IpRenewAddress, IpReleaseAddress: the DHCP client is asked, and the kernel says when it has done
 * it. */

#include "iphlpapi.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include <linux/rtnetlink.h>

#include "codes/export.h"
#include "dhcp.h"
#include "interface-info.h"
#include "privilege.h"
#include "unicast/unicast.h"
#include "wait.h"

/* A client without an answer asks again after 4 s, 8 s and 16 s (RFC 2131 4.1). */
#define LIMIT 30000 /* ms */

static bool is_leased(const struct iph_unicast *unicast)
{
	const struct iph_clock clock = {0}; /* nothing here depends on the time */
	MIB_UNICASTIPADDRESS_ROW row;

	iph_unicast_row(unicast, &clock, &row);
	return row.PrefixOrigin == IpPrefixOriginDhcp;
}

static int note_lease(const struct iph_unicast *unicast, void *arg)
{
	bool *leased = arg;

	*leased |= is_leased(unicast);
	return 0;
}

static int read_leased(uint32_t ifindex, bool *ret_leased)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	bool leased = false;
	const struct iph_unicast_sink sink = {.entry = note_lease, .arg = &leased};
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = iph_unicast_read(&nl, AF_INET, ifindex, &sink);
	if (r == 0)
		*ret_leased = leased;
	return r;
}

static int open_notices(struct iph_nl *nl)
{
	int r = iph_nl_open(NETLINK_ROUTE, nl);

	if (r == 0)
		r = iph_nl_join(nl, RTNLGRP_IPV4_IFADDR);
	if (r == 0 && fcntl(nl->fd, F_SETFL, O_NONBLOCK) < 0)
		r = -errno;
	return r;
}

struct waiting {
	uint32_t ifindex;
	int64_t end;
};

/* A client gives the address its new lifetime even when all else has stayed. Notices of other
 * addresses may go on and on. */
static int is_new_lease(const struct nlmsghdr *nlh, void *arg)
{
	const struct waiting *waiting = arg;
	struct iph_unicast unicast;

	if (nlh->nlmsg_type == RTM_NEWADDR && iph_unicast_parse(nlh, &unicast) == 0 &&
	    unicast.ifindex == waiting->ifindex && is_leased(&unicast))
		return 1;
	return iph_left(waiting->end) > 0 ? 0 : -ETIMEDOUT;
}

static int await_lease(struct iph_nl *nl, uint32_t ifindex, int64_t end)
{
	struct waiting waiting = {.ifindex = ifindex, .end = end};
	struct iph_nl_sink sink = {.message = is_new_lease, .arg = &waiting};
	int r;

	do {
		r = iph_await_input(nl->fd, end);
		if (r == 0)
			r = iph_nl_listen(nl, &sink);
	} while (r == -EAGAIN);
	return r;
}

static int find(const IP_ADAPTER_INDEX_MAP *map, struct iph_link *ret_link)
{
	WCHAR name[MAX_ADAPTER_NAME + 1] = {0};
	int r;

	if (!map)
		return -EINVAL;
	memcpy(name, map->Name, sizeof(map->Name));
	r = iph_device_find(name, ret_link);
	if (r == 0 && ret_link->type == IPH_TYPE_LOOPBACK)
		r = -EINVAL;
	return r < 0 ? r : iph_privilege_check();
}

static int renew(const IP_ADAPTER_INDEX_MAP *map)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int64_t end = iph_now() + LIMIT;
	struct iph_link link;
	bool leased;
	int r = find(map, &link);

	if (r == 0)
		r = open_notices(&nl);
	if (r == 0)
		r = read_leased(link.index, &leased);
	if (r < 0)
		return r;
	do {
		r = iph_dhcp_ask(&link, IPH_DHCP_RENEW, leased);
		if (r == 0 || r == -EALREADY)
			r = await_lease(&nl, link.index, end);
	} while (r == -ENOBUFS && iph_left(end) > 0); /* the notice may be one of the lost ones */
	return r == -ENOBUFS ? -ETIMEDOUT : r;
}

static int release(const IP_ADAPTER_INDEX_MAP *map)
{
	struct iph_link link;
	bool leased;
	int r = find(map, &link);

	if (r == 0)
		r = read_leased(link.index, &leased);
	return r < 0 ? r : iph_dhcp_ask(&link, IPH_DHCP_RELEASE, leased);
}

IPH_EXPORT DWORD IpRenewAddress(PIP_ADAPTER_INDEX_MAP AdapterInfo)
{
	return iph_status(IPH_CALL_DHCP, renew(AdapterInfo));
}

IPH_EXPORT DWORD IpReleaseAddress(PIP_ADAPTER_INDEX_MAP AdapterInfo)
{
	return iph_status(IPH_CALL_DHCP, release(AdapterInfo));
}
