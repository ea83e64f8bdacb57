/* SPDX-License-Identifier: MIT */
/* Making entries whole again that the kernel has lost: one, or thousands after a death.
 *
 * The kernel refuses to join an address that is a unicast address of the host. So the service
 * address of an entry, which is still on lo, goes, the address is joined, and the service address
 * comes back. What takes the kernel long is done for all entries together. A local route comes from
 * a work queue of the kernel's, and all are waited for at once, at the end. And to delete an
 * address the kernel goes through all IPv6 routes of the namespace, so the time for many grows with
 * the square of their number: their routes go before. What is left to the kernel is to go through
 * all addresses whenever one comes or goes (addrconf_verify_rtnl(), net/ipv6/addrconf.c), and
 * through the interface's anycast and multicast addresses whenever one is joined. */

#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>

#include "anycast.h"
#include "entry.h"
#include "parts.h"
#include "sockets.h"
#include "steps.h"
#include "store.h"
#include "wait.h"

struct rejoining {
	struct iph_nl *nl;
	int64_t end; /* of waiting for routes */
	int worst;   /* a shortage, after which another try is worth it, or 0 */
};

/* Takes one step for each entry that is LIVE and of which one of the bits in what is set. What
 * fails for one does not keep the others from it. */
static void each(struct rejoining *all, uint8_t what,
		 int (*step)(struct rejoining *all, uint32_t at))
{
	uint32_t at;
	int r;

	for (at = 0; at < store_end(); at++) {
		if (store_slot(at)->state != SLOT_LIVE || !(store_slot(at)->steps & what))
			continue;
		r = step(all, at);
		if (iph_is_shortage(r))
			all->worst = r;
	}
}

/* Whether the entry has a service address. */
static bool serves(uint32_t at)
{
	struct iph_addr addr = store_addr(at);

	return !iph_addr_link_local(&addr);
}

static int go_aside(struct rejoining *all, uint32_t at)
{
	return serves(at) ? step_aside(all->nl, at) : 0;
}

static int mark_aside(struct rejoining *all, uint32_t at)
{
	(void)all;
	if (serves(at))
		step_note(at, SLOT_ASIDE);
	return 0;
}

/* The service addresses that lo has of entries that are LOST, each by one slot that has it, in the
 * order of the kernel's list. To delete an address the kernel looks for it from the beginning of
 * that list (inet6_addr_del(), net/ipv6/addrconf.c): in this order each is the first. */
struct services {
	uint32_t *slots;
	uint32_t count;
	uint32_t room;
};

static int note_service(const struct iph_addr *addr, void *arg)
{
	struct services *services = arg;
	uint32_t at = STORE_NONE;

	while ((at = store_same_addr(addr, at)) != STORE_NONE)
		if (store_slot(at)->steps & SLOT_LOST && services->count < services->room) {
			services->slots[services->count++] = at;
			break;
		}
	return 0;
}

static void forget_services(void *arg)
{
	((struct services *)arg)->count = 0;
}

static int list_services(struct services *services)
{
	IPH_AUTO_NL struct iph_nl reader = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &reader);

	if (r < 0)
		return r;
	services->room = store_count();
	services->slots = calloc(services->room, sizeof(*services->slots));
	if (!services->slots)
		return -ENOMEM;
	return kernel_service_each(&reader, note_service, forget_services, services);
}

/* The local routes go first, so that there are few routes when the addresses go. Until all have got
 * their stand-ins nobody reaches them, and what is sent to them may go elsewhere. What fails here
 * shows itself when the address cannot be joined. */
static void many_aside(struct rejoining *all, const struct services *services)
{
	struct iph_addr addr;
	uint32_t i;

	each(all, SLOT_LOST, mark_aside);
	for (i = 0; i < services->count; i++) {
		addr = store_addr(services->slots[i]);
		iph_ignore(kernel_local_route_delete(all->nl, &addr));
	}
	for (i = 0; i < services->count; i++) {
		addr = store_addr(services->slots[i]);
		iph_ignore(kernel_service_delete(all->nl, &addr));
	}
	for (i = 0; i < services->count; i++) {
		addr = store_addr(services->slots[i]);
		iph_ignore(kernel_stand_in_add(all->nl, &addr));
	}
}

/* The old membership ends first: when IPv6 has left the interface and come back, the kernel would
 * take its end for that of the new membership (__ipv6_dev_ac_dec(), net/ipv6/anycast.c). */
static int join_again(struct iph_nl *nl, uint32_t at)
{
	struct iph_addr addr = store_addr(at);
	int r;

	store_slot(at)->steps &= (uint8_t)~SLOT_LOST;
	sockets_leave(at);
	if (!serves(at)) /* the one that events.c gave back; a join brings its own */
		iph_ignore(kernel_anycast_route_delete(nl, &addr, store_slot(at)->ifindex));
	r = step_join(nl, at);
	if (r == 0 && serves(at))
		r = kernel_anycast_route_delete(nl, &addr, store_slot(at)->ifindex);
	return r == -ESRCH ? 0 : r;
}

static int join_lost(struct rejoining *all, uint32_t at)
{
	return join_again(all->nl, at);
}

/* Where lo is without IPv6 the address cannot be added. The entry is ASLEEP then, until lo has it
 * again. */
static int add_service(struct rejoining *all, uint32_t at)
{
	int r = step_back_add(all->nl, at);

	if (r < 0)
		step_note(at, SLOT_ASLEEP);
	else
		store_slot(at)->steps &= (uint8_t) ~(SLOT_BARE | SLOT_ASLEEP);
	return r;
}

static int settle(struct rejoining *all, uint32_t at)
{
	return store_slot(at)->steps & SLOT_ASLEEP ? 0 : step_back_settle(all->nl, at, all->end);
}

/* Gives all entries that are ASIDE their service addresses back. */
static void come_back(struct rejoining *all)
{
	each(all, SLOT_ASIDE, add_service);
	all->end = iph_now() + KERNEL_ROUTE_WAIT;
	each(all, SLOT_ASIDE, settle);
}

static uint32_t count_lost(void)
{
	uint32_t count = 0;
	uint32_t at;

	for (at = 0; at < store_end(); at++)
		count += store_slot(at)->state == SLOT_LIVE && store_slot(at)->steps & SLOT_LOST;
	return count;
}

/* Which addresses are ours the kernel tells since Linux 5.18. */
static void all_aside(struct rejoining *all)
{
	struct services services = {0};

	if (count_lost() > ENTRY_FEW && iph_anycast_kernel_keeps_proto() &&
	    list_services(&services) == 0)
		many_aside(all, &services);
	else
		each(all, SLOT_LOST, go_aside);
	free(services.slots);
}

void entry_lost(uint32_t at)
{
	step_note(at, SLOT_LOST);
}

void entry_lost_service(uint32_t at)
{
	step_note(at, SLOT_ASIDE);
}

int entry_rejoin_lost(struct iph_nl *nl)
{
	struct rejoining all = {.nl = nl};

	all_aside(&all);
	each(&all, SLOT_LOST, join_lost);
	come_back(&all);
	return all.worst;
}

int entry_wake_all(struct iph_nl *nl)
{
	struct rejoining all = {.nl = nl};

	each(&all, SLOT_ASLEEP, mark_aside);
	come_back(&all);
	return all.worst;
}

int entry_rejoin(struct iph_nl *nl, uint32_t at)
{
	struct rejoining one = {.nl = nl, .end = iph_now() + KERNEL_ROUTE_WAIT};
	int aside = go_aside(&one, at);
	int r = join_again(nl, at);
	int back = serves(at) ? add_service(&one, at) : 0;

	if (back == 0 && serves(at))
		back = settle(&one, at);
	if (aside < 0)
		return aside;
	return r < 0 ? r : back;
}
