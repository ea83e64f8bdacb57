/* SPDX-License-Identifier: MIT */
/* Small helpers that every part uses: ownership, compiler attributes. */
#pragma once

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#define IPH_MUST_CHECK __attribute__((warn_unused_result))
#define IPH_ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* For a result that cannot be helped; the call says why. gcc does not take a cast to void. */
static inline void iph_ignore(int result)
{
	(void)result;
}

/* What can be had later: worth another try, while anything else will not change by itself. */
static inline bool iph_is_shortage(int r)
{
	return r == -ENOMEM || r == -ENOBUFS || r == -EMFILE || r == -ENFILE;
}

static inline void iph_freep(void *p)
{
	free(*(void **)p);
}

static inline void iph_closep(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

#define IPH_AUTO_FREE __attribute__((cleanup(iph_freep)))
#define IPH_AUTO_CLOSE __attribute__((cleanup(iph_closep)))

/* Hands over an owned pointer: the variable is NULL afterwards and its cleanup does nothing. */
#define iph_take(p)                                                                                \
	__extension__({                                                                            \
		typeof(*(p)) iph_taken = *(p);                                                     \
		*(p) = NULL;                                                                       \
		iph_taken;                                                                         \
	})

static inline int iph_take_fd(int *fd)
{
	int taken = *fd;

	*fd = -1;
	return taken;
}
