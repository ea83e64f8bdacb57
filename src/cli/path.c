/* SPDX-License-Identifier: MIT */
/* iphlp path: what is known of the ways to other machines. */

#include <string.h>

#include "help.h"
#include "inet.h"
#include "listing.h"

static const char path[] = "path";

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
};

static int show_entries(struct iph_args *args)
{
	return iph_listing_show(&listing, args);
}

static int flush_entries(struct iph_args *args)
{
	const struct iph_attempt attempt = {
		.verb = IPH_VERB_FLUSH, .kind = path, .family = args->family};
	DWORD code;

	iph_help_end(args);
	if (args->stop)
		return args->status;
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

/* As ip(8) has it, what is on the link has no gateway. */
static const char *gateway_text(struct iph_cell *cell)
{
	const MIB_IPPATH_ROW *row = cell->member;
	char destination[INET6_ADDRSTRLEN];

	if (row->CurrentNextHop.si_family == AF_UNSPEC)
		return NULL;
	iph_address_format(&row->Destination, destination);
	iph_address_format(&row->CurrentNextHop, cell->text);
	return strcmp(cell->text, destination) == 0 ? NULL : cell->text;
}

static const char *time_text(struct iph_cell *cell)
{
	const ULONG *milliseconds = cell->member;

	return *milliseconds ? iph_cell_number(cell) : NULL;
}

#define MEMBER(name) .member = offsetof(MIB_IPPATH_ROW, name)

static const struct iph_column columns[] = {
	{"dst", "DESTINATION", IPH_TEXT, IPH_INK_ADDRESS, "the other machine", iph_cell_address,
	 MEMBER(Destination)},
	{"src", "SOURCE", IPH_TEXT, IPH_INK_ADDRESS, "the address of this one, or null",
	 iph_cell_address, MEMBER(Source)},
	{"gateway", "GATEWAY", IPH_TEXT, IPH_INK_ADDRESS, "the next hop, or null",
	 .text = gateway_text},
	{"dev", "INTERFACE", IPH_TEXT, IPH_INK_INTERFACE, "name of the interface",
	 .text = iph_cell_interface},
	{"mtu", "MTU", IPH_NUMBER, IPH_INK_PLAIN, "the MTU of the path", iph_cell_number,
	 MEMBER(PathMtu)},
	{"rtt", "RTT", IPH_NUMBER, IPH_INK_PLAIN, "round trip time in ms, or null", time_text,
	 MEMBER(RttMean)},
	{"rttvar", "RTTVAR", IPH_NUMBER, IPH_INK_PLAIN, "its deviation in ms, or null", time_text,
	 MEMBER(RttDeviation)},
	{"reachable", "REACHABLE", IPH_BOOLEAN, IPH_INK_PLAIN,
	 "whether the next hop is reachable, as far as is known", iph_cell_switch,
	 MEMBER(IsReachable)},
	{"reachability_time", "TIME", IPH_NUMBER, IPH_INK_PLAIN,
	 "milliseconds since it was reachable, or was not any more", iph_cell_number,
	 MEMBER(LastReachable)},
	{"tx_speed", "TXSPEED", IPH_NUMBER, IPH_INK_PLAIN,
	 "bits per second of the interface, or null", iph_cell_speed, MEMBER(LinkTransmitSpeed)},
	{"rx_speed", "RXSPEED", IPH_NUMBER, IPH_INK_PLAIN,
	 "bits per second of the interface, or null", iph_cell_speed, MEMBER(LinkReceiveSpeed)},
	{"ifindex", "INDEX", IPH_NUMBER, IPH_INK_PLAIN, "index of the interface", iph_cell_number,
	 MEMBER(InterfaceIndex)},
	{"family", "FAMILY", IPH_TEXT, IPH_INK_PLAIN, "inet, inet6", iph_cell_family,
	 MEMBER(Destination)},
	{"luid", "LUID", IPH_TEXT, IPH_INK_PLAIN, "LUID of the interface", iph_cell_luid,
	 MEMBER(InterfaceLuid)},
	{.name = NULL},
};

const struct iph_object iph_path_object = {
	.name = "path",
	.help = "what is known of the ways to other machines",
	.verbs = verbs,
	.columns = columns,
	.table = "dst,src,gateway,dev,mtu,rtt,reachable",
	.brief = "dst,mtu,rtt",
};
