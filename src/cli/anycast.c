/* SPDX-License-Identifier: MIT */
/* iphlp anycast: add, delete, get, show. */

#include <stdio.h>
#include <string.h>

#include "anycast.h"
#include "output.h"
#include "request.h"

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

static void print_row(struct iph_output *output, const MIB_ANYCASTIPADDRESS_ROW *row,
		      const char *interface)
{
	char address[INET6_ADDRSTRLEN];
	char index[sizeof("4294967295")];
	char luid[IPH_LUID_TEXT];
	char scope[sizeof("4294967295")];
	const char *const texts[] = {address, interface, index, luid, scope};

	iph_address_format(&row->Address, address);
	snprintf(index, sizeof(index), "%u", row->InterfaceIndex);
	iph_names_format_luid(&row->InterfaceLuid, luid);
	snprintf(scope, sizeof(scope), "%u", row->ScopeId.Value);
	iph_output_row(output, NULL, texts);
}

/* The rows of one interface, or of all of them when only is 0. */
static DWORD print_rows(struct iph_output *output, const MIB_ANYCASTIPADDRESS_ROW *rows,
			size_t count, NET_LUID only)
{
	struct iph_named named = {.name = ""};
	DWORD code = NO_ERROR;
	size_t i;

	for (i = 0; i < count && code == NO_ERROR; i++) {
		if (only.Value && rows[i].InterfaceLuid.Value != only.Value)
			continue;
		code = iph_names_next(&named, &rows[i].InterfaceLuid);
		if (code == NO_ERROR)
			print_row(output, &rows[i], named.name);
	}
	return code;
}

static int print(const struct iph_attempt *attempt, const MIB_ANYCASTIPADDRESS_ROW *rows,
		 size_t count, NET_LUID only, bool json)
{
	static const struct iph_column columns[] = {
		{"ADDRESS", IPH_COLUMN_TEXT}, {"INTERFACE", IPH_COLUMN_TEXT}, {"INDEX", IPH_COLUMN_NUMBER},
		{"LUID", IPH_COLUMN_TEXT},    {"SCOPE", IPH_COLUMN_NUMBER},
	};
	IPH_AUTO_OUTPUT struct iph_output *output =
		iph_output_new("anycast", columns, IPH_ARRAY_SIZE(columns), json);
	DWORD code = ERROR_NOT_ENOUGH_MEMORY;

	if (output)
		code = print_rows(output, rows, count, only);
	return code == NO_ERROR ? iph_output_print(output) : iph_error_report(attempt, code);
}

static int get_entry(struct iph_args *args)
{
	const NET_LUID all = {.Value = 0};
	struct iph_request request;
	MIB_ANYCASTIPADDRESS_ROW row;
	int status = read_request(args, IPH_VERB_GET, &request, &row);
	DWORD code;

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	code = GetAnycastIpAddressEntry(&row);
	if (code != NO_ERROR)
		return iph_error_report(&request.attempt, code);
	return print(&request.attempt, &row, 1, all, args->json);
}

static int show_entries(struct iph_args *args)
{
	struct iph_request request;
	MIB_ANYCASTIPADDRESS_TABLE *table;
	int status = iph_request_interface(args, IPH_VERB_LIST, kind, &request);
	DWORD code;

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	code = GetAnycastIpAddressTable((ADDRESS_FAMILY)args->family, &table);
	if (code != NO_ERROR)
		return iph_error_report(&request.attempt, code);
	status = print(&request.attempt, table->Table, table->NumEntries, request.luid, args->json);
	FreeMibTable(table);
	return status;
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
