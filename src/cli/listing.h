/* SPDX-License-Identifier: MIT */
/* Rows of addresses and routes, as anycast, address and route show them. */
#pragma once

#include "output.h"
#include "request.h"
#include "sight.h"

/* One kind of address, or routes. rows and luid are offsets, in the table and in a row. A row
 * begins with its address, unless destination is the offset of its prefix. */
struct iph_listing {
	const char *kind; /* "anycast", "unicast" */
	size_t rows;
	size_t row_size;
	size_t luid;
	size_t destination; /* 0: it has none */
	enum iph_sight_need need;
	DWORD (*get_table)(ADDRESS_FAMILY family, void **ret_table);
	void (*free_table)(void *table);
};

/* Both give the exit status, and say what went wrong. */
int iph_listing_print_one(const struct iph_listing *listing, const struct iph_args *args,
			  const struct iph_attempt *attempt, const void *row);

/* "show [dev IF]": all rows, or those of one interface. */
int iph_listing_show(const struct iph_listing *listing, struct iph_args *args);

/* The verbs that every kind of address has for that. */
#define IPH_VERBS_SHOW(show)                                                                       \
	{.name = "show",                                                                           \
	 .synopsis = "[dev IF]",                                                                   \
	 .help = "show all, or those of one interface; also: list, or no verb",                    \
	 .run = show,                                                                              \
	 .takes = IPH_TAKES_ANY},                                                                  \
	{                                                                                          \
		.name = "list", .run = show, .takes = IPH_TAKES_ANY                                \
	}
