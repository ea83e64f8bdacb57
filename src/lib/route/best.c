/* SPDX-License-Identifier: MIT */
/* Which route a packet would take: the kernel is asked for its choice.
 *
 * One question is not enough. Asked for the route as it is stored, the kernel does not say which of
 * several hops it chooses, nor which source address; asked for the way of a packet, it does not say
 * which route that is. So a choice is made of both answers. */

#include <errno.h>
#include <string.h>

#include "best.h"
#include "row.h"
#include "table/key.h"

struct choice {
	struct iph_nl nl;
	struct iph_addr to;
	struct iph_addr from;	  /* family 0: any */
	struct iph_link link;	  /* index 0: any */
	struct iph_route_hop hop; /* the hop that the kernel has chosen */
	bool several;		  /* the route has several hops, or tells none */
	uint32_t table;		  /* where the way of a packet was found */
	MIB_IPFORWARD_ROW2 row;
	struct iph_addr source;
};

#define AUTO_CHOICE __attribute__((cleanup(close_choice)))

static void close_choice(struct choice *choice)
{
	iph_nl_close(&choice->nl);
}

static bool is_zero(const struct iph_addr *addr)
{
	static const struct iph_addr zero[2] = {{.family = AF_INET}, {.family = AF_INET6}};

	return iph_addr_equal(addr, &zero[addr->family == AF_INET6]);
}

static int ask(struct choice *choice, const struct iph_addr *to, uint32_t ifindex, bool as_stored,
	       int (*entry)(const struct iph_route *route, void *arg), void *arg)
{
	struct iph_route_question question = {
		.to = to,
		.from = to == &choice->to && choice->from.family ? &choice->from : NULL,
		.ifindex = ifindex,
		.as_stored = as_stored,
	};
	struct iph_route_sink sink = {.entry = entry, .arg = arg};

	return iph_route_verdict(iph_route_ask(&choice->nl, &question, &sink));
}

/* To Windows the destination 0.0.0.0 or :: asks for the default route; to the kernel it is the host
 * itself. So the kernel is asked for an address that only the default route leads to: one of
 * 240.0.0.0/4 or 4000::/3, which are reserved. */
static void set_destination(struct choice *choice)
{
	if (is_zero(&choice->to))
		choice->to.bytes[0] = choice->to.family == AF_INET ? 0xf0 : 0x40;
}

static int read_addresses(const struct iph_best_question *question, struct choice *choice)
{
	if (!iph_row_addr(&question->destination, &choice->to))
		return -EINVAL;
	if (question->source.si_family != AF_UNSPEC &&
	    (!iph_row_addr(&question->source, &choice->from) ||
	     choice->from.family != choice->to.family))
		return -EINVAL;
	if (choice->from.family && is_zero(&choice->from))
		choice->from.family = 0;
	set_destination(choice);
	return 0;
}

static int find_interface(const struct iph_best_question *question, struct choice *choice)
{
	int r;

	if (question->luid.Value == 0 && question->index == 0)
		return 0;
	r = iph_row_link(&choice->nl, question->luid, question->index, choice->to.family,
			 &choice->link);
	return r == -ENODEV && question->luid.Value ? -ENOENT : r;
}

static int take_owner(const struct iph_route *route, void *arg)
{
	*(uint32_t *)arg = route->type == RTN_LOCAL ? route->hop.ifindex : 0;
	return 0;
}

/* Finds the interface that has the source address: the one of the address's route in the table
 * "local". A link-local address is looked for on the interface of its zone. The address of a VRF is
 * found only when the question names an interface of the VRF, so that is the second try. */
static int find_owner(struct choice *choice, uint32_t zone, uint32_t *ret_index)
{
	uint32_t tries[2] = {iph_addr_zoned(&choice->from) ? zone : 0, choice->link.index};
	size_t i;
	int r = 0;

	*ret_index = 0;
	for (i = 0; i < IPH_ARRAY_SIZE(tries) && *ret_index == 0; i++) {
		if (i > 0 && tries[i] == 0)
			break;
		r = ask(choice, &choice->from, tries[i], true, take_owner, ret_index);
		if (r < 0 && r != -ENETUNREACH)
			return r;
	}
	return *ret_index ? 0 : -ENETUNREACH;
}

/* Windows sends packets from a source address only by the interface that has the address (the
 * strong host model). So the source address chooses the interface. */
static int follow_source(const struct iph_best_question *question, struct choice *choice)
{
	uint32_t zone = choice->link.index;
	uint32_t owner;
	int r;

	if (!choice->from.family)
		return 0;
	if (!zone && choice->from.family == AF_INET6)
		zone = question->source.Ipv6.sin6_scope_id;
	r = find_owner(choice, zone, &owner);
	if (r < 0)
		return r;
	if (choice->link.index && choice->link.index != owner)
		return -ENETUNREACH;
	choice->link.index = owner;
	return 0;
}

/* A link-local destination needs an interface, or the kernel would take the first one that it has.
 * The destination's scope id names it when nothing else does. */
static int follow_zone(const struct iph_best_question *question, struct choice *choice)
{
	if (choice->link.index || !iph_addr_zoned(&choice->to))
		return 0;
	choice->link.index = question->destination.Ipv6.sin6_scope_id;
	return choice->link.index ? 0 : -EINVAL;
}

static bool same_hop(const struct iph_route_hop *a, const struct iph_route_hop *b)
{
	return a->ifindex == b->ifindex && iph_addr_equal(&a->gateway, &b->gateway);
}

struct picking {
	const struct iph_route *route;
	struct choice *choice;
};

/* Makes the row of the hop that was chosen. Before that is known, and when no hop equals it, as for
 * an address of the host itself, it is the row of the first hop that is alive. */
static int pick_hop(const struct iph_route_hop *hop, void *arg)
{
	const struct picking *picking = arg;
	struct choice *choice = picking->choice;
	bool chosen = same_hop(hop, &choice->hop);

	if (chosen || (choice->row.InterfaceIndex == 0 && !(hop->flags & RTNH_F_DEAD)))
		iph_route_row(picking->route, hop, &choice->row);
	return chosen;
}

/* The answer to the question for the stored route. Of a route with a nexthop object the kernel
 * tells no hop when net.ipv4.nexthop_compat_mode is 0: then the chosen hop makes the row. */
static int take_stored(const struct iph_route *route, void *arg)
{
	struct choice *choice = arg;
	struct picking picking = {.route = route, .choice = choice};
	int r;

	if (route->type > RTN_MULTICAST)
		return -ENETUNREACH;
	choice->several = route->others || route->hop.ifindex == 0;
	choice->row.InterfaceIndex = 0;
	if (!route->others && route->hop.ifindex == 0) {
		iph_route_row(route, &choice->hop, &choice->row);
		return 0;
	}
	r = iph_route_each_hop(route, pick_hop, &picking);
	return r < 0 ? r : 0;
}

/* The answer to the question for the way of a packet: the chosen hop and source address. */
static int take_packet(const struct iph_route *route, void *arg)
{
	struct choice *choice = arg;

	choice->hop = route->hop;
	choice->table = route->table;
	choice->source = route->prefsrc.family ? route->prefsrc : (struct iph_addr){0};
	return 0;
}

static bool leads_to(const struct iph_route *route, const struct iph_addr *to)
{
	unsigned int bits = route->dst_length;
	unsigned int whole = bits / 8;

	return route->dst.family == to->family && memcmp(route->dst.bytes, to->bytes, whole) == 0 &&
	       (bits % 8 == 0 ||
		(route->dst.bytes[whole] ^ to->bytes[whole]) >> (8 - bits % 8) == 0);
}

/* Of the routes by way of the chosen hop the longest prefix counts, and then the lowest metric. */
static int take_longest(const struct iph_route *route, void *arg)
{
	struct choice *choice = arg;
	struct choice other = {.hop = choice->hop};
	struct picking picking = {.route = route, .choice = &other};
	const MIB_IPFORWARD_ROW2 *best = &choice->row;
	UINT8 longest = best->DestinationPrefix.PrefixLength;
	int r;

	if (route->type > RTN_MULTICAST || route->tos || route->src_length ||
	    !leads_to(route, &choice->to))
		return 0;
	r = iph_route_each_hop(route, pick_hop, &picking);
	if (r <= 0)
		return r;
	if (best->InterfaceIndex == 0 || route->dst_length > longest ||
	    (route->dst_length == longest && other.row.Metric < best->Metric))
		choice->row = other.row;
	return 0;
}

static void forget_row(void *arg)
{
	struct choice *choice = arg;

	choice->row.InterfaceIndex = 0;
}

/* A route of more hops than the kernel's answer to a question has room for (some 228, in a page)
 * is only found in its table. */
static int choose_in_table(struct choice *choice)
{
	const struct iph_route_sink sink = {
		.entry = take_longest, .restart = forget_row, .arg = choice};
	int r = ask(choice, &choice->to, choice->link.index, false, take_packet, choice);

	forget_row(choice);
	if (r == 0)
		r = iph_route_dump(&choice->nl, choice->to.family, choice->table,
				   choice->hop.ifindex, &sink);
	return r;
}

static int choose_once(struct choice *choice)
{
	uint32_t ifindex = choice->link.index;
	int r = ask(choice, &choice->to, ifindex, true, take_stored, choice);

	if (r == 0 && (choice->several || !choice->from.family))
		r = ask(choice, &choice->to, ifindex, false, take_packet, choice);
	if (r == 0 && choice->several)
		r = ask(choice, &choice->to, ifindex, true, take_stored, choice);
	if (r == -EMSGSIZE)
		r = choose_in_table(choice);
	return r == 0 && choice->row.InterfaceIndex == 0 ? -ENETUNREACH : r;
}

/* IPv6: when the question names a source, the kernel may answer with a route of another interface
 * than the one named (ip6_route_output_flags_noref(), net/ipv6/route.c). The first question names
 * both all the same, so that policy rules for the source count; if the answer is of another
 * interface, the second one names the interface only. */
static int choose(struct choice *choice)
{
	struct iph_addr from = choice->from;
	int r = choose_once(choice);

	if (r == 0 && from.family == AF_INET6 && choice->row.InterfaceIndex != choice->link.index) {
		choice->from.family = 0;
		r = choose_once(choice);
	}
	if (from.family)
		choice->source = from;
	return r;
}

/* The source address has a scope id, though rows of routes have none, because programs give it to
 * bind(). It is all 0 when this host has no address for such packets. */
static int finish(struct choice *choice, MIB_IPFORWARD_ROW2 *ret_row, SOCKADDR_INET *ret_source)
{
	struct iph_link link;
	int r = iph_link_by_index(&choice->nl, choice->row.InterfaceIndex, &link);

	if (r < 0)
		return iph_route_verdict(r);
	choice->source.family = choice->to.family;
	choice->row.InterfaceLuid.Value = iph_luid_make(link.type, link.index);
	*ret_row = choice->row;
	iph_row_set_addr(ret_source, &choice->source, link.index);
	return 0;
}

int iph_route_best(const struct iph_best_question *question, MIB_IPFORWARD_ROW2 *ret_row,
		   SOCKADDR_INET *ret_source)
{
	AUTO_CHOICE struct choice choice = {.nl = IPH_NL_CLOSED};
	int r = read_addresses(question, &choice);

	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &choice.nl);
	if (r == 0)
		r = find_interface(question, &choice);
	if (r == 0)
		r = follow_source(question, &choice);
	if (r == 0)
		r = follow_zone(question, &choice);
	if (r == 0)
		r = choose(&choice);
	if (r == 0)
		r = finish(&choice, ret_row, ret_source);
	return r;
}
