/* SPDX-License-Identifier: MIT */
/* What the thread has that listens in one network namespace. */
#pragma once

#include "lookout.h"

struct iph_listener {
	struct iph_listener *next;
	struct iph_lookout lookout; /* the thread's alone, but for opening it */
	uint64_t namespace;	    /* its cookie; 0 where the kernel does not tell */
	int wake;		    /* an eventfd(2) */
};

/* Of the network namespace of the calling thread. tell gets the listener as its argument. */
int iph_listener_open(void (*tell)(const struct iph_notice *notice, void *listener),
		      struct iph_listener **ret_listener) IPH_MUST_CHECK;
void iph_listener_close(struct iph_listener *listener);

static inline void iph_listener_closep(struct iph_listener **listener)
{
	if (*listener)
		iph_listener_close(*listener);
}
#define IPH_AUTO_LISTENER __attribute__((cleanup(iph_listener_closep)))

/* Waits until there is news or somebody has called iph_listener_wake(), and takes the news. */
void iph_listener_await(struct iph_listener *listener);
void iph_listener_wake(const struct iph_listener *listener);
