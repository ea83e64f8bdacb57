/* SPDX-License-Identifier: MIT */
/* Rows in no order at all, as the kernel lists what it keeps in a hash table, brought near to their
 * places: by what they begin with, byte by byte (an in-place radix sort, "American flag"). To merge
 * runs of two rows each would move every row a dozen times. */

#include <stdbool.h>
#include <string.h>

#include "table.h"

/* So few are left to iph_table_sort(), and after so many bytes that tell rows apart all are. */
#define FEW 24
#define LEVELS 4

/* Of the first rows so many pairs are looked at, and so many may be out of order. */
#define SAMPLE 64
#define DISORDER 8

struct spreading {
	const struct iph_table_digits *digits;
	const void *arg;
	char *rows;
	size_t row;
};

static unsigned int digit_at(const struct spreading *spreading, size_t at, unsigned int place)
{
	return spreading->digits->digit(spreading->rows + at * spreading->row, place,
					spreading->arg);
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

/* Where the rows of each digit end. False when all have the same one. */
static bool count_digits(const struct spreading *spreading, size_t first, size_t end,
			 unsigned int place, uint32_t ends[256])
{
	uint32_t sum = (uint32_t)first;
	size_t i;

	memset(ends, 0, 256 * sizeof(ends[0]));
	for (i = first; i < end; i++)
		ends[digit_at(spreading, i, place)]++;
	if (ends[digit_at(spreading, first, place)] == end - first)
		return false;
	for (i = 0; i < 256; i++)
		ends[i] = sum += ends[i];
	return true;
}

/* Each row goes to the next free place of its digit. */
static void place_rows(const struct spreading *spreading, size_t first, unsigned int place,
		       const uint32_t ends[256])
{
	uint32_t next[256];
	unsigned int digit;
	unsigned int other;
	size_t i;

	for (i = 0; i < 256; i++)
		next[i] = i == 0 ? (uint32_t)first : ends[i - 1];
	for (digit = 0; digit < 256; digit++) {
		while (next[digit] < ends[digit]) {
			other = digit_at(spreading, next[digit], place);
			if (other == digit)
				next[digit]++;
			else
				exchange(spreading, next[digit], next[other]++);
		}
	}
}

static void spread(const struct spreading *spreading, size_t first, size_t end, unsigned int place,
		   unsigned int level)
{
	uint32_t ends[256];
	unsigned int i;

	while (place < spreading->digits->places &&
	       !count_digits(spreading, first, end, place, ends))
		place++;
	if (place == spreading->digits->places)
		return;
	place_rows(spreading, first, place, ends);
	for (i = 0; i < 256 && level + 1 < LEVELS; i++) {
		size_t begin = i == 0 ? first : ends[i - 1];

		if (ends[i] - begin > FEW)
			spread(spreading, begin, ends[i], place + 1, level + 1);
	}
}

static int compare_digits(const struct spreading *spreading, size_t a, size_t b)
{
	unsigned int place;

	for (place = 0; place < spreading->digits->places; place++) {
		unsigned int left = digit_at(spreading, a, place);
		unsigned int right = digit_at(spreading, b, place);

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
		int order = compare_digits(spreading, i, i + 1);

		up += order < 0;
		down += order > 0;
	}
	return up >= DISORDER && down >= DISORDER;
}

void iph_table_spread(struct iph_table *table, size_t first, const struct iph_table_digits *digits,
		      const void *arg)
{
	struct spreading spreading = {.digits = digits,
				      .arg = arg,
				      .rows = iph_table_row(table, 0),
				      .row = table->shape->row};

	if (is_disordered(&spreading, first, iph_table_count(table)))
		spread(&spreading, first, iph_table_count(table), 0, 0);
}
