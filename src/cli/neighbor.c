/* SPDX-License-Identifier: MIT */
/* iphlp neighbour: neighbours and their hardware addresses. */

#include <stdio.h>
#include <string.h>

#include "listing.h"
#include "words.h"

static const char neighbour[] = "neighbour";

static bool read_hardware(const char *text, MIB_IPNET_ROW2 *row)
{
	unsigned int byte;
	int n = 0;

	for (; *text; text += n + (text[n] != '\0')) {
		if (row->PhysicalAddressLength == IF_MAX_PHYS_ADDRESS_LENGTH ||
		    strspn(text, "0123456789abcdefABCDEF") == 0 ||
		    sscanf(text, "%2x%n", &byte, &n) != 1 || !strchr(":-", text[n]))
			return false;
		if (text[n] && !text[n + 1])
			return false;
		row->PhysicalAddress[row->PhysicalAddressLength++] = (UCHAR)byte;
	}
	return true;
}

static int apply_hardware(const struct iph_args *args, const char *text, void *row)
{
	return read_hardware(text, row) ? IPH_EXIT_DONE
					: iph_args_wrong(args, "%s is no hardware address", text);
}

static const struct iph_setting hardware[] = {
	{"lladdr", "HARDWARE", "its hardware address: bytes with colons; some links have none",
	 apply_hardware},
};

static const struct iph_setting source[] = {
	{.name = "from", .value = "ADDR", .help = "the address of this machine that asks"},
};

/* Of a multicast address, too, there can be a hardware address. */
static const char *fault_of(const SOCKADDR_INET *address)
{
	bool multicast = address->si_family == AF_INET
				 ? IN_MULTICAST(ntohl(address->Ipv4.sin_addr.s_addr))
				 : IN6_IS_ADDR_MULTICAST(&address->Ipv6.sin6_addr);

	return multicast ? NULL : iph_address_fault(address);
}

static int read_request(struct iph_args *args, enum iph_verb_tried tried,
			struct iph_request *ret_request, MIB_IPNET_ROW2 *ret_row)
{
	const struct iph_form form = {.tried = tried, .kind = neighbour, .fault = fault_of};
	int status = iph_request_entry(args, &form, ret_request);

	memset(ret_row, 0, sizeof(*ret_row));
	ret_row->Address = ret_request->address.inet;
	ret_row->InterfaceLuid = ret_request->luid;
	return status;
}

static int read_new(struct iph_args *args, struct iph_request *ret_request, MIB_IPNET_ROW2 *ret_row)
{
	int status = read_request(args, IPH_VERB_ADD, ret_request, ret_row);

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	return iph_request_apply(args, ret_request, ret_row);
}

static int finish(struct iph_request *request, DWORD code)
{
	if (code == NO_ERROR)
		return IPH_EXIT_DONE;
	if (code == ERROR_INVALID_PARAMETER && !request->attempt.fault)
		request->attempt.fault =
			iph_request_text(request, "lladdr")
				? "given a hardware address of another length than the "
				  "interface's own"
				: "given no hardware address, which this interface needs (lladdr)";
	return iph_error_report(&request->attempt, code);
}

static int add_entry(struct iph_args *args)
{
	struct iph_request request;
	MIB_IPNET_ROW2 row;
	int status = read_new(args, &request, &row);

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	return finish(&request, CreateIpNetEntry2(&row));
}

static int replace_entry(struct iph_args *args)
{
	struct iph_request request;
	MIB_IPNET_ROW2 row;
	int status = read_new(args, &request, &row);
	DWORD code;

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	code = CreateIpNetEntry2(&row);
	if (code == ERROR_OBJECT_ALREADY_EXISTS)
		code = SetIpNetEntry2(&row);
	return finish(&request, code);
}

static int delete_entry(struct iph_args *args)
{
	struct iph_request request;
	MIB_IPNET_ROW2 row;
	int status = read_request(args, IPH_VERB_DELETE, &request, &row);
	DWORD code;

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	code = DeleteIpNetEntry2(&row);
	return code == ERROR_NOT_FOUND && args->if_exists ? IPH_EXIT_DONE : finish(&request, code);
}

static DWORD get_neighbor_table(ADDRESS_FAMILY family, void **ret_table)
{
	return GetIpNetTable2(family, (PMIB_IPNET_TABLE2 *)ret_table);
}

static const struct iph_listing listing = {
	.kind = neighbour,
	.rows = offsetof(MIB_IPNET_TABLE2, Table),
	.row_size = sizeof(MIB_IPNET_ROW2),
	.luid = offsetof(MIB_IPNET_ROW2, InterfaceLuid),
	.need = IPH_SIGHT_SCOPES,
	.get_table = get_neighbor_table,
	.free_table = FreeMibTable,
};

static int print_answer(const struct iph_args *args, struct iph_request *request,
			const MIB_IPNET_ROW2 *row, DWORD code)
{
	if (code != NO_ERROR)
		return finish(request, code);
	return iph_listing_print_one(&listing, args, &request->attempt, row);
}

static int get_entry(struct iph_args *args)
{
	struct iph_request request;
	MIB_IPNET_ROW2 row;
	int status = read_request(args, IPH_VERB_GET, &request, &row);

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	return print_answer(args, &request, &row, GetIpNetEntry2(&row));
}

static int resolve_entry(struct iph_args *args)
{
	struct iph_address from = {.inet = {.si_family = AF_UNSPEC}};
	struct iph_request request;
	MIB_IPNET_ROW2 row;
	int status = read_request(args, IPH_VERB_RESOLVE, &request, &row);
	const char *text = iph_request_text(&request, "from");

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	if (text && (!iph_address_parse(text, &from) || from.has_prefix ||
		     from.inet.si_family != row.Address.si_family))
		return iph_args_wrong(args, "%s is no address to ask for %s from", text,
				      request.address.text);
	if (text)
		request.attempt.fault = "asked for from an address that this machine does not have";
	return print_answer(args, &request, &row, ResolveIpNetEntry2(&row, &from.inet));
}

static int show_entries(struct iph_args *args)
{
	return iph_listing_show(&listing, args);
}

static int flush_entries(struct iph_args *args)
{
	struct iph_request request;
	NET_IFINDEX index = 0;
	int status = iph_request_interface(args, IPH_VERB_FLUSH, neighbour, &request);
	DWORD code = NO_ERROR;

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	if (request.luid.Value)
		code = ConvertInterfaceLuidToIndex(&request.luid, &index);
	if (code != NO_ERROR)
		return iph_error_no_interface(&request.attempt);
	code = FlushIpNetTable2((ADDRESS_FAMILY)args->family, index);
	return code == NO_ERROR ? IPH_EXIT_DONE : iph_error_report(&request.attempt, code);
}

static const struct iph_verb verbs[] = {
	{.name = "add",
	 .synopsis = "ADDR dev IF [lladdr HARDWARE]",
	 .help = "make it known, for good",
	 .run = add_entry,
	 .takes = IPH_TAKES_NEW,
	 .settings = hardware,
	 .setting_count = IPH_ARRAY_SIZE(hardware)},
	{.name = "delete",
	 .synopsis = "ADDR dev IF [--if-exists]",
	 .help = "forget it",
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
	 .synopsis = "ADDR dev IF [lladdr HARDWARE]",
	 .help = "the same as add, whether or not it is known",
	 .run = replace_entry,
	 .takes = IPH_TAKES_NEW,
	 .settings = hardware,
	 .setting_count = IPH_ARRAY_SIZE(hardware)},
	{.name = "resolve",
	 .synopsis = "ADDR dev IF [from ADDR]",
	 .help = "ask on the link, and show who answers",
	 .run = resolve_entry,
	 .takes = IPH_TAKES_ENTRY,
	 .settings = source,
	 .setting_count = IPH_ARRAY_SIZE(source)},
	{.name = "flush",
	 .synopsis = "[dev IF]",
	 .help = "forget all, or those of one interface, that are not permanent",
	 .run = flush_entries,
	 .takes = IPH_TAKES_ANY},
	{.name = NULL},
};

static const char *hardware_text(struct iph_cell *cell)
{
	const MIB_IPNET_ROW2 *row = cell->member;

	return iph_words_hardware(row->PhysicalAddress, row->PhysicalAddressLength, cell->text);
}

static const char *router_text(struct iph_cell *cell)
{
	const MIB_IPNET_ROW2 *row = cell->member;

	return row->IsRouter ? "on" : "off";
}

#define MEMBER(name) .member = offsetof(MIB_IPNET_ROW2, name)

static const struct iph_column columns[] = {
	{"dst", "ADDRESS", IPH_TEXT, IPH_INK_ADDRESS, "the address", iph_cell_address,
	 MEMBER(Address)},
	{"lladdr", "HARDWARE", IPH_TEXT, IPH_INK_HARDWARE, "its hardware address, or null",
	 .text = hardware_text},
	{"dev", "INTERFACE", IPH_TEXT, IPH_INK_INTERFACE, "name of the interface",
	 .text = iph_cell_interface},
	{"reachability", "STATE", IPH_TEXT, IPH_INK_STATE,
	 "reachable, stale, delay, probe, permanent, incomplete, unreachable",
	 .words = iph_words_neighbor_state, MEMBER(State)},
	{"router", "ROUTER", IPH_BOOLEAN, IPH_INK_PLAIN, "whether it is an IPv6 router",
	 .text = router_text},
	{"reachability_time", "TIME", IPH_NUMBER, IPH_INK_PLAIN,
	 "milliseconds since it was reachable, or was not any more", iph_cell_number,
	 MEMBER(ReachabilityTime)},
	{"ifindex", "INDEX", IPH_NUMBER, IPH_INK_PLAIN, "index of the interface", iph_cell_number,
	 MEMBER(InterfaceIndex)},
	{"family", "FAMILY", IPH_TEXT, IPH_INK_PLAIN, "inet, inet6", iph_cell_family,
	 MEMBER(Address)},
	{"luid", "LUID", IPH_TEXT, IPH_INK_PLAIN, "LUID of the interface", iph_cell_luid,
	 MEMBER(InterfaceLuid)},
	{.name = NULL},
};

const struct iph_object iph_neighbor_object = {
	.name = "neighbour",
	.alias = "neighbor",
	.help = "neighbours and their hardware addresses",
	.verbs = verbs,
	.columns = columns,
	.table = "dst,lladdr,dev,reachability",
	.brief = "dst,lladdr",
	.listing = &listing,
};
