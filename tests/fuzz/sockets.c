/* SPDX-License-Identifier: MIT */
/* Messages about sockets, and the rows that are made of them.
 * Input: the message, whose length field is set to what is there, as the reader guarantees. */

#include <errno.h>

#include "input.h"

#include "../../src/iphlpapi/connection/row.c"
#include "../../src/kernel/addr.c"
#include "../../src/kernel/attr.c"
#include "../../src/kernel/inet-socket.c"

/* What is not used here. */
int iph_nl_open(int protocol, struct iph_nl *ret_nl)
{
	(void)protocol, (void)ret_nl;
	return -EIO;
}

void iph_nl_close(struct iph_nl *nl)
{
	(void)nl;
}

int iph_nl_dump(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	(void)nl, (void)msg, (void)sink;
	return -EIO;
}

uint32_t iph_connection_scope(const struct iph_addr *addr, const struct iph_socket *socket)
{
	return iph_addr_zoned(addr) ? socket->ifindex : 0;
}

/* No fill writes behind its row, and each writes all of it but for padding. */
static void check_rows(const struct iph_connection *connection)
{
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(shapes); i++) {
		unsigned char *row = malloc(shapes[i].row);

		CHECK(row);
		memset(row, 0xcc, shapes[i].row);
		shapes[i].fill(connection, row);
		free(row);
	}
}

static void check_socket(const struct iph_socket *socket)
{
	struct iph_connection connection = {.socket = *socket, .pid = 1};
	DWORD state = state_of(socket);

	CHECK(socket->local.family == AF_INET || socket->local.family == AF_INET6);
	CHECK(socket->local.family == socket->remote.family);
	CHECK(!is_mapped(&socket->local));
	CHECK(!(socket->dual && socket->mapped));
	CHECK(state >= MIB_TCP_STATE_CLOSED && state <= MIB_TCP_STATE_TIME_WAIT);
	check_rows(&connection);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t len = size < sizeof(struct nlmsghdr) ? sizeof(struct nlmsghdr) : size;
	struct nlmsghdr *nlh = calloc(1, len);
	struct iph_socket socket;
	int r;

	CHECK(nlh);
	memcpy(nlh, data, size);
	nlh->nlmsg_len = (uint32_t)len;
	r = iph_socket_parse(nlh, &socket);
	CHECK(r == 0 || r == -EBADMSG);
	if (r == 0)
		check_socket(&socket);
	free(nlh);
	return 0;
}
