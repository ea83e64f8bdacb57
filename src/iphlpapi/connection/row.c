/* SPDX-License-Identifier: MIT */
/* Connections in each of the rows that Windows has for them. Each fill writes the whole row. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "connection.h"
#include "iphlpapi.h"

static DWORD state_of(const struct iph_socket *socket)
{
	static const DWORD states[] = {
		[IPH_SOCKET_ESTABLISHED] = MIB_TCP_STATE_ESTAB,
		[IPH_SOCKET_SYN_SENT] = MIB_TCP_STATE_SYN_SENT,
		[IPH_SOCKET_SYN_RECV] = MIB_TCP_STATE_SYN_RCVD,
		[IPH_SOCKET_FIN_WAIT1] = MIB_TCP_STATE_FIN_WAIT1,
		[IPH_SOCKET_FIN_WAIT2] = MIB_TCP_STATE_FIN_WAIT2,
		[IPH_SOCKET_TIME_WAIT] = MIB_TCP_STATE_TIME_WAIT,
		[IPH_SOCKET_CLOSE] = MIB_TCP_STATE_CLOSED,
		[IPH_SOCKET_CLOSE_WAIT] = MIB_TCP_STATE_CLOSE_WAIT,
		[IPH_SOCKET_LAST_ACK] = MIB_TCP_STATE_LAST_ACK,
		[IPH_SOCKET_LISTEN] = MIB_TCP_STATE_LISTEN,
		[IPH_SOCKET_CLOSING] = MIB_TCP_STATE_CLOSING,
		[IPH_SOCKET_NEW_SYN_RECV] = MIB_TCP_STATE_SYN_RCVD,
	};

	if (socket->state >= IPH_ARRAY_SIZE(states) || !states[socket->state])
		return MIB_TCP_STATE_CLOSED;
	return states[socket->state];
}

static DWORD ipv4_of(const struct iph_addr *addr)
{
	DWORD value;

	memcpy(&value, addr->bytes, sizeof(value));
	return value;
}

/* The rows have the same members, each where Windows has it. */
#define FILL_IPV4_TCP(row, c)                                                                      \
	do {                                                                                       \
		(row)->dwState = state_of(&(c)->socket);                                           \
		(row)->dwLocalAddr = ipv4_of(&(c)->socket.local);                                  \
		(row)->dwLocalPort = htons((c)->socket.local_port);                                \
		(row)->dwRemoteAddr = ipv4_of(&(c)->socket.remote);                                \
		(row)->dwRemotePort = htons((c)->socket.remote_port);                              \
	} while (0)

#define FILL_IPV6_TCP(row, c, here, there, what)                                                   \
	do {                                                                                       \
		const struct iph_socket *s = &(c)->socket;                                         \
                                                                                                   \
		memcpy(&(row)->here, s->local.bytes, 16);                                          \
		(row)->dwLocalScopeId = iph_connection_scope(&s->local, s);                        \
		(row)->dwLocalPort = htons(s->local_port);                                         \
		memcpy(&(row)->there, s->remote.bytes, 16);                                        \
		(row)->dwRemoteScopeId = iph_connection_scope(&s->remote, s);                      \
		(row)->dwRemotePort = htons(s->remote_port);                                       \
		(row)->what = state_of(s);                                                         \
	} while (0)

#define FILL_IPV4_UDP(row, c)                                                                      \
	do {                                                                                       \
		(row)->dwLocalAddr = ipv4_of(&(c)->socket.local);                                  \
		(row)->dwLocalPort = htons((c)->socket.local_port);                                \
	} while (0)

#define FILL_IPV6_UDP(row, c, here)                                                                \
	do {                                                                                       \
		memcpy(&(row)->here, (c)->socket.local.bytes, 16);                                 \
		(row)->dwLocalScopeId = iph_connection_scope(&(c)->socket.local, &(c)->socket);    \
		(row)->dwLocalPort = htons((c)->socket.local_port);                                \
	} while (0)

/* A function for a type of rows; fill is a statement for the row and the connection c. When a
 * socket was bound, and by which module, Linux does not say: these stay 0. */
#define FILL(name, type, fill)                                                                     \
	static void name(const struct iph_connection *c, void *ret_row)                            \
	{                                                                                          \
		typeof(type) *row = ret_row;                                                       \
                                                                                                   \
		memset(row, 0, sizeof(*row));                                                      \
		fill;                                                                              \
	}
#define OWNED(fill)                                                                                \
	fill;                                                                                      \
	row->dwOwningPid = c->pid

/* clang-format off */
FILL(tcp, MIB_TCPROW, FILL_IPV4_TCP(row, c))
FILL(tcp_2, MIB_TCPROW2, OWNED(FILL_IPV4_TCP(row, c)))
FILL(tcp_pid, MIB_TCPROW_OWNER_PID, OWNED(FILL_IPV4_TCP(row, c)))
FILL(tcp_module, MIB_TCPROW_OWNER_MODULE, OWNED(FILL_IPV4_TCP(row, c)))
FILL(tcp6, MIB_TCP6ROW, FILL_IPV6_TCP(row, c, LocalAddr, RemoteAddr, State))
FILL(tcp6_2, MIB_TCP6ROW2, OWNED(FILL_IPV6_TCP(row, c, LocalAddr, RemoteAddr, State)))
FILL(tcp6_pid, MIB_TCP6ROW_OWNER_PID,
     OWNED(FILL_IPV6_TCP(row, c, ucLocalAddr, ucRemoteAddr, dwState)))
FILL(tcp6_module, MIB_TCP6ROW_OWNER_MODULE,
     OWNED(FILL_IPV6_TCP(row, c, ucLocalAddr, ucRemoteAddr, dwState)))
FILL(udp, MIB_UDPROW, FILL_IPV4_UDP(row, c))
FILL(udp_pid, MIB_UDPROW_OWNER_PID, OWNED(FILL_IPV4_UDP(row, c)))
FILL(udp_module, MIB_UDPROW_OWNER_MODULE, OWNED(FILL_IPV4_UDP(row, c)))
FILL(udp6, MIB_UDP6ROW, FILL_IPV6_UDP(row, c, dwLocalAddr))
FILL(udp6_pid, MIB_UDP6ROW_OWNER_PID, OWNED(FILL_IPV6_UDP(row, c, ucLocalAddr)))
FILL(udp6_module, MIB_UDP6ROW_OWNER_MODULE, OWNED(FILL_IPV6_UDP(row, c, ucLocalAddr)))

#define SHAPE(of_family, of_protocol, type, is_owned, function)                                    \
	{                                                                                          \
		.family = (of_family), .protocol = (of_protocol),                                  \
		.first = offsetof(type, table), .row = sizeof(((type *)0)->table[0]),              \
		.owned = (is_owned), .fill = (function)                                            \
	}

static const struct iph_connection_shape shapes[] = {
	[IPH_ROW_TCP] = SHAPE(AF_INET, IPPROTO_TCP, MIB_TCPTABLE, false, tcp),
	[IPH_ROW_TCP_2] = SHAPE(AF_INET, IPPROTO_TCP, MIB_TCPTABLE2, true, tcp_2),
	[IPH_ROW_TCP_PID] = SHAPE(AF_INET, IPPROTO_TCP, MIB_TCPTABLE_OWNER_PID, true, tcp_pid),
	[IPH_ROW_TCP_MODULE] = SHAPE(AF_INET, IPPROTO_TCP,
		MIB_TCPTABLE_OWNER_MODULE, true, tcp_module),
	[IPH_ROW_TCP6] = SHAPE(AF_INET6, IPPROTO_TCP, MIB_TCP6TABLE, false, tcp6),
	[IPH_ROW_TCP6_2] = SHAPE(AF_INET6, IPPROTO_TCP, MIB_TCP6TABLE2, true, tcp6_2),
	[IPH_ROW_TCP6_PID] = SHAPE(AF_INET6, IPPROTO_TCP,
		MIB_TCP6TABLE_OWNER_PID, true, tcp6_pid),
	[IPH_ROW_TCP6_MODULE] = SHAPE(AF_INET6, IPPROTO_TCP,
		MIB_TCP6TABLE_OWNER_MODULE, true, tcp6_module),
	[IPH_ROW_UDP] = SHAPE(AF_INET, IPPROTO_UDP, MIB_UDPTABLE, false, udp),
	[IPH_ROW_UDP_PID] = SHAPE(AF_INET, IPPROTO_UDP, MIB_UDPTABLE_OWNER_PID, true, udp_pid),
	[IPH_ROW_UDP_MODULE] = SHAPE(AF_INET, IPPROTO_UDP,
		MIB_UDPTABLE_OWNER_MODULE, true, udp_module),
	[IPH_ROW_UDP6] = SHAPE(AF_INET6, IPPROTO_UDP, MIB_UDP6TABLE, false, udp6),
	[IPH_ROW_UDP6_PID] = SHAPE(AF_INET6, IPPROTO_UDP,
		MIB_UDP6TABLE_OWNER_PID, true, udp6_pid),
	[IPH_ROW_UDP6_MODULE] = SHAPE(AF_INET6, IPPROTO_UDP,
		MIB_UDP6TABLE_OWNER_MODULE, true, udp6_module),
};
/* clang-format on */

const struct iph_connection_shape *iph_connection_shape(enum iph_connection_row row)
{
	return &shapes[row];
}
