/* SPDX-License-Identifier: MIT */
/* The holder's loop: requests, notices, signals, the keeper. */

#include <errno.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "anycast-proto.h"
#include "descriptors.h"
#include "entry.h"
#include "events.h"
#include "local-route.h"
#include "memory.h"
#include "namespace.h"
#include "notify.h"
#include "parts.h"
#include "replace.h"
#include "serve.h"
#include "sockets.h"
#include "store.h"
#include "tell.h"
#include "wait.h"

/* How long a holder without entries stays, in ms: far longer than any caller waits before it
 * repeats a request. Whoever started the holder may have died before its request came. And where a
 * supervisor has opened the socket, that outlives the holder: a request that its caller repeats
 * just when this holder leaves would be the first one that the next holder hears, and that one does
 * not know that the request has been answered already. */
#define IDLE_WAIT 10000

/* A keeper that dies this soon after its start does so each time, in ms. */
#define STILLBORN 10

/* After what failed because processes or memory ran out it is tried again, after so many ms: the
 * kernel does not tell when there are some again. */
#define RETRY_WAIT 500

#define REOPEN_TRIES 500
#define REOPEN_WAIT 10

/* What the loop waits for, in the order in which poll() looks at it. What a caller has seen happen
 * before it sent its request is therefore among the notices as soon as the request is found, and
 * notices are handled first. */
enum watch {
	WATCH_REQUESTS,
	WATCH_EVENTS,
	WATCH_SIGNALS,
	WATCH_KEEPER,
	WATCH_MOUNTS,
	WATCH_OTHER,
	WATCH_COUNT,
};

/* Takes one request, and gives the port of its sender. -EAGAIN when none waits, -EBADMSG when what
 * came is no whole request, and -EPROTONOSUPPORT when it is one of another version, of which only
 * the head is known. */
static int receive(int fd, int flags, struct iph_request *ret_request, uint32_t *ret_port)
{
	struct sockaddr_nl from = {0};
	struct iovec iov = {.iov_base = ret_request, .iov_len = sizeof(*ret_request)};
	struct msghdr mh = {
		.msg_name = &from, .msg_namelen = sizeof(from), .msg_iov = &iov, .msg_iovlen = 1};
	ssize_t n;

	do
		n = recvmsg(fd, &mh, MSG_DONTWAIT | flags);
	while (n < 0 && errno == EINTR);
	if (n < 0) /* whatever was lost, its sender repeats it */
		return errno == EAGAIN ? -EAGAIN : -EBADMSG;
	if ((size_t)n < IPH_REQUEST_HEAD || from.nl_pid == 0)
		return -EBADMSG;
	*ret_port = from.nl_pid;
	if (ret_request->version != IPH_PROTO_VERSION)
		return -EPROTONOSUPPORT;
	return (size_t)n != sizeof(*ret_request) || mh.msg_flags & MSG_TRUNC ? -EBADMSG : 0;
}

static bool request_waits(int fd)
{
	struct pollfd pollfd = {.fd = fd, .events = POLLIN};

	return poll(&pollfd, 1, 0) > 0;
}

/* Takes repeated requests out of the queue. A caller that waits long for its answer sends its
 * request again, and the answer to the first one answers all of them. So these are no reason for a
 * holder to stay; while it stays, it finds their answer in the journal. */
static void drop_repeats(int fd)
{
	struct iph_request next;
	uint32_t port;
	int error;

	while (receive(fd, MSG_PEEK, &next, &port) == 0 && store_answer(next.id, &error))
		if (receive(fd, 0, &next, &port) < 0)
			return;
}

/* Sends an answer. That the caller is gone is no failure. False when memory is short or the
 * caller's queue is full: then the caller will ask again. */
static bool reply(int fd, uint32_t port, const struct iph_request *request, int error,
		  uint16_t flags)
{
	struct sockaddr_nl to = {.nl_family = AF_NETLINK, .nl_pid = port};
	struct iph_reply answer = {.version = IPH_PROTO_VERSION,
				   .op = request->op,
				   .flags = flags,
				   .error = error,
				   .id = request->id};
	ssize_t n;

	if (flags & IPH_REPLY_LEAVING) {
		answer.pid = (uint32_t)getpid();
		answer.pidns = iph_pidns();
	}
	do
		n = sendto(fd, &answer, sizeof(answer), MSG_DONTWAIT, (struct sockaddr *)&to,
			   sizeof(to));
	while (n < 0 && errno == EINTR);
	return n >= 0 || (errno != ENOMEM && errno != ENOBUFS && errno != EAGAIN);
}

/* An error of the interface is reported before one of the entry. The first join of an address finds
 * out by itself whether the interface is there and has IPv6: a join adds a route, and the kernel
 * refuses that on an interface without IPv6 (fib6_nh_init(), net/ipv6/route.c, since 5.2). In other
 * cases the interface is asked about beforehand: after the join of a link-local address nobody
 * looks for that route, and a join on a further interface disturbs the entry that is there. */
static int create_entry(struct iph_nl *nl, const struct iph_addr *addr,
			const struct iph_request *request)
{
	bool ask = request->type || iph_addr_link_local(addr) ||
		   store_same_addr(addr, STORE_NONE) != STORE_NONE;
	int wrong = ask ? kernel_interface_check(nl, request->ifindex, request->type) : 0;
	int r = wrong < 0 ? wrong : entry_create(nl, addr, request->ifindex);

	if (r < 0 && !ask)
		wrong = kernel_interface_check(nl, request->ifindex, request->type);
	return wrong < 0 ? wrong : r;
}

static int delete_entry(struct iph_nl *nl, const struct iph_addr *addr,
			const struct iph_request *request)
{
	int wrong;
	int r;

	/* An entry of ours needs no more than an interface, of whatever type it is. */
	if (!request->type && store_find(addr, request->ifindex) != STORE_NONE &&
	    kernel_interface_exists(nl, request->ifindex))
		return entry_delete(nl, addr, request->ifindex);
	wrong = kernel_interface_check(nl, request->ifindex, request->type);
	if (wrong < 0 && wrong != -EAFNOSUPPORT)
		return wrong;
	/* with disable_ipv6 an interface keeps what it has, and tables show it */
	r = entry_delete(nl, addr, request->ifindex);
	return r == -ENOENT && wrong < 0 ? wrong : r;
}

static int perform(struct holder *holder, const struct iph_request *request)
{
	struct iph_addr addr = {.family = AF_INET6};

	memcpy(addr.bytes, request->addr, sizeof(addr.bytes));
	switch (request->op) {
	case IPH_OP_CREATE:
		return create_entry(&holder->nl, &addr, request);
	case IPH_OP_DELETE:
		return delete_entry(&holder->nl, &addr, request);
	default:
		return -EOPNOTSUPP;
	}
}

static bool retries(const struct holder *holder)
{
	return holder->behind || holder->unsure || holder->doubtful;
}

/* What is to be done later is done at a point in time, and not after so long a silence: requests
 * may come without a pause. */
static void retry_later(struct holder *holder, bool *what)
{
	if (!retries(holder))
		holder->retry_at = iph_now() + RETRY_WAIT;
	*what = true;
}

static void fall_behind(struct holder *holder)
{
	retry_later(holder, &holder->behind);
}

/* When the kernel cannot be asked just now, this is done again later: no entry may be lost for that
 * reason. */
static void handle_events(struct holder *holder)
{
	if (events_handle(holder->events, &holder->nl) < 0)
		fall_behind(holder);
	/* not at once: who deletes all of them, or deletes them again and again, is not done yet */
	if (memory_in_doubt())
		retry_later(holder, &holder->doubtful);
}

static bool nothing_to_hold(const struct holder *holder)
{
	if (!holder->on_demand || store_count() > 0)
		return false;
	if (!holder->behind) /* else a reply may not have reached who asks again */
		drop_repeats(holder->requests);
	return !request_waits(holder->requests);
}

static bool leaves_at_once(const struct holder *holder)
{
	return !holder->lingers && nothing_to_hold(holder);
}

/* Whether the deadline of a request can be compared with our time: a caller in another time
 * namespace has another clock. */
static bool same_clock(const struct iph_request *request)
{
	return iph_same_clock(request->clock, iph_clock());
}

/* Whether the caller has given up. Of one that has another clock nobody but itself can tell. */
static bool too_late(const struct iph_request *request)
{
	return same_clock(request) && request->deadline && iph_now() > request->deadline;
}

/* Undoes a change whose caller has given up while it was made, and now believes that it was not
 * made. */
static int take_back(struct holder *holder, const struct iph_request *request)
{
	struct iph_addr addr = {.family = AF_INET6};

	memcpy(addr.bytes, request->addr, sizeof(addr.bytes));
	if (request->op == IPH_OP_CREATE)
		iph_ignore(entry_delete(&holder->nl, &addr, request->ifindex));
	else
		iph_ignore(entry_create(&holder->nl, &addr, request->ifindex));
	return -ETIMEDOUT;
}

/* The slot of the entry that a request is about, or STORE_NONE. */
static uint32_t find_slot(const struct iph_request *request)
{
	struct iph_addr addr = {.family = AF_INET6};

	memcpy(addr.bytes, request->addr, sizeof(addr.bytes));
	return store_find(&addr, request->ifindex);
}

/* The entry was forgotten when the caller called, and was made again with all others before the
 * request was heard: then creating it is no mistake. */
static bool was_forgotten(const struct iph_request *request, uint32_t at)
{
	if (at == STORE_NONE || !(store_slot(at)->steps & SLOT_RESTORED) || !memory_restored_at())
		return false;
	return !same_clock(request) || !request->deadline ||
	       request->deadline <= memory_restored_at() + IPH_DEADLINE;
}

/* Only the first of those who called before is told so. */
static int acknowledge(uint32_t at)
{
	store_begin_slot(at, IPH_OP_CREATE);
	store_slot(at)->steps &= (uint8_t)~SLOT_RESTORED;
	return 0;
}

/* Makes the change that a request asks for. An entry that was there before the request came stays
 * in any case. */
static int perform_in_time(struct holder *holder, const struct iph_request *request)
{
	bool creates = request->op == IPH_OP_CREATE;
	uint32_t before = find_slot(request);
	int error;

	store_begin(request->id);
	error = perform(holder, request);
	if (creates && error == -EEXIST && was_forgotten(request, before))
		error = too_late(request) ? -ETIMEDOUT : acknowledge(before);
	else if (error == 0 && too_late(request))
		error = creates && before != STORE_NONE ? -ETIMEDOUT : take_back(holder, request);
	store_end_request(error);
	return error;
}

/* Returns 1 when the holder is to leave: the caller learns that with its reply and waits for it. */
static int handle_request(struct holder *holder)
{
	struct iph_request request;
	uint32_t port = 0;
	bool leave;
	int error;
	int r = receive(holder->requests, 0, &request, &port);

	if (r == -EPROTONOSUPPORT)
		(void)reply(holder->requests, port, &request, r, 0);
	if (r < 0 || request.op == IPH_OP_NOTHING)
		return 0;
	if (!store_answer(request.id, &error)) {
		if (too_late(&request))
			return 0;
		error = perform_in_time(holder, &request);
	}
	leave = leaves_at_once(holder);
	if (leave)
		pair_stop(&holder->pair);
	if (reply(holder->requests, port, &request, error, leave ? IPH_REPLY_LEAVING : 0))
		return leave;
	holder->behind = true; /* stay for all the time in which the caller asks again */
	holder->retry_at = iph_now() + RETRY_WAIT;
	return 0;
}

/* SIGTERM and SIGINT: an orderly end takes all entries along. Should this process die meanwhile,
 * the other one goes on with that. */
static int resign(struct holder *holder)
{
	uint32_t count = store_count();
	uint32_t at;

	for (at = 0; at < store_end(); at++)
		if (store_slot(at)->state == SLOT_LIVE)
			store_set_state(at, SLOT_REMOVING);
	entry_drop_removing(&holder->nl);
	pair_stop(&holder->pair);
	if (count > 0)
		tell("was told to end, and has deleted all; entries: %u", count);
	return 1;
}

/* Looks whether the namespace has been deleted. Where that cannot be seen the holder goes on: only
 * when it has looked does it end with all entries. */
static int look_at_namespace(struct holder *holder)
{
	int r = holder->mounts < 0
			? 0
			: namespace_check(holder->mounts, &holder->named, &holder->other);

	holder->unsure = false;
	if (r < 0)
		retry_later(holder, &holder->unsure);
	return r > 0 ? resign(holder) : 0;
}

/* Opens a socket after a take-over. When memory is short it is waited for, because nobody is left
 * who could do better: the other process is dead. */
static int reopen(struct iph_nl *nl)
{
	int tries = 0;
	int r;

	do
		r = iph_nl_open(NETLINK_ROUTE, nl);
	while (r < 0 && tries++ < REOPEN_TRIES && poll(NULL, 0, REOPEN_WAIT) == 0);
	return r;
}

/* Goes on after the other process of the pair has died. What only that process knew is asked of the
 * kernel. Its netlink socket may be in the middle of an answer: so that is closed, and with it
 * every descriptor that belongs neither to this process nor to an entry. */
static int take_over(struct holder *holder)
{
	const int kept[] = {STDIN_FILENO,	 STDOUT_FILENO,	    STDERR_FILENO,
			    holder->requests,	 holder->events,    holder->signals,
			    store_fd(),		 holder->mounts,    local_route_fd(),
			    holder->pair.keeper, holder->old.keeper};
	int r;

	holder->other = -1; /* that was the dead one's */
	descriptors_sweep(kept, IPH_ARRAY_SIZE(kept));
	notify_main_process();
	r = reopen(&holder->nl);
	if (r < 0)
		return r;
	iph_ignore(events_filter(holder->events, &holder->nl)); /* it merely hears more then */
	store_rebuild();
	store_settle();
	sockets_recount();
	memory_forget_links();
	entry_recover(&holder->nl);
	handle_events(holder);
	if (entry_compare(&holder->nl) < 0)
		fall_behind(holder);
	retry_later(holder, &holder->doubtful); /* what the other one has heard of records */
	tell("the other process has died; this one goes on; entries: %u", store_count());
	return look_at_namespace(holder);
}

/* Whether there is an office to take over. A holder that leaves in good order closes the socket of
 * its office, which the keeper sees in the table of descriptors that both share. Such a holder has
 * ended its keeper before, unless a filter of system calls refused that. */
static bool in_office(const struct holder *holder)
{
	int type;
	socklen_t size = sizeof(type);

	return getsockopt(holder->requests, SOL_SOCKET, SO_TYPE, &type, &size) == 0;
}

/* Starts a keeper, and comes back in the holder, with a keeper at its side if there can be one. In
 * the keeper it comes back when the holder has died: as that process is alone then, it first starts
 * a keeper of its own, and then takes over. Returns 1 in a keeper that has nothing to take over. */
static int get_keeper(struct holder *holder)
{
	bool inherited = false;
	int r;

	while (holder->paired) {
		holder->keeper_since = iph_now();
		r = pair_start(&holder->pair, holder->signals);
		if (r < 0)
			fall_behind(holder);
		if (r <= 0)
			return inherited ? take_over(holder) : 0;
		if (!in_office(holder))
			return 1;
		inherited = true;
	}
	return 0;
}

static int replace_keeper(struct holder *holder)
{
	if (iph_now() - holder->keeper_since > STILLBORN)
		return get_keeper(holder);
	pair_forget(&holder->pair);
	fall_behind(holder);
	return 0;
}

/* For a holder that starts as soon as this one has ended: it makes again what the kernel remembers.
 */
static int make_room(struct holder *holder)
{
	pair_stop(&holder->pair);
	tell("was told to make room for another; entries: %u", store_count());
	return 1;
}

static int handle_signal(struct holder *holder)
{
	struct signalfd_siginfo info;

	if (read(holder->signals, &info, sizeof(info)) != (ssize_t)sizeof(info))
		return 0;
	switch (info.ssi_signo) {
	case SIGHUP:
		replace(holder);
		return 0;
	case PAIR_DEATH: /* is for keepers */
		return 0;
	case SIGUSR2:
		return make_room(holder);
	default:
		return resign(holder);
	}
}

static int catch_up(struct holder *holder)
{
	const bool unsure = holder->unsure;
	const bool doubtful = holder->doubtful;
	const bool behind = holder->behind;
	int r;

	/* all of them first: as long as one is set, retry_later() keeps to the old time */
	holder->unsure = holder->doubtful = holder->behind = false;
	r = unsure ? look_at_namespace(holder) : 0;
	if (r != 0)
		return r;
	if (doubtful && memory_check(&holder->nl) < 0)
		retry_later(holder, &holder->doubtful);
	if (!behind)
		return 0;
	handle_events(holder);
	if (entry_compare(&holder->nl) < 0)
		fall_behind(holder);
	return holder->paired && holder->pair.keeper < 0 ? get_keeper(holder) : 0;
}

static int handle(struct holder *holder, const struct pollfd *watched)
{
	int r = 0;

	if (watched[WATCH_KEEPER].revents)
		r = replace_keeper(holder);
	if (r == 0 && watched[WATCH_SIGNALS].revents)
		r = handle_signal(holder);
	if (r == 0 && (watched[WATCH_MOUNTS].revents || watched[WATCH_OTHER].revents))
		r = look_at_namespace(holder);
	if (r == 0 && watched[WATCH_EVENTS].revents)
		handle_events(holder);
	if (r == 0 && watched[WATCH_REQUESTS].revents)
		r = handle_request(holder);
	return r;
}

static int wait_limit(const struct holder *holder)
{
	int64_t left = holder->retry_at - iph_now();

	if (retries(holder))
		return left > 0 ? (int)left : 0;
	return store_count() ? -1 : IDLE_WAIT;
}

static int wait_and_handle(struct holder *holder)
{
	struct pollfd watched[WATCH_COUNT] = {
		[WATCH_REQUESTS] = {.fd = holder->requests, .events = POLLIN},
		[WATCH_EVENTS] = {.fd = holder->events, .events = POLLIN},
		[WATCH_SIGNALS] = {.fd = holder->signals, .events = POLLIN},
		[WATCH_KEEPER] = {.fd = holder->pair.keeper, .events = POLLIN},
		[WATCH_MOUNTS] = {.fd = holder->mounts, .events = POLLPRI},
		[WATCH_OTHER] = {.fd = holder->other, .events = POLLIN},
	};
	int n = poll(watched, WATCH_COUNT, wait_limit(holder));
	int r;

	if (patience_ends(&holder->patience, n))
		return -EIO;
	if (n < 0)
		return 0;
	if (n == 0 && !retries(holder))
		return nothing_to_hold(holder);
	r = n > 0 ? handle(holder, watched) : 0;
	return r == 0 && retries(holder) && iph_now() >= holder->retry_at ? catch_up(holder) : r;
}

int serve(struct holder *holder)
{
	bool was_busy = false;
	int r;

	tell_beginning(holder->old.keeper >= 0);
	r = get_keeper(holder);
	/* Where this program has replaced an older one, the keeper of that has guarded the entries
	 * until now. In a keeper that has taken over there is no such process. */
	pair_stop(&holder->old);
	replace_done();

	while (r == 0) {
		was_busy = was_busy || store_count() > 0;
		r = wait_and_handle(holder);
		if (r == 0 && was_busy && !holder->behind && leaves_at_once(holder))
			r = 1;
	}
	if (r < 0) { /* the keeper may fare better */
		tell_warning("cannot go on: %s", strerror(-r));
		return r;
	}
	tell("ends");
	pair_stop(&holder->pair);
	close(holder->requests); /* see in_office() */
	return 0;
}
