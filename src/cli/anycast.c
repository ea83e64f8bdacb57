/* SPDX-License-Identifier: MIT */
/* iphlp anycast. */

#include <stdlib.h>
#include <string.h>

#include "listing.h"
#include "lost.h"

static const char kind[] = "anycast";

static int read_request(struct iph_args *args, enum iph_verb_tried tried,
			struct iph_request *ret_request, MIB_ANYCASTIPADDRESS_ROW *ret_row)
{
	const struct iph_form form = {.tried = tried, .kind = kind, .fault = iph_address_fault};
	int status = iph_request_entry(args, &form, ret_request);

	memset(ret_row, 0, sizeof(*ret_row));
	ret_row->Address = ret_request->address.inet;
	ret_row->InterfaceLuid = ret_request->luid;
	return status;
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
	if (code == ERROR_NOT_FOUND && args->if_exists)
		return IPH_EXIT_DONE;
	if (code == ERROR_ACCESS_DENIED && privileged(&row))
		return iph_error_not_ours(&request.attempt);
	return code == NO_ERROR ? IPH_EXIT_DONE : iph_error_report(&request.attempt, code);
}

/* Whether the entry is there and will stay there until we delete it. */
static bool have_entry(MIB_ANYCASTIPADDRESS_ROW *row)
{
	IPH_AUTO_SIGHT struct iph_sight *sight = NULL;
	const char *maker;

	if (GetAnycastIpAddressEntry(row) != NO_ERROR)
		return false;
	sight = iph_sight_new(IPH_SIGHT_ENTRIES);
	maker = iph_sight_maker(sight, row);
	return maker && strcmp(maker, "us") == 0;
}

static int make_entry(struct iph_args *args, bool may_be_there)
{
	struct iph_request request;
	MIB_ANYCASTIPADDRESS_ROW row;
	int status = read_request(args, IPH_VERB_ADD, &request, &row);
	DWORD code;

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	code = CreateAnycastIpAddressEntry(&row);
	if (may_be_there && code == ERROR_OBJECT_ALREADY_EXISTS && have_entry(&row))
		return IPH_EXIT_DONE;
	return code == NO_ERROR ? IPH_EXIT_DONE : iph_error_report(&request.attempt, code);
}

static int add_entry(struct iph_args *args)
{
	return make_entry(args, false);
}

static int replace_entry(struct iph_args *args)
{
	return make_entry(args, true);
}

static const struct iph_listing listing = {
	.kind = kind,
	.rows = offsetof(MIB_ANYCASTIPADDRESS_TABLE, Table),
	.row_size = sizeof(MIB_ANYCASTIPADDRESS_ROW),
	.luid = offsetof(MIB_ANYCASTIPADDRESS_ROW, InterfaceLuid),
	.need = IPH_SIGHT_ENTRIES,
	.get_table = iph_lost_table,
	.free_table = free,
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
	if (code == ERROR_NOT_FOUND && iph_lost_is(&row))
		return iph_error_lost(&request.attempt);
	if (code != NO_ERROR)
		return iph_error_report(&request.attempt, code);
	return iph_listing_print_one(&listing, args, &request.attempt, &row);
}

static int show_entries(struct iph_args *args)
{
	return iph_listing_show(&listing, args);
}

static const struct iph_verb verbs[] = {
	{.name = "add",
	 .synopsis = "ADDR dev IF",
	 .help = "give the interface an anycast address",
	 .run = add_entry,
	 .takes = IPH_TAKES_NEW},
	{.name = "delete",
	 .synopsis = "ADDR dev IF [--if-exists]",
	 .help = "take it away again",
	 .run = delete_entry,
	 .takes = IPH_TAKES_ENTRY,
	 .if_exists = true},
	{.name = "get",
	 .synopsis = "ADDR dev IF",
	 .help = "show that one",
	 .run = get_entry,
	 .takes = IPH_TAKES_ENTRY},
	IPH_VERBS_SHOW(show_entries),
	{.name = "replace",
	 .synopsis = "ADDR dev IF",
	 .help = "add it, unless the interface has it from us",
	 .run = replace_entry,
	 .takes = IPH_TAKES_NEW},
	{.name = "repair",
	 .synopsis = "",
	 .help = "bring back what was forgotten when all of anycast-holder was killed",
	 .run = iph_lost_repair,
	 .takes = IPH_TAKES_NOTHING},
	{.name = NULL},
};

static const char *state_text(struct iph_cell *cell)
{
	return iph_sight_state(cell->context->sight, cell->member);
}

static const char *maker_text(struct iph_cell *cell)
{
	return iph_sight_maker(cell->context->sight, cell->member);
}

static const char *length_text(struct iph_cell *cell)
{
	const SOCKADDR_INET *address = cell->member;

	return address->si_family == AF_INET ? "32" : "128";
}

static const char *scope_text(struct iph_cell *cell)
{
	const MIB_ANYCASTIPADDRESS_ROW *row = cell->member;

	return iph_sight_scope(NULL, &row->Address, row->InterfaceIndex);
}

#define MEMBER(name) .member = offsetof(MIB_ANYCASTIPADDRESS_ROW, name)

static const struct iph_column columns[] = {
	{"local", "ADDRESS", IPH_TEXT, IPH_INK_ADDRESS, "the anycast address", iph_cell_address,
	 MEMBER(Address)},
	{"ifname", "INTERFACE", IPH_TEXT, IPH_INK_INTERFACE, "name of its interface",
	 .text = iph_cell_interface},
	{"state", "STATE", IPH_TEXT, IPH_INK_STATE, "works, sleeps, linkdown, forgotten, or null",
	 .text = state_text},
	{"made_by", "MADE_BY", IPH_TEXT, IPH_INK_PLAIN, "us, kernel, other, or null",
	 .text = maker_text},
	{"ifindex", "INDEX", IPH_NUMBER, IPH_INK_PLAIN, "index of its interface", iph_cell_number,
	 MEMBER(InterfaceIndex)},
	{"family", "FAMILY", IPH_TEXT, IPH_INK_PLAIN, "inet, inet6", iph_cell_family,
	 MEMBER(Address)},
	{"prefixlen", "LEN", IPH_NUMBER, IPH_INK_PLAIN, "32, 128", length_text, MEMBER(Address)},
	{"scope", "SCOPE", IPH_TEXT, IPH_INK_PLAIN, "global, site, link", .text = scope_text},
	{"scope_id", "SCOPE_ID", IPH_NUMBER, IPH_INK_PLAIN, "index where it is link-local, or 0",
	 iph_cell_number, MEMBER(ScopeId)},
	{"luid", "LUID", IPH_TEXT, IPH_INK_PLAIN, "LUID of its interface", iph_cell_luid,
	 MEMBER(InterfaceLuid)},
	{.name = NULL},
};

const struct iph_object iph_anycast_object = {
	.name = "anycast",
	.help = "anycast addresses",
	.verbs = verbs,
	.columns = columns,
	.table = "local,ifname,state,made_by",
	.brief = "local,ifname",
	.listing = &listing,
};
