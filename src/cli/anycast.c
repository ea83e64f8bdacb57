/* SPDX-License-Identifier: MIT */
/* iphlp anycast: add, delete, get, show. */

#include <stdio.h>
#include <string.h>

#include "address.h"
#include "anycast.h"
#include "error.h"
#include "names.h"
#include "output.h"

const char iph_anycast_help[] =
	"  iphlp anycast add ADDR dev IF     give the interface an anycast address\n"
	"  iphlp anycast delete ADDR dev IF  take it away again\n"
	"  iphlp anycast get ADDR dev IF     show that one\n"
	"  iphlp anycast [show [dev IF]]     show all, or those of one interface; also: list\n";

struct request {
	struct iph_attempt attempt;
	struct iph_address address;
	MIB_ANYCASTIPADDRESS_ROW row;
};

struct words {
	const char *address;
	const char *interface;
};

static bool set_word(struct iph_args *args, const char **word, const char *value)
{
	if (!*word && *value) {
		*word = value;
		return true;
	}
	args->stop = true;
	args->status = *value ? iph_args_wrong(args, "%s is one word too many", value)
			      : iph_args_wrong(args, "an empty word means nothing");
	return false;
}

/* Words in any order: "dev IF", and one without a keyword, which is for *ret_bare. */
static bool read_words(struct iph_args *args, struct words *ret_words, const char **ret_bare)
{
	const char *word;

	while ((word = iph_args_word(args))) {
		const char **target = ret_bare;

		if (iph_args_is(word, "dev")) {
			target = &ret_words->interface;
			word = iph_args_value(args);
		}
		if (!word) {
			args->stop = true;
			args->status = iph_args_wrong(args, "dev needs an interface");
		} else if (!set_word(args, target, word)) {
			break;
		}
	}
	return !args->stop;
}

static int not_an_address(const struct iph_args *args, const char *text)
{
	const char *families = "IPv4 or IPv6";

	if (args->family != AF_UNSPEC)
		families = args->family == AF_INET ? "IPv4" : "IPv6";
	iph_error_line("%s is not an %s address%s", text, families,
		       strchr(text, '/') ? "; an anycast address has no prefix length" : "");
	return IPH_EXIT_USAGE;
}

/* fe80::1%eth0 and "dev eth0" must mean the same. */
static int check_zone(const struct request *request, const char *text)
{
	NET_LUID zone;

	if (!request->address.zone)
		return IPH_EXIT_DONE;
	if (iph_names_find(request->address.zone, &zone) == NO_ERROR &&
	    zone.Value == request->row.InterfaceLuid.Value)
		return IPH_EXIT_DONE;
	iph_error_line("%s is not on %s", text, request->attempt.interface);
	return IPH_EXIT_USAGE;
}

static int find_interface(struct request *request)
{
	DWORD code = iph_names_find(request->attempt.interface, &request->row.InterfaceLuid);

	if (code == ERROR_FILE_NOT_FOUND)
		return iph_error_no_interface(&request->attempt);
	return code == NO_ERROR ? IPH_EXIT_DONE : iph_error_report(&request->attempt, code);
}

/* Everything up to the call itself; what is wrong has been said when it is not IPH_EXIT_DONE. */
static int read_request(struct iph_args *args, enum iph_verb verb, struct request *ret_request)
{
	struct iph_address *address = &ret_request->address;
	struct words words = {NULL, NULL};
	int status;

	memset(ret_request, 0, sizeof(*ret_request));
	if (!read_words(args, &words, &words.address))
		return args->status;
	if (!words.address)
		return iph_args_wrong(args, "an address is missing");
	if (!iph_address_parse(words.address, address) ||
	    (args->family != AF_UNSPEC && args->family != address->inet.si_family))
		return not_an_address(args, words.address);
	if (!words.interface && !address->zone)
		return iph_args_wrong(args, "dev IF is missing");
	ret_request->attempt = (struct iph_attempt){
		.verb = verb,
		.family = address->inet.si_family,
		.address = address->text,
		.interface = words.interface ? words.interface : address->zone,
		.fault = iph_address_fault(&address->inet),
	};
	ret_request->row.Address = address->inet;
	status = find_interface(ret_request);
	return status == IPH_EXIT_DONE ? check_zone(ret_request, words.address) : status;
}

static int add_entry(struct iph_args *args)
{
	struct request request;
	int status = read_request(args, IPH_VERB_ADD, &request);
	DWORD code;

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	code = CreateAnycastIpAddressEntry(&request.row);
	return code == NO_ERROR ? IPH_EXIT_DONE : iph_error_report(&request.attempt, code);
}

/* An interface that cannot exist: whoever is denied even that lacks the privilege. The library
 * looks for it before it looks for the interface. */
static bool privileged(const struct request *request)
{
	MIB_ANYCASTIPADDRESS_ROW row = {.Address = request->row.Address,
					.InterfaceIndex = UINT32_MAX};

	return DeleteAnycastIpAddressEntry(&row) != ERROR_ACCESS_DENIED;
}

static int delete_entry(struct iph_args *args)
{
	struct request request;
	int status = read_request(args, IPH_VERB_DELETE, &request);
	DWORD code;

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	code = DeleteAnycastIpAddressEntry(&request.row);
	if (code == ERROR_ACCESS_DENIED && privileged(&request))
		return iph_error_not_ours(&request.attempt);
	return code == NO_ERROR ? IPH_EXIT_DONE : iph_error_report(&request.attempt, code);
}

/* The rows of one interface, or of all of them when only is 0. */
static DWORD print_rows(struct iph_output *output, const MIB_ANYCASTIPADDRESS_ROW *rows,
			size_t count, NET_LUID only)
{
	char name[IF_MAX_STRING_SIZE + 1] = "";
	char address[INET6_ADDRSTRLEN];
	char index[sizeof("4294967295")];
	char luid[IPH_LUID_TEXT];
	char scope[sizeof("4294967295")];
	const char *const texts[] = {address, name, index, luid, scope};
	NET_LUID named = {.Value = 0};
	size_t i;

	for (i = 0; i < count; i++) {
		DWORD code = NO_ERROR;

		if (only.Value && rows[i].InterfaceLuid.Value != only.Value)
			continue;
		if (rows[i].InterfaceLuid.Value != named.Value)
			code = ConvertInterfaceLuidToNameA(&rows[i].InterfaceLuid, name,
							   sizeof(name));
		if (code != NO_ERROR)
			return code;
		named = rows[i].InterfaceLuid;
		iph_address_format(&rows[i].Address, address);
		snprintf(index, sizeof(index), "%u", rows[i].InterfaceIndex);
		iph_names_format_luid(&rows[i].InterfaceLuid, luid);
		snprintf(scope, sizeof(scope), "%u", rows[i].ScopeId.Value);
		iph_output_row(output, texts);
	}
	return NO_ERROR;
}

static int print(const struct iph_attempt *attempt, const MIB_ANYCASTIPADDRESS_ROW *rows,
		 size_t count, NET_LUID only, bool json)
{
	static const struct iph_column columns[] = {
		{"ADDRESS", false}, {"INTERFACE", false}, {"INDEX", true},
		{"LUID", false},    {"SCOPE", true},
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
	struct request request;
	int status = read_request(args, IPH_VERB_GET, &request);
	DWORD code;

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	code = GetAnycastIpAddressEntry(&request.row);
	if (code != NO_ERROR)
		return iph_error_report(&request.attempt, code);
	return print(&request.attempt, &request.row, 1, all, args->json);
}

static int show_entries(struct iph_args *args)
{
	struct request request = {.attempt = {.verb = IPH_VERB_LIST}};
	MIB_ANYCASTIPADDRESS_TABLE *table;
	struct words words = {NULL, NULL};
	int status = IPH_EXIT_DONE;
	DWORD code;

	if (!read_words(args, &words, &words.interface))
		return args->status;
	request.attempt.family = args->family;
	request.attempt.interface = words.interface;
	if (words.interface)
		status = find_interface(&request);
	if (status != IPH_EXIT_DONE)
		return status;
	code = GetAnycastIpAddressTable((ADDRESS_FAMILY)args->family, &table);
	if (code != NO_ERROR)
		return iph_error_report(&request.attempt, code);
	status = print(&request.attempt, table->Table, table->NumEntries, request.row.InterfaceLuid,
		       args->json);
	FreeMibTable(table);
	return status;
}

static int help(struct iph_args *args)
{
	return iph_args_help(args);
}

int iph_anycast_main(struct iph_args *args)
{
	static const struct iph_command verbs[] = {
		{"add", add_entry, NULL},     {"delete", delete_entry, NULL},
		{"get", get_entry, NULL},     {"show", show_entries, NULL},
		{"list", show_entries, NULL}, {"help", help, NULL},
		{NULL, NULL, NULL},
	};
	const char *word = iph_args_word(args);
	const struct iph_command *verb;

	if (args->stop)
		return args->status;
	if (!word)
		return show_entries(args);
	verb = iph_args_command(args, verbs, word);
	return verb ? verb->run(args) : args->status;
}
