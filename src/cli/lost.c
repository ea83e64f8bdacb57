/* SPDX-License-Identifier: MIT */
/* Anycast entries that no table has. */

#include <stdlib.h>
#include <string.h>

#include "help.h"
#include "inet.h"
#include "lost.h"
#include "names.h"
#include "sight.h"

static size_t table_size(size_t rows)
{
	return offsetof(MIB_ANYCASTIPADDRESS_TABLE, Table) +
	       rows * sizeof(MIB_ANYCASTIPADDRESS_ROW);
}

/* Behind the IPv4 rows, by index and address, as the library sorts them. */
static int compare_records(const void *a, const void *b)
{
	const MIB_ANYCASTIPADDRESS_ROW *one = a;
	const MIB_ANYCASTIPADDRESS_ROW *other = b;

	if (one->Address.si_family != other->Address.si_family)
		return one->Address.si_family == AF_INET ? -1 : 1;
	if (one->InterfaceIndex != other->InterfaceIndex)
		return one->InterfaceIndex < other->InterfaceIndex ? -1 : 1;
	if (one->Address.si_family == AF_INET)
		return memcmp(&one->Address.Ipv4.sin_addr, &other->Address.Ipv4.sin_addr, 4);
	return memcmp(&one->Address.Ipv6.sin6_addr, &other->Address.Ipv6.sin6_addr, 16);
}

static void add_lost(const struct iph_sight *sight, MIB_ANYCASTIPADDRESS_TABLE **table)
{
	MIB_ANYCASTIPADDRESS_TABLE *larger;
	MIB_ANYCASTIPADDRESS_ROW row;
	bool some = false;
	size_t at = 0;

	while (iph_sight_lost(sight, &at, &row)) {
		larger = realloc(*table, table_size((*table)->NumEntries + 1u));
		if (!larger)
			return;
		larger->Table[larger->NumEntries++] = row;
		*table = larger;
		some = true;
	}
	if (some)
		qsort((*table)->Table, (*table)->NumEntries, sizeof(row), compare_records);
}

DWORD iph_lost_table(ADDRESS_FAMILY family, void **ret_table)
{
	IPH_AUTO_SIGHT struct iph_sight *sight = NULL;
	MIB_ANYCASTIPADDRESS_TABLE *copy;
	MIB_ANYCASTIPADDRESS_TABLE *table;
	DWORD code = GetAnycastIpAddressTable(family, &table);

	if (code != NO_ERROR)
		return code;
	copy = malloc(table_size(table->NumEntries));
	if (copy)
		memcpy(copy, table, table_size(table->NumEntries));
	FreeMibTable(table);
	if (!copy)
		return ERROR_NOT_ENOUGH_MEMORY;
	if (family != AF_INET)
		sight = iph_sight_new(IPH_SIGHT_RECORDS);
	if (sight)
		add_lost(sight, &copy);
	*ret_table = copy;
	return NO_ERROR;
}

bool iph_lost_is(const MIB_ANYCASTIPADDRESS_ROW *row)
{
	IPH_AUTO_SIGHT struct iph_sight *sight = iph_sight_new(IPH_SIGHT_RECORDS);
	MIB_ANYCASTIPADDRESS_ROW copy = *row;

	return ConvertInterfaceLuidToIndex(&row->InterfaceLuid, &copy.InterfaceIndex) == NO_ERROR &&
	       iph_sight_is_lost(sight, &copy);
}

static int bring_back(const MIB_ANYCASTIPADDRESS_ROW *row)
{
	struct iph_named named = {.name = ""};
	char address[INET6_ADDRSTRLEN];
	const struct iph_attempt attempt = {.verb = IPH_VERB_REPAIR,
					    .family = AF_INET6,
					    .kind = "anycast",
					    .address = address,
					    .interface = named.name};
	DWORD code = CreateAnycastIpAddressEntry(row);

	if (code == NO_ERROR || code == ERROR_OBJECT_ALREADY_EXISTS)
		return IPH_EXIT_DONE;
	iph_address_format(&row->Address, address);
	if (iph_names_next(&named, &row->InterfaceLuid) != NO_ERROR)
		return IPH_EXIT_DONE; /* it has gone, and its entries with it */
	return iph_error_report(&attempt, code);
}

/* The first one that is created brings the others back, too; what it cannot is said of each. */
int iph_lost_repair(struct iph_args *args)
{
	const struct iph_attempt reading = {
		.verb = IPH_VERB_LIST, .family = AF_INET6, .kind = "anycast"};
	IPH_AUTO_SIGHT struct iph_sight *sight = NULL;
	MIB_ANYCASTIPADDRESS_ROW row;
	int status = IPH_EXIT_DONE;
	size_t at = 0;

	iph_help_end(args);
	if (args->stop)
		return args->status;
	sight = iph_sight_new(IPH_SIGHT_RECORDS);
	if (!sight)
		return iph_error_report(&reading, ERROR_GEN_FAILURE);
	while (iph_sight_lost(sight, &at, &row))
		if (bring_back(&row) != IPH_EXIT_DONE)
			status = IPH_EXIT_FAILED;
	return status;
}
