/* SPDX-License-Identifier: MIT */
/* Proxy ARP: judged by ip(8), and by a peer that asks. */

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../neighbor/neighbor.h"
#include "netns-peer.h"
#include "netns-privilege.h"
#include "suite.h"

typedef DWORD (*proxy_call)(DWORD address, DWORD mask, DWORD index);
static const proxy_call calls[] = {CreateProxyArpEntry, DeleteProxyArpEntry};

#define AWAY "192.0.2.77" /* of the peer's subnet, but behind us */
#define SINGLE "255.255.255.255"

static uint32_t call(proxy_call function, const char *addr, const char *mask, const char *ifname)
{
	return function(inet_addr(addr), inet_addr(mask), index_of(ifname));
}

static void call_is(proxy_call function, const char *addr, const char *ifname, uint32_t code)
{
	char *before = judge_neighbors();

	assert_code(call(function, addr, SINGLE, ifname), code);
	if (code)
		judge_unchanged_neighbors(before);
	else
		free(before);
}

static void proxies_are(const char *expected)
{
	char *seen = output_of("ip -4 neighbour show proxy | sed 's/ *$//' | sort");

	ck_assert_str_eq(seen, expected);
	free(seen);
}

static void make_other(void)
{
	run_ip("link add eth1 type veth peer name far1\nlink set far1 up\nlink set eth1 up");
}

/* In the peer: what becomes of the address, once it has asked for it. It asks long for an answer
 * that has to come. */
static void hear(void *expected)
{
	bool nothing = strcmp(expected, "FAILED") == 0;
	time_t end = time(NULL) + 60L * slowness();
	char *seen = NULL;

	set_sysctl("net/ipv4/neigh/peer0/retrans_time_ms", nothing ? "20" : "1000");
	set_sysctl("net/ipv4/neigh/peer0/mcast_solicit", nothing ? "3" : "60");
	run("ip neighbour flush dev peer0 && ip neighbour replace " AWAY " dev peer0 use");
	do {
		free(seen);
		seen = output_of("ip neighbour show nud all to " AWAY " dev peer0");
	} while (!strstr(seen, "lladdr") && !strstr(seen, "FAILED") && time(NULL) < end);
	ck_assert_msg(strstr(seen, expected), "%s, and not %s", seen, (const char *)expected);
	free(seen);
}

static void peer_hears(const char *expected)
{
	in_peer(hear, (void *)expected);
}

/* Linux answers as it would forward, and waits before it. */
static void lead_away(void)
{
	make_other();
	run("ip route add " AWAY " dev eth1");
	set_sysctl("net/ipv4/conf/eth0/forwarding", "1");
	set_sysctl("net/ipv4/neigh/eth0/proxy_delay", "0");
}

START_TEST(the_peer_gets_an_answer_from_create_to_delete)
{
	char *ours = output_of("ip -j link show dev eth0 | jq -j '.[0].address'");

	lead_away();
	peer_hears("FAILED");
	call_is(CreateProxyArpEntry, AWAY, "eth0", 0);
	proxies_are(AWAY " dev eth0 proxy\n");
	peer_hears(ours);
	call_is(DeleteProxyArpEntry, AWAY, "eth0", 0);
	proxies_are("");
	peer_hears("FAILED");
	free(ours);
}
END_TEST

/* As DIFFERENCES FROM WINDOWS has it. */
START_TEST(linux_answers_as_it_would_forward)
{
	lead_away();
	call_is(CreateProxyArpEntry, AWAY, "eth0", 0);
	set_sysctl("net/ipv4/conf/eth0/forwarding", "0");
	peer_hears("FAILED");
	set_sysctl("net/ipv4/conf/eth0/forwarding", "1");
	run("ip route delete " AWAY " dev eth1");
	peer_hears("FAILED");
	run("ip link set eth0 down");
	proxies_are("");
}
END_TEST

START_TEST(an_interface_has_a_proxy_once)
{
	make_other();
	call_is(DeleteProxyArpEntry, AWAY, "eth0", 1168);
	call_is(CreateProxyArpEntry, AWAY, "eth0", 0);
	call_is(CreateProxyArpEntry, AWAY, "eth0", 5010);
	call_is(DeleteProxyArpEntry, AWAY, "eth1", 1168);
	call_is(CreateProxyArpEntry, AWAY, "eth1", 0);
	call_is(CreateProxyArpEntry, "198.51.100.1", "eth1", 0);
	proxies_are("192.0.2.77 dev eth0 proxy\n192.0.2.77 dev eth1 proxy\n"
		    "198.51.100.1 dev eth1 proxy\n");
	call_is(DeleteProxyArpEntry, AWAY, "eth0", 0);
	call_is(DeleteProxyArpEntry, AWAY, "eth0", 1168);
	proxies_are("192.0.2.77 dev eth1 proxy\n198.51.100.1 dev eth1 proxy\n");
	run("ip neighbour delete proxy " AWAY " dev eth1 && ip neighbour add proxy " AWAY
	    " dev eth0");
	call_is(CreateProxyArpEntry, AWAY, "eth0", 5010);
	call_is(DeleteProxyArpEntry, AWAY, "eth0", 0);
}
END_TEST

/* Both may be there for one address, and neither is taken for the other. */
START_TEST(a_proxy_is_no_neighbour)
{
	run("ip neighbour add " AWAY " lladdr 02:00:00:00:00:07 dev eth0");
	call_is(DeleteProxyArpEntry, AWAY, "eth0", 1168);
	call_is(CreateProxyArpEntry, AWAY, "eth0", 0);
	judge_neighbor(AWAY, "eth0", "lladdr 02:00:00:00:00:07 PERMANENT");
	call_is(DeleteProxyArpEntry, AWAY, "eth0", 0);
	judge_neighbor(AWAY, "eth0", "lladdr 02:00:00:00:00:07 PERMANENT");
}
END_TEST

static const struct {
	const char *addr;
	const char *mask;
	uint32_t code;
} refused[] = {
	{"0.0.0.0", SINGLE, 87},       {"224.0.0.1", SINGLE, 87},   {"255.255.255.255", SINGLE, 87},
	{"127.0.0.1", SINGLE, 87},     {AWAY, "255.255.0.255", 87}, {AWAY, "255.255.255.0", 50},
	{AWAY, "255.255.255.254", 50}, {AWAY, "0.0.0.0", 50},
};

START_TEST(what_cannot_be_a_proxy_is_refused)
{
	char *before;
	size_t i;
	int k;

	run("ip neighbour add proxy " AWAY " dev eth0");
	before = judge_neighbors();
	for (k = 0; k < 2; k++) {
		for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
			assert_code(call(calls[k], refused[i].addr, refused[i].mask, "eth0"),
				    refused[i].code);
		assert_code(calls[k](inet_addr(AWAY), 0xffffffff, 0), 87);
		assert_code(calls[k](inet_addr(AWAY), 0xffffffff, 4242), 87);
		assert_code(calls[k](inet_addr(AWAY), 0xffffffff, 0xffffffff), 87);
	}
	judge_unchanged_neighbors(before);
}
END_TEST

START_TEST(an_interface_without_arp_answers_for_nobody)
{
	call_is(CreateProxyArpEntry, AWAY, "lo", 50);
	call_is(DeleteProxyArpEntry, AWAY, "lo", 1168);
	run("ip neighbour add proxy " AWAY " dev eth0 && ip link set eth0 arp off");
	call_is(CreateProxyArpEntry, AWAY, "eth0", 50);
	call_is(DeleteProxyArpEntry, AWAY, "eth0", 0);
}
END_TEST

static void lose_and_call(void *way)
{
	int i;

	lose_privilege(*(int *)way);
	for (i = 0; i < 2; i++) {
		assert_code(call(calls[i], AWAY, SINGLE, "eth0"), 5);
		assert_code(calls[i](inet_addr(AWAY), 0xffffffff, 4242), 5);
		assert_code(calls[i](0, 0xffffffff, 4242), 87);
	}
}

START_TEST(a_proxy_needs_a_privilege)
{
	run("ip neighbour add proxy " AWAY " dev eth0");
	in_child(lose_and_call, &_i);
	proxies_are(AWAY " dev eth0 proxy\n");
}
END_TEST

TEST_SUITE("netns-win32-proxy-arp")
{
	TCase *tcase = netns_tcase(suite, "proxy ARP", peer_setup);

	tcase_add_test(tcase, the_peer_gets_an_answer_from_create_to_delete);
	tcase_add_test(tcase, linux_answers_as_it_would_forward);
	tcase_add_test(tcase, an_interface_has_a_proxy_once);
	tcase_add_test(tcase, a_proxy_is_no_neighbour);
	tcase_add_test(tcase, what_cannot_be_a_proxy_is_refused);
	tcase_add_test(tcase, an_interface_without_arp_answers_for_nobody);
	tcase_add_loop_test(tcase, a_proxy_needs_a_privilege, 0, LOSSES);
}
