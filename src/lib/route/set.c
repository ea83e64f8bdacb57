/* SPDX-License-Identifier: MIT */
/* Changing a route that is there. */

#include <errno.h>

#include "change.h"
#include "privilege.h"

#define UNSET 0xffffffffu
#define LARGEST_METRIC 0x7fffffffu

/* A metric that nobody else uses, for a route that is there for a moment. */
#define BRIDGE_PRIORITY 0xfffffffeu

static bool has_protocol(const MIB_IPFORWARD_ROW2 *row)
{
	return (uint32_t)row->Protocol != UNSET && row->Protocol != 0;
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
	struct iph_route_key found = *key;
	bool clear = false;
	int r = iph_route_find_changeable(nl, &found, link, &old, &clear);

	if (r < 0)
		return r;
	iph_route_row(&old.route, &old.route.hop, &shown);
	if (row->Metric > LARGEST_METRIC && row->Metric != UNSET && row->Metric != shown.Metric)
		return -EINVAL;
	before = (struct iph_route_edit){.hop = &old.route.hop,
					 .protocol = old.route.protocol,
					 .priority = old.route.priority,
					 .lifetime = iph_route_lifetime(&shown)};
	after = before;
	choose_numbers(row, &old.route, &shown, &after);
	after.lifetime = iph_route_lifetime(row);
	if (after.protocol == before.protocol && after.priority == before.priority &&
	    after.lifetime == before.lifetime)
		return iph_privilege_check(); /* which the kernel is not asked for otherwise */
	if (old.route.nhid)
		return -EOPNOTSUPP;
	return replace(nl, &old, &before, &after);
}
