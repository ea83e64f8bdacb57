/* SPDX-License-Identifier: MIT */
/* Making and unmaking whole anycast entries. */
#pragma once

#include "addr.h"
#include "nl.h"

/* -EEXIST, -ENODEV, -EAFNOSUPPORT, -EINVAL or what the kernel says; then nothing has changed. */
int entry_create(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex) IPH_MUST_CHECK;

/* -ENOENT when the interface does not have it, -EACCES when somebody else made it. */
int entry_delete(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex) IPH_MUST_CHECK;

/* Forget an entry that the kernel has lost, with what is left of it. */
void entry_drop(struct iph_nl *nl, uint32_t at);

/* After a take-over: undo half-made entries, finish half-gone ones. */
void entry_recover(struct iph_nl *nl);

/* Joins again, for an entry whose membership the kernel may have lost. After a failure it has no
 * socket. */
int entry_rejoin(struct iph_nl *nl, uint32_t at) IPH_MUST_CHECK;

/* Gives an entry its service address again; an error while lo has no IPv6. */
int entry_wake(struct iph_nl *nl, uint32_t at) IPH_MUST_CHECK;

/* compare.c: mends every entry of which the kernel seems to have lost a part, and drops those
 * whose interface is not there any more. -errno: try again soon. */
int entry_compare(struct iph_nl *nl) IPH_MUST_CHECK;

/* Removes the service addresses that a holder which was killed has left and no entry needs. */
int entry_sweep(struct iph_nl *nl) IPH_MUST_CHECK;
