/* SPDX-License-Identifier: MIT */
/* iphlp anycast: add, delete, get, show. */

#include <stdio.h>
#include <string.h>

#include "anycast.h"
#include "listing.h"

const char iph_anycast_help[] =
	"  iphlp anycast add ADDR dev IF     give the interface an anycast address\n"
	"  iphlp anycast delete ADDR dev IF  take it away again\n"
	"  iphlp anycast get ADDR dev IF     show that one\n"
	"  iphlp anycast [show [dev IF]]     show all, or those of one interface; also: list\n";

static const char kind[] = "anycast";

static int read_request(struct iph_args *args, enum iph_verb verb,
			struct iph_request *ret_request, MIB_ANYCASTIPADDRESS_ROW *ret_row)
{
	const struct iph_form form = {.verb = verb, .kind = kind, .fault = iph_address_fault};
	int status = iph_request_entry(args, &form, ret_request);

	memset(ret_row, 0, sizeof(*ret_row));
	ret_row->Address = ret_request->address.inet;
	ret_row->InterfaceLuid = ret_request->luid;
	return status;
}

static int add_entry(struct iph_args *args)
{
	struct iph_request request;
	MIB_ANYCASTIPADDRESS_ROW row;
	int status = read_request(args, IPH_VERB_ADD, &request, &row);
	DWORD code;

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	code = CreateAnycastIpAddressEntry(&row);
	return code == NO_ERROR ? IPH_EXIT_DONE : iph_error_report(&request.attempt, code);
}

/* An interface that cannot exist: whoever is denied even that lacks the privilege. The library
 * looks for it before it looks for the interface. */
static bool privileged(const MIB_ANYCASTIPADDRESS_ROW *row)
{
	const MIB_ANYCASTIPADDRESS_ROW nowhere = {.Address = row->Address,
						  .InterfaceIndex = UINT32_MAX};

	return DeleteAnycastIpAddressEntry(&nowhere) != ERROR_ACCESS_DENIED;
}

static int delete_entry(struct iph_args *args)
{
	struct iph_request request;
	MIB_ANYCASTIPADDRESS_ROW row;
	int status = read_request(args, IPH_VERB_DELETE, &request, &row);
	DWORD code;

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	code = DeleteAnycastIpAddressEntry(&row);
	if (code == ERROR_ACCESS_DENIED && privileged(&row))
		return iph_error_not_ours(&request.attempt);
	return code == NO_ERROR ? IPH_EXIT_DONE : iph_error_report(&request.attempt, code);
}

static void print_row(struct iph_output *output, const void *element, const char *interface,
		      bool json)
{
	const MIB_ANYCASTIPADDRESS_ROW *row = element;
	char address[INET6_ADDRSTRLEN];
	char index[sizeof("4294967295")];
	char luid[IPH_LUID_TEXT];
	char scope[sizeof("4294967295")];
	const char *const texts[] = {address, interface, index, luid, scope};

	(void)json;
	iph_address_format(&row->Address, address);
	snprintf(index, sizeof(index), "%u", row->InterfaceIndex);
	iph_names_format_luid(&row->InterfaceLuid, luid);
	snprintf(scope, sizeof(scope), "%u", row->ScopeId.Value);
	iph_output_row(output, NULL, texts);
}

static DWORD get_table(ADDRESS_FAMILY family, void **ret_table)
{
	return GetAnycastIpAddressTable(family, (PMIB_ANYCASTIPADDRESS_TABLE *)ret_table);
}

static const struct iph_column columns[] = {
	{"ADDRESS", IPH_COLUMN_TEXT}, {"INTERFACE", IPH_COLUMN_TEXT}, {"INDEX", IPH_COLUMN_NUMBER},
	{"LUID", IPH_COLUMN_TEXT},    {"SCOPE", IPH_COLUMN_NUMBER},
};

static const struct iph_listing listing = {
	.kind = kind,
	.key = "anycast",
	.columns = columns,
	.column_count = IPH_ARRAY_SIZE(columns),
	.rows = offsetof(MIB_ANYCASTIPADDRESS_TABLE, Table),
	.row_size = sizeof(MIB_ANYCASTIPADDRESS_ROW),
	.luid = offsetof(MIB_ANYCASTIPADDRESS_ROW, InterfaceLuid),
	.get_table = get_table,
	.print_row = print_row,
};

static int get_entry(struct iph_args *args)
{
	struct iph_request request;
	MIB_ANYCASTIPADDRESS_ROW row;
	int status = read_request(args, IPH_VERB_GET, &request, &row);
	DWORD code;

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	code = GetAnycastIpAddressEntry(&row);
	if (code != NO_ERROR)
		return iph_error_report(&request.attempt, code);
	return iph_listing_print_one(&listing, &request.attempt, &row, args->json);
}

static int show_entries(struct iph_args *args)
{
	return iph_listing_show(&listing, args);
}

int iph_anycast_main(struct iph_args *args)
{
	static const struct iph_command verbs[] = {
		{"add", add_entry, NULL},     {"delete", delete_entry, NULL},
		{"get", get_entry, NULL},     {"show", show_entries, NULL},
		{"list", show_entries, NULL}, {"help", iph_args_help, NULL},
		{NULL, NULL, NULL},
	};

	return iph_args_verb(args, verbs, show_entries);
}
