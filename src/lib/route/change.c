/* SPDX-License-Identifier: MIT */
/* Making and removing routes. */

#include <errno.h>
#include <string.h>

#include "change.h"
#include "find.h"

/* A key has as many routes as somebody has given it metrics. */
#define MOST_ROUTES 1024

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
		     const struct iph_link *link, struct iph_route_copy *ret_copy, bool *clear)
{
	struct search search = {.copy = IPH_ROUTE_NO_COPY};
	const struct iph_route_sink sink = {.entry = take_copy, .restart = forget, .arg = &search};
	int r = iph_route_find(nl, key, link, &sink, clear);

	if (r < 0)
		forget(&search);
	else
		*ret_copy = search.copy;
	return r;
}

static int is_there(const struct iph_route *route, void *arg)
{
	(void)route;
	(void)arg;
	return 0;
}

static int look(struct iph_nl *nl, const struct iph_route_key *key, const struct iph_link *link,
		bool expected, bool *clear)
{
	const struct iph_route_sink sink = {.entry = is_there};

	return iph_route_look(nl, key, link, &sink, expected, clear);
}

/* Of the routes with the name of a new one: the new one, and whether there is another. */
static int tell_apart(const struct iph_route *route, void *arg)
{
	struct search *search = arg;

	if (route->priority != search->wish->priority || route->protocol != search->wish->protocol)
		search->same = true;
	else if (!search->copy.message)
		return iph_route_copy(route->message, &search->copy);
	return 0;
}

/* No lookup shows the new route, so none would have shown one that was there before. */
static int give_way(struct iph_nl *nl, const struct iph_route_key *key, const struct iph_link *link,
		    const struct iph_route_wish *wish)
{
	struct search search = {.wish = wish, .copy = IPH_ROUTE_NO_COPY};
	const struct iph_route_sink sink = {.entry = tell_apart, .restart = forget, .arg = &search};
	const struct iph_route_hop hop = {.gateway = wish->gateway, .ifindex = wish->ifindex};
	int r = iph_route_find_all(nl, key, link, &sink);
	bool doubled = r == 0 && search.same && search.copy.message;

	if (doubled)
		r = iph_route_take_back(nl, &search.copy, &hop);
	forget(&search);
	return doubled && r == 0 ? -EEXIST : 0;
}

int iph_route_create(struct iph_nl *nl, const MIB_IPFORWARD_ROW2 *row,
		     const struct iph_route_key *key, const struct iph_link *link)
{
	struct iph_route_key on_link = *key;
	struct iph_route_wish wish = {
		.dst = key->prefix,
		.dst_length = key->length,
		.gateway = key->next_hop,
		.ifindex = key->ifindex,
		.table = link->table,
		.lifetime = iph_route_lifetime(row),
	};
	bool clear = false;
	uint32_t owner;
	int r = look(nl, key, link, false, &clear);

	if (r != -ENOENT)
		return r == 0 ? -EEXIST : r;
	iph_route_encode(row, key->prefix.family, &wish.protocol, &wish.priority);
	r = add_anyhow(nl, &wish);
	if (r == 0 && !clear && look(nl, key, link, true, &clear) == -ENOENT)
		r = give_way(nl, key, link, &wish);
	owner = r == -EINVAL ? iph_route_owner(nl, key) : 0;
	if (owner != key->ifindex) /* that of another interface Windows would take */
		return owner ? -EOPNOTSUPP : r;
	on_link.next_hop = (struct iph_addr){0};
	return iph_route_create(nl, row, &on_link, link);
}

/* What is in the table "local" comes and goes with the addresses of this machine. While there are
 * no policy rules, a lookup of IPv4 says "main" of it (fib_table_lookup(), net/ipv4/fib_trie.c). */
int iph_route_find_changeable(struct iph_nl *nl, struct iph_route_key *key,
			      const struct iph_link *link, struct iph_route_copy *ret_copy,
			      bool *clear)
{
	bool more = *clear; /* of what has been found before */
	int r = find_copy(nl, key, link, ret_copy, clear);

	if (r == -ENOENT && !more && iph_route_owner(nl, key) == key->ifindex) {
		key->next_hop = (struct iph_addr){0};
		r = find_copy(nl, key, link, ret_copy, clear);
	}
	if (r == 0 &&
	    (ret_copy->route.table == RT_TABLE_LOCAL || ret_copy->route.type != RTN_UNICAST)) {
		iph_route_copy_free(ret_copy);
		r = -EACCES;
	}
	return r;
}

static int delete_one(struct iph_nl *nl, struct iph_route_key *key, const struct iph_link *link,
		      struct iph_route_copy *ret_copy, bool *clear)
{
	int r = iph_route_find_changeable(nl, key, link, ret_copy, clear);

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

static int delete_from(struct iph_nl *nl, struct iph_route_key *key, const struct iph_link *link,
		       bool clear, int gone);

/* Those of other metrics than the one that has gone. When one of them cannot go, that one comes
 * back. */
static int delete_others(struct iph_nl *nl, struct iph_route_key *key, const struct iph_link *link,
			 bool clear, int gone, const struct iph_route_copy *copy)
{
	int r = delete_from(nl, key, link, clear, gone);

	if (r == -ENOENT)
		return 0;
	if (r < 0)
		iph_ignore(make_again(nl, copy)); /* the caller learns of the first failure */
	return r;
}

/* One after the other, the lowest metric first. */
static int delete_from(struct iph_nl *nl, struct iph_route_key *key, const struct iph_link *link,
		       bool clear, int gone)
{
	IPH_AUTO_ROUTE struct iph_route_copy copy = IPH_ROUTE_NO_COPY;
	int r = delete_one(nl, key, link, &copy, &clear);
	int tries;

	for (tries = 0; gone > 0 && iph_route_short(r) && tries < IPH_ROUTE_TRIES; tries++)
		r = delete_one(nl, key, link, &copy, &clear);
	if (r < 0 || gone == MOST_ROUTES)
		return r;
	return delete_others(nl, key, link, clear, gone + 1, &copy);
}

int iph_route_delete(struct iph_nl *nl, const struct iph_route_key *key,
		     const struct iph_link *link)
{
	struct iph_route_key found = *key; /* under another next hop, perhaps */

	return delete_from(nl, &found, link, false, 0);
}

int iph_route_delete_shown(struct iph_nl *nl, const struct iph_route_key *key)
{
	IPH_AUTO_ROUTE struct iph_route_copy copy = IPH_ROUTE_NO_COPY;
	const struct iph_link link = {
		.index = key->ifindex, .table = RT_TABLE_MAIN, .up = true, .carrier = true};
	struct search search = {.copy = IPH_ROUTE_NO_COPY};
	const struct iph_route_sink sink = {.entry = take_copy, .restart = forget, .arg = &search};
	struct iph_route_key found = *key;
	int r = iph_route_shown(nl, key, &link, &sink);

	copy = search.copy;
	if (r == 0 && (copy.route.table != RT_TABLE_MAIN || copy.route.type != RTN_UNICAST))
		r = -ENOENT;
	if (r == 0)
		r = iph_route_remove(nl, &copy, &copy.route.hop);
	return r < 0 ? r : delete_others(nl, &found, &link, true, 1, &copy);
}
