/* SPDX-License-Identifier: MIT */
/* The LUIDs of the interfaces that rows of routes name, most of them the same few. */
#pragma once

#include "links.h"

#define IPH_FEW_INTERFACES 8

/* Up to so many are asked for one by one; for more, all of the machine are read at once. */
struct iph_interfaces {
	struct iph_nl *nl;
	struct iph_links all;
	bool read; /* all */
	struct {
		uint32_t index;
		uint64_t luid;
	} few[IPH_FEW_INTERFACES];
	size_t count;
};

void iph_interfaces_free(struct iph_interfaces *interfaces);
#define IPH_AUTO_INTERFACES __attribute__((cleanup(iph_interfaces_free)))

/* Reads all of them now; -EAGAIN when others have changed them during so many readings. */
int iph_interfaces_read(struct iph_interfaces *interfaces, unsigned int tries) IPH_MUST_CHECK;

/* *ret_luid is 0 when the interface is not there any more. */
int iph_interfaces_luid(struct iph_interfaces *interfaces, uint32_t index,
			uint64_t *ret_luid) IPH_MUST_CHECK;
