/* SPDX-License-Identifier: MIT */
/* iphlp route: the routes of an interface, and the one that a packet would take. */

#include <stdlib.h>
#include <string.h>

#include "listing.h"
#include "route-row.h"
#include "words.h"

static const char kind[] = "route";

#define FOREVER 0xffffffffu
#define LARGEST_METRIC 0x7fffffffu

/* Decimal digits only. */
static bool read_number(const char *text, ULONG most, ULONG *ret_number)
{
	unsigned long long value = strtoull(text, NULL, 10);
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 10 || text[digits] || value > most)
		return false;
	*ret_number = (ULONG)value;
	return true;
}

static int apply_metric(const struct iph_args *args, const char *text, void *row)
{
	MIB_IPFORWARD_ROW2 *route = row;

	if (!read_number(text, LARGEST_METRIC, &route->Metric))
		return iph_args_wrong(args, "a metric is a number from 0 to %u, not %s",
				      LARGEST_METRIC, text);
	return IPH_EXIT_DONE;
}

static int apply_protocol(const struct iph_args *args, const char *text, void *row)
{
	MIB_IPFORWARD_ROW2 *route = row;
	unsigned int number;

	if (!iph_words_find(iph_words_route_protocol, text, &number))
		return iph_args_wrong(args, "there is no protocol %s", text);
	route->Protocol = (NL_ROUTE_PROTOCOL)number;
	return IPH_EXIT_DONE;
}

static int apply_valid(const struct iph_args *args, const char *text, void *row)
{
	MIB_IPFORWARD_ROW2 *route = row;

	if (iph_args_is(text, "forever"))
		route->ValidLifetime = FOREVER;
	else if (!read_number(text, FOREVER, &route->ValidLifetime))
		return iph_args_wrong(args, "%s is no lifetime", text);
	route->PreferredLifetime = route->ValidLifetime;
	return IPH_EXIT_DONE;
}

/* It belongs to the name of a route: request.c reads it. */
#define VIA                                                                                        \
	{                                                                                          \
		.name = "via", .value = "ADDR",                                                    \
		.help = "the next hop; without it the destination is on the link"                  \
	}

static const struct iph_setting name_settings[] = {VIA};

static const struct iph_setting settings[] = {
	VIA,
	{"metric", "NUMBER", "the lowest one is used, of several routes to a destination",
	 apply_metric},
	{"protocol", "netmgmt|local|dhcp|icmp|rip|ospf|bgp|other", "who made it; others, too",
	 apply_protocol},
	{"valid_lft", "SECONDS|forever", "how long it is valid (IPv6)", apply_valid},
};

static const struct iph_setting best_settings[] = {
	{.name = "from", .value = "ADDR", .help = "as a packet with this source would go"},
};

static int read_request(struct iph_args *args, enum iph_verb_tried tried,
			struct iph_request *ret_request)
{
	const struct iph_form form = {
		.tried = tried, .kind = kind, .prefix = true, .destination = true};

	return iph_request_entry(args, &form, ret_request);
}

/* The row of the route that the line names, and otherwise unset. */
static void name_row(const struct iph_request *request, MIB_IPFORWARD_ROW2 *ret_row)
{
	InitializeIpForwardEntry(ret_row);
	ret_row->DestinationPrefix.Prefix = request->address.inet;
	ret_row->DestinationPrefix.PrefixLength = request->address.prefix;
	ret_row->NextHop = request->via.inet;
	ret_row->NextHop.si_family = request->address.inet.si_family;
	ret_row->InterfaceLuid = request->luid;
}

static bool bits_behind(const struct iph_address *address)
{
	const UCHAR *bytes = address->inet.si_family == AF_INET
				     ? (const UCHAR *)&address->inet.Ipv4.sin_addr
				     : (const UCHAR *)&address->inet.Ipv6.sin6_addr;
	size_t last = address->inet.si_family == AF_INET ? 32 : 128;
	size_t bit;

	for (bit = address->prefix; bit < last; bit++)
		if (bytes[bit / 8] >> (7 - bit % 8) & 1)
			return true;
	return false;
}

/* Why the call does not take the route. */
static const char *fault_of(const struct iph_request *request)
{
	const char *valid = iph_request_text(request, "valid_lft");

	if (bits_behind(&request->address))
		return "the destination has bits set behind its prefix length";
	if (valid && strcmp(valid, "0") == 0)
		return "a route cannot be valid for no time";
	return "no route can have this next hop";
}

/* An interface that cannot exist: whoever is denied even that lacks the privilege. The library
 * looks for it before it looks for the interface. */
static bool privileged(const struct iph_request *request)
{
	MIB_IPFORWARD_ROW2 nowhere;

	name_row(request, &nowhere);
	nowhere.InterfaceLuid.Value = 0;
	nowhere.InterfaceIndex = UINT32_MAX;
	return DeleteIpForwardEntry2(&nowhere) != ERROR_ACCESS_DENIED;
}

static int finish(struct iph_request *request, DWORD code)
{
	request->attempt.fault = fault_of(request);
	if (code == ERROR_ACCESS_DENIED && privileged(request))
		return iph_error_not_ours(&request->attempt);
	return code == NO_ERROR ? IPH_EXIT_DONE : iph_error_report(&request->attempt, code);
}

/* Makes the route; gives its code instead of saying it. */
static int create_route(struct iph_args *args, struct iph_request *request,
			MIB_IPFORWARD_ROW2 *ret_row, DWORD *ret_code)
{
	int status = read_request(args, IPH_VERB_ADD, request);

	*ret_code = NO_ERROR;
	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	name_row(request, ret_row);
	status = iph_request_apply(args, request, ret_row);
	if (status == IPH_EXIT_DONE)
		*ret_code = CreateIpForwardEntry2(ret_row);
	return status;
}

static int add_route(struct iph_args *args)
{
	MIB_IPFORWARD_ROW2 row;
	struct iph_request request;
	DWORD code;
	int status = create_route(args, &request, &row, &code);

	return status == IPH_EXIT_DONE ? finish(&request, code) : status;
}

/* What is not given is as add has it. */
static int replace_route(struct iph_args *args)
{
	MIB_IPFORWARD_ROW2 row;
	struct iph_request request;
	DWORD code;
	int status = create_route(args, &request, &row, &code);

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	if (code != ERROR_OBJECT_ALREADY_EXISTS)
		return finish(&request, code);
	/* Set leaves what is unset as it is */
	if (!iph_request_text(&request, "metric"))
		row.Metric = 0;
	if (!iph_request_text(&request, "protocol"))
		row.Protocol = MIB_IPPROTO_NETMGMT;
	return finish(&request, SetIpForwardEntry2(&row));
}

static int set_route(struct iph_args *args)
{
	MIB_IPFORWARD_ROW2 row;
	struct iph_request request;
	DWORD code;
	int status = read_request(args, IPH_VERB_SET, &request);

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	if (!iph_request_changes(&request))
		return iph_args_wrong(args, "what is to change is missing");
	name_row(&request, &row);
	code = GetIpForwardEntry2(&row);
	if (code != NO_ERROR)
		return finish(&request, code);
	status = iph_request_apply(args, &request, &row);
	return status == IPH_EXIT_DONE ? finish(&request, SetIpForwardEntry2(&row)) : status;
}

static int delete_route(struct iph_args *args)
{
	MIB_IPFORWARD_ROW2 row;
	struct iph_request request;
	DWORD code;
	int status = read_request(args, IPH_VERB_DELETE, &request);

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	name_row(&request, &row);
	code = DeleteIpForwardEntry2(&row);
	return code == ERROR_NOT_FOUND && args->if_exists ? IPH_EXIT_DONE : finish(&request, code);
}

static DWORD get_table(ADDRESS_FAMILY family, void **ret_table)
{
	return GetIpForwardTable2(family, (PMIB_IPFORWARD_TABLE2 *)ret_table);
}

static const struct iph_listing listing = {
	.kind = kind,
	.rows = offsetof(MIB_IPFORWARD_TABLE2, Table),
	.row_size = sizeof(MIB_IPFORWARD_ROW2),
	.luid = offsetof(MIB_IPFORWARD_ROW2, InterfaceLuid),
	.destination = offsetof(MIB_IPFORWARD_ROW2, DestinationPrefix),
	.need = IPH_SIGHT_NOTHING,
	.get_table = get_table,
	.free_table = FreeMibTable,
};

static int get_route(struct iph_args *args)
{
	MIB_IPFORWARD_ROW2 row;
	struct iph_request request;
	DWORD code;
	int status = read_request(args, IPH_VERB_GET, &request);

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	name_row(&request, &row);
	code = GetIpForwardEntry2(&row);
	if (code != NO_ERROR)
		return finish(&request, code);
	return iph_listing_print_one(&listing, args, &request.attempt, &row);
}

static int show_routes(struct iph_args *args)
{
	return iph_listing_show(&listing, args);
}

static int print_best(const struct iph_args *args, const struct iph_attempt *attempt,
		      const MIB_IPFORWARD_ROW2 *row, const SOCKADDR_INET *source)
{
	IPH_AUTO_OUTPUT struct iph_output *output = NULL;
	struct iph_named named = {.name = ""};
	const struct iph_context context = {
		.args = args, .interface = named.name, .source = source};
	int status = iph_output_new(args, &output);
	DWORD code;

	if (status != IPH_EXIT_DONE)
		return status;
	code = iph_names_next(&named, &row->InterfaceLuid);
	if (code != NO_ERROR)
		return iph_error_report(attempt, code);
	iph_output_row(output, 0, row, &context);
	return iph_output_print(output);
}

static const char *best_fault(const SOCKADDR_INET *destination)
{
	return destination->si_family == AF_INET6 &&
			       IN6_IS_ADDR_LINKLOCAL(&destination->Ipv6.sin6_addr)
		       ? "it is on each link: say which with dev IF"
		       : NULL;
}

static int best_route(struct iph_args *args)
{
	const struct iph_form form = {
		.tried = IPH_VERB_BEST, .kind = kind, .anywhere = true, .fault = best_fault};
	MIB_IPFORWARD_ROW2 row;
	SOCKADDR_INET source;
	struct iph_request request;
	struct iph_address from;
	int status = iph_request_entry(args, &form, &request);
	const char *source_text = iph_request_text(&request, "from");
	DWORD code;

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	if (source_text && (!iph_address_parse(source_text, &from) || from.has_prefix ||
			    from.inet.si_family != request.address.inet.si_family)) {
		iph_error_line("%s is not an %s address", source_text,
			       request.address.inet.si_family == AF_INET ? "IPv4" : "IPv6");
		return IPH_EXIT_USAGE;
	}
	code = GetBestRoute2(request.luid.Value ? &request.luid : NULL, 0,
			     source_text ? &from.inet : NULL, &request.address.inet, 0, &row,
			     &source);
	if (code != NO_ERROR)
		return iph_error_report(&request.attempt, code);
	return print_best(args, &request.attempt, &row, &source);
}

static const struct iph_verb verbs[] = {
	{.name = "add",
	 .synopsis = "PREFIX [via ADDR] dev IF [SETTING]...",
	 .help = "make a route",
	 .run = add_route,
	 .takes = IPH_TAKES_NEW,
	 .settings = settings,
	 .setting_count = IPH_ARRAY_SIZE(settings)},
	{.name = "delete",
	 .synopsis = "PREFIX [via ADDR] dev IF [--if-exists]",
	 .help = "take it away again, whatever its metric",
	 .run = delete_route,
	 .takes = IPH_TAKES_ENTRY,
	 .if_exists = true,
	 .settings = name_settings,
	 .setting_count = IPH_ARRAY_SIZE(name_settings)},
	{.name = "get",
	 .synopsis = "PREFIX [via ADDR] dev IF",
	 .help = "show that one",
	 .run = get_route,
	 .takes = IPH_TAKES_ENTRY,
	 .settings = name_settings,
	 .setting_count = IPH_ARRAY_SIZE(name_settings)},
	IPH_VERBS_SHOW(show_routes),
	{.name = "set",
	 .synopsis = "PREFIX [via ADDR] dev IF SETTING...",
	 .help = "change settings of it",
	 .run = set_route,
	 .takes = IPH_TAKES_ENTRY,
	 .settings = settings,
	 .setting_count = IPH_ARRAY_SIZE(settings)},
	{.name = "replace",
	 .synopsis = "PREFIX [via ADDR] dev IF [SETTING]...",
	 .help = "add it, or make it what add would have made",
	 .run = replace_route,
	 .takes = IPH_TAKES_NEW,
	 .settings = settings,
	 .setting_count = IPH_ARRAY_SIZE(settings)},
	{.name = "best",
	 .synopsis = "ADDR [from ADDR] [dev IF]",
	 .help = "show the route that packets to an address take, and their source",
	 .run = best_route,
	 .takes = IPH_TAKES_ADDRESS,
	 .settings = best_settings,
	 .setting_count = IPH_ARRAY_SIZE(best_settings),
	 .table = "dst,gateway,dev,metric,prefsrc"},
	{.name = NULL},
};

const struct iph_object iph_route_object = {
	.name = "route",
	.help = "routes, and the best one to an address",
	.verbs = verbs,
	.columns = iph_route_columns,
	.table = "dst,gateway,dev,metric,protocol",
	.brief = "dst,gateway,dev",
	.listing = &listing,
};
