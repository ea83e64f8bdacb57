/* SPDX-License-Identifier: MIT */
/* The holder's memory of its entries: it outlives any one of the holder's processes.
 *
 * Slots and journal are in memory that holder and keeper share, so that the one that survives
 * finds them as the other left them, between any two instructions. Each change is therefore
 * ordered so that every intermediate state says what is to be done about it. The index is
 * private, and rebuilt by whoever takes over. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "addr.h"

#define STORE_SLOTS (1u << 20) /* above the kernel's default limit of descriptors, fs.nr_open */
#define STORE_NONE UINT32_MAX

enum slot_state {
	SLOT_FREE = 0,
	SLOT_ADDING,   /* half-done: undo it */
	SLOT_LIVE,     /* acknowledged, or about to be */
	SLOT_REMOVING, /* half-gone: finish it */
};

/* What has been begun for a slot, noted before it is begun. */
#define SLOT_SERVICE 1u /* the service address on lo is its doing */
#define SLOT_ASIDE 2u	/* the service address stands aside for its join */
#define SLOT_COVER 4u	/* a temporary covering address carries its join */

/* What has been heard of a slot. */
#define SLOT_BARE 8u	/* its service address was deleted; by whom is not decided yet */
#define SLOT_ASLEEP 16u /* lo had no IPv6, and took it along: it comes back with that */

/* What is known of a slot. */
#define SLOT_RECORD 32u	  /* the kernel may have a record of it, see memory.h */
#define SLOT_RESTORED 64u /* it was made from that, and nobody has created it since */
#define SLOT_LOST 128u	  /* the kernel has lost its membership; it is to be joined again */

/* What a comparison has found in the kernel. */
#define SEEN_MEMBERSHIP 1u
#define SEEN_SERVICE 2u
#define SEEN_RECORD 4u

struct slot {
	uint8_t addr[16];
	uint32_t ifindex;
	int32_t fd; /* the socket with the membership, or -1 */
	uint8_t state;
	uint8_t steps;
	uint8_t cover; /* which covering address, see kernel_cover() */
	uint8_t seen;  /* scratch of a comparison with the kernel, SEEN_... */
	uint32_t next; /* index chain; means nothing to others than the process that wrote it */
};

/* New shared memory, or (fd >= 0) that of the program this one has replaced; 0 or -errno. Where the
 * limit of the size of files forbids one, store_fd() is -1, and no program can take it over. */
int store_open(int fd) __attribute__((warn_unused_result));
int store_fd(void);

/* Builds the index from the slots: after open, and after the death of the other process. */
void store_rebuild(void);

struct slot *store_slot(uint32_t at);
uint32_t store_end(void); /* slots from here on are free */
uint32_t store_count(void);

uint32_t store_find(const struct iph_addr *addr, uint32_t ifindex);
struct iph_addr store_addr(uint32_t at);

/* The next slot after at (STORE_NONE: the first) that has the address, live or not. */
uint32_t store_same_addr(const struct iph_addr *addr, uint32_t at);

/* A slot in state ADDING; STORE_NONE when all are taken. */
uint32_t store_add(const struct iph_addr *addr, uint32_t ifindex);
void store_free(uint32_t at);
void store_set_state(uint32_t at, enum slot_state state);

/* Whether slots may be BARE. */
bool store_undecided(void);
void store_set_undecided(bool undecided);

/* The journal: which request is being worked on, and what became of the latest ones. */
void store_begin(uint64_t id);
void store_begin_slot(uint32_t at, uint8_t op);
void store_end_request(int error);
bool store_answer(uint64_t id, int *ret_error);

/* After a take-over: settles the request the other process was working on, from the state its
 * slot is in. Call it before the half-done slots are cleaned up. */
void store_settle(void);
