/* SPDX-License-Identifier: MIT */
/* Creates, changes and deletes neighbours. */

#include <errno.h>
#include <string.h>

#include <linux/neighbour.h>

#include "address/table.h"
#include "entry.h"

/* Without NLM_F_EXCL the kernel would report success for a neighbour that is there already, and
 * leave it as it is. A hidden entry has no row, so to the caller it is not there: it is replaced.
 */
int iph_neighbor_create(struct iph_nl *nl, const struct iph_neighbor *wish)
{
	struct iph_neighbor old;
	int r = iph_neighbor_put(nl, wish, NLM_F_CREATE | NLM_F_EXCL);

	if (r != -EEXIST)
		return r;
	r = iph_neighbor_get(nl, &wish->addr, wish->ifindex, &old);
	if (r < 0 && r != -ENOENT)
		return r;
	if (r == 0 && !iph_neighbor_hidden(&old))
		return -EEXIST;
	return iph_neighbor_put(nl, wish, NLM_F_CREATE | NLM_F_REPLACE);
}

static int find(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex,
		struct iph_neighbor *ret_neighbor)
{
	struct iph_neighbor neighbor;
	int r = iph_neighbor_get(nl, addr, ifindex, &neighbor);

	if (r == 0 && iph_neighbor_hidden(&neighbor))
		r = -ENOENT;
	if (r == 0)
		*ret_neighbor = neighbor;
	return r;
}

/* NTF_ROUTER is kept: the kernel clears a flag that the request does not have, and a router with
 * another hardware address is a router still. */
int iph_neighbor_set(struct iph_nl *nl, const struct iph_neighbor *wish)
{
	struct iph_neighbor neighbor = *wish;
	struct iph_neighbor old = {0};
	int r = find(nl, &wish->addr, wish->ifindex, &old);

	if (r < 0)
		return r;
	neighbor.flags = old.flags & NTF_ROUTER;
	return iph_neighbor_put(nl, &neighbor, NLM_F_REPLACE);
}

int iph_neighbor_delete(struct iph_nl *nl, const struct iph_addr *addr, const struct iph_link *link)
{
	struct iph_neighbor old;
	int r = find(nl, addr, link->index, &old);

	return r < 0 ? r : iph_neighbor_remove(nl, addr, link->index);
}

/* Deletes one neighbour of the table for a flush. It is asked for again, because it may be
 * permanent by now: a delete gives a permanent neighbour the state NUD_FAILED for a moment, and
 * whoever deleted it may have created it again. */
static int forget(struct iph_nl *nl, uint32_t ifindex, const MIB_IPNET_ROW2 *row)
{
	struct iph_neighbor now = {0};
	struct iph_addr addr;
	int r;

	if ((ifindex && row->InterfaceIndex != ifindex) || row->State == NlnsPermanent ||
	    !iph_row_addr(&row->Address, &addr))
		return 0;
	r = find(nl, &addr, row->InterfaceIndex, &now);
	if (r == 0 && now.state & (NUD_PERMANENT | NUD_NOARP))
		return 0;
	if (r == 0)
		r = iph_neighbor_remove(nl, &addr, row->InterfaceIndex);
	return r == -ENOENT || r == -ENODEV ? 0 : r; /* it has gone by itself */
}

/* One by one: the kernel has no request for many neighbours (neigh_delete(), net/core/neighbour.c).
 */
int iph_neighbor_flush(struct iph_nl *nl, uint8_t family, uint32_t ifindex)
{
	IPH_AUTO_TABLE struct iph_table table = {0};
	size_t i;
	int r = iph_table_init(&table, &iph_neighbor_kind.shape);

	if (r == 0)
		r = iph_address_rows(&iph_neighbor_kind, nl, family, &table);
	for (i = 0; r == 0 && i < iph_table_count(&table); i++)
		r = forget(nl, ifindex, iph_table_row(&table, i));
	return r;
}
