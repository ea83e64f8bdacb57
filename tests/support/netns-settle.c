/* SPDX-License-Identifier: MIT */
/* Waiting for the kernel, which does some things of its own a moment later. */

#include <check.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netlink/route/link.h>

#include "kernel-numbers.h"
#include "netns-settle.h"
#include "netns.h"

/* RTNLGRP_IPV6_ACADDR, since Linux 6.16. */
#define GROUP_IPV6_ANYCAST (RTNLGRP_STATS + 3)

#define PATIENCE 20 /* seconds, times slowness() */

static int open_changes(void)
{
	static const int groups[] = {RTNLGRP_LINK,	 RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR,
				     RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE,  GROUP_IPV6_ANYCAST};
	struct sockaddr_nl self = {.nl_family = AF_NETLINK};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
	size_t i;

	ck_assert_int_ge(fd, 0);
	/* a socket without a port hears nothing of the kernel's (do_one_broadcast(), af_netlink.c)
	 */
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&self, sizeof(self)), 0);
	for (i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		(void)setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &groups[i],
				 sizeof(groups[i])); /* the last one is new */
	return fd;
}

bool await(bool (*condition)(const void *arg), const void *arg)
{
	struct pollfd changes = {.fd = open_changes(), .events = POLLIN};
	time_t end_time = time(NULL) + PATIENCE * slowness();
	bool met = condition(arg);
	char buf[8192];

	while (!met && time(NULL) < end_time) {
		(void)poll(&changes, 1, 1000);
		while (recv(changes.fd, buf, sizeof(buf), 0) > 0)
			; /* what it says we ask again */
		met = condition(arg);
	}
	close(changes.fd);
	return met;
}

static short flags_of(const char *ifname)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq ifreq = {0};

	snprintf(ifreq.ifr_name, sizeof(ifreq.ifr_name), "%s", ifname);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(ioctl(fd, SIOCGIFFLAGS, &ifreq), 0);
	close(fd);
	return ifreq.ifr_flags;
}

/* "20010db8000100000000000000000053 80 0...0 00 0...0 00000000 00000001 00000000 80200001 lo" */
static bool has_local_route(const char *addr)
{
	FILE *routes = fopen("/proc/thread-self/net/ipv6_route", "re");
	unsigned int length;
	bool found = false;
	char destination[33];

	ck_assert_ptr_nonnull(routes);
	while (!found && fscanf(routes, "%32s %x %*[^\n]", destination, &length) == 2)
		found = length == 128 && strcmp(destination, addr) == 0;
	fclose(routes);
	return found;
}

/* A row of if_inet6. */
struct address {
	char hex[33];
	char ifname[IFNAMSIZ];
	unsigned int flags;
};

/* Asks about each IPv6 address, until the answer is yes; gives the last answer. */
static bool any_address(bool (*question)(const struct address *address, const void *arg),
			const void *arg)
{
	FILE *addresses = fopen("/proc/thread-self/net/if_inet6", "re");
	struct address address;
	bool answer = false;

	if (!addresses)
		return false; /* no IPv6 */
	while (!answer && fscanf(addresses, "%32s %*s %*s %*s %x %15s", address.hex, &address.flags,
				 address.ifname) == 3)
		answer = question(&address, arg);
	fclose(addresses);
	return answer;
}

static bool is_link_local_of(const struct address *address, const void *ifname)
{
	return strcmp(address->ifname, ifname) == 0 && strncmp(address->hex, "fe80", 4) == 0 &&
	       has_local_route(address->hex);
}

static struct rtnl_link *ask_for(const char *ifname)
{
	struct nl_sock *sock = nl_socket_alloc();
	struct rtnl_link *link = NULL;

	ck_assert_ptr_nonnull(sock);
	ck_assert_int_eq(nl_connect(sock, NETLINK_ROUTE), 0);
	ck_assert_int_eq(rtnl_link_get_kernel(sock, 0, ifname, &link), 0);
	nl_socket_free(sock);
	return link;
}

/* Up to a second after the carrier has come the state is still UNKNOWN, which is as good to
 * IFF_RUNNING, and then it changes by itself (net/core/link_watch.c). */
static bool is_operating(const char *ifname)
{
	struct rtnl_link *link = ask_for(ifname);
	bool operating = rtnl_link_get_operstate(link) == IF_OPER_UP;

	rtnl_link_put(link);
	return operating;
}

/* And so does IFF_RUNNING a second after the carrier has gone. Only where the carrier never changed
 * is the state UNKNOWN for good. An interface that is down has none (rtnl_fill_ifinfo()). Linux 6.8
 * and newer do not keep who asks for one interface waiting (rtnl_getlink(), net/core/rtnetlink.c).
 */
static bool has_told(const char *ifname)
{
	struct rtnl_link *link = ask_for(ifname);
	bool carrier = rtnl_link_get_carrier(link);
	uint32_t changes = 0;
	bool told;

	switch (rtnl_link_get_operstate(link)) {
	case IF_OPER_UNKNOWN:
		(void)rtnl_link_get_carrier_changes(link, &changes);
		told = carrier && changes == 0;
		break;
	case IF_OPER_NOTPRESENT:
	case IF_OPER_DOWN:
	case IF_OPER_LOWERLAYERDOWN:
		told = !carrier;
		break;
	default:
		told = carrier;
	}
	told = told || !(rtnl_link_get_flags(link) & IFF_UP);
	rtnl_link_put(link);
	return told;
}

static bool all_have_told(void)
{
	struct if_nameindex *names = if_nameindex();
	bool told = true;
	size_t i;

	ck_assert_ptr_nonnull(names);
	for (i = 0; told && names[i].if_index; i++)
		told = has_told(names[i].if_name);
	if_freenameindex(names);
	return told;
}

bool is_ready(const void *ifname)
{
	return is_operating(ifname) && any_address(is_link_local_of, ifname);
}

static bool is_unsettled(const struct address *address, const void *unused)
{
	(void)unused;
	return (flags_of(address->ifname) & IFF_UP) &&
	       ((address->flags & IFA_F_TENTATIVE) || !has_local_route(address->hex));
}

bool is_settled(const void *unused)
{
	(void)unused;
	return all_have_told() && !any_address(is_unsettled, NULL);
}
