/* SPDX-License-Identifier: MIT */
/* Adding, changing and removing unicast addresses. */

#include <errno.h>
#include <string.h>

#include <linux/rtnetlink.h>

#include "anycast.h"
#include "unicast.h"

/* An address has as many rows as it has prefix lengths and other ends; IPv4 only, and rarely 2. */
#define MOST_ROWS 64

/* The scope says from where an IPv4 address can be a source. In a subnet all have that of the
 * first one: anything else is EINVAL. Otherwise it stays as it is, unless that is "host" and the
 * address is not to be skipped. */
static uint8_t choose_scope(const struct iph_unicast *unicast,
			    const struct iph_unicast_survey *survey, bool skip)
{
	if (iph_addr_loopback(&unicast->addr))
		return RT_SCOPE_HOST;
	if (unicast->prefix_length == 32 && skip)
		return RT_SCOPE_HOST;
	if (unicast->prefix_length < 32 && survey->primary)
		return survey->scope;
	return unicast->scope == RT_SCOPE_HOST && !skip ? RT_SCOPE_UNIVERSE : unicast->scope;
}

/* All ones behind the prefix, as tools that configure addresses set it. The kernel itself does
 * not need it to send broadcasts. */
static void set_broadcast(struct iph_unicast *unicast)
{
	uint32_t host;

	memcpy(&host, unicast->addr.bytes, sizeof(host));
	host |= htonl((uint32_t)(UINT64_C(0xffffffff) >> unicast->prefix_length));
	unicast->broadcast = (struct iph_addr){.family = AF_INET};
	memcpy(unicast->broadcast.bytes, &host, sizeof(host));
}

/* Everything of the wish but prefix length and scope. */
static void apply(const MIB_UNICASTIPADDRESS_ROW *wish, const struct iph_link *link,
		  struct iph_unicast *unicast)
{
	unicast->valid = wish->ValidLifetime;
	unicast->preferred = wish->PreferredLifetime;
	if (unicast->addr.family == AF_INET6 && wish->SkipAsSource)
		unicast->preferred = 0; /* RFC 6724 rule 3: never chosen while there is another */
	unicast->flags &= ~(uint32_t)IFA_F_PERMANENT;
	if (unicast->valid == UINT32_MAX)
		unicast->flags |= IFA_F_PERMANENT;
	unicast->proto = iph_unicast_mark(unicast, link, wish);
}

/* Where the caller gives none, the origins are what the kernel would say of an address that
 * somebody set by hand, without a lifetime. */
static void default_origins(const struct iph_unicast *unicast, const struct iph_link *link,
			    MIB_UNICASTIPADDRESS_ROW *wish)
{
	struct iph_unicast permanent = *unicast;
	const struct iph_clock clock = {0};
	MIB_UNICASTIPADDRESS_ROW row;

	if (wish->PrefixOrigin != IpPrefixOriginUnchanged)
		return;
	permanent.flags = IFA_F_PERMANENT;
	iph_unicast_row(&permanent, &clock, &row);
	iph_unicast_row_finish(&row, link);
	wish->PrefixOrigin = row.PrefixOrigin;
	wish->SuffixOrigin = row.SuffixOrigin;
}

/* Takes the flag back that said that no duplicate is to be looked for: it would be in force
 * whenever the interface comes up again, too. */
static void take_back_nodad(const struct iph_unicast *unicast)
{
	struct iph_unicast without = *unicast;

	without.flags &= ~(uint32_t)IFA_F_NODAD;
	iph_ignore(iph_unicast_put(&without, NLM_F_REPLACE)); /* the address is there and works */
}

/* Adds an address that can be used at once. Where the administrator allows optimistic addresses it
 * is one of those; elsewhere the kernel drops that flag without a word (inet6_addr_add(),
 * addrconf.c), and the address is added again as one without duplicate detection. */
static int add_preferred(const struct iph_unicast *unicast)
{
	struct iph_unicast wanted = *unicast;
	struct iph_unicast now;
	int r;

	wanted.flags |= IFA_F_OPTIMISTIC;
	r = iph_unicast_add(&wanted);
	if (r < 0)
		return r;
	r = iph_unicast_find(&wanted.addr, wanted.ifindex, &now);
	/* a duplicate may be found at once, and is one of which the flag was taken */
	if (r == 0 &&
	    (now.flags & (IFA_F_OPTIMISTIC | IFA_F_DADFAILED) || !(now.flags & IFA_F_TENTATIVE)))
		return 0;
	if (r == 0)
		r = iph_unicast_remove(&now);
	if (r < 0)
		return r == -ENOENT ? 0 : r; /* somebody has deleted it already */
	wanted.flags ^= IFA_F_OPTIMISTIC | IFA_F_NODAD;
	r = iph_unicast_add(&wanted);
	if (r == 0)
		take_back_nodad(&wanted);
	return r;
}

int iph_unicast_create(const MIB_UNICASTIPADDRESS_ROW *row, const struct iph_addr *addr,
		       const struct iph_link *link)
{
	struct iph_unicast unicast = {.addr = *addr,
				      .peer = *addr,
				      .ifindex = link->index,
				      .prefix_length = row->OnLinkPrefixLength};
	MIB_UNICASTIPADDRESS_ROW wish = *row;
	struct iph_unicast_survey survey = {0};
	int r = iph_anycast_find(addr, link->index);

	if (r != -ENOENT)
		return r == 0 ? -EEXIST : r;
	if (addr->family == AF_INET) {
		r = iph_unicast_look_around(&unicast, &survey);
		if (r < 0 || survey.same)
			return r < 0 ? r : -EEXIST;
		unicast.scope = choose_scope(&unicast, &survey, row->SkipAsSource);
		if (unicast.prefix_length < 31 && !iph_addr_loopback(addr))
			set_broadcast(&unicast);
	}
	default_origins(&unicast, link, &wish);
	apply(&wish, link, &unicast);
	if (addr->family == AF_INET6 && row->DadState == IpDadStatePreferred)
		return add_preferred(&unicast);
	return iph_unicast_add(&unicast);
}

/* Replaces an IPv4 address by one with the same prefix length, of which the kernel takes only one
 * at a time. A copy with another length keeps the address on the interface meanwhile. */
static int swap_ipv4(const struct iph_unicast *old, const struct iph_unicast *new)
{
	struct iph_unicast bridge = *old;
	bool bridged;
	int r;

	bridge.prefix_length = old->prefix_length == 32 ? 31 : 32;
	bridge.flags |= IFA_F_NOPREFIXROUTE;
	bridged = iph_unicast_add(&bridge) == 0;
	r = iph_unicast_remove(old);
	if (r == 0) {
		r = iph_unicast_add(new);
		if (r < 0)
			iph_ignore(iph_unicast_add(old)); /* what was there a moment ago */
	}
	if (bridged)
		iph_ignore(iph_unicast_remove(&bridge)); /* nobody else knows of it */
	return r;
}

/* Linux 6.1 changes the lifetimes of an IPv4 address and not its protocol, which is our mark; 6.18
 * changes both. Then the address has to be made anew, but not if others would take its place. */
static int refresh_ipv4(const struct iph_unicast *old, const struct iph_unicast *new)
{
	struct iph_unicast_survey survey;
	struct iph_unicast now;
	int r = iph_unicast_put(new, NLM_F_REPLACE);

	if (r < 0 || old->proto == new->proto || !iph_anycast_kernel_keeps_proto())
		return r;
	r = iph_unicast_find(&new->addr, new->ifindex, &now);
	if (r < 0 || now.proto == new->proto)
		return r;
	r = iph_unicast_look_around(new, &survey);
	if (r < 0 || (survey.secondaries && !(old->flags & IFA_F_SECONDARY)))
		return r;
	return swap_ipv4(&now, new);
}

/* To the kernel the prefix length is part of what an IPv4 address is. */
static int replace_ipv4(const struct iph_unicast *old, const struct iph_unicast *new)
{
	int r;

	if (old->prefix_length == new->prefix_length && old->scope == new->scope)
		return refresh_ipv4(old, new);
	if (old->prefix_length == new->prefix_length)
		return swap_ipv4(old, new);
	r = iph_unicast_add(new);
	if (r < 0)
		return r;
	r = iph_unicast_remove(old);
	if (r < 0 && r != -ENOENT)
		iph_ignore(iph_unicast_remove(new)); /* the caller learns of the first failure */
	return r == -ENOENT ? 0 : r;
}

/* When an address ceases to be permanent the kernel gives its prefix route an age instead of a
 * date, and the route is past it at once (modify_prefix_route(), addrconf.c). The second time it
 * goes another way and sets the right one. */
static int refresh_ipv6(const struct iph_unicast *old, const struct iph_unicast *new)
{
	int r = iph_unicast_put(new, NLM_F_REPLACE);

	if (r == 0 && old->flags & IFA_F_PERMANENT && !(new->flags &IFA_F_PERMANENT))
		r = iph_unicast_put(new, NLM_F_REPLACE);
	return r;
}

/* Here an interface cannot have an address twice, and a change of the prefix length does nothing
 * (inet6_addr_modify(), addrconf.c). Whether somebody else has the address has been found out. */
static int replace_ipv6(const struct iph_unicast *old, const struct iph_unicast *new)
{
	struct iph_unicast again = *new;
	struct iph_unicast back = *old;
	bool known = !(old->flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED));
	int r;

	if (old->prefix_length == new->prefix_length)
		return refresh_ipv6(old, new);
	if (new->flags & IFA_F_MANAGETEMPADDR &&new->prefix_length != 64)
		return -EINVAL;
	if (known) {
		again.flags |= IFA_F_NODAD;
		back.flags |= IFA_F_NODAD;
	}
	r = iph_unicast_remove(old);
	if (r < 0)
		return r;
	r = iph_unicast_add(&again);
	if (r < 0)
		iph_ignore(iph_unicast_add(&back)); /* the caller learns of the first failure */
	else if (again.flags != new->flags)
		take_back_nodad(&again);
	return r;
}

/* Completes what replaces an IPv4 address. */
static int adapt_ipv4(const struct iph_unicast *old, bool skip, struct iph_unicast *new)
{
	struct iph_unicast_survey survey;
	int r = iph_unicast_look_around(new, &survey);

	if (r < 0)
		return r;
	/* of an address with 32 "host" says that it is skipped, and elsewhere what somebody wanted
	 */
	if (old->prefix_length == 32 && old->scope == RT_SCOPE_HOST)
		new->scope = RT_SCOPE_UNIVERSE;
	if (old->prefix_length != new->prefix_length || new->prefix_length == 32)
		new->scope = choose_scope(new, &survey, skip);
	if (old->prefix_length != new->prefix_length && old->broadcast.family)
		set_broadcast(new);
	if (new->prefix_length > 30)
		new->broadcast.family = 0;
	return 0;
}

int iph_unicast_set(const MIB_UNICASTIPADDRESS_ROW *row, const struct iph_addr *addr,
		    const struct iph_link *link)
{
	MIB_UNICASTIPADDRESS_ROW wish = *row;
	MIB_UNICASTIPADDRESS_ROW stored;
	const struct iph_clock clock = {0};
	struct iph_unicast old;
	struct iph_unicast new;
	int r = iph_unicast_find(addr, link->index, &old);

	if (r < 0)
		return r;
	iph_unicast_row(&old, &clock, &stored);
	iph_unicast_row_finish(&stored, link);
	if (wish.PrefixOrigin == IpPrefixOriginUnchanged) {
		wish.PrefixOrigin = stored.PrefixOrigin;
		wish.SuffixOrigin = stored.SuffixOrigin;
	}
	new = old;
	if (wish.OnLinkPrefixLength != stored.OnLinkPrefixLength) {
		if (stored.OnLinkPrefixLength != old.prefix_length)
			return -EOPNOTSUPP; /* the kernel's length is that of the other end */
		new.prefix_length = wish.OnLinkPrefixLength;
	}
	if (addr->family == AF_INET)
		r = adapt_ipv4(&old, wish.SkipAsSource, &new);
	if (r < 0)
		return r;
	apply(&wish, link, &new);
	return addr->family == AF_INET ? replace_ipv4(&old, &new) : replace_ipv6(&old, &new);
}

int iph_unicast_delete(const struct iph_addr *addr, const struct iph_link *link)
{
	struct iph_unicast unicast;
	int deleted = 0;
	int r = 0;

	while (r == 0 && deleted < MOST_ROWS) {
		r = iph_unicast_find(addr, link->index, &unicast);
		if (r == 0)
			r = iph_unicast_remove(&unicast);
		deleted += r == 0;
	}
	return deleted > 0 && r == -ENOENT ? 0 : r;
}
