/* SPDX-License-Identifier: MIT */
/* iphlp interface tree: each interface, and under it those it sits on. */

#include <stdlib.h>

#include "help.h"
#include "interface.h"
#include "output.h"
#include "request.h"
#include "rows.h"

/* The kernel stacks no deeper (MAX_NEST_DEV, netdevice.h); two tables read one after the other
 * may contradict each other, though. */
#define MAX_DEPTH IPH_MAX_DEPTH

struct stack {
	const MIB_IF_TABLE2 *interfaces; /* by index */
	const MIB_IFSTACK_TABLE *above;	 /* by the higher interface */
	struct iph_output *output;
	struct iph_context context;
};

/* Where we are: an interface, and those that it is under. */
struct place {
	const struct place *above;
	NET_IFINDEX index;
	unsigned int depth;
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

static bool is_at_or_above(const struct place *place, NET_IFINDEX index)
{
	while (place && place->index != index)
		place = place->above;
	return place;
}

/* The interface and everything under it, but nothing under itself. */
static void add_interface(const struct stack *stack, NET_IFINDEX index, const struct place *above)
{
	const struct place here = {above, index, above ? above->depth + 1 : 0};
	const MIB_IF_ROW2 *row =
		bsearch(&index, stack->interfaces->Table, stack->interfaces->NumEntries,
			sizeof(*stack->interfaces->Table), compare_index);
	ULONG i;

	if (!row || here.depth == MAX_DEPTH || is_at_or_above(above, index))
		return;
	iph_output_row(stack->output, here.depth, row, &stack->context);
	for (i = 0; i < stack->above->NumEntries; i++)
		if (stack->above->Table[i].HigherLayerInterfaceIndex == index)
			add_interface(stack, stack->above->Table[i].LowerLayerInterfaceIndex,
				      &here);
}

static void add_roots(const struct stack *stack)
{
	ULONG i;

	for (i = 0; i < stack->interfaces->NumEntries; i++) {
		NET_IFINDEX index = stack->interfaces->Table[i].InterfaceIndex;

		if (!is_lower(stack, index))
			add_interface(stack, index, NULL);
	}
}

static int print(const struct iph_args *args, const MIB_IF_TABLE2 *interfaces,
		 const MIB_IFSTACK_TABLE *above)
{
	IPH_AUTO_OUTPUT struct iph_output *output = NULL;
	struct stack stack = {.interfaces = interfaces, .above = above, .context = {.args = args}};
	int status = iph_output_new(args, &output);

	if (status != IPH_EXIT_DONE)
		return status;
	stack.output = output;
	add_roots(&stack);
	return iph_output_print(output);
}

int iph_interface_tree(struct iph_args *args)
{
	const struct iph_attempt attempt = {.verb = IPH_VERB_INTERFACES};
	MIB_IF_TABLE2 *interfaces = NULL;
	MIB_IFSTACK_TABLE *above = NULL;
	DWORD code;
	int status;

	iph_help_end(args);
	if (args->stop)
		return args->status;
	code = GetIfTable2Ex(MibIfTableNormalWithoutStatistics, &interfaces);
	if (code == NO_ERROR)
		code = GetIfStackTable(&above);
	status = code == NO_ERROR ? print(args, interfaces, above)
				  : iph_error_report(&attempt, code);
	FreeMibTable(above);
	FreeMibTable(interfaces);
	return status;
}
