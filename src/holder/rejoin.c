/* SPDX-License-Identifier: MIT */
/* Making entries whole again that the kernel has lost: one, or thousands after a death.
 *
 * What takes the kernel long is done for all of them together. A local route comes from a work
 * queue of the kernel's, and all are waited for at once, at the end. And to delete an address the
 * kernel goes through all IPv6 routes of the namespace, so the time for many grows with the square
 * of their number. */

#include <errno.h>

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

static bool serves(uint32_t at)
{
	struct iph_addr addr = store_addr(at);

	return !iph_addr_link_local(&addr);
}

static int go_aside(struct rejoining *all, uint32_t at)
{
	return serves(at) ? step_aside(all->nl, at) : 0;
}

static int drop_route(struct rejoining *all, uint32_t at)
{
	struct iph_addr addr = store_addr(at);

	if (!serves(at))
		return 0;
	step_note(at, SLOT_ASIDE);
	return kernel_local_route_delete(all->nl, &addr);
}

static int drop_service(struct rejoining *all, uint32_t at)
{
	struct iph_addr addr = store_addr(at);

	return serves(at) ? kernel_service_delete(all->nl, &addr) : 0;
}

static int stand_in(struct rejoining *all, uint32_t at)
{
	struct iph_addr addr = store_addr(at);

	return serves(at) ? kernel_stand_in_add(all->nl, &addr) : 0;
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

/* The routes of many go first, so that there are few when the addresses go. Until all have got
 * their stand-ins nobody reaches them, and what is sent to them may go elsewhere. */
static void all_aside(struct rejoining *all)
{
	if (count_lost() <= ENTRY_FEW) {
		each(all, SLOT_LOST, go_aside);
		return;
	}
	each(all, SLOT_LOST, drop_route);
	each(all, SLOT_LOST, drop_service);
	each(all, SLOT_LOST, stand_in);
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

static int mark_aside(struct rejoining *all, uint32_t at)
{
	(void)all;
	step_note(at, SLOT_ASIDE);
	return 0;
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
