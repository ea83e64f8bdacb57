/* SPDX-License-Identifier: MIT */
/* Makes a row of Windows from a neighbour of the kernel. */

#include <string.h>

#include <linux/neighbour.h>

#include "entry.h"
#include "table/key.h"

_Static_assert(IPH_LLADDR_MAX == IF_MAX_PHYS_ADDRESS_LENGTH, "a hardware address fits into a row");

/* Whoever adds a neighbour may give it several states at once. The first of these that it has
 * counts. */
static const struct {
	uint16_t state;
	NL_NEIGHBOR_STATE row;
} states[] = {
	{NUD_PERMANENT | NUD_NOARP, NlnsPermanent},
	{NUD_REACHABLE, NlnsReachable},
	{NUD_STALE, NlnsStale},
	{NUD_DELAY, NlnsDelay},
	{NUD_PROBE, NlnsProbe},
	{NUD_INCOMPLETE, NlnsIncomplete},
};

static NL_NEIGHBOR_STATE row_state(uint16_t state)
{
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(states); i++)
		if (state & states[i].state)
			return states[i].row;
	return NlnsUnreachable;
}

static ULONG milliseconds(uint32_t hundredths)
{
	return hundredths > UINT32_MAX / 10 ? UINT32_MAX : hundredths * 10;
}

/* How long ago the neighbour has last been confirmed; of an unreachable one, how long ago it became
 * that. 0 for a permanent neighbour, which is never asked for, and for one that is being looked for
 * and has not answered. */
static ULONG row_time(const struct iph_neighbor *neighbor, NL_NEIGHBOR_STATE state)
{
	switch (state) {
	case NlnsUnreachable:
		return milliseconds(neighbor->updated);
	case NlnsIncomplete:
	case NlnsPermanent:
		return 0;
	default:
		return milliseconds(neighbor->confirmed);
	}
}

void iph_neighbor_row(const struct iph_neighbor *neighbor, MIB_IPNET_ROW2 *ret_row)
{
	static const MIB_IPNET_ROW2 empty;
	MIB_IPNET_ROW2 *row = ret_row;

	memcpy(row, &empty, sizeof(*row)); /* memset() would take longer */
	iph_row_set_addr(&row->Address, &neighbor->addr, neighbor->ifindex);
	row->InterfaceIndex = neighbor->ifindex;
	row->PhysicalAddressLength = neighbor->lladdr_len;
	memcpy(row->PhysicalAddress, neighbor->lladdr, sizeof(neighbor->lladdr));
	row->State = row_state(neighbor->state);
	row->IsRouter = !!(neighbor->flags & NTF_ROUTER);
	row->IsUnreachable = row->State == NlnsUnreachable;
	row->ReachabilityTime.LastReachable = row_time(neighbor, row->State);
}
