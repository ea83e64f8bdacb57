/* SPDX-License-Identifier: MIT */
/* src/lib/anycast/ask.c: a request whose holder leaves, at moments that no real one can be made to
 * choose. The world around it is a play, so the file is compiled in here. */

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "suites.h"

static ssize_t play_sendto(int fd, const void *buf, size_t len, int flags,
			   const struct sockaddr *to, socklen_t size);
static ssize_t play_recvmsg(int fd, struct msghdr *mh, int flags);
static int play_poll(struct pollfd *fds, nfds_t count, int milliseconds);

#define sendto play_sendto
#define recvmsg play_recvmsg
#define poll play_poll
#define iph_holder_open play_holder_open
#define iph_holder_call play_holder_call
#define iph_holder_find play_holder_find
#define iph_holder_start play_holder_start
#include "../../../src/lib/anycast/ask.c"

static struct {
	struct iph_request request;
	int requests; /* how often it was sent */
	int starts;
	int answer;	   /* of the holder that is there */
	bool queued;	   /* its reply waits in our queue */
	bool answers_late; /* after our waiting, before our looking */
	int found;	   /* what looking for a holder gives */
	int may_start;	   /* what our own side says to starting one */
} play;

static ssize_t play_sendto(int fd, const void *buf, size_t len, int flags,
			   const struct sockaddr *to, socklen_t size)
{
	ck_assert(fd == 3 && len == sizeof(play.request) && flags & MSG_DONTWAIT && to && size);
	memcpy(&play.request, buf, sizeof(play.request));
	play.requests++;
	return (ssize_t)len;
}

static ssize_t play_recvmsg(int fd, struct msghdr *mh, int flags)
{
	const struct iph_reply reply = {.version = IPH_PROTO_VERSION,
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
	(void)milliseconds;
	return count > 0 && play.queued;
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
int play_holder_start(void)
{
	play.starts++;
	play.answer = 0;
	play.queued = true;
	return 0;
}

static int may_start(void *arg)
{
	ck_assert_ptr_eq(arg, &play);
	return play.may_start;
}

static int ask(int answer, bool late, int found, int allowed)
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
	int r;

	memset(&play, 0, sizeof(play));
	play.answer = answer;
	play.answers_late = late;
	play.found = found;
	play.may_start = allowed;
	r = play_holder_call(&nl, &task);
	ck_assert(play.request.op == IPH_OP_CREATE && play.request.type == 6 &&
		  play.request.ifindex == 2 && play.request.addr[0] == 0x20);
	return r;
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

Suite *holder_call_suite(void)
{
	Suite *suite = suite_create("holder-call");
	TCase *tcase = tcase_create("iph_holder_call");

	tcase_add_test(tcase, an_answer_of_a_holder_that_has_left_counts);
	tcase_add_test(tcase, an_answer_that_came_before_another_holder_was_found_counts);
	tcase_add_test(tcase, a_holder_that_has_left_without_an_answer_is_replaced);
	tcase_add_test(tcase, where_nobody_may_look_for_a_holder_one_is_started);
	tcase_add_test(tcase, none_is_started_where_our_own_side_refuses);
	suite_add_tcase(suite, tcase);
	return suite;
}
