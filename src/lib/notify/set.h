/* SPDX-License-Identifier: MIT */
/* A set of keys, each with a number: a hash table. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "notice.h"

struct iph_set_entry {
	struct iph_notice_key key;
	uint64_t value;
	uint32_t generation; /* for whoever wants to know which entries are old */
	bool used;
};

struct iph_set {
	struct iph_set_entry *entries;
	size_t room; /* 0 or a power of 2 */
	size_t count;
};

/* NULL when it is not there. Good until the next change of the set. */
struct iph_set_entry *iph_set_find(const struct iph_set *set, const struct iph_notice_key *key);

/* Finds it, or adds it with a value of 0; NULL when out of memory. */
struct iph_set_entry *iph_set_add(struct iph_set *set, const struct iph_notice_key *key);

/* Another entry may be in its place afterwards. */
void iph_set_remove(struct iph_set *set, struct iph_set_entry *entry);

void iph_set_free(struct iph_set *set);
