/* SPDX-License-Identifier: MIT */
/* The tables before netioapi.h: a buffer of the caller that begins with the number of rows. */
#pragma once

#include <errno.h>
#include <stddef.h>

#include "codes/export.h"
#include "util.h"

/* Whether the buffer of *size bytes has room for so many rows: -EOVERFLOW where it has not, and
 * then *size is what they take. */
static inline int iph_sized_fit(const void *buffer, ULONG *size, size_t first, size_t row,
				size_t count)
{
	size_t needed = first + count * row;

	if (needed > UINT32_MAX)
		return -ENOMEM;
	if (buffer && *size >= needed)
		return 0;
	*size = (ULONG)needed;
	return -EOVERFLOW;
}

/* The same, and a table without rows is -ENODATA. */
static inline int iph_sized_room(const void *buffer, ULONG *size, size_t first, size_t row,
				 size_t count)
{
	return count ? iph_sized_fit(buffer, size, first, row, count) : -ENODATA;
}

#define IPH_SIZED_ROOM(buffer, size, count)                                                        \
	iph_sized_room(buffer, size, offsetof(typeof(*(buffer)), table),                           \
		       sizeof((buffer)->table[0]), count)
