/* SPDX-License-Identifier: MIT */
/* GetNetworkParams(), GetPerAdapterInfo(): against resolv.conf, names and switches made for them.
 */

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "lines.h"
#include "netns-privilege.h"
#include "netns.h"
#include "suite.h"

#define CANARY 0xcc

static void write_conf(const char *text)
{
	FILE *file = fopen("/run/resolv.conf", "we");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
	ck_assert_msg(mount("/run/resolv.conf", "/etc/resolv.conf", NULL, MS_BIND, NULL) == 0,
		      "/etc/resolv.conf: %s", strerror(errno));
}

/* For free(3). */
static FIXED_INFO *get_params(void)
{
	FIXED_INFO *info;
	ULONG size = 0;

	assert_code(GetNetworkParams(NULL, &size), 111);
	info = malloc(size);
	ck_assert_ptr_nonnull(info);
	assert_code(GetNetworkParams(info, &size), 0);
	return info;
}

static IP_PER_ADAPTER_INFO *get_adapter(const char *ifname)
{
	IP_PER_ADAPTER_INFO *info;
	ULONG size = 0xcccccccc;

	assert_code(GetPerAdapterInfo(index_of(ifname), NULL, &size), 111);
	info = malloc(size);
	ck_assert_ptr_nonnull(info);
	assert_code(GetPerAdapterInfo(index_of(ifname), info, &size), 0);
	return info;
}

static void servers_are(const IP_ADDR_STRING *string, const char *expected)
{
	char text[200] = "";

	for (; string; string = string->Next) {
		ck_assert_str_eq(string->IpMask.String, "");
		strcat(text, string->IpAddress.String);
		strcat(text, " ");
	}
	ck_assert_str_eq(text, expected);
}

static void all_servers_are(const char *machine, const char *eth0)
{
	IP_PER_ADAPTER_INFO *adapter = get_adapter("eth0");
	FIXED_INFO *params = get_params();

	servers_are(&params->DnsServerList, machine);
	servers_are(&adapter->DnsServerList, eth0);
	ck_assert_ptr_null(params->CurrentDnsServer);
	ck_assert_ptr_null(adapter->CurrentDnsServer);
	free(params);
	free(adapter);
}

START_TEST(name_servers_are_the_ipv4_ones_of_resolv_conf)
{
	IP_PER_ADAPTER_INFO *lo;

	write_conf("nameserver 2001:db8::35\nnameserver 192.0.2.53\nnameserver 192.0.2.54\n");
	all_servers_are("192.0.2.53 192.0.2.54 ", "192.0.2.53 192.0.2.54 ");
	lo = get_adapter("lo");
	servers_are(&lo->DnsServerList, " ");
	free(lo);
	run("ip link set eth0 down");
	all_servers_are("192.0.2.53 192.0.2.54 ", " ");
	run("mount -t tmpfs none /etc");
	all_servers_are(" ", " ");
}
END_TEST

struct names {
	const char *machine;
	const char *conf;
	const char *host;
	const char *domain;
	UINT dns;
};

static const struct names all_names[] = {
	{"alone", "nameserver 192.0.2.53\n", "alone", "", 1},
	{"alone", "search a.example b.example\n", "alone", "a.example", 0},
	{"host.b.example", "search a.example\nnameserver ::1\n", "host", "b.example", 1},
	{"host.", "domain a.example\n", "host", "a.example", 0},
};
#define NAMES (int)(sizeof(all_names) / sizeof(all_names[0]))

static void ask_names(void *arg)
{
	const struct names *names = arg;
	FIXED_INFO *params;

	write_conf(names->conf);
	ck_assert_int_eq(unshare(CLONE_NEWUTS), 0);
	ck_assert_int_eq(sethostname(names->machine, strlen(names->machine)), 0);
	params = get_params();
	ck_assert_str_eq(params->HostName, names->host);
	ck_assert_str_eq(params->DomainName, names->domain);
	ck_assert_uint_eq(params->EnableDns, names->dns);
	ck_assert_uint_eq(params->NodeType, BROADCAST_NODETYPE);
	ck_assert_str_eq(params->ScopeId, "");
	free(params);
}

START_TEST(names_are_those_of_the_machine)
{
	in_child(ask_names, (void *)&all_names[_i]);
}
END_TEST

static void switches_are(UINT routing, UINT proxy)
{
	FIXED_INFO *params = get_params();

	ck_assert_uint_eq(params->EnableRouting, routing);
	ck_assert_uint_eq(params->EnableProxy, proxy);
	free(params);
}

static void ask_unprivileged(void *arg)
{
	lose_privilege(*(const int *)arg);
	switches_are(1, 0);
}

START_TEST(switches_are_those_of_the_namespace)
{
	int i;

	set_sysctl("net/ipv4/ip_forward", "0");
	switches_are(0, 0);
	set_sysctl("net/ipv4/conf/all/proxy_arp", "1");
	switches_are(0, 1);
	set_sysctl("net/ipv4/ip_forward", "1");
	switches_are(1, 1);
	set_sysctl("net/ipv4/conf/all/proxy_arp", "0");
	for (i = 0; i < LOSSES; i++)
		in_child(ask_unprivileged, &i);
}
END_TEST

static void autoconfig_is(UINT expected)
{
	IP_PER_ADAPTER_INFO *adapter = get_adapter("eth0");

	ck_assert_uint_eq(adapter->AutoconfigEnabled, expected);
	ck_assert_uint_eq(adapter->AutoconfigActive, expected);
	free(adapter);
}

START_TEST(an_address_of_its_own_choice_is_autoconfig)
{
	autoconfig_is(0);
	run("ip addr add 169.253.255.255/16 dev eth0 && ip addr add 169.254.7.7/16 dev lo");
	autoconfig_is(0);
	run("ip addr add 169.254.7.7/16 dev eth0");
	autoconfig_is(1);
}
END_TEST

START_TEST(an_index_that_no_interface_has_is_no_data)
{
	static const ULONG indices[] = {0, 4711, 0x7fffffff, 0x80000000, 0xffffffff};
	ULONG size = 0xcccccccc;
	size_t i;

	for (i = 0; i < sizeof(indices) / sizeof(indices[0]); i++)
		assert_code(GetPerAdapterInfo(indices[i], NULL, &size), 232);
	ck_assert_uint_eq(size, 0xcccccccc);
}
END_TEST

static DWORD call_params(void *buffer, ULONG *size)
{
	return GetNetworkParams(buffer, size);
}

static DWORD call_adapter(void *buffer, ULONG *size)
{
	return GetPerAdapterInfo(index_of("eth0"), buffer, size);
}

static DWORD call_unidirectional(void *buffer, ULONG *size)
{
	return GetUniDirectionalAdapterInfo(buffer, size);
}

static const struct {
	DWORD (*call)(void *buffer, ULONG *size);
	ULONG needed;
	DWORD code;
} calls[] = {
	{call_params, sizeof(FIXED_INFO) + sizeof(IP_ADDR_STRING), 111},
	{call_adapter, sizeof(IP_PER_ADAPTER_INFO) + sizeof(IP_ADDR_STRING), 111},
	{call_unidirectional, sizeof(IP_UNIDIRECTIONAL_ADAPTER_ADDRESS), 122},
};
#define CALLS (int)(sizeof(calls) / sizeof(calls[0]))

START_TEST(too_small_a_buffer_is_left_alone)
{
	static _Alignas(8) unsigned char buffer[2000];
	static unsigned char before[2000];
	ULONG needed = calls[_i].needed;
	ULONG size;
	ULONG given;

	write_conf("nameserver 192.0.2.53\nnameserver 192.0.2.54\n");
	memset(buffer, CANARY, sizeof(buffer));
	memset(before, CANARY, sizeof(before));
	for (size = 0; size < needed; size += size + 61 < needed ? 61 : 1) {
		given = size;
		assert_code(calls[_i].call(buffer, &given), calls[_i].code);
		ck_assert_uint_eq(given, needed);
	}
	given = 0xffffffff;
	assert_code(calls[_i].call(NULL, &given), calls[_i].code);
	ck_assert_uint_eq(given, needed);
	ck_assert_mem_eq(buffer, before, sizeof(buffer));
	assert_code(calls[_i].call(buffer, &given), 0);
	ck_assert_uint_eq(given, needed);
	ck_assert_mem_eq(buffer + needed, before, sizeof(buffer) - needed);
	ck_assert_uint_ne(buffer[needed - 1], CANARY);
}
END_TEST

TEST_SUITE("netns-network-params")
{
	TCase *tcase = netns_tcase(suite, "params", peer_and_run);

	tcase_add_test(tcase, name_servers_are_the_ipv4_ones_of_resolv_conf);
	tcase_add_loop_test(tcase, names_are_those_of_the_machine, 0, NAMES);
	tcase_add_test(tcase, switches_are_those_of_the_namespace);
	tcase_add_test(tcase, an_address_of_its_own_choice_is_autoconfig);
	tcase_add_test(tcase, an_index_that_no_interface_has_is_no_data);
	tcase_add_loop_test(tcase, too_small_a_buffer_is_left_alone, 0, CALLS);
}
