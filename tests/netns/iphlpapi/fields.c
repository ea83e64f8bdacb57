/* SPDX-License-Identifier: MIT */
/* GetAdaptersAddresses(): members, order, name servers, and the size of the buffer. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

#include "lines.h"
#include "netns.h"
#include "suite.h"

#define CANARY 0xcc

START_TEST(fields_of_an_adapter_are_what_the_page_says)
{
	IP_ADAPTER_ADDRESSES *adapters;
	const IP_ADAPTER_ADDRESSES *eth0;
	unsigned int index = index_of("eth0");
	NET_LUID luid = {.Value = luid_of("eth0")};
	char name[64];
	GUID guid;

	run("ip addr add 192.0.2.99/24 dev eth0 valid_lft 1000 preferred_lft 900");
	run("ip link set eth0 alias 'words of the administrator'");
	adapters = get_adapters(AF_UNSPEC, 0);
	eth0 = find_adapter(adapters, "eth0");
	ck_assert_uint_eq(eth0->Length, sizeof(*eth0));
	ck_assert_uint_eq(eth0->Luid.Value, luid.Value);
	assert_code(ConvertInterfaceLuidToGuid(&luid, &guid), 0);
	snprintf(name, sizeof(name), "{%08X-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}",
		 guid.Data1, guid.Data2, guid.Data3, guid.Data4[0], guid.Data4[1], guid.Data4[2],
		 guid.Data4[3], guid.Data4[4], guid.Data4[5], guid.Data4[6], guid.Data4[7]);
	ck_assert_str_eq(eth0->AdapterName, name);
	ck_assert_uint_eq(eth0->Description[0], 'w');
	ck_assert_uint_eq(eth0->IfType, 6);
	ck_assert_int_eq(eth0->OperStatus, 1);
	ck_assert_uint_eq(eth0->Dhcpv4Enabled, 1);
	ck_assert_uint_eq(eth0->Ipv4Enabled, 1);
	ck_assert_uint_eq(eth0->Ipv6Enabled, 1);
	ck_assert_uint_eq(eth0->ZoneIndices[1], index);
	ck_assert_uint_eq(eth0->ZoneIndices[2], index);
	ck_assert_uint_eq(eth0->ZoneIndices[3], 0);
	ck_assert_uint_eq(eth0->ZoneIndices[14], 0);
	ck_assert_uint_eq(eth0->TransmitLinkSpeed, 10000000000); /* veth says 10 Gbit/s */
	ck_assert_uint_eq(eth0->CompartmentId, 1);
	ck_assert_int_eq(eth0->ConnectionType, 1);
	ck_assert_int_eq(eth0->TunnelType, 0);
	ck_assert_uint_eq(find_adapter(adapters, "lo")->Dhcpv4Enabled, 0);
	ck_assert_uint_eq(find_adapter(adapters, "lo")->PhysicalAddressLength, 0);
	free(adapters);
}
END_TEST

/* Loopback comes last, though its index is the first. */
START_TEST(adapters_go_by_index_and_loopback_is_the_last)
{
	IP_ADAPTER_ADDRESSES *adapters;
	const IP_ADAPTER_ADDRESSES *adapter;

	run("ip link add eth8 type veth peer name eth9");
	adapters = get_adapters(AF_UNSPEC, 0);
	for (adapter = adapters; adapter->Next && adapter->Next->Next; adapter = adapter->Next)
		ck_assert_uint_lt(adapter->IfIndex, adapter->Next->IfIndex);
	ck_assert_uint_eq(adapter->Next->IfIndex, 1);
	free(adapters);
}
END_TEST

static void write_conf(const char *text)
{
	FILE *file = fopen("/run/resolv.conf", "we");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
	ck_assert_msg(mount("/run/resolv.conf", "/etc/resolv.conf", NULL, MS_BIND, NULL) == 0,
		      "/etc/resolv.conf: %s", strerror(errno));
}

static void print_servers(FILE *file, const IP_ADAPTER_ADDRESSES *adapter)
{
	const IP_ADAPTER_DNS_SERVER_ADDRESS *server = adapter->FirstDnsServerAddress;

	print_list(file, adapter, server);
	for (; server; server = server->Next) {
		const SOCKADDR_INET *inet = (const SOCKADDR_INET *)server->Address.lpSockaddr;

		if (inet->si_family == AF_INET6)
			fprintf(file, "scope %u\n", inet->Ipv6.sin6_scope_id);
	}
}

static void print_suffixes(FILE *file, const IP_ADAPTER_ADDRESSES *adapter)
{
	const IP_ADAPTER_DNS_SUFFIX *suffix = adapter->FirstDnsSuffix;

	fprintf(file, "%u ", adapter->IfIndex);
	print_wide(file, adapter->DnsSuffix);
	for (; suffix; suffix = suffix->Next) {
		fputc(' ', file);
		print_wide(file, suffix->String);
	}
	fputc('\n', file);
}

START_TEST(name_servers_are_those_of_resolv_conf)
{
	unsigned int i = index_of("eth0");
	char expected[300];

	write_conf("search a.example b.example\nnameserver 192.0.2.53\n"
		   "nameserver fe80::35%eth0\nnameserver 2001:db8::35\n");
	snprintf(expected, sizeof(expected),
		 "printf '%%s\\n' '%u 192.0.2.53' '%u fe80::35' '%u 2001:db8::35' 'scope %u' "
		 "'scope 0'",
		 i, i, i, i);
	agrees(AF_UNSPEC, 0, print_servers, expected);
	snprintf(expected, sizeof(expected), "echo %u 192.0.2.53", i);
	agrees(AF_INET, 0, print_servers, expected);
	/* where tunnel drivers are loaded there are more interfaces than ours */
	agrees(AF_UNSPEC, 0, print_suffixes,
	       "ip -j link | jq -r 'sort_by(.ifindex)[] | \"\\(.ifindex) \" + "
	       "if .ifname == \"eth0\" then \"a.example a.example b.example\" else \"\" end'");
}
END_TEST

START_TEST(a_name_server_with_a_zone_is_at_that_interface)
{
	char expected[64];

	write_conf("nameserver fe80::35%lo\nnameserver 192.0.2.53\n");
	snprintf(expected, sizeof(expected), "echo %u 192.0.2.53", index_of("eth0"));
	agrees(AF_UNSPEC, 0, print_servers, expected);
}
END_TEST

START_TEST(no_resolv_conf_is_no_name_server)
{
	IP_ADAPTER_ADDRESSES *adapters;

	run("mount -t tmpfs none /etc");
	adapters = get_adapters(AF_UNSPEC, 0);
	ck_assert_ptr_null(find_adapter(adapters, "eth0")->FirstDnsServerAddress);
	free(adapters);
	run("mkfifo /etc/resolv.conf");
	adapters = get_adapters(AF_UNSPEC, 0);
	ck_assert_ptr_null(find_adapter(adapters, "eth0")->FirstDnsServerAddress);
	free(adapters);
	run("rm /etc/resolv.conf && mkdir /etc/resolv.conf");
	free(get_adapters(AF_UNSPEC, 0));
}
END_TEST

static bool untouched(const unsigned char *bytes, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		if (bytes[i] != CANARY)
			return false;
	return true;
}

START_TEST(a_buffer_that_is_too_small_is_left_alone)
{
	const ULONG flags = GAA_FLAG_INCLUDE_PREFIX | GAA_FLAG_INCLUDE_GATEWAYS;
	unsigned char *buffer;
	ULONG needed = 0;
	ULONG size;
	ULONG given;

	assert_code(GetAdaptersAddresses(AF_UNSPEC, flags, NULL, NULL, &needed), 111);
	buffer = malloc(needed + 64);
	ck_assert_ptr_nonnull(buffer);
	memset(buffer, CANARY, needed + 64);
	for (size = 0; size < needed; size += size + 61 < needed ? 61 : 1) {
		given = size;
		assert_code(GetAdaptersAddresses(AF_UNSPEC, flags, NULL,
						 (PIP_ADAPTER_ADDRESSES)buffer, &given),
			    111);
		ck_assert_uint_eq(given, needed);
	}
	ck_assert(untouched(buffer, needed + 64));
	given = 0xffffffff;
	assert_code(GetAdaptersAddresses(AF_UNSPEC, flags, NULL, NULL, &given), 111);
	ck_assert_uint_eq(given, needed);
	assert_code(
		GetAdaptersAddresses(AF_UNSPEC, flags, NULL, (PIP_ADAPTER_ADDRESSES)buffer, &given),
		0);
	ck_assert_uint_eq(given, needed);
	ck_assert(untouched(buffer + needed, 64));
	given = 0xffffffff;
	assert_code(GetAdaptersAddresses(AF_UNSPEC, flags, &given, (PIP_ADAPTER_ADDRESSES)buffer,
					 &given),
		    0);
	ck_assert_uint_eq(given, 0xffffffff);
	ck_assert(untouched(buffer + needed, 64));
	free(buffer);
}
END_TEST

TEST_SUITE("netns-adapter-fields")
{
	TCase *tcase = netns_tcase(suite, "fields", peer_and_run);

	tcase_add_test(tcase, fields_of_an_adapter_are_what_the_page_says);
	tcase_add_test(tcase, adapters_go_by_index_and_loopback_is_the_last);
	tcase_add_test(tcase, name_servers_are_those_of_resolv_conf);
	tcase_add_test(tcase, a_name_server_with_a_zone_is_at_that_interface);
	tcase_add_test(tcase, no_resolv_conf_is_no_name_server);
	tcase_add_test(tcase, a_buffer_that_is_too_small_is_left_alone);
}
