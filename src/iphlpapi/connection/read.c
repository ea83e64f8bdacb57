/* SPDX-License-Identifier: MIT */
/* Which TCP connections and UDP sockets there are, in order, and whose. */

#include <errno.h>
#include <string.h>

#include <linux/netlink.h>

#include "connection.h"
#include "family.h"
#include "socket-owner.h"

struct connection_table {
	ULONG NumEntries;
	struct iph_connection Table[1];
};

static const struct iph_table_shape shape = IPH_TABLE_SHAPE(struct connection_table);

struct reading {
	const struct iph_connection_wish *wish;
	struct iph_table *table;
	size_t before; /* rows of the dump before */
};

static void speak_ipv4(struct iph_socket *socket)
{
	struct iph_addr any = {.family = AF_INET};

	socket->local = socket->remote = any;
}

static int take_socket(const struct iph_socket *socket, void *arg)
{
	const struct reading *reading = arg;
	const struct iph_connection_wish *wish = reading->wish;
	struct iph_connection *connection;

	if (socket->state == IPH_SOCKET_LISTEN ? !wish->listeners : !wish->others)
		return 0;
	if (socket->local.family != wish->family && !(wish->family == AF_INET && socket->dual))
		return 0;
	connection = iph_table_add(reading->table);
	if (!connection)
		return -ENOMEM;
	connection->socket = *socket;
	connection->pid = 0;
	if (socket->local.family != wish->family)
		speak_ipv4(&connection->socket);
	return 0;
}

static void forget_sockets(void *arg)
{
	const struct reading *reading = arg;

	iph_table_truncate(reading->table, reading->before);
}

static int read_family(struct iph_nl *nl, uint8_t family, struct reading *reading)
{
	const struct iph_socket_sink sink = {
		.socket = take_socket, .restart = forget_sockets, .arg = reading};

	reading->before = iph_table_count(reading->table);
	return iph_socket_read(nl, family, reading->wish->protocol, IPH_SOCKET_STATES, &sink);
}

uint32_t iph_connection_scope(const struct iph_addr *addr, const struct iph_socket *socket)
{
	return iph_addr_zoned(addr) ? socket->ifindex : 0;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int compare_ends(const struct iph_addr *a, uint32_t scope_a, uint16_t port_a,
			const struct iph_addr *b, uint32_t scope_b, uint16_t port_b)
{
	int order = memcmp(a->bytes, b->bytes, sizeof(a->bytes));

	if (order == 0)
		order = compare_numbers(scope_a, scope_b);
	return order ? order : compare_numbers(port_a, port_b);
}

static int compare(const void *left, const void *right, void *arg)
{
	const struct iph_socket *a = &((const struct iph_connection *)left)->socket;
	const struct iph_socket *b = &((const struct iph_connection *)right)->socket;
	int order;

	(void)arg;
	order = compare_ends(&a->local, iph_connection_scope(&a->local, a), a->local_port,
			     &b->local, iph_connection_scope(&b->local, b), b->local_port);
	if (order == 0)
		order = compare_ends(&a->remote, iph_connection_scope(&a->remote, a),
				     a->remote_port, &b->remote,
				     iph_connection_scope(&b->remote, b), b->remote_port);
	return order ? order : compare_numbers(a->cookie, b->cookie);
}

/* What the kernel has told of twice. */
static void drop_doubles(struct iph_table *table)
{
	const struct iph_connection *last = NULL;
	size_t count = iph_table_count(table);
	size_t kept = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct iph_connection *connection = iph_table_row(table, i);

		if (last && compare(last, connection, NULL) == 0)
			continue;
		last = memmove(iph_table_row(table, kept++), connection, sizeof(*connection));
	}
	iph_table_truncate(table, kept);
}

int iph_connections_read(const struct iph_connection_wish *wish, struct iph_table *ret_table)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct reading reading = {.wish = wish, .table = ret_table};
	int r = iph_table_init(ret_table, &shape);

	if (r == 0)
		r = iph_family_check(wish->family);
	if (r == 0)
		r = iph_nl_open(NETLINK_SOCK_DIAG, &nl);
	if (r == 0 && wish->family == AF_INET)
		r = read_family(&nl, AF_INET, &reading);
	if (r == 0)
		r = read_family(&nl, AF_INET6, &reading);
	if (r < 0)
		return r;
	iph_table_sort(ret_table, 0, compare, NULL);
	drop_doubles(ret_table);
	return 0;
}

int iph_connections_own(struct iph_table *table)
{
	IPH_AUTO_FREE struct iph_socket_owner *owners = NULL;
	size_t count = iph_table_count(table);
	size_t wanted = 0;
	size_t i;
	int r;

	owners = malloc((count ? count : 1) * sizeof(*owners));
	if (!owners)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		const struct iph_connection *connection = iph_table_row(table, i);

		if (connection->socket.inode)
			owners[wanted++].inode = connection->socket.inode;
	}
	r = iph_socket_owners(owners, wanted);
	for (i = 0; r == 0 && i < count; i++) {
		struct iph_connection *connection = iph_table_row(table, i);

		connection->pid = iph_socket_owner(owners, wanted, connection->socket.inode);
	}
	return r;
}
