/* SPDX-License-Identifier: MIT */
/* What has been told of one kind of rows, so that coming, going and changing can be told apart. */
#pragma once

#include "set.h"

/*
 * The kernel may have several things under what is one name on Windows: addresses that differ in
 * their prefix length alone. Each of them is an entry of things, and rows counts those of a row.
 */
struct iph_view {
	/* What names the row of a thing: a part of what names the thing. */
	void (*row_of)(const struct iph_notice_key *thing, struct iph_notice_key *ret_row);
	void (*tell)(const struct iph_notice_key *row, uint32_t type, void *arg);
	void *arg;
	struct iph_set things;
	struct iph_set rows;
	uint32_t generation;
};

/* The kernel has the thing, and print is a sum over what its row says. -ENOMEM. */
int iph_view_put(struct iph_view *view, const struct iph_notice_key *thing, uint64_t print)
	__attribute__((warn_unused_result));

/* The kernel has it no more. */
void iph_view_drop(struct iph_view *view, const struct iph_notice_key *thing);

/* A whole table is put anew; begin again when its reading does. What was not put until end has
 * gone. */
void iph_view_begin(struct iph_view *view);
void iph_view_end(struct iph_view *view);

void iph_view_free(struct iph_view *view);

/* A sum over bytes, which goes on from another one. */
uint64_t iph_view_print(uint64_t print, const void *bytes, size_t size);
