/* SPDX-License-Identifier: MIT */
/* iphlp interface tree: each interface, and under it those it sits on. */

#include <stdio.h>
#include <stdlib.h>

#include "interface.h"
#include "output.h"
#include "request.h"
#include "words.h"

/* The kernel stacks no deeper (MAX_NEST_DEV, netdevice.h); two tables read one after the other
 * may contradict each other, though. */
#define MAX_DEPTH 16

struct stack {
	const MIB_IF_TABLE2 *interfaces; /* by index */
	const MIB_IFSTACK_TABLE *above;	 /* by the higher interface */
	struct iph_output *output;
};

static int compare_index(const void *key, const void *row)
{
	const NET_IFINDEX *index = key;
	const MIB_IF_ROW2 *interface = row;

	return (*index > interface->InterfaceIndex) - (*index < interface->InterfaceIndex);
}

static bool is_lower(const struct stack *stack, NET_IFINDEX index)
{
	ULONG i;

	for (i = 0; i < stack->above->NumEntries; i++)
		if (stack->above->Table[i].LowerLayerInterfaceIndex == index)
			return true;
	return false;
}

static bool add_line(const struct stack *stack, const MIB_IF_ROW2 *row,
		     struct iph_output_row *parent, struct iph_output_row **ret_line)
{
	char *name = iph_names_from_wide(&row->InterfaceLuid, row->Alias);
	char index[sizeof("4294967295")];
	char type[sizeof("4294967295")];
	const char *word = iph_words_name(iph_words_iftype, row->Type);
	const char *const texts[] = {name, index, *word == '?' ? type : word,
				     iph_words_name(iph_words_oper_status, row->OperStatus)};

	if (!name)
		return false;
	snprintf(index, sizeof(index), "%u", row->InterfaceIndex);
	snprintf(type, sizeof(type), "%u", row->Type);
	*ret_line = iph_output_row(stack->output, parent, texts);
	free(name);
	return true;
}

/* The interface and everything under it. */
static bool add_interface(const struct stack *stack, NET_IFINDEX index,
			  struct iph_output_row *parent, int depth)
{
	const MIB_IF_ROW2 *row = bsearch(&index, stack->interfaces->Table,
					 stack->interfaces->NumEntries,
					 sizeof(*stack->interfaces->Table), compare_index);
	struct iph_output_row *line;
	ULONG i;

	if (!row || depth == MAX_DEPTH)
		return true;
	if (!add_line(stack, row, parent, &line))
		return false;
	for (i = 0; i < stack->above->NumEntries; i++)
		if (stack->above->Table[i].HigherLayerInterfaceIndex == index &&
		    !add_interface(stack, stack->above->Table[i].LowerLayerInterfaceIndex, line,
				   depth + 1))
			return false;
	return true;
}

static DWORD add_roots(const struct stack *stack)
{
	ULONG i;

	for (i = 0; i < stack->interfaces->NumEntries; i++) {
		NET_IFINDEX index = stack->interfaces->Table[i].InterfaceIndex;

		if (!is_lower(stack, index) && !add_interface(stack, index, NULL, 0))
			return ERROR_NOT_ENOUGH_MEMORY;
	}
	return NO_ERROR;
}

static int print(const struct iph_attempt *attempt, const MIB_IF_TABLE2 *interfaces,
		 const MIB_IFSTACK_TABLE *above, bool json)
{
	static const struct iph_column columns[] = {
		{"NAME", IPH_COLUMN_TREE},
		{"INDEX", IPH_COLUMN_NUMBER},
		{"TYPE", IPH_COLUMN_TEXT},
		{"OPER", IPH_COLUMN_TEXT},
	};
	IPH_AUTO_OUTPUT struct iph_output *output =
		iph_output_new("interface", columns, IPH_ARRAY_SIZE(columns), json);
	const struct stack stack = {
		.interfaces = interfaces, .above = above, .output = output};
	DWORD code = output ? add_roots(&stack) : ERROR_NOT_ENOUGH_MEMORY;

	return code == NO_ERROR ? iph_output_print(output) : iph_error_report(attempt, code);
}

int iph_interface_tree(struct iph_args *args)
{
	const struct iph_attempt attempt = {.verb = IPH_VERB_INTERFACES};
	MIB_IF_TABLE2 *interfaces = NULL;
	MIB_IFSTACK_TABLE *above = NULL;
	const char *word = iph_args_word(args);
	DWORD code;
	int status;

	if (args->stop)
		return args->status;
	if (word)
		return iph_args_wrong(args, "%s is one word too many", word);
	code = GetIfTable2Ex(MibIfTableNormalWithoutStatistics, &interfaces);
	if (code == NO_ERROR)
		code = GetIfStackTable(&above);
	status = code == NO_ERROR ? print(&attempt, interfaces, above, args->json)
				  : iph_error_report(&attempt, code);
	FreeMibTable(above);
	FreeMibTable(interfaces);
	return status;
}
