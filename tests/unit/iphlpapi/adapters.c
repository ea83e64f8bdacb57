/* SPDX-License-Identifier: MIT */
/* src/iphlpapi/adapters-*.c: prefixes, and how adapters are laid out in a buffer. */

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "codes.h"
#include "guid.h"
#include "suite.h"
#include "table/key.h"
#include "world.h"

#define CANARY 0xcc

/* Bytes that are not there to be written stay what they are. */
static char *lay_out(const struct iph_adapters *adapters, const struct iph_adapters_wish *wish,
		     size_t *ret_size)
{
	size_t size = iph_adapters_lay_out(adapters, wish, NULL);
	char *buffer = malloc(size + 64);
	size_t i;

	ck_assert_ptr_nonnull(buffer);
	memset(buffer, CANARY, size + 64);
	ck_assert_uint_eq(iph_adapters_lay_out(adapters, wish, buffer), size);
	for (i = 0; i < 64; i++)
		ck_assert_uint_eq((unsigned char)buffer[size + i], CANARY);
	*ret_size = size;
	return buffer;
}

struct span {
	const char *at;
	size_t size;
};

/* NULL, or so many bytes of the buffer, at a multiple of 8. */
static void within(struct span span, const void *pointer, size_t size)
{
	const char *at = pointer;

	if (!at)
		return;
	ck_assert(at >= span.at && at + size <= span.at + span.size);
	ck_assert_uint_eq((size_t)(at - span.at) % 8, 0);
}

static void text_within(struct span span, const WCHAR *text)
{
	size_t i = 0;

	within(span, text, 2);
	while (text && text[i])
		within(span, text, 2 * ++i + 2);
}

static size_t list_within(struct span span, const void *first)
{
	const IP_ADAPTER_ANYCAST_ADDRESS *element = first;
	size_t count = 0;

	for (; element; element = element->Next, count++) {
		within(span, element, sizeof(*element));
		within(span, element, element->Length);
		within(span, element->Address.lpSockaddr, (size_t)element->Address.iSockaddrLength);
	}
	return count;
}

/* Everything that can be reached is in the buffer; returns how many adapters there are. */
static size_t all_within(struct span span, const IP_ADAPTER_ADDRESSES *adapter)
{
	const IP_ADAPTER_DNS_SUFFIX *suffix;
	size_t count = 0;

	for (; adapter; adapter = adapter->Next, count++) {
		within(span, adapter, sizeof(*adapter));
		ck_assert_uint_eq(adapter->Length, sizeof(*adapter));
		within(span, adapter->AdapterName, IPH_GUID_TEXT_SIZE);
		ck_assert_uint_eq(strlen(adapter->AdapterName), IPH_GUID_TEXT_SIZE - 1);
		ck_assert_ptr_nonnull(adapter->DnsSuffix);
		ck_assert_ptr_nonnull(adapter->Description);
		text_within(span, adapter->DnsSuffix);
		text_within(span, adapter->Description);
		text_within(span, adapter->FriendlyName);
		list_within(span, adapter->FirstUnicastAddress);
		list_within(span, adapter->FirstAnycastAddress);
		list_within(span, adapter->FirstMulticastAddress);
		list_within(span, adapter->FirstDnsServerAddress);
		list_within(span, adapter->FirstPrefix);
		list_within(span, adapter->FirstGatewayAddress);
		ck_assert_ptr_null(adapter->FirstWinsServerAddress);
		ck_assert_ptr_null(adapter->Dhcpv4Server.lpSockaddr);
		for (suffix = adapter->FirstDnsSuffix; suffix; suffix = suffix->Next)
			within(span, suffix, sizeof(*suffix));
	}
	return count;
}

static const struct {
	struct iph_adapters_wish wish;
	const char *indices; /* in order, IPv4's/IPv6's */
} wishes[] = {
	{{AF_UNSPEC, 0, false}, "3/3 5/0 0/7 1/1 "},
	{{AF_INET, 0, false}, "3/3 5/0 1/1 "},
	{{AF_INET6, 0, false}, "3/3 0/7 1/1 "},
	{{AF_UNSPEC, GAA_FLAG_INCLUDE_ALL_INTERFACES, false}, "3/3 5/0 0/7 0/0 1/1 "},
	{{AF_INET, GAA_FLAG_INCLUDE_ALL_INTERFACES, false}, "3/3 5/0 0/7 0/0 1/1 "},
	{{AF_UNSPEC, GAA_FLAG_SKIP_UNICAST | GAA_FLAG_SKIP_DNS_SERVER | GAA_FLAG_SKIP_FRIENDLY_NAME,
	  false},
	 "3/3 5/0 0/7 1/1 "},
	{{AF_UNSPEC, 0xffffffff, false}, "3/3 5/0 0/7 0/0 1/1 "},
};
#define WISHES (int)(sizeof(wishes) / sizeof(wishes[0]))

START_TEST(adapters_are_laid_out_within_the_size_that_was_measured)
{
	IPH_AUTO_ADAPTERS struct iph_adapters adapters;
	const IP_ADAPTER_ADDRESSES *adapter;
	char indices[100] = "";
	size_t used = 0;
	struct span span;
	char *buffer;

	make_world(&adapters);
	buffer = lay_out(&adapters, &wishes[_i].wish, &span.size);
	span.at = buffer;
	adapter = (const IP_ADAPTER_ADDRESSES *)buffer;
	all_within(span, adapter);
	for (; adapter; adapter = adapter->Next)
		used += (size_t)sprintf(indices + used, "%u/%u ", adapter->IfIndex,
					adapter->Ipv6IfIndex);
	ck_assert_str_eq(indices, wishes[_i].indices);
	free(buffer);
}
END_TEST

START_TEST(no_interface_takes_no_room)
{
	struct iph_adapters_wish wish = {.family = AF_INET6};
	IPH_AUTO_ADAPTERS struct iph_adapters adapters;

	init_world(&adapters);
	ck_assert_uint_eq(iph_adapters_lay_out(&adapters, &wish, NULL), 0);
	add_interface(&adapters, 2, IF_TYPE_ETHERNET_CSMACD, true, false);
	ck_assert_uint_eq(iph_adapters_lay_out(&adapters, &wish, NULL), 0);
	wish.family = AF_INET;
	ck_assert_uint_gt(iph_adapters_lay_out(&adapters, &wish, NULL), 0);
}
END_TEST

/* "address address", with the scope id behind a '%'. */
static const char *addresses(const void *first)
{
	const IP_ADAPTER_ANYCAST_ADDRESS *element = first;
	static char text[1000];
	char addr[INET6_ADDRSTRLEN];
	size_t used = 0;

	text[0] = '\0';
	for (; element; element = element->Next) {
		const SOCKADDR_INET *address = (const SOCKADDR_INET *)element->Address.lpSockaddr;
		bool ipv4 = address->si_family == AF_INET;

		ck_assert_int_eq(element->Address.iSockaddrLength, ipv4 ? 16 : 28);
		inet_ntop(address->si_family,
			  ipv4 ? (const void *)&address->Ipv4.sin_addr : &address->Ipv6.sin6_addr,
			  addr, sizeof(addr));
		used += (size_t)sprintf(text + used, "%s", addr);
		if (!ipv4 && address->Ipv6.sin6_scope_id)
			used += (size_t)sprintf(text + used, "%%%u", address->Ipv6.sin6_scope_id);
		used += (size_t)sprintf(text + used, " ");
	}
	return text;
}

START_TEST(each_adapter_has_its_own_addresses_and_those_of_the_family)
{
	static const struct {
		uint8_t family;
		const char *unicast;
		const char *anycast;
		const char *servers;
	} expected[] = {
		{AF_UNSPEC, "192.0.2.1 192.0.2.2 2001:db8::1 ",
		 "192.0.2.77 2001:db8::77 2001:db8::78 ", "192.0.2.53 "},
		{AF_INET, "192.0.2.1 192.0.2.2 ", "192.0.2.77 ", "192.0.2.53 "},
		{AF_INET6, "2001:db8::1 ", "2001:db8::77 2001:db8::78 ", ""},
	};
	IPH_AUTO_ADAPTERS struct iph_adapters adapters;
	size_t size;
	size_t i;

	make_world(&adapters);
	for (i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		struct iph_adapters_wish wish = {.family = expected[i].family};
		char *buffer = lay_out(&adapters, &wish, &size);
		const IP_ADAPTER_ADDRESSES *first = (const IP_ADAPTER_ADDRESSES *)buffer;

		ck_assert_str_eq(addresses(first->FirstUnicastAddress), expected[i].unicast);
		ck_assert_str_eq(addresses(first->FirstAnycastAddress), expected[i].anycast);
		ck_assert_str_eq(addresses(first->FirstDnsServerAddress), expected[i].servers);
		if (expected[i].family == AF_INET6) /* a zone is at its own interface */
			ck_assert_str_eq(addresses(first->Next->FirstDnsServerAddress),
					 "fe80::35%7 ");
		ck_assert_ptr_null(first->FirstMulticastAddress);
		ck_assert_ptr_null(first->FirstGatewayAddress);
		ck_assert_ptr_null(first->FirstPrefix);
		free(buffer);
	}
}
END_TEST

START_TEST(an_address_that_is_not_for_dns_says_so)
{
	struct iph_adapters_wish wish = {.family = AF_INET};
	IPH_AUTO_ADAPTERS struct iph_adapters adapters;
	MIB_UNICASTIPADDRESS_ROW *row;
	const IP_ADAPTER_UNICAST_ADDRESS *unicast;
	size_t size;
	char *buffer;

	make_world(&adapters);
	row = iph_table_row(&adapters.lists[IPH_LIST_UNICAST], 1);
	row->SkipAsSource = TRUE;
	row->ValidLifetime = 3;
	row->PreferredLifetime = 2;
	row->PrefixOrigin = IpPrefixOriginDhcp;
	row->SuffixOrigin = IpSuffixOriginRandom;
	row->DadState = IpDadStateTentative;
	buffer = lay_out(&adapters, &wish, &size);
	unicast = ((const IP_ADAPTER_ADDRESSES *)buffer)->FirstUnicastAddress;
	ck_assert_uint_eq(unicast->Length, 64);
	ck_assert_uint_eq(unicast->Flags, 0);
	ck_assert_uint_eq(unicast->ValidLifetime, 3);
	ck_assert_uint_eq(unicast->PreferredLifetime, 2);
	ck_assert_uint_eq(unicast->LeaseLifetime, 3);
	ck_assert_int_eq(unicast->PrefixOrigin, IpPrefixOriginDhcp);
	ck_assert_int_eq(unicast->SuffixOrigin, IpSuffixOriginRandom);
	ck_assert_int_eq(unicast->DadState, IpDadStateTentative);
	ck_assert_uint_eq(unicast->OnLinkPrefixLength, 24);
	ck_assert_uint_eq(unicast->Next->Flags, IP_ADAPTER_ADDRESS_DNS_ELIGIBLE);
	ck_assert_uint_eq(((const IP_ADAPTER_ADDRESSES *)buffer)->Dhcpv4Enabled, 1);
	free(buffer);
}
END_TEST

START_TEST(only_an_adapter_that_is_up_and_leads_out_has_name_servers)
{
	struct iph_adapters_wish wish = {.family = AF_UNSPEC};
	IPH_AUTO_ADAPTERS struct iph_adapters adapters;
	const IP_ADAPTER_ADDRESSES *adapter;
	size_t size;
	char *buffer;

	make_world(&adapters);
	((struct iph_adapter *)iph_table_row(&adapters.all, 2))->row.OperStatus = IfOperStatusDown;
	buffer = lay_out(&adapters, &wish, &size);
	adapter = (const IP_ADAPTER_ADDRESSES *)buffer;
	ck_assert_ptr_nonnull(adapter->FirstDnsServerAddress);
	ck_assert_uint_eq(adapter->DnsSuffix[0], 'a');
	ck_assert_uint_eq(adapter->FirstDnsSuffix->String[0], 'a');
	ck_assert_uint_eq(adapter->FirstDnsSuffix->Next->String[0], 'b');
	ck_assert_ptr_null(adapter->FirstDnsSuffix->Next->Next);
	adapter = adapter->Next;
	ck_assert_uint_eq(adapter->IfIndex, 5);
	ck_assert_ptr_null(adapter->FirstDnsServerAddress);
	ck_assert_ptr_null(adapter->FirstDnsSuffix);
	ck_assert_uint_eq(adapter->DnsSuffix[0], 0);
	adapter = adapter->Next->Next;
	ck_assert_uint_eq(adapter->IfType, IF_TYPE_SOFTWARE_LOOPBACK);
	ck_assert_ptr_null(adapter->FirstDnsServerAddress);
	free(buffer);
}
END_TEST

START_TEST(a_physical_address_that_is_too_long_is_left_out)
{
	struct iph_adapters_wish wish = {.family = AF_UNSPEC};
	IPH_AUTO_ADAPTERS struct iph_adapters adapters;
	const IP_ADAPTER_ADDRESSES *adapter;
	MIB_IF_ROW2 *row;
	size_t size;
	char *buffer;

	make_world(&adapters);
	row = iph_table_row(&adapters.all, 1);
	row->PhysicalAddressLength = 8;
	memset(row->PhysicalAddress, 0x11, 8);
	row = iph_table_row(&adapters.all, 2);
	row->PhysicalAddressLength = 20;
	memset(row->PhysicalAddress, 0x22, 20);
	buffer = lay_out(&adapters, &wish, &size);
	adapter = (const IP_ADAPTER_ADDRESSES *)buffer;
	ck_assert_uint_eq(adapter->PhysicalAddressLength, 8);
	ck_assert_uint_eq(adapter->PhysicalAddress[7], 0x11);
	ck_assert_uint_eq(adapter->Next->PhysicalAddressLength, 0);
	ck_assert_uint_eq(adapter->Next->PhysicalAddress[0], 0);
	free(buffer);
}
END_TEST

static const char *prefixes_of(struct iph_adapters *adapters)
{
	struct iph_table *prefixes = &adapters->lists[IPH_LIST_PREFIX];
	static char text[2000];
	char addr[INET6_ADDRSTRLEN];
	size_t used = 0;
	size_t i;

	ck_assert_int_eq(
		iph_adapter_prefixes(&adapters->lists[IPH_LIST_UNICAST], &adapters->all, prefixes),
		0);
	text[0] = '\0';
	for (i = 0; i < iph_table_count(prefixes); i++) {
		const struct iph_prefix *prefix = iph_table_row(prefixes, i);
		struct iph_addr bytes;

		ck_assert(iph_row_addr(&prefix->Address, &bytes));
		inet_ntop(bytes.family, bytes.bytes, addr, sizeof(addr));
		used += (size_t)sprintf(text + used, "%u:%s/%u ", prefix->InterfaceIndex, addr,
					prefix->length);
	}
	return text;
}

START_TEST(prefixes_are_those_of_the_addresses_once_each_and_in_order)
{
	IPH_AUTO_ADAPTERS struct iph_adapters adapters;

	make_world(&adapters);
	add_unicast(&adapters, "fe80::2", 7, 61);
	add_unicast(&adapters, "fe80::ffff:0:0:1", 7, 61);
	add_unicast(&adapters, "2001:db8::2", 7, 0);
	ck_assert_str_eq(
		prefixes_of(&adapters),
		"1:127.0.0.0/8 1:127.0.0.1/32 1:127.255.255.255/32 1:224.0.0.0/4 "
		"1:255.255.255.255/32 3:192.0.2.0/24 3:192.0.2.1/32 3:192.0.2.2/32 "
		"3:192.0.2.255/32 3:224.0.0.0/4 3:255.255.255.255/32 5:198.51.100.0/31 "
		"5:198.51.100.0/32 5:224.0.0.0/4 5:255.255.255.255/32 1:::1/128 1:ff00::/8 "
		"3:2001:db8::/64 3:2001:db8::1/128 3:ff00::/8 7:::/0 7:2001:db8::2/128 "
		"7:fe80::/61 7:fe80::/64 7:fe80::1/128 7:fe80::2/128 7:fe80::ffff:0:0:1/128 "
		"7:ff00::/8 ");
}
END_TEST

TEST_SUITE("adapters")
{
	TCase *tcase = tcase_create("iph_adapters_lay_out");

	tcase_add_loop_test(tcase, adapters_are_laid_out_within_the_size_that_was_measured, 0,
			    WISHES);
	tcase_add_test(tcase, no_interface_takes_no_room);
	tcase_add_test(tcase, each_adapter_has_its_own_addresses_and_those_of_the_family);
	tcase_add_test(tcase, an_address_that_is_not_for_dns_says_so);
	tcase_add_test(tcase, only_an_adapter_that_is_up_and_leads_out_has_name_servers);
	tcase_add_test(tcase, a_physical_address_that_is_too_long_is_left_out);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("iph_adapter_prefixes");
	tcase_add_test(tcase, prefixes_are_those_of_the_addresses_once_each_and_in_order);
	suite_add_tcase(suite, tcase);
}
