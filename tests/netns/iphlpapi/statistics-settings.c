/* SPDX-License-Identifier: MIT */
/* Forwarding and TTL in statistics, and setting them: judged by sysctl(8), and by the peer. */

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>

#include "netns-peer.h"
#include "netns-privilege.h"
#include "statistics.h"
#include "suite.h"

static void settings_are(ULONG family, DWORD forwarding, DWORD ttl, DWORD reassembly)
{
	MIB_IPSTATS ip;

	assert_code(GetIpStatisticsEx(&ip, family), 0);
	ck_assert_uint_eq(ip.dwForwarding, forwarding);
	ck_assert_uint_eq(ip.dwDefaultTTL, ttl);
	ck_assert_uint_eq(ip.dwReasmTimeout, reassembly);
}

START_TEST(settings_are_those_of_sysctl)
{
	set_sysctl("net/ipv4/ip_forward", "0");
	set_sysctl("net/ipv6/conf/all/forwarding", "0");
	settings_are(AF_INET, MIB_IP_NOT_FORWARDING, 64, 30);
	settings_are(AF_INET6, MIB_IP_NOT_FORWARDING, 64, 60);
	set_sysctl("net/ipv4/ip_forward", "1");
	set_sysctl("net/ipv4/ip_default_ttl", "33");
	set_sysctl("net/ipv4/ipfrag_time", "7");
	settings_are(AF_INET, MIB_IP_FORWARDING, 33, 7);
	settings_are(AF_INET6, MIB_IP_NOT_FORWARDING, 64, 60);
	set_sysctl("net/ipv6/conf/all/forwarding", "1");
	set_sysctl("net/ipv6/conf/all/hop_limit", "34");
	set_sysctl("net/ipv6/ip6frag_time", "8");
	settings_are(AF_INET, MIB_IP_FORWARDING, 33, 7);
	settings_are(AF_INET6, MIB_IP_FORWARDING, 34, 8);
}
END_TEST

static MIB_IPSTATS wish(DWORD forwarding, DWORD ttl)
{
	MIB_IPSTATS row;

	memset(&row, 0xcc, sizeof(row));
	row.dwForwarding = forwarding;
	row.dwDefaultTTL = ttl;
	return row;
}

/* The call leaves the row as it is. */
static void set_is(DWORD forwarding, DWORD ttl, ULONG family, uint32_t code)
{
	MIB_IPSTATS row = wish(forwarding, ttl);
	MIB_IPSTATS before = row;

	assert_code(SetIpStatisticsEx(&row, family), code);
	if (family == AF_INET)
		assert_code(SetIpStatistics(&row), code);
	ck_assert_mem_eq(&row, &before, sizeof(row));
}

static void sysctl_is(const char *name, unsigned int value)
{
	run("[ \"$(cat /proc/sys/net/%s)\" = %u ]", name, value);
}

/* forwarding and TTL of IPv4, and of each interface those of IPv6. */
static void sysctls_are(unsigned int forward4, unsigned int ttl4, unsigned int forward6,
			unsigned int ttl6)
{
	static const char *const interfaces[] = {"all", "default", "lo", "eth0"};
	char name[80];
	size_t i;

	sysctl_is("ipv4/ip_forward", forward4);
	sysctl_is("ipv4/ip_default_ttl", ttl4);
	for (i = 0; i < 4; i++) {
		snprintf(name, sizeof(name), "ipv4/conf/%s/forwarding", interfaces[i]);
		sysctl_is(name, forward4);
		snprintf(name, sizeof(name), "ipv6/conf/%s/forwarding", interfaces[i]);
		sysctl_is(name, forward6);
		snprintf(name, sizeof(name), "ipv6/conf/%s/hop_limit", interfaces[i]);
		sysctl_is(name, ttl6);
	}
}

START_TEST(forwarding_and_ttl_are_set)
{
	set_sysctl("net/ipv4/ip_forward", "0");
	set_sysctl("net/ipv6/conf/all/forwarding", "0");
	set_is(MIB_IP_FORWARDING, MIB_USE_CURRENT_TTL, AF_INET, 0);
	sysctls_are(1, 64, 0, 64);
	set_is(MIB_USE_CURRENT_FORWARDING, 255, AF_INET, 0);
	sysctls_are(1, 255, 0, 64);
	set_is(MIB_USE_CURRENT_FORWARDING, MIB_USE_CURRENT_TTL, AF_INET, 0);
	sysctls_are(1, 255, 0, 64);
	set_is(MIB_IP_NOT_FORWARDING, 1, AF_INET, 0);
	sysctls_are(0, 1, 0, 64);
	assert_code(SetIpTTL(77), 0);
	assert_code(SetIpTTL(MIB_USE_CURRENT_TTL), 0);
	sysctls_are(0, 77, 0, 64);
	set_is(MIB_IP_FORWARDING, 78, AF_INET6, 0);
	sysctls_are(0, 77, 1, 78);
	set_is(MIB_IP_NOT_FORWARDING, MIB_USE_CURRENT_TTL, AF_INET6, 0);
	sysctls_are(0, 77, 0, 78);
	set_is(MIB_IP_FORWARDING, 0, AF_INET, 87);
	set_is(4, 64, AF_INET6, 87);
	sysctls_are(0, 77, 0, 78);
	settings_are(AF_INET, MIB_IP_NOT_FORWARDING, 77, 30);
	settings_are(AF_INET6, MIB_IP_NOT_FORWARDING, 78, 60);
	/* what the peer sees */
	peer_run("ping -c 1 -W 30 " OUR_IPV4 " | grep -q ' ttl=77 '");
	peer_run("ping -c 1 -W 30 " OUR_IPV6 " | grep -q ' ttl=78 '");
}
END_TEST

static void set_all(uint32_t code)
{
	set_is(MIB_IP_FORWARDING, 99, AF_INET, code);
	set_is(MIB_IP_FORWARDING, 99, AF_INET6, code);
	assert_code(SetIpTTL(99), code);
}

static void set_unprivileged(void *way)
{
	struct told told;

	lose_privilege(*(int *)way);
	set_all(5);
	set_is(MIB_USE_CURRENT_FORWARDING, MIB_USE_CURRENT_TTL, AF_INET, 5);
	assert_code(SetIpTTL(0), 87);
	get_all(AF_INET, &told, 0);
	get_all(AF_INET6, &told, 0);
}

START_TEST(settings_need_a_privilege)
{
	set_sysctl("net/ipv4/ip_forward", "0");
	set_sysctl("net/ipv6/conf/all/forwarding", "0");
	in_child(set_unprivileged, &_i);
	sysctls_are(0, 64, 0, 64);
}
END_TEST

/* Or as root, where nobody else is in this user namespace. */
static void set_with_net_admin(void *unused)
{
	(void)unused;
	(void)!keep_net_admin_alone();
	set_all(0);
}

START_TEST(settings_need_no_root)
{
	in_child(set_with_net_admin, NULL);
	sysctls_are(1, 99, 1, 99);
}
END_TEST

static void set_where_proc_is_read_only(void *unused)
{
	(void)unused;
	ck_assert_int_eq(unshare(CLONE_NEWNS), 0);
	run("mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys");
	set_all(5);
}

static void ask_without_proc(void *unused)
{
	struct told told;
	struct told before;

	(void)unused;
	ck_assert_int_eq(unshare(CLONE_NEWNS), 0);
	ck_assert_int_eq(mount("none", "/proc", "tmpfs", 0, NULL), 0);
	memset(&told, 0xcc, sizeof(told));
	before = told;
	get_all(AF_INET, &told, 50);
	get_all(AF_INET6, &told, 50);
	set_all(50);
	ck_assert_mem_eq(&told, &before, sizeof(told));
}

START_TEST(proc_may_be_read_only_or_missing)
{
	set_sysctl("net/ipv4/ip_forward", "0");
	set_sysctl("net/ipv6/conf/all/forwarding", "0");
	in_child(set_where_proc_is_read_only, NULL);
	in_child(ask_without_proc, NULL);
	sysctls_are(0, 64, 0, 64);
}
END_TEST

TEST_SUITE("netns-win32-statistics-settings")
{
	TCase *tcase = netns_tcase(suite, "settings", peer_setup);

	tcase_add_test(tcase, settings_are_those_of_sysctl);
	tcase_add_test(tcase, forwarding_and_ttl_are_set);
	tcase_add_loop_test(tcase, settings_need_a_privilege, 0, LOSSES);
	tcase_add_test(tcase, settings_need_no_root);
	tcase_add_test(tcase, proc_may_be_read_only_or_missing);
}
