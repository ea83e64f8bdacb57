/* SPDX-License-Identifier: MIT */
/* The buffers of IcmpSendEcho() and its like: structures of Windows, then options and data. */
#pragma once

#include <stddef.h>

#include "icmpapi.h"

#include "echo.h"

/* Addresses and padding are the caller's: it may begin anywhere. */
struct iph_reply_buffer {
	uint8_t *start;
	size_t size;
	uint8_t family;
	DWORD count;
	size_t tail; /* bytes of options and data, which stand at the end until all have come */
};

/* Of one structure. */
size_t iph_reply_size(uint8_t family);

/* Whether there is room for a further one that is as large. */
bool iph_reply_fits(const struct iph_reply_buffer *buffer, const struct iph_echo_reply *reply);

/* -E2BIG: there is no room for it. */
int iph_reply_store(struct iph_reply_buffer *buffer,
		    const struct iph_echo_reply *reply) IPH_MUST_CHECK;

/* When the last one has come: options and data go behind the last structure. */
void iph_reply_finish(struct iph_reply_buffer *buffer);

/* The caller is told the number of replies: IcmpParseReplies() finds it once only. */
void iph_reply_counted(const struct iph_reply_buffer *buffer);

/* None has come: why not. */
void iph_reply_fail(const struct iph_reply_buffer *buffer, DWORD status);
