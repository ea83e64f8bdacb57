/* SPDX-License-Identifier: MIT */
/* The LUIDs of the interfaces that rows of routes name. Most rows name the same few interfaces. */

#include <errno.h>

#include "interfaces.h"

/* The loopback interface of each network namespace (LOOPBACK_IFINDEX in the kernel's net/flow.h),
 * which is there as long as the namespace. */
#define LOOPBACK 1

/* How often all interfaces are read when others change them meanwhile. */
#define TRIES 4

void iph_interfaces_free(struct iph_interfaces *interfaces)
{
	iph_links_free(&interfaces->all);
}

int iph_interfaces_read(struct iph_interfaces *interfaces, unsigned int tries)
{
	struct iph_nl *nl = interfaces->nl;
	unsigned int before = nl->tries;
	int r;

	nl->tries = tries;
	r = iph_links_read(nl, &interfaces->all);
	nl->tries = before;
	if (r == 0)
		interfaces->read = true;
	return r;
}

static uint64_t luid_of(const struct iph_link *link)
{
	return link ? iph_luid_make(link->type, link->index) : 0;
}

/* The place of an interface among the few: where it is, a free one, or, when there is none, one
 * that another interface has now. */
static size_t place_of(struct iph_interfaces *interfaces, uint32_t index)
{
	size_t i;

	for (i = 0; i < interfaces->count; i++)
		if (interfaces->few[i].index == index)
			return i;
	return interfaces->count < IPH_FEW_INTERFACES ? interfaces->count++
						      : index % IPH_FEW_INTERFACES;
}

static int ask(struct iph_interfaces *interfaces, uint32_t index, uint64_t *ret_luid)
{
	size_t place = place_of(interfaces, index);
	struct iph_link link;
	int r = 0;

	if (interfaces->few[place].index != index) {
		r = iph_link_by_index(interfaces->nl, index, &link);
		if (r < 0 && r != -ENODEV)
			return r;
		interfaces->few[place].luid = luid_of(r == 0 ? &link : NULL);
		interfaces->few[place].index = index;
	}
	*ret_luid = interfaces->few[place].luid;
	return 0;
}

static bool is_one_more(const struct iph_interfaces *interfaces, uint32_t index)
{
	size_t i;

	for (i = 0; i < interfaces->count; i++)
		if (interfaces->few[i].index == index)
			return false;
	return interfaces->count == IPH_FEW_INTERFACES;
}

int iph_interfaces_luid(struct iph_interfaces *interfaces, uint32_t index, uint64_t *ret_luid)
{
	int r = 0;

	if (index == LOOPBACK) {
		*ret_luid = iph_luid_make(IPH_TYPE_LOOPBACK, index);
		return 0;
	}
	if (!interfaces->read && is_one_more(interfaces, index))
		r = iph_interfaces_read(interfaces, TRIES);
	if (r == 0 && interfaces->read) {
		*ret_luid = luid_of(iph_links_find(&interfaces->all, index));
		return 0;
	}
	if (r < 0 && r != -EAGAIN) /* that is: others change interfaces all the time */
		return r;
	return ask(interfaces, index, ret_luid);
}
