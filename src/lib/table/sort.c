/* SPDX-License-Identifier: MIT */
/* The order of a table's rows, in the memory that they are in: a table may have a million of them,
 * and nobody pays for a copy. Rows that are equal stay in the order that they had.
 *
 * The kernel lists most things in the order wanted, or those of each interface newest first, which
 * is the opposite one, or with few rows out of place. So runs that are in order are found, and
 * merged where they overlap. */

#include <stdbool.h>
#include <string.h>

#include "table.h"

/* Memory to merge with; without it rows are moved more often. */
#define SPARE 28672

/* Room for one row of any kind. */
#define LARGEST_ROW 2048

/* Each run is more than twice as long as the next one, so that 64 are more than any table has. */
#define RUNS 64

struct sorting {
	int (*compare)(const void *left, const void *right, void *arg);
	void *arg;
	char *rows;
	size_t row; /* the size of one */
	char *spare;
	size_t room; /* rows that fit into spare */
};

static char *at(const struct sorting *sorting, size_t index)
{
	return sorting->rows + index * sorting->row;
}

static bool below(const struct sorting *sorting, const void *left, const void *right)
{
	return sorting->compare(left, right, sorting->arg) < 0;
}

static void move(const struct sorting *sorting, size_t to, size_t from, size_t count)
{
	memmove(at(sorting, to), at(sorting, from), count * sorting->row);
}

static void swap(char *left, char *right, size_t size)
{
	uint64_t word;
	char byte;

	for (; size >= sizeof(word); left += sizeof(word), right += sizeof(word)) {
		memcpy(&word, left, sizeof(word));
		memcpy(left, right, sizeof(word));
		memcpy(right, &word, sizeof(word));
		size -= sizeof(word);
	}
	for (; size > 0; size--) {
		byte = *left;
		*left++ = *right;
		*right++ = byte;
	}
}

static void reverse(const struct sorting *sorting, size_t first, size_t end)
{
	for (; first + 1 < end; first++)
		swap(at(sorting, first), at(sorting, --end), sorting->row);
}

/* Where the rows above key begin between first and end, or with equals those that are not below it.
 * Most rows are near their place: the steps from the end, or from first, become longer and longer.
 */
static size_t seek(const struct sorting *sorting, size_t first, size_t end, const void *key,
		   bool equals, bool from_end)
{
	size_t step = 1;

	while (first < end) {
		size_t middle = first + (end - first) / 2;
		bool before;

		if (from_end && end - first > step)
			middle = end - step;
		else if (!from_end && end - first > step)
			middle = first + step - 1;
		before = equals ? below(sorting, at(sorting, middle), key)
				: !below(sorting, key, at(sorting, middle));
		if (before)
			first = middle + 1;
		else
			end = middle;
		step = before == from_end ? SIZE_MAX : step * 2;
	}
	return first;
}

/* Exchanges the rows from first to middle with those from there to end. */
static void rotate(const struct sorting *sorting, size_t first, size_t middle, size_t end)
{
	size_t left = middle - first;
	size_t right = end - middle;

	if (left <= right && left <= sorting->room) {
		memcpy(sorting->spare, at(sorting, first), left * sorting->row);
		move(sorting, first, middle, right);
		memcpy(at(sorting, end - left), sorting->spare, left * sorting->row);
	} else if (right <= sorting->room) {
		memcpy(sorting->spare, at(sorting, middle), right * sorting->row);
		move(sorting, end - left, first, left);
		memcpy(at(sorting, first), sorting->spare, right * sorting->row);
	} else {
		reverse(sorting, first, middle);
		reverse(sorting, middle, end);
		reverse(sorting, first, end);
	}
}

/* The left run fits into spare. */
static void merge_up(const struct sorting *sorting, size_t first, size_t middle, size_t end)
{
	size_t left = middle - first;
	const char *row = sorting->spare;

	memcpy(sorting->spare, at(sorting, first), left * sorting->row);
	for (; left > 0; left--, row += sorting->row) {
		size_t stop = seek(sorting, middle, end, row, true, false);

		move(sorting, first, middle, stop - middle);
		first += stop - middle;
		middle = stop;
		memcpy(at(sorting, first++), row, sorting->row);
	}
}

/* The right run fits into spare. */
static void merge_down(const struct sorting *sorting, size_t first, size_t middle, size_t end)
{
	size_t right = end - middle;
	const char *row;

	memcpy(sorting->spare, at(sorting, middle), right * sorting->row);
	for (; right > 0; right--) {
		size_t stop;

		row = sorting->spare + (right - 1) * sorting->row;
		stop = seek(sorting, first, middle, row, false, true);
		end -= middle - stop;
		move(sorting, end, stop, middle - stop);
		middle = stop;
		memcpy(at(sorting, --end), row, sorting->row);
	}
}

static void merge(const struct sorting *sorting, size_t first, size_t middle, size_t end)
{
	size_t cut_left;
	size_t cut_right;

	if (first == middle || middle == end)
		return;
	first = seek(sorting, first, middle, at(sorting, middle), false, true);
	if (first == middle)
		return;
	end = seek(sorting, middle, end, at(sorting, middle - 1), true, false);
	if (middle - first <= end - middle && middle - first <= sorting->room) {
		merge_up(sorting, first, middle, end);
		return;
	}
	if (end - middle <= sorting->room) {
		merge_down(sorting, first, middle, end);
		return;
	}
	if (middle - first > end - middle) {
		cut_left = first + (middle - first) / 2;
		cut_right = seek(sorting, middle, end, at(sorting, cut_left), true, false);
	} else {
		cut_right = middle + (end - middle) / 2;
		cut_left = seek(sorting, first, middle, at(sorting, cut_right), false, true);
	}
	rotate(sorting, cut_left, middle, cut_right);
	middle = cut_left + (cut_right - middle);
	merge(sorting, first, cut_left, middle);
	merge(sorting, middle, cut_right, end);
}

/* The end of the run that begins at first; one that goes down is turned round. */
static size_t find_run(const struct sorting *sorting, size_t first, size_t count)
{
	size_t end = first + 1;
	bool down;

	if (end == count)
		return end;
	down = below(sorting, at(sorting, end), at(sorting, first));
	do
		end++;
	while (end < count && below(sorting, at(sorting, end), at(sorting, end - 1)) == down);
	if (down)
		reverse(sorting, first, end);
	return end;
}

/* middle: where the first run ends. */
static void sort(const struct sorting *sorting, size_t first, size_t middle, size_t count)
{
	size_t starts[RUNS + 1] = {first, middle}; /* of the runs, and where the last one ends */
	size_t runs = 1;

	while (starts[runs] < count) {
		starts[runs + 1] = find_run(sorting, starts[runs], count);
		runs++;
		while (runs > 1 && starts[runs - 1] - starts[runs - 2] <=
					   2 * (starts[runs] - starts[runs - 1])) {
			merge(sorting, starts[runs - 2], starts[runs - 1], starts[runs]);
			starts[runs - 1] = starts[runs];
			runs--;
		}
	}
	for (; runs > 1; runs--) {
		merge(sorting, starts[runs - 2], starts[runs - 1], starts[runs]);
		starts[runs - 1] = starts[runs];
	}
}

void iph_table_sort(struct iph_table *table, size_t first,
		    int (*compare)(const void *left, const void *right, void *arg), void *arg)
{
	_Alignas(uint64_t) char little[LARGEST_ROW];
	IPH_AUTO_FREE char *spare = NULL;
	struct sorting sorting = {.compare = compare,
				  .arg = arg,
				  .rows = iph_table_row(table, 0),
				  .row = table->shape->row,
				  .spare = little};
	size_t count = iph_table_count(table);
	size_t middle = count > first ? find_run(&sorting, first, count) : count;

	if (middle == count)
		return;
	spare = malloc(SPARE);
	if (spare)
		sorting.spare = spare;
	sorting.room = (spare ? SPARE : sizeof(little)) / sorting.row;
	sort(&sorting, first, middle, count);
}
