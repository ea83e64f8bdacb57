/* SPDX-License-Identifier: MIT */
/* All interfaces of a network namespace, kept up to date by what the kernel tells. */
#pragma once

#include "link.h"
#include "notify/view.h"

struct iph_ipif_watch {
	struct iph_view view; /* whose tell and arg the owner sets; one row for each family */
	struct iph_set known; /* value is a pointer: struct iph_ipif */
};

/* The groups of notices that it needs, with 0 at the end; those of addresses are among them. */
extern const int iph_ipif_groups[];

void iph_ipif_watch_init(struct iph_ipif_watch *watch);
void iph_ipif_watch_free(struct iph_ipif_watch *watch);

/* Reads all anew. */
int iph_ipif_watch_read(struct iph_ipif_watch *watch, struct iph_nl *nl) IPH_MUST_CHECK;

/* Any notice of the kernel's. */
int iph_ipif_watch_message(struct iph_ipif_watch *watch, const struct nlmsghdr *nlh) IPH_MUST_CHECK;

/* 0 when there is no such interface. */
uint64_t iph_ipif_watch_luid(const struct iph_ipif_watch *watch, uint32_t ifindex);

/* Whether it is the table of a VRF. */
bool iph_ipif_watch_has_table(const struct iph_ipif_watch *watch, uint32_t table) IPH_MUST_CHECK;

/* Tells that something about an interface has changed that is no part of it, if it has the family.
 */
void iph_ipif_watch_touch(const struct iph_ipif_watch *watch, uint32_t ifindex, uint8_t family);
