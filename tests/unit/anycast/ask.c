/* SPDX-License-Identifier: MIT */
/* src/lib/anycast/ask.c: a request whose holder leaves, at moments that no real one can be made to
 * choose. The world around it is a play, so the file is compiled in here. */

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "suite.h"

static ssize_t play_sendto(int fd, const void *buf, size_t len, int flags,
			   const struct sockaddr *to, socklen_t size);
static ssize_t play_recvmsg(int fd, struct msghdr *mh, int flags);
static int play_poll(struct pollfd *fds, nfds_t count, int milliseconds);

#define sendto play_sendto
#define recvmsg play_recvmsg
#define poll play_poll
#define iph_await_input play_await_input
#define iph_now play_now
#define iph_left play_left
#define iph_soon play_soon
#define iph_holder_call play_holder_call
#define iph_holder_find play_holder_find
#define iph_holder_start play_holder_start
#define iph_children_reap play_children_reap
#include "../../../src/lib/anycast/ask.c"

static struct {
	struct iph_request request;
	int requests; /* how often it was sent */
	int short_requests;
	int starts;
	int answer;	   /* of the holder that is there */
	bool queued;	   /* its reply waits in our queue */
	bool answers_late; /* after our waiting, before our looking */
	int found;	   /* what looking for a holder gives */
	int may_start;	   /* what our own side says to starting one */
	int start_error;
	int64_t started_until;
	int64_t now;
	int version; /* of the reply, or 0 for ours */
} play;

static ssize_t play_sendto(int fd, const void *buf, size_t len, int flags,
			   const struct sockaddr *to, socklen_t size)
{
	ck_assert(fd == 3 && flags & MSG_DONTWAIT && to && size);
	if (len == IPH_REQUEST_V1) {
		play.short_requests++;
		return (ssize_t)len;
	}
	ck_assert_uint_eq(len, sizeof(play.request));
	memcpy(&play.request, buf, sizeof(play.request));
	play.requests++;
	return (ssize_t)len;
}

static ssize_t play_recvmsg(int fd, struct msghdr *mh, int flags)
{
	const struct iph_reply reply = {.version = play.version ? (uint8_t)play.version
								: IPH_PROTO_VERSION,
					.op = play.request.op,
					.error = play.answer,
					.id = play.request.id};
	struct sockaddr_nl *from = mh->msg_name;

	ck_assert(fd == 3 && flags & MSG_DONTWAIT);
	if (!play.queued) {
		errno = EAGAIN;
		return -1;
	}
	play.queued = false;
	memcpy(mh->msg_iov->iov_base, &reply, sizeof(reply));
	mh->msg_flags = 0;
	from->nl_pid = 4711;
	return sizeof(reply);
}

static int play_poll(struct pollfd *fds, nfds_t count, int milliseconds)
{
	(void)fds;
	(void)count;
	(void)milliseconds;
	return 0;
}

/* Time passes only where something is waited for. */
int64_t play_now(void)
{
	return play.now;
}

int play_left(int64_t end)
{
	return end > play.now ? (int)(end - play.now) : 0;
}

int64_t play_soon(int64_t milliseconds, int64_t end)
{
	return play.now + milliseconds < end ? play.now + milliseconds : end;
}

int play_await_input(int fd, int64_t end)
{
	ck_assert_int_eq(fd, 3);
	if (play.queued)
		return 0;
	ck_assert_int_gt(end, play.now);
	play.now = end;
	return -ETIMEDOUT;
}

int play_holder_find(uint32_t groups, uint32_t own, uint32_t *ret_port)
{
	(void)groups;
	(void)own;
	if (play.answers_late)
		play.queued = true;
	play.answers_late = false;
	if (play.found == 0)
		*ret_port = 4711;
	return play.found;
}

/* One that does every request well, and is asked once more by who starts it. */
int play_holder_start(int64_t end)
{
	play.starts++;
	play.started_until = end;
	if (play.start_error)
		return play.start_error;
	play.answer = 0;
	play.queued = true;
	return 0;
}

void play_children_reap(void)
{
}

static int may_start(void *arg)
{
	ck_assert_ptr_eq(arg, &play);
	return play.may_start;
}

static int ask_so(void)
{
	const struct iph_holder_task task = {
		.op = IPH_OP_CREATE,
		.type = 6,
		.ifindex = 2,
		.addr = {.family = AF_INET6, .bytes = {0x20, 1, 0x0d, 0xb8}},
		.may_start = may_start,
		.arg = &play,
	};
	struct iph_nl nl = {.fd = 3};
	int64_t began = play.now;
	int r;

	r = play_holder_call(&nl, &task);
	ck_assert(play.request.op == IPH_OP_CREATE && play.request.type == 6 &&
		  play.request.ifindex == 2 && play.request.addr[0] == 0x20);
	ck_assert(play.request.deadline > began && play.request.deadline < began + LONGEST_CALL);
	ck_assert_int_le(play.now, began + LONGEST_CALL);
	return r;
}

static int ask(int answer, bool late, int found, int allowed)
{
	memset(&play, 0, sizeof(play));
	play.now = 1000000;
	play.answer = answer;
	play.answers_late = late;
	play.found = found;
	play.may_start = allowed;
	return ask_so();
}

START_TEST(an_answer_of_a_holder_that_has_left_counts)
{
	ck_assert_int_eq(ask(-ENOMEM, true, -ESRCH, 0), -ENOMEM);
	ck_assert_int_eq(play.requests, 1);
	ck_assert_int_eq(play.starts, 0);
}
END_TEST

START_TEST(an_answer_that_came_before_another_holder_was_found_counts)
{
	ck_assert_int_eq(ask(-ENOMEM, true, 0, 0), -ENOMEM);
	ck_assert_int_eq(play.requests, 1);
	ck_assert_int_eq(play.starts, 0);
}
END_TEST

START_TEST(a_holder_that_has_left_without_an_answer_is_replaced)
{
	ck_assert_int_eq(ask(-ENOMEM, false, -ESRCH, 0), 0);
	ck_assert_int_eq(play.requests, 2);
	ck_assert_int_eq(play.starts, 1);
}
END_TEST

START_TEST(where_nobody_may_look_for_a_holder_one_is_started)
{
	ck_assert_int_eq(ask(-ENOMEM, false, -EACCES, 0), 0);
	ck_assert_int_eq(play.starts, 1);
}
END_TEST

START_TEST(none_is_started_where_our_own_side_refuses)
{
	ck_assert_int_eq(ask(0, false, -ESRCH, -ENODEV), -ENODEV);
	ck_assert_int_eq(play.requests, 1);
	ck_assert_int_eq(play.starts, 0);
}
END_TEST

/* The whole call has one end: whoever is started is told the same. */
START_TEST(a_holder_that_is_there_and_says_nothing_ends_the_call_in_time)
{
	ck_assert_int_eq(ask(0, false, 0, 0), -ETIMEDOUT);
	ck_assert_int_eq(play.now, 1000000 + LONGEST_CALL);
	ck_assert_int_eq(play.starts, 0);
	ck_assert_int_gt(play.requests, 1);
	ck_assert_int_gt(play.short_requests, 0);
}
END_TEST

static const int start_errors[] = {-ENOMEM, -EIO, -ETIMEDOUT, -EMFILE};

START_TEST(what_keeps_a_holder_from_starting_is_said_at_once)
{
	memset(&play, 0, sizeof(play));
	play.found = -ESRCH;
	play.start_error = start_errors[_i];
	ck_assert_int_eq(ask_so(), start_errors[_i]);
	ck_assert_int_eq(play.starts, 1);
	ck_assert_int_eq(play.started_until, LONGEST_CALL);
}
END_TEST

START_TEST(a_reply_of_another_version_is_the_answer)
{
	memset(&play, 0, sizeof(play));
	play.found = 0;
	play.version = _i ? IPH_PROTO_VERSION + 1 : 1;
	play.answers_late = true;
	ck_assert_int_eq(ask_so(), -EPROTO);
	ck_assert_int_eq(play.requests, 1);
}
END_TEST

TEST_SUITE("holder-call")
{
	TCase *tcase = tcase_create("iph_holder_call");

	tcase_add_test(tcase, an_answer_of_a_holder_that_has_left_counts);
	tcase_add_test(tcase, an_answer_that_came_before_another_holder_was_found_counts);
	tcase_add_test(tcase, a_holder_that_has_left_without_an_answer_is_replaced);
	tcase_add_test(tcase, where_nobody_may_look_for_a_holder_one_is_started);
	tcase_add_test(tcase, none_is_started_where_our_own_side_refuses);
	tcase_add_test(tcase, a_holder_that_is_there_and_says_nothing_ends_the_call_in_time);
	tcase_add_loop_test(tcase, what_keeps_a_holder_from_starting_is_said_at_once, 0,
			    (int)IPH_ARRAY_SIZE(start_errors));
	tcase_add_loop_test(tcase, a_reply_of_another_version_is_the_answer, 0, 2);
	suite_add_tcase(suite, tcase);
}
