/* SPDX-License-Identifier: MIT */
/* iphlp interface: get, show, tree. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "interface.h"
#include "output.h"
#include "request.h"
#include "text.h"
#include "words.h"

const char iph_interface_help[] =
	"  iphlp interface [show [dev IF]]   show all interfaces, or one; also: list\n"
	"  iphlp interface get IF            show that one\n"
	"  iphlp interface tree              draw which interface sits on which\n";

static const struct iph_column columns[] = {
	{"INDEX", IPH_COLUMN_NUMBER}, {"NAME", IPH_COLUMN_TEXT},    {"TYPE", IPH_COLUMN_TEXT},
	{"ADMIN", IPH_COLUMN_TEXT},   {"OPER", IPH_COLUMN_TEXT},    {"MEDIA", IPH_COLUMN_TEXT},
	{"MTU", IPH_COLUMN_NUMBER},   {"ADDRESS", IPH_COLUMN_TEXT}, {"SPEED", IPH_COLUMN_NUMBER},
	{"DESCRIPTION", IPH_COLUMN_TEXT},
};
#define COLUMNS IPH_ARRAY_SIZE(columns)

/* With -s, behind the others. */
static const struct {
	struct iph_column column;
	size_t offset;
} counters[] = {
	{{"IN_OCTETS", IPH_COLUMN_NUMBER}, offsetof(MIB_IF_ROW2, InOctets)},
	{{"IN_UCAST", IPH_COLUMN_NUMBER}, offsetof(MIB_IF_ROW2, InUcastPkts)},
	{{"IN_NUCAST", IPH_COLUMN_NUMBER}, offsetof(MIB_IF_ROW2, InNUcastPkts)},
	{{"IN_DISCARDS", IPH_COLUMN_NUMBER}, offsetof(MIB_IF_ROW2, InDiscards)},
	{{"IN_ERRORS", IPH_COLUMN_NUMBER}, offsetof(MIB_IF_ROW2, InErrors)},
	{{"IN_UNKNOWN", IPH_COLUMN_NUMBER}, offsetof(MIB_IF_ROW2, InUnknownProtos)},
	{{"OUT_OCTETS", IPH_COLUMN_NUMBER}, offsetof(MIB_IF_ROW2, OutOctets)},
	{{"OUT_UCAST", IPH_COLUMN_NUMBER}, offsetof(MIB_IF_ROW2, OutUcastPkts)},
	{{"OUT_NUCAST", IPH_COLUMN_NUMBER}, offsetof(MIB_IF_ROW2, OutNUcastPkts)},
	{{"OUT_DISCARDS", IPH_COLUMN_NUMBER}, offsetof(MIB_IF_ROW2, OutDiscards)},
	{{"OUT_ERRORS", IPH_COLUMN_NUMBER}, offsetof(MIB_IF_ROW2, OutErrors)},
};
#define COUNTERS IPH_ARRAY_SIZE(counters)

/* The texts of one row; those that are made live in here. */
struct texts {
	const char *cells[COLUMNS + COUNTERS];
	char index[sizeof("4294967295")];
	char type[sizeof("4294967295")];
	char mtu[sizeof("4294967295")];
	char address[IF_MAX_PHYS_ADDRESS_LENGTH * 3 + 1];
	char speed[IPH_WORDS_TEXT];
	char counters[COUNTERS][sizeof("18446744073709551615")];
	char *name;
	char *description;
};

static void free_texts(struct texts *texts)
{
	free(texts->name);
	free(texts->description);
}

static const char *type_text(const MIB_IF_ROW2 *row, struct texts *texts)
{
	const char *word = iph_words_name(iph_words_iftype, row->Type);

	if (*word != '?')
		return word;
	snprintf(texts->type, sizeof(texts->type), "%u", row->Type);
	return texts->type;
}

static void set_counters(const MIB_IF_ROW2 *row, struct texts *texts)
{
	size_t i;

	for (i = 0; i < COUNTERS; i++) {
		const ULONG64 *value = (const void *)((const char *)row + counters[i].offset);

		snprintf(texts->counters[i], sizeof(texts->counters[i]), "%llu",
			 (unsigned long long)*value);
		texts->cells[COLUMNS + i] = texts->counters[i];
	}
}

static bool make_texts(const MIB_IF_ROW2 *row, bool json, struct texts *ret_texts)
{
	struct texts *texts = ret_texts;
	const char **cell = texts->cells;

	texts->name = iph_names_from_wide(&row->InterfaceLuid, row->Alias);
	texts->description = iph_text_from_wide(row->Description);
	if (!texts->name || !texts->description)
		return false;
	snprintf(texts->index, sizeof(texts->index), "%u", row->InterfaceIndex);
	snprintf(texts->mtu, sizeof(texts->mtu), "%u", row->Mtu);
	iph_words_hardware(row->PhysicalAddress, row->PhysicalAddressLength, texts->address,
			   sizeof(texts->address));
	iph_words_speed(row->TransmitLinkSpeed, json, texts->speed);
	*cell++ = texts->index;
	*cell++ = texts->name;
	*cell++ = type_text(row, texts);
	*cell++ = iph_words_name(iph_words_admin_status, row->AdminStatus);
	*cell++ = iph_words_name(iph_words_oper_status, row->OperStatus);
	*cell++ = iph_words_name(iph_words_media_state, row->MediaConnectState);
	*cell++ = texts->mtu;
	*cell++ = texts->address;
	*cell++ = texts->speed;
	*cell++ = texts->description;
	set_counters(row, texts);
	return true;
}

static DWORD print_row(struct iph_output *output, const MIB_IF_ROW2 *row, bool json)
{
	struct texts texts = {.name = NULL};
	bool made = make_texts(row, json, &texts);

	if (made)
		iph_output_row(output, NULL, texts.cells);
	free_texts(&texts);
	return made ? NO_ERROR : ERROR_NOT_ENOUGH_MEMORY;
}

static int print(const struct iph_args *args, const struct iph_attempt *attempt,
		 const MIB_IF_ROW2 *rows, size_t count)
{
	struct iph_column all[COLUMNS + COUNTERS];
	IPH_AUTO_OUTPUT struct iph_output *output = NULL;
	DWORD code = NO_ERROR;
	size_t i;

	memcpy(all, columns, sizeof(columns));
	for (i = 0; i < COUNTERS; i++)
		all[COLUMNS + i] = counters[i].column;
	output = iph_output_new("interface", all, args->statistics ? COLUMNS + COUNTERS : COLUMNS,
				args->json);
	if (!output)
		return iph_error_report(attempt, ERROR_NOT_ENOUGH_MEMORY);
	for (i = 0; i < count && code == NO_ERROR; i++)
		code = print_row(output, &rows[i], args->json);
	return code == NO_ERROR ? iph_output_print(output) : iph_error_report(attempt, code);
}

static int get_one(const struct iph_args *args, const struct iph_request *request)
{
	MIB_IF_ROW2 row = {.InterfaceLuid = request->luid};
	DWORD code = GetIfEntry2Ex(args->statistics ? MibIfEntryNormal
						    : MibIfEntryNormalWithoutStatistics,
				   &row);

	if (code != NO_ERROR)
		return iph_error_report(&request->attempt, code);
	return print(args, &request->attempt, &row, 1);
}

static int show_all(const struct iph_args *args, const struct iph_request *request)
{
	MIB_IF_TABLE2 *table;
	DWORD code = GetIfTable2Ex(args->statistics ? MibIfTableNormal
						    : MibIfTableNormalWithoutStatistics,
				   &table);
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

int iph_interface_main(struct iph_args *args)
{
	static const struct iph_command verbs[] = {
		{"show", show_entries, NULL},	 {"list", show_entries, NULL},
		{"get", get_entry, NULL},	 {"tree", iph_interface_tree, NULL},
		{"help", iph_args_help, NULL},		 {NULL, NULL, NULL},
	};

	return iph_args_verb(args, verbs, show_entries);
}
