/* SPDX-License-Identifier: MIT */
/* Finds a route of the kernel by what names it on Windows: prefix, next hop and interface.
 *
 * The kernel has no request for that. It is asked which stored route a packet to some address of
 * the prefix takes: most often that is the route. Only where the answer leaves it open are all
 * routes of the interface read, of which there may be a million. */

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/if_addr.h>

#include "find.h"
#include "rule.h"
#include "steady.h"

/* What the answer to a lookup says about the route that is looked for. */
enum answer {
	FOUND,	 /* this is the route */
	SHORTER, /* its prefix is shorter: there is none of ours, unless something hides it */
	LONGER,	 /* its prefix is longer: another address of ours may have another answer */
	SAME,	 /* its prefix is ours, but it is another route; or it is of another table */
	NOTHING, /* there is no route for the address */
	REFUSED, /* a route says that packets are refused; IPv4: or there is none */
};

struct search {
	struct iph_nl *nl;
	const struct iph_route_key *key;
	const struct iph_link *link;
	const struct iph_route_sink *sink;
	enum answer answer;
	uint32_t best; /* metric of what was found */
	bool found;
	bool all;   /* the sink gets each that has the name */
	bool clear; /* what a lookup does not show is not there */
};

/* For match_hop(), which compares one hop of the route with the key. */
struct match {
	struct search *search;
	const struct iph_route *route;
};

static int match_hop(const struct iph_route_hop *hop, void *arg)
{
	const struct match *match = arg;
	struct search *search = match->search;
	struct iph_route route;
	int r;

	if (!iph_route_is(match->route, hop, search->key) || !iph_route_has_row(match->route, hop))
		return 0;
	if (!search->all && search->found && match->route->priority >= search->best)
		return 1;
	route = *match->route;
	route.hop = *hop;
	search->found = true;
	search->best = route.priority;
	r = search->sink->entry(&route, search->sink->arg);
	return r < 0 ? r : 1;
}

static int match_route(const struct iph_route *route, struct search *search)
{
	struct match match = {.search = search, .route = route};

	return iph_route_each_hop(route, match_hop, &match);
}

static bool our_table(const struct search *search, uint32_t table)
{
	return table == RT_TABLE_LOCAL || table == search->link->table;
}

/* An IPv4 lookup that comes to the table finds there whatever is used. One of IPv6 passes by what
 * has routes for some sources beside it (fib6_node_lookup_1(), net/ipv6/ip6_fib.c). */
static bool shows_all(const struct search *search, const struct iph_route *route)
{
	return route->dst.family == AF_INET && route->table == search->link->table &&
	       search->link->up && search->link->carrier;
}

static int take_answer(const struct iph_route *route, void *arg)
{
	struct search *search = arg;
	int r = 0;

	search->answer = SAME;
	if (!our_table(search, route->table) || route->tos || route->src_length)
		return 0;
	if (route->dst_length < search->key->length)
		search->answer = SHORTER;
	else if (route->dst_length > search->key->length)
		search->answer = LONGER;
	else
		r = match_route(route, search);
	if (search->found)
		search->answer = FOUND;
	if (search->answer == FOUND || (search->answer == SHORTER && shows_all(search, route)))
		search->clear = true;
	return r < 0 ? r : 0;
}

/* Asks which route a packet to an address of the prefix takes. */
static int ask(struct search *search, const struct iph_addr *to, uint32_t ifindex)
{
	struct iph_route_question question = {.to = to, .ifindex = ifindex, .as_stored = true};
	struct iph_route_sink sink = {.entry = take_answer, .arg = search};
	int r = iph_route_ask(search->nl, &question, &sink);

	switch (r) {
	case -ENETUNREACH:
		search->answer = NOTHING;
		return 0;
	case -EHOSTUNREACH: /* IPv4: or nothing on this interface */
	case -EACCES:
	case -EINVAL:
	case -ENODEV:
	case -ENETDOWN:
		search->answer = REFUSED;
		return 0;
	case -EMSGSIZE: /* it has more hops than the kernel's answer to a lookup has room for */
		return 0;
	default:
		return r;
	}
}

/* An address of the prefix that probably has no route of its own: one in the middle, since routers
 * and smaller networks have addresses near the ends. For the default route it is an address that
 * nobody has, of 240.0.0.0/4 or 4000::/3, which are reserved; not 0.0.0.0, which to the kernel is
 * the host itself. */
static struct iph_addr inside(const struct iph_route_key *key, uint8_t pattern)
{
	struct iph_addr addr = key->prefix;
	unsigned int bits = key->length;
	unsigned int i;

	for (i = bits / 8; i < iph_addr_len(addr.family); i++, bits = 0)
		addr.bytes[i] |= (uint8_t)(pattern & (0xffu >> bits % 8));
	if (key->length == 0)
		addr.bytes[0] = addr.family == AF_INET ? 0xf0 : 0x55;
	return addr;
}

/* Whether there may be a route though no lookup has found it. An IPv6 route always may: see
 * shows_all(); and a lookup passes over a route whose gateway does not answer (rt6_check_neigh(),
 * net/ipv6/route.c). */
static int may_be_hidden(const struct search *search, bool *ret_hidden)
{
	struct iph_rules rules;
	int r;

	*ret_hidden = true;
	if (search->key->prefix.family == AF_INET6 || !search->link->up || !search->link->carrier)
		return 0;
	r = iph_rules_read(search->nl, search->key->prefix.family, &rules);
	*ret_hidden = r < 0 || !rules.plain;
	return r;
}

/* Whether the answer needs no further lookup. look_up() makes SHORTER of NOTHING. */
static bool is_end(const struct search *search)
{
	return search->answer == FOUND || search->answer == SHORTER || search->answer == NOTHING;
}

/* Asks for one address of the prefix. When the question names the interface, the kernel has one
 * answer for "no IPv4 route of this interface" and "a route that refuses packets"; it tells them
 * apart when the question names none. That question is the first one when there is probably no
 * route, because then it is the only one. */
static int look_up(struct search *search, uint8_t pattern, bool expected)
{
	struct iph_addr to = inside(search->key, pattern);
	static const struct iph_addr none[2] = {{.family = AF_INET}, {.family = AF_INET6}};
	bool all_tell = to.family == AF_INET && search->link->table == RT_TABLE_MAIN;
	enum answer without = SAME;
	int r = 0;

	search->answer = SAME;
	if (iph_addr_equal(&to, &none[to.family == AF_INET6]))
		return 0;
	if (all_tell && !expected) {
		r = ask(search, &to, 0);
		without = search->answer;
	}
	if (r == 0 && !is_end(search))
		r = ask(search, &to, search->key->ifindex);
	if (r == 0 && search->answer == REFUSED && all_tell && expected)
		r = ask(search, &to, 0);
	else if (search->answer == REFUSED && all_tell)
		search->answer = without;
	if (search->answer == NOTHING)
		search->answer = SHORTER;
	return r;
}

static int look_through(struct search *search, const struct iph_route_sink *sink)
{
	uint8_t family = search->key->prefix.family;
	uint32_t ifindex = search->key->ifindex;
	int r;

	search->found = false;
	r = iph_route_dump(search->nl, family, RT_TABLE_LOCAL, ifindex, sink);
	if (r == 0)
		r = iph_route_dump(search->nl, family, search->link->table, ifindex, sink);
	return r;
}

static int take_row(const struct iph_route *route, void *arg)
{
	int r = match_route(route, arg);

	return r < 0 ? r : 0;
}

static void forget(void *arg)
{
	struct search *search = arg;

	search->found = false;
	if (search->sink->restart)
		search->sink->restart(search->sink->arg);
}

/* Reads all routes of the interface, more than once when others change routes meanwhile: a dump
 * skips some then. */
static int walk(struct search *search)
{
	struct iph_route_sink sink = {.entry = take_row, .restart = forget, .arg = search};
	IPH_AUTO_STEADY struct iph_steady steady = {.notices = IPH_NL_CLOSED};
	int i;
	int r = 0;

	iph_steady_open(&steady, search->key->prefix.family == AF_INET ? RTNLGRP_IPV4_ROUTE
								       : RTNLGRP_IPV6_ROUTE);
	for (i = 0; r == 0 && !search->found && i < IPH_STEADY_TRIES; i++) {
		r = iph_steady_begin(&steady, search->nl, i);
		if (r == 0)
			r = look_through(search, &sink);
		if (!iph_steady_changed(&steady))
			break;
	}
	return r == 0 && !search->found ? -ENOENT : r;
}

int iph_route_shown(struct iph_nl *nl, const struct iph_route_key *key, const struct iph_link *link,
		    const struct iph_route_sink *sink)
{
	struct search search = {.nl = nl, .key = key, .link = link, .sink = sink};
	int r = look_up(&search, 0x55, true);

	return r == 0 && search.answer != FOUND ? -ENOENT : r;
}

int iph_route_look(struct iph_nl *nl, const struct iph_route_key *key, const struct iph_link *link,
		   const struct iph_route_sink *sink, bool expected, bool *clear)
{
	static const uint8_t patterns[] = {0x55, 0xaa};
	struct search search = {.nl = nl,
				.key = key,
				.link = link,
				.sink = sink,
				.answer = LONGER,
				.clear = *clear};
	size_t i;
	int r = 0;

	for (i = 0; i < IPH_ARRAY_SIZE(patterns) && r == 0 && search.answer == LONGER; i++)
		r = look_up(&search, patterns[i], expected);
	if (r < 0)
		return r;
	*clear = search.clear || search.answer != SHORTER;
	if (search.answer == SHORTER)
		return -ENOENT;
	return search.answer == FOUND ? 0 : walk(&search);
}

int iph_route_find(struct iph_nl *nl, const struct iph_route_key *key, const struct iph_link *link,
		   const struct iph_route_sink *sink, bool *clear)
{
	struct search search = {.nl = nl, .key = key, .link = link, .sink = sink};
	bool hidden = false;
	int r = iph_route_look(nl, key, link, sink, !*clear, clear);

	if (r == -ENOENT && !*clear) {
		r = may_be_hidden(&search, &hidden);
		if (r == 0)
			r = hidden ? walk(&search) : -ENOENT;
	}
	return r;
}

int iph_route_find_all(struct iph_nl *nl, const struct iph_route_key *key,
		       const struct iph_link *link, const struct iph_route_sink *sink)
{
	struct search search = {.nl = nl, .key = key, .link = link, .sink = sink, .all = true};

	return walk(&search);
}

static int take_owner(const struct nlmsghdr *nlh, void *arg)
{
	const struct ifaddrmsg *ifa = mnl_nlmsg_get_payload(nlh);

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*ifa))
		return -EBADMSG;
	*(uint32_t *)arg = ifa->ifa_index;
	return 0;
}

/* The interface that has an address, or 0; with ifindex only that one counts. The address is asked
 * for, and not its local route, which the kernel adds some time later (addrconf_dad_work(),
 * net/ipv6/addrconf.c). */
static uint32_t find_address(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	uint32_t owner = 0;
	const struct iph_nl_sink sink = {.message = take_owner, .arg = &owner};
	struct iph_msg msg;
	struct ifaddrmsg *ifa = iph_msg_init(&msg, RTM_GETADDR, 0, sizeof(*ifa));

	ifa->ifa_family = addr->family;
	ifa->ifa_index = ifindex;
	iph_msg_put_addr(&msg, IFA_ADDRESS, addr);
	return iph_nl_get(nl, &msg, &sink) < 0 ? 0 : owner;
}

uint32_t iph_route_owner(struct iph_nl *nl, const struct iph_route_key *key)
{
	uint32_t owner;

	if (key->next_hop.family != AF_INET6 || key->prefix.family != AF_INET6)
		return 0;
	owner = find_address(nl, &key->next_hop, key->ifindex);
	if (!owner && !iph_addr_zoned(&key->next_hop))
		owner = find_address(nl, &key->next_hop, 0);
	return owner;
}
