/* SPDX-License-Identifier: MIT */
/* The calls about paths, as routes.c has those about routes. The path is one to this machine: a
 * connection that has ended has left its times. */

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "inject.h"

enum path_call { GET, TABLE, FLUSH };

struct path_case {
	enum path_call call;
	const char *address;
	bool known; /* there is the path */
	uint32_t code;
};

struct result {
	uint32_t code;
	MIB_IPPATH_ROW row;
	MIB_IPPATH_TABLE *table;
};

#define OUR4 "192.0.0.1"
#define OUR6 "2001:db8:1::10"
#define SCENARIO(name, ...)                                                                        \
	{                                                                                          \
		name, OP_FAMILY, {NULL, NULL}, HOLDER_NONE, ROLE_CALLER, NULL, &paths,             \
			&(const struct path_case)                                                  \
		{                                                                                  \
			__VA_ARGS__                                                                \
		}                                                                                  \
	}

static const struct family paths;

/* clang-format off */
const struct scenario path_scenarios[] = {
	SCENARIO("get IPv4", GET, OUR4, true),
	SCENARIO("get IPv6", GET, OUR6, true),
	SCENARIO("get what is not there", GET, OUR6, false, ERROR_NOT_FOUND),
	SCENARIO("table", TABLE, OUR4, true),
	SCENARIO("flush IPv4", FLUSH, OUR4, true),
	SCENARIO("flush IPv6", FLUSH, OUR6, true),
};
/* clang-format on */

const size_t path_scenario_count = sizeof(path_scenarios) / sizeof(path_scenarios[0]);

static struct result clean;

static int accept_from(int listening, const SOCKADDR_INET *address, socklen_t length, int *ret_near)
{
	int type = SOCK_STREAM | SOCK_CLOEXEC;

	*ret_near = socket(address->si_family, type, 0);
	if (connect(*ret_near, (const struct sockaddr *)address, length) < 0)
		die("connect");
	return accept(listening, NULL, NULL);
}

/* A connection that carries a byte each way and ends. */
static void learn(const char *text)
{
	int listening;
	int near;
	int far;
	char byte = 0;
	SOCKADDR_INET address = {0};
	socklen_t length = sizeof(address);

	set_address(text, &address);
	listening = socket(address.si_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	length = address.si_family == AF_INET ? sizeof(address.Ipv4) : sizeof(address.Ipv6);
	if (bind(listening, (struct sockaddr *)&address, length) < 0 || listen(listening, 1) < 0 ||
	    getsockname(listening, (struct sockaddr *)&address, &length) < 0)
		die("listen");
	far = accept_from(listening, &address, length, &near);
	if (write(near, &byte, 1) != 1 || read(far, &byte, 1) != 1 || write(far, &byte, 1) != 1 ||
	    read(near, &byte, 1) != 1)
		die("a connection");
	close(near);
	close(far);
	close(listening);
}

static bool known(const char *text)
{
	char command[96];
	char line[256];
	FILE *pipe;
	bool found;

	snprintf(command, sizeof(command), "ip tcp_metrics show %s 2>/dev/null", text);
	pipe = popen(command, "re");
	if (!pipe)
		die("ip tcp_metrics");
	found = fgets(line, sizeof(line), pipe);
	pclose(pipe);
	return found;
}

static MIB_IPPATH_ROW path_row(const struct path_case *c)
{
	MIB_IPPATH_ROW row = {.InterfaceIndex = if_nametoindex("lo")};

	set_address(c->address, &row.Destination);
	return row;
}

static uint32_t do_call(const struct path_case *c, struct result *result)
{
	switch (c->call) {
	case GET:
		return GetIpPathEntry(&result->row);
	case TABLE:
		return GetIpPathTable(AF_UNSPEC, &result->table);
	case FLUSH:
		return FlushIpPathTable(result->row.Destination.si_family);
	}
	return 0;
}

static void call_path(const struct scenario *s)
{
	const struct path_case *c = s->what;
	struct result result = {.row = path_row(c)};
	MIB_IPPATH_ROW row = result.row;
	bool fails;

	syscall(MARK_BEGIN);
	result.code = do_call(c, &result);
	syscall(MARK_END);
	told->code = result.code;
	fails = result.code != 0;
	told->untouched = !fails || (memcmp(&result.row, &row, sizeof(row)) == 0 && !result.table);
	told->right = fails || memcmp(&result.row, &clean.row, sizeof(row)) == 0;
	if (!fails && result.table) {
		told->right = result.table->NumEntries == clean.table->NumEntries &&
			      memcmp(result.table->Table, clean.table->Table,
				     clean.table->NumEntries * sizeof(clean.table->Table[0])) == 0;
		FreeMibTable(result.table);
	}
}

static void forget(void)
{
	run_batch("", "tcp_metrics flush");
}

static void prepare_path(const struct scenario *s)
{
	const struct path_case *c = s->what;

	if (c->known && !known(c->address))
		learn(c->address);
	if (known(c->address) != c->known)
		complain("the path cannot be made", 0);
}

static void begin_path(const struct scenario *s)
{
	const struct path_case *c = s->what;

	forget();
	prepare_path(s);
	if (clean.table)
		FreeMibTable(clean.table);
	clean = (struct result){.row = path_row(c)};
	clean.code = do_call(c, &clean);
	learn_code(clean.code, c->code);
	if (clean.table && clean.table->NumEntries != 1)
		complain("not one path", (long)clean.table->NumEntries);
}

/* After a flush that has failed some paths may have been forgotten. */
static void check_path(void)
{
	const struct path_case *c = current->what;
	bool done = call_done();

	if (c->call == FLUSH ? done && known(c->address) : known(c->address) != c->known)
		complain(c->call == FLUSH ? "the path is still there" : "the paths have changed",
			 told->code);
}

static void end_path(const struct scenario *s)
{
	(void)s;
	forget();
}

static const struct family paths = {
	.begin = begin_path,
	.prepare = prepare_path,
	.call = call_path,
	.check = check_path,
	.end = end_path,
};
