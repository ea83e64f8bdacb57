/* SPDX-License-Identifier: MIT */
/* SetIpInterfaceEntry: what can be changed is, read back by other tools; the rest is refused. */

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/netconf.h>
#include <linux/rtnetlink.h>

#include "ipinterface.h"
#include "netns-peer.h"
#include "netns-settle.h"
#include "netns.h"
#include "suite.h"

static const ADDRESS_FAMILY both[] = {AF_INET, AF_INET6};
static const char *const inet[] = {"inet", "inet6"};
static const char *const ipv[] = {"ipv4", "ipv6"};

START_TEST(neighbour_times_are_set)
{
	MIB_IPINTERFACE_ROW row = ipif_get(both[_i], "v0");

	row.BaseReachableTime = 5000;
	row.RetransmitTime = 300;
	ipif_set_ok(row);
	ck_assert_uint_eq(ipif_ntable(inet[_i], "v0", "base_reachable"), 5000);
	ck_assert_uint_eq(ipif_ntable(inet[_i], "v0", "retrans"), 300);
	/* of this family and interface alone */
	ck_assert_uint_eq(ipif_ntable(inet[!_i], "v0", "base_reachable"), 30000);
	ck_assert_uint_eq(ipif_ntable(inet[_i], "v1", "retrans"), 1000);
	ck_assert_uint_eq(ipif_get(both[_i], "v0").BaseReachableTime, 5000);
	/* RFC 4861 section 6.3.2: a random one between half and one and a half of the base */
	ck_assert_uint_ge(ipif_get(both[_i], "v0").ReachableTime, 2500);
	ck_assert_uint_le(ipif_get(both[_i], "v0").ReachableTime, 7500);
}
END_TEST

START_TEST(forwarding_is_set_and_cleared)
{
	MIB_IPINTERFACE_ROW row = ipif_get(both[_i], "v0");

	row.ForwardingEnabled = TRUE;
	ipif_set_ok(row);
	ck_assert_int_eq(ipif_sysctl("%s/conf/v0/forwarding", ipv[_i]), 1);
	ck_assert_int_eq(ipif_sysctl("%s/conf/v1/forwarding", ipv[_i]), 0);
	ck_assert_int_eq(ipif_sysctl("%s/conf/all/forwarding", ipv[_i]), 0);
	ck_assert_int_eq(ipif_sysctl("%s/conf/v0/forwarding", ipv[!_i]), 0);
	row.ForwardingEnabled = FALSE;
	ipif_set_ok(row);
	ck_assert_int_eq(ipif_sysctl("%s/conf/v0/forwarding", ipv[_i]), 0);
}
END_TEST

/* Any value but 0 and that of "unchanged" is TRUE on Windows. */
START_TEST(a_flag_may_have_any_value)
{
	MIB_IPINTERFACE_ROW row = ipif_init(both[_i], "v0");

	row.ForwardingEnabled = 0xcc;
	row.WeakHostSend = 2;
	ipif_set_ok(row);
	ck_assert_int_eq(ipif_sysctl("%s/conf/v0/forwarding", ipv[_i]), 1);
	row.ForwardingEnabled = 4;
	ipif_set_ok(row);
	ck_assert_int_eq(ipif_sysctl("%s/conf/v0/forwarding", ipv[_i]), 1);
}
END_TEST

static int listen_to_netconf(void)
{
	static const int groups[] = {RTNLGRP_IPV4_NETCONF, RTNLGRP_IPV6_NETCONF};
	struct sockaddr_nl self = {.nl_family = AF_NETLINK};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	int i;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&self, sizeof(self)), 0);
	for (i = 0; i < 2; i++)
		ck_assert_int_eq(setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &groups[i],
					    sizeof(groups[i])),
				 0);
	return fd;
}

/* One announcement is a datagram; the kernel sends it before the call that caused it returns. */
static bool hears_of_forwarding(int fd, unsigned char family, unsigned int index)
{
	_Alignas(struct nlmsghdr) char buf[4096];
	ssize_t n;

	while ((n = recv(fd, buf, sizeof(buf), MSG_DONTWAIT)) > 0) {
		const struct nlmsghdr *nlh = (const struct nlmsghdr *)buf;
		const struct netconfmsg *msg = NLMSG_DATA(nlh);
		const struct rtattr *attr =
			(const void *)((const char *)msg + NLMSG_ALIGN(sizeof(*msg)));
		int left = (int)(nlh->nlmsg_len - NLMSG_SPACE(sizeof(*msg)));
		int seen_index = 0;
		int seen = 0;

		for (; RTA_OK(attr, left); attr = RTA_NEXT(attr, left)) {
			if (attr->rta_type == NETCONFA_IFINDEX)
				memcpy(&seen_index, RTA_DATA(attr), sizeof(seen_index));
			if (attr->rta_type == NETCONFA_FORWARDING)
				memcpy(&seen, RTA_DATA(attr), sizeof(seen));
		}
		if (nlh->nlmsg_type == RTM_NEWNETCONF && msg->ncm_family == family &&
		    seen_index == (int)index && seen == 1)
			return true;
	}
	return false;
}

/* Who listens to the kernel hears of it: setting it with netlink would be silent for IPv4. */
START_TEST(a_change_of_forwarding_is_announced)
{
	MIB_IPINTERFACE_ROW row = ipif_init(both[_i], "v0");
	int fd = listen_to_netconf();

	row.ForwardingEnabled = TRUE;
	assert_code(SetIpInterfaceEntry(&row), CODE_SUCCESS);
	ck_assert(hears_of_forwarding(fd, (unsigned char)both[_i], row.InterfaceIndex));
	close(fd);
}
END_TEST

static void be_far(void *arg)
{
	const int *ready = arg;

	ck_assert_int_eq(unshare(CLONE_NEWNET), 0);
	ck_assert_int_eq(write(*ready, "", 1), 1);
	pause();
}

/* A third namespace behind far0, which answers what comes through us. */
static pid_t add_far_network(void)
{
	char enter[64];
	int ready[2];
	pid_t far;
	char byte;

	ck_assert_int_eq(pipe(ready), 0);
	far = start(be_far, &ready[1]);
	ck_assert_int_eq(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	snprintf(enter, sizeof(enter), "nsenter --net=/proc/%d/ns/net", far);
	run("ip link add far0 type veth peer name far1 netns /proc/%d/ns/net &&"
	    "ip link set far0 up && ip address add 198.51.100.1/24 dev far0 &&"
	    "ip address add 2001:db8:2::1/64 dev far0 nodad",
	    far);
	run("%s ip link set far1 up && %s ip address add 198.51.100.2/24 dev far1 &&"
	    "%s ip address add 2001:db8:2::2/64 dev far1 nodad &&"
	    "%s ip route add default via 198.51.100.1 &&"
	    "%s ip -6 route add default via 2001:db8:2::1",
	    enter, enter, enter, enter, enter);
	peer_run("ip route add default via " OUR_IPV4 " && ip -6 route add default via " OUR_IPV6);
	return far;
}

START_TEST(what_arrives_is_passed_on)
{
	static const char *const there[] = {"198.51.100.2", "2001:db8:2::2"};
	MIB_IPINTERFACE_ROW row = ipif_init(both[_i], "eth0");
	MIB_IPINTERFACE_ROW back;
	pid_t far;

	if (_i && ipif_sysctl("ipv6/conf/eth0/force_forwarding") < 0)
		return; /* before Linux 6.17 that is for net.ipv6.conf.all.forwarding alone */
	far = add_far_network();
	back = ipif_init(both[_i], "far0");
	back.ForwardingEnabled = TRUE;
	assert_code(SetIpInterfaceEntry(&back), CODE_SUCCESS);
	ck_assert(await(is_settled, NULL));
	ck_assert(!ping_reaches(there[_i]));
	row.ForwardingEnabled = TRUE;
	assert_code(SetIpInterfaceEntry(&row), CODE_SUCCESS);
	ck_assert(ping_reaches(there[_i]));
	row.ForwardingEnabled = FALSE;
	assert_code(SetIpInterfaceEntry(&row), CODE_SUCCESS);
	ck_assert(!ping_reaches(there[_i]));
	end(far);
}
END_TEST

START_TEST(the_mtu_of_ipv4_is_the_device_s)
{
	MIB_IPINTERFACE_ROW row = ipif_init(AF_INET, "v0");

	row.NlMtu = 1400;
	ipif_set_ok(row);
	run("ip link show v0 | grep -q ' mtu 1400 '");
	row.NlMtu = 9000;
	ipif_set_ok(row);
	run("ip link show v0 | grep -q ' mtu 9000 '");
}
END_TEST

START_TEST(the_mtu_of_ipv6_is_its_own)
{
	MIB_IPINTERFACE_ROW row = ipif_init(AF_INET6, "v0");

	row.NlMtu = 1280;
	ipif_set_ok(row);
	ck_assert_int_eq(ipif_sysctl("ipv6/conf/v0/mtu"), 1280);
	run("ip link show v0 | grep -q ' mtu 1500 '");
}
END_TEST

START_TEST(dad_transmits_are_set)
{
	MIB_IPINTERFACE_ROW row = ipif_init(AF_INET6, "v0");

	row.DadTransmits = 4;
	ipif_set_ok(row);
	ck_assert_int_eq(ipif_sysctl("ipv6/conf/v0/dad_transmits"), 4);
	row.DadTransmits = 0;
	ipif_set_ok(row);
	ck_assert_int_eq(ipif_sysctl("ipv6/conf/v0/dad_transmits"), 0);
	ck_assert_int_eq(ipif_sysctl("ipv6/conf/v1/dad_transmits"), 1);
}
END_TEST

START_TEST(default_routes_are_disabled)
{
	MIB_IPINTERFACE_ROW row = ipif_init(AF_INET6, "v0");

	row.DisableDefaultRoutes = TRUE;
	ipif_set_ok(row);
	ck_assert_int_eq(ipif_sysctl("ipv6/conf/v0/accept_ra_defrtr"), 0);
	row.DisableDefaultRoutes = FALSE;
	ipif_set_ok(row);
	ck_assert_int_eq(ipif_sysctl("ipv6/conf/v0/accept_ra_defrtr"), 1);
}
END_TEST

/* accept_ra and forwarding before, members of the row (-1: unchanged), both after. */
static const struct {
	int accept_ra;
	int forwarding;
	int discovery;
	int wanted_forwarding;
	int new_accept_ra;
	int new_forwarding;
} discoveries[] = {
	{0, 0, RouterDiscoveryEnabled, -1, 1, 0},   {1, 0, RouterDiscoveryDisabled, -1, 0, 0},
	{2, 0, RouterDiscoveryDisabled, -1, 0, 0},  {2, 0, RouterDiscoveryEnabled, -1, 2, 0},
	{0, 1, RouterDiscoveryEnabled, -1, 2, 1},   {1, 1, RouterDiscoveryEnabled, -1, 2, 1},
	{1, 1, RouterDiscoveryDisabled, -1, 1, 1},  {2, 1, RouterDiscoveryDisabled, -1, 0, 1},
	{1, 0, RouterDiscoveryEnabled, 1, 2, 1},    {1, 0, RouterDiscoveryUnchanged, 1, 1, 1},
	{1, 0, RouterDiscoveryDisabled, 1, 1, 1},   {1, 1, RouterDiscoveryDisabled, 0, 0, 0},
	{1, 1, RouterDiscoveryUnchanged, 0, 1, 0},  {2, 1, RouterDiscoveryEnabled, 0, 2, 0},
	{0, 0, RouterDiscoveryUnchanged, -1, 0, 0}, {0, 0, RouterDiscoveryDisabled, 1, 0, 1},
};

START_TEST(router_discovery_and_forwarding_go_together)
{
	MIB_IPINTERFACE_ROW row = ipif_init(AF_INET6, "v0");

	run("cd /proc/sys/net/ipv6/conf/v0; echo %d >forwarding; echo %d >accept_ra",
	    discoveries[_i].forwarding, discoveries[_i].accept_ra);
	row.RouterDiscoveryBehavior = discoveries[_i].discovery;
	row.ForwardingEnabled = (BOOLEAN)discoveries[_i].wanted_forwarding;
	ipif_set_ok(row);
	ck_assert_int_eq(ipif_sysctl("ipv6/conf/v0/accept_ra"), discoveries[_i].new_accept_ra);
	ck_assert_int_eq(ipif_sysctl("ipv6/conf/v0/forwarding"), discoveries[_i].new_forwarding);
	if (discoveries[_i].discovery != RouterDiscoveryUnchanged)
		ck_assert_int_eq(ipif_get(AF_INET6, "v0").RouterDiscoveryBehavior,
				 discoveries[_i].discovery);
}
END_TEST

static bool has_link_local(const void *unused)
{
	(void)unused;
	return try_run("ip -6 address show dev v0 | grep -q fe80:");
}

START_TEST(link_local_addresses_are_switched_off_and_on)
{
	MIB_IPINTERFACE_ROW row = ipif_init(AF_INET6, "v0");

	row.LinkLocalAddressBehavior = LinkLocalAlwaysOff;
	ipif_set_ok(row);
	run("ip -d link show v0 | grep -q 'addrgenmode none'");
	run("ip link set v0 down && ip link set v0 up");
	ck_assert(!has_link_local(NULL));
	row.LinkLocalAddressBehavior = LinkLocalAlwaysOn;
	ipif_set_ok(row);
	run("ip -d link show v0 | grep -q 'addrgenmode eui64'");
	ck_assert(await(has_link_local, NULL)); /* without waiting for the interface to go up */
}
END_TEST

START_TEST(a_link_local_mode_that_makes_addresses_stays)
{
	MIB_IPINTERFACE_ROW row = ipif_get(AF_INET6, "v1");

	set_sysctl("net/ipv6/conf/v1/addr_gen_mode", "3");
	row.LinkLocalAddressBehavior = LinkLocalAlwaysOn;
	ipif_set_ok(row);
	ck_assert_int_eq(ipif_sysctl("ipv6/conf/v1/addr_gen_mode"), 3);
}
END_TEST

START_TEST(everything_is_set_at_once)
{
	MIB_IPINTERFACE_ROW row = ipif_get(AF_INET6, "v0");
	MIB_IPINTERFACE_ROW now;

	row.ForwardingEnabled = TRUE;
	row.BaseReachableTime = 8000;
	row.RetransmitTime = 2000;
	row.DadTransmits = 2;
	row.NlMtu = 1400;
	row.RouterDiscoveryBehavior = RouterDiscoveryEnabled;
	row.LinkLocalAddressBehavior = LinkLocalAlwaysOff;
	row.DisableDefaultRoutes = TRUE;
	ipif_set_ok(row);
	row.ReachableTime = ipif_get(AF_INET6, "v0").ReachableTime;
	now = ipif_get(AF_INET6, "v0");
	ck_assert_mem_eq(&row, &now, sizeof(row));
	run("cd /proc/sys/net/ipv6/conf/v0; test \"$(cat forwarding dad_transmits mtu accept_ra "
	    "accept_ra_defrtr addr_gen_mode | xargs)\" = '1 2 1400 2 0 1'");
	ck_assert_uint_eq(ipif_ntable("inet6", "v0", "retrans"), 2000);
}
END_TEST

/* "a.b" is a directory name like others, however sysctl(8) writes it. */
START_TEST(an_interface_is_set_whatever_its_name)
{
	static const char *const names[] = {"a.b", "...", "-n", "a'b", "conf"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		MIB_IPINTERFACE_ROW row;

		run("ip link set w1 down; ip link set w1 name \"%s\"", names[i]);
		row = ipif_init(AF_INET6, names[i]);
		row.DadTransmits = (ULONG)(10 + i);
		row.ForwardingEnabled = !(i & 1);
		assert_code(SetIpInterfaceEntry(&row), CODE_SUCCESS);
		ck_assert_int_eq(ipif_sysctl("ipv6/conf/%s/dad_transmits", names[i]), 10 + (long)i);
		ck_assert_int_eq(ipif_sysctl("ipv6/conf/%s/forwarding", names[i]), !(i & 1));
		run("ip link set dev \"%s\" name w1", names[i]);
	}
}
END_TEST

START_TEST(a_row_that_was_got_can_be_set)
{
	MIB_IPINTERFACE_ROW row = ipif_get(both[_i], "v0");
	char *before = ipif_snapshot();
	char *after;

	row.InterfaceIndex = 4242; /* the LUID decides */
	assert_code(SetIpInterfaceEntry(&row), CODE_SUCCESS);
	row = ipif_init(both[_i], "v0");
	assert_code(SetIpInterfaceEntry(&row), CODE_SUCCESS);
	ck_assert_uint_eq(row.InterfaceLuid.Info.IfType, 6);
	after = ipif_snapshot();
	judge_same(after, before);
	free(after);
	free(before);
}
END_TEST

START_TEST(windows_number_of_ipv6_is_taken)
{
	MIB_IPINTERFACE_ROW row = ipif_init(AF_INET6, "v0");

	row.Family = 23;
	row.DadTransmits = 3;
	assert_code(SetIpInterfaceEntry(&row), CODE_SUCCESS);
	ck_assert_int_eq(ipif_sysctl("ipv6/conf/v0/dad_transmits"), 3);
	assert_code(GetIpInterfaceEntry(&row), CODE_SUCCESS);
	ck_assert_uint_eq(row.Family, 10);
}
END_TEST

/* Members that are documented as ignored, and a reserved one. */
START_TEST(ignored_members_may_have_any_value)
{
	MIB_IPINTERFACE_ROW row = ipif_get(both[_i], "v0");

	memset(&row.MaxReassemblySize, 0xcc, sizeof(row.MaxReassemblySize));
	memset(&row.InterfaceIdentifier, 0xcc, sizeof(row.InterfaceIdentifier));
	row.MinRouterAdvertisementInterval = row.MaxRouterAdvertisementInterval = 0xcccccccc;
	row.Connected = !row.Connected;
	row.SupportsWakeUpPatterns = !row.SupportsWakeUpPatterns;
	row.SupportsNeighborDiscovery = !row.SupportsNeighborDiscovery;
	row.SupportsRouterDiscovery = !row.SupportsRouterDiscovery;
	row.ReachableTime = 0xcccccccc;
	memset(&row.TransmitOffload, 0xcc, 1);
	memset(&row.ReceiveOffload, 0xcc, 1);
	row.InterfaceLuid.Value = 0;
	row.DadTransmits = (ULONG)-1;
	row.RetransmitTime = 512;
	ipif_set_ok(row);
	ck_assert_uint_eq(ipif_ntable(inet[_i], "v0", "retrans"), 512);
}
END_TEST

#define MEMBER(name)                                                                               \
	{                                                                                          \
		offsetof(MIB_IPINTERFACE_ROW, name), sizeof(((MIB_IPINTERFACE_ROW *)0)->name)      \
	}

/* A change of these is refused for both families. */
static const struct {
	size_t offset;
	size_t size;
} fixed[] = {
	MEMBER(AdvertisingEnabled),
	MEMBER(WeakHostSend),
	MEMBER(WeakHostReceive),
	MEMBER(UseNeighborUnreachabilityDetection),
	MEMBER(ManagedAddressConfigurationSupported),
	MEMBER(OtherStatefulConfigurationSupported),
	MEMBER(AdvertiseDefaultRoute),
	MEMBER(PathMtuDiscoveryTimeout),
	MEMBER(LinkLocalAddressTimeout),
	MEMBER(Metric),
	MEMBER(ZoneIndices[0]),
	MEMBER(ZoneIndices[1]),
	MEMBER(ZoneIndices[2]),
	MEMBER(ZoneIndices[15]),
};
#define FIXED (int)(sizeof(fixed) / sizeof(fixed[0]))

/* with members that can be changed, and are not */
START_TEST(a_change_of_what_linux_does_not_have_is_refused)
{
	char *before = ipif_before();
	int i;

	for (i = 0; i < 2; i++) {
		MIB_IPINTERFACE_ROW row = ipif_get(both[i], "v0");
		unsigned char *member = (unsigned char *)&row + fixed[_i].offset;

		if (fixed[_i].size == 1)
			*member = !*member;
		else
			*(ULONG *)member += 5;
		row.ForwardingEnabled = TRUE;
		row.BaseReachableTime = 5000;
		row.NlMtu = 1400;
		row.InterfaceLuid.Value = 0;
		ipif_refused(row, CODE_CANNOT_CHANGE);
	}
	ipif_unchanged(before);
}
END_TEST

START_TEST(an_automatic_metric_is_nothing_to_do)
{
	int i;

	for (i = 0; i < 2; i++) {
		MIB_IPINTERFACE_ROW row = ipif_get(both[i], "v0");

		row.UseAutomaticMetric = TRUE;
		ipif_set_ok(row);
		row.Metric = 5;
		ipif_refuse(row, CODE_CANNOT_CHANGE);
	}
}
END_TEST

START_TEST(what_ipv4_does_not_have_is_refused)
{
	MIB_IPINTERFACE_ROW row = ipif_init(AF_INET, "v0");
	char *before = ipif_before();

	row.BaseReachableTime = 5000;
	row.DadTransmits = 3;
	ipif_refused(row, CODE_CANNOT_CHANGE);
	row.DadTransmits = 0;
	row.RouterDiscoveryBehavior = RouterDiscoveryDhcp;
	ipif_refused(row, CODE_CANNOT_CHANGE);
	row.RouterDiscoveryBehavior = RouterDiscoveryEnabled;
	ipif_refused(row, CODE_CANNOT_CHANGE);
	row.RouterDiscoveryBehavior = RouterDiscoveryDisabled;
	row.LinkLocalAddressBehavior = LinkLocalDelayed;
	ipif_refused(row, CODE_CANNOT_CHANGE);
	row.LinkLocalAddressBehavior = LinkLocalAlwaysOn;
	ipif_refused(row, CODE_CANNOT_CHANGE);
	row.LinkLocalAddressBehavior = LinkLocalAlwaysOff;
	row.DisableDefaultRoutes = TRUE;
	ipif_refused(row, CODE_CANNOT_CHANGE);
	row.DisableDefaultRoutes = FALSE;
	ipif_unchanged(before);
	ipif_set_ok(row);
}
END_TEST

START_TEST(what_ipv6_does_not_have_is_refused)
{
	MIB_IPINTERFACE_ROW row = ipif_init(AF_INET6, "v0");
	char *before = ipif_before();

	row.DadTransmits = 3;
	row.RouterDiscoveryBehavior = RouterDiscoveryDhcp;
	ipif_refused(row, CODE_CANNOT_CHANGE);
	row.RouterDiscoveryBehavior = RouterDiscoveryUnchanged;
	row.LinkLocalAddressBehavior = LinkLocalDelayed;
	ipif_refused(row, CODE_CANNOT_CHANGE);
	row.LinkLocalAddressBehavior = LinkLocalUnchanged;
	row.SitePrefixLength = 64;
	ipif_refused(row, CODE_CANNOT_CHANGE);
	row.SitePrefixLength = 0;
	ipif_unchanged(before);
	ipif_set_ok(row);
}
END_TEST

TEST_SUITE("ipinterface set")
{
	TCase *tcase = netns_tcase(suite, "each member", ipif_setup);

	tcase_add_loop_test(tcase, neighbour_times_are_set, 0, 2);
	tcase_add_loop_test(tcase, forwarding_is_set_and_cleared, 0, 2);
	tcase_add_loop_test(tcase, a_flag_may_have_any_value, 0, 2);
	tcase_add_loop_test(tcase, a_change_of_forwarding_is_announced, 0, 2);
	tcase_add_test(tcase, the_mtu_of_ipv4_is_the_device_s);
	tcase_add_test(tcase, the_mtu_of_ipv6_is_its_own);
	tcase_add_test(tcase, dad_transmits_are_set);
	tcase_add_test(tcase, default_routes_are_disabled);
	tcase_add_loop_test(tcase, router_discovery_and_forwarding_go_together, 0,
			    (int)(sizeof(discoveries) / sizeof(discoveries[0])));
	tcase_add_test(tcase, link_local_addresses_are_switched_off_and_on);
	tcase_add_test(tcase, a_link_local_mode_that_makes_addresses_stays);
	tcase_add_test(tcase, everything_is_set_at_once);

	tcase = netns_tcase(suite, "forwarding", peer_setup);
	tcase_set_timeout(tcase, 180); /* two pings without an answer */
	tcase_add_loop_test(tcase, what_arrives_is_passed_on, 0, 2);

	tcase = netns_tcase(suite, "row", ipif_setup);
	tcase_add_test(tcase, an_interface_is_set_whatever_its_name);
	tcase_add_loop_test(tcase, a_row_that_was_got_can_be_set, 0, 2);
	tcase_add_test(tcase, windows_number_of_ipv6_is_taken);
	tcase_add_loop_test(tcase, ignored_members_may_have_any_value, 0, 2);

	tcase = netns_tcase(suite, "refusal", ipif_setup);
	tcase_add_loop_test(tcase, a_change_of_what_linux_does_not_have_is_refused, 0, FIXED);
	tcase_add_test(tcase, an_automatic_metric_is_nothing_to_do);
	tcase_add_test(tcase, what_ipv4_does_not_have_is_refused);
	tcase_add_test(tcase, what_ipv6_does_not_have_is_refused);
}
