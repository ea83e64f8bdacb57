/* SPDX-License-Identifier: MIT */
/* Making, changing and removing routes. */

#include <errno.h>
#include <string.h>

#include "change.h"
#include "find.h"
#include "privilege.h"
#include "route-change.h"

#define UNSET 0xffffffffu
#define INFINITE 0xffffffffu
#define LARGEST_METRIC 0x7fffffffu

/* A key has as many routes as somebody has given it metrics. */
#define MOST_ROUTES 1024

/* A metric that nobody else uses, for a route that is there for a moment. */
#define BRIDGE_PRIORITY 0xfffffffeu

static bool has_protocol(const MIB_IPFORWARD_ROW2 *row)
{
	return (uint32_t)row->Protocol != UNSET && row->Protocol != 0;
}

static uint32_t lifetime_of(const MIB_IPFORWARD_ROW2 *row)
{
	return row->ValidLifetime == INFINITE ? 0 : row->ValidLifetime;
}

/* A route of the interface that has a property. */
struct search {
	const struct iph_route_wish *wish;
	struct iph_route_copy copy;
	bool same; /* there is one that has the hop and the metric of the wished one */
};

static void forget(void *arg)
{
	struct search *search = arg;

	iph_route_copy_free(&search->copy);
	search->same = false;
}

static int take_copy(const struct iph_route *route, void *arg)
{
	struct search *search = arg;
	int r;

	forget(search);
	r = iph_route_copy(route->message, &search->copy);
	search->copy.route.hop = route->hop;
	return r;
}

static int is_wished(const struct iph_route_hop *hop, void *arg)
{
	const struct iph_route_wish *wish = arg;

	return hop->ifindex == wish->ifindex && hop->gateway.family == wish->gateway.family &&
	       iph_addr_equal(&hop->gateway, &wish->gateway);
}

static int take_expired(const struct iph_route *route, void *arg)
{
	struct search *search = arg;
	struct iph_route_wish wish = *search->wish;
	int r = 0;

	if (route->src_length || route->dst_length != wish.dst_length ||
	    !iph_addr_equal(&route->dst, &wish.dst))
		return 0;
	if (iph_route_expired(route))
		return take_copy(route, arg);
	if (route->priority == wish.priority)
		r = iph_route_each_hop(route, is_wished, &wish);
	search->same |= r > 0;
	return r < 0 ? r : 0;
}

/* Routes to the prefix by way of the interface whose time is over. -EEXIST when there is one that
 * the kernel takes for the wished one, whether somebody was faster or it has an end and this is the
 * tick in which that is told as 0: to add it again would change its lifetime. */
static int drop_expired(struct iph_nl *nl, const struct iph_route_wish *wish)
{
	struct search search = {.wish = wish, .copy = IPH_ROUTE_NO_COPY};
	const struct iph_route_sink sink = {
		.entry = take_expired, .restart = forget, .arg = &search};
	int r;

	do {
		forget(&search);
		r = iph_route_dump(nl, AF_INET6, wish->table, wish->ifindex, &sink);
		if (r == 0 && search.copy.message)
			r = iph_route_remove(nl, &search.copy, &search.copy.route.hop);
	} while (r == 0 && search.copy.message);
	if (r == -ENOENT) /* somebody else was faster */
		r = 0;
	if (r == 0 && search.same)
		r = -EEXIST;
	forget(&search);
	return r;
}

/* Beside others of the same metric. In IPv6 one whose time is over is still there for a while: to
 * add the same again would be "exists", and yet would give that one the new lifetime. */
static int add(struct iph_nl *nl, const struct iph_route_wish *wish)
{
	int r;

	if (wish->dst.family == AF_INET)
		return iph_route_add(nl, wish, NLM_F_APPEND);
	r = iph_route_add(nl, wish, NLM_F_EXCL);
	if (r != -EEXIST)
		return r;
	r = drop_expired(nl, wish);
	return r < 0 ? r : iph_route_add(nl, wish, NLM_F_APPEND);
}

/* Windows does not ask whether a next hop can be reached. Linux takes one that no route covers when
 * it is told that this is meant; if it is of the subnet of another interface, not even then. */
static int add_anyhow(struct iph_nl *nl, struct iph_route_wish *wish)
{
	int r = add(nl, wish);

	if ((r != -ENETUNREACH && r != -EHOSTUNREACH) || !wish->gateway.family)
		return r;
	wish->onlink = true;
	r = add(nl, wish);
	return r == -EINVAL || r == -ENETUNREACH || r == -EHOSTUNREACH ? -EOPNOTSUPP : r;
}

/* The route that has the key, of lowest metric; copy->route.hop is the hop that has it. */
static int find_copy(struct iph_nl *nl, const struct iph_route_key *key,
		     const struct iph_link *link, struct iph_route_copy *ret_copy)
{
	struct search search = {.copy = IPH_ROUTE_NO_COPY};
	const struct iph_route_sink sink = {.entry = take_copy, .restart = forget, .arg = &search};
	int r = iph_route_find(nl, key, link, &sink);

	if (r < 0)
		forget(&search);
	else
		*ret_copy = search.copy;
	return r;
}

int iph_route_create(struct iph_nl *nl, const MIB_IPFORWARD_ROW2 *row,
		     const struct iph_route_key *key, const struct iph_link *link)
{
	IPH_AUTO_ROUTE struct iph_route_copy there = IPH_ROUTE_NO_COPY;
	struct iph_route_key on_link = *key;
	struct iph_route_wish wish = {
		.dst = key->prefix,
		.dst_length = key->length,
		.gateway = key->next_hop,
		.ifindex = key->ifindex,
		.table = link->table,
		.lifetime = lifetime_of(row),
	};
	uint32_t owner;
	int r = find_copy(nl, key, link, &there);

	if (r != -ENOENT)
		return r == 0 ? -EEXIST : r;
	iph_route_encode(row, key->prefix.family, &wish.protocol, &wish.priority);
	r = add_anyhow(nl, &wish);
	owner = r == -EINVAL ? iph_route_owner(nl, key) : 0;
	if (owner != key->ifindex) /* that of another interface Windows would take */
		return owner ? -EOPNOTSUPP : r;
	on_link.next_hop = (struct iph_addr){0};
	return iph_route_create(nl, row, &on_link, link);
}

/* What is in the table "local" comes and goes with the addresses of this machine. While there are
 * no policy rules, a lookup of IPv4 says "main" of it (fib_table_lookup(), net/ipv4/fib_trie.c). */
static int find_changeable(struct iph_nl *nl, const struct iph_route_key *key,
			   const struct iph_link *link, struct iph_route_copy *ret_copy)
{
	struct iph_route_key on_link = *key;
	int r = find_copy(nl, key, link, ret_copy);

	if (r == -ENOENT && iph_route_owner(nl, key) == key->ifindex) {
		on_link.next_hop = (struct iph_addr){0};
		r = find_copy(nl, &on_link, link, ret_copy);
	}
	if (r == 0 &&
	    (ret_copy->route.table == RT_TABLE_LOCAL || ret_copy->route.type != RTN_UNICAST)) {
		iph_route_copy_free(ret_copy);
		r = -EACCES;
	}
	return r;
}

static int delete_one(struct iph_nl *nl, const struct iph_route_key *key,
		      const struct iph_link *link, struct iph_route_copy *ret_copy)
{
	int r = find_changeable(nl, key, link, ret_copy);

	if (r < 0)
		return r;
	r = iph_route_remove(nl, ret_copy, &ret_copy->route.hop);
	if (r < 0)
		iph_route_copy_free(ret_copy);
	return r;
}

/* What has gone in vain, because something else stays. */
static int make_again(struct iph_nl *nl, const struct iph_route_copy *gone)
{
	const struct iph_route *route = &gone->route;
	const struct iph_route_edit edit = {.hop = &route->hop,
					    .protocol = route->protocol,
					    .priority = route->priority,
					    .lifetime = ((uint32_t)route->expires + 99) / 100};
	int r = iph_route_add_like(nl, gone, &edit, NLM_F_APPEND);
	int tries;

	for (tries = 0; iph_route_short(r) && tries < IPH_ROUTE_TRIES; tries++)
		r = iph_route_add_like(nl, gone, &edit, NLM_F_APPEND);
	return r;
}

/* One after the other, the lowest metric first. When one cannot go, those that have gone already
 * come back. */
static int delete_from(struct iph_nl *nl, const struct iph_route_key *key,
		       const struct iph_link *link, int gone)
{
	IPH_AUTO_ROUTE struct iph_route_copy copy = IPH_ROUTE_NO_COPY;
	int r = delete_one(nl, key, link, &copy);
	int tries;

	for (tries = 0; gone > 0 && iph_route_short(r) && tries < IPH_ROUTE_TRIES; tries++)
		r = delete_one(nl, key, link, &copy);
	if (r < 0 || gone == MOST_ROUTES)
		return r;
	r = delete_from(nl, key, link, gone + 1);
	if (r == -ENOENT)
		return 0;
	if (r < 0)
		iph_ignore(make_again(nl, &copy)); /* the caller learns of the first failure */
	return r;
}

int iph_route_delete(struct iph_nl *nl, const struct iph_route_key *key,
		     const struct iph_link *link)
{
	return delete_from(nl, key, link, 0);
}

/* Sets the kernel's own numbers so that the row has what is wanted of it. What does not change
 * keeps them, whoever chose them. */
static void choose_numbers(const MIB_IPFORWARD_ROW2 *wanted, const struct iph_route *route,
			   const MIB_IPFORWARD_ROW2 *shown, struct iph_route_edit *edit)
{
	MIB_IPFORWARD_ROW2 row = *wanted;

	if (row.Metric == UNSET)
		row.Metric = shown->Metric;
	if (!has_protocol(&row))
		row.Protocol = shown->Protocol;
	edit->protocol = route->protocol;
	edit->priority = route->priority;
	if (row.Metric == shown->Metric && row.Protocol == shown->Protocol)
		return;
	iph_route_encode(&row, route->dst.family, &edit->protocol, &edit->priority);
	/* where the metric can be said without a mark, the protocol stays what it was */
	if (row.Protocol == shown->Protocol && shown->Metric == route->priority &&
	    (route->dst.family == AF_INET || row.Metric != 0)) {
		edit->protocol = route->protocol;
		edit->priority = row.Metric;
	}
}

/* In IPv6 two routes of one metric and one hop are the same to the kernel, whatever else they
 * differ in. A third, of a metric that nobody uses, carries the packets meanwhile. */
static int swap(struct iph_nl *nl, const struct iph_route_copy *old,
		const struct iph_route_edit *before, const struct iph_route_edit *after)
{
	struct iph_route_copy bridge = *old;
	struct iph_route_edit spare = *before;
	bool bridged;
	int r;

	spare.priority = bridge.route.priority = BRIDGE_PRIORITY;
	spare.lifetime = 0;
	bridge.route.others = NULL;
	bridge.route.hop = *before->hop;
	r = iph_route_add_like(nl, old, &spare, NLM_F_EXCL);
	bridged = r == 0;
	if (r < 0 && r != -EEXIST) /* the new one would be refused as well */
		return r;
	r = iph_route_remove(nl, old, before->hop);
	if (r == 0) {
		r = iph_route_add_like(nl, old, after, NLM_F_APPEND);
		if (r < 0) /* the caller learns of the first failure */
			iph_ignore(iph_route_add_like(nl, old, before, NLM_F_APPEND));
	}
	if (bridged) /* nobody else knows of it */
		iph_ignore(iph_route_take_back(nl, &bridge, before->hop));
	return r;
}

/* The new one is there before the old one goes. */
static int replace(struct iph_nl *nl, const struct iph_route_copy *old,
		   const struct iph_route_edit *before, const struct iph_route_edit *after)
{
	struct iph_route_copy new = *old;
	bool made;
	int r;

	if (old->route.dst.family == AF_INET6 && before->priority == after->priority)
		return swap(nl, old, before, after);
	r = iph_route_add_like(nl, old, after, NLM_F_APPEND);
	made = r == 0;
	if (r < 0 && r != -EEXIST)
		return r;
	r = iph_route_remove(nl, old, before->hop);
	if (r == 0 || r == -ENOENT || !made)
		return r == -ENOENT ? 0 : r;
	new.route.priority = after->priority;
	new.route.protocol = after->protocol;
	new.route.others = NULL;
	new.route.hop = *after->hop;
	/* the caller learns of the first failure */
	iph_ignore(iph_route_take_back(nl, &new, after->hop));
	return r;
}

int iph_route_set(struct iph_nl *nl, const MIB_IPFORWARD_ROW2 *row, const struct iph_route_key *key,
		  const struct iph_link *link)
{
	IPH_AUTO_ROUTE struct iph_route_copy old = IPH_ROUTE_NO_COPY;
	struct iph_route_edit before;
	struct iph_route_edit after;
	MIB_IPFORWARD_ROW2 shown;
	int r = find_changeable(nl, key, link, &old);

	if (r < 0)
		return r;
	iph_route_row(&old.route, &old.route.hop, &shown);
	if (row->Metric > LARGEST_METRIC && row->Metric != UNSET && row->Metric != shown.Metric)
		return -EINVAL;
	before = (struct iph_route_edit){.hop = &old.route.hop,
					 .protocol = old.route.protocol,
					 .priority = old.route.priority,
					 .lifetime = lifetime_of(&shown)};
	after = before;
	choose_numbers(row, &old.route, &shown, &after);
	after.lifetime = lifetime_of(row);
	if (after.protocol == before.protocol && after.priority == before.priority &&
	    after.lifetime == before.lifetime)
		return iph_privilege_check(); /* which the kernel is not asked for otherwise */
	if (old.route.nhid)
		return -EOPNOTSUPP;
	return replace(nl, &old, &before, &after);
}
