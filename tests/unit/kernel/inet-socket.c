/* SPDX-License-Identifier: MIT */
/* src/kernel/inet-socket.c: sockets from canned messages of sock_diag(7). */

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <string.h>

#include <linux/inet_diag.h>
#include <linux/sock_diag.h>

#include "inet-socket.h"
#include "suite.h"

static struct inet_diag_msg *start(struct iph_msg *ret_msg, uint8_t family, const char *src,
				   const char *dst)
{
	struct inet_diag_msg *diag = iph_msg_init(ret_msg, SOCK_DIAG_BY_FAMILY, 0, sizeof(*diag));

	diag->idiag_family = family;
	diag->idiag_state = IPH_SOCKET_LISTEN;
	ck_assert_int_eq(inet_pton(family, src, diag->id.idiag_src), 1);
	ck_assert_int_eq(inet_pton(family, dst, diag->id.idiag_dst), 1);
	diag->id.idiag_sport = htons(80);
	diag->id.idiag_dport = htons(4096);
	return diag;
}

static void is_addr(const struct iph_addr *addr, const char *text)
{
	struct iph_addr expected = {.family = strchr(text, ':') ? AF_INET6 : AF_INET};

	ck_assert_int_eq(inet_pton(expected.family, text, expected.bytes), 1);
	ck_assert_mem_eq(addr, &expected, sizeof(expected));
}

static struct iph_socket parsed(const struct iph_msg *msg)
{
	struct iph_socket socket;

	ck_assert_int_eq(iph_socket_parse(msg->nlh, &socket), 0);
	return socket;
}

static void refused(const struct iph_msg *msg)
{
	struct iph_socket socket;
	struct iph_socket before;

	memset(&socket, 0xcc, sizeof(socket));
	memcpy(&before, &socket, sizeof(before));
	ck_assert_int_eq(iph_socket_parse(msg->nlh, &socket), -EBADMSG);
	ck_assert_mem_eq(&socket, &before, sizeof(socket));
}

START_TEST(a_socket_has_all_that_the_message_says)
{
	struct iph_msg msg;
	struct inet_diag_msg *diag = start(&msg, AF_INET, "192.0.2.1", "198.51.100.7");
	struct iph_socket socket;

	diag->idiag_state = IPH_SOCKET_ESTABLISHED;
	diag->id.idiag_if = 7;
	diag->id.idiag_cookie[0] = 0x89abcdef;
	diag->id.idiag_cookie[1] = 0x01234567;
	diag->idiag_inode = 4000000000;
	socket = parsed(&msg);
	is_addr(&socket.local, "192.0.2.1");
	is_addr(&socket.remote, "198.51.100.7");
	ck_assert_uint_eq(socket.local_port, 80);
	ck_assert_uint_eq(socket.remote_port, 4096);
	ck_assert_uint_eq(socket.ifindex, 7);
	ck_assert_uint_eq(socket.state, IPH_SOCKET_ESTABLISHED);
	ck_assert_uint_eq(socket.inode, 4000000000);
	ck_assert(socket.cookie == 0x0123456789abcdef);
	ck_assert(!socket.dual && !socket.mapped);
}
END_TEST

START_TEST(an_ipv6_socket_that_speaks_ipv4_has_ipv4_addresses)
{
	struct iph_msg msg;
	struct iph_socket socket;

	start(&msg, AF_INET6, "::ffff:192.0.2.1", "::ffff:198.51.100.7");
	socket = parsed(&msg);
	is_addr(&socket.local, "192.0.2.1");
	is_addr(&socket.remote, "198.51.100.7");
	ck_assert(socket.mapped && !socket.dual);
	start(&msg, AF_INET6, "::ffff:192.0.2.1", "::");
	socket = parsed(&msg);
	is_addr(&socket.local, "192.0.2.1");
	is_addr(&socket.remote, "0.0.0.0");
}
END_TEST

/* The state, the address, what the kernel says of the option (2: nothing), and what follows. */
static const struct {
	uint8_t state;
	const char *addr;
	uint8_t only;
	bool dual;
} options[] = {
	{IPH_SOCKET_LISTEN, "::", 0, true},	     {IPH_SOCKET_CLOSE, "::", 0, true},
	{IPH_SOCKET_LISTEN, "::", 1, false},	     {IPH_SOCKET_LISTEN, "::", 2, false},
	{IPH_SOCKET_LISTEN, "::1", 0, false},	     {IPH_SOCKET_ESTABLISHED, "::", 0, false},
	{IPH_SOCKET_LISTEN, "::ffff:0:0", 0, false},
};

START_TEST(a_socket_for_both_families_is_known)
{
	struct iph_msg msg;
	struct inet_diag_msg *diag = start(&msg, AF_INET6, options[_i].addr, "::");

	diag->idiag_state = options[_i].state;
	if (options[_i].only < 2)
		iph_msg_put(&msg, INET_DIAG_SKV6ONLY, &options[_i].only, 1);
	ck_assert_int_eq(parsed(&msg).dual, options[_i].dual);
}
END_TEST

START_TEST(what_is_no_socket_is_refused)
{
	struct iph_msg msg;
	struct inet_diag_msg *diag = start(&msg, AF_INET, "192.0.2.1", "0.0.0.0");
	uint32_t len;

	msg.nlh->nlmsg_type = TCPDIAG_GETSOCK;
	refused(&msg);
	msg.nlh->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	diag->idiag_family = AF_UNIX;
	refused(&msg);
	diag->idiag_family = 0;
	refused(&msg);
	diag->idiag_family = AF_INET;
	for (len = NLMSG_HDRLEN; len < NLMSG_HDRLEN + sizeof(*diag); len++) {
		msg.nlh->nlmsg_len = len;
		refused(&msg);
	}
	msg.nlh->nlmsg_len = len;
	parsed(&msg);
	iph_msg_put_u32(&msg, INET_DIAG_SKV6ONLY, 0);
	((struct nlattr *)(diag + 1))->nla_len = 200;
	refused(&msg);
}
END_TEST

TEST_SUITE("inet-socket")
{
	TCase *tcase = tcase_create("iph_socket_parse");

	tcase_add_test(tcase, a_socket_has_all_that_the_message_says);
	tcase_add_test(tcase, an_ipv6_socket_that_speaks_ipv4_has_ipv4_addresses);
	tcase_add_loop_test(tcase, a_socket_for_both_families_is_known, 0,
			    (int)(sizeof(options) / sizeof(options[0])));
	tcase_add_test(tcase, what_is_no_socket_is_refused);
	suite_add_tcase(suite, tcase);
}
