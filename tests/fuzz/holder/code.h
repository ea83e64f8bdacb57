/* SPDX-License-Identifier: MIT */
/* The holder's own files, with calls that lead to the model instead of the kernel. */
#pragma once

#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static ssize_t model_recvmsg(int fd, struct msghdr *mh, int flags);
static ssize_t model_sendto(int fd, const void *buf, size_t len, int flags,
			    const struct sockaddr *to, socklen_t size);
static int model_close(int fd);
static int model_poll(struct pollfd *fds, nfds_t count, int milliseconds);

#define recvmsg model_recvmsg
#define sendto model_sendto
#define close model_close
#define poll model_poll

#include "../../../src/holder/store.h"
#undef STORE_SLOTS /* few enough to run out of */
#define STORE_SLOTS 12u

/* Long loops with nothing to find in them: uncounted, they take a tenth of the time. */
__attribute__((no_sanitize("coverage"))) void store_rebuild(void);
__attribute__((no_sanitize("coverage"))) bool store_answer(uint64_t id, int *ret_error);

#include "../../../src/holder/parts.h"
#include "../../../src/holder/store.c"
#include "../../../src/kernel/addr.c"
#include "../../../src/kernel/addresses.c"
#include "../../../src/kernel/attr.c"
#include "../../../src/kernel/family.c"

#include "../../../src/holder/local-route.c"

/* Of kernel.c only what reads messages: the rest is the model's. */
#define kernel_interface_check real_interface_check
#define kernel_interface_exists real_interface_exists
#define kernel_socket real_socket
#define kernel_join real_join
#define kernel_leave real_leave
#define kernel_cover_add real_cover_add
#define kernel_cover_delete real_cover_delete
#define kernel_anycast_route_find real_anycast_route_find
#define kernel_anycast_route_delete real_anycast_route_delete
#define kernel_anycast_route_add real_anycast_route_add
#define kernel_service_add real_service_add
#define kernel_service_settle real_service_settle
#define kernel_service_put real_service_put
#define kernel_service_delete real_service_delete
#define kernel_service_find real_service_find
#define kernel_local_route_delete real_local_route_delete
#define kernel_stand_in_add real_stand_in_add
#define kernel_stand_in_delete real_stand_in_delete
#define kernel_routes_sweep real_routes_sweep
#define kernel_service_each real_service_each
#define kernel_service_is_foreign real_service_is_foreign
#include "../../../src/holder/parts.c"
#undef kernel_interface_check
#undef kernel_interface_exists
#undef kernel_socket
#undef kernel_join
#undef kernel_leave
#undef kernel_cover_add
#undef kernel_cover_delete
#undef kernel_anycast_route_find
#undef kernel_anycast_route_delete
#undef kernel_anycast_route_add
#undef kernel_service_add
#undef kernel_service_settle
#undef kernel_service_put
#undef kernel_service_delete
#undef kernel_service_find
#undef kernel_local_route_delete
#undef kernel_stand_in_add
#undef kernel_stand_in_delete
#undef kernel_routes_sweep
#undef kernel_service_each
#undef kernel_service_is_foreign

#include "../../../src/holder/sockets.h"
#undef SOCKET_SHARE /* few enough to need several */
#define SOCKET_SHARE 2
#include "../../../src/holder/entry.h"
#include "../../../src/holder/sockets.c"
#undef ENTRY_FEW /* few enough to have more */
#define ENTRY_FEW 3
#include "../../../src/holder/steps.c"
#define add_service add_first_service
#include "../../../src/holder/entry.c"
#undef add_service
#include "../../../src/holder/compare.c"
#include "../../../src/holder/memory.c"
/* What a holder has allocated, one thing at a time, goes with it: see die(). */
static void *allocated;

static void *allocate(size_t count, size_t size)
{
	allocated = calloc(count, size);
	return allocated;
}

static void release(void *pointer)
{
	allocated = NULL;
	free(pointer);
}

#define calloc allocate
#define free release
#include "../../../src/holder/rejoin.c"
#undef calloc
#undef free
#include "../../../src/holder/restore.c"
#define receive receive_notice
#define events_filter real_events_filter
#include "../../../src/holder/events.c"
#undef events_filter
#undef receive
int events_filter(int fd, const struct iph_nl *nl);
#include "../../../src/holder/serve.c"
