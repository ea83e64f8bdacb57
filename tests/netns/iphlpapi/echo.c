/* SPDX-License-Identifier: MIT */
/* Echo requests, by ping sockets and by raw ones: judged by what a packet socket of the peer sees,
 * and by routes that are known to fail. */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/if_ether.h>

#include "echo.h"
#include "netns-peer.h"
#include "netns-privilege.h"
#include "suite.h"

static const uint8_t data[32] = "0123456789abcdefghijklmnopqrstu";

START_TEST(an_answer_is_where_windows_puts_it)
{
	uint8_t buffer[1 + sizeof(ICMP_ECHO_REPLY) + sizeof(data) + 8];
	struct ask ask = {.to = PEER_IPV4, .data = data, .size = sizeof(data)};
	ICMP_ECHO_REPLY reply;
	int start;

	echo_way(_i);
	for (start = 0; start < 2; start++) { /* at an odd address, too */
		memset(buffer, 0xcc, sizeof(buffer));
		ask.buffer = buffer + start;
		ask.room = sizeof(ICMP_ECHO_REPLY) + sizeof(data);
		ck_assert_uint_eq(ask_ipv4(&ask), 1);
		ck_assert_uint_eq(last_error, 0);
		memcpy(&reply, buffer + start, sizeof(reply));
		ck_assert_uint_eq(reply.Address, inet_addr(PEER_IPV4));
		ck_assert_uint_eq(reply.Status, IP_SUCCESS);
		ck_assert_uint_eq(reply.DataSize, sizeof(data));
		ck_assert_uint_eq(reply.Reserved, 0);
		ck_assert_ptr_eq(reply.Data, buffer + start + sizeof(reply));
		ck_assert_mem_eq(reply.Data, data, sizeof(data));
		ck_assert_uint_eq(reply.Options.Ttl, 64);
		ck_assert_uint_eq(reply.Options.OptionsSize, 0);
		ck_assert_uint_eq(buffer[start + ask.room], 0xcc);
	}
}
END_TEST

START_TEST(an_answer_of_ipv6_has_its_data_behind_it)
{
	uint8_t buffer[sizeof(ICMPV6_ECHO_REPLY) + sizeof(data) + 1];
	struct ask ask = {.to = "fe80::2",
			  .data = data,
			  .size = sizeof(data),
			  .buffer = buffer,
			  .room = sizeof(buffer) - 1};
	ICMPV6_ECHO_REPLY reply;
	char text[INET6_ADDRSTRLEN];

	peer_give_link_local();
	echo_way(_i);
	memset(buffer, 0xcc, sizeof(buffer));
	ck_assert_uint_eq(ask_ipv6(&ask), 1);
	memcpy(&reply, buffer, sizeof(reply));
	ck_assert_uint_eq(reply.Status, IP_SUCCESS);
	inet_ntop(AF_INET6, reply.Address.sin6_addr, text, sizeof(text));
	ck_assert_str_eq(text, "fe80::2");
	ck_assert_uint_eq(reply.Address.sin6_scope_id, index_of("eth0"));
	ck_assert_uint_eq(reply.Address.sin6_port, 0);
	ck_assert_mem_eq(buffer + sizeof(reply), data, sizeof(data));
	ck_assert_uint_eq(buffer[sizeof(buffer) - 1], 0xcc);
}
END_TEST

/* What comes to the peer; it begins with the header of IP. */
static int listen_there(uint16_t protocol)
{
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int fd;

	ck_assert_int_eq(setns(peer_namespace(), CLONE_NEWNET), 0);
	fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, htons(protocol));
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(setns(home, CLONE_NEWNET), 0);
	close(home);
	return fd;
}

/* The first echo request among it: its header is of so many bytes. */
static void await_request(int fd, size_t header, uint8_t type, uint8_t *packet)
{
	struct pollfd readable = {.fd = fd, .events = POLLIN};
	ssize_t size;

	do {
		ck_assert_int_eq(poll(&readable, 1, 30000 * slowness()), 1);
		size = recv(fd, packet, 2000, 0);
	} while (size < (ssize_t)header + 8 || packet[header] != type);
	close(fd);
}

START_TEST(the_peer_sees_what_was_asked_for)
{
	IP_OPTION_INFORMATION options = {.Ttl = 77, .Tos = 0x28, .Flags = IP_FLAG_DF};
	struct ask ask = {.to = PEER_IPV4,
			  .from = "192.0.2.99",
			  .data = data,
			  .size = sizeof(data),
			  .options = &options};
	uint8_t packet[2000];
	int fd = listen_there(ETH_P_IP);
	uint32_t from = inet_addr(ask.from);

	echo_way(_i);
	run("ip address add 192.0.2.99/24 dev eth0");
	answered(&ask, PEER_IPV4, IP_SUCCESS);
	await_request(fd, 20, 8, packet);
	ck_assert_uint_eq(packet[8], 77);
	ck_assert_uint_eq(packet[1], 0x28);
	ck_assert_uint_eq(packet[6] & 0x40, 0x40);
	ck_assert_mem_eq(packet + 12, &from, 4);
	ck_assert_mem_eq(packet + 28, data, sizeof(data));
	fd = listen_there(ETH_P_IP);
	ask.options = NULL;
	answered(&ask, PEER_IPV4, IP_SUCCESS);
	await_request(fd, 20, 8, packet);
	ck_assert_uint_eq(packet[8], 64);
	ck_assert_uint_eq(packet[6] & 0x40, 0);
}
END_TEST

START_TEST(the_peer_sees_what_was_asked_for_of_ipv6)
{
	IP_OPTION_INFORMATION options = {.Ttl = 77, .Tos = 0x28};
	struct ask ask = {.to = PEER_IPV6,
			  .from = "2001:db8:1::99",
			  .data = data,
			  .size = sizeof(data),
			  .options = &options};
	uint8_t packet[2000];
	struct in6_addr from;
	int fd = listen_there(ETH_P_IPV6);

	echo_way(_i);
	run("ip address add 2001:db8:1::99/64 dev eth0 nodad");
	answered(&ask, PEER_IPV6, IP_SUCCESS);
	await_request(fd, 40, 128, packet);
	ck_assert_uint_eq(packet[7], 77);
	ck_assert_uint_eq((packet[0] & 0x0f) << 4 | packet[1] >> 4, 0x28);
	inet_pton(AF_INET6, ask.from, &from);
	ck_assert_mem_eq(packet + 8, &from, 16);
	ck_assert_mem_eq(packet + 48, data, sizeof(data));
}
END_TEST

START_TEST(a_way_can_be_traced)
{
	IP_OPTION_INFORMATION options = {.Ttl = 1};
	struct ask four = {.to = FAR_IPV4, .data = data, .size = 32, .options = &options};
	struct ask six = {.to = FAR_IPV6, .data = data, .size = 32, .options = &options};

	echo_way(_i);
	answered(&four, PEER_IPV4, IP_TTL_EXPIRED_TRANSIT);
	answered(&six, PEER_IPV6, IP_HOP_LIMIT_EXCEEDED);
	options.Ttl = 2;
	answered(&four, FAR_IPV4, IP_SUCCESS);
	answered(&six, FAR_IPV6, IP_SUCCESS);
}
END_TEST

START_TEST(an_error_of_a_router_is_a_reply_with_its_status)
{
	static const uint8_t many[1400];
	IP_OPTION_INFORMATION whole = {.Flags = IP_FLAG_DF};
	struct ask big4 = {.to = FAR_IPV4, .data = many, .size = 1350, .options = &whole};
	struct ask big6 = {.to = FAR_IPV6, .data = many, .size = 1350, .options = &whole};
	int i;

	echo_way(_i);
	answered(&(struct ask){.to = "203.0.113.1"}, PEER_IPV4, IP_DEST_HOST_UNREACHABLE);
	answered(&(struct ask){.to = "203.0.113.2"}, PEER_IPV4, IP_DEST_HOST_UNREACHABLE);
	answered(&(struct ask){.to = "203.0.113.3"}, PEER_IPV4, IP_DEST_NET_UNREACHABLE);
	answered(&(struct ask){.to = "2001:db8:3::1"}, PEER_IPV6, IP_DEST_NO_ROUTE);
	answered(&(struct ask){.to = "2001:db8:3::2"}, PEER_IPV6, IP_DEST_PROHIBITED);
	answered(&(struct ask){.to = "2001:db8:3::3"}, PEER_IPV6, IP_DEST_NO_ROUTE);
	for (i = 0; i < 2; i++) { /* also when the kernel knows it already */
		answered(&big4, PEER_IPV4, IP_PACKET_TOO_BIG);
		answered(&big6, PEER_IPV6, IP_PACKET_TOO_BIG);
	}
	big4.options = big6.options = NULL;
	answered(&big4, FAR_IPV4, IP_SUCCESS);
	answered(&big6, FAR_IPV6, IP_SUCCESS);
}
END_TEST

/* The kernel gives up looking for the neighbour, and tells so from our own address, as Windows. */
START_TEST(nobody_there_is_a_timeout_or_a_host_that_cannot_be_reached)
{
	echo_way(_i);
	set_sysctl("net/ipv4/neigh/eth0/retrans_time_ms", "100");
	set_sysctl("net/ipv6/neigh/eth0/retrans_time_ms", "100");
	failed(&(struct ask){.to = "192.0.2.77", .timeout = 1}, IP_REQ_TIMED_OUT);
	failed(&(struct ask){.to = "2001:db8:1::77", .timeout = 1}, IP_REQ_TIMED_OUT);
	answered(&(struct ask){.to = "192.0.2.78"}, OUR_IPV4, IP_DEST_HOST_UNREACHABLE);
	answered(&(struct ask){.to = "2001:db8:1::78"}, OUR_IPV6, IP_DEST_ADDR_UNREACHABLE);
}
END_TEST

START_TEST(a_request_that_cannot_leave_has_a_code)
{
	static const uint8_t many[65535];
	uint8_t no_option[2] = {7, 77};
	IP_OPTION_INFORMATION whole = {.Flags = IP_FLAG_DF};
	IP_OPTION_INFORMATION bad = {.OptionsSize = 2, .OptionsData = no_option};

	echo_way(_i);
	run_ip("route add unreachable 203.0.113.65\nroute add prohibit 203.0.113.66\n"
	       "route add blackhole 203.0.113.67");
	failed(&(struct ask){.to = "8.8.8.8"}, 1231);
	failed(&(struct ask){.to = "2001:db8:9::1"}, 1231);
	failed(&(struct ask){.to = "203.0.113.65"}, 1232);
	failed(&(struct ask){.to = "203.0.113.66"}, IP_GENERAL_FAILURE);
	failed(&(struct ask){.to = "203.0.113.67"}, IP_GENERAL_FAILURE);
	failed(&(struct ask){.to = PEER_IPV4, .from = "192.0.2.50"}, 1214);
	failed(&(struct ask){.to = PEER_IPV6, .from = "2001:db8:1::50"}, 1214);
	failed(&(struct ask){.to = PEER_IPV4, .data = many, .size = 1480, .options = &whole},
	       IP_PACKET_TOO_BIG);
	failed(&(struct ask){.to = PEER_IPV6, .data = many, .size = 1480, .options = &whole},
	       IP_PACKET_TOO_BIG);
	failed(&(struct ask){.to = PEER_IPV4, .options = &bad}, IP_BAD_OPTION);
}
END_TEST

/* Ours and the peer's, in whatever order. */
START_TEST(several_answer_a_broadcast)
{
	static const char *const to[] = {"192.0.2.255", "255.255.255.255", "224.0.0.1"};
	_Alignas(8) uint8_t buffer[1000];
	const ICMP_ECHO_REPLY *replies = (void *)buffer;
	struct ask ask = {.data = data, .size = 32, .buffer = buffer};
	size_t i;

	echo_way(_i);
	set_sysctl("net/ipv4/icmp_echo_ignore_broadcasts", "0");
	run_ip("route add 255.255.255.255 dev eth0\nroute add 224.0.0.0/4 dev eth0");
	for (i = 0; i < 3; i++) {
		ask.to = to[i];
		/* nobody waits for what would not fit */
		ask.room = 3 * (sizeof(*replies) + sizeof(data)) - 1;
		ck_assert_msg(ask_ipv4(&ask) == 2, "%s: error %u", to[i], last_error);
		ck_assert_uint_ne(replies[0].Address, replies[1].Address);
		ck_assert_ptr_eq(replies[1].Data, &replies[2]);
		ck_assert_ptr_eq(replies[0].Data, (uint8_t *)&replies[2] + sizeof(data));
		ck_assert_mem_eq(replies[0].Data, data, sizeof(data));
		ck_assert_mem_eq(replies[1].Data, data, sizeof(data));
	}
}
END_TEST

START_TEST(options_come_back)
{
	uint8_t record[11] = {IP_OPT_RR, 11, 4};
	IP_OPTION_INFORMATION options = {.OptionsSize = 11, .OptionsData = record};
	_Alignas(8) uint8_t buffer[500];
	const ICMP_ECHO_REPLY *reply = (void *)buffer;
	struct ask ask = {.to = PEER_IPV4,
			  .data = data,
			  .size = 32,
			  .options = &options,
			  .buffer = buffer,
			  .room = sizeof(*reply) + 12 + 32};
	uint32_t hop = inet_addr(PEER_IPV4);

	echo_way(_i);
	ck_assert_uint_eq(ask_ipv4(&ask), 1);
	ck_assert_uint_eq(reply->Options.OptionsSize, 12);
	ck_assert_ptr_eq(reply->Options.OptionsData, reply + 1);
	ck_assert_uint_eq(reply->Options.OptionsData[0], IP_OPT_RR);
	/* behind ours */
	ck_assert_mem_eq(reply->Options.OptionsData + 7, &hop, 4);
	ck_assert_ptr_eq(reply->Data, (uint8_t *)(reply + 1) + 12);
	ck_assert_mem_eq(reply->Data, data, 32);
	ask.room--;
	ck_assert_uint_eq(ask_ipv4(&ask), 0);
	ck_assert_uint_eq(last_error, IP_BUF_TOO_SMALL);
	ck_assert_uint_eq(reply->Status, IP_BUF_TOO_SMALL);
}
END_TEST

/* Each thread asks another address for other data, all with one handle. */
struct thread {
	pthread_t id;
	HANDLE icmp;
	int number;
	int wrong;
};

static void *ask_often(void *arg)
{
	struct thread *thread = arg;
	IPAddr to = htonl(INADDR_LOOPBACK + (uint32_t)thread->number);
	struct {
		ICMP_ECHO_REPLY reply;
		uint8_t data[100];
	} buffer;
	uint8_t bytes[100];
	int i;

	memset(bytes, thread->number, sizeof(bytes));
	for (i = 0; i < 50; i++)
		if (IcmpSendEcho(thread->icmp, to, bytes, sizeof(bytes), NULL, &buffer,
				 sizeof(buffer), (DWORD)(60000 * slowness())) != 1 ||
		    buffer.reply.Address != to ||
		    memcmp(buffer.reply.Data, bytes, sizeof(bytes)) != 0)
			thread->wrong++;
	return NULL;
}

static void ask_in_threads(void *unused)
{
	struct thread threads[4];
	HANDLE icmp = IcmpCreateFile();
	int i;

	(void)unused;
	for (i = 0; i < 4; i++) {
		threads[i] = (struct thread){.icmp = icmp, .number = i};
		ck_assert_int_eq(pthread_create(&threads[i].id, NULL, ask_often, &threads[i]), 0);
	}
	for (i = 0; i < 4; i++) {
		pthread_join(threads[i].id, NULL);
		ck_assert_int_eq(threads[i].wrong, 0);
	}
	ck_assert(IcmpCloseHandle(icmp));
}

/* In a child: this process itself may not have threads, whose children are in another namespace. */
START_TEST(threads_with_one_handle_get_their_own_answers)
{
	echo_way(_i);
	in_child(ask_in_threads, NULL);
}
END_TEST

static void ask_as_user(void *way)
{
	lose_privilege(*(int *)way);
	answered(&(struct ask){.to = PEER_IPV4, .data = data, .size = 32}, PEER_IPV4, IP_SUCCESS);
	answered(&(struct ask){.to = PEER_IPV6, .data = data, .size = 32}, PEER_IPV6, IP_SUCCESS);
}

START_TEST(a_group_of_the_range_needs_no_privilege)
{
	if (!try_run("echo 0 65534 >/proc/sys/net/ipv4/ping_group_range"))
		echo_way(0);
	in_child(ask_as_user, &_i);
}
END_TEST

static void be_refused(void *unused)
{
	(void)unused;
	lose_privilege(2);
	ck_assert_ptr_eq(IcmpCreateFile(), INVALID_HANDLE_VALUE);
	ck_assert_uint_eq(last_error, 5);
	last_error = 0;
	ck_assert_ptr_eq(Icmp6CreateFile(), INVALID_HANDLE_VALUE);
	ck_assert_uint_eq(last_error, 5);
}

START_TEST(others_are_refused)
{
	echo_way(1);
	in_child(be_refused, NULL);
}
END_TEST

TEST_SUITE("netns-win32-echo")
{
	TCase *tcase = netns_tcase(suite, "echo", echo_setup);

	tcase_add_loop_test(tcase, an_answer_is_where_windows_puts_it, 0, ECHO_WAYS);
	tcase_add_loop_test(tcase, an_answer_of_ipv6_has_its_data_behind_it, 0, ECHO_WAYS);
	tcase_add_loop_test(tcase, the_peer_sees_what_was_asked_for, 0, ECHO_WAYS);
	tcase_add_loop_test(tcase, the_peer_sees_what_was_asked_for_of_ipv6, 0, ECHO_WAYS);
	tcase_add_loop_test(tcase, a_way_can_be_traced, 0, ECHO_WAYS);
	tcase_add_loop_test(tcase, an_error_of_a_router_is_a_reply_with_its_status, 0, ECHO_WAYS);
	tcase_add_loop_test(tcase, nobody_there_is_a_timeout_or_a_host_that_cannot_be_reached, 0,
			    ECHO_WAYS);
	tcase_add_loop_test(tcase, a_request_that_cannot_leave_has_a_code, 0, ECHO_WAYS);
	tcase_add_loop_test(tcase, several_answer_a_broadcast, 0, ECHO_WAYS);
	tcase_add_loop_test(tcase, options_come_back, 0, ECHO_WAYS);
	tcase_add_loop_test(tcase, threads_with_one_handle_get_their_own_answers, 0, ECHO_WAYS);
	tcase_add_loop_test(tcase, a_group_of_the_range_needs_no_privilege, 0, LOSSES);
	tcase_add_test(tcase, others_are_refused);
}
