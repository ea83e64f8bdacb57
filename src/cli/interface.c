/* SPDX-License-Identifier: MIT */
/* iphlp interface: get, show, tree. */

#include "interface.h"
#include "output.h"
#include "request.h"
#include "util.h"

static int print(const struct iph_args *args, const MIB_IF_ROW2 *rows, size_t count)
{
	const struct iph_context context = {.args = args};
	IPH_AUTO_OUTPUT struct iph_output *output = NULL;
	int status = iph_output_new(args, &output);
	size_t i;

	if (status != IPH_EXIT_DONE)
		return status;
	for (i = 0; i < count; i++)
		iph_output_row(output, 0, &rows[i], &context);
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
	return print(args, &row, 1);
}

static int show_all(const struct iph_args *args, const struct iph_request *request)
{
	MIB_IF_TABLE2 *table;
	DWORD code = GetIfTable2Ex(
		counts(args) ? MibIfTableNormal : MibIfTableNormalWithoutStatistics, &table);
	int status;

	if (code != NO_ERROR)
		return iph_error_report(&request->attempt, code);
	status = print(args, table->Table, table->NumEntries);
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
	.columns = iph_interface_columns,
	.table = "ifindex,ifname,type,operstate,mtu,address",
	.brief = "ifname,operstate,address",
	.counters = "ifname,in_octets,in_ucast,in_errors,in_discards,"
		    "out_octets,out_ucast,out_errors,out_discards",
};
