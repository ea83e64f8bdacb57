/* SPDX-License-Identifier: MIT */
/* TCP connections and UDP sockets, and whose they are. */
#pragma once

#include "inet-socket.h"
#include "table/table.h"

struct iph_connection {
	struct iph_socket socket;
	uint32_t pid; /* 0: nobody's, or of somebody who cannot be seen */
};

struct iph_connection_wish {
	uint8_t family;	  /* AF_INET or AF_INET6 */
	uint8_t protocol; /* IPPROTO_TCP or IPPROTO_UDP */
	bool listeners;
	bool others; /* all that do not listen */
};

/* Reads them into a table of struct iph_connection, sorted as Windows does: by local address, its
 * scope, local port, remote address, its scope and remote port, all compared as numbers. A socket
 * for both families is in the tables of both, one with IPv4 addresses in that of IPv4. */
int iph_connections_read(const struct iph_connection_wish *wish,
			 struct iph_table *ret_table) IPH_MUST_CHECK;

/* Finds out whose they are. */
int iph_connections_own(struct iph_table *table) IPH_MUST_CHECK;

/* The interface, where an address means something on one alone. */
uint32_t iph_connection_scope(const struct iph_addr *addr, const struct iph_socket *socket);

/* The kinds of tables, by the names of their types. */
enum iph_connection_row {
	IPH_ROW_TCP,
	IPH_ROW_TCP_2,
	IPH_ROW_TCP_PID,
	IPH_ROW_TCP_MODULE,
	IPH_ROW_TCP6,
	IPH_ROW_TCP6_2,
	IPH_ROW_TCP6_PID,
	IPH_ROW_TCP6_MODULE,
	IPH_ROW_UDP,
	IPH_ROW_UDP_PID,
	IPH_ROW_UDP_MODULE,
	IPH_ROW_UDP6,
	IPH_ROW_UDP6_PID,
	IPH_ROW_UDP6_MODULE,
};

struct iph_connection_shape {
	uint8_t family;
	uint8_t protocol;
	size_t first; /* offset of the first row */
	size_t row;   /* size of a row */
	bool owned;   /* it tells whose it is */
	void (*fill)(const struct iph_connection *connection, void *ret_row);
};

const struct iph_connection_shape *iph_connection_shape(enum iph_connection_row row);
