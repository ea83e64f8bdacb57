/* SPDX-License-Identifier: MIT */
/* iphlp interface: get, show, tree. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guid.h"
#include "interface.h"
#include "output.h"
#include "request.h"
#include "text.h"
#include "util.h"
#include "words.h"

#define PLAIN(name, heading, type, help)                                                           \
	{                                                                                          \
		name, heading, type, IPH_INK_PLAIN, false, help                                    \
	}
#define COUNTER(name, heading, help)                                                               \
	{                                                                                          \
		name, heading, IPH_NUMBER, IPH_INK_PLAIN, true, help                               \
	}

static const struct iph_column columns[] = {
	PLAIN("ifindex", "INDEX", IPH_NUMBER, "index"),
	{"ifname", "NAME", IPH_TEXT, IPH_INK_INTERFACE, false, "name"},
	PLAIN("type", "TYPE", IPH_TEXT, "interface type, as a word or a number"),
	{"operstate", "STATE", IPH_TEXT, IPH_INK_STATE, false, "UP, DOWN, UNKNOWN, ... (RFC 2863)"},
	PLAIN("mtu", "MTU", IPH_NUMBER, "MTU"),
	{"address", "ADDRESS", IPH_TEXT, IPH_INK_HARDWARE, false, "hardware address"},
	PLAIN("iftype", "IFTYPE", IPH_NUMBER, "interface type (IANA)"),
	PLAIN("admin", "ADMIN", IPH_TEXT, "up, down: what it was told to be"),
	PLAIN("media", "MEDIA", IPH_TEXT, "connected, disconnected, unknown"),
	PLAIN("speed", "SPEED", IPH_NUMBER, "bits per second, or null"),
	PLAIN("description", "DESCRIPTION", IPH_TEXT, "its alias, driver or kind"),
	PLAIN("luid", "LUID", IPH_TEXT, "LUID"),
	PLAIN("guid", "GUID", IPH_TEXT, "GUID"),
#define PLAINS 13
	COUNTER("in_octets", "IN_OCT", "octets received"),
	COUNTER("in_ucast", "IN_PKT", "unicast packets received"),
	COUNTER("in_nucast", "IN_NUC", "other packets received"),
	COUNTER("in_discards", "IN_DROP", "packets received and dropped"),
	COUNTER("in_errors", "IN_ERR", "packets received with errors"),
	COUNTER("in_unknown", "IN_UNK", "of unknown protocols"),
	COUNTER("out_octets", "OUT_OCT", "octets sent"),
	COUNTER("out_ucast", "OUT_PKT", "unicast packets sent"),
	COUNTER("out_nucast", "OUT_NUC", "other packets sent"),
	COUNTER("out_discards", "OUT_DRP", "packets dropped instead of sent"),
	COUNTER("out_errors", "OUT_ERR", "packets not sent because of errors"),
};

/* In the order of the columns. */
static const size_t counters[] = {
	offsetof(MIB_IF_ROW2, InOctets),      offsetof(MIB_IF_ROW2, InUcastPkts),
	offsetof(MIB_IF_ROW2, InNUcastPkts),  offsetof(MIB_IF_ROW2, InDiscards),
	offsetof(MIB_IF_ROW2, InErrors),      offsetof(MIB_IF_ROW2, InUnknownProtos),
	offsetof(MIB_IF_ROW2, OutOctets),     offsetof(MIB_IF_ROW2, OutUcastPkts),
	offsetof(MIB_IF_ROW2, OutNUcastPkts), offsetof(MIB_IF_ROW2, OutDiscards),
	offsetof(MIB_IF_ROW2, OutErrors),
};
#define COUNTERS IPH_ARRAY_SIZE(counters)
_Static_assert(IPH_ARRAY_SIZE(columns) == PLAINS + COUNTERS, "a column for each counter");

/* Seven digits are the most that all of them have room for in 80 columns. */
#define LARGE 9999999

/* The texts of one row; those that are made live in here. */
struct iph_interface_texts {
	const char *cells[PLAINS + COUNTERS];
	char index[sizeof("4294967295")];
	char type[sizeof("4294967295")];
	char mtu[sizeof("4294967295")];
	char address[IF_MAX_PHYS_ADDRESS_LENGTH * 3 + 1];
	char speed[IPH_WORDS_TEXT];
	char luid[IPH_LUID_TEXT];
	char guid[IPH_GUID_TEXT_SIZE];
	char counters[COUNTERS][IPH_WORDS_TEXT];
	char *name;
	char *description;
};

static void number(ULONG64 value, bool exact, char ret_text[IPH_WORDS_TEXT])
{
	if (exact || value <= LARGE)
		snprintf(ret_text, IPH_WORDS_TEXT, "%llu", (unsigned long long)value);
	else
		iph_words_scaled(value, ret_text);
}

static void set_counters(const MIB_IF_ROW2 *row, bool exact, struct iph_interface_texts *texts)
{
	size_t i;

	for (i = 0; i < COUNTERS; i++) {
		const ULONG64 *value = (const void *)((const char *)row + counters[i]);

		number(*value, exact, texts->counters[i]);
		texts->cells[PLAINS + i] = texts->counters[i];
	}
}

static void format(const MIB_IF_ROW2 *row, bool json, struct iph_interface_texts *texts)
{
	snprintf(texts->index, sizeof(texts->index), "%u", row->InterfaceIndex);
	snprintf(texts->type, sizeof(texts->type), "%u", row->Type);
	snprintf(texts->mtu, sizeof(texts->mtu), "%u", row->Mtu);
	iph_words_hardware(row->PhysicalAddress, row->PhysicalAddressLength, texts->address,
			   sizeof(texts->address));
	if (json)
		number(row->TransmitLinkSpeed, true, texts->speed);
	else
		iph_words_scaled(row->TransmitLinkSpeed, texts->speed);
	iph_names_format_luid(&row->InterfaceLuid, texts->luid);
	iph_guid_text(&row->InterfaceGuid, texts->guid);
}

static bool make_texts(const MIB_IF_ROW2 *row, bool json, bool exact,
		       struct iph_interface_texts *texts)
{
	const char *type = iph_words_name(iph_words_iftype, row->Type);
	const char **cell = texts->cells;

	texts->name = iph_names_from_wide(&row->InterfaceLuid, row->Alias);
	texts->description = iph_text_from_wide(row->Description);
	if (!texts->name || !texts->description)
		return false;
	format(row, json, texts);
	*cell++ = texts->index;
	*cell++ = texts->name;
	*cell++ = *type == '?' ? texts->type : type;
	*cell++ = iph_words_name(iph_words_oper_status, row->OperStatus);
	*cell++ = texts->mtu;
	*cell++ = *texts->address ? texts->address : NULL;
	*cell++ = texts->type;
	*cell++ = iph_words_name(iph_words_admin_status, row->AdminStatus);
	*cell++ = iph_words_name(iph_words_media_state, row->MediaConnectState);
	*cell++ = row->TransmitLinkSpeed ? texts->speed : NULL;
	*cell++ = texts->description;
	*cell++ = texts->luid;
	*cell++ = texts->guid;
	set_counters(row, exact, texts);
	return true;
}

bool iph_interface_row(struct iph_output *output, const MIB_IF_ROW2 *row, unsigned int depth,
		       bool json)
{
	struct iph_interface_texts texts = {.name = NULL};
	bool made = make_texts(row, json, iph_output_exact(output), &texts);

	if (made)
		iph_output_row(output, depth, texts.cells);
	free(texts.name);
	free(texts.description);
	return made;
}

static int print(const struct iph_args *args, const struct iph_attempt *attempt,
		 const MIB_IF_ROW2 *rows, size_t count)
{
	IPH_AUTO_OUTPUT struct iph_output *output = NULL;
	int status = iph_output_new(args, &output);
	size_t i;

	if (status != IPH_EXIT_DONE)
		return status;
	for (i = 0; i < count; i++)
		if (!iph_interface_row(output, &rows[i], 0, args->json))
			return iph_error_report(attempt, ERROR_NOT_ENOUGH_MEMORY);
	return iph_output_print(output);
}

/* A counter may be chosen by its name, too. */
static bool counts(const struct iph_args *args)
{
	return args->statistics || args->columns;
}

static int get_one(const struct iph_args *args, const struct iph_request *request)
{
	MIB_IF_ROW2 row = {.InterfaceLuid = request->luid};
	DWORD code = GetIfEntry2Ex(
		counts(args) ? MibIfEntryNormal : MibIfEntryNormalWithoutStatistics, &row);

	if (code != NO_ERROR)
		return iph_error_report(&request->attempt, code);
	return print(args, &request->attempt, &row, 1);
}

static int show_all(const struct iph_args *args, const struct iph_request *request)
{
	MIB_IF_TABLE2 *table;
	DWORD code = GetIfTable2Ex(
		counts(args) ? MibIfTableNormal : MibIfTableNormalWithoutStatistics, &table);
	int status;

	if (code != NO_ERROR)
		return iph_error_report(&request->attempt, code);
	status = print(args, &request->attempt, table->Table, table->NumEntries);
	FreeMibTable(table);
	return status;
}

static int show_entries(struct iph_args *args)
{
	struct iph_request request;
	int status = iph_request_interface(args, IPH_VERB_INTERFACES, NULL, &request);

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	return request.attempt.interface ? get_one(args, &request) : show_all(args, &request);
}

static int get_entry(struct iph_args *args)
{
	struct iph_request request;
	int status = iph_request_interface(args, IPH_VERB_INTERFACES, NULL, &request);

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	if (!request.attempt.interface)
		return iph_args_wrong(args, "an interface is missing");
	return get_one(args, &request);
}

static const struct iph_verb verbs[] = {
	{.name = "show",
	 .synopsis = "[dev IF]",
	 .help = "show all interfaces, or one; also: list, or no verb",
	 .run = show_entries,
	 .takes = IPH_TAKES_ANY},
	{.name = "list", .run = show_entries, .takes = IPH_TAKES_ANY},
	{.name = "get",
	 .synopsis = "IF",
	 .help = "show that one",
	 .run = get_entry,
	 .takes = IPH_TAKES_INTERFACE},
	{.name = "tree",
	 .synopsis = "",
	 .help = "draw which interface sits on which",
	 .run = iph_interface_tree,
	 .takes = IPH_TAKES_NOTHING,
	 .table = "ifname,ifindex,type,operstate"},
	{.name = NULL},
};

const struct iph_object iph_interface_object = {
	.name = "interface",
	.help = "network interfaces",
	.verbs = verbs,
	.columns = columns,
	.column_count = IPH_ARRAY_SIZE(columns),
	.table = "ifindex,ifname,type,operstate,mtu,address",
	.brief = "ifname,operstate,address",
	.counters = "ifname,in_octets,in_ucast,in_errors,in_discards,"
		    "out_octets,out_ucast,out_errors,out_discards",
};
