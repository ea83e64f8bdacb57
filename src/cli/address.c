/* SPDX-License-Identifier: MIT */
/* iphlp address: unicast addresses. */

#include <stdlib.h>
#include <string.h>

#include "listing.h"
#include "util.h"
#include "words.h"

static const char unicast[] = "unicast";

#define FOREVER 0xffffffffu
#define NO_PREFIX 255

static int apply_lifetime(const struct iph_args *args, const char *text, ULONG *ret_lifetime)
{
	char *end;
	unsigned long long seconds = strtoull(text, &end, 10);

	if (iph_args_is(text, "forever")) {
		*ret_lifetime = FOREVER;
		return IPH_EXIT_DONE;
	}
	if (*text < '0' || *text > '9' || *end || seconds > FOREVER)
		return iph_args_wrong(args, "%s is no lifetime", text);
	*ret_lifetime = (ULONG)seconds;
	return IPH_EXIT_DONE;
}

/* Who shortens the life of an address does not want to be told about the other lifetime. */
static int apply_valid(const struct iph_args *args, const char *text, void *row)
{
	MIB_UNICASTIPADDRESS_ROW *address = row;
	int status = apply_lifetime(args, text, &address->ValidLifetime);

	if (address->PreferredLifetime > address->ValidLifetime)
		address->PreferredLifetime = address->ValidLifetime;
	return status;
}

static int apply_preferred(const struct iph_args *args, const char *text, void *row)
{
	MIB_UNICASTIPADDRESS_ROW *address = row;
	int status = apply_lifetime(args, text, &address->PreferredLifetime);

	if (status == IPH_EXIT_DONE && address->PreferredLifetime > address->ValidLifetime)
		return iph_args_wrong(args, "preferred_lft is longer than valid_lft");
	return status;
}

static int apply_skip(const struct iph_args *args, const char *text, void *row)
{
	MIB_UNICASTIPADDRESS_ROW *address = row;

	address->SkipAsSource = strcmp(text, "on") == 0;
	if (!address->SkipAsSource && strcmp(text, "off") != 0)
		return iph_args_wrong(args, "skipassource is on or off, not %s", text);
	return IPH_EXIT_DONE;
}

static int apply_origin(const struct iph_args *args, const char *text, const struct iph_word *words,
			unsigned int *ret_origin)
{
	return iph_words_find(words, text, ret_origin)
		       ? IPH_EXIT_DONE
		       : iph_args_wrong(args, "there is no origin %s", text);
}

static int apply_prefix(const struct iph_args *args, const char *text, void *row)
{
	MIB_UNICASTIPADDRESS_ROW *address = row;
	unsigned int origin = address->PrefixOrigin;
	int status = apply_origin(args, text, iph_words_prefix_origin, &origin);

	address->PrefixOrigin = (NL_PREFIX_ORIGIN)origin;
	return status;
}

static int apply_suffix(const struct iph_args *args, const char *text, void *row)
{
	MIB_UNICASTIPADDRESS_ROW *address = row;
	unsigned int origin = address->SuffixOrigin;
	int status = apply_origin(args, text, iph_words_suffix_origin, &origin);

	address->SuffixOrigin = (NL_SUFFIX_ORIGIN)origin;
	return status;
}

/* Windows makes the address without a check of its uniqueness when the row says this. */
static int apply_optimistic(const struct iph_args *args, const char *text, void *row)
{
	MIB_UNICASTIPADDRESS_ROW *address = row;

	(void)args;
	(void)text;
	address->DadState = IpDadStatePreferred;
	return IPH_EXIT_DONE;
}

static const struct iph_setting settings[] = {
	{"valid_lft", "SECONDS|forever", "how long it is valid", apply_valid},
	{"preferred_lft", "SECONDS|forever", "how long it is preferred", apply_preferred},
	{"skipassource", "on|off", "whether it is no choice for a source address", apply_skip},
	{"prefix_origin", "manual|wellknown|dhcp|ra|other", "where its prefix comes from",
	 apply_prefix},
	{"suffix_origin", "manual|wellknown|dhcp|linklayer|random|other",
	 "where the rest of it comes from", apply_suffix},
	/* the last one, because nothing but the making of an address takes it */
	{"optimistic", NULL, "use it before it is known to be unique (add, replace)",
	 apply_optimistic},
};

static int read_request(struct iph_args *args, enum iph_verb_tried tried,
			struct iph_request *ret_request)
{
	const struct iph_form form = {
		.tried = tried, .kind = unicast, .prefix = true, .fault = iph_address_fault};

	return iph_request_entry(args, &form, ret_request);
}

static void name_row(const struct iph_request *request, MIB_UNICASTIPADDRESS_ROW *row)
{
	row->Address = request->address.inet;
	row->InterfaceLuid = request->luid;
}

static int finish(const struct iph_request *request, DWORD code)
{
	return code == NO_ERROR ? IPH_EXIT_DONE : iph_error_report(&request->attempt, code);
}

/* Makes the entry; gives its code instead of saying it. */
static int create_entry(struct iph_args *args, struct iph_request *request, DWORD *ret_code)
{
	MIB_UNICASTIPADDRESS_ROW row;
	int status = read_request(args, IPH_VERB_ADD, request);

	*ret_code = NO_ERROR;
	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	InitializeUnicastIpAddressEntry(&row);
	name_row(request, &row);
	row.OnLinkPrefixLength = request->address.has_prefix ? request->address.prefix : NO_PREFIX;
	row.PrefixOrigin = IpPrefixOriginManual;
	row.SuffixOrigin = IpSuffixOriginManual;
	status = iph_request_apply(args, request, &row);
	if (status == IPH_EXIT_DONE)
		*ret_code = CreateUnicastIpAddressEntry(&row);
	return status;
}

static int add_entry(struct iph_args *args)
{
	struct iph_request request;
	DWORD code;
	int status = create_entry(args, &request, &code);

	return status == IPH_EXIT_DONE && code != NO_ERROR ? finish(&request, code) : status;
}

/* The row as it is now. */
static int read_row(const struct iph_request *request, MIB_UNICASTIPADDRESS_ROW *ret_row)
{
	memset(ret_row, 0, sizeof(*ret_row));
	name_row(request, ret_row);
	return finish(request, GetUnicastIpAddressEntry(ret_row));
}

static int change_row(const struct iph_args *args, const struct iph_request *request,
		      MIB_UNICASTIPADDRESS_ROW *row)
{
	const NL_DAD_STATE state = row->DadState;
	int status;

	if (request->address.has_prefix)
		row->OnLinkPrefixLength = request->address.prefix;
	status = iph_request_apply(args, request, row);
	row->DadState = state; /* "optimistic" says how an address is made, and this one is there */
	return status == IPH_EXIT_DONE ? finish(request, SetUnicastIpAddressEntry(row)) : status;
}

static int set_entry(struct iph_args *args)
{
	struct iph_request request;
	MIB_UNICASTIPADDRESS_ROW row;
	int status = read_request(args, IPH_VERB_SET, &request);

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	if (!request.address.has_prefix && !iph_request_changes(&request))
		return iph_args_wrong(args, "what is to change is missing");
	status = read_row(&request, &row);
	return status == IPH_EXIT_DONE ? change_row(args, &request, &row) : status;
}

/* What is not given is as add has it, except for what Windows does not let anybody change. */
static int replace_entry(struct iph_args *args)
{
	struct iph_request request;
	MIB_UNICASTIPADDRESS_ROW row;
	DWORD code;
	int status = create_entry(args, &request, &code);

	if (status != IPH_EXIT_DONE || code == NO_ERROR)
		return status;
	if (code != ERROR_OBJECT_ALREADY_EXISTS)
		return finish(&request, code);
	memset(&row, 0, sizeof(row));
	name_row(&request, &row);
	if (GetUnicastIpAddressEntry(&row) != NO_ERROR) /* it is an anycast address */
		return finish(&request, code);
	row.ValidLifetime = FOREVER;
	row.PreferredLifetime = FOREVER;
	row.SkipAsSource = FALSE;
	row.PrefixOrigin = IpPrefixOriginManual;
	row.SuffixOrigin = IpSuffixOriginManual;
	return change_row(args, &request, &row);
}

static int delete_entry(struct iph_args *args)
{
	struct iph_request request;
	MIB_UNICASTIPADDRESS_ROW row;
	int status = read_request(args, IPH_VERB_DELETE, &request);
	DWORD code;

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	memset(&row, 0, sizeof(row));
	name_row(&request, &row);
	code = request.address.has_prefix ? GetUnicastIpAddressEntry(&row) : NO_ERROR;
	if (code == NO_ERROR && request.address.has_prefix &&
	    row.OnLinkPrefixLength != request.address.prefix)
		code = ERROR_NOT_FOUND;
	if (code == NO_ERROR)
		code = DeleteUnicastIpAddressEntry(&row);
	return code == ERROR_NOT_FOUND && args->if_exists ? IPH_EXIT_DONE : finish(&request, code);
}

static DWORD get_unicast_table(ADDRESS_FAMILY family, void **ret_table)
{
	return GetUnicastIpAddressTable(family, (PMIB_UNICASTIPADDRESS_TABLE *)ret_table);
}

static const struct iph_listing listing = {
	.kind = unicast,
	.rows = offsetof(MIB_UNICASTIPADDRESS_TABLE, Table),
	.row_size = sizeof(MIB_UNICASTIPADDRESS_ROW),
	.luid = offsetof(MIB_UNICASTIPADDRESS_ROW, InterfaceLuid),
	.need = IPH_SIGHT_SCOPES,
	.get_table = get_unicast_table,
	.free_table = FreeMibTable,
};

static int get_entry(struct iph_args *args)
{
	struct iph_request request;
	MIB_UNICASTIPADDRESS_ROW row;
	int status = read_request(args, IPH_VERB_GET, &request);

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	status = read_row(&request, &row);
	if (status != IPH_EXIT_DONE)
		return status;
	/* as ip(8) does it, another prefix length is another address */
	if (request.address.has_prefix && row.OnLinkPrefixLength != request.address.prefix)
		return finish(&request, ERROR_NOT_FOUND);
	return iph_listing_print_one(&listing, args, &request.attempt, &row);
}

static int show_entries(struct iph_args *args)
{
	return iph_listing_show(&listing, args);
}

static const struct iph_verb verbs[] = {
	{.name = "add",
	 .synopsis = "ADDR[/LENGTH] dev IF [SETTING]...",
	 .help = "give the interface an address",
	 .run = add_entry,
	 .takes = IPH_TAKES_NEW,
	 .settings = settings,
	 .setting_count = IPH_ARRAY_SIZE(settings)},
	{.name = "delete",
	 .synopsis = "ADDR[/LENGTH] dev IF [--if-exists]",
	 .help = "take it away again",
	 .run = delete_entry,
	 .takes = IPH_TAKES_ENTRY,
	 .if_exists = true},
	{.name = "get",
	 .synopsis = "ADDR[/LENGTH] dev IF",
	 .help = "show that one",
	 .run = get_entry,
	 .takes = IPH_TAKES_ENTRY},
	IPH_VERBS_SHOW(show_entries),
	{.name = "set",
	 .synopsis = "ADDR[/LENGTH] dev IF SETTING...",
	 .help = "change settings of it, or its length",
	 .run = set_entry,
	 .takes = IPH_TAKES_ENTRY,
	 .settings = settings,
	 .setting_count = IPH_ARRAY_SIZE(settings) - 1},
	{.name = "replace",
	 .synopsis = "ADDR[/LENGTH] dev IF [SETTING]...",
	 .help = "add it, or make it what add would have made",
	 .run = replace_entry,
	 .takes = IPH_TAKES_NEW,
	 .settings = settings,
	 .setting_count = IPH_ARRAY_SIZE(settings)},
	{.name = NULL},
};

static const char *scope_text(struct iph_cell *cell)
{
	const MIB_UNICASTIPADDRESS_ROW *row = cell->member;

	return iph_sight_scope(cell->context->sight, &row->Address, row->InterfaceIndex);
}

static const char *created_text(struct iph_cell *cell)
{
	const LARGE_INTEGER *time = cell->member;

	return iph_words_time(time->QuadPart, cell->text) ? cell->text : NULL;
}

#define MEMBER(name) .member = offsetof(MIB_UNICASTIPADDRESS_ROW, name)

static const struct iph_column columns[] = {
	{"local", "ADDRESS", IPH_TEXT, IPH_INK_ADDRESS, "the address", iph_cell_address,
	 MEMBER(Address)},
	{"prefixlen", "LEN", IPH_NUMBER, IPH_INK_PLAIN, "length of its prefix", iph_cell_byte,
	 MEMBER(OnLinkPrefixLength)},
	{"ifname", "INTERFACE", IPH_TEXT, IPH_INK_INTERFACE, "name of its interface",
	 .text = iph_cell_interface},
	{"state", "STATE", IPH_TEXT, IPH_INK_STATE, "preferred, deprecated, tentative, duplicate",
	 .words = iph_words_dad_state, MEMBER(DadState)},
	{"valid_life_time", "VALID", IPH_NUMBER, IPH_INK_PLAIN, "seconds, 4294967295 is forever",
	 iph_cell_lifetime, MEMBER(ValidLifetime)},
	{"preferred_life_time", "PREFERRED", IPH_NUMBER, IPH_INK_PLAIN,
	 "seconds, 4294967295 is forever", iph_cell_lifetime, MEMBER(PreferredLifetime)},
	{"ifindex", "INDEX", IPH_NUMBER, IPH_INK_PLAIN, "index of its interface", iph_cell_number,
	 MEMBER(InterfaceIndex)},
	{"family", "FAMILY", IPH_TEXT, IPH_INK_PLAIN, "inet, inet6", iph_cell_family,
	 MEMBER(Address)},
	{"scope", "SCOPE", IPH_TEXT, IPH_INK_PLAIN, "global, site, link, host", .text = scope_text},
	{"prefix_origin", "PREFIX_ORIGIN", IPH_TEXT, IPH_INK_PLAIN,
	 "manual, wellknown, dhcp, ra, other", .words = iph_words_prefix_origin,
	 MEMBER(PrefixOrigin)},
	{"suffix_origin", "SUFFIX_ORIGIN", IPH_TEXT, IPH_INK_PLAIN,
	 "manual, wellknown, dhcp, linklayer, random, other", .words = iph_words_suffix_origin,
	 MEMBER(SuffixOrigin)},
	{"skip_as_source", "SKIPASSOURCE", IPH_BOOLEAN, IPH_INK_PLAIN,
	 "whether it is no choice for a source", iph_cell_switch, MEMBER(SkipAsSource)},
	{"created", "CREATED", IPH_TEXT, IPH_INK_PLAIN, "when it was made, in UTC, or null",
	 created_text, MEMBER(CreationTimeStamp)},
	{"scope_id", "SCOPE_ID", IPH_NUMBER, IPH_INK_PLAIN, "index where it is link-local, or 0",
	 iph_cell_number, MEMBER(ScopeId)},
	{"luid", "LUID", IPH_TEXT, IPH_INK_PLAIN, "LUID of its interface", iph_cell_luid,
	 MEMBER(InterfaceLuid)},
	{.name = NULL},
};

const struct iph_object iph_address_object = {
	.name = "address",
	.help = "unicast addresses",
	.verbs = verbs,
	.columns = columns,
	.table = "local,prefixlen,ifname,state,valid_life_time",
	.brief = "local,prefixlen,ifname",
	.listing = &listing,
};
