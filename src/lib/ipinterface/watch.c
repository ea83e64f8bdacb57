/* SPDX-License-Identifier: MIT */
/* All interfaces of a network namespace, kept up to date by what the kernel tells. */

#include "watch.h"

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/netconf.h>
#include <linux/rtnetlink.h>

#include "ipinterface.h"
#include "wifi.h"

/* Of addresses, too: net.ipv6.conf.IF.disable_ipv6 has no notice of its own. */
const int iph_ipif_groups[] = {
	RTNLGRP_LINK,
	RTNLGRP_IPV6_IFINFO,
	RTNLGRP_IPV4_NETCONF,
	RTNLGRP_IPV6_NETCONF,
	RTNLGRP_IPV4_IFADDR,
	RTNLGRP_IPV6_IFADDR,
	0,
};

/* enum net_device_flags, linux/if.h, which glibc's net/if.h does not go together with */
#define IFF_LOWER_UP 0x10000
#define IFF_DORMANT 0x20000
/* Those that say what the interface is or does. That somebody reads all packets is not one. */
#define FLAGS                                                                                      \
	(IFF_UP | IFF_LOOPBACK | IFF_POINTOPOINT | IFF_RUNNING | IFF_NOARP | IFF_LOWER_UP |        \
	 IFF_DORMANT)

static struct iph_notice_key key_of(uint32_t ifindex, uint8_t family)
{
	return (struct iph_notice_key){
		.ifindex = ifindex, .kind = IPH_NOTICE_INTERFACE, .family = family};
}

static void row_of(const struct iph_notice_key *thing, struct iph_notice_key *ret_row)
{
	*ret_row = *thing;
}

void iph_ipif_watch_init(struct iph_ipif_watch *watch)
{
	watch->view.row_of = row_of;
}

static struct iph_ipif *ipif_of(const struct iph_set_entry *entry)
{
	return entry ? (struct iph_ipif *)(uintptr_t)entry->value : NULL;
}

static struct iph_set_entry *find(const struct iph_ipif_watch *watch, uint32_t ifindex)
{
	struct iph_notice_key key = key_of(ifindex, AF_UNSPEC);

	return iph_set_find(&watch->known, &key);
}

/* What the row says, and what GetIfEntry2() says of the interface besides. The MTU is the device's:
 * that of IPv6 follows it without a notice, after that of the device. */
static uint64_t print_of(struct iph_ipif *ipif, uint8_t family)
{
	static const struct iph_ipif_timeouts timeouts;
	uint32_t flags = ipif->flags & FLAGS;
	MIB_IPINTERFACE_ROW row;
	uint64_t print;

	iph_ipif_row(ipif, family, &timeouts, &row);
	row.NlMtu = 0;
	print = iph_view_print(0, &row, sizeof(row));
	print = iph_view_print(print, &flags, sizeof(flags));
	print = iph_view_print(print, &ipif->mtu, sizeof(ipif->mtu));
	print = iph_view_print(print, ipif->link.name, strlen(ipif->link.name));
	return iph_view_print(print, ipif->link.eui64, sizeof(ipif->link.eui64));
}

static int put(struct iph_ipif_watch *watch, struct iph_ipif *ipif, uint8_t family)
{
	struct iph_notice_key key = key_of(ipif->link.index, family);

	if (iph_ipif_has(ipif, family))
		return iph_view_put(&watch->view, &key, print_of(ipif, family));
	iph_view_drop(&watch->view, &key);
	return 0;
}

static int put_both(struct iph_ipif_watch *watch, struct iph_ipif *ipif)
{
	int r = put(watch, ipif, AF_INET);

	return r < 0 ? r : put(watch, ipif, AF_INET6);
}

/* The rows go while their LUID is known. */
static void drop_rows(struct iph_ipif_watch *watch, uint32_t ifindex)
{
	struct iph_notice_key key = key_of(ifindex, AF_INET);

	iph_view_drop(&watch->view, &key);
	key.family = AF_INET6;
	iph_view_drop(&watch->view, &key);
}

static void forget(struct iph_ipif_watch *watch, struct iph_set_entry *entry)
{
	drop_rows(watch, entry->key.ifindex);
	free(ipif_of(entry));
	iph_set_remove(&watch->known, entry);
}

static void set_wifi(uint32_t ifindex, void *arg)
{
	struct iph_ipif *ipif = arg;

	if (ipif->link.index == ifindex)
		ipif->link.type = IPH_TYPE_WIFI;
}

/* A notice does not tell Wi-Fi from Ethernet, and an interface does not become the other. */
static int find_type(struct iph_ipif *ipif, const struct iph_ipif *before)
{
	if (!ipif->link.maybe_wifi)
		return 0;
	if (before && before->link.maybe_wifi) {
		ipif->link.type = before->link.type;
		return 0;
	}
	return iph_wifi_read(ipif->link.index, set_wifi, ipif);
}

static struct iph_set_entry *add_known(struct iph_ipif_watch *watch, uint32_t ifindex)
{
	struct iph_notice_key key = key_of(ifindex, AF_UNSPEC);
	struct iph_ipif *ipif = calloc(1, sizeof(*ipif));
	struct iph_set_entry *entry = ipif ? iph_set_add(&watch->known, &key) : NULL;

	if (!entry) {
		free(ipif);
		return NULL;
	}
	entry->value = (uintptr_t)ipif;
	return entry;
}

static int take_link(struct iph_ipif_watch *watch, const struct nlmsghdr *nlh)
{
	struct iph_set_entry *entry;
	struct iph_ipif ipif;
	int r = iph_ipif_parse(nlh, &ipif);

	if (r < 0)
		return r;
	entry = find(watch, ipif.link.index);
	r = find_type(&ipif, ipif_of(entry));
	if (r < 0)
		return r;
	if (entry && ipif_of(entry)->link.type != ipif.link.type)
		drop_rows(watch, ipif.link.index); /* the LUID is another one */
	if (!entry)
		entry = add_known(watch, ipif.link.index);
	if (!entry)
		return -ENOMEM;
	entry->generation = watch->view.generation;
	*ipif_of(entry) = ipif;
	return put_both(watch, ipif_of(entry));
}

static int link_message(const struct nlmsghdr *nlh, void *arg)
{
	return take_link(arg, nlh);
}

static void begin(void *arg)
{
	struct iph_ipif_watch *watch = arg;

	iph_view_begin(&watch->view);
}

static void end(struct iph_ipif_watch *watch)
{
	size_t i = 0;

	while (i < watch->known.room) {
		struct iph_set_entry *entry = &watch->known.entries[i];

		if (entry->used && entry->generation != watch->view.generation)
			forget(watch, entry);
		else
			i++;
	}
	iph_view_end(&watch->view);
}

int iph_ipif_watch_read(struct iph_ipif_watch *watch, struct iph_nl *nl)
{
	const struct iph_nl_sink sink = {.message = link_message, .restart = begin, .arg = watch};
	int r;

	begin(watch);
	r = iph_link_ask(nl, 0, &sink);
	if (r == 0)
		end(watch);
	return r;
}

/* How the kernel has the interface now: notices about a family alone do not have all of it. */
static int ask(struct iph_ipif_watch *watch, uint32_t ifindex)
{
	const struct iph_nl_sink sink = {.message = link_message, .arg = watch};
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r;

	if (!find(watch, ifindex))
		return 0; /* or what it has is still to come */
	r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = iph_link_ask(&nl, ifindex, &sink);
	return r == -ENODEV ? 0 : r;
}

/* What bridges tell of their ports has other families, and what it says has been said. */
static int about_link(struct iph_ipif_watch *watch, const struct nlmsghdr *nlh)
{
	const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);
	struct iph_set_entry *entry;

	if (nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*ifi)))
		return -EBADMSG;
	if (ifi->ifi_family == AF_INET6)
		return ask(watch, (uint32_t)ifi->ifi_index);
	if (ifi->ifi_family != AF_UNSPEC)
		return 0;
	if (nlh->nlmsg_type == RTM_NEWLINK)
		return take_link(watch, nlh);
	entry = find(watch, (uint32_t)ifi->ifi_index);
	if (entry)
		forget(watch, entry);
	return 0;
}

/* Forwarding of all interfaces at once is told of each, too. */
static int about_settings(struct iph_ipif_watch *watch, const struct nlmsghdr *nlh)
{
	const struct netconfmsg *conf = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[NETCONFA_FORWARDING + 1];
	struct iph_ipif *ipif;
	uint32_t forwarding;
	uint32_t ifindex;
	int r = iph_attr_parse(nlh, sizeof(*conf), tb, NETCONFA_FORWARDING);

	if (r < 0)
		return r;
	if (!iph_attr_u32(tb[NETCONFA_IFINDEX], &ifindex) ||
	    !iph_attr_u32(tb[NETCONFA_FORWARDING], &forwarding))
		return 0;
	ipif = ipif_of(find(watch, ifindex));
	if (!ipif)
		return 0;
	if (conf->ncm_family == AF_INET)
		ipif->forwarding4 = (int32_t)forwarding;
	else if (conf->ncm_family == AF_INET6)
		ipif->conf6.forwarding = (int32_t)forwarding;
	return put_both(watch, ipif);
}

/* With IPv6 go its addresses, and with it they come. */
static int about_address(struct iph_ipif_watch *watch, const struct nlmsghdr *nlh)
{
	const struct ifaddrmsg *ifa = mnl_nlmsg_get_payload(nlh);
	const struct iph_ipif *ipif;

	if (nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*ifa)))
		return -EBADMSG;
	ipif = ipif_of(find(watch, ifa->ifa_index));
	if (!ipif || ifa->ifa_family != AF_INET6 ||
	    ipif->link.ipv6 == (nlh->nlmsg_type == RTM_NEWADDR))
		return 0;
	return ask(watch, ifa->ifa_index);
}

int iph_ipif_watch_message(struct iph_ipif_watch *watch, const struct nlmsghdr *nlh)
{
	switch (nlh->nlmsg_type) {
	case RTM_NEWLINK:
	case RTM_DELLINK:
		return about_link(watch, nlh);
	case RTM_NEWNETCONF:
		return about_settings(watch, nlh);
	case RTM_NEWADDR:
	case RTM_DELADDR:
		return about_address(watch, nlh);
	default:
		return 0;
	}
}

uint64_t iph_ipif_watch_luid(const struct iph_ipif_watch *watch, uint32_t ifindex)
{
	const struct iph_ipif *ipif = ipif_of(find(watch, ifindex));

	return ipif ? iph_luid_make(ipif->link.type, ifindex) : 0;
}

bool iph_ipif_watch_has_table(const struct iph_ipif_watch *watch, uint32_t table)
{
	size_t i;

	for (i = 0; i < watch->known.room; i++) {
		const struct iph_set_entry *entry = &watch->known.entries[i];

		if (entry->used && ipif_of(entry)->link.table == table)
			return true;
	}
	return false;
}

void iph_ipif_watch_touch(const struct iph_ipif_watch *watch, uint32_t ifindex, uint8_t family)
{
	struct iph_notice_key key = key_of(ifindex, family);

	if (iph_set_find(&watch->view.things, &key))
		watch->view.tell(&key, MibParameterNotification, watch->view.arg);
}

void iph_ipif_watch_free(struct iph_ipif_watch *watch)
{
	size_t i;

	for (i = 0; i < watch->known.room; i++)
		if (watch->known.entries[i].used)
			free(ipif_of(&watch->known.entries[i]));
	iph_set_free(&watch->known);
	iph_view_free(&watch->view);
}
