/* SPDX-License-Identifier: MIT */
/* GetBestInterface(Ex): the kernel's own choice of a route. */

#include "iphlpapi.h"

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>

#include "table/key.h"

static int route_row(const struct nlmsghdr *nlh, void *arg)
{
	const struct nlattr *tb[RTA_OIF + 1];
	int r = iph_attr_parse(nlh, sizeof(struct rtmsg), tb, RTA_OIF);

	if (r < 0)
		return r;
	return nlh->nlmsg_type == RTM_NEWROUTE && iph_attr_u32(tb[RTA_OIF], arg) ? 0 : -EBADMSG;
}

/* What the kernel answers when no packet would leave: there is no route, or one of the types
 * unreachable, prohibit and blackhole (fib_props[], fib_semantics.c); or no such zone. */
static int explain(int error)
{
	switch (error) {
	case -ENETUNREACH:
	case -EHOSTUNREACH:
	case -EACCES:
	case -EINVAL:
	case -ENODEV:
	case -ENETDOWN:
		return -ENETUNREACH;
	case -EOPNOTSUPP:
		return -EAFNOSUPPORT; /* nobody handles requests of this family */
	default:
		return error;
	}
}

static int ask(const struct iph_addr *addr, uint32_t zone, uint32_t *ret_index)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_rows rows = {.row = route_row, .arg = ret_index};
	struct rtmsg *rtm;
	struct iph_msg msg;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r < 0)
		return r;
	rtm = iph_msg_init(&msg, RTM_GETROUTE, 0, sizeof(*rtm));
	rtm->rtm_family = addr->family;
	rtm->rtm_dst_len = (uint8_t)(8 * iph_addr_len(addr->family));
	iph_msg_put_addr(&msg, RTA_DST, addr);
	if (zone)
		iph_msg_put_u32(&msg, RTA_OIF, zone);
	return explain(iph_nl_get(&nl, &msg, &rows));
}

/* A scope id means something where the address has a zone, and nowhere else. */
static int best(const struct sockaddr *dest, DWORD *ret_index)
{
	struct iph_addr addr;
	SOCKADDR_INET copy;
	uint8_t family;
	uint32_t index;
	int r;

	if (!dest || !ret_index || iph_row_family(dest->sa_family, &family) < 0)
		return -EINVAL;
	memcpy(&copy, dest, family == AF_INET6 ? sizeof(copy.Ipv6) : sizeof(copy.Ipv4));
	if (!iph_row_addr(&copy, &addr))
		return -EINVAL;
	r = ask(&addr, iph_addr_zoned(&addr) ? copy.Ipv6.sin6_scope_id : 0, &index);
	if (r == 0)
		*ret_index = index;
	return r;
}

static int best_ipv4(IPAddr dest, DWORD *ret_index)
{
	struct sockaddr_in sockaddr = {.sin_family = AF_INET, .sin_addr.s_addr = dest};

	return best((const struct sockaddr *)&sockaddr, ret_index);
}

IPH_EXPORT DWORD GetBestInterface(IPAddr dwDestAddr, PDWORD pdwBestIfIndex)
{
	return iph_status(IPH_CALL_BEST_INTERFACE, best_ipv4(dwDestAddr, pdwBestIfIndex));
}

IPH_EXPORT DWORD GetBestInterfaceEx(struct sockaddr *pDestAddr, PDWORD pdwBestIfIndex)
{
	return iph_status(IPH_CALL_BEST_INTERFACE, best(pDestAddr, pdwBestIfIndex));
}
