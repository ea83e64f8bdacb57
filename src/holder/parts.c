/* SPDX-License-Identifier: MIT */
/* What an IPv6 anycast entry is made of, one kernel object a function. */

#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <libmnl/libmnl.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "addresses.h"
#include "anycast.h"
#include "kernel-numbers.h"
#include "link.h"
#include "local-route.h"
#include "mark.h"
#include "parts.h"
#include "wait.h"

/* Should we die in between, the covering address is gone by itself after this many seconds. */
#define COVER_LIFETIME 5

/* Out of memory for a moment. */
#define LEAVE_TRIES 16

/* Like the kernel's own local routes but for the metric, so both fit beside each other. */
#define STAND_IN_METRIC 1024

int kernel_interface_check(struct iph_nl *nl, uint32_t ifindex, uint16_t type)
{
	struct iph_link link;
	int r = type ? iph_link_by_index(nl, ifindex, &link) : iph_link_untyped(nl, ifindex, &link);

	if (r < 0)
		return r;
	if (type && link.type != type)
		return -ENODEV;
	return link.ipv6 && !link.vrf ? 0 : -EAFNOSUPPORT;
}

/* Any socket answers it for its network namespace, without a lock (dev_ioctl(), net/core). */
bool kernel_interface_exists(const struct iph_nl *nl, uint32_t ifindex)
{
	struct ifreq request = {.ifr_ifindex = (int)ifindex};

	return ioctl(nl->fd, SIOCGIFNAME, &request) == 0;
}

int kernel_socket(int *ret_fd)
{
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	*ret_fd = fd;
	return 0;
}

static int change_membership(int fd, int option, const struct iph_addr *addr, uint32_t ifindex)
{
	struct ipv6_mreq mreq = {.ipv6mr_interface = ifindex};

	memcpy(&mreq.ipv6mr_multiaddr, addr->bytes, sizeof(mreq.ipv6mr_multiaddr));
	return setsockopt(fd, IPPROTO_IPV6, option, &mreq, sizeof(mreq)) < 0 ? -errno : 0;
}

int kernel_join(int fd, const struct iph_addr *addr, uint32_t ifindex)
{
	return change_membership(fd, IPV6_JOIN_ANYCAST, addr, ifindex);
}

/* The socket is others' as well and stays open: nothing else would end the membership. */
void kernel_leave(int fd, const struct iph_addr *addr, uint32_t ifindex)
{
	int tries = 0;
	int r;

	do
		r = change_membership(fd, IPV6_LEAVE_ANYCAST, addr, ifindex);
	while (iph_is_shortage(r) && ++tries < LEAVE_TRIES);
}

static struct ifaddrmsg *start_address(struct iph_msg *msg, uint16_t type, uint16_t flags,
				       const struct iph_addr *addr, uint32_t ifindex,
				       uint8_t prefix_length)
{
	struct ifaddrmsg *ifa = iph_msg_init(msg, type, flags, sizeof(*ifa));

	ifa->ifa_family = AF_INET6;
	ifa->ifa_prefixlen = prefix_length;
	ifa->ifa_index = ifindex;
	iph_msg_put_addr(msg, IFA_LOCAL, addr);
	return ifa;
}

/* Neither duplicate detection nor a route, and never a source by itself: preferred for 0 s. */
static int add_address(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex,
		       uint8_t prefix_length, uint32_t valid)
{
	const struct ifa_cacheinfo life = {.ifa_valid = valid};
	const uint8_t proto = IPH_IFA_PROTO;
	struct iph_msg msg;
	int r;

	start_address(&msg, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, addr, ifindex, prefix_length);
	iph_msg_put_u32(&msg, IFA_FLAGS, IFA_F_NODAD | IFA_F_NOPREFIXROUTE);
	iph_msg_put(&msg, IFA_CACHEINFO, &life, sizeof(life));
	iph_msg_put(&msg, IFA_PROTO, &proto, sizeof(proto));
	r = iph_nl_request(nl, &msg);
	return r == -EACCES ? -EAFNOSUPPORT : r; /* disable_ipv6 is on */
}

static int delete_address(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex,
			  uint8_t prefix_length)
{
	struct iph_msg msg;

	start_address(&msg, RTM_DELADDR, 0, addr, ifindex, prefix_length);
	return iph_nl_request(nl, &msg);
}

/* Cover n differs in bit n from the right and is in a prefix that is just long enough. */
static struct iph_addr cover_address(const struct iph_addr *addr, unsigned int cover)
{
	struct iph_addr other = *addr;

	other.bytes[15] ^= (uint8_t)(1u << cover);
	return other;
}

int kernel_cover_add(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex,
		     unsigned int cover)
{
	struct iph_addr other = cover_address(addr, cover);

	return add_address(nl, &other, ifindex, (uint8_t)(127 - cover), COVER_LIFETIME);
}

int kernel_cover_delete(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex,
			unsigned int cover)
{
	struct iph_addr other = cover_address(addr, cover);

	return delete_address(nl, &other, ifindex, (uint8_t)(127 - cover));
}

int kernel_service_put(struct iph_nl *nl, const struct iph_addr *addr)
{
	return add_address(nl, addr, KERNEL_LOOPBACK, 128, UINT32_MAX);
}

int kernel_service_add(struct iph_nl *nl, const struct iph_addr *addr)
{
	int r;

	local_route_forget();
	r = kernel_service_put(nl, addr);
	if (r == 0)
		local_route_await(addr);
	return r;
}

int kernel_service_delete(struct iph_nl *nl, const struct iph_addr *addr)
{
	return delete_address(nl, addr, KERNEL_LOOPBACK, 128);
}

int kernel_service_find(struct iph_nl *nl, const struct iph_addr *addr)
{
	struct iph_msg msg;

	start_address(&msg, RTM_GETADDR, 0, addr, KERNEL_LOOPBACK, 0);
	return iph_nl_probe(nl, &msg);
}

bool kernel_is_marked(const struct nlmsghdr *nlh)
{
	const struct nlattr *tb[IFA_PROTO + 1];
	uint8_t proto;

	return iph_attr_parse(nlh, sizeof(struct ifaddrmsg), tb, IFA_PROTO) == 0 &&
	       iph_attr_u8(tb[IFA_PROTO], &proto) && proto == IPH_IFA_PROTO;
}

static int note_foreign(const struct nlmsghdr *nlh, void *arg)
{
	*(bool *)arg = !kernel_is_marked(nlh);
	return 0;
}

bool kernel_service_is_foreign(struct iph_nl *nl, const struct iph_addr *addr)
{
	bool foreign = false;
	struct iph_nl_sink sink = {.message = note_foreign, .arg = &foreign};
	struct iph_msg msg;

	if (!iph_anycast_kernel_keeps_proto())
		return false;
	start_address(&msg, RTM_GETADDR, 0, addr, KERNEL_LOOPBACK, 0);
	return iph_nl_get(nl, &msg, &sink) == 0 && foreign;
}

static void start_route(struct iph_msg *msg, uint16_t type, uint16_t flags, uint8_t route_type,
			const struct iph_addr *addr)
{
	struct rtmsg *rtm = iph_msg_init(msg, type, flags, sizeof(*rtm));

	rtm->rtm_family = AF_INET6;
	rtm->rtm_dst_len = 128;
	rtm->rtm_table = RT_TABLE_LOCAL;
	rtm->rtm_type = route_type;
	iph_msg_put_addr(msg, RTA_DST, addr);
}

/* -ESRCH when there is none. The kernel says ENOENT where somebody else has removed it between its
 * look and its lock (fib6_del(), net/ipv6/ip6_fib.c). */
static int send_change(struct iph_nl *nl, struct iph_msg *msg)
{
	int r = iph_nl_request(nl, msg);

	return r == -ENOENT ? -ESRCH : r;
}

int kernel_anycast_route_delete(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct iph_msg msg;

	start_route(&msg, RTM_DELROUTE, 0, RTN_ANYCAST, addr);
	iph_msg_put_u32(&msg, RTA_OIF, ifindex);
	return send_change(nl, &msg);
}

/* A route that bears our mark; metric 0 is the kernel's default. */
static int change_route(struct iph_nl *nl, uint16_t type, uint16_t flags, uint8_t route_type,
			const struct iph_addr *addr, uint32_t ifindex, uint32_t metric)
{
	struct rtmsg *rtm;
	struct iph_msg msg;

	start_route(&msg, type, flags, route_type, addr);
	rtm = mnl_nlmsg_get_payload(msg.nlh);
	rtm->rtm_protocol = IPH_ROUTE_PROTO;
	iph_msg_put_u32(&msg, RTA_OIF, ifindex);
	iph_msg_put_u32(&msg, RTA_PRIORITY, metric);
	return send_change(nl, &msg);
}

int kernel_anycast_route_add(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	return change_route(nl, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, RTN_ANYCAST, addr, ifindex,
			    0);
}

struct route_search {
	uint8_t type;
	uint32_t ifindex;
	bool found;
};

/* A stand-in is no local route of the kernel's. */
static int route_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct rtmsg *rtm = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[RTA_OIF + 1];
	struct route_search *search = arg;
	uint32_t oif;
	int r = iph_attr_parse(nlh, sizeof(*rtm), tb, RTA_OIF);

	if (r < 0)
		return r;
	search->found = rtm->rtm_type == search->type && rtm->rtm_dst_len == 128 &&
			(rtm->rtm_type != RTN_LOCAL || rtm->rtm_protocol != IPH_ROUTE_PROTO) &&
			iph_attr_u32(tb[RTA_OIF], &oif) && oif == search->ifindex;
	return 0;
}

static int find_route(struct iph_nl *nl, const struct iph_addr *addr, uint8_t type,
		      uint32_t ifindex)
{
	struct route_search search = {.type = type, .ifindex = ifindex};
	struct iph_nl_sink sink = {.message = route_message, .arg = &search};
	struct rtmsg *rtm;
	struct iph_msg msg;
	int r;

	rtm = iph_msg_init(&msg, RTM_GETROUTE, 0, sizeof(*rtm));
	rtm->rtm_family = AF_INET6;
	rtm->rtm_dst_len = 128;
	rtm->rtm_flags = RTM_F_FIB_MATCH;
	iph_msg_put_addr(&msg, RTA_DST, addr);
	iph_msg_put_u32(&msg, RTA_OIF, ifindex);
	r = iph_nl_get(nl, &msg, &sink);
	if (r < 0 && r != -ENETUNREACH && r != -EHOSTUNREACH && r != -EACCES && r != -EINVAL)
		return r;
	return r == 0 && search.found ? 0 : -ENOENT;
}

int kernel_anycast_route_find(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	return find_route(nl, addr, RTN_ANYCAST, ifindex);
}

/* What was heard before the question is in its answer. */
void kernel_service_settle(struct iph_nl *nl, const struct iph_addr *addr, int64_t end)
{
	local_route_forget();
	while (iph_left(end) > 0 && find_route(nl, addr, RTN_LOCAL, KERNEL_LOOPBACK) == -ENOENT) {
		local_route_await(addr);
		local_route_forget();
	}
}

int kernel_local_route_delete(struct iph_nl *nl, const struct iph_addr *addr)
{
	struct rtmsg *rtm;
	struct iph_msg msg;

	start_route(&msg, RTM_DELROUTE, 0, RTN_LOCAL, addr);
	rtm = mnl_nlmsg_get_payload(msg.nlh);
	rtm->rtm_protocol = RTPROT_KERNEL;
	iph_msg_put_u32(&msg, RTA_OIF, KERNEL_LOOPBACK);
	return send_change(nl, &msg);
}

int kernel_stand_in_add(struct iph_nl *nl, const struct iph_addr *addr)
{
	return change_route(nl, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, RTN_LOCAL, addr,
			    KERNEL_LOOPBACK, STAND_IN_METRIC);
}

int kernel_stand_in_delete(struct iph_nl *nl, const struct iph_addr *addr)
{
	return change_route(nl, RTM_DELROUTE, 0, RTN_LOCAL, addr, KERNEL_LOOPBACK, STAND_IN_METRIC);
}

/* Of both kinds. What is not there any more is as good. */
static int sweep_route(const struct nlmsghdr *nlh, void *nl)
{
	const struct rtmsg *rtm = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[RTA_OIF + 1];
	struct iph_addr addr;
	uint32_t oif;
	int r = iph_attr_parse(nlh, sizeof(*rtm), tb, RTA_OIF);

	if (r < 0)
		return r;
	if (rtm->rtm_family != AF_INET6 || rtm->rtm_protocol != IPH_ROUTE_PROTO ||
	    rtm->rtm_dst_len != 128 || !iph_attr_addr(tb[RTA_DST], AF_INET6, &addr) ||
	    !iph_attr_u32(tb[RTA_OIF], &oif))
		return 0;
	r = change_route(nl, RTM_DELROUTE, 0, rtm->rtm_type, &addr, oif, 0);
	return r == -ESRCH ? 0 : r;
}

int kernel_routes_sweep(struct iph_nl *nl)
{
	IPH_AUTO_NL struct iph_nl reader = IPH_NL_CLOSED;
	struct iph_nl_sink sink = {.message = sweep_route, .arg = nl};
	struct rtmsg *rtm;
	struct iph_msg msg;
	int r = iph_nl_open(NETLINK_ROUTE, &reader);

	if (r == 0)
		r = iph_nl_strict(&reader);
	if (r < 0)
		return r;
	rtm = iph_msg_init(&msg, RTM_GETROUTE, NLM_F_DUMP, sizeof(*rtm));
	rtm->rtm_family = AF_INET6;
	rtm->rtm_table = RT_TABLE_LOCAL;
	rtm->rtm_protocol = IPH_ROUTE_PROTO;
	return iph_nl_dump(&reader, &msg, &sink);
}

bool kernel_is_service(const struct nlmsghdr *nlh, struct iph_addr *ret_addr)
{
	const struct ifaddrmsg *ifa = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[IFA_ADDRESS + 1];

	return iph_attr_parse(nlh, sizeof(*ifa), tb, IFA_ADDRESS) == 0 &&
	       ifa->ifa_family == AF_INET6 && ifa->ifa_index == KERNEL_LOOPBACK &&
	       ifa->ifa_prefixlen == 128 && iph_attr_addr(tb[IFA_ADDRESS], AF_INET6, ret_addr);
}

struct service_walk {
	int (*service)(const struct iph_addr *addr, void *arg);
	void (*restart)(void *arg);
	void *arg;
};

static int service_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct service_walk *walk = arg;
	struct iph_addr addr;

	if (!kernel_is_service(nlh, &addr) || !kernel_is_marked(nlh))
		return 0;
	return walk->service(&addr, walk->arg);
}

static void service_restart(void *arg)
{
	const struct service_walk *walk = arg;

	if (walk->restart)
		walk->restart(walk->arg);
}

int kernel_service_each(struct iph_nl *nl, int (*service)(const struct iph_addr *addr, void *arg),
			void (*restart)(void *arg), void *arg)
{
	struct service_walk walk = {.service = service, .restart = restart, .arg = arg};
	struct iph_nl_sink sink = {
		.message = service_message, .restart = service_restart, .arg = &walk};

	return iph_addresses_dump(nl, RTM_GETADDR, AF_INET6, KERNEL_LOOPBACK, &sink);
}
