/* SPDX-License-Identifier: MIT */
/* The holder's memory of its entries: it outlives any one of the holder's processes. */

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "anycast-proto.h"
#include "store.h"

#define BUCKETS (1u << 16)

/* Longer than any queue of requests (a socket's default buffer takes some 280): one that is
 * repeated because its answer took long always finds that answer. */
#define ANSWERS 512

struct journal {
	uint64_t id;
	uint32_t slot;
	uint8_t op;
	uint8_t open; /* written last when a request begins, first when it ends */
};

/* Says how the memory is laid out to a later version that takes it over. */
#define LAYOUT 1u

struct shared {
	uint32_t layout;    /* first in every version */
	uint32_t undecided; /* 0 with versions that do not know it: it was padding */
	struct journal journal;
	uint32_t next_answer;
	uint32_t end; /* no slot at or above was ever used */
	uint64_t answer_ids[ANSWERS];
	int32_t answer_errors[ANSWERS];
	struct slot slots[STORE_SLOTS];
};

static struct {
	int fd;
	struct shared *shared;
	uint32_t *buckets;
	uint32_t free; /* chain of free slots below end */
	uint32_t count;
} store;

/* Keeps the compiler from moving a store across: the other process sees the same order, since a
 * killed process's stores up to its death are all visible. */
static void in_order(void)
{
	atomic_signal_fence(memory_order_seq_cst);
}

static void *map(size_t size, int flags, int fd)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, flags | MAP_NORESERVE, fd, 0);

	return p == MAP_FAILED ? NULL : p;
}

static int create(int *ret_fd)
{
	int fd = memfd_create("anycast-holder", MFD_CLOEXEC);
	int r;

	if (fd < 0)
		return -errno;
	if (ftruncate(fd, sizeof(struct shared)) < 0) {
		r = errno == EFBIG ? 0 : -errno; /* the caller's limit: without a file then */
		close(fd);
		if (r == 0)
			*ret_fd = -1;
		return r;
	}
	*ret_fd = fd;
	return 0;
}

int store_open(int fd)
{
	int r = fd < 0 ? create(&fd) : 0;

	if (r < 0)
		return r;
	store.fd = fd;
	store.shared = map(sizeof(*store.shared), MAP_SHARED | (fd < 0 ? MAP_ANONYMOUS : 0), fd);
	store.buckets = map(BUCKETS * sizeof(*store.buckets), MAP_PRIVATE | MAP_ANONYMOUS, -1);
	if (!store.shared || !store.buckets)
		return -errno;
	if (store.shared->layout && store.shared->layout != LAYOUT)
		return -EPROTO;
	store.shared->layout = LAYOUT;
	store_rebuild();
	return 0;
}

int store_fd(void)
{
	return store.fd;
}

/* FNV-1a; only the privileged choose what goes in. */
static uint32_t bucket_of(const uint8_t *addr)
{
	uint32_t hash = 2166136261u;
	int i;

	for (i = 0; i < 16; i++)
		hash = (hash ^ addr[i]) * 16777619u;
	return (hash ^ hash >> 16) % BUCKETS;
}

static void chain(uint32_t at)
{
	struct slot *slot = &store.shared->slots[at];
	uint32_t *head =
		slot->state == SLOT_FREE ? &store.free : &store.buckets[bucket_of(slot->addr)];

	slot->next = *head;
	*head = at;
}

void store_rebuild(void)
{
	uint32_t at;

	for (at = 0; at < BUCKETS; at++)
		store.buckets[at] = STORE_NONE;
	store.free = STORE_NONE;
	store.count = 0;
	for (at = 0; at < store.shared->end; at++) {
		chain(at);
		if (store.shared->slots[at].state != SLOT_FREE)
			store.count++;
	}
}

struct slot *store_slot(uint32_t at)
{
	return &store.shared->slots[at];
}

uint32_t store_end(void)
{
	return store.shared->end;
}

uint32_t store_count(void)
{
	return store.count;
}

struct iph_addr store_addr(uint32_t at)
{
	struct iph_addr addr = {.family = AF_INET6};

	memcpy(addr.bytes, store.shared->slots[at].addr, sizeof(addr.bytes));
	return addr;
}

uint32_t store_same_addr(const struct iph_addr *addr, uint32_t at)
{
	at = at == STORE_NONE ? store.buckets[bucket_of(addr->bytes)] : store_slot(at)->next;
	while (at != STORE_NONE && memcmp(store_slot(at)->addr, addr->bytes, 16) != 0)
		at = store_slot(at)->next;
	return at;
}

uint32_t store_find(const struct iph_addr *addr, uint32_t ifindex)
{
	uint32_t at = store_same_addr(addr, STORE_NONE);

	while (at != STORE_NONE && store_slot(at)->ifindex != ifindex)
		at = store_same_addr(addr, at);
	return at;
}

uint32_t store_add(const struct iph_addr *addr, uint32_t ifindex)
{
	uint32_t at = store.free;
	struct slot *slot;

	if (at != STORE_NONE)
		store.free = store_slot(at)->next;
	else if (store.shared->end < STORE_SLOTS)
		at = store.shared->end;
	else
		return STORE_NONE;
	slot = store_slot(at);
	memcpy(slot->addr, addr->bytes, sizeof(slot->addr));
	slot->ifindex = ifindex;
	slot->fd = -1;
	slot->steps = 0;
	in_order();
	slot->state = SLOT_ADDING;
	in_order();
	if (at == store.shared->end)
		store.shared->end = at + 1;
	chain(at);
	store.count++;
	return at;
}

void store_free(uint32_t at)
{
	struct slot *slot = store_slot(at);
	uint32_t *link = &store.buckets[bucket_of(slot->addr)];

	while (*link != at)
		link = &store_slot(*link)->next;
	*link = slot->next;
	slot->state = SLOT_FREE;
	chain(at);
	store.count--;
}

void store_set_state(uint32_t at, enum slot_state state)
{
	in_order();
	store_slot(at)->state = (uint8_t)state;
	in_order();
}

bool store_undecided(void)
{
	return store.shared->undecided;
}

void store_set_undecided(bool undecided)
{
	in_order();
	store.shared->undecided = undecided;
	in_order();
}

void store_begin(uint64_t id)
{
	struct journal *journal = &store.shared->journal;

	journal->id = id;
	journal->slot = STORE_NONE;
	in_order();
	journal->open = 1;
}

void store_begin_slot(uint32_t at, uint8_t op)
{
	struct journal *journal = &store.shared->journal;

	journal->op = op;
	in_order();
	journal->slot = at;
	in_order();
}

void store_end_request(int error)
{
	struct journal *journal = &store.shared->journal;
	uint32_t at = store.shared->next_answer % ANSWERS;

	store.shared->answer_errors[at] = error;
	in_order();
	store.shared->answer_ids[at] = journal->id;
	in_order();
	store.shared->next_answer = at + 1;
	journal->open = 0;
}

bool store_answer(uint64_t id, int *ret_error)
{
	uint32_t at;

	for (at = 0; at < ANSWERS; at++) {
		if (id == 0 || store.shared->answer_ids[at] != id) /* 0: never used */
			continue;
		*ret_error = store.shared->answer_errors[at];
		return true;
	}
	return false;
}

void store_settle(void)
{
	const struct journal *journal = &store.shared->journal;
	enum slot_state state;

	if (!journal->open || journal->slot == STORE_NONE)
		return;
	state = store_slot(journal->slot)->state;
	if (journal->op == IPH_OP_CREATE ? state == SLOT_LIVE
					 : state == SLOT_REMOVING || state == SLOT_FREE)
		store_end_request(0);
}
