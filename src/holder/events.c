/* SPDX-License-Identifier: MIT */
/* What others do to the interfaces, addresses and routes that entries hang on.
 *
 * A notice says where to look; what is true is asked of the kernel, for some of our own changes
 * come back as notices too, and late. */

#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

#include <libmnl/libmnl.h>
#include <linux/filter.h>
#include <linux/if_addr.h>
#include <linux/netconf.h>
#include <linux/rtnetlink.h>

#include "anycast.h"
#include "entry.h"
#include "events.h"
#include "kernel-numbers.h"
#include "link.h"
#include "memory.h"
#include "parts.h"
#include "store.h"
#include "tell.h"

#define BUFFER_SIZE 32768

/* Room for the notices of some ten thousand addresses that are deleted at once. Memory is only
 * taken for those that wait. */
#define RECEIVE_BUFFER (16 << 20)

/* So many are handled before requests have their turn. */
#define NOTICES 1000

#define AT_TYPE offsetof(struct nlmsghdr, nlmsg_type)
#define AT_PORT offsetof(struct nlmsghdr, nlmsg_pid)
#define AT_TABLE (NLMSG_HDRLEN + offsetof(struct rtmsg, rtm_table))
#define AT_ROUTE_TYPE (NLMSG_HDRLEN + offsetof(struct rtmsg, rtm_type))
#define AT_SCOPE (NLMSG_HDRLEN + offsetof(struct ifaddrmsg, ifa_scope))
#define AT_INDEX (NLMSG_HDRLEN + offsetof(struct ifaddrmsg, ifa_index))

/* Nearly all notices are of routes and addresses that no entry hangs on, or of what we have done
 * ourselves, and each would wake us. The kernel keeps back what the functions below would make
 * nothing of. A route's notice has the port of the socket that the change was asked for with; ours
 * is own. An RTN_ANYCAST route without a port is the doing of a join, and for an entry that is
 * there only our own ever added one: a further join counts up the first one's membership
 * (__ipv6_dev_ac_inc(), net/ipv6/anycast.c). A blackhole in a table above 255 may be a record. */
static int attach_filter(int fd, uint32_t own)
{
	/* the kernel loads in network byte order */
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, AT_TYPE),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(RTM_DELROUTE), 4, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(RTM_NEWROUTE), 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(RTM_NEWADDR), 10, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(RTM_DELADDR), 12, 0),
		BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, AT_ROUTE_TYPE),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RTN_ANYCAST, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RTN_BLACKHOLE, 0, 11),
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, AT_TABLE),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RT_TABLE_COMPAT, 0, 9),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, AT_PORT),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 7, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htonl(own), 6, 5),
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, AT_SCOPE),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RT_SCOPE_LINK, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RT_SCOPE_HOST, 2, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, AT_INDEX),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htonl(KERNEL_LOOPBACK), 0, 1),
		BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	const struct sock_fprog filter = {.len = IPH_ARRAY_SIZE(code), .filter = code};

	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)) < 0)
		return -errno;
	return 0;
}

/* The kernel gives the socket a port that nobody else has. */
static int bind_any(int fd, uint32_t *ret_port)
{
	struct sockaddr_nl addr = {.nl_family = AF_NETLINK};
	socklen_t size = sizeof(addr);

	if (bind(fd, (const struct sockaddr *)&addr, sizeof(addr)) < 0 ||
	    getsockname(fd, (struct sockaddr *)&addr, &size) < 0)
		return -errno;
	*ret_port = addr.nl_pid;
	return 0;
}

int events_filter(int fd, const struct iph_nl *nl)
{
	const int routes = RTNLGRP_IPV4_ROUTE; /* a version before did not listen to these */
	const int size = RECEIVE_BUFFER;
	uint32_t port = 0;
	int r = bind_any(nl->fd, &port);

	if (r < 0)
		return r;
	/* else it stays as it is, and what gets lost is made up for by a comparison */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	r = attach_filter(fd, port);
	if (r == 0 &&
	    setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &routes, sizeof(routes)) < 0)
		r = -errno;
	return r;
}

int events_open(int *ret_fd)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct sockaddr_nl addr = {.nl_family = AF_NETLINK,
				   .nl_groups = RTMGRP_LINK | RTMGRP_IPV6_IFADDR |
						RTMGRP_IPV6_ROUTE |
						1u << (RTNLGRP_IPV6_NETCONF - 1)};
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r < 0)
		return r;
	if (bind(nl.fd, (struct sockaddr *)&addr, sizeof(addr)) < 0)
		return -errno;
	*ret_fd = iph_take_fd(&nl.fd);
	return 0;
}

static bool has_entries(uint32_t ifindex)
{
	uint32_t at;

	for (at = 0; at < store_end(); at++)
		if (store_slot(at)->state == SLOT_LIVE && store_slot(at)->ifindex == ifindex)
			return true;
	return false;
}

static void drop_interface(uint32_t ifindex, struct iph_nl *nl)
{
	uint32_t at;

	for (at = 0; at < store_end(); at++)
		if (store_slot(at)->state == SLOT_LIVE && store_slot(at)->ifindex == ifindex) {
			tell_entry(at, "goes with its interface");
			store_set_state(at, SLOT_REMOVING);
		}
	entry_drop_removing(nl);
}

/* Deleted, or moved to another namespace: the kernel has dropped its memberships. */
static int link_gone(const struct nlmsghdr *nlh, struct iph_nl *nl)
{
	const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);

	if (nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*ifi)) || ifi->ifi_family != AF_UNSPEC)
		return 0;
	drop_interface((uint32_t)ifi->ifi_index, nl);
	return memory_link_changed(nlh, nl);
}

/* IPv6 is back on the interface, which it had left with all memberships, as it does for an MTU
 * below 1280; or the interface was merely renamed, or forwards now. */
static int ipv6_came(const struct nlmsghdr *nlh, struct iph_nl *nl)
{
	const struct netconfmsg *ncm = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[NETCONFA_IFINDEX + 1];
	uint32_t ifindex;

	if (iph_attr_parse(nlh, sizeof(*ncm), tb, NETCONFA_IFINDEX) < 0 ||
	    ncm->ncm_family != AF_INET6 || !iph_attr_u32(tb[NETCONFA_IFINDEX], &ifindex) ||
	    !has_entries(ifindex))
		return 0;
	return entry_compare(nl);
}

/* An interface that was down, or without IPv6 for a while, has lost its RTN_ANYCAST routes, and
 * link-local entries live on theirs. Most are there still, and the kernel would take a second one
 * beside its own: that has metric 0, which nobody else's route can have (inet6_rtm_newroute(),
 * net/ipv6/route.c). It cannot be given back while the interface is down (-ENETDOWN). */
static void renew_link_local(uint32_t at, struct iph_nl *nl)
{
	struct iph_addr addr = store_addr(at);
	uint32_t ifindex = store_slot(at)->ifindex;

	if (iph_addr_link_local(&addr) && kernel_anycast_route_find(nl, &addr, ifindex) == -ENOENT)
		iph_ignore(kernel_anycast_route_add(nl, &addr, ifindex));
}

/* Joins those entries again that have no socket, because IPv6 was disabled when it came back. */
static void renew(uint32_t ifindex, struct iph_nl *nl)
{
	uint32_t at;

	for (at = 0; at < store_end(); at++)
		if (store_slot(at)->state == SLOT_LIVE && store_slot(at)->ifindex == ifindex &&
		    store_slot(at)->fd < 0)
			entry_lost(at);
	iph_ignore(entry_rejoin_lost(nl)); /* or the next time */
	for (at = 0; at < store_end(); at++)
		if (store_slot(at)->state == SLOT_LIVE && store_slot(at)->ifindex == ifindex)
			renew_link_local(at, nl);
}

/* In a VRF packets are looked up in other tables than those that have the routes of entries. */
static bool is_in_vrf(const struct nlmsghdr *nlh)
{
	const struct nlattr *tb[IFLA_LINKINFO + 1];
	struct iph_link_info info;

	return iph_attr_parse(nlh, sizeof(struct ifinfomsg), tb, IFLA_LINKINFO) == 0 &&
	       iph_link_info(tb[IFLA_LINKINFO], &info) == 0 && strcmp(info.master, "vrf") == 0;
}

static int link_changed(const struct nlmsghdr *nlh, struct iph_nl *nl)
{
	const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);

	if (nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*ifi)) || ifi->ifi_family != AF_UNSPEC)
		return 0;
	if (is_in_vrf(nlh))
		drop_interface((uint32_t)ifi->ifi_index, nl);
	else if (ifi->ifi_flags & IFF_UP)
		renew((uint32_t)ifi->ifi_index, nl);
	return memory_link_changed(nlh, nl);
}

/* Decides about the entries whose service address is gone: an administrator has deleted it, or lo
 * has lost it with all its other addresses. */
static void decide(bool by_hand, struct iph_nl *nl)
{
	struct slot *slot;
	uint32_t at;

	for (at = 0; store_undecided() && at < store_end(); at++) {
		slot = store_slot(at);
		if (slot->state != SLOT_LIVE || !(slot->steps & SLOT_BARE))
			continue;
		if (by_hand) {
			tell_entry(at, "goes with its service address, which somebody has deleted");
			entry_drop(nl, at);
		} else {
			slot->steps = (uint8_t)((slot->steps & ~SLOT_BARE) | SLOT_ASLEEP);
		}
	}
	store_set_undecided(false);
}

/* lo was down, or without IPv6, and has lost all addresses. With IPv6 the kernel gives it ::1 back;
 * one that somebody else has added is not marked so (nor is the kernel's, before 5.18). */
static int loopback_came(const struct nlmsghdr *nlh, struct iph_nl *nl)
{
	const struct ifaddrmsg *ifa = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[IFA_PROTO + 1];
	uint8_t proto = IFAPROT_KERNEL_LO;

	if (iph_attr_parse(nlh, sizeof(*ifa), tb, IFA_PROTO) < 0)
		return 0;
	if (!iph_attr_u8(tb[IFA_PROTO], &proto) && iph_anycast_kernel_keeps_proto())
		return 0;
	if (proto != IFAPROT_KERNEL_LO)
		return 0;
	decide(false, nl);
	renew(KERNEL_LOOPBACK, nl);
	return entry_wake_all(nl);
}

static int address_added(const struct nlmsghdr *nlh, struct iph_nl *nl)
{
	const struct ifaddrmsg *ifa = mnl_nlmsg_get_payload(nlh);

	if (nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*ifa)))
		return 0;
	if (ifa->ifa_scope == RT_SCOPE_LINK) /* disable_ipv6 off again */
		renew(ifa->ifa_index, nl);
	else if (ifa->ifa_index == KERNEL_LOOPBACK)
		return loopback_came(nlh, nl);
	return 0;
}

/* An administrator who deletes the service address deletes the entry. But lo may have lost it, too,
 * and by then have IPv6 again: only when all has been heard that was before, that can be told. An
 * entry that has slept because lo had the address from somebody else can be joined now. */
static int address_gone(const struct nlmsghdr *nlh, struct iph_nl *nl)
{
	bool foreign = iph_anycast_kernel_keeps_proto() && !kernel_is_marked(nlh);
	uint32_t at = STORE_NONE;
	struct iph_addr addr;

	if (!kernel_is_service(nlh, &addr) || store_same_addr(&addr, STORE_NONE) == STORE_NONE ||
	    iph_addr_link_local(&addr))
		return 0;
	if (kernel_service_find(nl, &addr) != -EADDRNOTAVAIL)
		return 0;
	while ((at = store_same_addr(&addr, at)) != STORE_NONE)
		if (store_slot(at)->fd < 0 && foreign)
			entry_lost(at);
		else if (!(store_slot(at)->steps & SLOT_ASLEEP))
			store_slot(at)->steps |= SLOT_BARE;
	store_set_undecided(true);
	return foreign ? entry_rejoin_lost(nl) : 0;
}

/* With an RTN_ANYCAST route TCP to the address would fail again. It is looked for first: the
 * kernel deletes by address and interface, whatever the type. */
static int route_added(const struct nlmsghdr *nlh, struct iph_nl *nl)
{
	const struct rtmsg *rtm = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[RTA_OIF + 1];
	struct iph_addr addr;
	uint32_t ifindex;

	if (iph_attr_parse(nlh, sizeof(*rtm), tb, RTA_OIF) < 0 || rtm->rtm_type != RTN_ANYCAST ||
	    rtm->rtm_dst_len != 128 || !iph_attr_addr(tb[RTA_DST], AF_INET6, &addr) ||
	    !iph_attr_u32(tb[RTA_OIF], &ifindex) || iph_addr_link_local(&addr) ||
	    store_find(&addr, ifindex) == STORE_NONE)
		return 0;
	if (kernel_anycast_route_find(nl, &addr, ifindex) == 0)
		iph_ignore(kernel_anycast_route_delete(nl, &addr, ifindex)); /* gone by itself */
	return 0;
}

static int handle_message(const struct nlmsghdr *nlh, struct iph_nl *nl)
{
	switch (nlh->nlmsg_type) {
	case RTM_DELLINK:
		return link_gone(nlh, nl);
	case RTM_NEWLINK:
		return link_changed(nlh, nl);
	case RTM_NEWNETCONF:
		return ipv6_came(nlh, nl);
	case RTM_NEWADDR:
		return address_added(nlh, nl);
	case RTM_DELADDR:
		return address_gone(nlh, nl);
	case RTM_NEWROUTE:
		memory_route_changed(nlh);
		return route_added(nlh, nl);
	case RTM_DELROUTE:
		memory_route_changed(nlh);
		return 0;
	default:
		return 0;
	}
}

/* For when notices were lost, or one was cut: what they were about is not known, so all is
 * compared. */
static int look_at_everything(struct iph_nl *nl)
{
	uint32_t at;
	int r = entry_compare(nl);

	for (at = 0; r == 0 && at < store_end(); at++)
		if (store_slot(at)->state == SLOT_LIVE)
			renew_link_local(at, nl);
	return r < 0 ? r : memory_refresh(nl);
}

static int handle_notice(const char *buf, size_t len, struct iph_nl *nl)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)buf;
	int left = (int)len;
	int r = 0;

	if (len > BUFFER_SIZE)
		return look_at_everything(nl);
	for (; r == 0 && iph_nl_whole(nlh, left); nlh = mnl_nlmsg_next(nlh, &left))
		r = handle_message(nlh, nl);
	return r;
}

/* Handles one notice. It stays in the queue until all is done about it, so that a process that
 * takes over finds it there. Returns 1 when none waits. */
static int handle_next(int fd, struct iph_nl *nl)
{
	static _Alignas(struct nlmsghdr) char buf[BUFFER_SIZE];
	size_t len = 0;
	int handled;
	int r = iph_nl_receive(fd, MSG_DONTWAIT | MSG_PEEK, buf, sizeof(buf), &len);

	if (r == -EAGAIN)
		return 1;
	if (r == -ENOBUFS)
		return look_at_everything(nl);
	if (r < 0)
		return r;
	handled = handle_notice(buf, len, nl);
	do
		r = iph_nl_receive(fd, MSG_DONTWAIT, buf, sizeof(buf), &len);
	while (r == -ENOBUFS && (handled = look_at_everything(nl)) == 0);
	return handled < 0 ? handled : r;
}

/* Handles some notices. Returns 1 when no more wait, and 0 when there may be more: somebody who
 * changes things without a pause must not keep the holder from requests. */
static int handle_some(int fd, struct iph_nl *nl)
{
	int left = NOTICES;
	int r;

	do
		r = handle_next(fd, nl);
	while (r == 0 && --left > 0);
	return r;
}

/* Everything that happened before the kernel said that lo has IPv6 again is heard first, and then
 * it is decided what became of the service addresses. */
int events_handle(int fd, struct iph_nl *nl)
{
	struct iph_link lo;
	bool off;
	int r = handle_some(fd, nl);

	if (r <= 0 || !store_undecided())
		return r < 0 ? r : 0;
	r = iph_link_untyped(nl, KERNEL_LOOPBACK, &lo);
	if (r < 0)
		return r;
	off = !lo.up || !lo.ipv6;
	r = handle_some(fd, nl);
	if (r <= 0)
		return r;
	decide(!off, nl);
	return off ? entry_wake_all(nl) : 0;
}
