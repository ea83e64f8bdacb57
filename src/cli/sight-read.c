/* SPDX-License-Identifier: MIT */
/* Asking the kernel for what the API does not tell. */

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "addresses.h"
#include "anycast-proto.h"
#include "anycast.h"
#include "mark.h"
#include "nl.h"
#include "record.h"
#include "sight-read.h"
#include "sight.h"

static void *add(struct iph_sight_list *list)
{
	size_t room = list->room ? 2 * list->room : 64;
	void *data;

	if (list->count == list->room) {
		data = reallocarray(list->data, room, list->size);
		if (!data)
			return NULL;
		list->data = data;
		list->room = room;
	}
	return memset((char *)list->data + list->count++ * list->size, 0, list->size);
}

static void forget(void *arg)
{
	struct iph_sight_list *list = arg;

	list->count = 0;
}

static int take_link(const struct nlmsghdr *nlh, void *arg)
{
	const struct ifinfomsg *ifi = (const struct ifinfomsg *)(nlh + 1);
	const struct nlattr *tb[IFLA_IFNAME + 1];
	struct iph_sight_link *link;
	int r = iph_attr_parse(nlh, sizeof(*ifi), tb, IFLA_IFNAME);

	if (r < 0)
		return r;
	link = add(arg);
	if (!link)
		return -ENOMEM;
	r = iph_record_identity_of(nlh, &link->identity);
	if (r < 0)
		return r;
	link->index = (uint32_t)ifi->ifi_index;
	link->works = ifi->ifi_flags & IFF_UP && ifi->ifi_flags & IFF_RUNNING;
	if (!iph_attr_str(tb[IFLA_IFNAME], link->name, sizeof(link->name)))
		link->name[0] = '\0';
	return 0;
}

static int take_address(const struct nlmsghdr *nlh, void *arg)
{
	const struct ifaddrmsg *ifa = (const struct ifaddrmsg *)(nlh + 1);
	const struct nlattr *tb[IFA_PROTO + 1];
	struct iph_addr addr;
	struct iph_sight_place *place;
	int r = iph_attr_parse(nlh, sizeof(*ifa), tb, IFA_PROTO);

	if (r < 0)
		return r;
	/* of two ends of a tunnel IFA_LOCAL is ours; IPv6 has IFA_ADDRESS alone otherwise */
	if ((ifa->ifa_family != AF_INET && ifa->ifa_family != AF_INET6) ||
	    !iph_attr_addr(tb[IFA_LOCAL] ? tb[IFA_LOCAL] : tb[IFA_ADDRESS], ifa->ifa_family, &addr))
		return 0;
	place = add(arg);
	if (!place)
		return -ENOMEM;
	place->addr = addr;
	place->index = ifa->ifa_index;
	place->length = ifa->ifa_prefixlen;
	place->scope = ifa->ifa_scope;
	place->part = iph_anycast_is_part(ifa, tb);
	return 0;
}

static int take_route(const struct nlmsghdr *nlh, void *arg)
{
	const struct rtmsg *rtm = (const struct rtmsg *)(nlh + 1);
	const struct nlattr *tb[RTA_OIF + 1];
	struct iph_addr addr;
	struct iph_sight_place *place;
	int r = iph_attr_parse(nlh, sizeof(*rtm), tb, RTA_OIF);

	if (r < 0)
		return r;
	if (rtm->rtm_family != AF_INET6 || rtm->rtm_dst_len != 128 ||
	    (rtm->rtm_type != RTN_ANYCAST && rtm->rtm_type != RTN_LOCAL) ||
	    !iph_attr_addr(tb[RTA_DST], AF_INET6, &addr))
		return 0;
	place = add(arg);
	if (!place)
		return -ENOMEM;
	place->addr = addr;
	place->type = rtm->rtm_type;
	return iph_attr_u32(tb[RTA_OIF], &place->index) ? 0 : -EBADMSG;
}

int iph_sight_compare_links(const void *a, const void *b)
{
	const struct iph_sight_link *one = a;
	const struct iph_sight_link *other = b;

	return (one->index > other->index) - (one->index < other->index);
}

const struct iph_sight_link *iph_sight_find_link(const struct iph_sight *sight, uint32_t index)
{
	const struct iph_sight_link key = {.index = index};

	if (!sight->links.count)
		return NULL;
	return bsearch(&key, sight->links.data, sight->links.count, sizeof(key),
		       iph_sight_compare_links);
}

int iph_sight_compare_places(const void *a, const void *b)
{
	const struct iph_sight_place *one = a;
	const struct iph_sight_place *other = b;

	return iph_addr_compare(&one->addr, &other->addr);
}

static void sort(struct iph_sight_list *list, int (*compare)(const void *a, const void *b))
{
	if (list->count)
		qsort(list->data, list->count, list->size, compare);
}

static int read_links(struct iph_nl *nl, struct iph_sight_list *links)
{
	const struct iph_nl_sink sink = {.message = take_link, .restart = forget, .arg = links};
	int r = iph_link_ask(nl, 0, &sink);

	if (r == 0)
		sort(links, iph_sight_compare_links);
	return r;
}

static int read_addresses(struct iph_nl *nl, struct iph_sight_list *addresses)
{
	const struct iph_nl_sink sink = {
		.message = take_address, .restart = forget, .arg = addresses};
	int r = iph_addresses_dump(nl, RTM_GETADDR, AF_UNSPEC, 0, &sink);

	if (r == 0)
		sort(addresses, iph_sight_compare_places);
	return r;
}

/* The kernel looks for routes of one type; two lists of a few are less than one of all. */
static int read_routes(struct iph_nl *nl, struct iph_sight_list *routes)
{
	static const uint8_t types[] = {RTN_ANYCAST, RTN_LOCAL};
	struct iph_sight_list more = {.size = routes->size};
	struct iph_nl_sink sink = {.message = take_route, .restart = forget};
	struct rtmsg *rtm;
	struct iph_msg msg;
	size_t i;
	int r = 0;

	for (i = 0; i < IPH_ARRAY_SIZE(types) && (r == 0 || r == -EOPNOTSUPP); i++) {
		rtm = iph_msg_init(&msg, RTM_GETROUTE, NLM_F_DUMP, sizeof(*rtm));
		rtm->rtm_family = AF_INET6;
		rtm->rtm_type = types[i];
		sink.arg = i ? &more : routes;
		r = iph_nl_dump(nl, &msg, &sink);
	}
	for (i = 0; i < more.count && r == 0; i++) {
		struct iph_sight_place *place = add(routes);

		if (place)
			*place = ((struct iph_sight_place *)more.data)[i];
		else
			r = -ENOMEM;
	}
	free(more.data);
	sort(routes, iph_sight_compare_places);
	return r == -EOPNOTSUPP ? 0 : r; /* this kernel runs without IPv6 */
}

static int add_entry(struct iph_sight_list *list, const struct iph_addr *addr, uint32_t index)
{
	struct iph_sight_place *place = add(list);

	if (!place)
		return -ENOMEM;
	place->addr = *addr;
	place->index = index;
	return 0;
}

static int take_member(const struct iph_addr *addr, uint32_t ifindex, void *arg)
{
	return add_entry(arg, addr, ifindex);
}

static int read_members(struct iph_nl *nl, struct iph_sight_list *members)
{
	const struct iph_anycast_sink sink = {
		.entry = take_member, .restart = forget, .arg = members};
	int r = iph_anycast_read(nl, AF_INET6, 0, &sink);

	sort(members, iph_sight_compare_places);
	return r == -EAFNOSUPPORT ? 0 : r;
}

static int take_record(const struct iph_record *record, void *arg)
{
	struct iph_sight *sight = arg;
	const struct iph_sight_link *link = iph_sight_find_link(sight, record->ifindex);

	if (!link || link->identity != record->identity)
		return 0;
	return add_entry(&sight->records, &record->addr, record->ifindex);
}

static void forget_records(void *arg)
{
	struct iph_sight *sight = arg;

	sight->records.count = 0;
}

static int read_records(struct iph_nl *nl, struct iph_sight *sight)
{
	const struct iph_record_sink sink = {
		.entry = take_record, .restart = forget_records, .arg = sight};
	int r = iph_record_read(nl, &sink);

	sort(&sight->records, iph_sight_compare_places);
	return r;
}

struct iph_sight *iph_sight_new(enum iph_sight_need need)
{
	struct iph_sight *sight = calloc(1, sizeof(*sight));
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	uint32_t port;
	int r;

	if (!sight)
		return NULL;
	sight->links.size = sizeof(struct iph_sight_link);
	sight->addresses.size = sizeof(struct iph_sight_place);
	sight->routes.size = sizeof(struct iph_sight_place);
	sight->members.size = sizeof(struct iph_sight_place);
	sight->records.size = sizeof(struct iph_sight_place);
	r = iph_nl_open(NETLINK_ROUTE, &nl);
	/* without the filters the kernel sends more, which readers skip */
	if (r == 0)
		iph_ignore(iph_nl_strict(&nl));
	if (r == 0 && need != IPH_SIGHT_SCOPES)
		r = read_links(&nl, &sight->links);
	if (r == 0 && need != IPH_SIGHT_SCOPES)
		r = read_records(&nl, sight);
	if (r == 0 && sight->records.count)
		r = read_members(&nl, &sight->members);
	if (r == 0 && need != IPH_SIGHT_RECORDS)
		r = read_addresses(&nl, &sight->addresses);
	if (r == 0 && need == IPH_SIGHT_ENTRIES)
		r = read_routes(&nl, &sight->routes);
	if (r == 0 && need == IPH_SIGHT_ENTRIES)
		sight->holder = iph_holder_find(IPH_GROUP_IN_OFFICE, 0, &port) == 0;
	if (r == 0)
		return sight;
	iph_sight_free(sight);
	return NULL;
}

void iph_sight_free(struct iph_sight *sight)
{
	if (!sight)
		return;
	free(sight->links.data);
	free(sight->addresses.data);
	free(sight->routes.data);
	free(sight->members.data);
	free(sight->records.data);
	free(sight);
}
