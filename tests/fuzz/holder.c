/* SPDX-License-Identifier: MIT */
/* The holder: requests and notices of any content against a small model of the kernel, in which
 * any call may fail and the holder may die in any call.
 * Input: operations, each a byte and what it takes. */

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "input.h"

#define ADDRESSES 8
#define LINKS 6 /* interfaces 1 to 5 */
#define FDS 64
#define FIRST_FD 1000

static ssize_t model_recvmsg(int fd, struct msghdr *mh, int flags);
static ssize_t model_sendto(int fd, const void *buf, size_t len, int flags,
			    const struct sockaddr *to, socklen_t size);
static int model_close(int fd);
static int model_poll(struct pollfd *fds, nfds_t count, int milliseconds);

#define recvmsg model_recvmsg
#define sendto model_sendto
#define close model_close
#define poll model_poll

#include "../../src/holder/store.h"
#undef STORE_SLOTS /* few enough to run out of */
#define STORE_SLOTS 12u

/* Long loops with nothing to find in them: uncounted, they take a tenth of the time. */
__attribute__((no_sanitize("coverage"))) void store_rebuild(void);
__attribute__((no_sanitize("coverage"))) bool store_answer(uint64_t id, int *ret_error);

#include "../../src/holder/store.c"
#include "../../src/shared/addr.c"
#include "../../src/shared/attr.c"
#include "../../src/holder/kernel.h"

/* Of kernel.c only what reads messages: the rest is the model's. */
#define kernel_join real_join
#define kernel_cover_add real_cover_add
#define kernel_cover_delete real_cover_delete
#define kernel_anycast_route_find real_anycast_route_find
#define kernel_anycast_route_delete real_anycast_route_delete
#define kernel_anycast_route_add real_anycast_route_add
#define kernel_service_add real_service_add
#define kernel_service_delete real_service_delete
#define kernel_service_find real_service_find
#define kernel_stand_in_add real_stand_in_add
#define kernel_stand_in_delete real_stand_in_delete
#define kernel_service_each real_service_each
#include "../../src/holder/kernel.c"
#undef kernel_join
#undef kernel_cover_add
#undef kernel_cover_delete
#undef kernel_anycast_route_find
#undef kernel_anycast_route_delete
#undef kernel_anycast_route_add
#undef kernel_service_add
#undef kernel_service_delete
#undef kernel_service_find
#undef kernel_stand_in_add
#undef kernel_stand_in_delete
#undef kernel_service_each

#define shared shares_service
#include "../../src/holder/entry.c"
#undef shared
#define receive receive_notice
#include "../../src/holder/events.c"
#undef receive
#include "../../src/holder/serve.c"

enum { REQUESTS = 3, EVENTS = 4 };

struct membership {
	bool used;
	bool dead; /* the descriptor is open, the kernel has dropped the membership */
	bool route;
	struct iph_addr addr;
	uint32_t ifindex;
};

static struct {
	struct membership fds[FDS];
	struct iph_addr services[FDS];
	struct iph_addr stand_ins[FDS];
	size_t service_count;
	size_t stand_in_count;
	unsigned int covers;
	uint32_t links; /* bit n: interface n is there */
	uint32_t plain; /* bit n: no prefix covers anything on interface n */
	unsigned int fail_in; /* 1: the next call fails; 0: none does */
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

/* The request under way: its sender repeats it when the holder has died. */
static struct {
	struct iph_request request;
	bool waits;
	bool was_there;
} pending;

static struct iph_addr addresses[ADDRESSES];

static void check_promises(void);

/* Every model call begins and ends with these. */
static int enter(void)
{
	model.calls++;
	if (!model.disturbed && !model.changing)
		check_promises();
	if (model.die_in == 1 && !model.die_after) {
		model.die_in = 0;
		longjmp(death, 1);
	}
	if (model.fail_in == 0 || --model.fail_in > 0)
		return 0;
	model.disturbed = true;
	return -model.failure;
}

static int leave_call(int r)
{
	if (model.die_in > 0 && --model.die_in == 0 && model.die_after)
		longjmp(death, 1);
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

static struct membership *find_membership(const struct iph_addr *addr, uint32_t ifindex)
{
	int i;

	for (i = 0; i < FDS; i++)
		if (model.fds[i].used && !model.fds[i].dead && model.fds[i].ifindex == ifindex &&
		    iph_addr_equal(&model.fds[i].addr, addr))
			return &model.fds[i];
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
		CHECK(iph_addr_link_local(&addr) ||
		      find_in(model.services, model.service_count, &addr) < model.service_count ||
		      find_in(model.stand_ins, model.stand_in_count, &addr) < model.stand_in_count);
	}
}

static int model_close(int fd)
{
	CHECK(fd >= FIRST_FD && fd < FIRST_FD + FDS && model.fds[fd - FIRST_FD].used);
	if (model.die_in == 1 && !model.die_after) {
		model.die_in = 0;
		longjmp(death, 1);
	}
	memset(&model.fds[fd - FIRST_FD], 0, sizeof(model.fds[0]));
	return leave_call(0);
}

static int join_model(const struct iph_addr *addr, uint32_t ifindex, int *ret_fd)
{
	int i;

	if (!link_there(ifindex))
		return -ENODEV;
	if (find_in(model.services, model.service_count, addr) < model.service_count)
		return -EINVAL;
	if (model.plain & 1u << ifindex && !model.covers)
		return -EADDRNOTAVAIL;
	for (i = 0; i < FDS && model.fds[i].used; i++)
		;
	if (i == FDS)
		return -EMFILE;
	model.fds[i] = (struct membership){
		.used = true, .route = true, .addr = *addr, .ifindex = ifindex};
	*ret_fd = FIRST_FD + i;
	return 0;
}

int kernel_join(const struct iph_addr *addr, uint32_t ifindex, int *ret_fd)
{
	int r = enter();

	return leave_call(r ? r : join_model(addr, ifindex, ret_fd));
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

int kernel_service_delete(struct iph_nl *nl, const struct iph_addr *addr)
{
	int r = enter();

	(void)nl;
	return leave_call(r ? r : take_from(model.services, &model.service_count, addr,
					    -EADDRNOTAVAIL));
}

int kernel_service_find(struct iph_nl *nl, const struct iph_addr *addr)
{
	size_t at = find_in(model.services, model.service_count, addr);
	int r = enter();

	(void)nl;
	return leave_call(r ? r : at < model.service_count ? 0 : -EADDRNOTAVAIL);
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

int kernel_service_each(struct iph_nl *nl, int (*row)(const struct iph_addr *addr, void *arg),
			void (*restart)(void *arg), void *arg)
{
	size_t i;
	int r = enter();

	(void)nl;
	for (i = 0; r == 0 && i < model.service_count; i++)
		r = row(&model.services[i], arg);
	if (r == 0 && model.how & 1) {
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
		if (model.fds[i].used && !model.fds[i].dead)
			r = sink->entry(&model.fds[i].addr, model.fds[i].ifindex, sink->arg);
	return leave_call(r);
}

int iph_anycast_find(const struct iph_addr *addr, uint32_t ifindex)
{
	int r = enter();

	return leave_call(r ? r : find_membership(addr, ifindex) ? 0 : -ENOENT);
}

int iph_nl_open(int protocol, struct iph_nl *ret_nl)
{
	int r = enter();

	(void)protocol;
	if (r == 0)
		ret_nl->fd = 7;
	return leave_call(r);
}

void iph_nl_close(struct iph_nl *nl)
{
	nl->fd = -1;
}

/* Never called: real_ functions are not. */
int iph_nl_request(struct iph_nl *nl, struct iph_msg *msg)
{
	(void)nl;
	(void)msg;
	abort();
}

int iph_nl_get(struct iph_nl *nl, struct iph_msg *msg, const struct iph_rows *rows)
{
	(void)rows;
	return iph_nl_request(nl, msg);
}

int iph_nl_dump(struct iph_nl *nl, struct iph_msg *msg, const struct iph_rows *rows)
{
	return iph_nl_get(nl, msg, rows);
}

int iph_nl_strict(struct iph_nl *nl)
{
	return iph_nl_request(nl, NULL);
}

int pair_open(struct pair *ret_pair)
{
	(void)ret_pair;
	return 0;
}

int pair_start(struct pair *pair, int signal_fd)
{
	(void)pair;
	(void)signal_fd;
	return 0;
}

uint32_t iph_pidns(void)
{
	return 0;
}

int namespace_check(int fd, bool *named)
{
	(void)fd;
	return *named;
}

void replace(struct holder *holder)
{
	(void)holder;
}

void pair_stop(struct pair *pair)
{
	(void)pair;
}

/* What is in no slot is closed. */
void descriptors_sweep(const int *kept, size_t count)
{
	uint32_t at;
	int i;

	CHECK(count > 0 && kept[0] == REQUESTS);
	for (i = 0; i < FDS; i++) {
		for (at = 0; at < store_end(); at++)
			if (store_slot(at)->fd == FIRST_FD + i &&
			    store_slot(at)->state != SLOT_FREE)
				break;
		if (at == store_end())
			memset(&model.fds[i], 0, sizeof(model.fds[i]));
	}
}

static int model_poll(struct pollfd *fds, nfds_t count, int milliseconds)
{
	if (count == 0)
		return 0; /* a pause */
	CHECK(count == 1 && milliseconds == 0);
	fds->revents = model.how & 2 ? POLLIN : 0;
	return model.how & 2 ? 1 : 0;
}

static ssize_t model_recvmsg(int fd, struct msghdr *mh, int flags)
{
	struct iovec *iov = mh->msg_iov;
	struct sockaddr_nl *from = mh->msg_name;
	size_t n = model.datagram.left;

	CHECK(flags & MSG_DONTWAIT);
	if (fd == EVENTS && model.lost) {
		model.lost = false;
		errno = ENOBUFS;
		return -1;
	}
	if (fd != model.waiting_fd) {
		errno = EAGAIN;
		return -1;
	}
	model.waiting_fd = -1;
	mh->msg_flags = n > iov->iov_len || model.how & 4 ? MSG_TRUNC : 0;
	n = n > iov->iov_len ? iov->iov_len : n;
	if (n > 0)
		memcpy(iov->iov_base, model.datagram.at, n);
	from->nl_pid = (fd == REQUESTS) == !(model.how & 8) ? 4711 : 0;
	return (ssize_t)n;
}

static ssize_t model_sendto(int fd, const void *buf, size_t len, int flags,
			    const struct sockaddr *to, socklen_t size)
{
	(void)to;
	(void)size;
	CHECK(fd == REQUESTS && flags & MSG_DONTWAIT && len == sizeof(model.reply));
	memcpy(&model.reply, buf, len);
	model.replies++;
	return (ssize_t)len;
}

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

	CHECK(membership == &model.fds[store_slot(at)->fd - FIRST_FD]);
	CHECK(membership->route == iph_addr_link_local(&addr));
	CHECK(iph_addr_link_local(&addr) ||
	      find_in(model.services, model.service_count, &addr) < model.service_count);
}

static void check_store(void)
{
	bool held[FDS] = {false};
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
		CHECK(slot->fd >= FIRST_FD && slot->fd < FIRST_FD + FDS);
		CHECK(!held[slot->fd - FIRST_FD]);
		held[slot->fd - FIRST_FD] = true;
		if (!model.disturbed)
			check_whole(at);
	}
	CHECK(store_count() == count);
	for (at = store.free; at != STORE_NONE; at = store_slot(at)->next, unused++)
		CHECK(store_slot(at)->state == SLOT_FREE && unused < store_end());
	CHECK(unused + count == store_end());
	for (i = 0; i < FDS; i++)
		CHECK(held[i] == model.fds[i].used);
	CHECK(model.disturbed || (model.covers == 0 && model.stand_in_count == 0));
	CHECK(model.disturbed || count || model.service_count == 0);
}

static void reset(struct holder *holder)
{
	if (!store.shared) {
		CHECK(store_open(-1) == 0);
	} else {
		memset(store.shared, 0, sizeof(*store.shared));
		memset(store.buckets, 0xff, BUCKETS * sizeof(*store.buckets)); /* STORE_NONE */
		store.free = STORE_NONE;
		store.count = 0;
	}
	memset(&model, 0, sizeof(model));
	pending.waits = false;
	model.waiting_fd = -1;
	model.links = 0x3e;
	model.plain = 0x8;
	*holder = (struct holder){.requests = REQUESTS, .events = EVENTS, .signals = 5,
				  .nl = {.fd = 7}, .pair = {.self = 6, .keeper = -1},
				  .old_keeper = -1};
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
	if (request->version != IPH_PROTO_VERSION)
		CHECK(known || model.reply.error == -EPROTONOSUPPORT);
	else if (!known && request->op == IPH_OP_CREATE)
		CHECK(there == (model.reply.error == 0) || was_there);
	else if (!known && request->op == IPH_OP_DELETE && model.reply.error == 0)
		CHECK(!there);
	else if (!known)
		CHECK(model.reply.error < 0);
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

static void do_request(struct holder *holder, const void *bytes, size_t size)
{
	struct iph_request request = {0};
	struct iph_addr addr = {.family = AF_INET6};
	int error = 0;
	bool known;
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
	pending.was_there = was_there;
	pending.waits = size == sizeof(request) && !(model.how & 12) && !known &&
			request.version == IPH_PROTO_VERSION;
	r = handle_request(holder);
	pending.waits = false;
	CHECK(r == 0 || (r == 1 && store_count() == 0));
	if (size == sizeof(request) && !(model.how & 12))
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
	model.how = input_u8(input);
	model.lost = model.how & 16;
	model.disturbed = true; /* it may tell of what has not happened */
	model.calls = 0;
	notice(holder, input_block(input));
	if (!(model.how & 16) && model.how & 12) /* cut, or not the kernel's */
		CHECK(model.calls == 0);
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
		if (model.fds[i].used && model.fds[i].ifindex == ifindex)
			model.fds[i].dead = true;
	model.links ^= 1u << ifindex;
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
	model.changing = false;
	repeat_request(holder);
}

static void operate(struct holder *holder, struct input *input)
{
	switch (input_u8(input) % 12) {
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
	default:
		return iph_ignore(entry_sweep(&holder->nl));
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
