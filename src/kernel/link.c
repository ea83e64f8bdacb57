/* SPDX-License-Identifier: MIT */
/* Interfaces as the kernel knows them, and their NET_LUID. */

#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <linux/ipv6.h>
#include <linux/rtnetlink.h>

#include "kernel-numbers.h"
#include "link.h"
#include "wifi.h"

#define ALT_NAME_SIZE 128   /* ALTIFNAMSIZ, linux/if.h */
#define ETHERNET 6	    /* IANA ifType */
#define LOWER_UP (1u << 16) /* IFF_LOWER_UP: linux/if.h, which net/if.h is in the way of */
#define INDEX_BITS 24
#define INDEX_MASK 0xffffffu

/* IANA ifType of what "ip link add type KIND" makes; looked at before the device type. */
static const struct {
	char kind[12];
	uint16_t type;
} kinds[] = {
	{"bridge", 209}, {"vlan", 135},	     {"bond", 161},	{"team", 161},
	{"ipvlan", 136}, {"ipvtap", 136},    {"ipip", 131},	{"sit", 131},
	{"gre", 131},	 {"ip6tnl", 131},    {"ip6gre", 131},	{"vti", 131},
	{"vti6", 131},	 {"xfrm", 131},	     {"vxlan", 131},	{"geneve", 131},
	{"gretap", 131}, {"ip6gretap", 131}, {"wireguard", 53}, {"ppp", 23},
	{"erspan", 131}, {"ip6erspan", 131}, {"bareudp", 131},	{"gtp", 131},
	{"amt", 131},	 {"vrf", 53},	     {"wwan", 243},	{"virt_wifi", IPH_TYPE_WIFI},
};

/* IANA ifType of a device type (linux/if_arp.h); everything else is other(1). */
static const struct {
	uint16_t arphrd;
	uint16_t type;
} device_types[] = {
	{ARPHRD_ETHER, 6},
	{ARPHRD_LOOPBACK, IPH_TYPE_LOOPBACK},
	{ARPHRD_PPP, 23},
	{ARPHRD_IEEE802, 9},
	{ARPHRD_IEEE802_TR, 9},
	{ARPHRD_FDDI, 15},
	{ARPHRD_SLIP, 28},
	{ARPHRD_CSLIP, 28},
	{ARPHRD_ATM, 37},
	{ARPHRD_IEEE1394, 144},
	{ARPHRD_INFINIBAND, 199},
	{ARPHRD_TUNNEL, 131},
	{ARPHRD_TUNNEL6, 131},
	{ARPHRD_SIT, 131},
	{ARPHRD_IPGRE, 131},
	{ARPHRD_IP6GRE, 131},
	{ARPHRD_NONE, 53},
	{ARPHRD_RAWIP, 53},
	{ARPHRD_IEEE80211, 71},
	{ARPHRD_IEEE80211_PRISM, 71},
	{ARPHRD_IEEE80211_RADIOTAP, 71},
	{ARPHRD_IEEE802154, 259},
};

uint16_t iph_link_type(uint16_t arphrd, const char *kind)
{
	size_t i;

	/* few begin alike, and the call costs more than the rest of the search */
	for (i = 0; *kind && i < IPH_ARRAY_SIZE(kinds); i++)
		if (kinds[i].kind[0] == kind[0] && strcmp(kinds[i].kind, kind) == 0)
			return kinds[i].type;
	for (i = 0; i < IPH_ARRAY_SIZE(device_types); i++)
		if (device_types[i].arphrd == arphrd)
			return device_types[i].type;
	return 1;
}

int iph_link_info(const struct nlattr *linkinfo, struct iph_link_info *ret_info)
{
	const struct nlattr *tb[IFLA_INFO_MAX + 1] = {NULL};
	int r = linkinfo ? iph_attr_parse_nested(linkinfo, tb, IFLA_INFO_MAX) : 0;

	if (r < 0)
		return r;
	if (!iph_attr_str(tb[IFLA_INFO_KIND], ret_info->kind, sizeof(ret_info->kind)))
		ret_info->kind[0] = '\0';
	if (!iph_attr_str(tb[IFLA_INFO_SLAVE_KIND], ret_info->master, sizeof(ret_info->master)))
		ret_info->master[0] = '\0';
	ret_info->data = tb[IFLA_INFO_DATA];
	ret_info->master_data = tb[IFLA_INFO_SLAVE_DATA];
	return 0;
}

/* net.ipv6.conf.IF.disable_ipv6, which IFLA_INET6_CONF carries as one of an array of int. */
static bool ipv6_enabled(const struct nlattr *inet6)
{
	const struct nlattr *tb[IFLA_INET6_CONF + 1];
	int32_t disabled;
	size_t at = DEVCONF_DISABLE_IPV6 * sizeof(disabled);

	if (!inet6 || iph_attr_parse_nested(inet6, tb, IFLA_INET6_CONF) < 0 ||
	    !tb[IFLA_INET6_CONF] ||
	    mnl_attr_get_payload_len(tb[IFLA_INET6_CONF]) < at + sizeof(disabled))
		return false;
	memcpy(&disabled, (const char *)mnl_attr_get_payload(tb[IFLA_INET6_CONF]) + at,
	       sizeof(disabled));
	return !disabled;
}

static int parse_families(const struct nlattr *af_spec, struct iph_link *link)
{
	const struct nlattr *tb[AF_INET6 + 1];
	int r;

	link->ipv4 = link->ipv6 = false;
	if (!af_spec)
		return 0;
	r = iph_attr_parse_nested(af_spec, tb, AF_INET6);
	if (r < 0)
		return r;
	link->ipv4 = tb[AF_INET];
	link->ipv6 = ipv6_enabled(tb[AF_INET6]);
	return 0;
}

/* The modified EUI-64 of RFC 4291 appendix A, from addresses of the lengths that
 * ipv6_generate_eui64() of the kernel's net/addrconf.h knows: EUI-48, EUI-64, InfiniBand. */
static void make_eui64(const struct nlattr *address, uint8_t *ret_eui64)
{
	static const uint8_t middle[] = {0xff, 0xfe};
	static const uint8_t none[20];
	const uint8_t *bytes;
	size_t len;

	memset(ret_eui64, 0, 8);
	if (!address)
		return;
	bytes = mnl_attr_get_payload(address);
	len = mnl_attr_get_payload_len(address);
	if ((len != 6 && len != 8 && len != 20) || memcmp(bytes, none, len) == 0)
		return;
	memcpy(ret_eui64, len == 20 ? bytes + 12 : bytes, len == 6 ? 3 : 8);
	if (len == 6) {
		memcpy(ret_eui64 + 3, middle, sizeof(middle));
		memcpy(ret_eui64 + 5, bytes + 3, 3);
	}
	ret_eui64[0] = len == 20 ? ret_eui64[0] | 2 : ret_eui64[0] ^ 2;
}

/* A VRF says which table its routes are in, and so does each of its members. */
static uint32_t table_of(const struct iph_link_info *info)
{
	const struct nlattr *tb[IFLA_VRF_TABLE + 1];
	const struct nlattr *data = NULL;
	uint32_t table = RT_TABLE_MAIN;

	if (strcmp(info->kind, "vrf") == 0)
		data = info->data;
	else if (strcmp(info->master, "vrf") == 0)
		data = info->master_data;
	/* IFLA_VRF_PORT_TABLE has the same number */
	if (data && iph_attr_parse_nested(data, tb, IFLA_VRF_TABLE) == 0)
		(void)iph_attr_u32(tb[IFLA_VRF_TABLE], &table);
	return table;
}

int iph_link_take_apart(const struct nlmsghdr *nlh, struct iph_link_message *ret_message)
{
	int r;

	_Static_assert(IPH_LINK_ATTRIBUTES == IFLA_TSO_MAX_SIZE + 1, "room for each attribute");
	if (nlh->nlmsg_type != RTM_NEWLINK)
		return -EBADMSG;
	ret_message->ifi = mnl_nlmsg_get_payload(nlh);
	r = iph_attr_parse(nlh, sizeof(*ret_message->ifi), ret_message->tb, IFLA_TSO_MAX_SIZE);
	return r < 0 ? r : iph_link_info(ret_message->tb[IFLA_LINKINFO], &ret_message->info);
}

int iph_link_fill(const struct iph_link_message *message, struct iph_link *ret_link)
{
	const struct nlattr *const *tb = message->tb;
	struct iph_link link;
	int r = parse_families(tb[IFLA_AF_SPEC], &link);

	if (r < 0)
		return r;
	if (!iph_attr_str(tb[IFLA_IFNAME], link.name, sizeof(link.name)))
		return -EBADMSG;
	link.index = (uint32_t)message->ifi->ifi_index;
	link.type = iph_link_type(message->ifi->ifi_type, message->info.kind);
	link.maybe_wifi = link.type == ETHERNET && tb[IFLA_PARENT_DEV_NAME];
	link.up = message->ifi->ifi_flags & IFF_UP;
	link.carrier = message->ifi->ifi_flags & LOWER_UP;
	link.vrf = strcmp(message->info.master, "vrf") == 0;
	link.table = table_of(&message->info);
	link.no_arp = message->ifi->ifi_flags & (IFF_LOOPBACK | IFF_POINTOPOINT);
	link.arp_off = message->ifi->ifi_flags & IFF_NOARP;
	link.lladdr_len = tb[IFLA_ADDRESS] ? (uint8_t)iph_attr_len(tb[IFLA_ADDRESS]) : 0;
	make_eui64(tb[IFLA_ADDRESS], link.eui64);
	*ret_link = link;
	return 0;
}

int iph_link_parse(const struct nlmsghdr *nlh, struct iph_link *ret_link)
{
	struct iph_link_message message;
	int r = iph_link_take_apart(nlh, &message);

	return r < 0 ? r : iph_link_fill(&message, ret_link);
}

static int link_message(const struct nlmsghdr *nlh, void *ret_link)
{
	return iph_link_parse(nlh, ret_link);
}

static void set_link_wifi(uint32_t ifindex, void *arg)
{
	struct iph_link *link = arg;

	if (link->index == ifindex)
		link->type = IPH_TYPE_WIFI;
}

/* The statistics that the kernel leaves out are those of IPv6, which nobody wants here; the link's
 * own it always sends (rtnl_fill_ifinfo(), net/core/rtnetlink.c). */
static void start_request(struct iph_msg *msg, uint16_t flags, uint32_t index)
{
	struct ifinfomsg *ifi = iph_msg_init(msg, RTM_GETLINK, flags, sizeof(*ifi));

	ifi->ifi_index = (int)index;
	iph_msg_put_u32(msg, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
}

int iph_link_ask(struct iph_nl *nl, uint32_t index, const struct iph_nl_sink *sink)
{
	struct iph_msg msg;

	if (index > INT32_MAX)
		return -ENODEV;
	start_request(&msg, index ? 0 : NLM_F_DUMP, index);
	return index ? iph_nl_get(nl, &msg, sink) : iph_nl_dump(nl, &msg, sink);
}

static int tell_wifi(struct iph_link *link)
{
	return link->maybe_wifi ? iph_wifi_read(link->index, set_link_wifi, link) : 0;
}

int iph_link_untyped(struct iph_nl *nl, uint32_t index, struct iph_link *ret_link)
{
	struct iph_link link;
	const struct iph_nl_sink sink = {.message = link_message, .arg = &link};
	int r = index ? iph_link_ask(nl, index, &sink) : -ENODEV;

	if (r == 0)
		*ret_link = link;
	return r;
}

int iph_link_by_index(struct iph_nl *nl, uint32_t index, struct iph_link *ret_link)
{
	struct iph_link link;
	int r = iph_link_untyped(nl, index, &link);

	if (r == 0)
		r = tell_wifi(&link);
	if (r == 0)
		*ret_link = link;
	return r;
}

int iph_link_by_name(struct iph_nl *nl, const char *name, struct iph_link *ret_link)
{
	struct iph_link link;
	const struct iph_nl_sink sink = {.message = link_message, .arg = &link};
	struct iph_msg msg;
	size_t len = strlen(name);
	int r;

	if (len == 0 || len >= ALT_NAME_SIZE)
		return -ENODEV;
	start_request(&msg, 0, 0);
	iph_msg_put(&msg, len < IFNAMSIZ ? IFLA_IFNAME : IFLA_ALT_IFNAME, name, len + 1);
	r = iph_nl_get(nl, &msg, &sink);
	if (r == 0)
		r = tell_wifi(&link);
	if (r == 0)
		*ret_link = link;
	return r;
}

uint64_t iph_luid_make(uint16_t type, uint32_t index)
{
	return (uint64_t)type << 48 | (uint64_t)(index & INDEX_MASK) << INDEX_BITS |
	       index >> INDEX_BITS;
}

uint16_t iph_luid_type(uint64_t luid)
{
	return (uint16_t)(luid >> 48);
}

uint32_t iph_luid_index(uint64_t luid)
{
	uint64_t reserved = luid & INDEX_MASK;

	if (reserved > UINT8_MAX)
		return 0;
	return (uint32_t)(reserved << INDEX_BITS | (luid >> INDEX_BITS & INDEX_MASK));
}

int iph_link_resolve(struct iph_nl *nl, uint64_t luid, uint32_t index, struct iph_link *ret_link)
{
	struct iph_link link;
	int r;

	if (luid == 0 && index == 0)
		return -EINVAL;
	r = iph_link_by_index(nl, luid ? iph_luid_index(luid) : index, &link);
	if (r < 0)
		return r;
	if (luid && iph_luid_make(link.type, link.index) != luid)
		return -ENODEV;
	*ret_link = link;
	return 0;
}
