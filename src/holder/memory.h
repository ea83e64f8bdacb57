/* SPDX-License-Identifier: MIT */
/* What is left of the entries when all of the holder's processes have been killed: the records that
 * the kernel keeps (record.h). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "nl.h"

/* Finds out beforehand whether the kernel has room for records. */
void memory_open(void);

/* Writes the record of a slot's entry, and takes it away. 0 also where the kernel has no room for
 * such: there everything is forgotten. */
int memory_write(struct iph_nl *nl, uint32_t at) IPH_MUST_CHECK;
int memory_remove(struct iph_nl *nl, uint32_t at) IPH_MUST_CHECK;

/* An RTM_NEWLINK or RTM_DELLINK message has come: the interface may be known by something else now,
 * and the records of its entries say so. */
int memory_link_changed(const struct nlmsghdr *nlh, struct iph_nl *nl) IPH_MUST_CHECK;

/* An RTM_NEWROUTE or RTM_DELROUTE message has come of what somebody else has done: a record may
 * have gone. memory_check() finds out. */
void memory_route_changed(const struct nlmsghdr *nlh);
bool memory_in_doubt(void);

/* Compares the records with the entries, and writes those anew that are missing or wrong. What is
 * recorded of no entry stays: the next holder makes it an entry. */
int memory_check(struct iph_nl *nl) IPH_MUST_CHECK;

/* For a process that was another one's keeper until now: what it knows of the interfaces is old. */
void memory_forget_links(void);

/* The same when notices were lost; and the records are written anew. */
int memory_refresh(struct iph_nl *nl) IPH_MUST_CHECK;

/* For a holder that has no entries yet: makes those of the records again, and removes what else a
 * holder that was killed has left. What cannot be joined just now is an entry all the same, and
 * *ret_behind says that it is worth another try. */
int memory_restore(struct iph_nl *nl, bool *ret_behind) IPH_MUST_CHECK;

/* When that was, in ms of the monotonic clock; 0: not by this process or the one before it. */
int64_t memory_restored_at(void);
