/* SPDX-License-Identifier: MIT */
/* iphlp path: what is known of the ways to other machines. */

#include <stdio.h>
#include <string.h>

#include "help.h"
#include "inet.h"
#include "listing.h"
#include "names.h"
#include "words.h"

static const char path[] = "path";

#define NUMBER_TEXT sizeof("18446744073709551615")

static const char *text_of(ULONG64 number, char ret_text[NUMBER_TEXT])
{
	snprintf(ret_text, NUMBER_TEXT, "%llu", (unsigned long long)number);
	return ret_text;
}

static const char *text_if_known(ULONG64 number, char ret_text[NUMBER_TEXT])
{
	return number ? text_of(number, ret_text) : NULL;
}

static const char *speed_of(ULONG64 speed, bool json, char ret_text[IPH_WORDS_TEXT])
{
	if (speed == 0)
		return NULL;
	if (json)
		return text_of(speed, ret_text);
	iph_words_scaled(speed, ret_text);
	return ret_text;
}

/* NULL for an address without a family. */
static const char *address_of(const SOCKADDR_INET *address, char ret_text[INET6_ADDRSTRLEN])
{
	if (address->si_family == AF_UNSPEC)
		return NULL;
	iph_address_format(address, ret_text);
	return ret_text;
}

static void print_path(struct iph_output *output, const void *element,
		       const struct iph_listing_context *context)
{
	const MIB_IPPATH_ROW *row = element;
	char destination[INET6_ADDRSTRLEN];
	char source[INET6_ADDRSTRLEN];
	char hop[INET6_ADDRSTRLEN];
	char numbers[5][NUMBER_TEXT];
	char speeds[2][IPH_WORDS_TEXT];
	char luid[IPH_LUID_TEXT];
	const char *texts[] = {
		address_of(&row->Destination, destination),
		address_of(&row->Source, source),
		address_of(&row->CurrentNextHop, hop),
		context->interface,
		text_of(row->PathMtu, numbers[0]),
		text_if_known(row->RttMean, numbers[1]),
		text_if_known(row->RttDeviation, numbers[2]),
		row->IsReachable ? "on" : "off",
		text_of(row->LastReachable, numbers[3]),
		speed_of(row->LinkTransmitSpeed, context->json, speeds[0]),
		speed_of(row->LinkReceiveSpeed, context->json, speeds[1]),
		text_of(row->InterfaceIndex, numbers[4]),
		row->Destination.si_family == AF_INET ? "inet" : "inet6",
		luid,
	};

	/* as ip(8) has it, what is on the link has no gateway */
	if (texts[0] && texts[2] && strcmp(texts[0], texts[2]) == 0)
		texts[2] = NULL;
	iph_names_format_luid(&row->InterfaceLuid, luid);
	iph_output_row(output, 0, texts);
}

static DWORD get_path_table(ADDRESS_FAMILY family, void **ret_table)
{
	return GetIpPathTable(family, (PMIB_IPPATH_TABLE *)ret_table);
}

static const struct iph_listing listing = {
	.kind = path,
	.rows = offsetof(MIB_IPPATH_TABLE, Table),
	.row_size = sizeof(MIB_IPPATH_ROW),
	.luid = offsetof(MIB_IPPATH_ROW, InterfaceLuid),
	.need = IPH_SIGHT_NOTHING,
	.get_table = get_path_table,
	.free_table = FreeMibTable,
	.print_row = print_path,
};

static int show_entries(struct iph_args *args)
{
	return iph_listing_show(&listing, args);
}

static int flush_entries(struct iph_args *args)
{
	const struct iph_attempt attempt = {
		.verb = IPH_VERB_FLUSH, .kind = path, .family = args->family};
	const char *word = iph_args_word(args);
	DWORD code;

	if (args->stop)
		return args->status;
	if (word)
		return iph_args_asks(word) ? iph_help(args)
					   : iph_args_wrong(args, "%s is one word too many", word);
	code = FlushIpPathTable((ADDRESS_FAMILY)args->family);
	return code == NO_ERROR ? IPH_EXIT_DONE : iph_error_report(&attempt, code);
}

static const struct iph_verb verbs[] = {
	IPH_VERBS_SHOW(show_entries),
	{.name = "flush",
	 .synopsis = "",
	 .help = "forget what is known of all paths",
	 .run = flush_entries,
	 .takes = IPH_TAKES_NOTHING},
	{.name = NULL},
};

static const struct iph_column columns[] = {
	{"dst", "DESTINATION", IPH_TEXT, IPH_INK_ADDRESS, false, "the other machine"},
	{"src", "SOURCE", IPH_TEXT, IPH_INK_ADDRESS, false, "the address of this one, or null"},
	{"gateway", "GATEWAY", IPH_TEXT, IPH_INK_ADDRESS, false, "the next hop, or null"},
	{"dev", "INTERFACE", IPH_TEXT, IPH_INK_INTERFACE, false, "name of the interface"},
	{"mtu", "MTU", IPH_NUMBER, IPH_INK_PLAIN, false, "the MTU of the path"},
	{"rtt", "RTT", IPH_NUMBER, IPH_INK_PLAIN, false, "round trip time in ms, or null"},
	{"rttvar", "RTTVAR", IPH_NUMBER, IPH_INK_PLAIN, false, "its deviation in ms, or null"},
	{"reachable", "REACHABLE", IPH_BOOLEAN, IPH_INK_PLAIN, false,
	 "whether the next hop is reachable, as far as is known"},
	{"reachability_time", "TIME", IPH_NUMBER, IPH_INK_PLAIN, false,
	 "milliseconds since it was reachable, or was not any more"},
	{"tx_speed", "TXSPEED", IPH_NUMBER, IPH_INK_PLAIN, false,
	 "bits per second of the interface, or null"},
	{"rx_speed", "RXSPEED", IPH_NUMBER, IPH_INK_PLAIN, false,
	 "bits per second of the interface, or null"},
	{"ifindex", "INDEX", IPH_NUMBER, IPH_INK_PLAIN, false, "index of the interface"},
	{"family", "FAMILY", IPH_TEXT, IPH_INK_PLAIN, false, "inet, inet6"},
	{"luid", "LUID", IPH_TEXT, IPH_INK_PLAIN, false, "LUID of the interface"},
};

const struct iph_object iph_path_object = {
	.name = "path",
	.help = "what is known of the ways to other machines",
	.verbs = verbs,
	.columns = columns,
	.column_count = IPH_ARRAY_SIZE(columns),
	.table = "dst,src,gateway,dev,mtu,rtt,reachable",
	.brief = "dst,mtu,rtt",
};
