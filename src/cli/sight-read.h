/* SPDX-License-Identifier: MIT */
/* What sight.c is told by the kernel. */
#pragma once

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"

struct iph_sight_link {
	uint32_t index;
	bool works;	   /* up, and with carrier */
	uint32_t identity; /* see record.h */
	char name[IFNAMSIZ];
};

/* An address of an interface, a route to one address, or an entry. */
struct iph_sight_place {
	struct iph_addr addr;
	uint32_t index;
	uint8_t length;
	uint8_t scope;
	uint8_t type; /* of a route */
	bool part;    /* of an entry of ours */
};

struct iph_sight_list {
	void *data;
	size_t size; /* of an element */
	size_t count;
	size_t room;
};

struct iph_sight {
	struct iph_sight_list links;
	struct iph_sight_list addresses;
	struct iph_sight_list routes;
	struct iph_sight_list members; /* the IPv6 entries that the kernel has */
	struct iph_sight_list records; /* and those that it remembers, of interfaces there are */
	bool holder;		       /* one is in office */
};

/* NULL without such an interface. */
const struct iph_sight_link *iph_sight_find_link(const struct iph_sight *sight, uint32_t index);

/* Both by what they are sorted by: index, address. */
int iph_sight_compare_links(const void *a, const void *b);
int iph_sight_compare_places(const void *a, const void *b);
