/* SPDX-License-Identifier: MIT */
/* A router between this machine and a far one, and the calls of icmpapi.h. */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "echo.h"
#include "netns-peer.h"

#define PATIENCE 60000 /* milliseconds */

_Thread_local DWORD last_error;

/* libwinport's is not linked into this program. */
VOID WINAPI SetLastError(DWORD code);
VOID WINAPI SetLastError(DWORD code)
{
	last_error = code;
}

static int far_fd = -1;

static void raise_router(void *pid)
{
	set_sysctl("net/ipv4/ip_forward", "1");
	set_sysctl("net/ipv6/conf/all/forwarding", "1");
	/* Not icmp_ratelimit: on 6.1 a limit of 0 takes from ip_error() what it may send. */
	set_sysctl("net/ipv4/icmp_ratemask", "0");
	set_sysctl("net/ipv6/icmp/ratelimit", "0");
	set_sysctl("net/ipv4/icmp_echo_ignore_broadcasts", "0");
	run_ip("link add far0 mtu 1300 type veth peer name far1 mtu 1300 netns /proc/%d/fd/%d\n"
	       "link set far0 up\n"
	       "address add " ROUTER_FAR_IPV4 "/24 dev far0\n"
	       "address add " ROUTER_FAR_IPV6 "/64 dev far0 nodad\n"
	       "route add unreachable 203.0.113.1\nroute add prohibit 203.0.113.2\n"
	       "route add unreachable 2001:db8:3::1\nroute add prohibit 2001:db8:3::2",
	       *(int *)pid, far_fd);
}

static void raise_far(void *unused)
{
	(void)unused;
	ck_assert_int_eq(setns(far_fd, CLONE_NEWNET), 0);
	run_ip("link set lo up\nlink set far1 up\n"
	       "address add " FAR_IPV4 "/24 dev far1\n"
	       "address add " FAR_IPV6 "/64 dev far1 nodad\n"
	       "route add default via " ROUTER_FAR_IPV4 "\n"
	       "route add default via " ROUTER_FAR_IPV6);
}

void echo_setup(void)
{
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int pid = getpid();

	peer_setup();
	ck_assert_int_eq(unshare(CLONE_NEWNET), 0);
	set_sysctl("net/ipv6/conf/default/accept_dad", "0");
	far_fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	ck_assert_int_ge(far_fd, 0);
	ck_assert_int_eq(setns(home, CLONE_NEWNET), 0);
	close(home);
	in_peer(raise_router, &pid);
	in_child(raise_far, NULL);
	run_ip("route add 198.51.100.0/24 via " PEER_IPV4
	       "\nroute add 203.0.113.0/24 via " PEER_IPV4
	       "\nroute add 2001:db8:2::/64 via " PEER_IPV6
	       "\nroute add 2001:db8:3::/64 via " PEER_IPV6);
}

void echo_way(int way)
{
	set_sysctl("net/ipv4/ping_group_range", way ? "1 0" : "0 0");
}

static DWORD timeout_of(const struct ask *ask)
{
	return ask->timeout ? ask->timeout : (DWORD)(PATIENCE * slowness());
}

DWORD ask_ipv4(const struct ask *ask)
{
	HANDLE icmp = IcmpCreateFile();
	DWORD count;
	DWORD code;

	ck_assert_ptr_ne(icmp, INVALID_HANDLE_VALUE);
	last_error = 0xcccccccc;
	count = IcmpSendEcho2Ex(icmp, NULL, NULL, NULL, ask->from ? inet_addr(ask->from) : 0,
				inet_addr(ask->to), (void *)ask->data, ask->size, ask->options,
				ask->buffer, ask->room, timeout_of(ask));
	code = last_error;
	ck_assert(IcmpCloseHandle(icmp));
	last_error = code;
	return count;
}

static SOCKADDR_IN6 sockaddr_of(const char *addr)
{
	SOCKADDR_IN6 sockaddr;

	memset(&sockaddr, 0xcc, sizeof(sockaddr)); /* nobody reads the rest */
	ck_assert_int_eq(inet_pton(AF_INET6, addr, &sockaddr.sin6_addr), 1);
	sockaddr.sin6_scope_id = strncmp(addr, "fe80:", 5) == 0 ? index_of("eth0") : 0;
	return sockaddr;
}

DWORD ask_ipv6(const struct ask *ask)
{
	HANDLE icmp = Icmp6CreateFile();
	SOCKADDR_IN6 to = sockaddr_of(ask->to);
	SOCKADDR_IN6 from = sockaddr_of(ask->from ? ask->from : "::");
	DWORD count;
	DWORD code;

	ck_assert_ptr_ne(icmp, INVALID_HANDLE_VALUE);
	last_error = 0xcccccccc;
	count = Icmp6SendEcho2(icmp, NULL, NULL, NULL, ask->from ? &from : NULL, &to,
			       (void *)ask->data, ask->size, ask->options, ask->buffer, ask->room,
			       timeout_of(ask));
	code = last_error;
	ck_assert(IcmpCloseHandle(icmp));
	last_error = code;
	return count;
}

static bool is_ipv6(const struct ask *ask)
{
	return strchr(ask->to, ':');
}

static DWORD send_it(const struct ask *ask, uint8_t *buffer, DWORD room)
{
	struct ask all = *ask;

	memset(buffer, 0xcc, room);
	all.buffer = buffer;
	all.room = room;
	return is_ipv6(ask) ? ask_ipv6(&all) : ask_ipv4(&all);
}

void answered(const struct ask *ask, const char *from, ULONG status)
{
	_Alignas(8) uint8_t buffer[4000];
	const ICMP_ECHO_REPLY *four = (void *)buffer;
	const ICMPV6_ECHO_REPLY *six = (void *)buffer;
	DWORD count = send_it(ask, buffer, sizeof(buffer));
	const void *data = is_ipv6(ask) ? (const void *)(six + 1) : four->Data;
	char text[INET6_ADDRSTRLEN];

	ck_assert_msg(count == 1, "%s: %u replies, error %u", ask->to, count, last_error);
	ck_assert_uint_eq(last_error, 0);
	ck_assert_uint_eq(is_ipv6(ask) ? six->Status : four->Status, status);
	if (is_ipv6(ask))
		inet_ntop(AF_INET6, six->Address.sin6_addr, text, sizeof(text));
	else
		inet_ntop(AF_INET, &four->Address, text, sizeof(text));
	ck_assert_str_eq(text, from);
	if (!is_ipv6(ask))
		ck_assert_uint_eq(four->DataSize, status ? 0 : ask->size);
	if (!status && ask->size)
		ck_assert_mem_eq(data, ask->data, ask->size);
}

void failed(const struct ask *ask, DWORD code)
{
	static const uint8_t zeroes[40];
	_Alignas(8) uint8_t buffer[4000];
	const ICMP_ECHO_REPLY *four = (void *)buffer;
	const ICMPV6_ECHO_REPLY *six = (void *)buffer;
	DWORD count = send_it(ask, buffer, sizeof(buffer));

	ck_assert_msg(count == 0 && last_error == code, "%s: %u replies, error %u", ask->to, count,
		      last_error);
	ck_assert_uint_eq(is_ipv6(ask) ? six->Status : four->Status, code);
	ck_assert_mem_eq(buffer, zeroes, 4);
	ck_assert_mem_eq(buffer + 8, zeroes, 18);
	ck_assert_uint_eq(buffer[sizeof(*four)], 0xcc);
}
