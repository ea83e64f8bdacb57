/* SPDX-License-Identifier: MIT */
/* Making and unmaking whole anycast entries. */
#pragma once

#include "addr.h"
#include "nl.h"

/* -EEXIST, -ENODEV, -EAFNOSUPPORT, -EINVAL or what the kernel says; then nothing has changed. */
int entry_create(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex) IPH_MUST_CHECK;

/* -ENOENT when the interface does not have it, -EACCES when somebody else made it. */
int entry_delete(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex) IPH_MUST_CHECK;

/* More than so many at once are taken away together, see rejoin.c. */
#define ENTRY_FEW 100

/* Forget an entry that the kernel has lost, with what is left of it; and all that are REMOVING. */
void entry_drop(struct iph_nl *nl, uint32_t at);
void entry_drop_removing(struct iph_nl *nl);

/* After a take-over: undo half-made entries, finish half-gone ones. */
void entry_recover(struct iph_nl *nl);

/* rejoin.c: joins again, for an entry whose membership the kernel may have lost. After a failure it
 * has no socket. */
int entry_rejoin(struct iph_nl *nl, uint32_t at) IPH_MUST_CHECK;

/* The same for all those of which one of these two was said before: that the kernel has lost the
 * membership, or only the service address. A shortage: try again soon. */
void entry_lost(uint32_t at);
void entry_lost_service(uint32_t at);
int entry_rejoin_lost(struct iph_nl *nl) IPH_MUST_CHECK;

/* Gives all that are ASLEEP their service addresses again. */
int entry_wake_all(struct iph_nl *nl) IPH_MUST_CHECK;

/* compare.c: mends every entry of which the kernel seems to have lost a part, and drops those
 * whose interface is not there any more. -errno: try again soon. */
int entry_compare(struct iph_nl *nl) IPH_MUST_CHECK;

/* Removes the service addresses that a holder which was killed has left and no entry needs. */
int entry_sweep(struct iph_nl *nl) IPH_MUST_CHECK;
