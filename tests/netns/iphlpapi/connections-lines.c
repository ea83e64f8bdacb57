/* SPDX-License-Identifier: MIT */
/* Sockets in states made for it, and our tables beside what ss(8) says. */

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connections.h"
#include "judge.h"

/* The one line of ss becomes those that Windows has: "family state local-address port
 * remote-address port pid". Of several processes the lowest counts. */
#define SS_LINES                                                                                   \
	"'function port(a) { sub(/.*:/, \"\", a); return a == \"*\" ? 0 : a }\n"                   \
	"function host(a) { sub(/:[^:]*$/, \"\", a); gsub(/[][]/, \"\", a);"                       \
	" sub(/^::ffff:/, \"\", a); return a }\n"                                                  \
	"{ pid = 0; rest = $0; while (match(rest, /pid=[0-9]+/)) {"                                \
	" p = substr(rest, RSTART + 4, RLENGTH - 4) + 0; if (!pid || p < pid) pid = p;"            \
	" rest = substr(rest, RSTART + RLENGTH) }\n"                                               \
	" state = udp ? \"-\" : $1; lp = port($4); rp = udp ? 0 : port($5);"                       \
	" if ($4 ~ /^\\*:/) {"                                                                     \
	" print 4, state, \"0.0.0.0\", lp, \"0.0.0.0\", 0, pid;"                                   \
	" print 6, state, \"::\", lp, \"::\", 0, pid; next }\n"                                    \
	" six = $4 ~ /^\\[/ && $4 !~ /^\\[::ffff:/; none = six ? \"::\" : \"0.0.0.0\";"            \
	" print six ? 6 : 4, state, host($4), lp, udp || !rp ? none : host($5), rp, pid }'"

static struct sockaddr_storage sockaddr_of(const char *addr, uint16_t port, socklen_t *ret_len)
{
	struct sockaddr_storage to = {.ss_family = strchr(addr, ':') ? AF_INET6 : AF_INET};
	struct sockaddr_in *four = (struct sockaddr_in *)&to;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)&to;

	if (to.ss_family == AF_INET) {
		ck_assert_int_eq(inet_pton(AF_INET, addr, &four->sin_addr), 1);
		four->sin_port = htons(port);
		*ret_len = sizeof(*four);
	} else {
		ck_assert_int_eq(inet_pton(AF_INET6, addr, &six->sin6_addr), 1);
		six->sin6_port = htons(port);
		if (strncmp(addr, "fe80:", 5) == 0)
			six->sin6_scope_id = if_nametoindex("eth0");
		*ret_len = sizeof(*six);
	}
	return to;
}

int bound_socket(int type, const char *addr, uint16_t port, bool only6)
{
	socklen_t len;
	struct sockaddr_storage to = sockaddr_of(addr, port, &len);
	int fd = socket(to.ss_family, type | SOCK_CLOEXEC, 0);
	int only = only6;
	int on = 1;

	ck_assert_int_ge(fd, 0);
	if (to.ss_family == AF_INET6)
		ck_assert_int_eq(setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof(only)), 0);
	ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)), 0);
	ck_assert_msg(bind(fd, (struct sockaddr *)&to, len) == 0, "bind %s: %s", addr,
		      strerror(errno));
	return fd;
}

int listener(const char *addr, uint16_t port, bool only6)
{
	int fd = bound_socket(SOCK_STREAM, addr, port, only6);

	ck_assert_int_eq(listen(fd, 128), 0);
	return fd;
}

uint16_t port_of(int fd)
{
	struct sockaddr_storage own;
	socklen_t len = sizeof(own);

	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&own, &len), 0);
	return ntohs(((struct sockaddr_in *)&own)->sin_port); /* at the same place in both */
}

int connected(const char *addr, uint16_t port, bool wait)
{
	socklen_t len;
	struct sockaddr_storage to = sockaddr_of(addr, port, &len);
	int fd = socket(to.ss_family, SOCK_STREAM | SOCK_CLOEXEC | (wait ? 0 : SOCK_NONBLOCK), 0);
	int r;

	ck_assert_int_ge(fd, 0);
	r = connect(fd, (struct sockaddr *)&to, len);
	ck_assert_msg(r == 0 || (!wait && errno == EINPROGRESS), "connect: %s", strerror(errno));
	return fd;
}

void await_output(const char *command)
{
	run("for i in $(seq 3000); do %s | grep -q . && exit 0; sleep 0.01; done; exit 1", command);
}

typedef DWORD (*table_call)(PVOID table, PDWORD size, BOOL order, ULONG family, int class,
			    ULONG reserved);

static void *table_of(table_call call, ULONG family, int class, ULONG *ret_size)
{
	ULONG size = 0;
	ULONG given;
	void *table;

	assert_code(call(NULL, &size, FALSE, family, class, 0), 122);
	table = malloc(size);
	ck_assert_ptr_nonnull(table);
	memset(table, 0xcc, size);
	given = size - 1;
	assert_code(call(table, &given, FALSE, family, class, 0), 122);
	ck_assert_uint_eq(given, size);
	ck_assert_int_eq(*(unsigned char *)table, 0xcc);
	assert_code(call(table, &given, FALSE, family, class, 0), 0);
	ck_assert_uint_eq(given, size);
	*ret_size = size;
	return table;
}

static DWORD call_tcp(PVOID table, PDWORD size, BOOL order, ULONG family, int class, ULONG reserved)
{
	return GetExtendedTcpTable(table, size, order, family, (TCP_TABLE_CLASS) class, reserved);
}

static DWORD call_udp(PVOID table, PDWORD size, BOOL order, ULONG family, int class, ULONG reserved)
{
	return GetExtendedUdpTable(table, size, order, family, (UDP_TABLE_CLASS) class, reserved);
}

void *tcp_table(ULONG family, TCP_TABLE_CLASS class, ULONG *ret_size)
{
	return table_of(call_tcp, family, (int)class, ret_size);
}

void *udp_table(ULONG family, UDP_TABLE_CLASS class, ULONG *ret_size)
{
	return table_of(call_udp, family, (int)class, ret_size);
}

/* As ss writes an address: with the name of its zone. */
static const char *text_of(int family, const void *addr, DWORD scope)
{
	static char texts[2][INET6_ADDRSTRLEN + 1 + IF_NAMESIZE];
	static int last;
	char name[IF_NAMESIZE] = "?";
	char *text = texts[last = 1 - last];

	ck_assert_ptr_nonnull(inet_ntop(family, addr, text, INET6_ADDRSTRLEN));
	if (scope) {
		ck_assert_ptr_nonnull(if_indextoname(scope, name));
		strcat(strcat(text, "%"), name);
	}
	return text;
}

static const char *state_text(DWORD state)
{
	static const char *const names[] = {
		[1] = "UNCONN",	 [2] = "LISTEN",     [3] = "SYN-SENT",	 [4] = "SYN-RECV",
		[5] = "ESTAB",	 [6] = "FIN-WAIT-1", [7] = "FIN-WAIT-2", [8] = "CLOSE-WAIT",
		[9] = "CLOSING", [10] = "LAST-ACK",  [11] = "TIME-WAIT",
	};

	ck_assert_uint_ge(state, 1);
	ck_assert_uint_le(state, 11);
	return names[state];
}

/* A port is all of its DWORD. */
static unsigned int port_in(DWORD port)
{
	ck_assert_uint_le(port, 0xffff);
	return ntohs((uint16_t)port);
}

static void print_tcp(FILE *file)
{
	ULONG size;
	PMIB_TCPTABLE_OWNER_PID four = tcp_table(AF_INET, TCP_TABLE_OWNER_PID_ALL, &size);
	PMIB_TCP6TABLE_OWNER_PID six = tcp_table(AF_INET6, TCP_TABLE_OWNER_PID_ALL, &size);
	DWORD i;

	for (i = 0; i < four->dwNumEntries; i++) {
		const MIB_TCPROW_OWNER_PID *row = &four->table[i];

		fprintf(file, "4 %s %s %u %s %u %u\n", state_text(row->dwState),
			text_of(AF_INET, &row->dwLocalAddr, 0), port_in(row->dwLocalPort),
			text_of(AF_INET, &row->dwRemoteAddr, 0), port_in(row->dwRemotePort),
			row->dwOwningPid);
	}
	for (i = 0; i < six->dwNumEntries; i++) {
		const MIB_TCP6ROW_OWNER_PID *row = &six->table[i];

		fprintf(file, "6 %s %s %u %s %u %u\n", state_text(row->dwState),
			text_of(AF_INET6, row->ucLocalAddr, row->dwLocalScopeId),
			port_in(row->dwLocalPort),
			text_of(AF_INET6, row->ucRemoteAddr, row->dwRemoteScopeId),
			port_in(row->dwRemotePort), row->dwOwningPid);
	}
	free(four);
	free(six);
}

static void print_udp(FILE *file)
{
	ULONG size;
	PMIB_UDPTABLE_OWNER_PID four = udp_table(AF_INET, UDP_TABLE_OWNER_PID, &size);
	PMIB_UDP6TABLE_OWNER_PID six = udp_table(AF_INET6, UDP_TABLE_OWNER_PID, &size);
	DWORD i;

	for (i = 0; i < four->dwNumEntries; i++)
		fprintf(file, "4 - %s %u 0.0.0.0 0 %u\n",
			text_of(AF_INET, &four->table[i].dwLocalAddr, 0),
			port_in(four->table[i].dwLocalPort), four->table[i].dwOwningPid);
	for (i = 0; i < six->dwNumEntries; i++)
		fprintf(file, "6 - %s %u :: 0 %u\n",
			text_of(AF_INET6, six->table[i].ucLocalAddr, six->table[i].dwLocalScopeId),
			port_in(six->table[i].dwLocalPort), six->table[i].dwOwningPid);
	free(four);
	free(six);
}

static void agrees(void (*print)(FILE *file), const char *command)
{
	char name[] = "/tmp/connections-XXXXXX";
	int fd = mkstemp(name);
	FILE *file = fdopen(fd, "w");
	char *ours;
	char *theirs;

	ck_assert_ptr_nonnull(file);
	print(file);
	ck_assert_int_eq(fclose(file), 0);
	ours = output_of("sort %s && rm %s", name, name);
	theirs = output_of("%s | sort", command);
	judge_same(ours, theirs);
	free(ours);
	free(theirs);
}

void tcp_agrees(void)
{
	agrees(print_tcp, "ss -tanpH | awk " SS_LINES);
}

void udp_agrees(void)
{
	agrees(print_udp, "ss -uanpH | awk -v udp=1 " SS_LINES);
}
