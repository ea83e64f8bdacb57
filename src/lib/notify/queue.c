/* SPDX-License-Identifier: MIT */
/* The notices that a callback has not had yet: in order, and above a bound one for each row. */

#include "queue.h"

#include <stdlib.h>

#include "codes/export.h"

#define FIRST_ROOM 16

/* What two notices about one row are together. It was there before the first one unless that says
 * that it came, and is there after the last one unless that says that it went. */
static uint32_t merged(uint32_t first, uint32_t last)
{
	bool before = first != MibAddInstance;
	bool after = last != MibDeleteInstance;

	if (before)
		return after ? MibParameterNotification : MibDeleteInstance;
	return after ? MibAddInstance : IPH_NOTICE_NONE;
}

static void forget(struct iph_queue *queue, struct iph_notice *notice)
{
	notice->type = IPH_NOTICE_NONE;
	queue->waiting--;
}

/* Makes one of the notice at a place and an earlier one about the same row, if one waits. */
static bool merge(struct iph_queue *queue, size_t at)
{
	struct iph_notice *notice = &queue->notices[at];
	struct iph_set_entry *entry = iph_set_add(&queue->places, &notice->key);
	struct iph_notice *earlier;

	if (!entry)
		return false;
	if (entry->value <= queue->head) { /* none, or the callback has had it */
		entry->value = at + 1;
		return true;
	}
	earlier = &queue->notices[entry->value - 1];
	earlier->type = merged(earlier->type, notice->type);
	earlier->luid = notice->luid;
	forget(queue, notice);
	if (earlier->type == IPH_NOTICE_NONE) {
		queue->waiting--;
		iph_set_remove(&queue->places, entry);
	}
	return true;
}

/* If memory runs out half way, what was merged until then is right, too. */
static bool start_merging(struct iph_queue *queue)
{
	size_t i;

	queue->merging = true;
	for (i = queue->head; i < queue->end; i++) {
		if (queue->notices[i].type != IPH_NOTICE_NONE && !merge(queue, i)) {
			iph_set_free(&queue->places);
			queue->merging = false;
			return false;
		}
	}
	return true;
}

static void stop_merging(struct iph_queue *queue)
{
	iph_set_free(&queue->places);
	queue->merging = false;
}

/* Moves the notices that wait to the beginning. */
static bool close_up(struct iph_queue *queue)
{
	bool merging = queue->merging;
	size_t kept = 0;
	size_t i;

	for (i = queue->head; i < queue->end; i++)
		if (queue->notices[i].type != IPH_NOTICE_NONE)
			queue->notices[kept++] = queue->notices[i];
	queue->head = 0;
	queue->end = kept;
	stop_merging(queue);
	return !merging || start_merging(queue);
}

static bool make_room(struct iph_queue *queue)
{
	size_t room = queue->room ? queue->room * 2 : FIRST_ROOM;
	struct iph_notice *grown;

	if (queue->end == queue->room && queue->waiting < queue->room / 2 && !close_up(queue))
		return false;
	if (queue->end < queue->room)
		return true;
	grown = reallocarray(queue->notices, room, sizeof(*grown));
	if (!grown)
		return false;
	queue->notices = grown;
	queue->room = room;
	return true;
}

bool iph_queue_put(struct iph_queue *queue, const struct iph_notice *notice)
{
	if (!queue->merging && queue->waiting >= IPH_QUEUE_BOUND && !start_merging(queue))
		return false;
	if (!make_room(queue))
		return false;
	queue->notices[queue->end++] = *notice;
	queue->waiting++;
	if (queue->merging && !merge(queue, queue->end - 1)) {
		queue->end--;
		queue->waiting--;
		return false;
	}
	/* one that was merged into another takes no place */
	if (queue->notices[queue->end - 1].type == IPH_NOTICE_NONE)
		queue->end--;
	return true;
}

bool iph_queue_take(struct iph_queue *queue, struct iph_notice *ret_notice)
{
	while (queue->head < queue->end) {
		*ret_notice = queue->notices[queue->head++];
		if (ret_notice->type != IPH_NOTICE_NONE) {
			queue->waiting--;
			return true;
		}
	}
	if (queue->room > IPH_QUEUE_BOUND) /* the memory of a burst */
		iph_queue_free(queue);
	stop_merging(queue);
	queue->head = queue->end = 0;
	return false;
}

void iph_queue_free(struct iph_queue *queue)
{
	iph_set_free(&queue->places);
	free(queue->notices);
	*queue = (struct iph_queue){0};
}
