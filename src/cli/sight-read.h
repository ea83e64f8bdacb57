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
	bool works; /* up, and with carrier */
	char name[IFNAMSIZ];
};

/* An address of an interface, or a route to one address. */
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
	bool holder; /* one is in office */
};

/* Both by what they are sorted by: index, address. */
int iph_sight_compare_links(const void *a, const void *b);
int iph_sight_compare_places(const void *a, const void *b);
