/* SPDX-License-Identifier: MIT */
/* How much heap something takes at its highest. These take the place of the C library's own
 * (glibc manual, "Replacing malloc") in the whole program, the libraries it uses included. */

#include <errno.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "heap.h"

/* Seen by the other libraries, too. */
#define REPLACES __attribute__((visibility("default")))

/* The C library's own, which it exports under these names, too. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *p, size_t size);
extern void __libc_free(void *p);

static struct {
	bool on;
	size_t now; /* modulo its width: what is freed may have been there before */
	size_t peak;
} heap;

static void *grown(void *p)
{
	if (heap.on && p) {
		heap.now += malloc_usable_size(p);
		if ((ptrdiff_t)heap.now > (ptrdiff_t)heap.peak)
			heap.peak = heap.now;
	}
	return p;
}

REPLACES void *malloc(size_t size)
{
	return grown(__libc_malloc(size));
}

REPLACES void *calloc(size_t count, size_t size)
{
	return grown(__libc_calloc(count, size));
}

REPLACES void *realloc(void *p, size_t size)
{
	size_t before = heap.on ? malloc_usable_size(p) : 0;
	void *now = __libc_realloc(p, size);

	if (now)
		heap.now -= before;
	return grown(now);
}

REPLACES void *reallocarray(void *p, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(p, bytes);
}

REPLACES void free(void *p)
{
	if (heap.on)
		heap.now -= malloc_usable_size(p);
	__libc_free(p);
}

void heap_start(void)
{
	heap.now = 0;
	heap.peak = 0;
	heap.on = true;
}

size_t heap_peak(void)
{
	heap.on = false;
	return heap.peak;
}
