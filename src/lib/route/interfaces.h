/* SPDX-License-Identifier: MIT */
/* The LUIDs of the interfaces that rows of routes name. Most rows name the same few interfaces. */
#pragma once

#include "links.h"

#define IPH_FEW_INTERFACES 8

/* Each of the first few interfaces is asked for by itself. When rows name more of them, all
 * interfaces of the machine are read at once. */
struct iph_interfaces {
	struct iph_nl *nl;
	struct iph_links all;
	bool read; /* all are in all */
	struct {
		uint32_t index;
		uint64_t luid;
	} few[IPH_FEW_INTERFACES];
	size_t count;
};

void iph_interfaces_free(struct iph_interfaces *interfaces);
#define IPH_AUTO_INTERFACES __attribute__((cleanup(iph_interfaces_free)))

/* Reads all of them now. -EAGAIN when others have changed interfaces during each of the tries. */
int iph_interfaces_read(struct iph_interfaces *interfaces, unsigned int tries) IPH_MUST_CHECK;

/* *ret_luid is 0 when there is no such interface any more. */
int iph_interfaces_luid(struct iph_interfaces *interfaces, uint32_t index,
			uint64_t *ret_luid) IPH_MUST_CHECK;
