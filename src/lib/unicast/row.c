/* SPDX-License-Identifier: MIT */
/* A unicast address of the kernel as a row: origins, state, dates. */

#include <arpa/inet.h>
#include <string.h>
#include <time.h>

#include <linux/rtnetlink.h>

#include "mark.h"
#include "table/key.h"
#include "unicast.h"

/* 100 ns from 1601-01-01 to 1970-01-01 UTC, and in a hundredth of a second. */
#define EPOCH INT64_C(116444736000000000)
#define CENTISECOND INT64_C(100000)

/* The kernel's time stamps count ticks, which begin a moment after the monotonic clock does (0.2 s
 * were measured) and by which dates are too early. Should they be ahead of us, be it this many
 * hundredths of a second, then the address was made just now and not 497 days ago. */
#define AHEAD 6000u

#define CLOCK_TRIES 64

/* Both of these are the same number until the interface decides (iph_unicast_row_finish()). */
#define PREFIX_BY_IDENTIFIER IpPrefixOriginUnchanged
#define SUFFIX_BY_IDENTIFIER IpSuffixOriginUnchanged

struct origins {
	NL_PREFIX_ORIGIN prefix;
	NL_SUFFIX_ORIGIN suffix;
};

/* The difference of the two coarse clocks is exact when both are read in the same tick, and so the
 * same for every call until somebody sets the clock. */
struct iph_clock iph_clock_now(void)
{
	struct timespec before = {0};
	struct timespec after = {0};
	struct timespec up = {0};
	struct iph_clock clock;
	int tries = 0;

	do {
		clock_gettime(CLOCK_REALTIME_COARSE, &before);
		clock_gettime(CLOCK_MONOTONIC_COARSE, &up);
		clock_gettime(CLOCK_REALTIME_COARSE, &after);
	} while ((before.tv_sec != after.tv_sec || before.tv_nsec != after.tv_nsec) &&
		 ++tries < CLOCK_TRIES);
	clock.uptime = (uint64_t)up.tv_sec * 100 + (uint64_t)up.tv_nsec / 10000000;
	clock.boot = ((int64_t)after.tv_sec - up.tv_sec) * 1000000000 + after.tv_nsec - up.tv_nsec;
	return clock;
}

/* created wraps after 497 days, so it is the age that counts. */
int64_t iph_clock_date(const struct iph_clock *clock, uint32_t created)
{
	uint32_t age = (uint32_t)clock->uptime - created;
	int64_t at = (int64_t)clock->uptime;

	if (age > UINT32_MAX - AHEAD)
		at += 0u - age;
	else
		at -= age;
	return clock->boot / 100 + at * CENTISECOND + EPOCH;
}

static bool has_mark(const struct iph_unicast *unicast)
{
	uint8_t proto = unicast->proto;

	return (proto & IPH_MARK_MASK) == IPH_MARK &&
	       (proto >> IPH_MARK_PREFIX_SHIFT & IPH_MARK_ORIGIN) <=
		       IpPrefixOriginRouterAdvertisement &&
	       (proto & IPH_MARK_ORIGIN) <= IpSuffixOriginRandom;
}

/* The middle of an identifier that was made from a 48-bit hardware address (RFC 4291 2.5.1). */
static bool has_eui48_form(const struct iph_addr *addr)
{
	return addr->bytes[11] == 0xff && addr->bytes[12] == 0xfe;
}

static NL_PREFIX_ORIGIN prefix_origin(const struct iph_unicast *unicast)
{
	if (iph_addr_loopback(&unicast->addr) || iph_addr_link_local(&unicast->addr))
		return IpPrefixOriginWellKnown;
	/* the kernel makes temporary addresses for advertised prefixes, and tells of no protocol */
	if (unicast->proto == IFAPROT_KERNEL_RA ||
	    (unicast->addr.family == AF_INET6 && unicast->flags & IFA_F_TEMPORARY))
		return IpPrefixOriginRouterAdvertisement;
	if (unicast->flags & IFA_F_PERMANENT)
		return IpPrefixOriginManual;
	if (unicast->addr.family == AF_INET)
		return IpPrefixOriginDhcp;
	/* Without IFA_PROTO: nobody but the kernel sets this flag, or makes an address infinite and
	 * yet not permanent; and who else gives a lifetime is DHCP or does what the kernel does. */
	if (unicast->flags & IFA_F_STABLE_PRIVACY || unicast->valid == UINT32_MAX)
		return IpPrefixOriginRouterAdvertisement;
	return PREFIX_BY_IDENTIFIER;
}

static NL_SUFFIX_ORIGIN suffix_origin(const struct iph_unicast *unicast, NL_PREFIX_ORIGIN prefix)
{
	if (iph_addr_loopback(&unicast->addr))
		return IpSuffixOriginWellKnown;
	if (unicast->addr.family == AF_INET)
		return prefix == IpPrefixOriginDhcp ? IpSuffixOriginDhcp : IpSuffixOriginManual;
	if (unicast->flags & (IFA_F_TEMPORARY | IFA_F_STABLE_PRIVACY))
		return IpSuffixOriginRandom;
	if (prefix == IpPrefixOriginManual)
		return IpSuffixOriginManual;
	/* the hardware address may have changed since */
	if (unicast->proto == IFAPROT_KERNEL_LL ||
	    (unicast->proto == IFAPROT_KERNEL_RA && has_eui48_form(&unicast->addr)))
		return IpSuffixOriginLinkLayerAddress;
	return SUFFIX_BY_IDENTIFIER;
}

static struct origins origins_of(const struct iph_unicast *unicast)
{
	struct origins origins;

	if (has_mark(unicast)) {
		origins.prefix = unicast->proto >> IPH_MARK_PREFIX_SHIFT & IPH_MARK_ORIGIN;
		origins.suffix = unicast->proto & IPH_MARK_ORIGIN;
		return origins;
	}
	origins.prefix = prefix_origin(unicast);
	origins.suffix = suffix_origin(unicast, origins.prefix);
	return origins;
}

/* The kernel does not choose an IPv4 address of this scope by itself (inet_select_addr(),
 * devinet.c), and gives it to loopback addresses. */
static bool is_skipped(const struct iph_unicast *unicast)
{
	if (has_mark(unicast))
		return unicast->proto & IPH_MARK_SKIP;
	return unicast->addr.family == AF_INET && unicast->scope == RT_SCOPE_HOST &&
	       !iph_addr_loopback(&unicast->addr);
}

/* A skipped IPv6 address is preferred for no time because that is how the kernel skips it. */
static bool is_deprecated(const struct iph_unicast *unicast, bool skipped)
{
	return unicast->flags & IFA_F_DEPRECATED && !(unicast->addr.family == AF_INET6 && skipped);
}

/* An optimistic address is tentative and in use (RFC 4429). */
static NL_DAD_STATE dad_state(const struct iph_unicast *unicast, bool skipped)
{
	if (unicast->flags & IFA_F_DADFAILED)
		return IpDadStateDuplicate;
	if (unicast->flags & IFA_F_TENTATIVE && !(unicast->flags & IFA_F_OPTIMISTIC))
		return IpDadStateTentative;
	return is_deprecated(unicast, skipped) ? IpDadStateDeprecated : IpDadStatePreferred;
}

bool iph_unicast_same_subnet(const struct iph_unicast *unicast, const struct iph_addr *addr)
{
	uint32_t left;
	uint32_t right;

	if (unicast->prefix_length == 0)
		return true;
	memcpy(&left, unicast->peer.bytes, sizeof(left));
	memcpy(&right, addr->bytes, sizeof(right));
	/* the kernel never says more than 32, but nobody has checked that */
	return unicast->prefix_length < 32
		       ? ntohl(left ^ right) >> (32 - unicast->prefix_length) == 0
		       : left == right;
}

/* The prefix is that of the other end. Of a network that the address is not in itself, nothing but
 * the address is on the link. IPv6 keeps the prefix of the address. */
static uint8_t on_link(const struct iph_unicast *unicast)
{
	if (unicast->addr.family != AF_INET || iph_unicast_same_subnet(unicast, &unicast->addr))
		return unicast->prefix_length;
	return 32;
}

void iph_unicast_row(const struct iph_unicast *unicast, const struct iph_clock *clock,
		     MIB_UNICASTIPADDRESS_ROW *ret_row)
{
	struct origins origins = origins_of(unicast);
	bool skipped = is_skipped(unicast);

	memset(ret_row, 0, sizeof(*ret_row));
	iph_row_set_addr(&ret_row->Address, &unicast->addr, unicast->ifindex);
	ret_row->InterfaceIndex = unicast->ifindex;
	ret_row->PrefixOrigin = origins.prefix;
	ret_row->SuffixOrigin = origins.suffix;
	ret_row->ValidLifetime = unicast->valid;
	ret_row->PreferredLifetime = unicast->preferred;
	if (unicast->addr.family == AF_INET6 && skipped)
		ret_row->PreferredLifetime = unicast->valid;
	ret_row->OnLinkPrefixLength = on_link(unicast);
	ret_row->SkipAsSource = skipped;
	ret_row->DadState = dad_state(unicast, skipped);
	ret_row->ScopeId = iph_row_scope(&unicast->addr, unicast->ifindex);
	ret_row->CreationTimeStamp.QuadPart = iph_clock_date(clock, unicast->created);
}

static bool has_identifier(const MIB_UNICASTIPADDRESS_ROW *row, const struct iph_link *link)
{
	static const uint8_t none[sizeof(link->eui64)];

	return row->Address.si_family == AF_INET6 && row->OnLinkPrefixLength == 64 &&
	       memcmp(link->eui64, none, sizeof(none)) != 0 &&
	       memcmp(row->Address.Ipv6.sin6_addr.s6_addr + 8, link->eui64, sizeof(link->eui64)) ==
		       0;
}

void iph_unicast_row_finish(void *arg, const struct iph_link *link)
{
	MIB_UNICASTIPADDRESS_ROW *row = arg;
	bool identifier = has_identifier(row, link);

	if (row->PrefixOrigin == PREFIX_BY_IDENTIFIER)
		row->PrefixOrigin =
			identifier ? IpPrefixOriginRouterAdvertisement : IpPrefixOriginDhcp;
	if (row->SuffixOrigin == SUFFIX_BY_IDENTIFIER && identifier)
		row->SuffixOrigin = IpSuffixOriginLinkLayerAddress;
	else if (row->SuffixOrigin == SUFFIX_BY_IDENTIFIER)
		row->SuffixOrigin = row->PrefixOrigin == IpPrefixOriginDhcp ? IpSuffixOriginDhcp
									    : IpSuffixOriginManual;
	/* Windows' addresses become tentative again when the interface loses its link. */
	if (!link->up && row->DadState != IpDadStateDuplicate)
		row->DadState = IpDadStateTentative;
}

uint8_t iph_unicast_mark(const struct iph_unicast *unicast, const struct iph_link *link,
			 const MIB_UNICASTIPADDRESS_ROW *wish)
{
	struct iph_unicast unmarked = *unicast;
	const struct iph_clock clock = {0};
	MIB_UNICASTIPADDRESS_ROW row;

	if (has_mark(unicast))
		unmarked.proto = 0;
	iph_unicast_row(&unmarked, &clock, &row);
	iph_unicast_row_finish(&row, link);
	if (row.PrefixOrigin == wish->PrefixOrigin && row.SuffixOrigin == wish->SuffixOrigin &&
	    !row.SkipAsSource == !wish->SkipAsSource)
		return unmarked.proto;
	return (uint8_t)(IPH_MARK | (wish->SkipAsSource ? IPH_MARK_SKIP : 0) |
			 (uint8_t)wish->PrefixOrigin << IPH_MARK_PREFIX_SHIFT |
			 (uint8_t)wish->SuffixOrigin);
}
