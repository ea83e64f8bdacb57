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
void iph_links_free(struct iph_links *links);
#define IPH_AUTO_LINKS __attribute__((cleanup(iph_links_free)))

/* NULL when there is none. */
const struct iph_link *iph_links_find(const struct iph_links *links, uint32_t index);
