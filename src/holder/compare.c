/* SPDX-License-Identifier: MIT */
/* Looking whether the kernel still has all parts of the entries, and mending what it has lost.
 *
 * That something is not in the kernel's list is no reason to give an entry up: the kernel does not
 * say so when others change its list of anycast addresses during a dump, and skips some. It is a
 * reason to put it back, which what is there after all hardly notices. */

#include <errno.h>

#include "anycast.h"
#include "entry.h"
#include "link.h"
#include "parts.h"
#include "store.h"
#include "tell.h"

static void unsee(void *arg)
{
	uint32_t at;

	for (at = 0; at < store_end(); at++)
		store_slot(at)->seen &= (uint8_t) ~*(const uint8_t *)arg;
}

static int see_membership(const struct iph_addr *addr, uint32_t ifindex, void *arg)
{
	uint32_t at = store_find(addr, ifindex);

	if (at != STORE_NONE)
		store_slot(at)->seen |= *(const uint8_t *)arg;
	return 0;
}

static int see_service(const struct iph_addr *addr, void *arg)
{
	uint32_t at = STORE_NONE;

	while ((at = store_same_addr(addr, at)) != STORE_NONE)
		store_slot(at)->seen |= *(const uint8_t *)arg;
	return 0;
}

static bool all_seen(uint8_t what)
{
	uint32_t at;

	for (at = 0; at < store_end(); at++)
		if (store_slot(at)->state == SLOT_LIVE && !(store_slot(at)->seen & what))
			return false;
	return true;
}

static int see_all(void)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	uint8_t membership = SEEN_MEMBERSHIP;
	uint8_t service = SEEN_SERVICE;
	struct iph_anycast_sink sink = {
		.entry = see_membership, .restart = unsee, .arg = &membership};
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r < 0)
		return r;
	unsee(&membership);
	unsee(&service);
	r = iph_anycast_read(&nl, AF_INET6, 0, &sink);
	/* The second dump on a socket comes in larger pieces, and skips others than the first. */
	if (r == 0 && !all_seen(SEEN_MEMBERSHIP))
		r = iph_anycast_read(&nl, AF_INET6, 0, &sink);
	return r < 0 ? r : kernel_service_each(&nl, see_service, unsee, &service);
}

static int worth_a_retry(int r)
{
	return iph_is_shortage(r) ? r : 0;
}

/* Says what is to be put back that the kernel has lost of an entry. One that is BARE is left alone,
 * since it is not decided yet whether it is deleted. On an interface without IPv6 nothing can be
 * joined; a notice tells when it has IPv6 again. */
static int mend(struct iph_nl *nl, uint32_t at)
{
	struct iph_addr addr = store_addr(at);
	struct slot *slot = store_slot(at);
	struct iph_link link;
	int r = iph_link_untyped(nl, slot->ifindex, &link);

	if (r == -ENODEV) {
		tell_entry(at, "goes with its interface");
		store_set_state(at, SLOT_REMOVING);
	}
	if (r < 0)
		return worth_a_retry(r);
	if (!(slot->seen & SEEN_MEMBERSHIP) && link.ipv6)
		entry_lost(at);
	else if (!(slot->seen & SEEN_SERVICE) && !iph_addr_link_local(&addr) &&
		 !(slot->steps & SLOT_BARE))
		entry_lost_service(at);
	return 0;
}

static bool is_whole(uint32_t at)
{
	struct iph_addr addr = store_addr(at);
	uint8_t wanted =
		iph_addr_link_local(&addr) ? SEEN_MEMBERSHIP : SEEN_MEMBERSHIP | SEEN_SERVICE;

	return (store_slot(at)->seen & wanted) == wanted;
}

int entry_compare(struct iph_nl *nl)
{
	uint32_t at;
	int r = see_all();

	for (at = 0; r == 0 && at < store_end(); at++)
		if (store_slot(at)->state == SLOT_LIVE && !is_whole(at))
			r = mend(nl, at);
	if (r < 0)
		return r;
	entry_drop_removing(nl);
	return entry_rejoin_lost(nl);
}

struct sweep {
	struct iph_nl *nl;
	uint32_t count;
};

static int sweep_service_route(const struct iph_addr *addr, void *arg)
{
	const struct sweep *sweep = arg;

	if (store_same_addr(addr, STORE_NONE) == STORE_NONE)
		iph_ignore(kernel_local_route_delete(sweep->nl, addr)); /* or it takes longer */
	return 0;
}

static int sweep_service(const struct iph_addr *addr, void *arg)
{
	struct sweep *sweep = arg;
	int r;

	if (store_same_addr(addr, STORE_NONE) != STORE_NONE)
		return 0;
	r = kernel_service_delete(sweep->nl, addr);
	sweep->count += r == 0;
	return r;
}

static int sweep_each(struct sweep *sweep, int (*service)(const struct iph_addr *addr, void *arg))
{
	IPH_AUTO_NL struct iph_nl reader = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &reader);

	return r < 0 ? r : kernel_service_each(&reader, service, NULL, sweep);
}

/* The routes first, see rejoin.c. */
int entry_sweep(struct iph_nl *nl)
{
	struct sweep sweep = {.nl = nl};
	int r = sweep_each(&sweep, sweep_service_route);

	if (r == 0)
		r = sweep_each(&sweep, sweep_service);
	tell_swept(sweep.count);
	return r;
}
