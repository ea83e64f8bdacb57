/* SPDX-License-Identifier: MIT */
/* The holder: requests and notices of any content against a small model of the kernel, in which
 * any call may fail and the holder may die in any call.
 * Input: operations, each a byte and what it takes. */

#include <errno.h>
#include <setjmp.h>
#include <sys/mman.h>

#include "holder/code.h"
#include "holder/model.h"
#include "holder/stubs.h"
#include "input.h"

/* The request under way: its sender repeats it when the holder has died. */
static struct {
	struct iph_request request;
	bool waits;
	bool was_there;
} pending;

static struct iph_addr addresses[ADDRESSES];

static void check_index(uint32_t at)
{
	struct iph_addr addr = store_addr(at);
	uint32_t other;

	CHECK(store_find(&addr, store_slot(at)->ifindex) == at);
	for (other = store_same_addr(&addr, STORE_NONE); other != STORE_NONE && other != at;)
		other = store_same_addr(&addr, other);
	CHECK(other == at);
}

/* A whole entry: nobody but us has touched anything, so the kernel has all of it. */
static void check_whole(uint32_t at)
{
	struct iph_addr addr = store_addr(at);
	const struct membership *membership = find_membership(&addr, store_slot(at)->ifindex);

	CHECK(membership && membership->fd == store_slot(at)->fd);
	CHECK(membership->route == iph_addr_link_local(&addr));
	CHECK(iph_addr_link_local(&addr) ||
	      find_in(model.services, model.service_count, &addr) < model.service_count);
}

static void check_store(void)
{
	uint32_t joined = 0;
	uint32_t count = 0;
	uint32_t unused = 0;
	uint32_t at;
	int i;

	CHECK(store_end() <= STORE_SLOTS);
	for (at = 0; at < store_end(); at++) {
		const struct slot *slot = store_slot(at);

		if (slot->state == SLOT_FREE)
			continue;
		count++;
		CHECK(slot->state == SLOT_LIVE);
		check_index(at);
		if (slot->fd == -1 && model.disturbed)
			continue; /* it could not be joined again */
		CHECK(is_socket(slot->fd));
		joined++;
		if (!model.disturbed)
			check_whole(at);
	}
	CHECK(store_count() == count);
	for (at = store.free; at != STORE_NONE; at = store_slot(at)->next, unused++)
		CHECK(store_slot(at)->state == SLOT_FREE && unused < store_end());
	CHECK(unused + count == store_end());
	for (i = 0; i < FDS; i++) {
		joined -= model.memberships[i].used;
		if (model.open[i])
			CHECK(members[FIRST_FD + i] || current == FIRST_FD + i);
		else
			CHECK(!members[FIRST_FD + i]);
	}
	CHECK(model.disturbed || joined == 0);
	CHECK(model.disturbed || (model.covers == 0 && model.stand_in_count == 0));
	CHECK(model.disturbed || count || model.service_count == 0);
	CHECK(model.disturbed || model.record_count == count);
}

static void empty_store(void)
{
	memset(store.shared, 0, sizeof(*store.shared));
	memset(store.buckets, 0xff, BUCKETS * sizeof(*store.buckets)); /* STORE_NONE */
	store.free = STORE_NONE;
	store.count = 0;
	sockets_recount();
	memory_forget_links();
}

static void reset(struct holder *holder)
{
	if (!store.shared)
		CHECK(store_open(-1) == 0);
	else
		empty_store();
	memset(&model, 0, sizeof(model));
	pending.waits = false;
	model.waiting_fd = -1;
	model.links = 0x3e;
	model.plain = 0x8;
	*holder = (struct holder){.requests = REQUESTS,
				  .events = EVENTS,
				  .signals = 5,
				  .nl = {.fd = 7},
				  .pair = {.keeper = -1},
				  .old = {.keeper = -1},
				  .other = -1};
}

static void check_reply(const struct iph_request *request, bool known, int known_error,
			bool was_there)
{
	struct iph_addr addr = {.family = AF_INET6};
	bool there;

	memcpy(addr.bytes, request->addr, sizeof(addr.bytes));
	there = store_find(&addr, request->ifindex) != STORE_NONE;
	if (request->op == IPH_OP_NOTHING) {
		CHECK(model.replies == 0 && there == was_there);
		return;
	}
	CHECK(model.replies == 1);
	CHECK(model.reply.version == IPH_PROTO_VERSION && model.reply.op == request->op &&
	      model.reply.id == request->id);
	CHECK(model.reply.error <= 0 && model.reply.error > -4096);
	CHECK(!known || model.reply.error == known_error);
	if (!known && request->op == IPH_OP_CREATE)
		CHECK(there == (model.reply.error == 0) || was_there);
	else if (!known && request->op == IPH_OP_DELETE && model.reply.error == 0)
		CHECK(!there);
	else if (!known)
		CHECK(model.reply.error < 0);
}

static void check_other_version(const struct iph_request *request)
{
	CHECK(model.replies == 1 && model.reply.version == IPH_PROTO_VERSION &&
	      model.reply.error == -EPROTONOSUPPORT && model.reply.op == request->op &&
	      model.reply.id == request->id);
}

static bool is_late(const struct iph_request *request)
{
	return request->deadline && request->deadline < NOW && request->clock == 0;
}

static bool answered_before(uint64_t id, int *ret_error)
{
	uint32_t at;

	for (at = 0; id && at < store.shared->next_answer; at++) /* 0 is no id */
		if (store.shared->answer_ids[at] == id) {
			*ret_error = store.shared->answer_errors[at];
			return true;
		}
	return false;
}

/* To create such a one is no mistake. */
static bool was_forgotten_before(const struct iph_addr *addr, uint32_t ifindex)
{
	return store_slot(store_find(addr, ifindex))->steps & SLOT_RESTORED;
}

static void do_request(struct holder *holder, const void *bytes, size_t size)
{
	struct iph_request request = {0};
	struct iph_addr addr = {.family = AF_INET6};
	int error = 0;
	bool whole = size == sizeof(request) && !(model.how & 12);
	bool known;
	bool other;
	bool was_there;
	int r;

	memcpy(&request, bytes, size < sizeof(request) ? size : sizeof(request));
	memcpy(addr.bytes, request.addr, sizeof(addr.bytes));
	known = answered_before(request.id, &error);
	was_there = store_find(&addr, request.ifindex) != STORE_NONE;
	model.datagram = (struct input){.at = bytes, .left = size};
	model.waiting_fd = REQUESTS;
	model.replies = 0;
	pending.request = request;
	pending.was_there = was_there && !was_forgotten_before(&addr, request.ifindex);
	other = request.version != IPH_PROTO_VERSION && size >= IPH_REQUEST_HEAD &&
		!(model.how & 8);
	pending.waits = whole && !known && !other && !is_late(&request);
	r = handle_request(holder);
	pending.waits = false;
	CHECK(r == 0 || (r == 1 && store_count() == 0));
	if (other)
		check_other_version(&request);
	else if (whole && (known || !is_late(&request)))
		check_reply(&request, known, error, was_there);
	else
		CHECK(model.replies == 0);
}

/* The sender must learn what became of its request, not what its first half has made of it. */
static void repeat_request(struct holder *holder)
{
	static struct iph_request request;
	static bool was_there;

	if (!pending.waits)
		return;
	request = pending.request;
	was_there = pending.was_there;
	model.how = 0;
	do_request(holder, &request, sizeof(request));
	if (model.disturbed)
		return;
	if (request.op == IPH_OP_CREATE)
		CHECK((model.reply.error == -EEXIST) == was_there);
	else if (request.op == IPH_OP_DELETE && was_there)
		CHECK(model.reply.error == 0);
}

static void request_of_pool(struct holder *holder, struct input *input)
{
	struct iph_request request = {.version = IPH_PROTO_VERSION};
	uint8_t which = input_u8(input);
	uint8_t id = input_u8(input);

	request.op = which & 0x80 ? IPH_OP_DELETE : IPH_OP_CREATE;
	request.ifindex = (which >> 3) % LINKS;
	request.id = id ? id : UINT64_MAX - (uintptr_t)input->left;
	memcpy(request.addr, addresses[which % ADDRESSES].bytes, sizeof(request.addr));
	model.how = 0;
	do_request(holder, &request, sizeof(request));
}

static void raw_request(struct holder *holder, struct input *input)
{
	struct input block;

	model.how = input_u8(input);
	block = input_block(input);
	do_request(holder, block.at, block.left);
}

static void notice(struct holder *holder, struct input datagram)
{
	model.datagram = datagram;
	model.waiting_fd = EVENTS;
	handle_events(holder);
	CHECK(model.waiting_fd == -1 || holder->behind);
	model.waiting_fd = -1;
}

static void raw_notice(struct holder *holder, struct input *input)
{
	bool undecided = store_undecided();

	model.how = input_u8(input);
	model.lost = model.how & 16;
	model.disturbed = true; /* it may tell of what has not happened */
	model.calls = 0;
	notice(holder, input_block(input));
	if (!(model.how & 16) && model.how & 8) /* not the kernel's */
		CHECK(model.calls == 0 || undecided);
}

/* The interface goes, and with it what hung on it; the notice comes at once. */
static void lose_link(struct holder *holder, struct input *input)
{
	struct {
		struct nlmsghdr nlh;
		struct ifinfomsg ifi;
	} message = {.nlh = {.nlmsg_len = sizeof(message), .nlmsg_type = RTM_DELLINK}};
	uint32_t ifindex = 2 + input_u8(input) % (LINKS - 2);
	int i;

	for (i = 0; i < FDS; i++)
		if (model.memberships[i].used && model.memberships[i].ifindex == ifindex)
			model.memberships[i].dead = true;
	model.links ^= 1u << ifindex;
	model.changed[ifindex]++;
	model.changing = true;
	message.ifi.ifi_index = (int)ifindex;
	model.how = 0;
	notice(holder, (struct input){.at = (uint8_t *)&message, .left = sizeof(message)});
	model.changing = false;
}

static void lose_service(struct holder *holder, struct input *input)
{
	struct {
		struct nlmsghdr nlh;
		struct ifaddrmsg ifa;
		struct nlattr attr;
		uint8_t addr[16];
	} message = {.nlh = {.nlmsg_len = sizeof(message), .nlmsg_type = RTM_DELADDR},
		     .ifa = {.ifa_family = AF_INET6, .ifa_prefixlen = 128, .ifa_index = 1},
		     .attr = {.nla_len = sizeof(message.attr) + 16, .nla_type = IFA_ADDRESS}};
	const struct iph_addr *addr = &addresses[input_u8(input) % ADDRESSES];

	take_from(model.services, &model.service_count, addr, 0);
	model.changing = true;
	memcpy(message.addr, addr->bytes, sizeof(message.addr));
	model.how = 0;
	notice(holder, (struct input){.at = (uint8_t *)&message, .left = sizeof(message)});
	model.changing = false;
}

/* An administrator flushes the records, or some: soon they are there again. */
static void lose_records(struct holder *holder, struct input *input)
{
	struct {
		struct nlmsghdr nlh;
		struct rtmsg rtm;
	} message = {.nlh = {.nlmsg_len = sizeof(message), .nlmsg_type = RTM_DELROUTE},
		     .rtm = {.rtm_family = AF_INET}};
	size_t left = input_u8(input) % (model.record_count + 1);

	model.record_count = left;
	model.changing = true;
	model.how = 0;
	notice(holder, (struct input){.at = (uint8_t *)&message, .left = sizeof(message)});
	CHECK(holder->doubtful);
	iph_ignore(catch_up(holder));
	model.changing = false;
	CHECK(model.disturbed || model.record_count == store_count());
}

static void add_foreign(struct input *input)
{
	uint8_t which = input_u8(input);

	model.disturbed = true;
	if (which & 0x80)
		add_to(model.services, &model.service_count, &addresses[which % ADDRESSES]);
	else
		take_from(model.services, &model.service_count, &addresses[which % ADDRESSES], 0);
}

static void plan_failure(struct input *input)
{
	model.fail_in = input_u8(input) % 32;
	model.failure = input_u8(input);
	if (model.failure == 0)
		model.failure = ENOBUFS;
}

static void plan_death(struct input *input)
{
	uint8_t when = input_u8(input);

	model.die_in = when % 64;
	model.die_after = when & 0x80;
}

/* The keeper finds the store as the dead holder left it. It dies no second time before it is done,
 * unless the input says so. */
static void succeed(struct holder *holder)
{
	model.waiting_fd = -1;
	while (setjmp(death))
		;
	if (take_over(holder) < 0) { /* its own end; the model's failure is over now */
		model.fail_in = 0;
		CHECK(take_over(holder) == 0);
	}
	handle_events(holder);
	CHECK(holder->doubtful);
	iph_ignore(memory_check(&holder->nl)); /* as catch_up() does soon */
	model.changing = false;
	repeat_request(holder);
}

/* All of it dies at once: sockets and store are gone. What was acknowledged comes back, whatever
 * the next holder is refused and however often it dies as well. */
static void both_die(struct holder *holder)
{
	static struct slot before[STORE_SLOTS];
	static uint32_t end;
	struct iph_addr addr = {.family = AF_INET6};
	bool behind;
	uint32_t i;

	end = store_end();
	memcpy(before, store.shared->slots, sizeof(before));
	model.changing = true;
	(void)setjmp(death);
	do {
		empty_store();
		memset(model.memberships, 0, sizeof(model.memberships));
		memset(model.open, 0, sizeof(model.open));
		model.covers = 0; /* they are gone after some seconds */
	} while (memory_restore(&holder->nl, &behind) < 0);
	model.changing = false;
	for (i = 0; i < end; i++) {
		memcpy(addr.bytes, before[i].addr, sizeof(addr.bytes));
		if (before[i].state == SLOT_LIVE && !model.disturbed)
			CHECK(store_find(&addr, before[i].ifindex) != STORE_NONE);
	}
}

static void operate(struct holder *holder, struct input *input)
{
	uint8_t operation = input_u8(input);

	if (operation == 0xff)
		return lose_records(holder, input);
	switch (operation % 13) {
	case 0:
	case 1:
	case 2:
		return request_of_pool(holder, input);
	case 3:
		return raw_request(holder, input);
	case 4:
		return raw_notice(holder, input);
	case 5:
		return lose_link(holder, input);
	case 6:
		return lose_service(holder, input);
	case 7:
		return add_foreign(input);
	case 8:
		return plan_failure(input);
	case 9:
		return plan_death(input);
	case 10:
		model.how = input_u8(input);
		holder->on_demand = model.how & 32;
		return iph_ignore(catch_up(holder));
	case 11:
		return iph_ignore(entry_sweep(&holder->nl));
	default:
		model.how = input_u8(input);
		return both_die(holder);
	}
}

/* 2 and 3 share the index chain of 0. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const uint8_t prefix[] = {0x20, 0x01, 0x0d, 0xb8};
	uint32_t tail = 0;
	int i;

	(void)argc;
	(void)argv;
	for (i = 0; i < ADDRESSES; i++) {
		addresses[i].family = AF_INET6;
		memcpy(addresses[i].bytes, prefix, sizeof(prefix));
		addresses[i].bytes[15] = (uint8_t)(i + 1);
	}
	for (i = 2; i <= 3; i++)
		do {
			tail++;
			memcpy(addresses[i].bytes + 8, &tail, sizeof(tail));
		} while (bucket_of(addresses[i].bytes) != bucket_of(addresses[0].bytes));
	addresses[4].bytes[14] = 0x0f; /* some covers are taken */
	addresses[5].bytes[14] = 0xff; /* all are */
	memcpy(addresses[6].bytes, (uint8_t[]){0xfe, 0x80, 0, 0}, 4);
	addresses[7].bytes[0] = 0xff; /* multicast */
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct holder holder;
	static struct input input;

	input = (struct input){.at = data, .left = size};
	reset(&holder);
	while (input.left > 0) {
		if (setjmp(death) == 0)
			operate(&holder, &input);
		else
			succeed(&holder);
		check_store();
	}
	return 0;
}
