/* SPDX-License-Identifier: MIT */
/* Adding, changing and removing unicast addresses. */

#include <errno.h>
#include <string.h>

#include <linux/ip.h>
#include <linux/rtnetlink.h>

#include "anycast.h"
#include "ifa-proto.h"
#include "unicast.h"

/* An address has as many rows as it has prefix lengths and other ends; IPv4 only, and rarely 2. */
#define MOST_ROWS 64

/* What of IFA_FLAGS is not the kernel's own but may be asked for. */
#define IPV4_FLAGS (IFA_F_NOPREFIXROUTE | IFA_F_MCAUTOJOIN)
#define IPV6_FLAGS                                                                                 \
	(IFA_F_NODAD | IFA_F_OPTIMISTIC | IFA_F_HOMEADDRESS | IFA_F_MANAGETEMPADDR |                \
	 IFA_F_NOPREFIXROUTE | IFA_F_MCAUTOJOIN)

/* The IPv4 addresses of an interface, seen from one of them. */
struct survey {
	const struct iph_unicast *from;
	bool same;	   /* the address is there, with whatever prefix length */
	bool secondaries;  /* others of its subnet give way to it */
	bool primary;	   /* one of its subnet does not, and has this scope */
	uint8_t scope;
};

static int request(struct iph_msg *msg)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	return r < 0 ? r : iph_nl_request(&nl, msg);
}

static void start_change(struct iph_msg *msg, uint16_t type, uint16_t flags,
			 const struct iph_unicast *unicast)
{
	struct ifaddrmsg *ifa = iph_msg_init(msg, type, flags, sizeof(*ifa));

	ifa->ifa_family = unicast->addr.family;
	ifa->ifa_prefixlen = unicast->prefix_length;
	ifa->ifa_scope = unicast->scope;
	ifa->ifa_index = unicast->ifindex;
	iph_msg_put_addr(msg, IFA_LOCAL, &unicast->addr);
	iph_msg_put_addr(msg, IFA_ADDRESS, &unicast->peer);
}

static int put(const struct iph_unicast *unicast, uint16_t flags)
{
	const struct ifa_cacheinfo life = {.ifa_valid = unicast->valid,
					   .ifa_prefered = unicast->preferred};
	bool ipv4 = unicast->addr.family == AF_INET;
	struct iph_msg msg;
	int r;

	start_change(&msg, RTM_NEWADDR, flags, unicast);
	iph_msg_put(&msg, IFA_CACHEINFO, &life, sizeof(life));
	iph_msg_put_u32(&msg, IFA_FLAGS, unicast->flags & (ipv4 ? IPV4_FLAGS : IPV6_FLAGS));
	if (unicast->metric)
		iph_msg_put_u32(&msg, IFA_RT_PRIORITY, unicast->metric);
	if (unicast->proto)
		iph_msg_put(&msg, IFA_PROTO, &unicast->proto, sizeof(unicast->proto));
	if (unicast->broadcast.family)
		iph_msg_put_addr(&msg, IFA_BROADCAST, &unicast->broadcast);
	if (unicast->label[0])
		iph_msg_put(&msg, IFA_LABEL, unicast->label, strlen(unicast->label) + 1);
	r = request(&msg);
	return r == -EACCES ? -EAFNOSUPPORT : r; /* disable_ipv6 is on */
}

static int add(const struct iph_unicast *unicast)
{
	return put(unicast, NLM_F_CREATE | NLM_F_EXCL);
}

static bool same_subnet(const struct iph_unicast *a, const struct iph_unicast *b)
{
	uint32_t left;
	uint32_t right;

	if (a->prefix_length != b->prefix_length || a->prefix_length == 0)
		return a->prefix_length == b->prefix_length;
	memcpy(&left, a->peer.bytes, sizeof(left));
	memcpy(&right, b->peer.bytes, sizeof(right));
	return ntohl(left ^ right) >> (32 - a->prefix_length) == 0;
}

static int survey_row(const struct iph_unicast *unicast, void *arg)
{
	struct survey *survey = arg;

	if (iph_addr_equal(&unicast->addr, &survey->from->addr)) {
		survey->same = true;
	} else if (!same_subnet(unicast, survey->from)) {
		return 0;
	} else if (unicast->flags & IFA_F_SECONDARY) {
		survey->secondaries = true;
	} else {
		survey->primary = true;
		survey->scope = unicast->scope;
	}
	return 0;
}

static void survey_restart(void *arg)
{
	struct survey *survey = arg;

	*survey = (struct survey){.from = survey->from};
}

static int look_around(const struct iph_unicast *from, struct survey *ret_survey)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct survey survey = {.from = from};
	struct iph_unicast_sink sink = {
		.entry = survey_row, .restart = survey_restart, .arg = &survey};
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = iph_unicast_read(&nl, AF_INET, from->ifindex, &sink);
	if (r == 0)
		*ret_survey = survey;
	return r;
}

/* net.ipv4.conf.IF.promote_secondaries. It stays on: taking it back would fall upon another
 * process that deletes an address meanwhile. */
static int promote_secondaries(uint32_t ifindex)
{
	struct nlattr *af_spec;
	struct nlattr *inet;
	struct nlattr *conf;
	struct ifinfomsg *ifi;
	struct iph_msg msg;

	ifi = iph_msg_init(&msg, RTM_SETLINK, 0, sizeof(*ifi));
	ifi->ifi_index = (int)ifindex;
	af_spec = iph_msg_begin(&msg, IFLA_AF_SPEC);
	inet = iph_msg_begin(&msg, AF_INET);
	conf = iph_msg_begin(&msg, IFLA_INET_CONF);
	iph_msg_put_u32(&msg, IPV4_DEVCONF_PROMOTE_SECONDARIES, 1);
	iph_msg_end(&msg, conf);
	iph_msg_end(&msg, inet);
	iph_msg_end(&msg, af_spec);
	return request(&msg);
}

/* With the first IPv4 address of a subnet the kernel deletes all others of it, unless it is told
 * to let one of them take its place (__inet_del_ifa(), devinet.c). */
static int remove_address(const struct iph_unicast *unicast)
{
	struct survey survey = {0};
	struct iph_msg msg;
	int r = 0;

	if (unicast->addr.family == AF_INET && !(unicast->flags & IFA_F_SECONDARY))
		r = look_around(unicast, &survey);
	if (r == 0 && survey.secondaries)
		r = promote_secondaries(unicast->ifindex);
	if (r < 0)
		return r;
	start_change(&msg, RTM_DELADDR, 0, unicast);
	r = request(&msg);
	return r == -EADDRNOTAVAIL ? -ENOENT : r; /* somebody else was faster */
}

/* The scope says from where an IPv4 address can be a source. In a subnet all have that of the
 * first one: anything else is EINVAL. */
static uint8_t choose_scope(const struct iph_unicast *unicast, const struct survey *survey,
			    bool skip)
{
	if (iph_addr_loopback(&unicast->addr))
		return RT_SCOPE_HOST;
	if (unicast->prefix_length == 32)
		return skip ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE;
	return survey->primary ? survey->scope : RT_SCOPE_UNIVERSE;
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

/* Everything of the wish but the scope. */
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

int iph_unicast_create(const MIB_UNICASTIPADDRESS_ROW *row, const struct iph_addr *addr,
		       const struct iph_link *link)
{
	struct iph_unicast unicast = {.addr = *addr,
				      .peer = *addr,
				      .ifindex = link->index,
				      .prefix_length = row->OnLinkPrefixLength};
	MIB_UNICASTIPADDRESS_ROW wish = *row;
	struct survey survey = {0};
	int r = iph_anycast_find(addr, link->index);

	if (r != -ENOENT)
		return r == 0 ? -EEXIST : r;
	if (addr->family == AF_INET) {
		r = look_around(&unicast, &survey);
		if (r < 0 || survey.same)
			return r < 0 ? r : -EEXIST;
		unicast.scope = choose_scope(&unicast, &survey, row->SkipAsSource);
		if (unicast.prefix_length < 31 && !iph_addr_loopback(addr))
			set_broadcast(&unicast);
	} else if (row->DadState == IpDadStatePreferred) {
		unicast.flags = IFA_F_OPTIMISTIC;
	}
	default_origins(&unicast, link, &wish);
	apply(&wish, link, &unicast);
	return add(&unicast);
}

/* Same address, same prefix length: the kernel takes one at a time. A copy with another length
 * keeps the address here meanwhile. */
static int swap_ipv4(const struct iph_unicast *old, const struct iph_unicast *new)
{
	struct iph_unicast bridge = *old;
	bool bridged;
	int r;

	bridge.prefix_length = old->prefix_length == 32 ? 31 : 32;
	bridge.flags |= IFA_F_NOPREFIXROUTE;
	bridged = add(&bridge) == 0;
	r = remove_address(old);
	if (r == 0) {
		r = add(new);
		if (r < 0)
			iph_ignore(add(old)); /* what was there a moment ago */
	}
	if (bridged)
		iph_ignore(remove_address(&bridge)); /* nobody else knows of it */
	return r;
}

/* To the kernel the prefix length is part of what an IPv4 address is. */
static int replace_ipv4(const struct iph_unicast *old, const struct iph_unicast *new)
{
	int r;

	if (old->prefix_length == new->prefix_length && old->scope == new->scope)
		return put(new, NLM_F_REPLACE);
	if (old->prefix_length == new->prefix_length)
		return swap_ipv4(old, new);
	r = add(new);
	if (r < 0)
		return r;
	r = remove_address(old);
	if (r < 0 && r != -ENOENT)
		iph_ignore(remove_address(new)); /* the caller learns of the first failure */
	return r == -ENOENT ? 0 : r;
}

/* When an address ceases to be permanent the kernel gives its prefix route an age instead of a
 * date, and the route is past it at once (modify_prefix_route(), addrconf.c). The second time it
 * goes another way and sets the right one. */
static int refresh_ipv6(const struct iph_unicast *old, const struct iph_unicast *new)
{
	int r = put(new, NLM_F_REPLACE);

	if (r == 0 && old->flags & IFA_F_PERMANENT && !(new->flags & IFA_F_PERMANENT))
		r = put(new, NLM_F_REPLACE);
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
	if (new->flags & IFA_F_MANAGETEMPADDR && new->prefix_length != 64)
		return -EINVAL;
	if (known) {
		again.flags |= IFA_F_NODAD;
		back.flags |= IFA_F_NODAD;
	}
	r = remove_address(old);
	if (r < 0)
		return r;
	r = add(&again);
	if (r < 0)
		iph_ignore(add(&back)); /* the caller learns of the first failure */
	else if (again.flags != new->flags)
		iph_ignore(put(new, NLM_F_REPLACE)); /* only takes back the flag */
	return r;
}

/* Completes what replaces an IPv4 address. */
static int adapt_ipv4(const struct iph_unicast *old, bool skip, struct iph_unicast *new)
{
	struct survey survey;
	int r = look_around(new, &survey);

	if (r < 0)
		return r;
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
	new.prefix_length = wish.OnLinkPrefixLength;
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
			r = remove_address(&unicast);
		deleted += r == 0;
	}
	return deleted > 0 && r == -ENOENT ? 0 : r;
}
