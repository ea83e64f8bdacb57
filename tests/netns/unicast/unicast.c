/* SPDX-License-Identifier: MIT */
/* The unicast calls by name of address and interface. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unicast.h"

/* musl's inet_pton() has written something when it says no. */
static void put_addr(SOCKADDR_INET *ret_sockaddr, const char *addr)
{
	memset(ret_sockaddr, 0xcc, sizeof(*ret_sockaddr));
	if (!strchr(addr, ':') && inet_pton(AF_INET, addr, &ret_sockaddr->Ipv4.sin_addr) == 1) {
		ret_sockaddr->si_family = AF_INET;
		return;
	}
	ret_sockaddr->si_family = AF_INET6;
	ck_assert_int_eq(inet_pton(AF_INET6, addr, &ret_sockaddr->Ipv6.sin6_addr), 1);
}

MIB_UNICASTIPADDRESS_ROW unicast_row(const char *addr, int prefix_length, const char *ifname)
{
	MIB_UNICASTIPADDRESS_ROW row;

	memset(&row, 0xcc, sizeof(row));
	InitializeUnicastIpAddressEntry(&row);
	put_addr(&row.Address, addr);
	row.InterfaceIndex = index_of(ifname);
	row.OnLinkPrefixLength = (UINT8)prefix_length;
	row.ScopeId.Value = 0xcccccccc;
	row.CreationTimeStamp.QuadPart = 0x7ccccccccccccccc;
	return row;
}

uint32_t unicast_create(MIB_UNICASTIPADDRESS_ROW row)
{
	return (uint32_t)CreateUnicastIpAddressEntry(&row);
}

void unicast_create_ok(const char *addr, int prefix_length, const char *ifname)
{
	assert_code(unicast_create(unicast_row(addr, prefix_length, ifname)), CODE_SUCCESS);
	ck_assert_msg(judge_address(addr, prefix_length, ifname), "%s is not there", addr);
}

uint32_t unicast_delete(const char *addr, const char *ifname)
{
	MIB_UNICASTIPADDRESS_ROW row;

	memset(&row, 0xcc, sizeof(row));
	put_addr(&row.Address, addr);
	row.InterfaceLuid.Value = 0;
	row.InterfaceIndex = index_of(ifname);
	return (uint32_t)DeleteUnicastIpAddressEntry(&row);
}

static uint32_t get(const char *addr, const char *ifname, MIB_UNICASTIPADDRESS_ROW *ret_row)
{
	memset(ret_row, 0xcc, sizeof(*ret_row));
	put_addr(&ret_row->Address, addr);
	ret_row->InterfaceLuid.Value = 0;
	ret_row->InterfaceIndex = index_of(ifname);
	return (uint32_t)GetUnicastIpAddressEntry(ret_row);
}

uint32_t unicast_get_code(const char *addr, const char *ifname)
{
	MIB_UNICASTIPADDRESS_ROW row;

	return get(addr, ifname, &row);
}

static bool same_key(const MIB_UNICASTIPADDRESS_ROW *a, const MIB_UNICASTIPADDRESS_ROW *b)
{
	return memcmp(&a->Address, &b->Address, sizeof(a->Address)) == 0 &&
	       a->InterfaceIndex == b->InterfaceIndex;
}

/* Lifetimes go on between the two calls, and the search for duplicates may come to its end. */
static void in_table(MIB_UNICASTIPADDRESS_ROW row)
{
	PMIB_UNICASTIPADDRESS_TABLE table = NULL;
	unsigned int found = 0;
	ULONG i;

	assert_code(GetUnicastIpAddressTable(AF_UNSPEC, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++) {
		if (!same_key(&table->Table[i], &row))
			continue;
		found++;
		ck_assert_uint_le(row.ValidLifetime - table->Table[i].ValidLifetime, 2);
		ck_assert_uint_le(row.PreferredLifetime - table->Table[i].PreferredLifetime, 2);
		row.ValidLifetime = table->Table[i].ValidLifetime;
		row.PreferredLifetime = table->Table[i].PreferredLifetime;
		if (row.DadState == IpDadStateTentative)
			row.DadState = table->Table[i].DadState;
		ck_assert_mem_eq(&table->Table[i], &row, sizeof(row));
	}
	FreeMibTable(table);
	ck_assert_uint_eq(found, 1);
}

MIB_UNICASTIPADDRESS_ROW unicast_get(const char *addr, const char *ifname)
{
	MIB_UNICASTIPADDRESS_ROW row;

	assert_code(get(addr, ifname, &row), CODE_SUCCESS);
	in_table(row);
	return row;
}

MIB_UNICASTIPADDRESS_ROW unicast_set(const char *addr, const char *ifname, row_change change)
{
	MIB_UNICASTIPADDRESS_ROW row = unicast_get(addr, ifname);

	change(&row);
	assert_code(SetUnicastIpAddressEntry(&row), CODE_SUCCESS);
	return unicast_get(addr, ifname);
}

/* ip 6.1 gives empty objects for what -4 or a device leaves out. */
#define SELECT_ADDRESS                                                                             \
	"ip -j -d address show dev %s | jq -r '.[].addr_info // [] | .[] | "                       \
	"select(.local == \"%s\") | "

void ip_says(const char *addr, const char *ifname, const char *expression, const char *result)
{
	char *output = output_of(SELECT_ADDRESS "%s'", ifname, addr, expression);

	output[strcspn(output, "\n")] = '\0';
	ck_assert_msg(strcmp(output, result) == 0, "ip: %s on %s: %s is \"%s\", not \"%s\"", addr,
		      ifname, expression, output, result);
	free(output);
}

bool ip_has(const char *addr, const char *ifname)
{
	char *output = output_of(SELECT_ADDRESS ".local'", ifname, addr);
	bool has = strncmp(output, addr, strlen(addr)) == 0;

	free(output);
	return has;
}

void source_is(const char *destination, const char *source)
{
	char *output =
		output_of("ip -j route get %s | jq -r '.[0].prefsrc // \"none\"'", destination);

	output[strcspn(output, "\n")] = '\0';
	ck_assert_msg(strcmp(output, source) == 0, "to %s from %s, not from %s", destination,
		      output, source);
	free(output);
}

static int compare_lines(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* As "sort" does in the C locale. Frees the text. */
static char *sorted(char *text)
{
	char *lines[256];
	size_t count = 0;
	char *result = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&result, &size);
	char *line;
	size_t i;

	for (line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		ck_assert_uint_lt(count, 256);
		lines[count++] = line;
	}
	qsort(lines, count, sizeof(*lines), compare_lines);
	for (i = 0; i < count; i++)
		fprintf(file, "%s\n", lines[i]);
	fclose(file);
	free(text);
	return result;
}

/* A state as ip shows it: "T" tentative, "D" duplicate, "-" deprecated, "P" otherwise. */
static const char states[] = "?TD-P";

static void print_row(FILE *file, const MIB_UNICASTIPADDRESS_ROW *row)
{
	char addr[INET6_ADDRSTRLEN];
	const void *bytes = row->Address.si_family == AF_INET
				    ? (const void *)&row->Address.Ipv4.sin_addr
				    : &row->Address.Ipv6.sin6_addr;

	fprintf(file, "%u %s/%u valid %u preferred %u state %c\n", row->InterfaceIndex,
		inet_ntop(row->Address.si_family, bytes, addr, sizeof(addr)),
		row->OnLinkPrefixLength, row->ValidLifetime, row->PreferredLifetime,
		states[row->DadState]);
}

static char *our_rows(void)
{
	PMIB_UNICASTIPADDRESS_TABLE table = NULL;
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	ULONG i;

	assert_code(GetUnicastIpAddressTable(AF_UNSPEC, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++)
		print_row(file, &table->Table[i]);
	fclose(file);
	FreeMibTable(table);
	return sorted(text);
}

/* What a row says of an address of an interface that is down is judged elsewhere. */
static char *their_rows(void)
{
	return sorted(output_of(
		"ip -j address show up | jq -r '.[] | .ifindex as $i | .addr_info // [] | .[] | "
		"\"\\($i) \\(.local)/\\(.prefixlen) valid \\(.valid_life_time) "
		"preferred \\(.preferred_life_time) state \\(if .dadfailed then \"D\" "
		"elif .tentative and (.optimistic | not) then \"T\" "
		"elif .deprecated then \"-\" else \"P\" end)\"'"));
}

void unicast_agree(void)
{
	char *ours = NULL;
	char *theirs = NULL;
	int tries;

	/* a second may pass between the two */
	for (tries = 0; tries < 5; tries++) {
		free(ours);
		free(theirs);
		ours = our_rows();
		theirs = their_rows();
		if (strcmp(ours, theirs) == 0)
			break;
	}
	judge_same(ours, theirs);
	free(ours);
	free(theirs);
}
