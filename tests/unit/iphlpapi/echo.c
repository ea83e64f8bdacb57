/* SPDX-License-Identifier: MIT */
/* src/iphlpapi/icmp.c and its like: what is refused before anything is sent, and counting. */

#include <string.h>
#include <unistd.h>

#include "icmpapi.h"

#include "codes.h"
#include "suite.h"

static DWORD last_error;

/* libwinport's is not linked into this program. */
VOID WINAPI SetLastError(DWORD code);
VOID WINAPI SetLastError(DWORD code)
{
	last_error = code;
}

/* A descriptor that has the number of a handle is not enough. */
START_TEST(what_is_no_handle_is_refused)
{
	ICMP_ECHO_REPLY reply;
	int pipes[2];
	HANDLE handles[] = {
		NULL, &reply, (HANDLE)0x5b000000UL, (HANDLE)0x5bfffffcUL, (HANDLE)0x5b000001UL,
		NULL};
	size_t i;

	ck_assert_int_eq(pipe(pipes), 0);
	handles[5] = (HANDLE)(0x5b000000UL | (unsigned long)pipes[0] << 2);
	for (i = 0; i < ARRAYSIZE(handles); i++) {
		memset(&reply, 0xcc, sizeof(reply));
		ck_assert_uint_eq(IcmpSendEcho(handles[i], htonl(INADDR_LOOPBACK), NULL, 0, NULL,
					       &reply, sizeof(reply), 0),
				  0);
		ck_assert_uint_eq(last_error, 6);
		ck_assert_uint_eq(reply.Status, 0xcccccccc);
		last_error = 0;
		ck_assert_int_eq(IcmpCloseHandle(handles[i]), FALSE);
		ck_assert_uint_eq(last_error, 6);
	}
	ck_assert_int_eq(IcmpCloseHandle(INVALID_HANDLE_VALUE), FALSE);
	ck_assert_uint_eq(last_error, 6);
	close(pipes[0]);
	close(pipes[1]);
}
END_TEST

START_TEST(no_pointer_is_a_bad_argument)
{
	SOCKADDR_IN6 to = {.sin6_family = AF_INET6};
	ICMPV6_ECHO_REPLY six;
	ICMP_ECHO_REPLY four;

	ck_assert_uint_eq(
		IcmpSendEcho(INVALID_HANDLE_VALUE, 1, NULL, 0, NULL, &four, sizeof(four), 0), 0);
	ck_assert_uint_eq(last_error, 87);
	last_error = 0;
	ck_assert_uint_eq(IcmpSendEcho(NULL, 1, NULL, 0, NULL, NULL, sizeof(four), 0), 0);
	ck_assert_uint_eq(last_error, 87);
	last_error = 0;
	ck_assert_uint_eq(IcmpSendEcho2(NULL, NULL, NULL, NULL, 1, NULL, 0, NULL, &four, 0, 0), 0);
	ck_assert_uint_eq(last_error, 87);
	last_error = 0;
	ck_assert_uint_eq(IcmpSendEcho2Ex(NULL, NULL, NULL, NULL, 0, 1, NULL, 8, NULL, &four,
					  sizeof(four), 0),
			  0);
	ck_assert_uint_eq(last_error, 87);
	last_error = 0;
	ck_assert_uint_eq(Icmp6SendEcho2(NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, &six,
					 sizeof(six), 0),
			  0);
	ck_assert_uint_eq(last_error, 87);
	last_error = 0;
	ck_assert_uint_eq(Icmp6SendEcho2(INVALID_HANDLE_VALUE, NULL, NULL, NULL, NULL, &to, NULL, 0,
					 NULL, &six, sizeof(six), 0),
			  0);
	ck_assert_uint_eq(last_error, 87);
}
END_TEST

/* What Wine's testIcmpParseReplies() finds on Windows, said again in our words. */
START_TEST(replies_are_counted_once)
{
	ICMP_ECHO_REPLY reply = {.Status = 12345, .Reserved = 3};

	last_error = 77;
	ck_assert_uint_eq(IcmpParseReplies(&reply, sizeof(reply)), 3);
	ck_assert_uint_eq(last_error, 77);
	ck_assert_uint_eq(reply.Status, 12345);
	ck_assert_uint_eq(reply.Reserved, 0);
	ck_assert_uint_eq(IcmpParseReplies(&reply, sizeof(reply)), 0);
	ck_assert_uint_eq(last_error, 12345);
	reply.Status = 0;
	ck_assert_uint_eq(IcmpParseReplies(&reply, sizeof(reply)), 0);
	ck_assert_uint_eq(last_error, 0);
	ck_assert_uint_eq(IcmpParseReplies(NULL, sizeof(reply)), 0);
	ck_assert_uint_eq(last_error, 87);
	ck_assert_uint_eq(IcmpParseReplies(&reply, sizeof(reply) - 1), 0);
	ck_assert_uint_eq(last_error, 87);
}
END_TEST

START_TEST(an_error_of_ipv6_that_has_come_is_a_reply)
{
	ICMPV6_ECHO_REPLY reply = {.Status = IP_REQ_TIMED_OUT};

	last_error = 77;
	ck_assert_uint_eq(Icmp6ParseReplies(&reply, sizeof(reply)), 0);
	ck_assert_uint_eq(last_error, IP_REQ_TIMED_OUT);
	last_error = 77;
	reply.Address.sin6_addr[7] = 1;
	ck_assert_uint_eq(Icmp6ParseReplies(&reply, sizeof(reply)), 1);
	reply.Status = IP_SUCCESS;
	ck_assert_uint_eq(Icmp6ParseReplies(&reply, sizeof(reply)), 1);
	ck_assert_uint_eq(last_error, 77);
	ck_assert_uint_eq(Icmp6ParseReplies(&reply, sizeof(reply) - 1), 0);
	ck_assert_uint_eq(last_error, 87);
}
END_TEST

TEST_SUITE("win32-echo")
{
	TCase *tcase = tcase_create("echo");

	tcase_add_test(tcase, what_is_no_handle_is_refused);
	tcase_add_test(tcase, no_pointer_is_a_bad_argument);
	tcase_add_test(tcase, replies_are_counted_once);
	tcase_add_test(tcase, an_error_of_ipv6_that_has_come_is_a_reply);
	suite_add_tcase(suite, tcase);
}
