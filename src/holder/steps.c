/* SPDX-License-Identifier: MIT */
/* Steps that entries are made in, each of which can be undone. */

#include <errno.h>

#include "parts.h"
#include "sockets.h"
#include "steps.h"
#include "store.h"
#include "wait.h"

bool step_shared(uint32_t at)
{
	struct iph_addr addr = store_addr(at);
	uint32_t other = STORE_NONE;

	while ((other = store_same_addr(&addr, other)) != STORE_NONE)
		if (other != at)
			return true;
	return false;
}

bool step_taken(struct iph_nl *nl, uint32_t at)
{
	struct iph_addr addr = store_addr(at);
	uint32_t other = STORE_NONE;

	while ((other = store_same_addr(&addr, other)) != STORE_NONE)
		if (store_slot(other)->fd >= 0)
			return false;
	return kernel_service_is_foreign(nl, &addr);
}

void step_note(uint32_t at, uint8_t step)
{
	store_slot(at)->steps |= step;
	store_set_state(at, store_slot(at)->state);
}

/* Joins an address that no prefix of the interface covers, because it is elsewhere or the interface
 * is down: for the moment of the join a short-lived address lends its prefix. */
static int join_covered(struct iph_nl *nl, uint32_t at)
{
	struct iph_addr addr = store_addr(at);
	uint32_t ifindex = store_slot(at)->ifindex;
	uint8_t cover;
	int r = -EEXIST;
	int gone;

	for (cover = 0; cover < KERNEL_COVERS && r == -EEXIST; cover++) {
		store_slot(at)->cover = cover;
		step_note(at, SLOT_COVER);
		r = kernel_cover_add(nl, &addr, ifindex, cover);
	}
	if (r == -EEXIST) { /* all are taken; the entry itself is not there */
		store_slot(at)->steps &= (uint8_t)~SLOT_COVER;
		return -EADDRNOTAVAIL;
	}
	if (r < 0)
		return r;
	r = sockets_join(at);
	gone = kernel_cover_delete(nl, &addr, ifindex, store_slot(at)->cover);
	if (gone == 0 || gone == -EADDRNOTAVAIL)
		store_slot(at)->steps &= (uint8_t)~SLOT_COVER;
	return r;
}

int step_join(struct iph_nl *nl, uint32_t at)
{
	int r = sockets_join(at);

	return r == -EADDRNOTAVAIL ? join_covered(nl, at) : r;
}

int step_aside(struct iph_nl *nl, uint32_t at)
{
	struct iph_addr addr = store_addr(at);
	int r;

	step_note(at, SLOT_ASIDE);
	if (step_taken(nl, at))
		return 0;
	r = kernel_stand_in_add(nl, &addr);
	if (r < 0 && r != -EEXIST && r != -ENETDOWN) /* while lo is down it takes none */
		return r;
	r = kernel_service_delete(nl, &addr);
	return r == -EADDRNOTAVAIL ? 0 : r;
}

int step_back_add(struct iph_nl *nl, uint32_t at)
{
	struct iph_addr addr = store_addr(at);
	int r = kernel_service_put(nl, &addr);

	return r == -EEXIST ? 0 : r;
}

int step_back_settle(struct iph_nl *nl, uint32_t at, int64_t end)
{
	struct iph_addr addr = store_addr(at);
	int r;

	kernel_service_settle(nl, &addr, end);
	r = kernel_stand_in_delete(nl, &addr);
	if (r < 0 && r != -ESRCH)
		return r;
	store_slot(at)->steps &= (uint8_t)~SLOT_ASIDE;
	return 0;
}

int step_back(struct iph_nl *nl, uint32_t at)
{
	int r = step_back_add(nl, at);

	return r < 0 ? r : step_back_settle(nl, at, iph_now() + KERNEL_ROUTE_WAIT);
}
