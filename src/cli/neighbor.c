/* SPDX-License-Identifier: MIT */
/* iphlp neighbour: neighbours and their hardware addresses. */

#include <stdio.h>
#include <string.h>

#include "listing.h"
#include "words.h"

static const char neighbour[] = "neighbour";

#define HARDWARE_TEXT (3 * IF_MAX_PHYS_ADDRESS_LENGTH + 1)

static const struct iph_setting hardware[] = {
	{"lladdr", "HARDWARE", "its hardware address: bytes with colons; some links have none"},
};

static const struct iph_setting source[] = {
	{"from", "ADDR", "the address of this machine that asks"},
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

static int read_new(struct iph_args *args, struct iph_request *ret_request, MIB_IPNET_ROW2 *ret_row)
{
	int status = read_request(args, IPH_VERB_ADD, ret_request, ret_row);
	const char *text = ret_request->settings[0];

	if (args->stop || status != IPH_EXIT_DONE || !text)
		return status;
	return read_hardware(text, ret_row)
		       ? IPH_EXIT_DONE
		       : iph_args_wrong(args, "%s is no hardware address", text);
}

static int finish(struct iph_request *request, DWORD code)
{
	if (code == NO_ERROR)
		return IPH_EXIT_DONE;
	if (code == ERROR_INVALID_PARAMETER && !request->attempt.fault)
		request->attempt.fault = "given a hardware address of another length than the "
					 "interface's own";
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

static void print_neighbor(struct iph_output *output, const void *element,
			   const struct iph_listing_context *context)
{
	const MIB_IPNET_ROW2 *row = element;
	char address[INET6_ADDRSTRLEN];
	char lladdr[HARDWARE_TEXT];
	char index[sizeof("4294967295")];
	char time[sizeof("4294967295")];
	char luid[IPH_LUID_TEXT];
	const char *const texts[] = {
		address,
		row->PhysicalAddressLength ? lladdr : NULL,
		context->interface,
		iph_words_name(iph_words_neighbor_state, row->State),
		row->IsRouter ? "on" : "off",
		time,
		index,
		row->Address.si_family == AF_INET ? "inet" : "inet6",
		luid,
	};

	iph_address_format(&row->Address, address);
	iph_words_hardware(row->PhysicalAddress, row->PhysicalAddressLength, lladdr,
			   sizeof(lladdr));
	snprintf(index, sizeof(index), "%u", row->InterfaceIndex);
	snprintf(time, sizeof(time), "%u", row->ReachabilityTime.LastReachable);
	iph_names_format_luid(&row->InterfaceLuid, luid);
	iph_output_row(output, 0, texts);
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
	.print_row = print_neighbor,
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
	const char *text = request.settings[0];

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

static const struct iph_column columns[] = {
	{"dst", "ADDRESS", IPH_TEXT, IPH_INK_ADDRESS, false, "the address"},
	{"lladdr", "HARDWARE", IPH_TEXT, IPH_INK_HARDWARE, false, "its hardware address, or null"},
	{"dev", "INTERFACE", IPH_TEXT, IPH_INK_INTERFACE, false, "name of the interface"},
	{"reachability", "STATE", IPH_TEXT, IPH_INK_STATE, false,
	 "reachable, stale, delay, probe, permanent, incomplete, unreachable"},
	{"router", "ROUTER", IPH_BOOLEAN, IPH_INK_PLAIN, false, "whether it is an IPv6 router"},
	{"reachability_time", "TIME", IPH_NUMBER, IPH_INK_PLAIN, false,
	 "milliseconds since it was reachable, or was not any more"},
	{"ifindex", "INDEX", IPH_NUMBER, IPH_INK_PLAIN, false, "index of the interface"},
	{"family", "FAMILY", IPH_TEXT, IPH_INK_PLAIN, false, "inet, inet6"},
	{"luid", "LUID", IPH_TEXT, IPH_INK_PLAIN, false, "LUID of the interface"},
};

const struct iph_object iph_neighbor_object = {
	.name = "neighbour",
	.alias = "neighbor",
	.help = "neighbours and their hardware addresses",
	.verbs = verbs,
	.columns = columns,
	.column_count = IPH_ARRAY_SIZE(columns),
	.table = "dst,lladdr,dev,reachability",
	.brief = "dst,lladdr",
	.listing = &listing,
};
