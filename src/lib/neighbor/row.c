/* SPDX-License-Identifier: MIT */
/* A neighbour of the kernel's becomes a row of Windows'. */

#include <string.h>

#include <linux/neighbour.h>

#include "entry.h"
#include "table/key.h"

_Static_assert(IPH_LLADDR_MAX == IF_MAX_PHYS_ADDRESS_LENGTH, "a hardware address fits into a row");

/* The kernel takes several states at once from who adds a neighbour; the first of these counts. */
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

/* When it was last known to be there, or since when it is known not to be. What is fixed was never
 * asked, and who has not answered yet has not been heard of. */
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
	MIB_IPNET_ROW2 *row = ret_row;

	memset(row, 0, sizeof(*row));
	iph_row_set_addr(&row->Address, &neighbor->addr, neighbor->ifindex);
	row->InterfaceIndex = neighbor->ifindex;
	row->PhysicalAddressLength = neighbor->lladdr_len;
	memcpy(row->PhysicalAddress, neighbor->lladdr, neighbor->lladdr_len);
	row->State = row_state(neighbor->state);
	row->IsRouter = !!(neighbor->flags & NTF_ROUTER);
	row->IsUnreachable = row->State == NlnsUnreachable;
	row->ReachabilityTime.LastReachable = row_time(neighbor, row->State);
}
