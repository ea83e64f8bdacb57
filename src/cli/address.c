/* SPDX-License-Identifier: MIT */
/* iphlp address: add, delete, set, get, show unicast addresses. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "listing.h"
#include "words.h"

const char iph_address_help[] =
	"  iphlp address add ADDR[/LENGTH] dev IF [SETTING]...  give the interface an address\n"
	"  iphlp address set ADDR[/LENGTH] dev IF SETTING...    change settings of it\n"
	"  iphlp address delete ADDR[/LENGTH] dev IF            take it away again\n"
	"  iphlp address get ADDR dev IF                        show that one\n"
	"  iphlp address [show [dev IF]]                        show all; also: list\n"
	"    SETTING: valid_lft SECONDS|forever, preferred_lft SECONDS|forever, skipassource on|off,\n"
	"             prefix_origin manual|wellknown|dhcp|ra|other, optimistic (add only),\n"
	"             suffix_origin manual|wellknown|dhcp|linklayer|random|other\n";

static const char unicast[] = "unicast";

#define FOREVER 0xffffffffu
#define NO_PREFIX 255

/* As written; NULL and false for what was not. */
struct settings {
	const char *valid;
	const char *preferred;
	const char *skip;
	const char *prefix_origin;
	const char *suffix_origin;
	bool optimistic;
};

static int read_request(struct iph_args *args, enum iph_verb verb, struct settings *ret_settings,
			struct iph_request *ret_request)
{
	const struct iph_keyword keywords[] = {
		{"valid_lft", &ret_settings->valid, NULL},
		{"preferred_lft", &ret_settings->preferred, NULL},
		{"skipassource", &ret_settings->skip, NULL},
		{"prefix_origin", &ret_settings->prefix_origin, NULL},
		{"suffix_origin", &ret_settings->suffix_origin, NULL},
		{"optimistic", NULL, &ret_settings->optimistic},
		{NULL, NULL, NULL},
	};
	const struct iph_form form = {
		.verb = verb,
		.kind = unicast,
		.prefix = true,
		.fault = iph_address_fault,
		.keywords = verb == IPH_VERB_ADD || verb == IPH_VERB_SET ? keywords : NULL,
	};

	memset(ret_settings, 0, sizeof(*ret_settings));
	return iph_request_entry(args, &form, ret_request);
}

static bool apply_lifetime(const char *text, ULONG *lifetime)
{
	char *end;
	unsigned long long seconds;

	if (!text)
		return true;
	if (iph_args_is(text, "forever")) {
		*lifetime = FOREVER;
		return true;
	}
	seconds = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || seconds > FOREVER)
		return false;
	*lifetime = (ULONG)seconds;
	return true;
}

static bool apply_switch(const char *text, BOOLEAN *on)
{
	if (!text)
		return true;
	*on = strcmp(text, "on") == 0;
	return *on || strcmp(text, "off") == 0;
}

static bool apply_word(const char *text, const struct iph_word *table, unsigned int *value)
{
	return !text || iph_words_find(table, text, value);
}

/* Writes what was said into the row; says what is wrong and gives the exit status. */
static int apply(const struct iph_args *args, const struct settings *settings,
		 MIB_UNICASTIPADDRESS_ROW *row)
{
	unsigned int prefix = row->PrefixOrigin;
	unsigned int suffix = row->SuffixOrigin;

	if (!apply_lifetime(settings->valid, &row->ValidLifetime))
		return iph_args_wrong(args, "%s is no lifetime", settings->valid);
	/* who shortens the life of an address does not want to be told about the other lifetime */
	if (settings->valid && row->PreferredLifetime > row->ValidLifetime)
		row->PreferredLifetime = row->ValidLifetime;
	if (!apply_lifetime(settings->preferred, &row->PreferredLifetime))
		return iph_args_wrong(args, "%s is no lifetime", settings->preferred);
	if (!apply_switch(settings->skip, &row->SkipAsSource))
		return iph_args_wrong(args, "skipassource is on or off, not %s", settings->skip);
	if (!apply_word(settings->prefix_origin, iph_words_prefix_origin, &prefix))
		return iph_args_wrong(args, "there is no origin %s", settings->prefix_origin);
	if (!apply_word(settings->suffix_origin, iph_words_suffix_origin, &suffix))
		return iph_args_wrong(args, "there is no origin %s", settings->suffix_origin);
	if (row->PreferredLifetime > row->ValidLifetime)
		return iph_args_wrong(args, "preferred_lft is longer than valid_lft");
	row->PrefixOrigin = (NL_PREFIX_ORIGIN)prefix;
	row->SuffixOrigin = (NL_SUFFIX_ORIGIN)suffix;
	if (settings->optimistic)
		row->DadState = IpDadStatePreferred;
	return IPH_EXIT_DONE;
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

static int add_entry(struct iph_args *args)
{
	struct iph_request request;
	struct settings settings;
	MIB_UNICASTIPADDRESS_ROW row;
	int status = read_request(args, IPH_VERB_ADD, &settings, &request);

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	InitializeUnicastIpAddressEntry(&row);
	name_row(&request, &row);
	row.OnLinkPrefixLength = request.address.has_prefix ? request.address.prefix : NO_PREFIX;
	row.PrefixOrigin = IpPrefixOriginManual;
	row.SuffixOrigin = IpSuffixOriginManual;
	status = apply(args, &settings, &row);
	return status == IPH_EXIT_DONE ? finish(&request, CreateUnicastIpAddressEntry(&row))
				       : status;
}

/* The row as it is now. */
static int read_row(const struct iph_request *request, MIB_UNICASTIPADDRESS_ROW *ret_row)
{
	memset(ret_row, 0, sizeof(*ret_row));
	name_row(request, ret_row);
	return finish(request, GetUnicastIpAddressEntry(ret_row));
}

static int set_entry(struct iph_args *args)
{
	struct iph_request request;
	struct settings settings;
	MIB_UNICASTIPADDRESS_ROW row;
	int status = read_request(args, IPH_VERB_SET, &settings, &request);

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	status = read_row(&request, &row);
	if (status != IPH_EXIT_DONE)
		return status;
	if (request.address.has_prefix)
		row.OnLinkPrefixLength = request.address.prefix;
	status = apply(args, &settings, &row);
	return status == IPH_EXIT_DONE ? finish(&request, SetUnicastIpAddressEntry(&row)) : status;
}

/* As ip(8) does it, another prefix length is another address. */
static int check_prefix(const struct iph_request *request)
{
	MIB_UNICASTIPADDRESS_ROW row;
	int status;

	if (!request->address.has_prefix)
		return IPH_EXIT_DONE;
	status = read_row(request, &row);
	if (status != IPH_EXIT_DONE || row.OnLinkPrefixLength == request->address.prefix)
		return status;
	return finish(request, ERROR_NOT_FOUND);
}

static int delete_entry(struct iph_args *args)
{
	struct iph_request request;
	struct settings settings;
	MIB_UNICASTIPADDRESS_ROW row = {.SkipAsSource = FALSE};
	int status = read_request(args, IPH_VERB_DELETE, &settings, &request);

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	status = check_prefix(&request);
	if (status != IPH_EXIT_DONE)
		return status;
	name_row(&request, &row);
	return finish(&request, DeleteUnicastIpAddressEntry(&row));
}

static void print_unicast(struct iph_output *output, const void *element, const char *interface,
			  bool json)
{
	const MIB_UNICASTIPADDRESS_ROW *row = element;
	char address[INET6_ADDRSTRLEN];
	char length[sizeof("255")];
	char index[sizeof("4294967295")];
	char valid[IPH_WORDS_TEXT];
	char preferred[IPH_WORDS_TEXT];
	char created[IPH_WORDS_TEXT];
	const char *const texts[] = {
		address,
		length,
		interface,
		index,
		iph_words_name(iph_words_dad_state, row->DadState),
		iph_words_name(iph_words_prefix_origin, row->PrefixOrigin),
		iph_words_name(iph_words_suffix_origin, row->SuffixOrigin),
		valid,
		preferred,
		row->SkipAsSource ? "on" : "off",
		created,
	};

	iph_address_format(&row->Address, address);
	snprintf(length, sizeof(length), "%u", row->OnLinkPrefixLength);
	snprintf(index, sizeof(index), "%u", row->InterfaceIndex);
	iph_words_lifetime(row->ValidLifetime, json, valid);
	iph_words_lifetime(row->PreferredLifetime, json, preferred);
	iph_words_time(row->CreationTimeStamp.QuadPart, created);
	iph_output_row(output, NULL, texts);
}

static DWORD get_unicast_table(ADDRESS_FAMILY family, void **ret_table)
{
	return GetUnicastIpAddressTable(family, (PMIB_UNICASTIPADDRESS_TABLE *)ret_table);
}

static const struct iph_column unicast_columns[] = {
	{"ADDRESS", IPH_COLUMN_TEXT},	      {"LENGTH", IPH_COLUMN_NUMBER},
	{"INTERFACE", IPH_COLUMN_TEXT},	      {"INDEX", IPH_COLUMN_NUMBER},
	{"STATE", IPH_COLUMN_TEXT},	      {"PREFIX_ORIGIN", IPH_COLUMN_TEXT},
	{"SUFFIX_ORIGIN", IPH_COLUMN_TEXT},   {"VALID_LFT", IPH_COLUMN_NUMBER},
	{"PREFERRED_LFT", IPH_COLUMN_NUMBER}, {"SKIPASSOURCE", IPH_COLUMN_TEXT},
	{"CREATED", IPH_COLUMN_TEXT},
};

static const struct iph_listing unicast_listing = {
	.kind = unicast,
	.key = "address",
	.columns = unicast_columns,
	.column_count = IPH_ARRAY_SIZE(unicast_columns),
	.rows = offsetof(MIB_UNICASTIPADDRESS_TABLE, Table),
	.row_size = sizeof(MIB_UNICASTIPADDRESS_ROW),
	.luid = offsetof(MIB_UNICASTIPADDRESS_ROW, InterfaceLuid),
	.get_table = get_unicast_table,
	.print_row = print_unicast,
};

static int get_entry(struct iph_args *args)
{
	struct iph_request request;
	struct settings settings;
	MIB_UNICASTIPADDRESS_ROW row;
	int status = read_request(args, IPH_VERB_GET, &settings, &request);

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	status = check_prefix(&request);
	if (status == IPH_EXIT_DONE)
		status = read_row(&request, &row);
	if (status != IPH_EXIT_DONE)
		return status;
	return iph_listing_print_one(&unicast_listing, &request.attempt, &row, args->json);
}

static int show_entries(struct iph_args *args)
{
	return iph_listing_show(&unicast_listing, args);
}

int iph_address_main(struct iph_args *args)
{
	static const struct iph_command verbs[] = {
		{"add", add_entry, NULL},     {"delete", delete_entry, NULL},
		{"get", get_entry, NULL},     {"show", show_entries, NULL},
		{"list", show_entries, NULL}, {"set", set_entry, NULL},
		{"help", iph_args_help, NULL},	      {NULL, NULL, NULL},
	};

	return iph_args_verb(args, verbs, show_entries);
}
