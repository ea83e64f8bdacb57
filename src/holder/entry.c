/* SPDX-License-Identifier: MIT */
/* Making and unmaking whole anycast entries, in steps that can be undone after each. */

#include <errno.h>
#include <sys/socket.h>

#include "anycast-proto.h"
#include "anycast.h"
#include "entry.h"
#include "link.h"
#include "memory.h"
#include "parts.h"
#include "sockets.h"
#include "steps.h"
#include "store.h"

/* So often it is tried to make an entry while its interface goes down and up, which takes some
 * milliseconds. */
#define CREATE_TRIES 32

/* Deletes the anycast route that a join has added, because with it TCP does not work. -ESTALE when
 * there is no such route: either somebody else joined before, and a flap of the link has taken the
 * route of that membership, or the link went down just now. */
static int claim_route(struct iph_nl *nl, uint32_t at)
{
	struct iph_addr addr = store_addr(at);
	int r = kernel_anycast_route_delete(nl, &addr, store_slot(at)->ifindex);

	return r == -ESRCH ? -ESTALE : r;
}

static int add_service(struct iph_nl *nl, uint32_t at)
{
	struct iph_addr addr = store_addr(at);

	step_note(at, SLOT_SERVICE);
	return kernel_service_add(nl, &addr);
}

static int fill_first(struct iph_nl *nl, uint32_t at)
{
	int r = step_join(nl, at);

	if (r == 0)
		r = claim_route(nl, at);
	return r < 0 ? r : add_service(nl, at);
}

static int fill_further(struct iph_nl *nl, uint32_t at)
{
	int r = step_aside(nl, at);

	if (r == 0)
		r = step_join(nl, at);
	if (r == 0)
		r = claim_route(nl, at);
	return r < 0 ? r : step_back(nl, at);
}

static int fill(struct iph_nl *nl, uint32_t at)
{
	struct iph_addr addr = store_addr(at);

	if (iph_addr_link_local(&addr))
		return step_join(nl, at); /* its anycast route stays: it is what answers ping */
	return step_shared(at) ? fill_further(nl, at) : fill_first(nl, at);
}

/* Takes back what the steps of a slot have done, and frees it. The kernel's failures cannot be
 * helped here: what stays is short-lived or swept at the next start. Until the end the slot says
 * that it is to be undone, so whoever takes over after us does that again from the start. */
static void undo(struct iph_nl *nl, uint32_t at)
{
	struct slot *slot = store_slot(at);
	struct iph_addr addr = store_addr(at);

	store_set_state(at, SLOT_ADDING);
	if (slot->steps & SLOT_COVER)
		iph_ignore(kernel_cover_delete(nl, &addr, slot->ifindex, slot->cover));
	if (slot->steps & SLOT_SERVICE && !step_shared(at))
		iph_ignore(kernel_service_delete(nl, &addr));
	sockets_leave(at);
	if (slot->steps & SLOT_ASIDE)
		iph_ignore(step_back(nl, at));
	iph_ignore(memory_remove(nl, at));
	store_free(at);
}

/* The kernel's EINVAL: it is a unicast address of this host. */
static int join_error(int r)
{
	return r == -EINVAL ? -EEXIST : r;
}

static int try_create(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	uint32_t at;
	int r;

	if (store_find(addr, ifindex) != STORE_NONE)
		return -EEXIST;
	r = kernel_anycast_route_find(nl, addr, ifindex);
	if (r != -ENOENT)
		return r == 0 ? -EEXIST : r;
	at = store_add(addr, ifindex);
	if (at == STORE_NONE)
		return -ENOMEM;
	store_begin_slot(at, IPH_OP_CREATE);
	r = fill(nl, at);
	if (r == 0)
		r = memory_write(nl, at);
	if (r < 0) {
		undo(nl, at);
		return join_error(r);
	}
	store_set_state(at, SLOT_LIVE);
	return 0;
}

/* Whether something has gone between two steps because the link went down: the route that the join
 * added, or the covering address. That is no answer, unless somebody else has joined the address.
 * */
static bool has_moved(int r, const struct iph_addr *addr, uint32_t ifindex)
{
	if (r == -ESTALE)
		return iph_anycast_find(addr, ifindex) == -ENOENT;
	return r == -EADDRNOTAVAIL || r == -ENETDOWN;
}

/* An entry whose membership the kernel has taken, and has not let the holder have again, is still
 * an entry, although no table shows it. To create it wakes it. */
static int wake_sleeper(struct iph_nl *nl, uint32_t at)
{
	store_begin_slot(at, IPH_OP_CREATE);
	return join_error(entry_rejoin(nl, at));
}

int entry_create(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	uint32_t at = store_find(addr, ifindex);
	int tries = CREATE_TRIES;
	int r;

	if (ifindex == 0 || !iph_addr_unicast_form(addr))
		return -EINVAL;
	if (at != STORE_NONE && store_slot(at)->fd < 0)
		return wake_sleeper(nl, at);
	do
		r = try_create(nl, addr, ifindex);
	while (r < 0 && has_moved(r, addr, ifindex) && --tries > 0);
	if (r != -ESTALE)
		return r;
	/* In a VRF the route is in another table, always. */
	return tries > 0 ? -EEXIST : -EAFNOSUPPORT;
}

/* Whether the service address goes with the entry. */
static bool serves_alone(struct iph_nl *nl, uint32_t at)
{
	struct iph_addr addr = store_addr(at);

	return !iph_addr_link_local(&addr) && !step_shared(at) && !step_taken(nl, at);
}

/* The record goes when nothing can fail any more: until then whoever is left alone with it makes
 * the entry again, so that the request to delete it can be repeated. */
static int forget(struct iph_nl *nl, uint32_t at)
{
	struct iph_addr addr = store_addr(at);
	bool serves = serves_alone(nl, at);
	int r = serves ? kernel_service_delete(nl, &addr) : 0;

	if (r < 0 && r != -EADDRNOTAVAIL)
		return r;
	r = memory_remove(nl, at);
	if (r < 0 && serves)
		iph_ignore(kernel_service_add(nl, &addr)); /* or entry_compare() tries again */
	return r;
}

static int remove_slot(struct iph_nl *nl, uint32_t at)
{
	struct iph_addr addr = store_addr(at);
	int r;

	store_set_state(at, SLOT_REMOVING);
	r = forget(nl, at);
	if (r < 0) {
		store_set_state(at, SLOT_LIVE);
		return r;
	}
	sockets_leave(at);
	if (store_slot(at)->steps & SLOT_ASIDE && !step_shared(at))
		iph_ignore(kernel_stand_in_delete(nl, &addr));
	if (iph_addr_link_local(&addr)) /* the route that events.c gave back, if it had to */
		iph_ignore(kernel_anycast_route_delete(nl, &addr, store_slot(at)->ifindex));
	store_free(at);
	return 0;
}

int entry_delete(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	uint32_t at = store_find(addr, ifindex);
	int r;

	if (at == STORE_NONE) {
		r = iph_anycast_find(addr, ifindex);
		return r == 0 ? -EACCES : r;
	}
	store_begin_slot(at, IPH_OP_DELETE);
	return remove_slot(nl, at);
}

void entry_drop(struct iph_nl *nl, uint32_t at)
{
	/* When that fails, what is left is a service address, which the next start of a holder
	 * sweeps. */
	if (remove_slot(nl, at) < 0)
		undo(nl, at);
}

/* The routes of many go first, see rejoin.c. Those made last are dropped first: the kernel has them
 * at the beginning of its lists. */
void entry_drop_removing(struct iph_nl *nl)
{
	struct iph_addr addr;
	uint32_t count = 0;
	uint32_t at;

	for (at = 0; at < store_end(); at++)
		count += store_slot(at)->state == SLOT_REMOVING;
	for (at = 0; count > ENTRY_FEW && at < store_end(); at++) {
		addr = store_addr(at);
		if (store_slot(at)->state == SLOT_REMOVING && serves_alone(nl, at))
			iph_ignore(kernel_local_route_delete(nl, &addr)); /* or it takes longer */
	}
	for (at = store_end(); at-- > 0;)
		if (store_slot(at)->state == SLOT_REMOVING)
			entry_drop(nl, at);
}

/* What was being made again is so from the start. */
void entry_recover(struct iph_nl *nl)
{
	uint32_t at;

	for (at = 0; at < store_end(); at++) {
		if (store_slot(at)->state == SLOT_ADDING)
			undo(nl, at);
		else if (store_slot(at)->state == SLOT_LIVE && store_slot(at)->steps & SLOT_ASIDE &&
			 !(store_slot(at)->steps & SLOT_ASLEEP))
			entry_lost(at);
	}
	entry_drop_removing(nl);
	iph_ignore(entry_rejoin_lost(nl)); /* or entry_compare() tries again */
}
