/* SPDX-License-Identifier: MIT */
/* The notices that a callback has not had yet. */
#pragma once

#include "set.h"

/* So many notices wait in the order in which things happened. When there are more, those about one
 * row become one: what is left is the difference between what the callback knows and what is. */
#define IPH_QUEUE_BOUND 4096

struct iph_queue {
	struct iph_notice *notices;
	size_t head; /* of the first that may wait */
	size_t end;
	size_t room;
	size_t waiting;
	bool merging;
	struct iph_set places; /* while merging: where the notice about a row is, plus 1 */
};

/* False when out of memory; then nothing has changed. */
bool iph_queue_put(struct iph_queue *queue, const struct iph_notice *notice);

/* False when there is none. */
bool iph_queue_take(struct iph_queue *queue, struct iph_notice *ret_notice);

void iph_queue_free(struct iph_queue *queue);
