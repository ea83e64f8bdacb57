/* SPDX-License-Identifier: MIT */
/* One registration for notices: what was asked for, and the notices that wait. */
#pragma once

#include <pthread.h>
#include <stdint.h>

#include "codes/export.h"
#include "queue.h"
#include "util.h"

/* A callback of any type: call casts it back. */
typedef void (*iph_notify_callback)(void);

/* What a family asks for. */
struct iph_notify_wish {
	unsigned int heard;   /* of enum iph_notice_kind, a bit for each */
	unsigned int watched; /* and what has to be watched for it; 0: nothing ever happens */
	uint8_t family;	      /* AF_UNSPEC: both */
	size_t row;	      /* the size of one */
	iph_notify_callback callback;
	void *context;
	bool initial;

	/* Makes the row, which is all 0, and calls. Without notice and row it is the initial call.
	 */
	void (*call)(const struct iph_notify_wish *wish, const struct iph_notice *notice,
		     void *row);

	/* In place of call, for a callback that is called once: it is asked before the registration
	 * has returned, with first, and then after whatever is heard. 1: that was the call, and
	 * nothing more is heard. 0: not yet. Or an error: not yet, and to be asked again soon;
	 * with first the registration ends. */
	int (*once)(const struct iph_notify_wish *wish, bool first);
	void *answer; /* where it leaves what it has found the first time */
};

/* GLib looks at a row in its main loop, long after the callback has returned. */
#define IPH_ROWS_KEPT 128

struct iph_listener;

struct iph_registration {
	struct iph_registration *next;
	struct iph_notify_wish wish;
	struct iph_listener *listener; /* NULL: nothing is watched, and there is no thread */
	HANDLE handle;
	pthread_t thread; /* which runs the callback */
	pthread_t caller; /* while it is asking: who asks */
	pthread_cond_t changed;
	struct iph_queue queue;
	char *rows;
	size_t row;    /* the next one to use */
	int result;    /* of the listener: -EINPROGRESS until it has looked at it */
	bool threaded; /* that thread has been started */
	bool held;     /* until the initial call has returned */
	bool initial;  /* that call is running */
	bool cancelled;
	bool orphan;  /* cancelled from within a call of its thread, which frees it */
	bool dropped; /* cancelled from within the initial call, after which it is freed */
	bool missed;  /* there was no memory for a notice */
	bool again;   /* once has failed */
	bool over;    /* once has called; it is there to be cancelled, and nothing else */
};

struct iph_registration *iph_registration_new(const struct iph_notify_wish *wish);
void iph_registration_free(struct iph_registration *registration);

/* What is checked before anything else, by every function that registers: no handle is given, and
 * the wish gets its family. -EINVAL. */
int iph_notify_check(struct iph_notify_wish *wish, ADDRESS_FAMILY family,
		     HANDLE *ret_handle) IPH_MUST_CHECK;

bool iph_registration_hears(const struct iph_registration *registration,
			    const struct iph_notice *notice);

/* The call that comes before the function has returned which registers. Returns what
 * iph_registration_call() does. */
int iph_registration_call_first(const struct iph_registration *registration);

/* Calls back. 0, or what wish.once has returned. */
int iph_registration_call(struct iph_registration *registration, const struct iph_notice *notice);
