/* SPDX-License-Identifier: MIT */
/* The library's malloc() and its kin (the linker's --wrap): each asks first whether it is to fail.
 * Nobody knows the system call but the tracer. */

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "inject.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static bool fails(void)
{
	int before = errno;

	syscall(MARK_MEMORY);
	if (errno == ENOMEM)
		return true;
	errno = before;
	return false;
}

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}
