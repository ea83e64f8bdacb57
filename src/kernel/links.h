/* SPDX-License-Identifier: MIT */
/* All interfaces at once, for tables that name many of them. */
#pragma once

#include "link.h"

struct iph_links {
	struct iph_link *links; /* by index */
	size_t count;
	size_t room;
};

int iph_links_read(struct iph_nl *nl, struct iph_links *ret_links) IPH_MUST_CHECK;

/* Those that have a protocol, and of them the index alone. The kernel says it in a twentieth of
 * the bytes, so that others who add and remove interfaces get in the way less often. */
int iph_links_read_indices(struct iph_nl *nl, uint8_t family,
			   struct iph_links *ret_links) IPH_MUST_CHECK;
void iph_links_free(struct iph_links *links);
#define IPH_AUTO_LINKS __attribute__((cleanup(iph_links_free)))

/* NULL when there is none. */
const struct iph_link *iph_links_find(const struct iph_links *links, uint32_t index);
