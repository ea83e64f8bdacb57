/* SPDX-License-Identifier: MIT */
/* Making the entries again of a holder that was killed with its keeper, from the kernel's records.
 *
 * The records come first and are all read before anything is made: so whoever dies in between, or
 * is refused something, leaves them for the next one. */

#include <errno.h>
#include <sys/socket.h>

#include "entry.h"
#include "link.h"
#include "memory.h"
#include "parts.h"
#include "record.h"
#include "store.h"
#include "tell.h"
#include "wait.h"

struct restoring {
	struct iph_nl *nl;
	uint32_t ifindex; /* that was asked about last */
	uint32_t identity;
	bool there;
};

/* Whether the interface is the one that the record was written for, and not merely its index. */
static int is_same(struct restoring *restoring, const struct iph_record *record)
{
	int r = 0;

	if (restoring->ifindex != record->ifindex) {
		r = iph_record_identity(restoring->nl, record->ifindex, &restoring->identity);
		if (r < 0 && r != -ENODEV)
			return r;
		restoring->ifindex = record->ifindex;
		restoring->there = r == 0;
	}
	return restoring->there && restoring->identity == record->identity;
}

/* Makes a slot of a record. One whose interface has gone, or is another one now, is in a slot, too,
 * until the record and what else is left of the entry have been removed. */
static int take_record(const struct iph_record *record, void *arg)
{
	uint32_t at;
	int same;

	if (!iph_addr_unicast_form(&record->addr) || record->ifindex == 0 ||
	    store_find(&record->addr, record->ifindex) != STORE_NONE)
		return 0;
	same = is_same(arg, record);
	if (same < 0)
		return same;
	at = store_add(&record->addr, record->ifindex);
	if (at == STORE_NONE)
		return -ENOMEM;
	store_slot(at)->steps = SLOT_RECORD | SLOT_RESTORED;
	store_set_state(at, same ? SLOT_LIVE : SLOT_REMOVING);
	return 0;
}

static void forget_records(void *arg)
{
	uint32_t at;

	(void)arg;
	for (at = 0; at < store_end(); at++)
		if (store_slot(at)->state != SLOT_FREE)
			store_free(at);
}

static int read_records(struct iph_nl *nl)
{
	IPH_AUTO_NL struct iph_nl reader = IPH_NL_CLOSED;
	struct restoring restoring = {.nl = nl};
	const struct iph_record_sink sink = {
		.entry = take_record, .restart = forget_records, .arg = &restoring};
	int r = iph_nl_open(NETLINK_ROUTE, &reader);

	return r < 0 ? r : iph_record_read(&reader, &sink);
}

/* Decides what becomes of an entry that was recorded. It goes where the interface has gone, or is
 * in a VRF, where no entry can be. Where the interface is without IPv6 it stays an entry without a
 * membership, until IPv6 is back (events.c). Otherwise it is to be joined again. */
static int look_at(struct iph_nl *nl, uint32_t at)
{
	struct slot *slot = store_slot(at);
	struct iph_link link;
	int r;

	if (slot->state != SLOT_LIVE)
		return 0;
	r = iph_link_untyped(nl, slot->ifindex, &link);
	if (r == -ENODEV || (r == 0 && link.vrf))
		store_set_state(at, SLOT_REMOVING);
	else if (r == 0 && link.ipv6)
		entry_lost(at);
	return r;
}

/* When all were made again, in ms of the monotonic clock; 0: never. */
static int64_t restored_at;

int64_t memory_restored_at(void)
{
	return restored_at;
}

int memory_restore(struct iph_nl *nl, bool *ret_behind)
{
	uint32_t at;
	int r = kernel_routes_sweep(nl);

	*ret_behind = false;
	memory_open();
	if (r == 0)
		r = read_records(nl);
	if (r < 0)
		return r;
	for (at = 0; at < store_end(); at++)
		if (iph_is_shortage(look_at(nl, at)))
			*ret_behind = true;
	tell_not_restored();
	entry_drop_removing(nl);
	if (entry_rejoin_lost(nl) < 0)
		*ret_behind = true;
	restored_at = iph_now();
	return entry_sweep(nl);
}
