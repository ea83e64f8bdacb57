/* SPDX-License-Identifier: MIT */
/* Steps that entries are made in, for those who make them and those who make them again. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "nl.h"

/* Notes in a slot what is about to be begun. */
void step_note(uint32_t at, uint8_t step);

/* Whether another entry shares the service address of a slot. */
bool step_shared(uint32_t at);

/* Joins, under a short-lived covering address where no prefix covers the entry's. */
int step_join(struct iph_nl *nl, uint32_t at) IPH_MUST_CHECK;

/* Whether lo has the address of the entry from somebody else. The kernel allows that only while the
 * service address is gone or not there yet; while an entry of this address has its membership, the
 * address on lo is ours, even if somebody has changed it and so removed our mark. */
bool step_taken(struct iph_nl *nl, uint32_t at);

/* Takes the service address away for the moment of a join, since the kernel refuses to join what is
 * a unicast address. A route of ours, the stand-in, keeps packets and connections going meanwhile;
 * only bind() needs the address itself. What is somebody else's stays, and then the join fails. */
int step_aside(struct iph_nl *nl, uint32_t at) IPH_MUST_CHECK;

/* Gives the service address back. The stand-in goes when the kernel's local route is there, for
 * which this waits. */
int step_back(struct iph_nl *nl, uint32_t at) IPH_MUST_CHECK;

/* step_back() in two parts, for many at once. The first adds the service address and waits for
 * nothing; the second waits for the kernel's route, until end at most, and then deletes ours. */
int step_back_add(struct iph_nl *nl, uint32_t at) IPH_MUST_CHECK;
int step_back_settle(struct iph_nl *nl, uint32_t at, int64_t end) IPH_MUST_CHECK;
