/* SPDX-License-Identifier: MIT */
/* Rows in no order at all, as the kernel lists what it keeps in a hash table, brought near to their
 * places: by the bits in which their keys differ, the first of them first (an in-place radix sort,
 * "American flag"). To merge runs of two rows each would move every row a dozen times. */

#include <stdbool.h>
#include <string.h>

#include "table.h"

/* Rows are told apart by so many bits at a time, so often. What is left then is left to
 * iph_table_sort(). */
#define MOST_BITS 8
#define LEVELS 6

/* Of the first rows so many pairs are looked at, and so many may be out of order. */
#define SAMPLE 64
#define DISORDER 8

struct spreading {
	const struct iph_table_words *words;
	const void *arg;
	char *rows;
	size_t row;
};

/* Some bits of one word of the key. */
struct digit {
	unsigned int place;
	unsigned int shift;
	unsigned int count; /* of its values */
};

static uint64_t word_at(const struct spreading *spreading, size_t at, unsigned int place)
{
	return spreading->words->word(spreading->rows + at * spreading->row, place, spreading->arg);
}

static unsigned int digit_at(const struct spreading *spreading, size_t at,
			     const struct digit *digit)
{
	return (unsigned int)(word_at(spreading, at, digit->place) >> digit->shift) &
	       (digit->count - 1);
}

static void exchange(const struct spreading *spreading, size_t a, size_t b)
{
	char *left = spreading->rows + a * spreading->row;
	char *right = spreading->rows + b * spreading->row;
	size_t left_over = spreading->row;
	uint64_t word;

	for (; left_over >= sizeof(word); left_over -= sizeof(word)) {
		memcpy(&word, left, sizeof(word));
		memcpy(left, right, sizeof(word));
		memcpy(right, &word, sizeof(word));
		left += sizeof(word);
		right += sizeof(word);
	}
	for (; left_over > 0; left_over--, left++, right++) {
		char byte = *left;

		*left = *right;
		*right = byte;
	}
}

/* The bits of a word in which rows differ. */
static uint64_t difference(const struct spreading *spreading, size_t first, size_t end,
			   unsigned int place)
{
	uint64_t word = word_at(spreading, first, place);
	uint64_t differing = 0;
	size_t i;

	for (i = first + 1; i < end; i++)
		differing |= word ^ word_at(spreading, i, place);
	return differing;
}

static unsigned int bits_of(uint64_t number)
{
	return number ? 64 - (unsigned int)__builtin_clzll(number) : 0;
}

/* The first bits in which rows differ, but no more of them than it takes to count the rows. False
 * when all have the same key. */
static bool choose_digit(const struct spreading *spreading, size_t first, size_t end,
			 unsigned int place, struct digit *ret_digit)
{
	unsigned int bits = bits_of(end - first);
	uint64_t differing = 0;
	unsigned int top;

	for (; place < spreading->words->places; place++) {
		differing = difference(spreading, first, end, place);
		if (differing)
			break;
	}
	top = bits_of(differing);
	if (bits > MOST_BITS)
		bits = MOST_BITS;
	if (bits > top)
		bits = top;
	*ret_digit = (struct digit){.place = place, .shift = top - bits, .count = 1u << bits};
	return differing;
}

/* Where the rows of each digit end. */
static void count_digits(const struct spreading *spreading, size_t first, size_t end,
			 const struct digit *digit, uint32_t *ends)
{
	uint32_t sum = (uint32_t)first;
	size_t i;

	memset(ends, 0, digit->count * sizeof(ends[0]));
	for (i = first; i < end; i++)
		ends[digit_at(spreading, i, digit)]++;
	for (i = 0; i < digit->count; i++)
		ends[i] = sum += ends[i];
}

/* Each row goes to the next free place of its digit. */
static void place_rows(const struct spreading *spreading, size_t first, const struct digit *digit,
		       const uint32_t *ends)
{
	uint32_t next[1u << MOST_BITS];
	unsigned int this;
	unsigned int other;

	next[0] = (uint32_t)first;
	memcpy(next + 1, ends, (digit->count - 1) * sizeof(next[0]));
	for (this = 0; this < digit->count; this ++) {
		while (next[this] < ends[this]) {
			other = digit_at(spreading, next[this], digit);
			if (other == this)
				next[this]++;
			else
				exchange(spreading, next[this], next[other]++);
		}
	}
}

static void spread(const struct spreading *spreading, size_t first, size_t end, unsigned int place,
		   unsigned int level)
{
	uint32_t ends[1u << MOST_BITS];
	struct digit digit;
	unsigned int i;

	if (!choose_digit(spreading, first, end, place, &digit))
		return;
	count_digits(spreading, first, end, &digit, ends);
	place_rows(spreading, first, &digit, ends);
	for (i = 0; i < digit.count && level + 1 < LEVELS; i++) {
		if (ends[i] - first > 1)
			spread(spreading, first, ends[i], digit.place, level + 1);
		first = ends[i];
	}
}

static int compare_words(const struct spreading *spreading, size_t a, size_t b)
{
	unsigned int place;

	for (place = 0; place < spreading->words->places; place++) {
		uint64_t left = word_at(spreading, a, place);
		uint64_t right = word_at(spreading, b, place);

		if (left != right)
			return left < right ? -1 : 1;
	}
	return 0;
}

/* In order both ways is in order: to merge is better then. */
static bool is_disordered(const struct spreading *spreading, size_t first, size_t end)
{
	size_t up = 0;
	size_t down = 0;
	size_t i;

	if (end - first <= SAMPLE)
		return false;
	for (i = first; i < first + SAMPLE; i++) {
		int order = compare_words(spreading, i, i + 1);

		up += order < 0;
		down += order > 0;
	}
	return up >= DISORDER && down >= DISORDER;
}

void iph_table_spread(struct iph_table *table, size_t first, const struct iph_table_words *words,
		      const void *arg)
{
	struct spreading spreading = {.words = words,
				      .arg = arg,
				      .rows = iph_table_row(table, 0),
				      .row = table->shape->row};

	if (is_disordered(&spreading, first, iph_table_count(table)))
		spread(&spreading, first, iph_table_count(table), 0, 0);
}
