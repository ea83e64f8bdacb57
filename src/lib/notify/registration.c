/* SPDX-License-Identifier: MIT */
/* One registration for notices: what was asked for, and the notices that wait. */

#include "registration.h"

#include <errno.h>
#include <string.h>

#include "table/key.h"

struct iph_registration *iph_registration_new(const struct iph_notify_wish *wish)
{
	struct iph_registration *registration = calloc(1, sizeof(*registration));

	if (!registration)
		return NULL;
	registration->rows = calloc(IPH_ROWS_KEPT, wish->row);
	if (!registration->rows) {
		free(registration);
		return NULL;
	}
	registration->wish = *wish;
	registration->result = -EINPROGRESS;
	registration->held = true;
	(void)pthread_cond_init(&registration->changed, NULL);
	return registration;
}

/* changed stays: to destroy it would wait in a child for the threads of its parent. */
void iph_registration_free(struct iph_registration *registration)
{
	iph_queue_free(&registration->queue);
	free(registration->rows);
	free(registration);
}

int iph_notify_check(struct iph_notify_wish *wish, ADDRESS_FAMILY family, HANDLE *ret_handle)
{
	if (!ret_handle)
		return -EINVAL;
	*ret_handle = NULL;
	return wish->callback ? iph_row_family(family, &wish->family) : -EINVAL;
}

bool iph_registration_hears(const struct iph_registration *registration,
			    const struct iph_notice *notice)
{
	const struct iph_notify_wish *wish = &registration->wish;

	return wish->heard >> notice->key.kind & 1 &&
	       (wish->family == AF_UNSPEC || notice->key.family == AF_UNSPEC ||
		wish->family == notice->key.family);
}

int iph_registration_call_first(const struct iph_registration *registration)
{
	const struct iph_notify_wish *wish = &registration->wish;

	if (wish->once)
		return wish->once(wish, true);
	wish->call(wish, NULL, NULL);
	return 0;
}

int iph_registration_call(struct iph_registration *registration, const struct iph_notice *notice)
{
	const struct iph_notify_wish *wish = &registration->wish;
	void *row = registration->rows + registration->row * wish->row;

	if (wish->once)
		return wish->once(wish, false);
	registration->row = (registration->row + 1) % IPH_ROWS_KEPT;
	memset(row, 0, wish->row);
	wish->call(wish, notice, row);
	return 0;
}
