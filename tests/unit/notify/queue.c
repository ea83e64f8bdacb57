/* SPDX-License-Identifier: MIT */
/* The queue of notices, the set and the view behind it, against plain arrays that know the truth.
 */

#include <stdlib.h>
#include <string.h>

#include "codes.h"
#include "notify/queue.h"
#include "notify/view.h"
#include "suite.h"

#define ROWS 20000

static uint32_t state;

static uint32_t any(uint32_t below)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % below;
}

static struct iph_notice_key key_of(uint32_t number)
{
	return (struct iph_notice_key){.ifindex = number, .family = AF_INET};
}

/* An assertion of check(1) writes into a file each time, which is too slow for these loops. */
static void must(bool condition, const char *what)
{
	if (!condition)
		ck_abort_msg("%s", what);
}

static void put(struct iph_queue *queue, uint32_t number, uint32_t type)
{
	struct iph_notice notice = {.key = key_of(number), .type = type};

	must(iph_queue_put(queue, &notice), "out of memory");
}

START_TEST(notices_come_out_in_order)
{
	struct iph_queue queue = {0};
	struct iph_notice notice;
	uint32_t i, j;

	ck_assert(!iph_queue_take(&queue, &notice));
	for (i = 0; i < 3 * IPH_QUEUE_BOUND; i++) {
		put(&queue, 7, i % 3);
		put(&queue, 8, i % 3);
		for (j = 7; j < 9; j++) {
			ck_assert(iph_queue_take(&queue, &notice));
			ck_assert_uint_eq(notice.key.ifindex, j);
			ck_assert_uint_eq(notice.type, i % 3);
		}
	}
	for (i = 0; i < IPH_QUEUE_BOUND; i++)
		put(&queue, i % 3, i % 2 ? MibDeleteInstance : MibAddInstance);
	for (i = 0; i < IPH_QUEUE_BOUND; i++) {
		ck_assert(iph_queue_take(&queue, &notice));
		ck_assert_uint_eq(notice.key.ifindex, i % 3);
	}
	ck_assert(!iph_queue_take(&queue, &notice));
	iph_queue_free(&queue);
}
END_TEST

/* What a callback takes: it must fit what it knows. */
static void take(struct iph_queue *queue, bool *knows)
{
	struct iph_notice notice;
	bool *row;

	if (!iph_queue_take(queue, &notice))
		return;
	row = &knows[notice.key.ifindex];
	must(*row == (notice.type != MibAddInstance), "told what it knows");
	*row = notice.type != MibDeleteInstance;
}

/* Rows come, go and change, most of them a few, while the callback takes more or less of it. */
START_TEST(above_the_bound_the_difference_is_left)
{
	struct iph_queue queue = {0};
	static bool is[ROWS], knows[ROWS];
	uint32_t i, turn, row, rows;
	size_t longest = 0;

	state = (uint32_t)_i + 1;
	memset(is, 0, sizeof(is));
	memset(knows, 0, sizeof(knows));
	for (turn = 0; turn < 40; turn++) {
		rows = turn % 2 ? 100 : ROWS;
		for (i = 0; i < 20000; i++) {
			row = any(rows);
			if (is[row] && any(3) == 0) {
				put(&queue, row, MibParameterNotification);
			} else {
				put(&queue, row, is[row] ? MibDeleteInstance : MibAddInstance);
				is[row] = !is[row];
			}
			if (any(40) < turn)
				take(&queue, knows);
			if (queue.end > longest)
				longest = queue.end;
		}
		if (turn % 3 == 0)
			while (queue.waiting > 0)
				take(&queue, knows);
	}
	while (queue.waiting > 0)
		take(&queue, knows);
	take(&queue, knows);
	ck_assert_mem_eq(is, knows, sizeof(is));
	/* no more than twice what there is to be told */
	ck_assert_uint_le(longest, 2 * (ROWS + IPH_QUEUE_BOUND));
	ck_assert_uint_le(queue.room, IPH_QUEUE_BOUND);
	iph_queue_free(&queue);
}
END_TEST

START_TEST(a_row_that_comes_and_goes_takes_no_memory)
{
	struct iph_queue queue = {0};
	struct iph_notice notice;
	uint32_t i;

	for (i = 0; i < 1000000; i++)
		put(&queue, i / 2 % 7, i % 2 ? MibDeleteInstance : MibAddInstance);
	ck_assert_uint_le(queue.room, 4 * IPH_QUEUE_BOUND);
	while (iph_queue_take(&queue, &notice))
		;
	ck_assert_uint_eq(queue.waiting, 0);
	iph_queue_free(&queue);
}
END_TEST

struct told {
	uint32_t counts[4];
	uint32_t last;
};

static void tell(const struct iph_notice_key *row, uint32_t type, void *arg)
{
	struct told *told = arg;

	told->counts[type]++;
	told->last = row->ifindex;
}

/* Two things make one row. */
static void row_of(const struct iph_notice_key *thing, struct iph_notice_key *ret_row)
{
	*ret_row = *thing;
	ret_row->ifindex /= 2;
}

static void assert_told(struct told *told, uint32_t parameter, uint32_t add, uint32_t delete)
{
	ck_assert_uint_eq(told->counts[MibParameterNotification], parameter);
	ck_assert_uint_eq(told->counts[MibAddInstance], add);
	ck_assert_uint_eq(told->counts[MibDeleteInstance], delete);
	*told = (struct told){0};
}

START_TEST(a_view_tells_what_is_new)
{
	struct told told = {0};
	struct iph_view view = {.row_of = row_of, .tell = tell, .arg = &told};
	struct iph_notice_key a = key_of(4);
	struct iph_notice_key b = key_of(5);
	struct iph_notice_key c = key_of(6);

	ck_assert_int_eq(iph_view_put(&view, &a, 1), 0);
	assert_told(&told, 0, 1, 0);
	ck_assert_int_eq(iph_view_put(&view, &a, 1), 0);
	assert_told(&told, 0, 0, 0);
	ck_assert_int_eq(iph_view_put(&view, &a, 2), 0);
	assert_told(&told, 1, 0, 0);
	ck_assert_int_eq(iph_view_put(&view, &b, 2), 0);
	assert_told(&told, 1, 0, 0);
	iph_view_drop(&view, &a);
	assert_told(&told, 1, 0, 0);
	iph_view_drop(&view, &a);
	assert_told(&told, 0, 0, 0);
	iph_view_drop(&view, &b);
	assert_told(&told, 0, 0, 1);
	ck_assert_int_eq(iph_view_put(&view, &a, 1), 0);
	ck_assert_int_eq(iph_view_put(&view, &c, 1), 0);
	told = (struct told){0};
	/* a reading that begins again does not keep what the first one had */
	iph_view_begin(&view);
	ck_assert_int_eq(iph_view_put(&view, &a, 1), 0);
	iph_view_begin(&view);
	ck_assert_int_eq(iph_view_put(&view, &c, 2), 0);
	iph_view_end(&view);
	assert_told(&told, 1, 0, 1);
	iph_view_free(&view);
}
END_TEST

/* Tables with any of their rows missing, read one after the other. */
START_TEST(a_reading_tells_the_difference)
{
	struct told told = {0};
	struct iph_view view = {.row_of = row_of, .tell = tell, .arg = &told};
	static bool is[2000];
	uint32_t i, turn, count, rows;

	state = 5;
	for (turn = 0; turn < 50; turn++) {
		iph_view_begin(&view);
		for (i = 0, count = rows = 0; i < 2000; i++) {
			struct iph_notice_key key = key_of(i);

			is[i] = any(50) < turn;
			count += is[i];
			if (is[i])
				must(iph_view_put(&view, &key, 1) == 0, "out of memory");
			rows += i % 2 && (is[i] || is[i - 1]);
		}
		iph_view_end(&view);
		ck_assert_uint_eq(view.things.count, count);
		ck_assert_uint_eq(view.rows.count, rows);
		ck_assert_uint_eq(told.counts[MibAddInstance] - told.counts[MibDeleteInstance],
				  rows);
		for (i = 0; i < 2000; i++) {
			struct iph_notice_key key = key_of(i);

			must(is[i] == (iph_set_find(&view.things, &key) != NULL), "a thing");
		}
	}
	iph_view_free(&view);
}
END_TEST

TEST_SUITE("unit-notify-queue")
{
	TCase *tcase = tcase_create("queue");

	tcase_add_test(tcase, notices_come_out_in_order);
	tcase_add_loop_test(tcase, above_the_bound_the_difference_is_left, 0, 4);
	tcase_add_test(tcase, a_row_that_comes_and_goes_takes_no_memory);
	tcase_add_test(tcase, a_view_tells_what_is_new);
	tcase_add_test(tcase, a_reading_tells_the_difference);
	suite_add_tcase(suite, tcase);
}
