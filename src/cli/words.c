/* SPDX-License-Identifier: MIT */
/* Words for the API's enumerations and numbers. */

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "args.h"
#include "words.h"

/* From 1601-01-01, where Windows' time begins, to 1970-01-01, in seconds. */
#define SECONDS_1601_TO_1970 11644473600LL
#define TICKS_PER_SECOND 10000000LL

#define FOREVER 0xffffffffu

const struct iph_word iph_words_prefix_origin[] = {
	{"manual", IpPrefixOriginManual}, {"wellknown", IpPrefixOriginWellKnown},
	{"dhcp", IpPrefixOriginDhcp},	  {"ra", IpPrefixOriginRouterAdvertisement},
	{"other", IpPrefixOriginOther},	  {NULL, 0},
};

const struct iph_word iph_words_suffix_origin[] = {
	{"manual", IpSuffixOriginManual},
	{"wellknown", IpSuffixOriginWellKnown},
	{"dhcp", IpSuffixOriginDhcp},
	{"linklayer", IpSuffixOriginLinkLayerAddress},
	{"random", IpSuffixOriginRandom},
	{"other", IpSuffixOriginOther},
	{NULL, 0},
};

const struct iph_word iph_words_dad_state[] = {
	{"invalid", IpDadStateInvalid},	    {"tentative", IpDadStateTentative},
	{"duplicate", IpDadStateDuplicate}, {"deprecated", IpDadStateDeprecated},
	{"preferred", IpDadStatePreferred}, {NULL, 0},
};

const struct iph_word iph_words_neighbor_state[] = {
	{"unreachable", NlnsUnreachable},
	{"incomplete", NlnsIncomplete},
	{"probe", NlnsProbe},
	{"delay", NlnsDelay},
	{"stale", NlnsStale},
	{"reachable", NlnsReachable},
	{"permanent", NlnsPermanent},
	{NULL, 0},
};

/* Behind Windows' words those that ip(8) has for the same, which are read and not printed. */
const struct iph_word iph_words_route_protocol[] = {
	{"netmgmt", MIB_IPPROTO_NETMGMT},
	{"local", MIB_IPPROTO_LOCAL},
	{"dhcp", MIB_IPPROTO_DHCP},
	{"icmp", MIB_IPPROTO_ICMP},
	{"rip", MIB_IPPROTO_RIP},
	{"ospf", MIB_IPPROTO_OSPF},
	{"bgp", MIB_IPPROTO_BGP},
	{"isis", MIB_IPPROTO_IS_IS},
	{"esis", MIB_IPPROTO_ES_IS},
	{"eigrp", MIB_IPPROTO_EIGRP},
	{"egp", MIB_IPPROTO_EGP},
	{"ggp", MIB_IPPROTO_GGP},
	{"hello", MIB_IPPROTO_HELLO},
	{"cisco", MIB_IPPROTO_CISCO},
	{"bbn", MIB_IPPROTO_BBN},
	{"idpr", MIB_IPPROTO_IDPR},
	{"dvmrp", MIB_IPPROTO_DVMRP},
	{"rpl", MIB_IPPROTO_RPL},
	{"autostatic", MIB_IPPROTO_NT_AUTOSTATIC},
	{"nt_static", MIB_IPPROTO_NT_STATIC},
	{"nt_static_non_dod", MIB_IPPROTO_NT_STATIC_NON_DOD},
	{"other", MIB_IPPROTO_OTHER},
	{"static", MIB_IPPROTO_NETMGMT},
	{"redirect", MIB_IPPROTO_ICMP},
	{NULL, 0},
};

const struct iph_word iph_words_route_origin[] = {
	{"manual", NlroManual},		 {"wellknown", NlroWellKnown}, {"dhcp", NlroDHCP},
	{"ra", NlroRouterAdvertisement}, {"6to4", Nlro6to4},	       {NULL, 0},
};

/* As ip(8) spells them. */
const struct iph_word iph_words_oper_status[] = {
	{"UP", IfOperStatusUp},
	{"DOWN", IfOperStatusDown},
	{"TESTING", IfOperStatusTesting},
	{"UNKNOWN", IfOperStatusUnknown},
	{"DORMANT", IfOperStatusDormant},
	{"NOTPRESENT", IfOperStatusNotPresent},
	{"LOWERLAYERDOWN", IfOperStatusLowerLayerDown},
	{NULL, 0},
};

const struct iph_word iph_words_admin_status[] = {
	{"up", NET_IF_ADMIN_STATUS_UP},
	{"down", NET_IF_ADMIN_STATUS_DOWN},
	{"testing", NET_IF_ADMIN_STATUS_TESTING},
	{NULL, 0},
};

const struct iph_word iph_words_media_state[] = {
	{"unknown", MediaConnectStateUnknown},
	{"connected", MediaConnectStateConnected},
	{"disconnected", MediaConnectStateDisconnected},
	{NULL, 0},
};

/* IANA's ifType; iph_words_name() answers "?" for those without a word here. */
const struct iph_word iph_words_iftype[] = {
	{"other", IF_TYPE_OTHER},
	{"ethernet", IF_TYPE_ETHERNET_CSMACD},
	{"tokenring", IF_TYPE_ISO88025_TOKENRING},
	{"fddi", IF_TYPE_FDDI},
	{"ppp", IF_TYPE_PPP},
	{"loopback", IF_TYPE_SOFTWARE_LOOPBACK},
	{"slip", IF_TYPE_SLIP},
	{"atm", IF_TYPE_ATM},
	{"virtual", IF_TYPE_PROP_VIRTUAL},
	{"wireless", IF_TYPE_IEEE80211},
	{"tunnel", IF_TYPE_TUNNEL},
	{"vlan", IF_TYPE_L2_VLAN},
	{"ipvlan", IF_TYPE_L3_IPVLAN},
	{"ieee1394", IF_TYPE_IEEE1394},
	{"lag", IF_TYPE_IEEE8023AD_LAG},
	{"infiniband", 199},
	{"bridge", 209},
	{"ieee802154", IF_TYPE_IEEE802154},
	{NULL, 0},
};

const char *iph_words_name(const struct iph_word *table, unsigned int value)
{
	for (; table->word; table++)
		if (table->value == value)
			return table->word;
	return "?";
}

bool iph_words_find(const struct iph_word *table, const char *text, unsigned int *ret_value)
{
	for (; table->word; table++) {
		if (!iph_args_is(text, table->word))
			continue;
		*ret_value = table->value;
		return true;
	}
	return false;
}

void iph_words_lifetime(ULONG seconds, bool json, char *ret_text)
{
	if (seconds == FOREVER && !json)
		strcpy(ret_text, "forever");
	else
		snprintf(ret_text, IPH_WORDS_TEXT, "%u", seconds);
}

static void scale(ULONG64 number, char *ret_text)
{
	static const char units[] = "kMGTPE";
	const char *unit = units;
	double shown = (double)number / 1000;

	for (; shown >= 999.5 && unit[1]; unit++)
		shown /= 1000;
	snprintf(ret_text, IPH_WORDS_TEXT, "%.3g%c", shown, *unit);
}

void iph_words_large(ULONG64 number, bool exact, char *ret_text)
{
	if (exact)
		snprintf(ret_text, IPH_WORDS_TEXT, "%llu", (unsigned long long)number);
	else
		scale(number, ret_text);
}

bool iph_words_time(LONGLONG ticks, char *ret_text)
{
	time_t seconds = (time_t)(ticks / TICKS_PER_SECOND - SECONDS_1601_TO_1970);
	struct tm tm;

	return ticks != 0 && gmtime_r(&seconds, &tm) &&
	       strftime(ret_text, IPH_WORDS_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm) > 0;
}

const char *iph_words_hardware(const UCHAR *bytes, size_t count, char ret_text[IPH_HARDWARE_TEXT])
{
	size_t i;

	for (i = 0; i < count && i < IF_MAX_PHYS_ADDRESS_LENGTH; i++)
		sprintf(ret_text + i * 3, i + 1 < count ? "%02x:" : "%02x", bytes[i]);
	return count ? ret_text : NULL;
}
