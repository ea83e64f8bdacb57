/* SPDX-License-Identifier: MIT */
/* A small model of the kernel: interfaces, memberships, routes and addresses. Any of its calls may
 * fail, and the holder may die in any of them. */
#pragma once

#include <setjmp.h>

#include "../input.h"
#include "code.h"

#define ADDRESSES 8
#define TYPE 6
#define LINKS 6 /* interfaces 1 to 5 */
#define FDS 64
#define FIRST_FD 1000

enum { REQUESTS = 3, EVENTS = 4 };

#define NOW 1000 /* ms */

struct membership {
	bool used;
	bool dead; /* it is on its socket, and the kernel has dropped it */
	int fd;
	bool route;
	struct iph_addr addr;
	uint32_t ifindex;
};

static struct {
	struct membership memberships[FDS];
	bool open[FDS]; /* of sockets */
	struct iph_addr services[FDS];
	struct iph_addr stand_ins[FDS];
	size_t service_count;
	size_t stand_in_count;
	unsigned int covers;
	uint32_t links; /* bit n: interface n is there */
	struct iph_record records[FDS];
	size_t record_count;
	uint32_t changed[LINKS]; /* how often an interface came or went: it is another then */
	uint32_t plain;		 /* bit n: no prefix covers anything on interface n */
	unsigned int fail_in;	 /* 1: the next call fails; 0: none does */
	int failure;
	unsigned int calls;
	unsigned int die_in;
	bool die_after;
	bool disturbed; /* something failed or was changed by others unnoticed */
	bool changing;	/* something was changed by others, and its notice waits */
	struct input datagram;
	int waiting_fd; /* whose datagram it is, -1 when none waits */
	uint8_t how;
	bool lost; /* ENOBUFS comes first */
	unsigned int replies;
	struct iph_reply reply;
} model;

static jmp_buf death;

static void die(void)
{
	release(allocated);
	longjmp(death, 1);
}

static void check_promises(void);

/* Every model call begins and ends with these. */
static int enter(void)
{
	model.calls++;
	if (!model.disturbed && !model.changing)
		check_promises();
	if (model.die_in == 1 && !model.die_after) {
		model.die_in = 0;
		die();
	}
	if (model.fail_in == 0 || --model.fail_in > 0)
		return 0;
	model.disturbed = true;
	return -model.failure;
}

static int leave_call(int r)
{
	if (model.die_in > 0 && --model.die_in == 0 && model.die_after)
		die();
	return r;
}

static size_t find_in(const struct iph_addr *list, size_t count, const struct iph_addr *addr)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (iph_addr_equal(&list[i], addr))
			break;
	return i;
}

static int add_to(struct iph_addr *list, size_t *count, const struct iph_addr *addr)
{
	if (find_in(list, *count, addr) < *count)
		return -EEXIST;
	if (*count == FDS)
		return -ENOBUFS;
	list[(*count)++] = *addr;
	return 0;
}

static int take_from(struct iph_addr *list, size_t *count, const struct iph_addr *addr, int missing)
{
	size_t i = find_in(list, *count, addr);

	if (i == *count)
		return missing;
	list[i] = list[--*count];
	return 0;
}

static size_t find_record(const struct iph_addr *addr, uint32_t ifindex)
{
	size_t i;

	for (i = 0; i < model.record_count; i++)
		if (model.records[i].ifindex == ifindex &&
		    iph_addr_equal(&model.records[i].addr, addr))
			break;
	return i;
}

static struct membership *find_membership(const struct iph_addr *addr, uint32_t ifindex)
{
	int i;

	for (i = 0; i < FDS; i++)
		if (model.memberships[i].used && !model.memberships[i].dead &&
		    model.memberships[i].ifindex == ifindex &&
		    iph_addr_equal(&model.memberships[i].addr, addr))
			return &model.memberships[i];
	return NULL;
}

static bool link_there(uint32_t ifindex)
{
	return ifindex < LINKS && model.links & 1u << ifindex;
}

/* What is acknowledged is there at any moment, whatever is being done to other entries. */
static void check_promises(void)
{
	struct iph_addr addr;
	uint32_t at;

	for (at = 0; at < store_end(); at++) {
		if (store_slot(at)->state != SLOT_LIVE)
			continue;
		addr = store_addr(at);
		CHECK(find_membership(&addr, store_slot(at)->ifindex));
		CHECK(find_record(&addr, store_slot(at)->ifindex) < model.record_count);
		CHECK(iph_addr_link_local(&addr) ||
		      find_in(model.services, model.service_count, &addr) < model.service_count ||
		      find_in(model.stand_ins, model.stand_in_count, &addr) < model.stand_in_count);
	}
}

static void drop_socket(int i)
{
	int m;

	model.open[i] = false;
	for (m = 0; m < FDS; m++)
		if (model.memberships[m].fd == FIRST_FD + i)
			memset(&model.memberships[m], 0, sizeof(model.memberships[0]));
}

static bool is_socket(int fd)
{
	return fd >= FIRST_FD && fd < FIRST_FD + FDS && model.open[fd - FIRST_FD];
}

static int model_close(int fd)
{
	CHECK(is_socket(fd));
	if (model.die_in == 1 && !model.die_after) {
		model.die_in = 0;
		die();
	}
	drop_socket(fd - FIRST_FD);
	return leave_call(0);
}

/* A socket takes three of them. */
static int join_model(int fd, const struct iph_addr *addr, uint32_t ifindex)
{
	int others = 0;
	int at = FDS;
	int i;

	if (!link_there(ifindex))
		return -ENODEV;
	if (find_in(model.services, model.service_count, addr) < model.service_count)
		return -EINVAL;
	if (model.plain & 1u << ifindex && !model.covers)
		return -EADDRNOTAVAIL;
	for (i = FDS - 1; i >= 0; i--) {
		if (!model.memberships[i].used)
			at = i;
		else
			others += model.memberships[i].fd == fd;
	}
	if (at == FDS || others == 3)
		return -ENOMEM;
	model.memberships[at] = (struct membership){
		.used = true, .fd = fd, .route = true, .addr = *addr, .ifindex = ifindex};
	return 0;
}

int kernel_interface_check(struct iph_nl *nl, uint32_t ifindex, uint16_t type)
{
	int r = enter();

	(void)nl;
	return leave_call(r ? r : link_there(ifindex) && (type == 0 || type == TYPE) ? 0 : -ENODEV);
}

bool kernel_interface_exists(const struct iph_nl *nl, uint32_t ifindex)
{
	(void)nl;
	return link_there(ifindex);
}

/* There are few. */
int kernel_socket(int *ret_fd)
{
	int r = enter();
	int i;

	for (i = 0; i < 8 && model.open[i]; i++)
		;
	if (r == 0 && i == 8)
		r = -EMFILE;
	if (r == 0) {
		model.open[i] = true;
		*ret_fd = FIRST_FD + i;
	}
	return leave_call(r);
}

int kernel_join(int fd, const struct iph_addr *addr, uint32_t ifindex)
{
	int r = enter();

	CHECK(is_socket(fd));
	return leave_call(r ? r : join_model(fd, addr, ifindex));
}

void kernel_leave(int fd, const struct iph_addr *addr, uint32_t ifindex)
{
	int r = enter();
	int i;

	CHECK(is_socket(fd));
	for (i = 0; r == 0 && i < FDS; i++)
		if (model.memberships[i].used && model.memberships[i].fd == fd &&
		    model.memberships[i].ifindex == ifindex &&
		    iph_addr_equal(&model.memberships[i].addr, addr)) {
			memset(&model.memberships[i], 0, sizeof(model.memberships[0]));
			break;
		}
	leave_call(r);
}

int kernel_cover_add(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex,
		     unsigned int cover)
{
	int r = enter();

	(void)nl;
	CHECK(cover < KERNEL_COVERS);
	if (r == 0 && !link_there(ifindex))
		r = -ENODEV;
	if (r == 0 && (addr->bytes[14] & 1u << cover || model.covers & 1u << cover))
		r = -EEXIST; /* the address of somebody else */
	if (r == 0)
		model.covers |= 1u << cover;
	return leave_call(r);
}

int kernel_cover_delete(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex,
			unsigned int cover)
{
	int r = enter();

	(void)nl;
	(void)addr;
	(void)ifindex;
	CHECK(cover < KERNEL_COVERS);
	if (r == 0 && !(model.covers & 1u << cover))
		r = -EADDRNOTAVAIL;
	if (r == 0)
		model.covers &= ~(1u << cover);
	return leave_call(r);
}

int kernel_anycast_route_find(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct membership *membership = find_membership(addr, ifindex);
	int r = enter();

	(void)nl;
	return leave_call(r ? r : membership && membership->route ? 0 : -ENOENT);
}

int kernel_anycast_route_delete(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct membership *membership = find_membership(addr, ifindex);
	int r = enter();

	(void)nl;
	if (r == 0 && !(membership && membership->route))
		r = -ESRCH;
	if (r == 0)
		membership->route = false;
	return leave_call(r);
}

int kernel_anycast_route_add(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct membership *membership = find_membership(addr, ifindex);
	int r = enter();

	(void)nl;
	CHECK(iph_addr_link_local(addr));
	if (r == 0 && membership && membership->route)
		r = -EEXIST;
	if (r == 0 && membership)
		membership->route = true;
	return leave_call(r);
}

int kernel_service_add(struct iph_nl *nl, const struct iph_addr *addr)
{
	int r = enter();

	(void)nl;
	return leave_call(r ? r : add_to(model.services, &model.service_count, addr));
}

int kernel_service_put(struct iph_nl *nl, const struct iph_addr *addr)
{
	return kernel_service_add(nl, addr);
}

void kernel_service_settle(struct iph_nl *nl, const struct iph_addr *addr, int64_t end)
{
	(void)nl;
	(void)addr;
	(void)end;
	leave_call(enter());
}

int kernel_service_delete(struct iph_nl *nl, const struct iph_addr *addr)
{
	int r = enter();

	(void)nl;
	return leave_call(
		r ? r : take_from(model.services, &model.service_count, addr, -EADDRNOTAVAIL));
}

int kernel_service_find(struct iph_nl *nl, const struct iph_addr *addr)
{
	size_t at = find_in(model.services, model.service_count, addr);
	int r = enter();

	(void)nl;
	return leave_call(r ? r : at < model.service_count ? 0 : -EADDRNOTAVAIL);
}

/* Addresses of others bear no mark in the kernel; the model does not tell them apart. */
bool kernel_service_is_foreign(struct iph_nl *nl, const struct iph_addr *addr)
{
	(void)nl;
	(void)addr;
	leave_call(enter());
	return false;
}

/* Routes are no part of the model. */
int kernel_local_route_delete(struct iph_nl *nl, const struct iph_addr *addr)
{
	(void)nl;
	(void)addr;
	return leave_call(enter());
}

int kernel_stand_in_add(struct iph_nl *nl, const struct iph_addr *addr)
{
	int r = enter();

	(void)nl;
	return leave_call(r ? r : add_to(model.stand_ins, &model.stand_in_count, addr));
}

int kernel_stand_in_delete(struct iph_nl *nl, const struct iph_addr *addr)
{
	int r = enter();

	(void)nl;
	return leave_call(r ? r : take_from(model.stand_ins, &model.stand_in_count, addr, -ESRCH));
}

int kernel_routes_sweep(struct iph_nl *nl)
{
	int r = enter();

	(void)nl;
	if (r == 0)
		model.stand_in_count = 0;
	return leave_call(r);
}

int kernel_service_each(struct iph_nl *nl, int (*row)(const struct iph_addr *addr, void *arg),
			void (*restart)(void *arg), void *arg)
{
	size_t i;
	int r = enter();

	(void)nl;
	for (i = 0; r == 0 && i < model.service_count; i++)
		r = row(&model.services[i], arg);
	if (r == 0 && model.how & 1) {
		if (restart)
			restart(arg);
		for (i = 0; r == 0 && i < model.service_count; i++)
			r = row(&model.services[i], arg);
	}
	return leave_call(r);
}

int iph_anycast_read(struct iph_nl *nl, uint8_t family, uint32_t ifindex,
		     const struct iph_anycast_sink *sink)
{
	int i;
	int r = enter();

	(void)nl;
	CHECK(family == AF_INET6 && ifindex == 0);
	for (i = 0; r == 0 && i < FDS; i++)
		if (model.memberships[i].used && !model.memberships[i].dead)
			r = sink->entry(&model.memberships[i].addr, model.memberships[i].ifindex,
					sink->arg);
	return leave_call(r);
}

int iph_anycast_find(const struct iph_addr *addr, uint32_t ifindex)
{
	int r = enter();

	return leave_call(r ? r : find_membership(addr, ifindex) ? 0 : -ENOENT);
}

int iph_record_possible(void)
{
	return leave_call(enter());
}

int iph_record_identity_of(const struct nlmsghdr *nlh, uint32_t *ret_identity)
{
	const struct ifinfomsg *ifi = (const struct ifinfomsg *)(nlh + 1);

	*ret_identity = model.changed[(uint32_t)ifi->ifi_index % LINKS];
	return 0;
}

int iph_record_identity(struct iph_nl *nl, uint32_t ifindex, uint32_t *ret_identity)
{
	int r = enter();

	(void)nl;
	*ret_identity = model.changed[ifindex % LINKS];
	return leave_call(r ? r : link_there(ifindex) ? 0 : -ENODEV);
}

/* The model has no other table of IPv4. */
bool iph_record_is_of_table(const struct nlmsghdr *nlh)
{
	const struct rtmsg *rtm = mnl_nlmsg_get_payload(nlh);

	return nlh->nlmsg_len >= NLMSG_LENGTH(sizeof(*rtm)) && rtm->rtm_family == AF_INET;
}

int iph_record_write(struct iph_nl *nl, const struct iph_record *record)
{
	size_t i = find_record(&record->addr, record->ifindex);
	int r = enter();

	(void)nl;
	if (r == 0 && i == FDS)
		r = -ENOBUFS;
	if (r == 0) {
		model.records[i] = *record;
		model.record_count += i == model.record_count;
	}
	return leave_call(r);
}

int iph_record_remove(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	size_t i = find_record(addr, ifindex);
	int r = enter();

	(void)nl;
	if (r == 0 && i == model.record_count)
		r = -ENOENT;
	if (r == 0)
		model.records[i] = model.records[--model.record_count];
	return leave_call(r);
}

int iph_record_read(struct iph_nl *nl, const struct iph_record_sink *sink)
{
	size_t i;
	int r = enter();

	(void)nl;
	for (i = 0; r == 0 && i < model.record_count; i++)
		r = sink->entry(&model.records[i], sink->arg);
	if (r == 0 && model.how & 1) {
		sink->restart(sink->arg);
		for (i = 0; r == 0 && i < model.record_count; i++)
			r = sink->entry(&model.records[i], sink->arg);
	}
	return leave_call(r);
}
