/* SPDX-License-Identifier: MIT */
/* What is left of the entries when all of the holder's processes have been killed: the records that
 * the kernel keeps (record.h). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "nl.h"

/* Asks the kernel whether it has tables for records, so that the first entry need not wait for
 * that. */
void memory_open(void);

/* Writes the record of the entry in a slot, and removes it. 0 also where the kernel has no tables
 * for records: there an entry is forgotten when both processes are killed. */
int memory_write(struct iph_nl *nl, uint32_t at) IPH_MUST_CHECK;
int memory_remove(struct iph_nl *nl, uint32_t at) IPH_MUST_CHECK;

/* An RTM_NEWLINK or RTM_DELLINK message has come. A record has a number by which its interface is
 * recognized, made of the hardware address or the name (record.h). If the interface has another
 * number now, the records of its entries are written anew. */
int memory_link_changed(const struct nlmsghdr *nlh, struct iph_nl *nl) IPH_MUST_CHECK;

/* An RTM_NEWROUTE or RTM_DELROUTE message has come of what somebody else has done: a record may
 * have gone. memory_check() finds out. */
void memory_route_changed(const struct nlmsghdr *nlh);
bool memory_in_doubt(void);

/* Compares the records with the entries, and writes those anew that are missing or wrong. What is
 * recorded of no entry stays: the next holder makes it an entry. */
int memory_check(struct iph_nl *nl) IPH_MUST_CHECK;

/* Forgets the numbers of the interfaces. A keeper that has become the holder calls this: it has
 * heard nothing of the interfaces since it was started. */
void memory_forget_links(void);

/* For when notices were lost: forgets the numbers, and writes the record of every entry anew. */
int memory_refresh(struct iph_nl *nl) IPH_MUST_CHECK;

/* For a holder that has no entries yet: makes the entries again of which the kernel has records,
 * and removes what else a holder that was killed has left. An entry whose address cannot be joined
 * just now is an entry all the same. *ret_behind says that something failed for want of memory or
 * descriptors, so that another try is worth it. */
int memory_restore(struct iph_nl *nl, bool *ret_behind) IPH_MUST_CHECK;

/* When memory_restore() was done, in ms of the monotonic clock; 0 when neither this process did it
 * nor the one whose keeper it was. */
int64_t memory_restored_at(void);
