/* SPDX-License-Identifier: MIT */
/* The tables of TCP connections and UDP sockets, judged by ss(8). */

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "connections.h"
#include "netns-privilege.h"
#include "suite.h"

#define PORT 7001

/* What was bound to each kind of address, and IPv4 spoken by IPv6 sockets. */
START_TEST(listeners_are_in_the_tables_of_their_families)
{
	listener("127.0.0.1", 1000, false);
	listener("0.0.0.0", 9, false);
	listener("0.0.0.0", 10, false);
	listener("0.0.0.0", 256, false);
	listener("::1", 1000, true);
	listener("::", 1001, true);
	listener("::", 1002, false);
	listener("::ffff:127.0.0.1", 1003, false);
	tcp_agrees();
}
END_TEST

/* Both ends of a connection, closed on one side or on both. */
static void close_one_end(int listening, const char *addr, bool both)
{
	int fd = connected(addr, port_of(listening), true);
	int far = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
	char byte;

	ck_assert_int_ge(far, 0);
	ck_assert_int_eq(shutdown(fd, SHUT_WR), 0);
	ck_assert_int_eq(read(far, &byte, 1), 0);
	if (!both)
		return;
	close(far);
	ck_assert_int_eq(read(fd, &byte, 1), 0);
	close(fd);
}

START_TEST(connections_are_there_in_each_state)
{
	static const char *const addrs[] = {"127.0.0.1", "::1", "::ffff:127.0.0.1"};
	size_t i;

	for (i = 0; i < 3; i++) {
		int fd = listener(addrs[i], (uint16_t)(PORT + i), false);

		connected(addrs[i], (uint16_t)(PORT + i), true);
		ck_assert_int_ge(accept(fd, NULL, NULL), 0);
		close_one_end(fd, addrs[i], false);
		close_one_end(fd, addrs[i], true);
	}
	/* nobody has this address, and the kernel knows it already */
	run_ip("neighbour replace " PEER_IPV4 " lladdr 02:00:00:00:de:ad dev eth0");
	connected(PEER_IPV4, 80, false);
	await_output("ss -tanH state time-wait | grep 127.0.0.1");
	run("ss -tanH | awk '{ print $1 }' | sort -u | tr '\\n' ' ' |"
	    " grep -qx 'CLOSE-WAIT ESTAB FIN-WAIT-2 LISTEN SYN-SENT TIME-WAIT '");
	tcp_agrees();
}
END_TEST

static void call_from_peer(void *arg)
{
	(void)arg;
	ck_assert_int_eq(setns(peer_namespace(), CLONE_NEWNET), 0);
	connected(OUR_IPV4, PORT, false);
	pause();
}

/* The answer to the peer's SYN goes to nobody. */
START_TEST(a_connection_that_is_not_there_yet_is_in_the_table)
{
	pid_t pid;

	listener("::", PORT, false);
	run_ip("neighbour replace " PEER_IPV4 " lladdr 02:00:00:00:de:ad dev eth0");
	pid = start(call_from_peer, NULL);
	await_output("ss -tanH state syn-recv");
	tcp_agrees();
	end(pid);
}
END_TEST

START_TEST(a_link_local_address_has_its_scope)
{
	peer_give_link_local();
	listener("fe80::1", PORT, true);
	bound_socket(SOCK_DGRAM, "fe80::1", PORT, true);
	tcp_agrees();
	udp_agrees();
}
END_TEST

START_TEST(sockets_of_udp_are_in_the_tables_of_their_families)
{
	int fd = bound_socket(SOCK_DGRAM, "127.0.0.1", 1000, false);
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_addr.s_addr = inet_addr("127.0.0.1"),
				 .sin_port = htons(53)};

	bound_socket(SOCK_DGRAM, "0.0.0.0", 9, false);
	bound_socket(SOCK_DGRAM, "0.0.0.0", 256, false);
	bound_socket(SOCK_DGRAM, "::1", 1000, true);
	bound_socket(SOCK_DGRAM, "::", 1001, true);
	bound_socket(SOCK_DGRAM, "::", 1002, false);
	bound_socket(SOCK_DGRAM, "::ffff:127.0.0.1", 1003, false);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	udp_agrees();
}
END_TEST

/* Addresses and ports as numbers, not as bytes of the machine. */
START_TEST(rows_go_by_addresses_and_ports)
{
	static const unsigned int ports[] = {2, 9, 10, 256, 1000};
	PMIB_TCPTABLE table;
	ULONG size;
	size_t i;

	listener("127.0.0.1", 1000, false);
	listener("0.0.0.0", 256, false);
	listener("0.0.0.0", 10, false);
	listener("::", 9, false);
	listener("0.0.0.0", 2, false);
	table = tcp_table(AF_INET, TCP_TABLE_BASIC_ALL, &size);
	ck_assert_uint_eq(table->dwNumEntries, 5);
	for (i = 0; i < 5; i++)
		ck_assert_uint_eq(ntohs((u_short)table->table[i].dwLocalPort), ports[i]);
	free(table);
}
END_TEST

START_TEST(an_empty_table_is_success)
{
	ULONG size;
	PMIB_TCPTABLE table = tcp_table(AF_INET, TCP_TABLE_BASIC_ALL, &size);
	PMIB_UDP6TABLE udp = udp_table(AF_INET6, UDP_TABLE_BASIC, &size);

	ck_assert_uint_eq(size, 4);
	ck_assert_uint_eq(table->dwNumEntries | udp->dwNumEntries, 0);
	free(table);
	free(udp);
}
END_TEST

/* Rows of a size, and how many, of each class of TCP, and of UDP behind them. */
START_TEST(each_class_has_its_rows_and_its_sockets)
{
	static const ULONG first[3] = {4, 4, 8};
	static const ULONG row[4][3] = {{20, 24, 160}, {52, 56, 192}, {8, 12, 160}, {24, 28, 176}};
	static const DWORD counts[3] = {1, 2, 3};
	static const ULONG families[2] = {AF_INET, AF_INET6};
	int six;
	int class;

	connected("127.0.0.1", port_of(listener("127.0.0.1", 0, false)), true);
	connected("::1", port_of(listener("::1", 0, true)), true);
	bound_socket(SOCK_DGRAM, "::", 0, false);
	for (six = 0; six < 2; six++)
		for (class = 0; class < 12; class ++) {
			int kind = class < 9 ? class / 3 : class - 9;
			DWORD count = class < 9 ? counts[class % 3] : 1;
			ULONG size;
			DWORD *table =
				class < 9 ? tcp_table(families[six], (TCP_TABLE_CLASS) class, &size)
					  : udp_table(families[six], (UDP_TABLE_CLASS)kind, &size);

			ck_assert_uint_eq(*table, count);
			ck_assert_uint_eq(
				size, first[kind] + count * row[class < 9 ? six : 2 + six][kind]);
			free(table);
		}
}
END_TEST

/* The rows of each call have the same begin, or the same members elsewhere. */
START_TEST(the_other_calls_have_the_same_rows)
{
	PMIB_TCPTABLE_OWNER_MODULE module;
	PMIB_TCPTABLE_OWNER_PID pids;
	MIB_TCPTABLE2 table2;
	MIB_TCP6TABLE2 six2;
	MIB_TCP6TABLE six;
	MIB_TCPTABLE table;
	MIB_UDPTABLE udp;
	MIB_UDP6TABLE udp6;
	ULONG size = sizeof(table);
	ULONG got;

	listener("::", PORT, false);
	bound_socket(SOCK_DGRAM, "::", PORT, false);
	pids = tcp_table(AF_INET, TCP_TABLE_OWNER_PID_ALL, &got);
	module = tcp_table(AF_INET, TCP_TABLE_OWNER_MODULE_ALL, &got);
	ck_assert_uint_eq(pids->table[0].dwOwningPid, getpid());
	ck_assert_mem_eq(&module->table[0], &pids->table[0], sizeof(pids->table[0]));
	ck_assert_int_eq(module->table[0].liCreateTimestamp.QuadPart, 0);
	assert_code(GetTcpTable(&table, &size, TRUE), 0);
	ck_assert_mem_eq(&table.table[0], &pids->table[0], sizeof(table.table[0]));
	size = sizeof(table2);
	assert_code(GetTcpTable2(&table2, &size, TRUE), 0);
	ck_assert_mem_eq(&table2.table[0], &pids->table[0], sizeof(pids->table[0]));
	ck_assert_int_eq(table2.table[0].dwOffloadState, TcpConnectionOffloadStateInHost);
	size = sizeof(six);
	assert_code(GetTcp6Table(&six, &size, TRUE), 0);
	size = sizeof(six2);
	assert_code(GetTcp6Table2(&six2, &size, TRUE), 0);
	ck_assert_uint_eq(six.table[0].State, MIB_TCP_STATE_LISTEN);
	ck_assert_uint_eq(six2.table[0].State, MIB_TCP_STATE_LISTEN);
	ck_assert_uint_eq(six.table[0].dwLocalPort, htons(PORT));
	ck_assert_uint_eq(six2.table[0].dwLocalPort, htons(PORT));
	ck_assert_uint_eq(six2.table[0].dwOwningPid, getpid());
	size = sizeof(udp);
	assert_code(GetUdpTable(&udp, &size, TRUE), 0);
	ck_assert_uint_eq(udp.table[0].dwLocalPort, htons(PORT));
	size = sizeof(udp6);
	assert_code(GetUdp6Table(&udp6, &size, TRUE), 0);
	ck_assert_uint_eq(udp6.table[0].dwLocalPort, htons(PORT));
	free(pids);
	free(module);
}
END_TEST

static DWORD owner_of(uint16_t port)
{
	ULONG size;
	PMIB_TCPTABLE_OWNER_PID table = tcp_table(AF_INET, TCP_TABLE_OWNER_PID_ALL, &size);
	DWORD pid = 0xcccccccc;
	DWORD i;

	for (i = 0; i < table->dwNumEntries; i++)
		if (table->table[i].dwLocalPort == htons(port))
			pid = table->table[i].dwOwningPid;
	free(table);
	return pid;
}

static void wait_for_end(void *arg)
{
	(void)arg;
	pause();
}

/* Who has inherited a socket owns it as well; the lowest number is told. */
START_TEST(the_owner_is_the_first_process_that_has_the_socket)
{
	int fd = listener("127.0.0.1", PORT, false);
	pid_t pid = start(wait_for_end, NULL);
	DWORD lowest = (DWORD)(pid < getpid() ? pid : getpid());

	ck_assert_uint_eq(owner_of(PORT), lowest);
	close(fd);
	ck_assert_uint_eq(owner_of(PORT), (DWORD)pid);
	tcp_agrees();
	end(pid);
}
END_TEST

/* Another user may know that there is a socket, and not whose it is. */
static void look_as_nobody(void *arg)
{
	close(*(int *)arg);
	listener("127.0.0.1", PORT + 1, false);
	lose_privilege(1);
	if (getuid() == 0)
		return; /* a user namespace with nobody else in it */
	ck_assert_uint_eq(owner_of(PORT), 0);
	ck_assert_uint_ne(owner_of(PORT + 1), 0);
	ck_assert_uint_ne(owner_of(PORT + 1), 0xcccccccc);
}

START_TEST(the_owner_is_0_for_whom_it_does_not_concern)
{
	int fd = listener("127.0.0.1", PORT, false);

	in_child(look_as_nobody, &fd);
}
END_TEST

/* With a /proc of its own processes alone. */
static void look_from_within(void *arg)
{
	ck_assert_int_eq(unshare(CLONE_NEWNS), 0);
	ck_assert_int_eq(mount("proc", "/proc", "proc", 0, NULL), 0);
	close(*(int *)arg);
	ck_assert_uint_eq(owner_of(PORT), 0);
	listener("127.0.0.1", PORT + 1, false);
	ck_assert_uint_eq(owner_of(PORT + 1), (DWORD)getpid());
}

START_TEST(the_owner_is_0_outside_of_the_namespace_of_processes)
{
	int fd = listener("127.0.0.1", PORT, false);

	in_child(look_from_within, &fd);
}
END_TEST

static void listen_there(void *arg)
{
	(void)arg;
	listener("0.0.0.0", PORT, false);
	ck_assert_uint_ne(owner_of(PORT), 0xcccccccc);
}

START_TEST(sockets_of_other_networks_are_not_there)
{
	ULONG size;
	PMIB_TCPTABLE table;

	in_peer(listen_there, NULL);
	table = tcp_table(AF_INET, TCP_TABLE_BASIC_ALL, &size);
	ck_assert_uint_eq(table->dwNumEntries, 0);
	free(table);
}
END_TEST

TEST_SUITE("netns-win32-connections")
{
	TCase *tcase = netns_tcase(suite, "connections", peer_setup);

	tcase_add_test(tcase, listeners_are_in_the_tables_of_their_families);
	tcase_add_test(tcase, connections_are_there_in_each_state);
	tcase_add_test(tcase, a_connection_that_is_not_there_yet_is_in_the_table);
	tcase_add_test(tcase, a_link_local_address_has_its_scope);
	tcase_add_test(tcase, sockets_of_udp_are_in_the_tables_of_their_families);
	tcase_add_test(tcase, rows_go_by_addresses_and_ports);
	tcase_add_test(tcase, an_empty_table_is_success);
	tcase_add_test(tcase, each_class_has_its_rows_and_its_sockets);
	tcase_add_test(tcase, the_other_calls_have_the_same_rows);
	tcase_add_test(tcase, the_owner_is_the_first_process_that_has_the_socket);
	tcase_add_test(tcase, the_owner_is_0_for_whom_it_does_not_concern);
	tcase_add_test(tcase, the_owner_is_0_outside_of_the_namespace_of_processes);
	tcase_add_test(tcase, sockets_of_other_networks_are_not_there);
}
