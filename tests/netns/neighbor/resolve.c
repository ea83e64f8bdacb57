/* SPDX-License-Identifier: MIT */
/* ResolveIpNetEntry2 against a peer that answers, one that does not, and those who interfere. */

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sched.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "neighbor.h"
#include "netns-privilege.h"
#include "netns.h"
#include "suite.h"

#define US2_IPV4 "192.0.2.101"
#define US2_IPV6 "2001:db8:1::101"

static const char *const peers[] = {PEER_IPV4, PEER_IPV6};
static const char *const absent[] = {"192.0.2.99", "2001:db8:1::99"};
#define PEER_LLADDR "02:00:00:00:00:77"

static void set_neigh(const char *setting, const char *value)
{
	char name[128];
	int v;

	for (v = 4; v <= 6; v += 2) {
		snprintf(name, sizeof(name), "net/ipv%d/neigh/eth0/%s", v, setting);
		set_sysctl(name, value);
	}
}

/* The kernel asks 3 times within 0.3 s, so that the absent are absent soon. */
static void setup(void)
{
	peer_setup();
	peer_run("ip link set peer0 address " PEER_LLADDR);
	set_neigh("retrans_time_ms", "100");
}

static uint32_t resolve(const char *addr, MIB_IPNET_ROW2 *ret_row)
{
	*ret_row = neighbor_row(addr, "eth0", 0xcc);
	return (uint32_t)ResolveIpNetEntry2(ret_row, NULL);
}

static void check_found(const MIB_IPNET_ROW2 *row)
{
	ck_assert_uint_eq(row->PhysicalAddressLength, 6);
	ck_assert_uint_eq(row->PhysicalAddress[0], 2);
	ck_assert_uint_eq(row->PhysicalAddress[5], 0x77);
	ck_assert_int_eq(row->State, NlnsReachable);
	ck_assert_uint_eq(row->IsUnreachable, 0);
	ck_assert_uint_eq(row->InterfaceIndex, index_of("eth0"));
	ck_assert_uint_eq(row->InterfaceLuid.Value, luid_of("eth0"));
}

static void resolve_peer(void *addr)
{
	MIB_IPNET_ROW2 row;

	assert_code(resolve(addr, &row), CODE_SUCCESS);
	check_found(&row);
}

static void resolve_peer_unprivileged(void *addr)
{
	lose_privilege(0);
	resolve_peer(addr);
}

START_TEST(who_is_there_is_found)
{
	run("ip neighbour flush all");
	in_child(_i & 2 ? resolve_peer_unprivileged : resolve_peer, (void *)peers[_i & 1]);
}
END_TEST

/* The one that others would get to know in the same way. */
START_TEST(a_link_local_neighbour_is_found)
{
	peer_give_link_local();
	in_child(_i ? resolve_peer_unprivileged : resolve_peer, (char[]){"fe80::2"});
}
END_TEST

/* The kernel would ask from a link-local address, if it were for the kernel alone. */
START_TEST(an_interface_without_link_local_address_asks)
{
	run("ip -6 address flush dev eth0 scope link");
	in_child(_i ? resolve_peer_unprivileged : resolve_peer, (char[]){PEER_IPV6});
}
END_TEST

static int64_t milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* After three questions, and not before the third has had its time. */
static void miss(void *addr)
{
	int64_t begin = milliseconds();
	MIB_IPNET_ROW2 row;
	MIB_IPNET_ROW2 before = neighbor_row(addr, "eth0", 0xcc);

	assert_code(resolve(addr, &row), CODE_NO_NEIGHBOR);
	ck_assert_int_ge(milliseconds() - begin, 250);
	ck_assert_mem_eq(&row, &before, sizeof(row));
}

static void miss_unprivileged(void *addr)
{
	lose_privilege(1);
	miss(addr);
}

START_TEST(who_is_not_there_is_not_found_and_is_asked_again_the_next_time)
{
	in_child(_i & 2 ? miss_unprivileged : miss, (void *)absent[_i & 1]);
	in_child(_i & 2 ? miss_unprivileged : miss, (void *)absent[_i & 1]);
}
END_TEST

START_TEST(what_is_known_is_forgotten_first)
{
	static const char *const states[] = {"reachable", "stale", "failed"};
	size_t i;

	for (i = 0; i < 3; i++) {
		run("ip neighbour replace %s lladdr 02:00:00:00:00:09 dev eth0 nud %s", peers[_i],
		    states[i]);
		resolve_peer((void *)peers[_i]);
	}
}
END_TEST

/* Without privilege it is the answer, if it is reachable. */
static void get_wrong_one(void *addr)
{
	MIB_IPNET_ROW2 row;

	lose_privilege(0);
	assert_code(resolve(addr, &row), CODE_SUCCESS);
	ck_assert_int_eq(row.State, NlnsReachable);
	ck_assert_uint_eq(row.PhysicalAddress[5], 9);
}

START_TEST(what_is_reachable_is_the_answer_to_the_unprivileged)
{
	run("ip neighbour replace %s lladdr 02:00:00:00:00:09 dev eth0 nud reachable", peers[_i]);
	in_child(get_wrong_one, (void *)peers[_i]);
}
END_TEST

START_TEST(what_is_stale_is_probed_for_the_unprivileged)
{
	set_neigh("delay_first_probe_time", "1");
	run("ip neighbour replace %s lladdr " PEER_LLADDR " dev eth0 nud stale", peers[_i]);
	in_child(resolve_peer_unprivileged, (void *)peers[_i]);
	run("ip neighbour replace %s lladdr 02:00:00:00:00:09 dev eth0 nud stale", absent[_i]);
	in_child(miss_unprivileged, (void *)absent[_i]);
}
END_TEST

START_TEST(what_is_permanent_stays_and_is_the_answer)
{
	MIB_IPNET_ROW2 row;

	assert_code(neighbor_create(peers[_i], "eth0", 9), CODE_SUCCESS);
	assert_code(resolve(peers[_i], &row), CODE_SUCCESS);
	ck_assert_int_eq(row.State, NlnsPermanent);
	ck_assert_uint_eq(row.PhysicalAddress[5], 9);
	judge_neighbor(peers[_i], "eth0", "lladdr 02:00:00:00:00:09 PERMANENT");
}
END_TEST

/* Who is asked gets to know who asks, and no other address of ours. */
START_TEST(the_source_address_asks)
{
	const char *source = _i ? US2_IPV6 : US2_IPV4;
	MIB_IPNET_ROW2 from = neighbor_row(source, "eth0", 0);
	MIB_IPNET_ROW2 row = neighbor_row(peers[_i], "eth0", 0);

	run("ip address add %s/%d dev eth0 %s", source, _i ? 64 : 24, _i ? "nodad" : "");
	peer_run("ip neighbour flush all");
	assert_code(ResolveIpNetEntry2(&row, &from.Address), CODE_SUCCESS);
	check_found(&row);
	peer_run("ip neighbour show to %s dev peer0 | grep -q lladdr", source);
	peer_run("ip neighbour show to %s dev peer0 | grep -q lladdr && exit 1 || exit 0",
		 _i ? OUR_IPV6 : OUR_IPV4);
	assert_code(ResolveIpNetEntry2(&row, &(SOCKADDR_INET){.si_family = AF_UNSPEC}),
		    CODE_SUCCESS);
	assert_code(ResolveIpNetEntry2(&row, &(SOCKADDR_INET){.si_family = _i ? 23 : AF_INET}),
		    CODE_SUCCESS);
}
END_TEST

static bool asks(const void *addr)
{
	return try_run("ip neighbour show nud incomplete to %s dev eth0 | grep -q .",
		       (const char *)addr);
}

/* The kernel says of a neighbour that somebody deletes that it has failed. */
START_TEST(a_thief_is_no_failure)
{
	pid_t pid;
	int i;

	set_neigh("mcast_solicit", "300");
	peer_run("ip link set peer0 arp off");
	if (_i)
		peer_run("ip address del " PEER_IPV6 "/64 dev peer0");
	run("ip neighbour flush all");
	pid = start(resolve_peer, (void *)peers[_i]);
	for (i = 0; i < 3; i++) {
		while (!asks(peers[_i]))
			sched_yield();
		run("ip neighbour del %s dev eth0", peers[_i]);
	}
	peer_run("ip link set peer0 arp on");
	if (_i)
		peer_run("ip address add " PEER_IPV6 "/64 dev peer0 nodad");
	finish(pid);
}
END_TEST

static int capture_in_peer(void)
{
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int fd;

	ck_assert_int_eq(setns(peer_namespace(), CLONE_NEWNET), 0);
	fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, htons(ETH_P_ALL));
	ck_assert_int_eq(setns(home, CLONE_NEWNET), 0);
	close(home);
	ck_assert_int_ge(fd, 0);
	return fd;
}

/* The UDP header of a packet, or NULL for what the kernels themselves say: ARP, ICMP, groups. */
static const uint8_t *find_udp(const uint8_t *packet, uint16_t protocol)
{
	if (protocol == ETH_P_IP && packet[9] == IPPROTO_UDP)
		return packet + 4 * (packet[0] & 15);
	if (protocol == ETH_P_IPV6 && packet[6] == IPPROTO_UDP)
		return packet + 40;
	if (protocol == ETH_P_IP)
		ck_assert_uint_eq(packet[9], IPPROTO_ICMP);
	else if (protocol == ETH_P_IPV6)
		ck_assert(packet[6] == IPPROTO_ICMPV6 || packet[6] == 0);
	else
		ck_assert_uint_eq(protocol, ETH_P_ARP);
	return NULL;
}

/* It is empty and to port 0. */
static int check_packet(const uint8_t *packet, uint16_t protocol)
{
	static const uint8_t expected[] = {0, 0, 0, 8};
	const uint8_t *udp = find_udp(packet, protocol);

	if (udp)
		ck_assert_mem_eq(udp + 2, expected, sizeof(expected));
	return udp != NULL;
}

START_TEST(no_service_is_disturbed)
{
	struct sockaddr_ll from;
	socklen_t len = sizeof(from);
	uint8_t packet[2048];
	int datagrams = 0;
	int fd = capture_in_peer();
	ssize_t n;

	run("ip neighbour flush all");
	in_child(_i & 2 ? resolve_peer_unprivileged : resolve_peer, (void *)peers[_i & 1]);
	while ((n = recvfrom(fd, packet, sizeof(packet), 0, (struct sockaddr *)&from, &len)) > 0)
		datagrams += check_packet(packet, ntohs(from.sll_protocol));
	ck_assert_int_eq(datagrams, _i > 0); /* with privilege and IPv4 not even that */
	close(fd);
}
END_TEST

START_TEST(wrong_arguments_have_their_codes)
{
	MIB_IPNET_ROW2 row = neighbor_row(peers[_i], "eth0", 0);
	MIB_IPNET_ROW2 other = neighbor_row(peers[1 - _i], "eth0", 0);
	MIB_IPNET_ROW2 foreign = neighbor_row(absent[_i], "eth0", 0);
	MIB_IPNET_ROW2 bad = row;

	assert_code(ResolveIpNetEntry2(NULL, NULL), CODE_BAD_ARGUMENT);
	assert_code(ResolveIpNetEntry2(&row, &other.Address), CODE_BAD_ARGUMENT);
	assert_code(ResolveIpNetEntry2(&row, &foreign.Address), CODE_BAD_ARGUMENT);
	bad.InterfaceIndex = 4242;
	assert_code(ResolveIpNetEntry2(&bad, NULL), CODE_NO_INTERFACE);
	bad.InterfaceIndex = 0;
	assert_code(ResolveIpNetEntry2(&bad, NULL), CODE_BAD_ARGUMENT);
	bad = neighbor_row(_i ? "::1" : "127.0.0.1", "lo", 0);
	assert_code(ResolveIpNetEntry2(&bad, NULL), CODE_BAD_ARGUMENT);
	run("ip link set eth0 down");
	assert_code(ResolveIpNetEntry2(&row, NULL), CODE_NO_NEIGHBOR);
	run_ip("tuntap add tun0 mode tun\nlink set tun0 up\naddress add 10.8.0.1/24 dev tun0");
	bad = neighbor_row("10.8.0.2", "tun0", 0);
	assert_code(ResolveIpNetEntry2(&bad, NULL), CODE_NO_STACK);
}
END_TEST

static void miss_behind_gateway(void *unused)
{
	MIB_IPNET_ROW2 row;

	(void)unused;
	lose_privilege(0);
	assert_code(resolve("2001:db8:ff::1", &row), CODE_NO_NEIGHBOR);
}

/* The datagram would go to the gateway, which is not who was asked for. */
START_TEST(who_is_behind_a_gateway_is_no_neighbour)
{
	in_child(miss_behind_gateway, NULL);
	run("ip route add default via " PEER_IPV6 " dev eth0");
	in_child(miss_behind_gateway, NULL);
}
END_TEST

TEST_SUITE("neighbor resolve")
{
	TCase *tcase = netns_tcase(suite, "neighbor resolve", setup);

	tcase_add_loop_test(tcase, who_is_there_is_found, 0, 4);
	tcase_add_loop_test(tcase, a_link_local_neighbour_is_found, 0, 2);
	tcase_add_loop_test(tcase, an_interface_without_link_local_address_asks, 0, 2);
	tcase_add_loop_test(tcase, who_is_not_there_is_not_found_and_is_asked_again_the_next_time,
			    0, 4);
	tcase_add_loop_test(tcase, what_is_known_is_forgotten_first, 0, 2);
	tcase_add_loop_test(tcase, what_is_reachable_is_the_answer_to_the_unprivileged, 0, 2);
	tcase_add_loop_test(tcase, what_is_stale_is_probed_for_the_unprivileged, 0, 2);
	tcase_add_loop_test(tcase, what_is_permanent_stays_and_is_the_answer, 0, 2);
	tcase_add_loop_test(tcase, the_source_address_asks, 0, 2);
	tcase_add_loop_test(tcase, a_thief_is_no_failure, 0, 2);
	tcase_add_loop_test(tcase, no_service_is_disturbed, 0, 4);
	tcase_add_loop_test(tcase, wrong_arguments_have_their_codes, 0, 2);
	tcase_add_test(tcase, who_is_behind_a_gateway_is_no_neighbour);
}
