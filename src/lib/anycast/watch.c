/* SPDX-License-Identifier: MIT */
/*
 * The anycast entries of a network namespace, kept up to date by what the kernel tells.
 *
 * An IPv4 entry is a marked address, of which every kernel tells. Of IPv6 entries Linux tells
 * since RTNLGRP_IPV6_ACADDR. Before that the list is read whenever something is told that goes with
 * a change of it: addresses and interfaces that come and go, routes of type anycast, and the
 * records of the holder.
 */

#include "watch.h"

#include <errno.h>
#include <net/if.h>
#include <string.h>

#include <libmnl/libmnl.h>

#include "addresses.h"
#include "anycast.h"
#include "entry.h"
#include "kernel-numbers.h"
#include "record.h"

/* The holder takes its record away before it leaves the group, and of that nothing tells when the
 * route is gone. So the entry is looked for a few times more. */
#define LOOKS 5

static const int groups[][3] = {
	{IPH_GROUP_IPV6_ACADDR, 0},
	{RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE, 0},
};

const int *iph_anycast_groups(const struct iph_anycast_watch *watch)
{
	return groups[watch->untold];
}

static struct iph_notice_key key_of(const struct iph_addr *addr, uint32_t ifindex)
{
	struct iph_notice_key key = {
		.ifindex = ifindex, .kind = IPH_NOTICE_ANYCAST, .family = addr->family};

	memcpy(key.address, addr->bytes, iph_addr_len(addr->family));
	return key;
}

/* The kernel may have an IPv4 address several times, with another end each; the row is one. */
static void row_of(const struct iph_notice_key *thing, struct iph_notice_key *ret_row)
{
	*ret_row = *thing;
	memset(ret_row->hop, 0, sizeof(ret_row->hop));
}

void iph_anycast_watch_init(struct iph_anycast_watch *watch)
{
	watch->view.row_of = row_of;
}

void iph_anycast_watch_free(struct iph_anycast_watch *watch)
{
	iph_view_free(&watch->view);
	iph_set_free(&watch->leaving);
	watch->doubtful = false;
}

static int about_address(struct iph_anycast_watch *watch, const struct nlmsghdr *nlh)
{
	const struct ifaddrmsg *ifa = mnl_nlmsg_get_payload(nlh);
	struct iph_anycast_news news;
	struct iph_notice_key key;
	int r = iph_anycast_parse(nlh, &news);

	if (r == -ENODATA) {
		watch->doubtful |= watch->untold && ifa->ifa_family == AF_INET6;
		return 0;
	}
	if (r < 0)
		return r;
	key = key_of(&news.addr, news.ifindex);
	if (news.addr.family == AF_INET)
		memcpy(key.hop, news.peer.bytes, 4);
	if (news.entry && (nlh->nlmsg_type == RTM_NEWADDR || nlh->nlmsg_type == IPH_NEWANYCAST))
		return iph_view_put(&watch->view, &key, 0);
	iph_view_drop(&watch->view, &key);
	return 0;
}

static int put_address(const struct nlmsghdr *nlh, void *arg)
{
	return about_address(arg, nlh);
}

static void begin(void *arg)
{
	struct iph_anycast_watch *watch = arg;

	iph_view_begin(&watch->view);
}

static int read_ipv4(struct iph_anycast_watch *watch, struct iph_nl *nl)
{
	const struct iph_nl_sink sink = {.message = put_address, .restart = begin, .arg = watch};
	int r = iph_addresses_dump(nl, RTM_GETADDR, AF_INET, 0, &sink);

	return r == -EAFNOSUPPORT ? 0 : r;
}

/* As the table has them, so that entries which dumps skip are in it. */
static int read_ipv6(struct iph_anycast_watch *watch, struct iph_nl *nl)
{
	IPH_AUTO_TABLE struct iph_table table = {0};
	struct iph_notice_key key;
	struct iph_addr addr;
	size_t i;
	int r = iph_table_init(&table, &iph_anycast_kind.shape);

	if (r == 0)
		r = iph_address_rows(&iph_anycast_kind, nl, AF_INET6, &table);
	if (r == -EAFNOSUPPORT)
		return 0;
	for (i = 0; r == 0 && i < iph_table_count(&table); i++) {
		const MIB_ANYCASTIPADDRESS_ROW *row = iph_table_row(&table, i);

		if (!iph_row_addr(&row->Address, &addr))
			continue;
		key = key_of(&addr, row->InterfaceIndex);
		r = iph_view_put(&watch->view, &key, 0);
	}
	return r;
}

/* What the holder leaves is either gone, or is looked for once more. */
static void check_leaving(struct iph_anycast_watch *watch)
{
	struct iph_set *leaving = &watch->leaving;
	size_t i = 0;

	while (i < leaving->room) {
		struct iph_set_entry *entry = &leaving->entries[i];

		if (entry->used &&
		    (!iph_set_find(&watch->view.things, &entry->key) || ++entry->value > LOOKS))
			iph_set_remove(leaving, entry);
		else
			i++;
	}
	watch->doubtful |= leaving->count > 0;
}

int iph_anycast_watch_read(struct iph_anycast_watch *watch, struct iph_nl *nl)
{
	int r;

	begin(watch);
	r = read_ipv4(watch, nl);
	if (r == 0)
		r = read_ipv6(watch, nl);
	if (r == 0)
		iph_view_end(&watch->view);
	watch->doubtful = r < 0;
	if (r == 0)
		check_leaving(watch);
	return r;
}

/* The kernel destroys the list of an interface that goes without a word (ipv6_ac_destroy_dev(),
 * net/ipv6/anycast.c), and of one that loses IPv6, as with an MTU under 1280. */
static void forget_ipv6(struct iph_anycast_watch *watch, uint32_t ifindex)
{
	struct iph_set *things = &watch->view.things;
	size_t i = 0;

	while (i < things->room) {
		const struct iph_set_entry *entry = &things->entries[i];

		if (entry->used && entry->key.ifindex == ifindex && entry->key.family == AF_INET6)
			iph_view_drop(&watch->view, &entry->key);
		else
			i++;
	}
}

static int about_link(struct iph_anycast_watch *watch, const struct nlmsghdr *nlh)
{
	const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);

	if (nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*ifi)))
		return -EBADMSG;
	watch->doubtful |= watch->untold;
	if (nlh->nlmsg_type == RTM_DELLINK && ifi->ifi_family == AF_UNSPEC)
		forget_ipv6(watch, (uint32_t)ifi->ifi_index);
	return 0;
}

/* The settings of a family go with the family, and are made anew with another name. */
static void about_settings(struct iph_anycast_watch *watch, const struct nlmsghdr *nlh)
{
	watch->doubtful |= watch->untold || nlh->nlmsg_type == RTM_DELNETCONF;
}

static int about_record(struct iph_anycast_watch *watch, const struct nlmsghdr *nlh)
{
	struct iph_record record;
	struct iph_notice_key key;
	int r = iph_record_parse(nlh, &record);

	if (r < 0)
		return r == -ENODATA ? 0 : r;
	watch->doubtful = true;
	key = key_of(&record.addr, record.ifindex);
	return nlh->nlmsg_type == RTM_NEWROUTE || iph_set_add(&watch->leaving, &key) ? 0 : -ENOMEM;
}

/* Only of a kernel that does not tell of entries. */
static int about_route(struct iph_anycast_watch *watch, const struct nlmsghdr *nlh)
{
	const struct rtmsg *rtm = mnl_nlmsg_get_payload(nlh);

	if (nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*rtm)))
		return -EBADMSG;
	if (!watch->untold)
		return 0;
	watch->doubtful |= rtm->rtm_family == AF_INET6 && rtm->rtm_type == RTN_ANYCAST;
	return about_record(watch, nlh);
}

int iph_anycast_watch_message(struct iph_anycast_watch *watch, const struct nlmsghdr *nlh)
{
	switch (nlh->nlmsg_type) {
	case RTM_NEWADDR:
	case RTM_DELADDR:
	case IPH_NEWANYCAST:
	case IPH_DELANYCAST:
		return about_address(watch, nlh);
	case RTM_NEWLINK:
	case RTM_DELLINK:
		return about_link(watch, nlh);
	case RTM_NEWNETCONF:
	case RTM_DELNETCONF:
		about_settings(watch, nlh);
		return 0;
	case RTM_NEWROUTE:
	case RTM_DELROUTE:
		return about_route(watch, nlh);
	default:
		return 0;
	}
}
