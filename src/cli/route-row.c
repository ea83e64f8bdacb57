/* SPDX-License-Identifier: MIT */
/* What is printed of a route. */

#include <stdio.h>
#include <string.h>

#include "inet.h"
#include "names.h"
#include "route-row.h"
#include "words.h"

static const char *text_of(ULONG number, char ret_text[sizeof("4294967295")])
{
	sprintf(ret_text, "%u", number);
	return ret_text;
}

static const char *switch_of(BOOLEAN on)
{
	return on ? "on" : "off";
}

/* As ip(8) has it, a route without a next hop has no gateway. */
static const char *gateway_of(const SOCKADDR_INET *next_hop, char ret_text[INET6_ADDRSTRLEN])
{
	iph_address_format(next_hop, ret_text);
	return strcmp(ret_text, "0.0.0.0") == 0 || strcmp(ret_text, "::") == 0 ? NULL : ret_text;
}

void iph_route_print(struct iph_output *output, const struct iph_route_shown *shown)
{
	const MIB_IPFORWARD_ROW2 *row = shown->row;
	char numbers[5][sizeof("4294967295")];
	char destination[IPH_PREFIX_TEXT];
	char gateway[INET6_ADDRSTRLEN];
	char source[INET6_ADDRSTRLEN];
	char luid[IPH_LUID_TEXT];
	char valid[IPH_WORDS_TEXT];
	char preferred[IPH_WORDS_TEXT];
	const char *const texts[] = {
		destination,
		gateway_of(&row->NextHop, gateway),
		shown->interface,
		text_of(row->Metric, numbers[0]),
		iph_words_name(iph_words_route_protocol, row->Protocol),
		shown->source ? source : NULL,
		valid,
		preferred,
		text_of(row->InterfaceIndex, numbers[1]),
		row->DestinationPrefix.Prefix.si_family == AF_INET ? "inet" : "inet6",
		text_of(row->DestinationPrefix.PrefixLength, numbers[2]),
		iph_words_name(iph_words_route_origin, row->Origin),
		text_of(row->SitePrefixLength, numbers[3]),
		text_of(row->Age, numbers[4]),
		switch_of(row->Loopback),
		switch_of(row->AutoconfigureAddress),
		switch_of(row->Publish),
		switch_of(row->Immortal),
		luid,
	};

	iph_prefix_format(&row->DestinationPrefix, destination);
	if (shown->source)
		iph_address_format(shown->source, source);
	iph_names_format_luid(&row->InterfaceLuid, luid);
	iph_words_lifetime(row->ValidLifetime, shown->json, valid);
	iph_words_lifetime(row->PreferredLifetime, shown->json, preferred);
	iph_output_row(output, 0, texts);
}

const struct iph_column iph_route_columns[IPH_ROUTE_COLUMNS] = {
	{"dst", "DESTINATION", IPH_TEXT, IPH_INK_ADDRESS, false, "where it leads to"},
	{"gateway", "GATEWAY", IPH_TEXT, IPH_INK_ADDRESS, false, "the next hop, or null"},
	{"dev", "INTERFACE", IPH_TEXT, IPH_INK_INTERFACE, false, "name of its interface"},
	{"metric", "METRIC", IPH_NUMBER, IPH_INK_PLAIN, false, "the lowest one is used"},
	{"protocol", "PROTOCOL", IPH_TEXT, IPH_INK_PLAIN, false, "netmgmt, local, dhcp, icmp, ..."},
	{"prefsrc", "SOURCE", IPH_TEXT, IPH_INK_ADDRESS, false,
	 "best: the source address, or null"},
	{"valid_life_time", "VALID", IPH_NUMBER, IPH_INK_PLAIN, false,
	 "seconds, 4294967295 is forever"},
	{"preferred_life_time", "PREFERRED", IPH_NUMBER, IPH_INK_PLAIN, false,
	 "seconds, 4294967295 is forever"},
	{"ifindex", "INDEX", IPH_NUMBER, IPH_INK_PLAIN, false, "index of its interface"},
	{"family", "FAMILY", IPH_TEXT, IPH_INK_PLAIN, false, "inet, inet6"},
	{"prefixlen", "LEN", IPH_NUMBER, IPH_INK_PLAIN, false, "length of its prefix"},
	{"origin", "ORIGIN", IPH_TEXT, IPH_INK_PLAIN, false, "manual, wellknown, dhcp, ra, 6to4"},
	{"site_prefixlen", "SITELEN", IPH_NUMBER, IPH_INK_PLAIN, false,
	 "length of its site prefix"},
	{"age", "AGE", IPH_NUMBER, IPH_INK_PLAIN, false, "always 0: Linux does not know it"},
	{"loopback", "LOOPBACK", IPH_BOOLEAN, IPH_INK_PLAIN, false,
	 "whether it leads to this host"},
	{"autoconfigure", "AUTOCONF", IPH_BOOLEAN, IPH_INK_PLAIN, false,
	 "Windows' flag of that name"},
	{"publish", "PUBLISH", IPH_BOOLEAN, IPH_INK_PLAIN, false, "Windows' flag of that name"},
	{"immortal", "IMMORTAL", IPH_BOOLEAN, IPH_INK_PLAIN, false, "Windows' flag of that name"},
	{"luid", "LUID", IPH_TEXT, IPH_INK_PLAIN, false, "LUID of its interface"},
};
