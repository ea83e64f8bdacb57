/* SPDX-License-Identifier: MIT */
/* src/lib/table/table.c, sort.c: tables grow, shrink, are sorted and handed over as one allocation.
 */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"
#include "table/table.h"

#define MANY 1000

static const struct iph_table_shape shape = IPH_TABLE_SHAPE(MIB_ANYCASTIPADDRESS_TABLE);

static int by_index(const void *left, const void *right, void *arg)
{
	const MIB_ANYCASTIPADDRESS_ROW *a = left;
	const MIB_ANYCASTIPADDRESS_ROW *b = right;

	if (arg != &shape)
		abort(); /* an assertion is a system call */
	return (a->InterfaceIndex > b->InterfaceIndex) - (a->InterfaceIndex < b->InterfaceIndex);
}

/* Rows MANY, MANY - 1, ..., 1 */
static void fill(struct iph_table *table)
{
	ULONG i;

	ck_assert_int_eq(iph_table_init(table, &shape), 0);
	for (i = MANY; i > 0; i--) {
		MIB_ANYCASTIPADDRESS_ROW *row = iph_table_add(table);

		ck_assert_ptr_nonnull(row);
		row->InterfaceIndex = i;
	}
}

START_TEST(an_empty_table_can_be_handed_over)
{
	struct iph_table table;
	MIB_ANYCASTIPADDRESS_TABLE *taken;

	ck_assert_int_eq(iph_table_init(&table, &shape), 0);
	taken = iph_table_take(&table);
	ck_assert_ptr_nonnull(taken);
	ck_assert_uint_eq(taken->NumEntries, 0);
	ck_assert_ptr_null(table.memory);
	iph_table_free(&table);
	free(taken);
}
END_TEST

START_TEST(a_new_row_takes_the_place_of_one_that_was_forgotten)
{
	struct iph_table table;

	fill(&table);
	iph_table_truncate(&table, 3);
	ck_assert_uint_eq(iph_table_count(&table), 3);
	ck_assert_ptr_eq(iph_table_add(&table), iph_table_row(&table, 3));
	ck_assert_uint_eq(iph_table_count(&table), 4);
	iph_table_free(&table);
}
END_TEST

START_TEST(rows_from_the_first_named_on_are_sorted)
{
	struct iph_table table;
	MIB_ANYCASTIPADDRESS_TABLE *taken;
	ULONG i;

	fill(&table);
	iph_table_sort(&table, 1, by_index, (void *)&shape);
	taken = iph_table_take(&table);
	ck_assert_uint_eq(taken->NumEntries, MANY);
	ck_assert_uint_eq(taken->Table[0].InterfaceIndex, MANY);
	for (i = 1; i < MANY; i++)
		ck_assert_uint_eq(taken->Table[i].InterfaceIndex, i);
	free(taken);
}
END_TEST

START_TEST(rows_in_order_either_way_stay_whole_when_sorted)
{
	struct iph_table table;
	MIB_ANYCASTIPADDRESS_ROW *row;
	ULONG i;

	fill(&table);
	for (i = 0; i < MANY; i++) {
		row = iph_table_row(&table, i);
		row->ScopeId.Value = ~row->InterfaceIndex;
	}
	iph_table_sort(&table, 0, by_index, (void *)&shape);
	iph_table_sort(&table, 0, by_index, (void *)&shape);
	for (i = 0; i < MANY; i++) {
		row = iph_table_row(&table, i);
		ck_assert_uint_eq(row->InterfaceIndex, i + 1);
		ck_assert_uint_eq(row->ScopeId.Value, ~(i + 1));
	}
	iph_table_free(&table);
}
END_TEST

/* In stretches that go down: one for each letter, which says where among the others its rows
 * belong. Once all are reversed the rows are in order only if the letters are. */
static void check_stretches(const char *starts, int length)
{
	struct iph_table table;
	MIB_ANYCASTIPADDRESS_ROW *row;
	size_t i;
	int n;

	ck_assert_int_eq(iph_table_init(&table, &shape), 0);
	for (i = 0; starts[i]; i++) {
		for (n = length; n > 0; n--) {
			row = iph_table_add(&table);
			row->InterfaceIndex = (ULONG)(starts[i] * length + n);
			row->ScopeId.Value = ~row->InterfaceIndex;
		}
	}
	iph_table_sort(&table, 0, by_index, (void *)&shape);
	for (i = 0; i < iph_table_count(&table); i++) {
		row = iph_table_row(&table, i);
		ck_assert(i == 0 || row->InterfaceIndex >= (row - 1)->InterfaceIndex);
		ck_assert_uint_eq(row->ScopeId.Value, ~row->InterfaceIndex);
	}
	iph_table_free(&table);
}

START_TEST(rows_whose_stretches_go_down_are_sorted)
{
	static const char *const starts[] = {"",     "a",   "ab",   "ba",   "abcd", "acbd",
					     "abdc", "aab", "bbaa", "dcba", "abcda"};
	size_t i;
	int length;

	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		for (length = 1; length < 6; length++)
			check_stretches(starts[i], length);
}
END_TEST

/* 2 4 6 ... 5 3 1, and equal ones */
START_TEST(rows_in_no_order_are_sorted)
{
	struct iph_table table;
	MIB_ANYCASTIPADDRESS_ROW *row;
	ULONG i;

	fill(&table);
	for (i = 0; i < MANY; i++) {
		row = iph_table_row(&table, i);
		row->InterfaceIndex = i < MANY / 2 ? 2 * i : 2 * (MANY - i) - 1;
	}
	row = iph_table_row(&table, 3);
	row->InterfaceIndex = 0;
	iph_table_sort(&table, 0, by_index, (void *)&shape);
	for (i = 1; i < MANY; i++) {
		row = iph_table_row(&table, i);
		ck_assert_uint_ge(row->InterfaceIndex, (row - 1)->InterfaceIndex);
	}
	iph_table_free(&table);
}
END_TEST

/* The index is a key of two words, and the scope a mark that must stay with its row. */
static uint64_t word_of_index(const void *element, unsigned int place, const void *arg)
{
	const MIB_ANYCASTIPADDRESS_ROW *row = element;

	if (arg != &shape || place >= 2)
		abort();
	return place ? row->InterfaceIndex & 0xffff : row->InterfaceIndex >> 16;
}

static const struct iph_table_words words = {.places = 2, .word = word_of_index};

static uint32_t mark_of(uint32_t key)
{
	return key * 2654435761u + 1;
}

static void add_row(struct iph_table *table, uint32_t key)
{
	MIB_ANYCASTIPADDRESS_ROW *row = iph_table_add(table);

	ck_assert_ptr_nonnull(row);
	memset(row, 0, sizeof(*row));
	row->InterfaceIndex = key;
	row->ScopeId.Value = mark_of(key);
}

/* How many rows are smaller than the one before them; each is whole, and all keys are there. */
static size_t count_descents(const struct iph_table *table, uint64_t sum)
{
	size_t descents = 0;
	size_t i;

	for (i = 0; i < iph_table_count(table); i++) {
		const MIB_ANYCASTIPADDRESS_ROW *row = iph_table_row(table, i);

		if (row->ScopeId.Value != mark_of(row->InterfaceIndex))
			ck_abort_msg("row %zu is mixed", i);
		descents += i > 0 && row->InterfaceIndex < (row - 1)->InterfaceIndex;
		sum -= row->InterfaceIndex;
	}
	ck_assert_uint_eq(sum, 0);
	return descents;
}

/* One byte, all bytes, the same ones many times. */
static const uint32_t masks[] = {0xff, 0xff00, 0xff0000ff, 0xffffffff, 0x3, 0x10000};
#define MASKS (int)(sizeof(masks) / sizeof(masks[0]))

START_TEST(rows_in_no_order_are_spread_to_their_places)
{
	struct iph_table table;
	uint32_t key = 1;
	uint64_t sum = 0;
	int i;

	ck_assert_int_eq(iph_table_init(&table, &shape), 0);
	for (i = 0; i < 20000; i++) {
		key = key * 1664525 + 1013904223;
		add_row(&table, (key >> 7) & masks[_i]);
		sum += (key >> 7) & masks[_i];
	}
	ck_assert_uint_ge(count_descents(&table, sum), 4000);
	iph_table_spread(&table, 0, &words, &shape);
	ck_assert_uint_eq(count_descents(&table, sum), 0);
	iph_table_sort(&table, 0, by_index, (void *)&shape);
	ck_assert_uint_eq(count_descents(&table, sum), 0);
	iph_table_free(&table);
}
END_TEST

START_TEST(rows_before_the_first_and_those_in_order_are_not_spread)
{
	const MIB_ANYCASTIPADDRESS_ROW *row;
	struct iph_table table;
	uint64_t sum = 0;
	uint32_t i;

	ck_assert_int_eq(iph_table_init(&table, &shape), 0);
	for (i = 0; i < 500; i++) {
		add_row(&table, i * 7919 % 499 + 1000);
		sum += i * 7919 % 499 + 1000;
	}
	for (i = 0; i < 500; i++) {
		add_row(&table, 500 - i);
		sum += 500 - i;
	}
	iph_table_spread(&table, 500, &words, &shape);
	row = iph_table_row(&table, 500);
	ck_assert_uint_eq(row->InterfaceIndex, 500);
	iph_table_truncate(&table, 900);
	iph_table_spread(&table, 400, &words, &shape);
	row = iph_table_row(&table, 0);
	ck_assert_uint_eq(row->InterfaceIndex, 1000);
	row = iph_table_row(&table, 399);
	ck_assert_uint_eq(row->InterfaceIndex, 399 * 7919 % 499 + 1000);
	iph_table_free(&table);
}
END_TEST

/* Shapes of what is to be sorted: the key of row i of count. */
static ULONG interleaved(ULONG i, ULONG count)
{
	return i < count / 2 ? 2 * i : 2 * (i - count / 2) + 1;
}

static ULONG second_half_below(ULONG i, ULONG count)
{
	return i < count / 2 ? i + count : i;
}

static ULONG last_is_first(ULONG i, ULONG count)
{
	return i + 1 < count ? i + 1 : 0;
}

static ULONG each_fifth_late(ULONG i, ULONG count)
{
	(void)count;
	return i % 5 == 4 ? i - 4 : i;
}

static ULONG few_keys(ULONG i, ULONG count)
{
	return i * 7919 % 13 + count * 0;
}

static ULONG random_keys(ULONG i, ULONG count)
{
	return i * 2654435761u % (4 * count);
}

static ULONG (*const orders[])(ULONG, ULONG) = {interleaved,	 second_half_below, last_is_first,
						each_fifth_late, few_keys,	    random_keys};

static bool comes_after(const MIB_ANYCASTIPADDRESS_ROW *row, const MIB_ANYCASTIPADDRESS_ROW *other)
{
	if (row->InterfaceIndex != other->InterfaceIndex)
		return row->InterfaceIndex > other->InterfaceIndex;
	return row->ScopeId.Value > other->ScopeId.Value;
}

/* More rows than fit into the memory that runs are merged with, and a few. Equal ones keep their
 * order, which their scope remembers. */
START_TEST(rows_of_long_runs_are_sorted_and_equal_ones_keep_their_order)
{
	static const ULONG counts[] = {2, 3, 17, 600, 1201, 20000};
	struct iph_table table;
	size_t n;
	ULONG i;

	for (n = 0; n < sizeof(counts) / sizeof(counts[0]); n++) {
		const MIB_ANYCASTIPADDRESS_ROW *rows;
		ULONG wrong = 0;

		ck_assert_int_eq(iph_table_init(&table, &shape), 0);
		for (i = 0; i < counts[n]; i++) {
			MIB_ANYCASTIPADDRESS_ROW *row = iph_table_add(&table);

			row->InterfaceIndex = orders[_i](i, counts[n]);
			row->ScopeId.Value = i;
		}
		iph_table_sort(&table, 0, by_index, (void *)&shape);
		ck_assert_uint_eq(iph_table_count(&table), counts[n]);
		rows = iph_table_row(&table, 0);
		for (i = 0; i < counts[n]; i++) {
			wrong += rows[i].InterfaceIndex !=
				 orders[_i](rows[i].ScopeId.Value, counts[n]);
			wrong += i > 0 && !comes_after(&rows[i], &rows[i - 1]);
		}
		ck_assert_uint_eq(wrong, 0);
		iph_table_free(&table);
	}
}
END_TEST

TEST_SUITE("table")
{
	TCase *tcase = tcase_create("iph_table");

	tcase_add_test(tcase, an_empty_table_can_be_handed_over);
	tcase_add_test(tcase, a_new_row_takes_the_place_of_one_that_was_forgotten);
	tcase_add_test(tcase, rows_from_the_first_named_on_are_sorted);
	tcase_add_test(tcase, rows_in_order_either_way_stay_whole_when_sorted);
	tcase_add_test(tcase, rows_whose_stretches_go_down_are_sorted);
	tcase_add_test(tcase, rows_in_no_order_are_sorted);
	tcase_add_loop_test(tcase, rows_in_no_order_are_spread_to_their_places, 0, MASKS);
	tcase_add_test(tcase, rows_before_the_first_and_those_in_order_are_not_spread);
	tcase_add_loop_test(tcase, rows_of_long_runs_are_sorted_and_equal_ones_keep_their_order, 0,
			    (int)(sizeof(orders) / sizeof(orders[0])));
	suite_add_tcase(suite, tcase);
}
