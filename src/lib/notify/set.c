/* SPDX-License-Identifier: MIT */
/* A set of keys, each with a number: open addressing, and a place that was left is filled again. */

#include "set.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64

/* FNV-1a, eight bytes at a time. */
static size_t hash(const struct iph_notice_key *key)
{
	uint64_t words[sizeof(*key) / sizeof(uint64_t)];
	uint64_t sum = 0xcbf29ce484222325u;
	size_t i;

	_Static_assert(sizeof(words) == sizeof(*key), "a key is whole words");
	memcpy(words, key, sizeof(words));
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		sum = (sum ^ words[i]) * 0x100000001b3u;
		sum ^= sum >> 29;
	}
	return (size_t)(sum ^ sum >> 32);
}

/* Where the key is, or the free place where it belongs. */
static size_t place_of(const struct iph_set *set, const struct iph_notice_key *key)
{
	size_t at = hash(key) & (set->room - 1);

	while (set->entries[at].used && memcmp(&set->entries[at].key, key, sizeof(*key)) != 0)
		at = (at + 1) & (set->room - 1);
	return at;
}

struct iph_set_entry *iph_set_find(const struct iph_set *set, const struct iph_notice_key *key)
{
	size_t at;

	if (set->count == 0)
		return NULL;
	at = place_of(set, key);
	return set->entries[at].used ? &set->entries[at] : NULL;
}

static bool grow(struct iph_set *set)
{
	struct iph_set larger = {.room = set->room ? set->room * 2 : FIRST_ROOM,
				 .count = set->count};
	size_t i;

	larger.entries = calloc(larger.room, sizeof(*larger.entries));
	if (!larger.entries)
		return false;
	for (i = 0; i < set->room; i++)
		if (set->entries[i].used)
			larger.entries[place_of(&larger, &set->entries[i].key)] = set->entries[i];
	free(set->entries);
	*set = larger;
	return true;
}

struct iph_set_entry *iph_set_add(struct iph_set *set, const struct iph_notice_key *key)
{
	struct iph_set_entry *entry = iph_set_find(set, key);

	if (entry)
		return entry;
	if (set->count >= set->room / 4 * 3 && !grow(set))
		return NULL;
	entry = &set->entries[place_of(set, key)];
	*entry = (struct iph_set_entry){.key = *key, .used = true};
	set->count++;
	return entry;
}

/* Those behind it move up, as far as each may: not before where its search begins. */
void iph_set_remove(struct iph_set *set, struct iph_set_entry *entry)
{
	size_t mask = set->room - 1;
	size_t hole = (size_t)(entry - set->entries);
	size_t at = hole;

	for (;;) {
		set->entries[hole].used = false;
		do {
			at = (at + 1) & mask;
			if (!set->entries[at].used) {
				set->count--;
				return;
			}
		} while (((at - (hash(&set->entries[at].key) & mask)) & mask) <
			 ((at - hole) & mask));
		set->entries[hole] = set->entries[at];
		hole = at;
	}
}

void iph_set_free(struct iph_set *set)
{
	free(set->entries);
	*set = (struct iph_set){0};
}
