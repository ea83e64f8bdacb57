/* SPDX-License-Identifier: MIT */
/* What is printed of a route. */

#include <string.h>

#include "cell.h"
#include "inet.h"
#include "route-row.h"
#include "words.h"

static const char *destination_text(struct iph_cell *cell)
{
	iph_prefix_format(cell->member, cell->text);
	return cell->text;
}

/* As ip(8) has it, a route without a next hop has no gateway. */
static const char *gateway_text(struct iph_cell *cell)
{
	const char *text = iph_cell_address(cell);

	return strcmp(text, "0.0.0.0") == 0 || strcmp(text, "::") == 0 ? NULL : text;
}

static const char *source_text(struct iph_cell *cell)
{
	cell->member = cell->context->source;
	return cell->member ? iph_cell_address(cell) : NULL;
}

#define MEMBER(name) .member = offsetof(MIB_IPFORWARD_ROW2, name)

const struct iph_column iph_route_columns[] = {
	{"dst", "DESTINATION", IPH_TEXT, IPH_INK_ADDRESS, "where it leads to", destination_text,
	 MEMBER(DestinationPrefix)},
	{"gateway", "GATEWAY", IPH_TEXT, IPH_INK_ADDRESS, "the next hop, or null", gateway_text,
	 MEMBER(NextHop)},
	{"dev", "INTERFACE", IPH_TEXT, IPH_INK_INTERFACE, "name of its interface",
	 .text = iph_cell_interface},
	{"metric", "METRIC", IPH_NUMBER, IPH_INK_PLAIN, "the lowest one is used", iph_cell_number,
	 MEMBER(Metric)},
	{"protocol", "PROTOCOL", IPH_TEXT, IPH_INK_PLAIN, "netmgmt, local, dhcp, icmp, ...",
	 .words = iph_words_route_protocol, MEMBER(Protocol)},
	{"prefsrc", "SOURCE", IPH_TEXT, IPH_INK_ADDRESS, "best: the source address, or null",
	 .text = source_text},
	{"valid_life_time", "VALID", IPH_NUMBER, IPH_INK_PLAIN, "seconds, 4294967295 is forever",
	 iph_cell_lifetime, MEMBER(ValidLifetime)},
	{"preferred_life_time", "PREFERRED", IPH_NUMBER, IPH_INK_PLAIN,
	 "seconds, 4294967295 is forever", iph_cell_lifetime, MEMBER(PreferredLifetime)},
	{"ifindex", "INDEX", IPH_NUMBER, IPH_INK_PLAIN, "index of its interface", iph_cell_number,
	 MEMBER(InterfaceIndex)},
	{"family", "FAMILY", IPH_TEXT, IPH_INK_PLAIN, "inet, inet6", iph_cell_family,
	 MEMBER(DestinationPrefix.Prefix)},
	{"prefixlen", "LEN", IPH_NUMBER, IPH_INK_PLAIN, "length of its prefix", iph_cell_byte,
	 MEMBER(DestinationPrefix.PrefixLength)},
	{"origin", "ORIGIN", IPH_TEXT, IPH_INK_PLAIN, "manual, wellknown, dhcp, ra, 6to4",
	 .words = iph_words_route_origin, MEMBER(Origin)},
	{"site_prefixlen", "SITELEN", IPH_NUMBER, IPH_INK_PLAIN, "length of its site prefix",
	 iph_cell_byte, MEMBER(SitePrefixLength)},
	{"age", "AGE", IPH_NUMBER, IPH_INK_PLAIN, "always 0: Linux does not know it",
	 iph_cell_number, MEMBER(Age)},
	{"loopback", "LOOPBACK", IPH_BOOLEAN, IPH_INK_PLAIN, "whether it leads to this host",
	 iph_cell_switch, MEMBER(Loopback)},
	{"autoconfigure", "AUTOCONF", IPH_BOOLEAN, IPH_INK_PLAIN, "Windows' flag of that name",
	 iph_cell_switch, MEMBER(AutoconfigureAddress)},
	{"publish", "PUBLISH", IPH_BOOLEAN, IPH_INK_PLAIN, "Windows' flag of that name",
	 iph_cell_switch, MEMBER(Publish)},
	{"immortal", "IMMORTAL", IPH_BOOLEAN, IPH_INK_PLAIN, "Windows' flag of that name",
	 iph_cell_switch, MEMBER(Immortal)},
	{"luid", "LUID", IPH_TEXT, IPH_INK_PLAIN, "LUID of its interface", iph_cell_luid,
	 MEMBER(InterfaceLuid)},
	{.name = NULL},
};
